//! Cooperations: what actors agree to do together, in public.
//!
//! Invariants: at least two actors who take part, the proposer among them; each accepts for itself, the proposer by
//! proposing; it starts only when all have accepted, and one who declines ends the proposal. What was proposed is never
//! changed, so that everybody accepts the same: who wants something else proposes it anew.

use imbl::{OrdMap, OrdSet};

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, Few, words};
use crate::event::{Object, events, refusals};
use crate::ids::{ActorId, CooperationId, Version};

/// The actors who cooperate.
pub type Parties = Few<ActorId, 16>;

words! {
    /// How far a cooperation is.
    pub enum Phase {
        /// Waits for answers, or for its start.
        Proposed = "proposed",
        /// One of them declined.
        Declined = "declined",
        /// Under way.
        Running = "running",
        /// Over.
        Ended = "ended",
    }
}

/// What is known of one cooperation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Between whom.
    pub parties: Parties,
    /// Who of them accepted.
    pub accepted: OrdSet<ActorId>,
    /// How far it is.
    pub phase: Phase,
    /// Number of events of its own.
    pub version: Version,
}

impl Row {
    fn has(&self, actor: ActorId) -> bool {
        self.parties.as_slice().contains(&actor)
    }
}

/// The cooperations of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cooperations {
    rows: OrdMap<CooperationId, Row>,
}

impl Cooperations {
    /// What is known of a cooperation.
    #[must_use]
    pub fn get(&self, id: CooperationId) -> Option<&Row> {
        self.rows.get(&id)
    }

    fn known(&self, id: CooperationId) -> Result<&Row, Refusal> {
        self.get(id).ok_or(Refusal::UnknownCooperation)
    }

    fn proposed(&self, id: CooperationId) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        if row.phase == Phase::Proposed { Ok(row) } else { Err(Refusal::Answered) }
    }

    fn running(&self, id: CooperationId) -> Result<(), Refusal> {
        if self.known(id)?.phase == Phase::Running { Ok(()) } else { Err(Refusal::NotRunning) }
    }

    /// A proposal that waits for the answer of the one who acts.
    fn asked(&self, cx: &Context<'_>, id: CooperationId) -> Result<(&Row, ActorId), Refusal> {
        let row = self.proposed(id)?;
        let party = cx.act.subject().filter(|party| row.has(*party)).ok_or(Refusal::NotAParty)?;
        Ok((row, party))
    }
}

fn admits_parties(cx: &Context<'_>, parties: &Parties) -> Result<(), Refusal> {
    for party in parties.as_slice() {
        cx.state.actor.get(*party).ok_or(Refusal::UnknownParty)?;
        cx.state.actor.active(*party).map_err(|_| Refusal::PartyLeft)?;
    }
    Ok(())
}

/// What may be asked of cooperations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Propose one.
    Propose(Proposed),
    /// Accept it.
    Accept(CooperationId),
    /// Decline it.
    Decline(Declined),
    /// Start it.
    Start(CooperationId),
    /// Say what comes of it.
    Review(Reviewed),
    /// End it.
    End(Ended),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Propose(_) => Action::ProposeCooperation,
            Self::Accept(cooperation) => Action::AnswerCooperation(*cooperation),
            Self::Decline(e) => Action::AnswerCooperation(e.cooperation),
            Self::Start(cooperation) => Action::ConductCooperation(*cooperation),
            Self::Review(e) => Action::ConductCooperation(e.cooperation),
            Self::End(e) => Action::ConductCooperation(e.cooperation),
        }
    }
}

events! {
    /// What happens to a cooperation.
    pub enum Event in crate::state::Event {
        /// A cooperation was proposed, and so accepted by the one who proposes it.
        "cooperation.proposed" v 1 signed = Proposed {
            /// Which.
            cooperation: CooperationId,
            /// Between whom, the proposer among them.
            parties: Parties,
            /// What is to be done together.
            title: CommonText,
            /// What for.
            purpose: CommonText,
            /// Whether it comes from a synergy that tresse suggested.
            suggested: bool,
        } of |e| {
            let parties = e.parties.as_slice().iter().copied().map(Object::Actor);
            std::iter::once(Object::Cooperation(e.cooperation)).chain(parties).collect()
        },

        /// One of them accepted.
        "cooperation.accepted" v 1 signed = Accepted {
            /// Which.
            cooperation: CooperationId,
        } of |e| vec![Object::Cooperation(e.cooperation)],

        /// One of them declined.
        "cooperation.declined" v 1 signed = Declined {
            /// Which.
            cooperation: CooperationId,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<CommonText>,
        } of |e| vec![Object::Cooperation(e.cooperation)],

        /// It was started.
        "cooperation.started" v 1 signed = Started {
            /// Which.
            cooperation: CooperationId,
        } of |e| vec![Object::Cooperation(e.cooperation)],

        /// What comes of it was looked at.
        "cooperation.reviewed" v 1 signed = Reviewed {
            /// Which.
            cooperation: CooperationId,
            /// What comes of it.
            results: CommonText,
        } of |e| vec![Object::Cooperation(e.cooperation)],

        /// It was ended.
        "cooperation.ended" v 1 signed = Ended {
            /// Which.
            cooperation: CooperationId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Cooperation(e.cooperation)],
    }
}

