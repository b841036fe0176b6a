//! The command line of tresse: parses, calls, and tells. What it does is in the other crates.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints")]

mod commands;
mod config;
mod open;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The memory and the engine of a territory's network.
///
/// Exit codes: 0 done; 1 it could not be done, and nothing was changed but what the message says; 2 the command line or
/// the configuration does not fit.
#[derive(Debug, Parser)]
#[command(name = "tresse", version, max_term_width = 100)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    config: config::Flags,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the networks of a data directory
    Serve(commands::serve::Arguments),
    /// Make key-encryption keys and API keys
    Keys(commands::keys::Arguments),
    /// Bring in a foreign data set
    Import(commands::import::Arguments),
    /// Write out what the service holds
    Export(commands::export::Arguments),
    /// Copy the logs to one place and the keys to another
    ///
    /// Also while a server uses the data directory. Each backup wants places of its own; one that was interrupted is
    /// replaced. The key-encryption key is never copied, and not needed.
    Backup(commands::backup::Arguments),
    /// Make a data directory out of a backup
    ///
    /// Checks every file before it writes, opens every log, and proves by its head and the hash of its events that it is
    /// the one that was backed up. Name the newest checkpoint or position that you know of each network: an older backup
    /// would bring back what was erased since.
    Restore(commands::restore::Arguments),
    /// Blank what is left of people who were erased, on a data directory that no server uses
    ///
    /// Their texts can be opened by nobody since their keys were destroyed; this overwrites them with zeros, and their
    /// blind indexes. No event changes. It may be run again at any time.
    Compact(commands::compact::Arguments),
    /// Cut a damaged log, on a data directory that no server uses
    ///
    /// Try a backup first: what is cut is forgotten, erasures with it. The bytes are kept in files beside the log.
    Repair(commands::repair::Arguments),
    /// Count a decision again, from its export alone
    ///
    /// Looks at hashes, seed, electorate, voters and ballots, counts, compares with what was recorded, and says what the
    /// file cannot tell. Exit codes: 0 nothing is wrong; 1 there are findings; 2 a file cannot be read, or is no decision.
    Tally(commands::tally::Arguments),
    /// Print the description of the API (OpenAPI 3.1)
    Openapi,
    /// Look at the configuration
    Config(commands::config::Arguments),
}

/// Why a command failed.
#[derive(Debug)]
enum Failure {
    /// The command line or the configuration does not fit.
    Usage(String),
    /// It could not be done.
    Failed(String),
}

impl Failure {
    fn failed(cause: impl std::fmt::Display) -> Self {
        Self::Failed(cause.to_string())
    }
}

fn main() -> ExitCode {
    let CommandLine { command, config } = CommandLine::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("TRESSE_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .with_writer(std::io::stderr)
        .json()
        .init();
    let done = match command {
        Command::Serve(arguments) => commands::serve::run(&arguments, &config),
        Command::Keys(arguments) => commands::keys::run(arguments, &config),
        Command::Import(arguments) => commands::import::run(&arguments, &config),
        Command::Export(arguments) => commands::export::run(&arguments, &config),
        Command::Backup(arguments) => commands::backup::run(&arguments, &config),
        Command::Restore(arguments) => commands::restore::run(&arguments, &config),
        Command::Compact(arguments) => commands::compact::run(&arguments, &config),
        Command::Repair(arguments) => commands::repair::run(&arguments, &config),
        Command::Tally(arguments) => commands::tally::run(&arguments),
        Command::Openapi => commands::openapi(),
        Command::Config(arguments) => commands::config::run(&arguments, &config),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Failed(message)) => {
            eprintln!("tresse: {message}");
            ExitCode::from(1)
        }
        Err(Failure::Usage(message)) => {
            eprintln!("tresse: {message}");
            ExitCode::from(2)
        }
    }
}
