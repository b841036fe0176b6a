//! `tresse import`: foreign data sets, on a data directory or through a server.

mod answers;
mod bar;
mod measure;
mod server;

use std::path::PathBuf;
use std::sync::Arc;

use app::edge::SystemClock;
use app::import::actors::List;
use app::import::madrid::Folder;
use app::import::pabulib::{Budget, Counting};
use app::import::polis::Conversation;
use app::import::report::{Report, Telling};
use app::import::{self, Destination, Directory, Set};
use clap::{Subcommand, ValueEnum};
use domain::ids::DiagnosticId;
use domain::names::{LanguageTag, Slug, SourcePart, TimeZoneName};
use domain::network::Languages;
use domain::tally::rules::{BudgetRule, Completion, Satisfaction};

use crate::config::{Config, Flags};
use crate::{Failure, open};
use bar::Bar;
use server::Server;

/// Bring in a foreign data set.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    set: Sets,
}

#[derive(Debug, Subcommand)]
enum Sets {
    /// Conversations exported from Polis as CSV
    ///
    /// Each becomes a question with its statements and votes. It may be started again at any time: what was brought in
    /// before is left as it is. Rows that cannot be read are told, and the rest goes on.
    Polis {
        #[command(flatten)]
        import: Import,
        /// A folder with comments.csv and votes.csv, named like the conversation, or a folder of such folders
        folder: PathBuf,
    },
    /// Citizens' proposals and their comments from Decide Madrid as CSV
    ///
    /// A reply whose parent is missing stands under what is left of its thread, and is told; so is a comment without a
    /// text, which is left out. Numbers of supports and votes are told, and become nothing.
    Madrid {
        #[command(flatten)]
        import: Import,
        /// A folder with proposals.csv and comments.csv, named like the set
        folder: PathBuf,
        /// The set's name, instead of the folder's
        #[arg(long, value_name = "NAME")]
        set: Option<SourcePart>,
    },
    /// Organisations and services from a list as CSV
    ///
    /// Columns id, kind, name, about, audience, in French or English, with `;`, `,` or tabs between them, in UTF-8 or
    /// Windows-1252; or a list of authorities of Alaveteli. See docs/imports.md.
    Actors {
        #[command(flatten)]
        import: Import,
        /// The list, named like the set
        file: PathBuf,
        /// The set's name, instead of the file's
        #[arg(long, value_name = "NAME")]
        set: Option<SourcePart>,
    },
    /// Answers to a diagnostic from a form as CSV
    ///
    /// A file beside it tells in TOML which column is what. Columns are separated by `;`, `,` or tabs, in UTF-8 or Windows-1252.
    /// Until the diagnostic closes, a row that has changed takes the place of what it said before. See docs/imports.md.
    Answers {
        #[command(flatten)]
        import: Import,
        /// The form's answers, named like the set
        file: PathBuf,
        /// The diagnostic, which is open
        #[arg(long, value_name = "ID")]
        diagnostic: DiagnosticId,
        /// Which column is what, in TOML
        #[arg(long, value_name = "FILE")]
        mapping: PathBuf,
        /// The set's name, instead of the file's
        #[arg(long, value_name = "NAME")]
        set: Option<SourcePart>,
    },
    /// Participatory budgets as .pb files of Pabulib
    ///
    /// Each becomes a decision with its projects and ballots, opened, closed and counted. Age, sex and the like of voters
    /// are counted, and become nothing. See docs/imports.md.
    Pabulib {
        #[command(flatten)]
        import: Import,
        /// The files, named like the sets
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The set's name, instead of the file's
        #[arg(long, value_name = "NAME")]
        set: Option<SourcePart>,
        /// How projects are chosen, instead of as the file says
        #[arg(long, value_enum, value_name = "RULE")]
        rule: Option<Rule>,
        /// What a vote is worth to its voter: `votes` or `cost`; `points` or `points_times_cost`; `borda_0`, `borda_1` or
        /// `borda_1_times_cost`. Unless given: `votes`, `points` or `borda_1` with greedy, otherwise times the cost
        #[arg(long, value_name = "WORTH")]
        satisfaction: Option<Satisfaction>,
    },
    /// Measure what a network holds in memory, in a process that does nothing else
    #[command(hide = true)]
    Measure(measure::Arguments),
}

/// How the projects of a budget are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Rule {
    /// By decreasing votes, points or rank sums; what does not fit any more is skipped
    Greedy,
    /// The Method of Equal Shares
    EqualShares,
    /// The same, with one unit of the currency more for everybody, again and again, as long as it fits
    #[value(name = "equal_shares_add1")]
    EqualSharesAdd1,
    /// The same, and greedy with what that leaves
    #[value(name = "equal_shares_add1u")]
    EqualSharesAdd1u,
}

impl From<Rule> for BudgetRule {
    fn from(rule: Rule) -> Self {
        let equal_shares = |completion| Self::EqualShares { completion };
        match rule {
            Rule::Greedy => Self::Greedy {},
            Rule::EqualShares => equal_shares(Completion::None),
            Rule::EqualSharesAdd1 => equal_shares(Completion::AddOne),
            Rule::EqualSharesAdd1u => equal_shares(Completion::AddOneThenUtilitarian),
        }
    }
}

