//! `tresse keys init FILE` and `tresse keys issue`

use std::path::PathBuf;

use app::keys::all_scopes;
use clap::Subcommand;
use domain::envelope::By;
use domain::ids::{ActorId, Stamp};
use domain::server::{Holder, Scope, Scopes};

use crate::config::Flags;
use crate::{Failure, open};

/// Make key-encryption keys and API keys.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key-encryption key
    Init {
        /// The file to make
        file: PathBuf,
    },
    /// Issue an API key on a data directory that no server uses, and print its secret once
    Issue {
        /// The network of the actor; without it the key is the operator's
        #[arg(long, value_name = "SLUG", requires = "actor")]
        network: Option<String>,
        /// The actor
        #[arg(long, value_name = "ID", requires = "network")]
        actor: Option<ActorId>,
        /// What it may be used for: read, write, admin, import; all unless given
        #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
        scopes: Vec<Scope>,
        /// Until when it works, RFC 3339
        #[arg(long, value_name = "TIME")]
        expires_at: Option<Stamp>,
    },
}

/// Makes a key.
pub fn run(arguments: Arguments, flags: &Flags) -> Result<(), Failure> {
    match arguments.action {
        Action::Init { file } => {
            vault::Kek::init(&file).map_err(Failure::failed)?;
            println!("{}", file.display());
            Ok(())
        }
        Action::Issue { network, actor, scopes, expires_at } => {
            let catalogue = open::catalogue(&flags.resolve()?)?;
            let holder = match network.zip(actor) {
                None => Holder::Operator,
                Some((slug, actor)) => {
                    let unknown = || Failure::Failed(format!("there is no network {slug} with the actor {actor}"));
                    let network = catalogue.server().network(&slug).ok_or_else(unknown)?;
                    let loaded = catalogue.load(network).map_err(Failure::failed)?;
                    loaded.live().state.actor.active(actor).map_err(|_| unknown())?;
                    Holder::Actor { network, actor }
                }
            };
            let scopes = if scopes.is_empty() { Ok(all_scopes()) } else { Scopes::new(scopes) };
            let scopes = scopes.map_err(|error| Failure::Usage(error.to_string()))?;
            let issued = catalogue.issue_key(By::Operator, holder, scopes, expires_at, None);
            println!("{}", issued.map_err(Failure::failed)?.2.expose());
            Ok(())
        }
    }
}
