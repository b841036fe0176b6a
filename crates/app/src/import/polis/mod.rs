//! Conversations of [Polis](https://pol.is): a question with statements that people vote on.
//!
//! | of the source | becomes | found again by |
//! | --- | --- | --- |
//! | the conversation | a question, asked by the operator | source `polis:<conversation>:question` |
//! | an author or voter | an actor without name or contact, joined by import | person `polis:<conversation>:<person>` |
//! | a comment | a statement under the question, of its author | source `polis:<conversation>:<comment>` |
//! | a vote that changes something | a vote | row `polis:<conversation>:<comment>.<voter>.<n-th row of theirs>` |
//!
//! In this order: the question, people by their number, statements by time, votes by time. Sources stand in the events of
//! question and statements, and as MACs in the private section of all; persons only as blind indexes, since the number of
//! a person in a published set tells who they are there.
//!
//! What happened when is told of the question (its first statement or vote), of statements and of votes, and not of
//! people: they joined when they first acted, and the time would name the vote that they cast first.

mod files;
mod run;
mod votes;

use std::path::PathBuf;

use domain::actor::ActorKind;
use domain::names::{Slug, TimeZoneName};
use domain::network::{DEFAULT_K, Languages, Visibility};
use domain::state::Refusal;

pub use files::Conversation;

use super::ImportError;
use super::report::{Report, Watcher};
use crate::catalogue::{Catalogue, FoundOutcome};
use crate::founding::Founding;
use crate::submission::SubmitError;
use run::{Telling, survey};

/// What to import into.
#[derive(Debug, Clone)]
pub struct Options {
    /// The network; founded, public, if there is none.
    pub network: Slug,
    /// The languages of a network that is founded.
    pub languages: Languages,
    /// The time zone of a network that is founded.
    pub time_zone: TimeZoneName,
    /// A directory for temporary files, in the file system of the data.
    pub scratch: PathBuf,
}

/// Reads every row and records nothing; the report tells what is broken.
///
/// # Errors
/// [`ImportError`].
pub fn check(conversations: &[Conversation], network: &Slug, watcher: &mut dyn Watcher) -> Result<Report, ImportError> {
    let mut telling = Telling::new(watcher, Report::new(network.clone()));
    for conversation in conversations {
        telling.begin(conversation);
        survey(conversation, &mut telling, |_| Ok(()))?;
        telling.end();
    }
    telling.report.refused = telling.report.left_out() > 0;
    Ok(telling.report)
}

/// Imports conversations, founding the network if there is none. What was imported before is left as it is. Blocks, and
/// is not for a thread of a runtime.
///
/// # Errors
/// [`ImportError`]; what was recorded stays, and the import may be started again.
pub fn import(
    catalogue: &Catalogue,
    conversations: &[Conversation],
    options: &Options,
    watcher: &mut dyn Watcher,
) -> Result<Report, ImportError> {
    let known = catalogue.server().network(options.network.as_str());
    let mut telling = Telling::new(watcher, Report::new(options.network.clone()));
    let network = match known {
        Some(network) => network,
        None => found(catalogue, options, &mut telling)?,
    };
    let network = catalogue.load(network)?;
    network.live().state.network.is_open().map_err(|refusal| SubmitError::from(Refusal::from(refusal)))?;
    for conversation in conversations {
        telling.begin(conversation);
        run::import(&network, conversation, options, &mut telling)?;
    }
    Ok(telling.report)
}

fn found(
    catalogue: &Catalogue,
    options: &Options,
    telling: &mut Telling<'_>,
) -> Result<domain::ids::NetworkId, ImportError> {
    let time_zone = options.time_zone.clone();
    jiff::tz::TimeZone::get(time_zone.as_str()).map_err(|_| ImportError::TimeZone(time_zone.to_string()))?;
    let founding = Founding {
        slug: options.network.clone(),
        name: options.network.to_string(),
        languages: options.languages.clone(),
        time_zone,
        territory: None,
        visibility: Visibility::Public,
        k: DEFAULT_K,
        steward_kind: ActorKind::Person,
        steward_name: None,
    };
    match catalogue.found(&founding, None)? {
        FoundOutcome::Founded(founded) => {
            telling.report.founded = true;
            telling.watcher.founded(&founded);
            Ok(founded.network)
        }
        FoundOutcome::Replayed(_) => Err(SubmitError::KeyReused.into()),
    }
}
