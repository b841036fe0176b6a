//! Candidates: the tools of a selection, what they cost, and how what is said of them was corrected, in order of proposing.

use std::sync::Arc;

use domain::amount::Amount;
use domain::candidate::{Event, LicenceKind, MethodNo, Phase, SetupMethodSet};
use domain::class::Pointer;
use domain::ids::{ActorId, CandidateId, Position, SelectionId, Stamp, Version};
use domain::state::Recorded;
use imbl::{OrdMap, OrdSet};

use crate::TextRef;

/// What is said of a candidate, as it was last said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it is called.
    pub name: Option<TextRef>,
    /// Where there is more about it.
    pub link: Option<TextRef>,
    /// Where and by whom it is run.
    pub hosting: Option<TextRef>,
    /// Under which licence it may be used.
    pub licence: Option<TextRef>,
    /// What that licence allows.
    pub licence_kind: LicenceKind,
    /// What it costs once.
    pub one_off: Amount,
    /// What it costs each year.
    pub yearly: Amount,
}

/// A way to set a candidate up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupMethod {
    /// Its number.
    pub number: MethodNo,
    /// What it is called.
    pub title: Option<TextRef>,
    /// How it goes.
    pub description: Option<TextRef>,
    /// What it costs.
    pub cost: Amount,
    /// How long it takes, in days.
    pub delay_days: u16,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// What was corrected once people assessed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// The position of its event: read `as_of` it to see what was said before.
    pub position: Position,
    /// When.
    pub recorded_at: Stamp,
    /// Which way to set it up it is about; none where it is about the candidate.
    pub method: Option<MethodNo>,
    /// Why.
    pub reason: Option<TextRef>,
}

/// What is shown of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateRow {
    /// Its id.
    pub id: CandidateId,
    /// In which selection.
    pub selection: SelectionId,
    /// Who proposed it.
    pub proposer: Option<ActorId>,
    /// What is said of it.
    pub said: Said,
    /// The ways to set it up, in order of their numbers.
    pub methods: Vec<SetupMethod>,
    /// What was corrected with a reason, oldest first.
    pub corrections: Vec<Correction>,
    /// Whether it may be chosen.
    pub phase: Phase,
    /// Why it was withdrawn.
    pub reason: Option<TextRef>,
    /// When it was proposed.
    pub proposed_at: Stamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

/// The candidates of all selections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CandidatesView {
    rows: OrdMap<CandidateId, Arc<CandidateRow>>,
    by_selection: OrdSet<(SelectionId, CandidateId)>,
}

impl CandidatesView {
    /// One candidate.
    #[must_use]
    pub fn get(&self, id: CandidateId) -> Option<&CandidateRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// The candidates of a selection, in order of proposing.
    pub fn of(&self, selection: SelectionId) -> impl Iterator<Item = &CandidateRow> {
        let least = (selection, CandidateId(uuid::Uuid::nil()));
        let greatest = (selection, CandidateId(uuid::Uuid::max()));
        self.by_selection.range(least..=greatest).filter_map(|(_, candidate)| self.get(*candidate))
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        match event {
            Event::Proposed(e) => {
                let row = CandidateRow {
                    id: e.candidate,
                    selection: e.selection,
                    proposer: recorded.act.subject(),
                    said: said(recorded, e.licence_kind, &e.one_off, &e.yearly),
                    methods: Vec::new(),
                    corrections: Vec::new(),
                    phase: Phase::Standing,
                    reason: None,
                    proposed_at: recorded.recorded_at,
                    withdrawn_at: None,
                    version: Version(1),
                };
                self.rows.insert(e.candidate, Arc::new(row));
                self.by_selection.insert((e.selection, e.candidate));
            }
            Event::Revised(e) => self.change(e.candidate, |row| {
                row.said = said(recorded, e.licence_kind, &e.one_off, &e.yearly);
                row.correct(recorded, None);
            }),
            Event::Withdrawn(e) => self.change(e.candidate, |row| {
                row.phase = Phase::Withdrawn;
                row.withdrawn_at = Some(recorded.recorded_at);
                row.reason = TextRef::of(recorded, Pointer::Reason);
            }),
            Event::SetupMethodSet(e) => self.change(e.candidate, |row| {
                row.set(method(recorded, e));
                row.correct(recorded, Some(e.method));
            }),
            Event::SetupMethodWithdrawn(e) => self.change(e.candidate, |row| {
                row.methods.iter_mut().filter(|one| one.number == e.method).for_each(|one| one.withdrawn = true);
                row.correct(recorded, Some(e.method));
            }),
        }
    }

    fn change(&mut self, id: CandidateId, change: impl FnOnce(&mut CandidateRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}

impl CandidateRow {
    fn set(&mut self, method: SetupMethod) {
        match self.methods.iter_mut().find(|one| one.number == method.number) {
            Some(one) => *one = method,
            None => self.methods.push(method),
        }
    }

    /// Notes what was corrected, if it was said why.
    fn correct(&mut self, recorded: &Recorded, method: Option<MethodNo>) {
        let Some(reason) = TextRef::of(recorded, Pointer::Reason) else { return };
        let (position, recorded_at) = (recorded.position, recorded.recorded_at);
        self.corrections.push(Correction { position, recorded_at, method, reason: Some(reason) });
    }
}

fn said(recorded: &Recorded, licence_kind: LicenceKind, one_off: &Amount, yearly: &Amount) -> Said {
    let text = |pointer| TextRef::of(recorded, pointer);
    Said {
        name: text(Pointer::Name),
        link: text(Pointer::Link),
        hosting: text(Pointer::Hosting),
        licence: text(Pointer::Licence),
        licence_kind,
        one_off: one_off.clone(),
        yearly: yearly.clone(),
    }
}

fn method(recorded: &Recorded, e: &SetupMethodSet) -> SetupMethod {
    SetupMethod {
        number: e.method,
        title: TextRef::of(recorded, Pointer::Title),
        description: TextRef::of(recorded, Pointer::Description),
        cost: e.cost.clone(),
        delay_days: e.delay_days,
        withdrawn: false,
    }
}
