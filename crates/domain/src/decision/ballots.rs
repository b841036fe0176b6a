//! The rules of ballots: who casts one, and what it may be.

use super::{
    BallotCast, BallotCastPseudonymously, BallotCastSecretly, Decisions, Event, MeetingBallotsEntered,
    MeetingBallotsWithdrawn, OBJECTION, ObjectionLifted, ObjectionRaised, Refusal, Row, UrnStirred, Vote,
};
use crate::aggregate::Context;
use crate::ids::{ActorId, DecisionId, Pseudonym};
use crate::meeting;
use crate::tally::ballot::Ballot;
use crate::tally::input::Voter;
use crate::tally::rules::{BallotMode, Method};

impl Decisions {
    /// Whose ballot it is, if they may cast one.
    fn elector(cx: &Context<'_>, vote: &Vote) -> Result<ActorId, Refusal> {
        cx.act.subject().filter(|voter| vote.is_elector(*voter)).ok_or(Refusal::NotInElectorate)
    }

    pub(super) fn casting(
        &self,
        cx: &Context<'_>,
        id: DecisionId,
        voter: Option<Pseudonym>,
        ballot: Ballot,
    ) -> Result<Vec<Event>, Refusal> {
        let (row, vote) = self.open(id, cx.stamp)?;
        let elector = Self::elector(cx, vote)?;
        admits_ballot(row, vote, &ballot)?;
        let was = |voter| vote.ballots.get(&voter).cloned();
        Ok(match (row.rules.mode, voter) {
            (BallotMode::RollCall, None) => match was(Voter::Actor(elector)) {
                Some(same) if same == ballot => vec![],
                was => vec![BallotCast { decision: id, ballot, was }.into()],
            },
            (BallotMode::Pseudonymous, Some(voter)) => match was(Voter::Person(voter)) {
                Some(same) if same == ballot => vec![],
                was => vec![BallotCastPseudonymously { decision: id, voter, ballot, was }.into()],
            },
            (BallotMode::Secret, Some(_)) if tells_apart(cx) => return Err(Refusal::ToldApart),
            (BallotMode::Secret, Some(voter)) if vote.roll.contains(&voter) => vec![UrnStirred { decision: id }.into()],
            (BallotMode::Secret, Some(voter)) => vec![BallotCastSecretly { decision: id, voter }.into()],
            (BallotMode::RollCall, Some(_)) | (BallotMode::Pseudonymous | BallotMode::Secret, None) => {
                return Err(Refusal::OtherMode);
            }
        })
    }

    pub(super) fn objecting(&self, cx: &Context<'_>, e: &ObjectionRaised) -> Result<Vec<Event>, Refusal> {
        let vote = self.by_consent(cx, e.decision)?;
        Self::elector(cx, vote)?;
        let was = vote.ballots.get(&Voter::Person(e.voter)).cloned();
        let ObjectionRaised { decision, voter, reason, .. } = *e;
        Ok(vec![ObjectionRaised { decision, voter, reason, was }.into()])
    }

    pub(super) fn lifting(&self, cx: &Context<'_>, e: ObjectionLifted) -> Result<Vec<Event>, Refusal> {
        Self::elector(cx, self.by_consent(cx, e.decision)?)?;
        Ok(vec![e.into()])
    }

    /// The next entry, whatever its number was thought to be.
    pub(super) fn entering(&self, cx: &Context<'_>, e: MeetingBallotsEntered) -> Result<Vec<Event>, Refusal> {
        let (_, vote) = self.open(e.decision, cx.stamp)?;
        Ok(vec![MeetingBallotsEntered { entry: vote.entries, ..e }.into()])
    }

    fn by_consent(&self, cx: &Context<'_>, id: DecisionId) -> Result<&Vote, Refusal> {
        let (row, vote) = self.open(id, cx.stamp)?;
        if matches!(row.rules.method, Method::Consent {}) { Ok(vote) } else { Err(Refusal::NotByConsent) }
    }

    pub(super) fn admits_cast(&self, cx: &Context<'_>, e: &BallotCast) -> Result<(), Refusal> {
        let (row, vote) = self.casts(e.decision, cx.stamp, BallotMode::RollCall)?;
        let voter = Voter::Actor(Self::elector(cx, vote)?);
        admits_ballot(row, vote, &e.ballot)?;
        admits_was(vote, voter, e.was.as_ref())
    }

