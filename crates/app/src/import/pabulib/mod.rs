//! Participatory budgets as [`.pb` files](crate::pabulib): a decision with its projects and ballots.
//!
//! | of the source | becomes | found again by |
//! | --- | --- | --- |
//! | a voter | an actor without name or contact, joined by import | person `pabulib:<set>:<voter_id>` |
//! | `META` and `PROJECTS` | a decision on a budget with its options, proposed by the operator | source `pabulib:<set>:decision` |
//! | | its opening, for all who are known from imported sets only | source `pabulib:<set>:opening` |
//! | a vote | a pseudonymous ballot | row `pabulib:<set>:<voter_id>` |
//! | | its close | source `pabulib:<set>:closing` |
//!
//! In this order. The file is read twice: what is broken is found before anything is handed over, and votes are never held.
//! Projects are numbered in ascending order of their ids as strings, and ties broken by that: as pabutools breaks them.
//!
//! People join in an order that is drawn, so that the order of ballots does not tell whose each is. When a vote was cast is
//! not known: `date_begin` is told of the proposal and the opening, `date_end` of the ballots and the close. What else
//! there is to know of a voter is counted, and becomes nothing.

mod rules;
mod texts;
mod voters;

use std::collections::HashSet;
use std::fs::File as OpenFile;
use std::path::{Path, PathBuf};

use domain::decision::electorate::ElectorateRule;
use domain::ids::Stamp;
use domain::names::{Importer, SourceId, SourcePart, TimeZoneName};
use domain::tally::ballot::{Ballot, OptionNo, Standing, Unfit};
use domain::tally::rules::{BudgetBallot, Method};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

pub use rules::Counting;

use super::report::{About, Telling, What};
use super::rows::{Becomes, Proposal, Row, SetName, Target};
use super::{FilesError, ImportError, Set, set_name};
use crate::pabulib::{Broken, File, Flaw, Head, Meta, NotRead, RowError, ballots};
use voters::{Register, Registered};

/// Rows of a set that are none of its voters.
const RESERVED: [&str; 3] = ["decision", "opening", "closing"];

/// What a file may say of its voters, and the figure that it adds to.
const DROPPED: [(&str, &str); 4] = [
    ("age", "ages_dropped"),
    ("sex", "sexes_dropped"),
    ("neighborhood", "neighborhoods_dropped"),
    ("voting_method", "voting_methods_dropped"),
];

/// A participatory budget in a file.
#[derive(Debug, Clone)]
pub struct Budget {
    /// The set's name.
    pub name: SourcePart,
    path: PathBuf,
    counting: Counting,
    zone: TimeZone,
}

impl Budget {
    /// The budget in a file, under the name that is given or else the file's; its days are of this zone.
    ///
    /// # Errors
    /// [`FilesError::Name`], [`FilesError::TimeZone`].
    pub fn new(
        path: &Path,
        name: Option<&SourcePart>,
        counting: Counting,
        zone: &TimeZoneName,
    ) -> Result<Self, FilesError> {
        let zone = TimeZone::get(zone.as_str()).map_err(|_| FilesError::TimeZone(zone.clone()))?;
        let is_pb = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pb"));
        let named = if is_pb { path.file_stem() } else { path.file_name() };
        Ok(Self { name: set_name(name, path, named)?, path: path.to_owned(), counting, zone })
    }

    fn open(&self) -> Result<File<OpenFile>, NotRead> {
        File::open(OpenFile::open(&self.path)?)
    }

    fn io(&self, source: std::io::Error) -> FilesError {
        FilesError::Io { path: self.path.clone(), source }
    }

    /// The beginning of a day that `META` tells, if it tells the day.
    fn day(&self, meta: &Meta, key: &str) -> Option<Stamp> {
        let date = Date::strptime("%d.%m.%Y", meta.get(key)?).ok()?;
        let begins = self.zone.to_timestamp(date.to_datetime(Time::midnight())).ok()?;
        Stamp::from_millis(begins.as_millisecond())
    }
}

