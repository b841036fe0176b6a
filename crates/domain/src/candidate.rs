//! Candidates: the tools that may be chosen, what they cost, and the ways to set them up.
//!
//! Until their selection opens, whoever proposed one, and facilitators, revise it freely. Once it has opened, people assess what stands
//! here: then only facilitators correct it, and each correction says why, in public. Once something was chosen, nothing changes.
//!
//! Invariants: all costs of a selection are in its currency, and none is below nothing; what was assessed is never taken
//! out of the history, a candidate that falls away is withdrawn.

mod event;
#[cfg(test)]
mod tests;

use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

pub use self::event::{Event, Proposed, Revised, SetupMethodSet, SetupMethodWithdrawn, Withdrawn};
use crate::aggregate::{Aggregate, Context, Happened};
use crate::amount::{Amount, Minor};
use crate::authority::Action;
use crate::class::{Draw, LogSafe, words};
use crate::event::{Object, refusals};
use crate::ids::{ActorId, CandidateId, SelectionId, Version};
use crate::selection;

/// How many candidates a selection may have, those that were withdrawn among them.
pub const MAX_CANDIDATES: usize = 32;
/// How many ways to set it up a candidate may have, those that were withdrawn among them.
pub const MAX_METHODS: u8 = 16;

words! {
    /// Whether a candidate may be chosen.
    pub enum Phase {
        /// It may.
        Standing = "standing",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
    }

    /// What a licence allows.
    pub enum LicenceKind {
        /// To use, study, share and change it.
        Free = "free",
        /// To read its source, and not all of that.
        SourceAvailable = "source_available",
        /// To use it.
        Proprietary = "proprietary",
    }
}

/// The number of a way to set a candidate up, in the order of listing, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MethodNo(pub u8);

impl LogSafe for MethodNo {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(u8::try_from(draw(u64::from(MAX_METHODS)) + 1).unwrap_or(1))
    }
}

/// What a candidate costs however it is set up, in minor units of its selection's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// Once.
    pub one_off: Minor,
    /// Each year.
    pub yearly: Minor,
}

/// A way to set a candidate up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// What that costs, in minor units of the selection's currency.
    pub cost: Minor,
    /// How long it takes, in days.
    pub delay_days: u16,
}

/// What is known of one candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// In which selection.
    pub selection: SelectionId,
    /// Who proposed it.
    pub proposer: Option<ActorId>,
    /// Whether it may be chosen.
    pub phase: Phase,
    /// What it costs.
    pub costs: Costs,
    /// The ways to set it up; nothing where one was withdrawn.
    pub methods: OrdMap<MethodNo, Option<Method>>,
    /// Number of events of its own.
    pub version: Version,
}

/// The candidates of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    rows: OrdMap<CandidateId, Row>,
    by_selection: OrdSet<(SelectionId, CandidateId)>,
}

impl Candidates {
    /// What is known of a candidate.
    #[must_use]
    pub fn get(&self, id: CandidateId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// The candidates of a selection, in ascending order.
    pub fn of(&self, selection: SelectionId) -> impl Iterator<Item = (CandidateId, &Row)> {
        let all = self.by_selection.range((selection, CandidateId(uuid::Uuid::nil()))..);
        let of = all.take_while(move |(of, _)| *of == selection);
        of.filter_map(|(_, candidate)| Some((*candidate, self.get(*candidate)?)))
    }

    /// One of a selection that may still be chosen, and whether a change of it has to say why.
    fn standing(
        &self,
        cx: &Context<'_>,
        (selection, candidate): (SelectionId, CandidateId),
    ) -> Result<(&Row, bool), Refusal> {
        let row = self.get(candidate).filter(|row| row.selection == selection).ok_or(Refusal::UnknownCandidate)?;
        if row.phase == Phase::Withdrawn {
            return Err(Refusal::Withdrawn);
        }
        match cx.state.selection.get(selection).map(|row| row.phase) {
            None => Err(Refusal::SelectionUnknown),
            Some(selection::Phase::Prepared) => Ok((row, false)),
            Some(selection::Phase::Open | selection::Phase::Closed) => Ok((row, true)),
            Some(selection::Phase::Chosen | selection::Phase::Abandoned) => Err(Refusal::SelectionOver),
        }
    }

    /// The same, to be changed with or without a reason.
    fn correcting(&self, cx: &Context<'_>, which: (SelectionId, CandidateId), says_why: bool) -> Result<&Row, Refusal> {
        let (row, must_say_why) = self.standing(cx, which)?;
        if must_say_why && !says_why { Err(Refusal::Unexplained) } else { Ok(row) }
    }

    fn admits_proposal(&self, cx: &Context<'_>, e: &Proposed) -> Result<(), Refusal> {
        if self.get(e.candidate).is_some() {
            return Err(Refusal::IdTaken);
        }
        match cx.state.selection.get(e.selection).map(|row| row.phase) {
            None => return Err(Refusal::SelectionUnknown),
            Some(selection::Phase::Prepared) => (),
            Some(selection::Phase::Open | selection::Phase::Closed) => return Err(Refusal::TooLate),
            Some(selection::Phase::Chosen | selection::Phase::Abandoned) => return Err(Refusal::SelectionOver),
        }
        if self.of(e.selection).count() >= MAX_CANDIDATES {
            return Err(Refusal::TooMany);
        }
        admits_costs(cx, e.selection, &e.one_off, &e.yearly)
    }

    fn admits_method(&self, cx: &Context<'_>, e: &SetupMethodSet) -> Result<(), Refusal> {
        let row = self.correcting(cx, (e.selection, e.candidate), e.reason.is_some())?;
        if !is_fit(cx, e.selection, &e.cost) {
            return Err(Refusal::SetupCostUnfit);
        }
        let next = u8::try_from(row.methods.len() + 1).unwrap_or(u8::MAX);
        match row.methods.get(&e.method) {
            Some(Some(_)) => Ok(()),
            None if e.method.0 == next && next > MAX_METHODS => Err(Refusal::TooManyMethods),
            None if e.method.0 == next => Ok(()),
            Some(None) | None => Err(Refusal::UnknownMethod),
        }
    }
}

/// Whether an amount is in the selection's currency and not below nothing.
fn is_fit(cx: &Context<'_>, selection: SelectionId, amount: &Amount) -> bool {
    let is_currency = |row: &selection::Row| row.currency == amount.currency;
    amount.minor.get() >= 0 && cx.state.selection.get(selection).is_some_and(is_currency)
}

fn admits_costs(cx: &Context<'_>, selection: SelectionId, one_off: &Amount, yearly: &Amount) -> Result<(), Refusal> {
    if !is_fit(cx, selection, one_off) {
        return Err(Refusal::OneOffUnfit);
    }
    if is_fit(cx, selection, yearly) { Ok(()) } else { Err(Refusal::YearlyUnfit) }
}

/// What may be asked of candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Propose one.
    Propose(Proposed),
    /// Replace what is said of it.
    Revise(Revised),
    /// Withdraw it.
    Withdraw(Withdrawn),
    /// Add a way to set it up, or replace one.
    SetMethod(SetupMethodSet),
    /// Withdraw a way to set it up.
    WithdrawMethod(SetupMethodWithdrawn),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Propose(_) => Action::ProposeCandidate,
            Self::Revise(e) => Action::ChangeCandidate(e.candidate),
            Self::Withdraw(e) => Action::ChangeCandidate(e.candidate),
            Self::SetMethod(e) => Action::ChangeCandidate(e.candidate),
            Self::WithdrawMethod(e) => Action::ChangeCandidate(e.candidate),
        }
    }
}