    pub(super) fn admits_pseudonymous(&self, cx: &Context<'_>, e: &BallotCastPseudonymously) -> Result<(), Refusal> {
        let (row, vote) = self.casts(e.decision, cx.stamp, BallotMode::Pseudonymous)?;
        admits_ballot(row, vote, &e.ballot)?;
        admits_was(vote, Voter::Person(e.voter), e.was.as_ref())
    }

    pub(super) fn admits_secret(&self, cx: &Context<'_>, e: &BallotCastSecretly) -> Result<(), Refusal> {
        let (_, vote) = self.casts(e.decision, cx.stamp, BallotMode::Secret)?;
        if tells_apart(cx) {
            return Err(Refusal::ToldApart);
        }
        if vote.roll.contains(&e.voter) { Err(Refusal::CastAlready) } else { room_for(vote, 1) }
    }

    pub(super) fn admits_stirring(&self, cx: &Context<'_>, e: &UrnStirred) -> Result<(), Refusal> {
        let (_, vote) = self.casts(e.decision, cx.stamp, BallotMode::Secret)?;
        if tells_apart(cx) {
            return Err(Refusal::ToldApart);
        }
        if vote.roll.is_empty() { Err(Refusal::BallotsDiffer) } else { Ok(()) }
    }

    pub(super) fn admits_objection(&self, cx: &Context<'_>, e: &ObjectionRaised) -> Result<(), Refusal> {
        let vote = self.by_consent(cx, e.decision)?;
        admits_was(vote, Voter::Person(e.voter), e.was.as_ref())
    }

    pub(super) fn admits_lifting(&self, cx: &Context<'_>, e: &ObjectionLifted) -> Result<(), Refusal> {
        let ballot = self.by_consent(cx, e.decision)?.ballots.get(&Voter::Person(e.voter));
        if ballot == Some(&OBJECTION) { Ok(()) } else { Err(Refusal::NoObjection) }
    }

    pub(super) fn admits_entry(&self, cx: &Context<'_>, e: &MeetingBallotsEntered) -> Result<(), Refusal> {
        let (row, vote) = self.open(e.decision, cx.stamp)?;
        if row.rules.mode == BallotMode::Secret {
            return Err(Refusal::SecretOneByOne);
        }
        let meeting = cx.state.meeting.get(e.meeting).ok_or(Refusal::UnknownMeeting)?;
        if meeting.phase == meeting::Phase::Cancelled || cx.stamp < meeting.starts_at {
            return Err(Refusal::MeetingUnfit);
        }
        if e.witnesses.as_slice().is_empty() {
            return Err(Refusal::WitnessMissing);
        }
        for witness in e.witnesses.as_slice() {
            cx.state.actor.active(*witness).map_err(|_| Refusal::UnknownWitness)?;
        }
        for counted in e.ballots.as_slice() {
            admits_ballot(row, vote, &counted.ballot)?;
        }
        if e.entry != vote.entries || e.entry == u16::MAX {
            return Err(Refusal::UnknownEntry);
        }
        room_for(vote, e.ballots.count())
    }

    pub(super) fn admits_withdrawal(&self, cx: &Context<'_>, e: &MeetingBallotsWithdrawn) -> Result<(), Refusal> {
        let (_, vote) = self.open(e.decision, cx.stamp)?;
        if vote.entered.contains_key(&e.entry) { Ok(()) } else { Err(Refusal::UnknownEntry) }
    }
}

fn admits_ballot(row: &Row, vote: &Vote, ballot: &Ballot) -> Result<(), Refusal> {
    ballot.fits(&row.rules, &vote.options)?;
    let is_objection = matches!(row.rules.method, Method::Consent {}) && *ballot == OBJECTION;
    if is_objection { Err(Refusal::ObjectionUnreasoned) } else { Ok(()) }
}

/// Whether the circumstances that an event shows would tell it from others of the same kind.
fn tells_apart(cx: &Context<'_>) -> bool {
    cx.act.corrects.is_some() || cx.act.occurred_at.is_some()
}

fn admits_was(vote: &Vote, voter: Voter, was: Option<&Ballot>) -> Result<(), Refusal> {
    if vote.ballots.get(&voter) != was {
        return Err(Refusal::WasDiffers);
    }
    if was.is_none() { room_for(vote, 1) } else { Ok(()) }
}

/// Whether there is a voter for each ballot when so many more come.
fn room_for(vote: &Vote, more: u64) -> Result<(), Refusal> {
    let fits = vote.cast() + more <= vote.electorate.len() as u64;
    if fits { Ok(()) } else { Err(Refusal::MoreBallotsThanVoters) }
}
