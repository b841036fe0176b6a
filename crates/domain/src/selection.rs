//! Selections: how a network chooses a tool in concert, by the requirements that it adopted.
//!
//! A selection is prepared from an adopted version of a specification, which gives its criteria and their weights.
//! Candidates ([`crate::candidate`]) are proposed until it opens; from then on criteria, weights and candidates are frozen,
//! and people assess, each behind a pseudonym. It closes by a command or by its time: who assesses later is refused by the
//! stamp, whether or not the closing was written down. What a tool costs is shared by a plan that each payer answers, and what is
//! chosen is what a decision came to.
//!
//! Invariants: the criteria of a selection are those that its version gives, until somebody changes them, and everybody
//! sees how; nothing that is assessed changes silently; one person has one score for a candidate by a criterion, the
//! latest; shares sum to the cost exactly; nothing is chosen but by a decision that was about it when it opened.
//!
//! Each assessment says what it was before and how many others its person has given, so that sums, and how many people
//! assessed, fold without a table of persons. That an assessor is a person is attested: the history does not tell who it is, so
//! `decide` asks and `admits` does not.

mod assessing;
mod choosing;
mod command;
pub mod criteria;
mod event;
mod opening;
mod refusal;
mod row;
pub mod score;
mod sharing;
pub mod split;
#[cfg(test)]
mod tests;

use imbl::{OrdMap, OrdSet};

pub use self::choosing::choice;
pub use self::command::Command;
pub use self::event::{
    Abandoned, Assessed, AssessmentWithdrawn, Chosen, Closed, CriterionSet, CriterionWithdrawn, Event, Opened,
    Prepared, PresentationLinked, PresentationUnlinked, ShareAccepted, ShareDeclined, SplitPlanned,
};
pub use self::refusal::Refusal;
pub use self::row::{Assessment, CriterionRow, Row, Sheet, Split};
use self::score::Score;
use crate::aggregate::{Aggregate, Context, Happened};
use crate::candidate::MAX_CANDIDATES;
use crate::class::{Few, words};
use crate::event::Object;
use crate::ids::{CandidateId, Pseudonym, SelectionId, Stamp, Version};

/// The candidates that stand when a selection opens.
pub type Candidates = Few<CandidateId, MAX_CANDIDATES>;

words! {
    /// How far a selection is.
    pub enum Phase {
        /// Criteria are set and candidates proposed.
        Prepared = "prepared",
        /// Candidates are assessed.
        Open = "open",
        /// Assessments do not change any more.
        Closed = "closed",
        /// A candidate was chosen.
        Chosen = "chosen",
        /// It was given up.
        Abandoned = "abandoned",
    }
}

impl Phase {
    /// Whether nothing more is to come but the sharing of the cost.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Chosen | Self::Abandoned)
    }
}

/// The selections of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selections {
    rows: OrdMap<SelectionId, Row>,
    /// Those that close by themselves, and when.
    times: OrdSet<(Stamp, SelectionId)>,
}

impl Selections {
    /// What is known of a selection.
    #[must_use]
    pub fn get(&self, id: SelectionId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// What is due by itself, in order of time.
    pub(crate) fn due(&self) -> impl Iterator<Item = (Stamp, Command)> {
        self.times.iter().map(|(moment, id)| (*moment, Command::Close(*id)))
    }

    fn known(&self, id: SelectionId) -> Result<&Row, Refusal> {
        self.get(id).ok_or(Refusal::UnknownSelection)
    }

    /// One whose criteria may still be changed.
    fn prepared(&self, id: SelectionId) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        match row.phase {
            Phase::Prepared => Ok(row),
            Phase::Open | Phase::Closed => Err(Refusal::Opened),
            Phase::Chosen | Phase::Abandoned => Err(Refusal::Over),
        }
    }

    /// One that nothing was chosen in, and that was not given up.
    fn going_on(&self, id: SelectionId) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        if row.phase.is_over() { Err(Refusal::Over) } else { Ok(row) }
    }

    /// One that was not given up: what was chosen in it is still presented.
    fn presented(&self, id: SelectionId) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        if row.phase == Phase::Abandoned { Err(Refusal::Over) } else { Ok(row) }
    }

    /// One that is open to assessment at a moment.
    fn open(&self, id: SelectionId, at: Stamp) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        match row.phase {
            Phase::Open if row.assess_until.is_some_and(|until| until <= at) => Err(Refusal::Late),
            Phase::Open => Ok(row),
            Phase::Prepared | Phase::Closed | Phase::Chosen | Phase::Abandoned => Err(Refusal::NotOpen),
        }
    }
}

