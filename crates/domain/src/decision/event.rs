//! What happens to a decision.

use super::electorate::{Electorate, ElectorateRule};
use super::parts::Part;
use super::{Entered, Numbers, Standings, Times, Witnesses};
use crate::amount::Amount;
use crate::class::{CommonText, OwnText};
use crate::event::{Object, Texts, events};
use crate::ids::{ActorId, CandidateId, DecisionId, MeetingId, Pseudonym, Stamp, UrnId};
use crate::origin::Origin;
use crate::tally::ballot::{Ballot, OptionNo};
use crate::tally::input::{Sha, Voter};
use crate::tally::outcome::{Outcome, Sums};
use crate::tally::rules::Rules;

events! {
    /// What happens to a decision.
    pub enum Event in crate::state::Event {
        /// A decision was proposed.
        "decision.proposed" v 1 signed = Proposed {
            /// Which.
            decision: DecisionId,
            /// The question.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            body: Option<CommonText>,
            /// How ballots are cast and counted.
            rules: Rules,
            /// Who may vote.
            electorate: ElectorateRule,
            /// When it opens by itself, and not earlier.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            opens_at: Option<Stamp>,
            /// When it closes by itself.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            closes_at: Option<Stamp>,
            /// After which moment the public draw takes place that lots depend on.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            draws_at: Option<Stamp>,
            /// Which public draw that is.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            draw: Option<CommonText>,
            /// What a foreign source says beyond that.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            details: Option<CommonText>,
        } of |e| vec![Object::Decision(e.decision)],

        /// All that was proposed was replaced, but for the options.
        "decision.amended" v 1 signed = Amended {
            /// Which.
            decision: DecisionId,
            /// The question.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            body: Option<CommonText>,
            /// How ballots are cast and counted.
            rules: Rules,
            /// Who may vote.
            electorate: ElectorateRule,
            /// When it opens by itself, and not earlier.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            opens_at: Option<Stamp>,
            /// When it closes by itself.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            closes_at: Option<Stamp>,
            /// After which moment the public draw takes place that lots depend on.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            draws_at: Option<Stamp>,
            /// Which public draw that is.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            draw: Option<CommonText>,
        } of |e| vec![Object::Decision(e.decision)],

        /// An option was added, or replaced.
        "decision.option_set" v 1 signed = OptionSet {
            /// Of which decision.
            decision: DecisionId,
            /// Its number: that of an option there is, or the next.
            option: OptionNo,
            /// What it is called.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            body: Option<CommonText>,
            /// What it costs; of a budget's options only.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            cost: Option<Amount>,
            /// What a foreign source says beyond that.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            details: Option<CommonText>,
            /// The tool that is chosen if it wins.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            candidate: Option<CandidateId>,
        } of |e| {
            let candidate = e.candidate.map(Object::Candidate);
            std::iter::once(Object::Decision(e.decision)).chain(candidate).collect()
        },

        /// An option was withdrawn; its number is not given again.
        "decision.option_withdrawn" v 1 signed = OptionWithdrawn {
            /// Of which decision.
            decision: DecisionId,
            /// Which.
            option: OptionNo,
        } of |e| vec![Object::Decision(e.decision)],

        /// It was said what the decision comes from, or where it was taken.
        "decision.linked" v 1 signed = Linked {
            /// Which.
            decision: DecisionId,
            /// To what.
            to: Origin,
        } of |e| vec![Object::Decision(e.decision), Object::from(e.to)],

        /// That was taken back.
        "decision.unlinked" v 1 signed = Unlinked {
            /// Which.
            decision: DecisionId,
            /// From what.
            to: Origin,
        } of |e| vec![Object::Decision(e.decision), Object::from(e.to)],

        /// It was opened: rules, options and electorate do not change any more.
        "decision.opened" v 1 signed = Opened {
            /// Which.
            decision: DecisionId,
            /// How ballots are cast and counted.
            rules: Rules,
            /// The options that stand, in ascending order.
            options: Standings,
            /// Who may vote: as of the position of this event.
            electorate: Electorate,
            /// When it closes by itself.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            closes_at: Option<Stamp>,
            /// After which moment the public draw takes place that lots depend on.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            draws_at: Option<Stamp>,
            /// What secret ballots are sealed under.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            urn: Option<UrnId>,
            /// SHA-256 of the secret that lots depend on too.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            promised: Option<Sha>,
            /// That secret, as 64 hex digits; told when the lot is drawn.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            secret: Option<CommonText>,
        } of |e| vec![Object::Decision(e.decision)] => texts |_e| Texts::default().for_nobody(),

        /// A ballot of a roll call was cast or changed.
        "decision.ballot_cast" v 1 signed = BallotCast {
            /// In which decision.
            decision: DecisionId,
            /// The ballot.
            ballot: Ballot,
            /// The voter's ballot before; absent for the first.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            was: Option<Ballot>,
        } of |e| vec![Object::Decision(e.decision)],

        /// A ballot was cast or changed under a pseudonym.
        "decision.ballot_cast_pseudonymously" v 1 scoped = BallotCastPseudonymously {
            /// In which decision.
            decision: DecisionId,
            /// The voter, inside this decision.
            voter: Pseudonym,
            /// The ballot.
            ballot: Ballot,
            /// The voter's ballot before; absent for the first.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            was: Option<Ballot>,
        } of |e| vec![Object::Decision(e.decision)],

        /// A secret ballot was cast: it lies in the urn.
        "decision.ballot_cast_secretly" v 1 scoped = BallotCastSecretly {
            /// In which decision.
            decision: DecisionId,
            /// The voter, inside this decision.
            voter: Pseudonym,
        } of |e| vec![Object::Decision(e.decision)],

        /// Somebody laid their secret ballot into the urn once more; who, and whether it is another one, is not told.
        "decision.urn_stirred" v 1 scoped = UrnStirred {
            /// In which decision.
            decision: DecisionId,
        } of |e| vec![Object::Decision(e.decision)],

        /// Somebody objected to a proposal that wants consent: their ballot is a no.
        "decision.objection_raised" v 1 scoped = ObjectionRaised {
            /// To which.
            decision: DecisionId,
            /// The voter, inside this decision.
            voter: Pseudonym,
            /// Why.
            reason: OwnText,
            /// The voter's ballot before; absent for the first.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            was: Option<Ballot>,
        } of |e| vec![Object::Decision(e.decision)],

        /// Who objected has nothing against it any more: their ballot is a yes.
        "decision.objection_lifted" v 1 scoped = ObjectionLifted {
            /// To which.
            decision: DecisionId,
            /// The voter, inside this decision.
            voter: Pseudonym,
        } of |e| vec![Object::Decision(e.decision)],

        /// Ballots that were taken in a meeting were entered.
        "decision.meeting_ballots_entered" v 1 signed = MeetingBallotsEntered {
            /// Of which decision.
            decision: DecisionId,
            /// Where they were taken.
            meeting: MeetingId,
            /// Which entry this is, from 0.
            entry: u16,
            /// How they were taken.
            how: Entered,
            /// The ballots.
            ballots: Part,
            /// Who saw it.
            witnesses: Witnesses,
        } of |e| vec![Object::Decision(e.decision), Object::Meeting(e.meeting)],

        /// Ballots of a meeting were taken out again.
        "decision.meeting_ballots_withdrawn" v 1 signed = MeetingBallotsWithdrawn {
            /// Of which decision.
            decision: DecisionId,
            /// Which entry.
            entry: u16,
        } of |e| vec![Object::Decision(e.decision)],

        /// It was closed: the ballots do not change any more.
        "decision.closed" v 1 signed = Closed {
            /// Which.
            decision: DecisionId,
            /// How many ballots there are.
            ballots: u32,
            /// In how many parts the ballots of the urn follow; none where fewer than 5 were secret.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            parts: Option<u16>,
            /// SHA-256 of those ballots, all parts together, as compact JSON.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            sha256: Option<Sha>,
        } of |e| vec![Object::Decision(e.decision)],

        /// Ballots of the urn, without their voters.
        "decision.ballots_published_part" v 1 signed = BallotsPublishedPart {
            /// Of which decision.
            decision: DecisionId,
            /// Which part, from 0.
            i: u16,
            /// Of how many.
            of: u16,
            /// The ballots, in ascending order over all parts.
            items: Part,
        } of |e| vec![Object::Decision(e.decision)],

        /// The lot that was promised was drawn.
        "decision.lot_drawn" v 1 signed = LotDrawn {
            /// For which decision.
            decision: DecisionId,
            /// What was promised.
            told: Sha,
            /// The numbers of the public draw.
            numbers: Numbers,
        } of |e| vec![Object::Decision(e.decision)],

        /// What came of it.
        "decision.outcome_recorded" v 1 signed = OutcomeRecorded {
            /// Of which decision.
            decision: DecisionId,
            /// What.
            outcome: Outcome,
            /// The sums.
            sums: Sums,
            /// SHA-256 of what was counted; absent where too few secret ballots were cast for them to be published.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            input: Option<Sha>,
        } of |e| vec![Object::Decision(e.decision)],

        /// It was declared void.
        "decision.voided" v 1 signed = Voided {
            /// Which.
            decision: DecisionId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Decision(e.decision)],
    }
}

