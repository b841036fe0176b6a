//! What an import did, for people and for programs.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use domain::ids::ActorId;
use domain::names::Slug;
use serde::Serialize;

/// How many remarks of a kind a report holds; all are counted, and told to the [`Watcher`] as they are found.
pub const REMARKS_KEPT: usize = 1_000;

/// What rows are and become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Questions.
    Questions,
    /// Authors and voters.
    People,
    /// Statements.
    Statements,
    /// Votes.
    Votes,
    /// Proposals.
    Proposals,
    /// Comments.
    Comments,
    /// Organisations and services.
    Actors,
    /// Decisions.
    Decisions,
    /// Projects of a budget.
    Projects,
    /// Openings of decisions.
    Openings,
    /// Ballots.
    Ballots,
    /// Closes of decisions.
    Closes,
    /// What people answered to a diagnostic.
    Answers,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Questions => "questions",
            Self::People => "people",
            Self::Statements => "statements",
            Self::Votes => "votes",
            Self::Proposals => "proposals",
            Self::Comments => "comments",
            Self::Actors => "actors",
            Self::Decisions => "decisions",
            Self::Projects => "projects",
            Self::Openings => "openings",
            Self::Ballots => "ballots",
            Self::Closes => "closes",
            Self::Answers => "answers",
        })
    }
}

/// What a row is about, for whoever hears later what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// What it becomes.
    pub what: What,
    /// The line on which it begins; none where it stands for no single row of a file.
    pub line: Option<u64>,
}

/// Numbers of things, by what they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Numbers(BTreeMap<What, u64>);

impl Numbers {
    fn zeros(of: &[What]) -> Self {
        Self(of.iter().map(|what| (*what, 0)).collect())
    }

    fn count(&mut self, what: What) {
        *self.0.entry(what).or_default() += 1;
    }

    /// How many of these.
    #[must_use]
    pub fn of(&self, what: What) -> u64 {
        self.0.get(&what).copied().unwrap_or_default()
    }

    /// All of them.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.0.values().sum()
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told: Vec<_> = self.0.iter().map(|(what, number)| format!("{number} {what}")).collect();
        f.write_str(&told.join(", "))
    }
}

/// What was done with one set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Set {
    /// Its name.
    pub set: String,
    /// The rows that were read, broken ones among them.
    pub rows_read: Numbers,
    /// What was recorded now.
    pub recorded: Numbers,
    /// What was there before, or had no effect.
    pub already_there: Numbers,
    /// Of these, those whose text is another one in the set now. The network keeps the one it has.
    pub changed: u64,
    /// Rows that could not be read.
    pub broken: u64,
    /// Rows that a rule refused.
    pub refused: u64,
    /// Rows that stand elsewhere than the set says.
    pub moved: u64,
    /// What else the set tells, in numbers.
    pub figures: BTreeMap<&'static str, u64>,
}

/// What there is to say of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The file.
    pub file: PathBuf,
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// What there is to say.
    pub reason: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.reason)
    }
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Into which network.
    pub network: Slug,
    /// Whether the network was founded for it.
    pub founded: bool,
    /// Whether nothing was recorded, since rows are broken and none was to be left out.
    pub refused: bool,
    /// Each set.
    pub sets: Vec<Set>,
    /// The first rows that were left out.
    pub broken: Vec<Remark>,
    /// The first rows of which there is something else to say: they stand elsewhere, or have changed.
    pub remarks: Vec<Remark>,
}

impl Report {
    /// How many rows were left out.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.sets.iter().map(|one| one.broken + one.refused).sum()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for one in &self.sets {
            writeln!(f, "{}", one.set)?;
            writeln!(f, "  read           {}", one.rows_read)?;
            writeln!(f, "  recorded       {}", one.recorded)?;
            writeln!(f, "  already there  {}, of which {} changed since", one.already_there, one.changed)?;
            writeln!(f, "  left out       {} broken, {} refused", one.broken, one.refused)?;
            if one.moved > 0 {
                writeln!(f, "  kept elsewhere {}", one.moved)?;
            }
            for (name, number) in &one.figures {
                writeln!(f, "  {} {number}", name.replace('_', " "))?;
            }
        }
        Ok(())
    }
}

/// A network that was founded for an import.
#[derive(Debug, Clone, Copy)]
pub struct Founded<'k> {
    /// Its first steward.
    pub steward: ActorId,
    /// The steward's key.
    pub key: &'k str,
}

/// Who is told of an import as it goes.
pub trait Watcher {
    /// A network was founded for it; the steward's key is shown now or never.
    fn founded(&mut self, founded: &Founded<'_>);
    /// So many rows are done, of so many that are known of.
    fn progress(&mut self, done: u64, total: u64);
    /// A row was left out, or there is something else to say of it.
    fn remark(&mut self, remark: &Remark);
    /// Nothing goes on for a while, and why.
    fn waiting(&mut self, why: &str);
}

/// The report in the making, and who is told meanwhile.
pub struct Telling<'w> {
    watcher: &'w mut dyn Watcher,
    report: Report,
    /// The set in hand, and the files that its rows stand in.
    now: Set,
    files: BTreeMap<What, PathBuf>,
    done: u64,
    total: u64,
}

