//! Decisions: a question, the rules by which it is decided, the ballots, and an outcome that anyone can recompute.
//!
//! A decision is proposed, amended, and opened; from then on rules, options and electorate are frozen. Ballots are cast
//! until it closes, by a command or by its time, and in no case after a draw that breaks ties: one that comes later is refused
//! by the stamp, whether or not the closing was written down. The close freezes the ballots; what came of them is counted outside the writer, and recorded with the
//! hash of what was counted, which `admits` compares with what was cast.
//!
//! Invariants: who casts is one of the electorate; a voter has one ballot, the latest; there are never more ballots than
//! voters; no event tells a secret ballot together with its voter; the outcome is of the ballots that were frozen.
//!
//! That a pseudonym's owner may vote is attested: the history does not tell who it is, so `decide` asks and `admits` does
//! not. Of secret ballots the history tells who has one (a pseudonym); they lie in an urn, sealed, and the close publishes
//! them in ascending order, equal ones counted, without voters. Fewer than [`FEW`] are not published at all: the outcome is
//! then recorded with the close, for once it is written nobody can open the urn any more.

mod ballots;
mod close;
mod command;
pub mod electorate;
mod event;
mod open;
pub mod parts;
mod refusal;
mod row;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

pub use self::command::{Command, Drawn};
pub use self::event::{
    Amended, BallotCast, BallotCastPseudonymously, BallotCastSecretly, BallotsPublishedPart, Closed, Event, Linked,
    LotDrawn, MeetingBallotsEntered, MeetingBallotsWithdrawn, ObjectionLifted, ObjectionRaised, Opened, OptionSet,
    OptionWithdrawn, OutcomeRecorded, Proposed, Unlinked, UrnStirred, Voided,
};
pub use self::open::cost_fits;
pub use self::refusal::Refusal;
pub use self::row::{Cost, Row, Times, Vote};
use crate::aggregate::{Aggregate, Context, Happened};
use crate::class::{Draw, Few, LogSafe, words};
use crate::event::Object;
use crate::ids::{ActorId, DecisionId, Malformed, Stamp, UrnId, Version};
use crate::origin::{Origin, Unfounded};
use crate::state::State;
use crate::tally::ballot::{Ballot, MAX_OPTIONS, OptionNo, Say, Standing};
use crate::tally::input::Voter;
use crate::tally::outcome::Outcome;
use crate::tally::rules::{BallotMode, Method};
use crate::tally::seed;

/// Fewer secret ballots than these are not published.
pub const FEW: usize = 5;
/// The greatest length of all ballots of a secret vote together as JSON, in bytes: they are published in one frame.
pub const MAX_SECRET_BYTES: u64 = 24 << 20;
/// How many links a decision may have.
pub const MAX_LINKS: usize = 256;

/// The options that stand when a decision opens, in ascending order.
pub type Standings = Few<Standing, 512>;
/// Who saw how the ballots of a meeting were taken.
pub type Witnesses = Few<ActorId, 8>;

words! {
    /// How far a decision is.
    pub enum Phase {
        /// It may be amended.
        Proposed = "proposed",
        /// Ballots are cast.
        Open = "open",
        /// The ballots are frozen, and are being counted.
        Closed = "closed",
        /// What came of it is recorded.
        Decided = "decided",
        /// It was declared void.
        Voided = "voided",
    }

    /// How ballots were taken in a meeting.
    pub enum Entered {
        /// By a show of hands: only their counts are known.
        ShowOfHands = "show_of_hands",
        /// On paper.
        Paper = "paper",
    }
}

/// The numbers of a public draw, in the order of drawing: 1 to 16.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Numbers(Vec<u32>);

impl Numbers {
    /// So many numbers.
    ///
    /// # Errors
    /// [`Malformed`] when there is none, or more than 16.
    pub fn new(numbers: Vec<u32>) -> Result<Self, Malformed> {
        if (1..=16).contains(&numbers.len()) { Ok(Self(numbers)) } else { Err(Malformed("1 to 16 numbers")) }
    }

    /// The numbers.
    #[must_use]
    pub fn as_slice(&self) -> &[u32] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl LogSafe for Numbers {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self((0..=draw(16)).map(|_| u32::example(draw)).collect())
    }
}

impl LogSafe for Standing {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self { option: OptionNo::example(draw), cost: Option::example(draw) }
    }
}

/// Why a decision says nothing of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unruled {
    /// There is no such decision.
    Unknown,
    /// Nothing came of it, or not yet; or it was declared void.
    Undecided,
    /// It was not linked to it when it opened.
    Unlinked,
}

/// The decisions of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    rows: OrdMap<DecisionId, Row>,
    /// What is to happen by itself, and when.
    times: OrdSet<(Stamp, DecisionId)>,
    /// The urns that nobody may open any more are not among them.
    urns: OrdMap<UrnId, DecisionId>,
    /// Those whose ballots are frozen, and of which nothing came yet.
    to_count: OrdSet<DecisionId>,
}

