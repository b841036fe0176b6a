//! What happens to a selection.

use super::Candidates;
use super::criteria::{Criteria, CriterionNo, Frozen, Weight};
use super::score::Score;
use super::split::{Payers, SplitRule, Years};
use crate::candidate::MethodNo;
use crate::class::{CommonText, OwnText};
use crate::event::{Object, events};
use crate::ids::{CandidateId, DecisionId, MeetingId, Pseudonym, SelectionId, SpecificationVersionId, Stamp};
use crate::names::CurrencyCode;

events! {
    /// What happens to a selection.
    pub enum Event in crate::state::Event {
        /// It was prepared, with a criterion for each requirement that people want.
        "selection.prepared" v 1 signed = Prepared {
            /// Which.
            selection: SelectionId,
            /// By which version of which specification.
            version: SpecificationVersionId,
            /// What is looked for.
            title: CommonText,
            /// In what money costs are told.
            currency: CurrencyCode,
            /// The criteria that the version gives.
            criteria: Criteria,
        } of |e| vec![Object::Selection(e.selection), Object::SpecificationVersion(e.version)],

        /// A criterion was added, or what it counts was changed.
        "selection.criterion_set" v 1 signed = CriterionSet {
            /// Of which selection.
            selection: SelectionId,
            /// Its number: that of a criterion there is, or the next.
            criterion: CriterionNo,
            /// How much it counts.
            weight: Weight,
            /// What it is called; if that is absent, what it was called before.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            title: Option<CommonText>,
        } of |e| vec![Object::Selection(e.selection)],

        /// A criterion was withdrawn; its number is not given again.
        "selection.criterion_withdrawn" v 1 signed = CriterionWithdrawn {
            /// Of which selection.
            selection: SelectionId,
            /// Which.
            criterion: CriterionNo,
        } of |e| vec![Object::Selection(e.selection)],

        /// It was opened: criteria and candidates do not change any more, and are assessed.
        "selection.opened" v 1 signed = Opened {
            /// Which.
            selection: SelectionId,
            /// By what, in ascending order.
            criteria: Frozen,
            /// Of what, in ascending order.
            candidates: Candidates,
            /// Until when.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            assess_until: Option<Stamp>,
        } of |e| vec![Object::Selection(e.selection)],

        /// Somebody assessed a candidate by a criterion, or changed what they had said.
        "selection.assessed" v 1 scoped = Assessed {
            /// In which selection.
            selection: SelectionId,
            /// Who, inside this selection.
            assessor: Pseudonym,
            /// Which candidate.
            candidate: CandidateId,
            /// By which criterion.
            criterion: CriterionNo,
            /// How well it meets it.
            score: Score,
            /// What they said before; absent for the first time.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            was: Option<Score>,
            /// By how many other criteria they have assessed this candidate.
            here: u16,
            /// How many assessments they have given of other candidates.
            elsewhere: u16,
            /// What there is to say beside the score.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            comment: Option<OwnText>,
        } of |e| vec![Object::Selection(e.selection), Object::Candidate(e.candidate)],

        /// Somebody took back what they had said.
        "selection.assessment_withdrawn" v 1 scoped = AssessmentWithdrawn {
            /// In which selection.
            selection: SelectionId,
            /// Who, inside this selection.
            assessor: Pseudonym,
            /// Which candidate.
            candidate: CandidateId,
            /// By which criterion.
            criterion: CriterionNo,
            /// What they had said.
            was: Score,
            /// By how many other criteria they have assessed this candidate.
            here: u16,
            /// How many assessments they have given of other candidates.
            elsewhere: u16,
        } of |e| vec![Object::Selection(e.selection), Object::Candidate(e.candidate)],

        /// It was closed: assessments do not change any more.
        "selection.closed" v 1 signed = Closed {
            /// Which.
            selection: SelectionId,
        } of |e| vec![Object::Selection(e.selection)],

        /// It was planned how the cost of a candidate is shared; each payer is asked.
        "selection.split_planned" v 1 signed = SplitPlanned {
            /// In which selection.
            selection: SelectionId,
            /// Which plan this is, from 1; it replaces the one before.
            split: u16,
            /// The cost of which candidate.
            candidate: CandidateId,
            /// Set up in which way.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            method: Option<MethodNo>,
            /// Over how many years.
            years: Years,
            /// By what it is shared.
            rule: SplitRule,
            /// Who pays how much.
            payers: Payers,
        } of |e| {
            let payers = e.payers.as_slice().iter().map(|payer| Object::Actor(payer.actor));
            [Object::Selection(e.selection), Object::Candidate(e.candidate)].into_iter().chain(payers).collect()
        },

        /// One of the payers accepted its share.
        "selection.share_accepted" v 1 signed = ShareAccepted {
            /// In which selection.
            selection: SelectionId,
            /// Of which plan.
            split: u16,
        } of |e| vec![Object::Selection(e.selection)],

        /// One of the payers declined its share.
        "selection.share_declined" v 1 signed = ShareDeclined {
            /// In which selection.
            selection: SelectionId,
            /// Of which plan.
            split: u16,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<CommonText>,
        } of |e| vec![Object::Selection(e.selection)],

        /// A candidate was chosen, by a decision.
        "selection.chosen" v 1 signed = Chosen {
            /// In which selection.
            selection: SelectionId,
            /// Which.
            candidate: CandidateId,
            /// By which decision.
            decision: DecisionId,
        } of |e| {
            vec![Object::Selection(e.selection), Object::Candidate(e.candidate), Object::Decision(e.decision)]
        },

        /// It was given up.
        "selection.abandoned" v 1 signed = Abandoned {
            /// Which.
            selection: SelectionId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Selection(e.selection)],

        /// It was said in which meeting the candidates are presented, instead of the one before.
        "selection.presentation_linked" v 1 signed = PresentationLinked {
            /// Of which selection.
            selection: SelectionId,
            /// In which meeting.
            meeting: MeetingId,
        } of |e| vec![Object::Selection(e.selection), Object::Meeting(e.meeting)],

        /// That was taken back.
        "selection.presentation_unlinked" v 1 signed = PresentationUnlinked {
            /// Of which selection.
            selection: SelectionId,
            /// From which meeting.
            meeting: MeetingId,
        } of |e| vec![Object::Selection(e.selection), Object::Meeting(e.meeting)],
    }
}