refusals! {
    /// Why candidates say no.
    pub enum Refusal {
        /// There is no such candidate.
        UnknownCandidate = "unknown_candidate" Unknown,
        /// The id is in use.
        IdTaken = "candidate_id_taken" Conflict,
        /// There is no such selection.
        SelectionUnknown = "unknown_candidate_selection" Unknown,
        /// The selection was opened: no candidate is proposed any more.
        TooLate = "candidate_too_late" Conflict,
        /// Something was chosen, or the selection given up.
        SelectionOver = "candidate_selection_over" Conflict,
        /// The selection has as many candidates as it may have.
        TooMany = "too_many_candidates" Conflict,
        /// It was withdrawn.
        Withdrawn = "candidate_withdrawn" Conflict,
        /// What people assess is corrected only with a reason.
        Unexplained = "correction_unexplained" Invalid("/reason"),
        /// What it costs once is in another currency, or below nothing.
        OneOffUnfit = "one_off_cost_unfit" Invalid("/one_off"),
        /// What it costs each year is in another currency, or below nothing.
        YearlyUnfit = "yearly_cost_unfit" Invalid("/yearly"),
        /// What setting it up costs is in another currency, or below nothing.
        SetupCostUnfit = "setup_cost_unfit" Invalid("/cost"),
        /// There is no such way to set it up.
        UnknownMethod = "unknown_setup_method" Unknown,
        /// It has as many ways to set it up as a candidate may have.
        TooManyMethods = "too_many_setup_methods" Conflict,
    }
}

impl Aggregate for Candidates {
    const NAME: &'static str = "candidate";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Proposed(e) => self.admits_proposal(cx, e),
            Event::Revised(e) => {
                self.correcting(cx, (e.selection, e.candidate), e.reason.is_some())?;
                admits_costs(cx, e.selection, &e.one_off, &e.yearly)
            }
            Event::Withdrawn(e) => self.standing(cx, (e.selection, e.candidate)).map(drop),
            Event::SetupMethodSet(e) => self.admits_method(cx, e),
            Event::SetupMethodWithdrawn(e) => {
                let row = self.correcting(cx, (e.selection, e.candidate), e.reason.is_some())?;
                let stands = row.methods.get(&e.method).is_some_and(Option::is_some);
                if stands { Ok(()) } else { Err(Refusal::UnknownMethod) }
            }
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Propose(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::Withdraw(e) => vec![e.into()],
            Command::SetMethod(e) => vec![e.into()],
            Command::WithdrawMethod(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Candidate(candidate) = object else { return None };
        self.get(candidate).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        match event {
            Event::Proposed(e) => {
                let row = Row {
                    selection: e.selection,
                    proposer: happened.act.subject(),
                    phase: Phase::Standing,
                    costs: Costs { one_off: e.one_off.minor, yearly: e.yearly.minor },
                    methods: OrdMap::new(),
                    version: Version(1),
                };
                self.rows.insert(e.candidate, row);
                self.by_selection.insert((e.selection, e.candidate));
            }
            Event::Revised(e) => self.change(e.candidate, |row| {
                row.costs = Costs { one_off: e.one_off.minor, yearly: e.yearly.minor };
            }),
            Event::Withdrawn(e) => self.change(e.candidate, |row| row.phase = Phase::Withdrawn),
            Event::SetupMethodSet(e) => self.change(e.candidate, |row| {
                let method = Method { cost: e.cost.minor, delay_days: e.delay_days };
                row.methods.insert(e.method, Some(method));
            }),
            Event::SetupMethodWithdrawn(e) => self.change(e.candidate, |row| _ = row.methods.insert(e.method, None)),
        }
    }
}

impl Candidates {
    fn change(&mut self, id: CandidateId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}