refusals! {
    /// Why cooperations say no.
    pub enum Refusal {
        /// There is no such cooperation.
        UnknownCooperation = "unknown_cooperation" Unknown,
        /// The id is in use.
        IdTaken = "cooperation_id_taken" Conflict,
        /// Nobody cooperates alone.
        TooFewParties = "too_few_parties" Invalid("/parties"),
        /// There is no such actor.
        UnknownParty = "unknown_party" Invalid("/parties"),
        /// One of them has left.
        PartyLeft = "party_left" Conflict,
        /// Who proposes is one of them.
        ProposerMissing = "proposer_missing" Invalid("/parties"),
        /// Only those who are to cooperate answer.
        NotAParty = "not_a_party" Forbidden,
        /// The party accepted already.
        AlreadyAccepted = "already_accepted" Conflict,
        /// It was declined, or has started.
        Answered = "cooperation_answered" Conflict,
        /// Not all have accepted.
        NotAllAccepted = "not_all_accepted" Conflict,
        /// It has not started, or is over.
        NotRunning = "cooperation_not_running" Conflict,
    }
}

impl Aggregate for Cooperations {
    const NAME: &'static str = "cooperation";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Proposed(e) => {
                if self.get(e.cooperation).is_some() {
                    return Err(Refusal::IdTaken);
                }
                if e.parties.as_slice().len() < 2 {
                    return Err(Refusal::TooFewParties);
                }
                admits_parties(cx, &e.parties)?;
                let proposes = cx.act.subject().is_some_and(|proposer| e.parties.as_slice().contains(&proposer));
                if proposes { Ok(()) } else { Err(Refusal::ProposerMissing) }
            }
            Event::Accepted(e) => {
                let (row, party) = self.asked(cx, e.cooperation)?;
                if row.accepted.contains(&party) { Err(Refusal::AlreadyAccepted) } else { Ok(()) }
            }
            Event::Declined(e) => self.asked(cx, e.cooperation).map(drop),
            Event::Started(e) => {
                let row = self.proposed(e.cooperation)?;
                if row.accepted.len() < row.parties.as_slice().len() {
                    return Err(Refusal::NotAllAccepted);
                }
                admits_parties(cx, &row.parties)
            }
            Event::Reviewed(e) => self.running(e.cooperation),
            Event::Ended(e) => self.running(e.cooperation),
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Propose(e) => vec![e.into()],
            Command::Accept(cooperation) => {
                let (row, party) = self.asked(cx, cooperation)?;
                if row.accepted.contains(&party) { vec![] } else { vec![Accepted { cooperation }.into()] }
            }
            Command::Decline(e) => vec![e.into()],
            Command::Start(cooperation) => vec![Started { cooperation }.into()],
            Command::Review(e) => vec![e.into()],
            Command::End(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Cooperation(cooperation) = object else { return None };
        self.get(cooperation).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        let party = happened.act.subject();
        match event {
            Event::Proposed(e) => {
                let (parties, accepted) = (e.parties.clone(), party.into_iter().collect());
                self.rows.insert(e.cooperation, Row { parties, accepted, phase: Phase::Proposed, version: Version(1) });
            }
            Event::Accepted(e) => self.change(e.cooperation, |row| row.accepted.extend(party)),
            Event::Declined(e) => self.change(e.cooperation, |row| row.phase = Phase::Declined),
            Event::Started(e) => self.change(e.cooperation, |row| row.phase = Phase::Running),
            Event::Reviewed(e) => self.change(e.cooperation, |_| ()),
            Event::Ended(e) => self.change(e.cooperation, |row| row.phase = Phase::Ended),
        }
    }
}