impl Set for Budget {
    fn hand_over<T: Target>(
        &self,
        scratch: &Path,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let becomes = [What::Decisions, What::People, What::Openings, What::Ballots, What::Closes];
        let (projects, votes) = ((What::Projects, self.path.clone()), (What::Ballots, self.path.clone()));
        telling.begin(self.name.as_str(), &becomes, [projects, votes]);
        let Some((file, decision)) = self.decision(telling)? else { return Ok(()) };
        let known = Known::new(file.head(), &decision);
        let register = survey(self, file, &known, scratch, telling)?;
        let set = SetName { importer: Importer::Pabulib, set: self.name.clone() };
        let (people, left_out) = (register.people, register.left_out);
        people.hand_over(&set, scratch, target, telling)?;
        let rows = Rows { set, begins: self.day(known.meta(), "date_begin"), ends: self.day(known.meta(), "date_end") };
        rows.hand_over(self, &decision, &known, &left_out, target, telling)
    }
}

impl Budget {
    /// The file at its votes, and the decision that it becomes; nothing, after saying why, if it becomes none.
    fn decision(&self, telling: &mut Telling<'_>) -> Result<Option<(File<OpenFile>, Proposal)>, FilesError> {
        let flawed = |flaws: Vec<Broken>, telling: &mut Telling<'_>| {
            for Broken { line, flaw } in flaws {
                telling.broken_in(&self.path, line, &format!("{flaw}; nothing of this file is brought in"));
            }
        };
        let file = match self.open() {
            Ok(file) => file,
            Err(NotRead::Io(error)) => return Err(self.io(error)),
            Err(NotRead::Broken(flaws)) => {
                flawed(flaws, telling);
                return Ok(None);
            }
        };
        let head = file.head();
        head.projects.iter().for_each(|_| telling.read_part(What::Projects));
        let decided = rules::read(&head.meta, self.counting, &file).and_then(|(rules, currency)| {
            let options = texts::options(head, &currency)?;
            let (title, details) = (texts::title(head, self.name.as_str()), texts::meta(&head.meta)?);
            Ok(Proposal { title, details, rules, electorate: ElectorateRule::Imported {}, options })
        });
        match decided {
            Ok(proposal) => {
                for (line, reason) in rules::unheeded(head) {
                    telling.note(&self.path, line, &reason);
                }
                Ok(Some((file, proposal)))
            }
            Err(flaws) => {
                flawed(flaws, telling);
                Ok(None)
            }
        }
    }
}

/// What ballots are read with.
struct Known {
    head: Head,
    kind: BudgetBallot,
    proposal: Proposal,
    options: Vec<Standing>,
}

impl Known {
    fn new(head: &Head, proposal: &Proposal) -> Self {
        let costs = (0..).map(OptionNo).zip(&proposal.options);
        let options = costs.map(|(option, choice)| Standing { option, cost: Some(choice.cost.minor) }).collect();
        let kind = match &proposal.rules.method {
            Method::Budget(budget) => budget.ballot,
            Method::Consent {}
            | Method::Majority { .. }
            | Method::Approval(_)
            | Method::Score(_)
            | Method::Judgement { .. }
            | Method::Runoff {}
            | Method::Sortition { .. } => BudgetBallot::Approval,
        };
        Self { head: head.clone(), kind, proposal: proposal.clone(), options }
    }

    fn meta(&self) -> &Meta {
        &self.head.meta
    }

    /// The voter and the ballot of the vote that was just read.
    fn ballot(&self, file: &File<OpenFile>) -> Result<(SourcePart, Ballot), Flaw> {
        let vote = file.vote();
        if vote.voter.is_empty() {
            return Err(Flaw::Empty("voter_id".to_owned()));
        }
        let voter: Option<SourcePart> = vote.voter.parse().ok();
        let voter = voter.ok_or(Flaw::IsNot("voter_id", "up to 48 letters, digits, `.`, `_` and `-`"))?;
        if RESERVED.contains(&voter.as_str()) {
            return Err(Flaw::IsNot("voter_id", "another word than decision, opening and closing"));
        }
        let ballot = ballots::read(&vote, self.kind, &self.head)?;
        ballot.fits(&self.proposal.rules, &self.options).map_err(|unfit| Flaw::Unfit(unfit_word(unfit)))?;
        Ok((voter, ballot))
    }
}

fn unfit_word(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::OtherMethod => "is one of another vote_type",
        Unfit::UnknownOption => "names a project that is not there",
        Unfit::Repeated => "names a project twice",
        Unfit::TooFew => "names fewer projects than min_length",
        Unfit::TooMany => "names more projects than max_length",
        Unfit::PointsOutOfRange => "gives fewer points than min_points, or more than max_points",
        Unfit::SumOutOfRange => "gives fewer points in all than min_sum_points, or more than max_sum_points",
        Unfit::OverBudget => "costs more than max_sum_cost",
    }
}