/// What every import is told.
#[derive(Debug, clap::Args)]
struct Import {
    /// The network to bring them into; founded, public, if there is none, and its steward's key printed
    #[arg(long, value_name = "SLUG")]
    network: Slug,
    /// Bring them in through a running server, instead of into a data directory that no server uses
    #[arg(long, value_name = "URL", requires = "key", conflicts_with = "measure")]
    server: Option<String>,
    /// A key of the server's: the operator's or a steward's, with the scopes read, write and import
    #[arg(long, value_name = "KEY", env = "TRESSE_KEY", hide_env_values = true)]
    key: Option<String>,
    /// Record nothing if any row cannot be read
    #[arg(long)]
    strict: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// The languages of a network that is founded, the main one first
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    language: Vec<LanguageTag>,
    /// The time zone of a network that is founded, and of a set's times where they have none
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<TimeZoneName>,
    /// Measure the network's state in a process of its own, for the JSON report
    #[arg(long, hide = true, requires = "json")]
    measure: bool,
}

/// Brings in a data set.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    match &arguments.set {
        Sets::Polis { import, folder } => {
            let into = import.destination("en", "UTC")?;
            bring_in(import, &into, &Conversation::find(folder).map_err(Failure::failed)?, flags)
        }
        Sets::Madrid { import, folder, set } => {
            let into = import.destination("es", "Europe/Madrid")?;
            let set = Folder::find(folder, set.as_ref(), &into.time_zone).map_err(Failure::failed)?;
            bring_in(import, &into, &[set], flags)
        }
        Sets::Actors { import, file, set } => {
            let into = import.destination("fr", "Europe/Paris")?;
            let set = List::new(file, set.as_ref()).map_err(Failure::failed)?;
            bring_in(import, &into, &[set], flags)
        }
        Sets::Answers { import, file, diagnostic, mapping, set } => {
            let into = import.destination("fr", "Europe/Paris")?;
            answers::bring_in(import, &into, &answers::Files { file, mapping, set: set.as_ref() }, *diagnostic, flags)
        }
        Sets::Pabulib { import, files, set, rule, satisfaction } => {
            let into = import.destination("fr", "Europe/Paris")?;
            let counting = Counting { rule: rule.map(BudgetRule::from), satisfaction: *satisfaction };
            bring_in(import, &into, &budgets(files, set.as_ref(), counting, &into.time_zone)?, flags)
        }
        Sets::Measure(arguments) => measure::run(arguments, flags),
    }
}

/// The budgets of some files, each a set of its own.
fn budgets(
    files: &[PathBuf],
    set: Option<&SourcePart>,
    counting: Counting,
    zone: &TimeZoneName,
) -> Result<Vec<Budget>, Failure> {
    if set.is_some() && files.len() > 1 {
        return Err(Failure::Usage("--set: one name is for one file".to_owned()));
    }
    let budgets = files.iter().map(|file| Budget::new(file, set, counting, zone).map_err(Failure::failed));
    let budgets = budgets.collect::<Result<Vec<_>, _>>()?;
    let mut names = std::collections::HashSet::new();
    match budgets.iter().find(|budget| !names.insert(&budget.name)) {
        Some(twice) => Err(Failure::Usage(format!("two files are called {}: a set has a name of its own", twice.name))),
        None => Ok(budgets),
    }
}

impl Import {
    /// What to import into, with what such a set suggests of a network that is founded.
    fn destination(&self, language: &str, time_zone: &str) -> Result<Destination, Failure> {
        let suggested = || language.parse().map(|language| vec![language]).map_err(Failure::failed);
        let languages = if self.language.is_empty() { suggested()? } else { self.language.clone() };
        let languages = Languages::new(languages)
            .map_err(|_| Failure::Usage("--language: up to 8 languages are wanted, each once".to_owned()))?;
        let time_zone = self.time_zone.clone().map_or_else(|| time_zone.parse().map_err(Failure::failed), Ok)?;
        Ok(Destination { network: self.network.clone(), languages, time_zone })
    }
}

fn bring_in<S: Set>(import: &Import, into: &Destination, sets: &[S], flags: &Flags) -> Result<(), Failure> {
    if import.server.is_some() && flags.data.is_some() {
        return Err(Failure::Usage("--server and --data: either a server or a data directory".to_owned()));
    }
    let mut bar = Bar::new(import.json);
    if import.strict {
        let report = import::check(sets, &into.network, &mut bar).map_err(Failure::failed)?;
        if report.refused {
            bar.print(&report, None)?;
            let rows = report.left_out();
            return Err(Failure::Failed(format!("nothing was recorded: {rows} rows are broken (--strict)")));
        }
    }
    if let Some((url, key)) = import.server.as_deref().zip(import.key.as_deref()) {
        let report = through_server(url, key, into, sets, &mut bar)?;
        return bar.print(&report, None);
    }
    let config = flags.resolve()?;
    let report = on_directory(into, sets, &config, &mut bar)?;
    let state_bytes = if import.measure { Some(measure::apart(&into.network, &config)?) } else { None };
    bar.print(&report, state_bytes)
}

fn through_server<S: Set>(
    url: &str,
    key: &str,
    into: &Destination,
    sets: &[S],
    bar: &mut Bar,
) -> Result<Report, Failure> {
    let mut telling = Telling::new(bar, into.network.clone());
    let mut target = Server::open(url, key, into, &mut telling).map_err(Failure::failed)?;
    import::import(sets, &std::env::temp_dir(), &mut target, telling).map_err(Failure::failed)
}

fn on_directory<S: Set>(into: &Destination, sets: &[S], config: &Config, bar: &mut Bar) -> Result<Report, Failure> {
    let catalogue = open::unindexed(config, Arc::new(SystemClock))?;
    let mut telling = Telling::new(bar, into.network.clone());
    let done = Directory::open(&catalogue, into, &mut telling)
        .map_err(Failure::failed)
        .and_then(|mut target| import::import(sets, &config.data, &mut target, telling).map_err(Failure::failed));
    catalogue.stop();
    done
}
