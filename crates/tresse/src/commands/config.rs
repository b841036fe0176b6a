//! `tresse config check`

use clap::Subcommand;

use crate::Failure;
use crate::config::{Config, Flags};

/// Look at the configuration.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Say each value and where it comes from
    Check,
}

/// Says each value and where it comes from; fails when the configuration does not fit.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let Action::Check = arguments.action;
    let figment = flags.figment()?;
    let config: Config = flags.resolve()?;
    let values = serde_json::to_value(&config).map_err(Failure::failed)?;
    for (name, value) in values.as_object().into_iter().flatten() {
        let origin = figment.find_metadata(name).map_or_else(|| "default".to_owned(), describe);
        println!("{name} = {value}    ({origin})");
    }
    Ok(())
}

fn describe(metadata: &figment::Metadata) -> String {
    let name = metadata.name.as_ref();
    match (&metadata.source, name.contains("environment")) {
        (Some(figment::Source::File(path)), _) => path.display().to_string(),
        (_, true) => "environment TRESSE_*".to_owned(),
        (_, false) if name.contains("Flags") => "flag".to_owned(),
        (_, false) if name.contains("Config") => "default".to_owned(),
        (_, false) => name.to_owned(),
    }
}