impl Aggregate for Selections {
    const NAME: &'static str = "selection";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Prepared(e) => self.admits_preparing(cx, e),
            Event::CriterionSet(e) => self.admits_criterion(e),
            Event::CriterionWithdrawn(e) => {
                let criterion = self.prepared(e.selection)?.criteria.get(&e.criterion);
                if criterion.is_some_and(Option::is_some) { Ok(()) } else { Err(Refusal::UnknownCriterion) }
            }
            Event::Opened(e) => self.admits_opening(cx, e),
            Event::Assessed(e) => self.admits_assessed(cx, e),
            Event::AssessmentWithdrawn(e) => self.admits_assessment_withdrawn(cx, e),
            Event::Closed(e) => {
                let is_open = self.known(e.selection)?.phase == Phase::Open;
                if is_open { Ok(()) } else { Err(Refusal::NotOpen) }
            }
            Event::SplitPlanned(e) => self.admits_split(cx, e),
            Event::ShareAccepted(e) => self.admits_answer(cx, e.selection, e.split, true),
            Event::ShareDeclined(e) => self.admits_answer(cx, e.selection, e.split, false),
            Event::Chosen(e) => self.admits_choice(cx, e),
            Event::Abandoned(e) => self.going_on(e.selection).map(drop),
            Event::PresentationLinked(e) => self.admits_presentation(cx, e),
            Event::PresentationUnlinked(e) => {
                let linked = self.presented(e.selection)?.presentation;
                if linked == Some(e.meeting) { Ok(()) } else { Err(Refusal::PresentationDiffers) }
            }
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Prepare(e) => vec![Self::preparing(cx, e)?.into()],
            Command::SetCriterion(e) => self.setting(e)?,
            Command::WithdrawCriterion(e) => vec![e.into()],
            Command::Open(selection, until) => self.opening(cx, selection, until)?,
            Command::Assess(e) => self.assessing(cx, &e)?,
            Command::WithdrawAssessment(e) => vec![self.withdrawing(cx, &e)?.into()],
            Command::Close(selection) => match self.known(selection)?.phase {
                Phase::Closed | Phase::Chosen => vec![],
                Phase::Prepared | Phase::Open | Phase::Abandoned => vec![Closed { selection }.into()],
            },
            Command::PlanSplit(e) => vec![self.planning(cx, &e)?.into()],
            Command::AcceptShare(e) if self.has_answered(cx, e.selection, e.split, true)? => vec![],
            Command::AcceptShare(e) => vec![e.into()],
            Command::DeclineShare(e) if self.has_answered(cx, e.selection, e.split, false)? => vec![],
            Command::DeclineShare(e) => vec![e.into()],
            Command::Choose(e) => {
                let row = self.known(e.selection)?;
                if row.chosen == Some(e.candidate) { vec![] } else { vec![e.into()] }
            }
            Command::Abandon(e) => vec![e.into()],
            Command::LinkPresentation(e) if self.presented(e.selection)?.presentation == Some(e.meeting) => vec![],
            Command::LinkPresentation(e) => vec![e.into()],
            Command::UnlinkPresentation(selection) => {
                let linked = self.presented(selection)?.presentation;
                linked.map(|meeting| PresentationUnlinked { selection, meeting }.into()).into_iter().collect()
            }
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Selection(selection) = object else { return None };
        self.get(selection).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        match event {
            Event::Prepared(e) => {
                self.rows.insert(e.selection, opening::begin(e));
            }
            Event::CriterionSet(e) => self.change(e.selection, |row| opening::set(row, e)),
            Event::CriterionWithdrawn(e) => {
                self.change(e.selection, |row| _ = row.criteria.insert(e.criterion, None));
            }
            Event::Opened(e) => {
                self.change(e.selection, |row| {
                    row.phase = Phase::Open;
                    row.frozen = e.criteria.as_slice().into();
                    row.candidates = e.candidates.as_slice().into();
                    row.assess_until = e.assess_until;
                });
                self.times.extend(e.assess_until.map(|until| (until, e.selection)));
            }
            Event::Assessed(e) => self.assess(e.selection, e.assessor, |sheet| {
                let assessment = Assessment { score: e.score, is_commented: e.comment.is_some() };
                sheet.insert((e.candidate, e.criterion), assessment);
            }),
            Event::AssessmentWithdrawn(e) => {
                self.assess(e.selection, e.assessor, |sheet| _ = sheet.remove(&(e.candidate, e.criterion)));
            }
            Event::Closed(e) => self.end(e.selection, Phase::Closed),
            Event::SplitPlanned(e) => self.change(e.selection, |row| row.split = Some(sharing::begin(e))),
            Event::ShareAccepted(e) => self.answer(happened, e.selection, true),
            Event::ShareDeclined(e) => self.answer(happened, e.selection, false),
            Event::Chosen(e) => {
                self.end(e.selection, Phase::Chosen);
                self.touch(e.selection, |row| row.chosen = Some(e.candidate));
            }
            Event::Abandoned(e) => self.end(e.selection, Phase::Abandoned),
            Event::PresentationLinked(e) => self.change(e.selection, |row| row.presentation = Some(e.meeting)),
            Event::PresentationUnlinked(e) => self.change(e.selection, |row| row.presentation = None),
        }
    }
}

impl Selections {
    fn touch(&mut self, id: SelectionId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            change(row);
        }
    }

    /// An event of the selection's own.
    fn change(&mut self, id: SelectionId, change: impl FnOnce(&mut Row)) {
        self.touch(id, |row| {
            row.version.bump();
            change(row);
        });
    }

    /// What people say, which is no event of the selection's own.
    fn assess(&mut self, id: SelectionId, of: Pseudonym, change: impl FnOnce(&mut Sheet)) {
        self.touch(id, |row| {
            let mut sheet = row.assessments.remove(&of).unwrap_or_default();
            change(&mut sheet);
            if !sheet.is_empty() {
                row.assessments.insert(of, sheet);
            }
        });
    }

    /// Nothing more is assessed.
    fn end(&mut self, id: SelectionId, phase: Phase) {
        self.change(id, |row| row.phase = phase);
        let until = self.get(id).and_then(|row| row.assess_until);
        if let Some(until) = until {
            self.times.remove(&(until, id));
        }
    }
}

const _: () = assert!(Score::MAX == 4, "`score::Counts` counts as many");