impl Proposed {
    /// When it opens, closes, and has its lots drawn.
    #[must_use]
    pub fn times(&self) -> Times {
        Times { opens_at: self.opens_at, closes_at: self.closes_at, draws_at: self.draws_at }
    }
}

impl Amended {
    /// When it opens, closes, and has its lots drawn.
    #[must_use]
    pub fn times(&self) -> Times {
        Times { opens_at: self.opens_at, closes_at: self.closes_at, draws_at: self.draws_at }
    }
}

impl Event {
    /// Whose ballot it tells of, in which decision; of a signed one the voter is whoever acts.
    #[must_use]
    pub fn cast(&self, actor: Option<ActorId>) -> Option<(DecisionId, Voter)> {
        match self {
            Self::BallotCast(e) => Some((e.decision, Voter::Actor(actor?))),
            Self::BallotCastPseudonymously(e) => Some((e.decision, Voter::Person(e.voter))),
            Self::BallotCastSecretly(e) => Some((e.decision, Voter::Person(e.voter))),
            Self::ObjectionRaised(e) => Some((e.decision, Voter::Person(e.voter))),
            Self::ObjectionLifted(e) => Some((e.decision, Voter::Person(e.voter))),
            Self::Proposed(_)
            | Self::Amended(_)
            | Self::OptionSet(_)
            | Self::OptionWithdrawn(_)
            | Self::Linked(_)
            | Self::Unlinked(_)
            | Self::Opened(_)
            | Self::UrnStirred(_)
            | Self::MeetingBallotsEntered(_)
            | Self::MeetingBallotsWithdrawn(_)
            | Self::Closed(_)
            | Self::BallotsPublishedPart(_)
            | Self::LotDrawn(_)
            | Self::OutcomeRecorded(_)
            | Self::Voided(_) => None,
        }
    }

    /// The decision that takes no more ballots since then.
    #[must_use]
    pub fn ended(&self) -> Option<DecisionId> {
        match self {
            Self::Closed(e) => Some(e.decision),
            Self::Voided(e) => Some(e.decision),
            Self::Proposed(_)
            | Self::Amended(_)
            | Self::OptionSet(_)
            | Self::OptionWithdrawn(_)
            | Self::Linked(_)
            | Self::Unlinked(_)
            | Self::Opened(_)
            | Self::BallotCast(_)
            | Self::BallotCastPseudonymously(_)
            | Self::BallotCastSecretly(_)
            | Self::UrnStirred(_)
            | Self::ObjectionRaised(_)
            | Self::ObjectionLifted(_)
            | Self::MeetingBallotsEntered(_)
            | Self::MeetingBallotsWithdrawn(_)
            | Self::BallotsPublishedPart(_)
            | Self::LotDrawn(_)
            | Self::OutcomeRecorded(_) => None,
        }
    }
}