/// Reads every vote, tells what is broken, and registers the voters of those that are not.
fn survey(
    budget: &Budget,
    mut file: File<OpenFile>,
    known: &Known,
    scratch: &Path,
    telling: &mut Telling<'_>,
) -> Result<Registered, FilesError> {
    let io = |source| FilesError::Io { path: scratch.to_owned(), source };
    for (_, figure) in DROPPED {
        telling.figure(figure, 0);
    }
    let (mut register, mut votes) = (Register::new(scratch), 0);
    loop {
        let vote = match file.advance() {
            Ok(false) => break,
            Ok(true) => {
                dropped(&file, telling);
                known.ballot(&file)
            }
            Err(RowError::Broken(Broken { flaw, .. })) => Err(flaw),
            Err(RowError::Io(error)) => return Err(budget.io(error)),
        };
        votes += 1;
        telling.read(What::Ballots);
        match vote {
            Ok((person, _)) => register.push(&person, file.line()).map_err(io)?,
            Err(flaw) => telling.broken(About { what: What::Ballots, line: Some(file.line()) }, &flaw),
        }
    }
    for (line, reason) in rules::miscounted(&known.head, votes) {
        telling.note(&budget.path, line, &reason);
    }
    register.done(telling).map_err(io)
}

/// Counts what is told of a voter, and not brought in.
fn dropped(file: &File<OpenFile>, telling: &mut Telling<'_>) {
    for (column, _) in file.other().filter(|(_, field)| !field.is_empty()) {
        let figure = DROPPED.iter().find(|(name, _)| *name == column).map_or("other_fields_dropped", |(_, name)| name);
        telling.figure(figure, 1);
    }
}

/// What is handed over after the people.
struct Rows {
    set: SetName,
    begins: Option<Stamp>,
    ends: Option<Stamp>,
}

impl Rows {
    fn hand_over<T: Target>(
        &self,
        budget: &Budget,
        proposal: &Proposal,
        known: &Known,
        left_out: &HashSet<u64>,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let [decision, opening, closing] = RESERVED;
        let (decision, opening, closing) = (self.set.row(decision)?, self.set.row(opening)?, self.set.row(closing)?);
        let of = &decision;
        let mut one = |what, source: &SourceId, occurred_at, becomes, telling: &mut Telling<'_>| {
            let row = Row { source, person: None, occurred_at, becomes };
            target.take(About { what, line: None }, &row, telling)?;
            // Ballots want it to be open, and the close wants them to be cast.
            target.finish(telling)
        };
        one(What::Decisions, of, self.begins, Becomes::Decision(proposal), telling).map_err(ImportError::Target)?;
        one(What::Openings, &opening, self.begins, Becomes::Opening { of }, telling).map_err(ImportError::Target)?;
        self.votes(budget, of, known, left_out, target, telling)?;
        let row = Row { source: &closing, person: None, occurred_at: self.ends, becomes: Becomes::Close { of } };
        target.take(About { what: What::Closes, line: None }, &row, telling).map_err(ImportError::Target)
    }

    /// Reads the votes again, and hands over those that were not left out.
    fn votes<T: Target>(
        &self,
        budget: &Budget,
        of: &SourceId,
        known: &Known,
        left_out: &HashSet<u64>,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let mut file = budget.open().map_err(|error| budget.io(std::io::Error::other(error)))?;
        loop {
            match file.advance() {
                Ok(false) => return Ok(()),
                Err(RowError::Broken(_)) => continue,
                Err(RowError::Io(error)) => return Err(budget.io(error).into()),
                Ok(true) => (),
            }
            let line = file.line();
            let Ok((voter, ballot)) = known.ballot(&file) else { continue };
            if left_out.contains(&line) {
                continue;
            }
            let voter = SourceId { importer: self.set.importer, set: self.set.set.clone(), row: voter };
            let becomes = Becomes::Ballot { of, ballot: &ballot };
            let row = Row { source: &voter, person: Some(&voter), occurred_at: self.ends, becomes };
            target.take(About { what: What::Ballots, line: Some(line) }, &row, telling).map_err(ImportError::Target)?;
        }
    }
}