impl Decisions {
    /// What is known of a decision.
    #[must_use]
    pub fn get(&self, id: DecisionId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// What came of a decision that was linked to something when it opened: what those who voted knew that it is about.
    pub(crate) fn ruling(&self, id: DecisionId, on: Origin) -> Result<&Outcome, Unruled> {
        let row = self.get(id).ok_or(Unruled::Unknown)?;
        let outcome = row.outcome.as_ref().filter(|_| row.phase == Phase::Decided).ok_or(Unruled::Undecided)?;
        let is_linked = row.vote.as_ref().is_some_and(|vote| vote.links.contains(&on));
        if is_linked { Ok(outcome) } else { Err(Unruled::Unlinked) }
    }

    /// What a decision was linked to when it opened.
    pub(crate) fn opened_on(&self, id: DecisionId) -> impl Iterator<Item = Origin> {
        let vote = self.get(id).and_then(|row| row.vote.as_ref());
        vote.into_iter().flat_map(|vote| vote.links.iter().copied())
    }

    /// The decision whose ballots an urn holds, as long as it is needed.
    #[must_use]
    pub fn urn(&self, urn: UrnId) -> Option<DecisionId> {
        self.urns.get(&urn).copied()
    }

    /// The decisions whose ballots are frozen and can be counted.
    pub fn to_count(&self) -> impl Iterator<Item = (DecisionId, &Row)> {
        let rows = self.to_count.iter().filter_map(|id| self.get(*id).map(|row| (*id, row)));
        rows.filter(|(_, row)| row.is_complete())
    }

    /// What is due by itself, in order of time; what would be refused is not.
    pub(crate) fn due<'a>(&'a self, state: &'a State, at: Stamp) -> impl Iterator<Item = (Stamp, Command)> + 'a {
        self.times.iter().filter_map(move |(moment, id)| {
            let row = self.get(*id)?;
            let (command, can) = if row.phase == Phase::Open {
                (Command::Close(*id), !close::waits_for_lot(row))
            } else {
                // Asked only when its moment has come: who may vote is looked up among all actors.
                (Command::Open(*id, None), *moment > at || open::freeze(state, row, at).is_ok())
            };
            can.then_some((*moment, command))
        })
    }

    /// Those who may vote in a decision that has just opened.
    pub(crate) fn elect(&mut self, id: DecisionId, electorate: Arc<[ActorId]>) {
        if let Some(vote) = self.rows.get_mut(&id).and_then(|row| row.vote.as_mut()) {
            vote.electorate = electorate;
        }
    }

    fn known(&self, id: DecisionId) -> Result<&Row, Refusal> {
        self.get(id).ok_or(Refusal::UnknownDecision)
    }

    /// One that was not declared void.
    fn standing(&self, id: DecisionId) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        if row.phase == Phase::Voided { Err(Refusal::Voided) } else { Ok(row) }
    }

    /// One that may still be amended.
    fn prepared(&self, id: DecisionId) -> Result<&Row, Refusal> {
        let row = self.standing(id)?;
        if row.phase == Phase::Proposed { Ok(row) } else { Err(Refusal::Opened) }
    }

    /// An option that comes after those there are.
    fn numbered(&self, e: OptionSet) -> Result<OptionSet, Refusal> {
        let next = u16::try_from(self.known(e.decision)?.options.len()).unwrap_or(u16::MAX);
        Ok(OptionSet { option: OptionNo(next), ..e })
    }

    /// One that is open at a moment, and its vote.
    fn open(&self, id: DecisionId, at: Stamp) -> Result<(&Row, &Vote), Refusal> {
        let row = self.standing(id)?;
        let vote = row.vote.as_ref().filter(|_| row.phase == Phase::Open).ok_or(Refusal::NotOpen)?;
        if matches!(row.rules.method, Method::Sortition { .. }) {
            return Err(Refusal::NobodyVotes);
        }
        if row.takes_until().is_some_and(|until| until <= at) { Err(Refusal::Late) } else { Ok((row, vote)) }
    }

    /// One in which a ballot of some mode may be cast now.
    fn casts(&self, id: DecisionId, at: Stamp, mode: BallotMode) -> Result<(&Row, &Vote), Refusal> {
        let (row, vote) = self.open(id, at)?;
        if row.rules.mode == mode { Ok((row, vote)) } else { Err(Refusal::OtherMode) }
    }
}