impl fmt::Debug for Telling<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telling").field("report", &self.report).finish_non_exhaustive()
    }
}

impl<'w> Telling<'w> {
    /// Of an import into a network.
    pub fn new(watcher: &'w mut dyn Watcher, network: Slug) -> Self {
        let (sets, broken, remarks) = (Vec::new(), Vec::new(), Vec::new());
        let report = Report { network, founded: false, refused: false, sets, broken, remarks };
        Self { watcher, report, now: Set::default(), files: BTreeMap::new(), done: 0, total: 0 }
    }

    /// The network was founded.
    pub fn founded(&mut self, founded: &Founded<'_>) {
        self.report.founded = true;
        self.watcher.founded(founded);
    }

    /// Nothing goes on for a while.
    pub fn waiting(&mut self, why: &str) {
        self.watcher.waiting(why);
    }

    /// The row was recorded.
    pub fn recorded(&mut self, about: About) {
        self.now.recorded.count(about.what);
        self.done(about);
    }

    /// It was there before; whether its text was another one then.
    pub fn already_there(&mut self, about: About, changed: bool) {
        self.now.already_there.count(about.what);
        if changed {
            self.now.changed += 1;
            let file = self.file(about.what);
            self.remark(&file, about.line.unwrap_or(0), "changed since it was imported; the network keeps what it has");
        }
        self.done(about);
    }

    /// A rule refused it.
    pub fn refused(&mut self, about: About, reason: &str) {
        self.now.refused += 1;
        let file = self.file(about.what);
        self.left_out(&file, about.line.unwrap_or(0), format!("refused: {reason}"));
        self.done(about);
    }

    /// Turns to a set: its name, what it becomes, and the files in which rows of a kind stand.
    pub(super) fn begin<const N: usize>(&mut self, name: &str, becomes: &[What], files: [(What, PathBuf); N]) {
        let rows_read = Numbers::zeros(&files.each_ref().map(|(what, _)| *what));
        let numbers = Numbers::zeros(becomes);
        let (recorded, already_there) = (numbers.clone(), numbers);
        self.now = Set { set: name.to_owned(), rows_read, recorded, already_there, ..Set::default() };
        self.files = files.into();
    }

    /// The set in hand is done.
    pub(super) fn end(&mut self) {
        self.report.sets.push(std::mem::take(&mut self.now));
    }

    /// A row was read.
    pub(super) fn read(&mut self, what: What) {
        self.now.rows_read.count(what);
        self.total += 1;
    }

    /// A row was read that is part of something else.
    pub(super) fn read_part(&mut self, what: What) {
        self.now.rows_read.count(what);
    }

    /// A row cannot be read.
    pub(super) fn broken(&mut self, about: About, flaw: &impl ToString) {
        let file = self.file(about.what);
        self.broken_in(&file, about.line.unwrap_or(0), flaw);
        self.done(about);
    }

    /// Something that is no row of its own cannot be read.
    pub(super) fn broken_in(&mut self, file: &Path, line: u64, flaw: &impl ToString) {
        self.now.broken += 1;
        self.left_out(file, line, flaw.to_string());
    }

    /// A row stands elsewhere than the set says.
    pub(super) fn moved(&mut self, about: About, reason: &str) {
        self.now.moved += 1;
        let file = self.file(about.what);
        self.remark(&file, about.line.unwrap_or(0), reason);
    }

    /// There is something to say of what the set says of itself.
    pub(super) fn note(&mut self, file: &Path, line: u64, reason: &str) {
        self.figure("remarks", 1);
        self.remark(file, line, reason);
    }

    /// So many rows become nothing, and are told by a figure alone.
    pub(super) fn dropped(&mut self, rows: u64) {
        self.progress(rows);
    }

    /// Adds to what else the set tells.
    pub(super) fn figure(&mut self, name: &'static str, number: u64) {
        *self.now.figures.entry(name).or_default() += number;
    }

    pub(super) fn report(self) -> Report {
        self.report
    }

    fn file(&self, what: What) -> PathBuf {
        self.files.get(&what).cloned().unwrap_or_default()
    }

    fn left_out(&mut self, file: &Path, line: u64, reason: String) {
        let remark = Remark { file: file.to_owned(), line, reason };
        self.watcher.remark(&remark);
        keep(&mut self.report.broken, remark);
    }

    fn remark(&mut self, file: &Path, line: u64, reason: &str) {
        let remark = Remark { file: file.to_owned(), line, reason: reason.to_owned() };
        self.watcher.remark(&remark);
        keep(&mut self.report.remarks, remark);
    }

    fn done(&mut self, about: About) {
        self.progress(u64::from(about.line.is_some()));
    }

    fn progress(&mut self, rows: u64) {
        self.done += rows;
        self.watcher.progress(self.done, self.total);
    }
}

fn keep(kept: &mut Vec<Remark>, remark: Remark) {
    if kept.len() < REMARKS_KEPT {
        kept.push(remark);
    }
}