impl Cooperations {
    fn change(&mut self, id: CooperationId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use uuid::Uuid;

    use super::*;
    use crate::actor::{ActorKind, Left};
    use crate::given::{Given, actor, founding, given, joined, text};

    const ANNE: u8 = 1;
    const BILAL: u8 = 2;
    const CLUB: u8 = 3;

    fn orchard() -> CooperationId {
        CooperationId(Uuid::from_u128(1))
    }

    fn network() -> Given {
        given([founding()])
            .and([joined(ANNE, ActorKind::Person), joined(BILAL, ActorKind::Person)])
            .and([joined(CLUB, ActorKind::Organisation)])
    }

    fn between(parties: &[u8]) -> Proposed {
        Proposed {
            cooperation: orchard(),
            parties: Parties::new(parties.iter().copied().map(actor).collect()).unwrap(),
            title: CommonText(text()),
            purpose: CommonText(text()),
            suggested: false,
        }
    }

    fn proposed() -> Given {
        network().and([between(&[ANNE, BILAL, CLUB])])
    }

    fn accepted() -> Accepted {
        Accepted { cooperation: orchard() }
    }

    fn accepted_by_all() -> Given {
        proposed().and_by(BILAL, [accepted()]).and_by(CLUB, [accepted()])
    }

    fn declined() -> Declined {
        Declined { cooperation: orchard(), reason: Some(CommonText(text())) }
    }

    fn started() -> Started {
        Started { cooperation: orchard() }
    }

    fn reviewed() -> Reviewed {
        Reviewed { cooperation: orchard(), results: CommonText(text()) }
    }

    fn ended() -> Ended {
        Ended { cooperation: orchard(), reason: CommonText(text()) }
    }

    #[test]
    fn at_least_two_who_take_part_cooperate_the_proposer_among_them() {
        let propose = |parties: &[u8]| Command::Propose(between(parties));
        network().when(propose(&[ANNE, BILAL])).then([between(&[ANNE, BILAL])]);
        network().when(propose(&[ANNE])).refuses(Refusal::TooFewParties);
        network().when(propose(&[BILAL, CLUB])).refuses(Refusal::ProposerMissing);
        network().when(propose(&[ANNE, 99])).refuses(Refusal::UnknownParty);
        let gone = network().and([Left { actor: actor(BILAL) }]);
        gone.when(propose(&[ANNE, BILAL])).refuses(Refusal::PartyLeft);
        proposed().when(propose(&[ANNE, BILAL])).refuses(Refusal::IdTaken);
    }

    #[test]
    fn each_answers_once_and_for_itself() {
        proposed().by(BILAL).when(Command::Accept(orchard())).then([accepted()]);
        proposed().when(Command::Accept(orchard())).then_nothing();
        proposed().does_not_admit(accepted(), Refusal::AlreadyAccepted);
        let other = proposed().and([joined(9, ActorKind::Person)]).by(9);
        other.clone().when(Command::Accept(orchard())).refuses(Refusal::NotAParty);
        other.when(Command::Decline(declined())).refuses(Refusal::NotAParty);
        network().when(Command::Accept(orchard())).refuses(Refusal::UnknownCooperation);
    }

    #[test]
    fn who_accepted_may_decline_until_it_starts() {
        let one = || proposed().and_by(BILAL, [accepted()]).by(BILAL);
        one().when(Command::Decline(declined())).then([declined()]);
        let over = || one().and_by(BILAL, [declined()]);
        over().by(CLUB).when(Command::Accept(orchard())).refuses(Refusal::Answered);
        over().when(Command::Decline(declined())).refuses(Refusal::Answered);
        over().when(Command::Start(orchard())).refuses(Refusal::Answered);
        accepted_by_all().and([started()]).when(Command::Decline(declined())).refuses(Refusal::Answered);
    }

    #[test]
    fn it_starts_when_all_have_accepted_and_take_part() {
        proposed().and_by(BILAL, [accepted()]).when(Command::Start(orchard())).refuses(Refusal::NotAllAccepted);
        accepted_by_all().when(Command::Start(orchard())).then([started()]);
        let gone = accepted_by_all().and([Left { actor: actor(BILAL) }]);
        gone.when(Command::Start(orchard())).refuses(Refusal::PartyLeft);
        accepted_by_all().and([started()]).when(Command::Start(orchard())).refuses(Refusal::Answered);
    }

    #[test]
    fn what_runs_is_reviewed_and_ended_once() {
        let running = || accepted_by_all().and([started()]);
        accepted_by_all().when(Command::Review(reviewed())).refuses(Refusal::NotRunning);
        accepted_by_all().when(Command::End(ended())).refuses(Refusal::NotRunning);
        running().and([reviewed()]).when(Command::Review(reviewed())).then([reviewed()]);
        running().when(Command::End(ended())).then([ended()]);
        running().and([ended()]).when(Command::End(ended())).refuses(Refusal::NotRunning);
    }
}