impl Aggregate for Decisions {
    const NAME: &'static str = "decision";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Proposed(e) if self.get(e.decision).is_some() => Err(Refusal::IdTaken),
            Event::Proposed(e) => {
                open::admits_rules(&e.rules, e.times(), e.draw.is_some())?;
                open::admits_electorate(cx, &e.electorate)
            }
            Event::Amended(e) => {
                self.prepared(e.decision)?;
                open::admits_rules(&e.rules, e.times(), e.draw.is_some())?;
                open::admits_electorate(cx, &e.electorate)
            }
            Event::OptionSet(e) => open::admits_option(cx, self.prepared(e.decision)?, e),
            Event::OptionWithdrawn(e) => {
                let option = self.prepared(e.decision)?.options.get(&e.option);
                if option.is_some_and(Option::is_some) { Ok(()) } else { Err(Refusal::UnknownOption) }
            }
            Event::Linked(e) => {
                let links = &self.standing(e.decision)?.links;
                e.to.stands(cx).map_err(|unfounded| match unfounded {
                    Unfounded::Unknown => Refusal::UnknownOrigin,
                    Unfounded::Gone => Refusal::OriginGone,
                })?;
                let is_linked = links.contains(&e.to) || e.to == Origin::Decision(e.decision);
                match (is_linked, links.len() < MAX_LINKS) {
                    (true, _) => Err(Refusal::LinkDiffers),
                    (false, false) => Err(Refusal::TooManyLinks),
                    (false, true) => Ok(()),
                }
            }
            Event::Unlinked(e) => {
                let is_linked = self.standing(e.decision)?.links.contains(&e.to);
                if is_linked { Ok(()) } else { Err(Refusal::LinkDiffers) }
            }
            Event::Opened(e) => self.admits_opening(cx, e),
            Event::Voided(e) => self.standing(e.decision).map(drop),
            Event::BallotCast(e) => self.admits_cast(cx, e),
            Event::BallotCastPseudonymously(e) => self.admits_pseudonymous(cx, e),
            Event::BallotCastSecretly(e) => self.admits_secret(cx, e),
            Event::UrnStirred(e) => self.admits_stirring(cx, e),
            Event::ObjectionRaised(e) => self.admits_objection(cx, e),
            Event::ObjectionLifted(e) => self.admits_lifting(cx, e),
            Event::MeetingBallotsEntered(e) => self.admits_entry(cx, e),
            Event::MeetingBallotsWithdrawn(e) => self.admits_withdrawal(cx, e),
            Event::Closed(e) => self.admits_closing(e),
            Event::BallotsPublishedPart(e) => self.admits_part(e),
            Event::LotDrawn(e) => self.admits_lot(cx, e),
            Event::OutcomeRecorded(e) => self.admits_outcome(e),
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Propose(e) => vec![e.into()],
            Command::Amend(e) => vec![e.into()],
            Command::AddOption(e) => vec![self.numbered(e)?.into()],
            Command::SetOption(e) => vec![e.into()],
            Command::WithdrawOption(e) => vec![e.into()],
            Command::Link(e) if self.standing(e.decision)?.links.contains(&e.to) => vec![],
            Command::Link(e) => vec![e.into()],
            Command::Unlink(e) if !self.standing(e.decision)?.links.contains(&e.to) => vec![],
            Command::Unlink(e) => vec![e.into()],
            Command::Open(decision, drawn) => self.opening(cx, decision, drawn)?,
            Command::Cast { decision, voter, ballot } => self.casting(cx, decision, voter, ballot)?,
            Command::Object(e) => self.objecting(cx, &e)?,
            Command::LiftObjection(e) => self.lifting(cx, e)?,
            Command::EnterMeetingBallots(e) => self.entering(cx, e)?,
            Command::WithdrawMeetingBallots(e) => vec![e.into()],
            Command::Close(decision) => self.closing(cx, decision)?,
            Command::DrawLot(e) => self.drawing(e)?,
            Command::RecordOutcome(e) if self.known(e.decision)?.phase != Phase::Closed => vec![],
            Command::RecordOutcome(e) => vec![e.into()],
            Command::Void(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Decision(decision) = object else { return None };
        self.get(decision).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        match event {
            Event::Proposed(e) => {
                let row = Row {
                    proposer: happened.act.subject(),
                    phase: Phase::Proposed,
                    rules: e.rules.clone(),
                    electorate: e.electorate.clone(),
                    times: e.times(),
                    options: OrdMap::new(),
                    stands_for: OrdMap::new(),
                    links: OrdSet::new(),
                    vote: None,
                    outcome: None,
                    version: Version(1),
                };
                self.rows.insert(e.decision, row);
                self.schedule(e.decision);
            }
            Event::Amended(e) => {
                self.change(e.decision, |row| {
                    row.rules = e.rules.clone();
                    row.electorate = e.electorate.clone();
                    row.times = e.times();
                });
                self.schedule(e.decision);
            }
            Event::OptionSet(e) => {
                self.change(e.decision, |row| {
                    row.options.insert(e.option, Some(e.cost.clone()));
                    open::stand_for(row, e.option, e.candidate);
                });
            }
            Event::OptionWithdrawn(e) => self.change(e.decision, |row| {
                row.options.insert(e.option, None);
                open::stand_for(row, e.option, None);
            }),
            Event::Linked(e) => self.touch(e.decision, |row| _ = row.links.insert(e.to)),
            Event::Unlinked(e) => self.touch(e.decision, |row| _ = row.links.remove(&e.to)),
            Event::Opened(e) => {
                self.change(e.decision, |row| open::begin(row, e));
                self.urns.extend(e.urn.map(|urn| (urn, e.decision)));
                self.schedule(e.decision);
            }
            Event::Voided(e) => {
                self.change(e.decision, |row| row.phase = Phase::Voided);
                self.end(e.decision);
            }
            Event::BallotCast(e) => {
                let Some(voter) = happened.act.subject() else { return };
                self.take(e.decision, Voter::Actor(voter), &e.ballot);
            }
            Event::BallotCastPseudonymously(e) => self.take(e.decision, Voter::Person(e.voter), &e.ballot),
            Event::BallotCastSecretly(e) => self.count(e.decision, |vote| _ = vote.roll.insert(e.voter)),
            Event::UrnStirred(_) => (),
            Event::ObjectionRaised(e) => self.take(e.decision, Voter::Person(e.voter), &OBJECTION),
            Event::ObjectionLifted(e) => self.take(e.decision, Voter::Person(e.voter), &Ballot::Say(Say::Yes)),
            Event::MeetingBallotsEntered(e) => self.count(e.decision, |vote| {
                vote.entered.insert(e.entry, e.ballots.as_slice().into());
                vote.entries = e.entry.saturating_add(1);
            }),
            Event::MeetingBallotsWithdrawn(e) => self.count(e.decision, |vote| _ = vote.entered.remove(&e.entry)),
            Event::Closed(e) => {
                self.change(e.decision, |row| row.phase = Phase::Closed);
                self.count(e.decision, |vote| {
                    vote.is_closed = true;
                    (vote.parts, vote.missing_parts) = (e.parts.unwrap_or(0), e.parts.unwrap_or(0));
                    vote.promised_ballots = e.sha256;
                });
                self.end(e.decision);
            }
            Event::BallotsPublishedPart(e) => self.count(e.decision, |vote| close::take_part(vote, e)),
            Event::LotDrawn(e) => {
                self.change(e.decision, |_| ());
                self.count(e.decision, |vote| vote.seed = Some(seed::seed(e.told, e.numbers.as_slice())));
            }
            Event::OutcomeRecorded(e) => {
                self.change(e.decision, |row| {
                    row.phase = Phase::Decided;
                    row.outcome = Some(e.outcome.clone());
                });
                self.end(e.decision);
            }
        }
    }
}

