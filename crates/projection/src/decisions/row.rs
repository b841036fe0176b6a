//! What is shown of one decision.

use std::sync::Arc;

use domain::amount::Amount;
use domain::class::Pointer;
use domain::decision::electorate::{Electorate, ElectorateRule};
use domain::decision::{Entered, MeetingBallotsEntered, Numbers, Opened, OptionSet, Phase, Proposed, Times, Witnesses};
use domain::envelope::By;
use domain::ids::{ActorId, CandidateId, DecisionId, MeetingId, Position, Stamp, Version};
use domain::origin::Origin;
use domain::state::Recorded;
use domain::tally::ballot::OptionNo;
use domain::tally::input::{Counted, Sha};
use domain::tally::outcome::{Outcome, Sums};
use domain::tally::rules::Rules;
use imbl::{OrdSet, Vector};

use crate::TextRef;

/// What is shown of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionRow {
    /// Its number.
    pub number: OptionNo,
    /// What it is called.
    pub title: Option<TextRef>,
    /// What there is to say about it.
    pub body: Option<TextRef>,
    /// What it costs.
    pub cost: Option<Amount>,
    /// What a foreign source says beyond that.
    pub details: Option<TextRef>,
    /// The tool that is chosen if it wins.
    pub candidate: Option<CandidateId>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

impl OptionRow {
    pub(super) fn new(recorded: &Recorded, e: &OptionSet) -> Self {
        let text = |pointer| TextRef::of(recorded, pointer);
        Self {
            number: e.option,
            title: text(Pointer::Title),
            body: text(Pointer::Body),
            cost: e.cost.clone(),
            details: text(Pointer::Source),
            candidate: e.candidate,
            withdrawn: false,
        }
    }
}

/// What was frozen when a decision opened, beyond what was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The position of its event: who might vote is told by the history up to there.
    pub position: Position,
    /// When.
    pub recorded_at: Stamp,
    /// Who may vote.
    pub electorate: Electorate,
    /// Whether secret ballots lie in an urn.
    pub has_urn: bool,
    /// SHA-256 of the secret that lots depend on.
    pub promised: Option<Sha>,
    /// That secret: to be opened for the draw, and for nothing else.
    pub secret: Option<TextRef>,
}

impl Opening {
    pub(super) fn new(recorded: &Recorded, e: &Opened) -> Self {
        Self {
            position: recorded.position,
            recorded_at: recorded.recorded_at,
            electorate: e.electorate.clone(),
            has_urn: e.urn.is_some(),
            promised: e.promised,
            secret: TextRef::of(recorded, Pointer::Secret),
        }
    }
}

/// Ballots that were taken in a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which entry it is.
    pub number: u16,
    /// Where they were taken.
    pub meeting: MeetingId,
    /// How they were taken.
    pub how: Entered,
    /// The ballots.
    pub ballots: Arc<[Counted]>,
    /// Who saw it.
    pub witnesses: Witnesses,
    /// Who entered them.
    pub entered_by: By,
    /// When that was.
    pub entered_at: Stamp,
    /// When they were taken out again.
    pub withdrawn_at: Option<Stamp>,
}

impl Entry {
    pub(super) fn new(recorded: &Recorded, e: &MeetingBallotsEntered) -> Self {
        Self {
            number: e.entry,
            meeting: e.meeting,
            how: e.how,
            ballots: e.ballots.as_slice().into(),
            witnesses: e.witnesses.clone(),
            entered_by: crate::author(recorded),
            entered_at: recorded.recorded_at,
            withdrawn_at: None,
        }
    }

    /// How many ballots there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.ballots.iter().map(|counted| u64::from(counted.count)).sum()
    }
}

/// The close of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub recorded_at: Stamp,
    /// How many ballots there were.
    pub ballots: u32,
    /// How many parts of the urn's ballots are still to be published; unknown where they never are.
    pub missing_parts: Option<u16>,
}

/// The lot that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// What was promised.
    pub told: Sha,
    /// The numbers of the public draw.
    pub numbers: Numbers,
    /// When it was recorded.
    pub recorded_at: Stamp,
}

/// What came of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What.
    pub outcome: Outcome,
    /// The sums.
    pub sums: Sums,
    /// SHA-256 of what was counted.
    pub input: Option<Sha>,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// The position of its event.
    pub position: Position,
}

/// What is shown of a decision, but for turnout and objections, which have tables of their own: they change with every
/// ballot, and a row is large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// Its id.
    pub id: DecisionId,
    /// Who proposed it.
    pub proposer: Option<ActorId>,
    /// The question.
    pub title: Option<TextRef>,
    /// What there is to say about it.
    pub body: Option<TextRef>,
    /// Which public draw lots depend on.
    pub draw: Option<TextRef>,
    /// What a foreign source says beyond that.
    pub details: Option<TextRef>,
    /// How ballots are cast and counted.
    pub rules: Rules,
    /// Who may vote.
    pub electorate: ElectorateRule,
    /// When it opens, closes, and has its lots drawn.
    pub times: Times,
    /// Its options, by number.
    pub options: Vec<OptionRow>,
    /// How far it is.
    pub phase: Phase,
    /// What was frozen when it opened.
    pub opened: Option<Opening>,
    /// What it comes from, and where it was taken.
    pub links: OrdSet<Origin>,
    /// What was entered of meetings, oldest first.
    pub entries: Vec<Arc<Entry>>,
    /// The close.
    pub closed: Option<Closing>,
    /// The lot.
    pub lot: Option<Lot>,
    /// What came of it.
    pub decided: Option<Decided>,
    /// When it was declared void, and why.
    pub voided: Option<(Stamp, Option<TextRef>)>,
    /// When it was proposed.
    pub proposed_at: Stamp,
    /// The positions of its own events, oldest first. Ballots are none, nor are objections.
    pub events: Vector<Position>,
    /// Which version of it this is: links and what meetings voted make no other.
    pub version: Version,
}

impl DecisionRow {
    /// Whether its ballots are published: at once, or with the close of the urn once all parts are.
    #[must_use]
    pub fn ballots_are_published(&self) -> bool {
        let closed = self.closed.and_then(|closed| closed.missing_parts);
        self.opened.is_some() && (self.rules.mode.publishes_at_once() || closed == Some(0))
    }

    pub(super) fn new(recorded: &Recorded, e: &Proposed) -> Self {
        let text = |pointer| TextRef::of(recorded, pointer);
        Self {
            id: e.decision,
            proposer: recorded.act.subject(),
            title: text(Pointer::Title),
            body: text(Pointer::Body),
            draw: text(Pointer::Draw),
            details: text(Pointer::Source),
            rules: e.rules.clone(),
            electorate: e.electorate.clone(),
            times: e.times(),
            options: Vec::new(),
            phase: Phase::Proposed,
            opened: None,
            links: OrdSet::new(),
            entries: Vec::new(),
            closed: None,
            lot: None,
            decided: None,
            voided: None,
            proposed_at: recorded.recorded_at,
            events: Vector::unit(recorded.position),
            version: Version(1),
        }
    }

    pub(super) fn set_option(&mut self, set: OptionRow) {
        match self.options.iter_mut().find(|option| option.number == set.number) {
            Some(option) => *option = set,
            None => self.options.push(set),
        }
    }

    /// One of its options.
    #[must_use]
    pub fn option(&self, number: OptionNo) -> Option<&OptionRow> {
        self.options.get(usize::from(number.0))
    }
}