impl Decisions {
    fn touch(&mut self, id: DecisionId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            change(row);
        }
    }

    /// An event of the decision's own.
    fn change(&mut self, id: DecisionId, change: impl FnOnce(&mut Row)) {
        self.touch(id, |row| {
            row.version.bump();
            change(row);
        });
    }

    /// What ballots do, and the count of them: no event of the decision's own.
    fn count(&mut self, id: DecisionId, change: impl FnOnce(&mut Vote)) {
        self.touch(id, |row| {
            if let Some(vote) = row.vote.as_mut() {
                change(vote);
            }
        });
    }

    fn take(&mut self, id: DecisionId, voter: Voter, ballot: &Ballot) {
        self.count(id, |vote| _ = vote.ballots.insert(voter, ballot.clone()));
    }

    /// Notes what is to happen by itself next.
    fn schedule(&mut self, id: DecisionId) {
        let noted: Vec<_> = self.times.iter().filter(|(_, of)| *of == id).copied().collect();
        for note in noted {
            self.times.remove(&note);
        }
        let next = self.get(id).and_then(|row| match row.phase {
            Phase::Proposed => row.times.opens_at,
            Phase::Open => row.takes_until(),
            Phase::Closed | Phase::Decided | Phase::Voided => None,
        });
        self.times.extend(next.map(|at| (at, id)));
    }

    /// Nothing more is cast: nothing is due, and no urn is needed.
    fn end(&mut self, id: DecisionId) {
        self.schedule(id);
        let urn = self.get(id).and_then(|row| row.vote.as_ref()?.urn);
        if let Some(urn) = urn {
            self.urns.remove(&urn);
        }
        let counts = self.get(id).is_some_and(|row| row.phase == Phase::Closed);
        if counts { _ = self.to_count.insert(id) } else { _ = self.to_count.remove(&id) }
    }
}

/// The say of whoever objects.
const OBJECTION: Ballot = Ballot::Say(Say::No);

const _: () = assert!(MAX_OPTIONS == 512, "`Standings` holds as many");
