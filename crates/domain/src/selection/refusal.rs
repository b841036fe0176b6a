//! Why selections say no.

use crate::event::refusals;

refusals! {
    /// Why selections say no.
    pub enum Refusal {
        /// There is no such selection.
        UnknownSelection = "unknown_selection" Unknown,
        /// The id is in use.
        IdTaken = "selection_id_taken" Conflict,
        /// There is no such version of a specification.
        UnknownVersion = "unknown_selection_version" Invalid("/version"),
        /// The version was not adopted.
        VersionNotAdopted = "selection_version_not_adopted" Conflict,
        /// The criteria are not those that the version gives.
        CriteriaDiffer = "selection_criteria_differ" Conflict,
        /// It was opened: criteria do not change any more.
        Opened = "selection_opened" Conflict,
        /// There is no such criterion.
        UnknownCriterion = "unknown_criterion" Unknown,
        /// It has as many criteria as a selection may have.
        TooManyCriteria = "too_many_criteria" Conflict,
        /// A criterion that is made of no requirement needs a title.
        CriterionUntitled = "criterion_untitled" Invalid("/title"),
        /// No criterion counts anything.
        NothingCounts = "selection_nothing_counts" Conflict,
        /// There is nothing to choose between.
        TooFewCandidates = "too_few_candidates" Conflict,
        /// Nobody could assess any more.
        AssessUntilPast = "assess_until_past" Invalid("/assess_until"),
        /// What the opening tells is not what was prepared.
        OpeningDiffers = "selection_opening_differs" Conflict,
        /// It is not open to assessment.
        NotOpen = "selection_not_open" Conflict,
        /// The time for assessing is over.
        Late = "assessment_late" Conflict,
        /// Only persons assess.
        NotAPerson = "assessor_not_a_person" Forbidden,
        /// It is not one of the candidates, or was withdrawn.
        CandidateUnfit = "selection_candidate_unfit" Invalid("/candidate"),
        /// It is not one of the criteria.
        CriterionUnfit = "selection_criterion_unfit" Invalid("/criterion"),
        /// The event does not tell what the person said before.
        WasDiffers = "assessment_was_differs" Conflict,
        /// The person said nothing of the candidate by that criterion.
        NotAssessed = "not_assessed" Unknown,
        /// It is not open any more, or not yet.
        NotClosed = "selection_not_closed" Conflict,
        /// A candidate was chosen, or the selection given up.
        Over = "selection_over" Conflict,
        /// It has not been opened.
        NotOpened = "selection_not_opened" Conflict,
        /// There is no such way to set the candidate up.
        MethodUnfit = "split_method_unfit" Invalid("/method"),
        /// Nobody pays.
        PayersMissing = "payers_missing" Invalid("/payers"),
        /// Somebody pays twice.
        PayerTwice = "payer_twice" Invalid("/payers"),
        /// There is no such actor.
        UnknownPayer = "unknown_payer" Invalid("/payers"),
        /// One of them has left.
        PayerLeft = "payer_left" Conflict,
        /// A payer has no basis, or one other than 1 where all pay the same.
        BasisUnfit = "payer_basis_unfit" Invalid("/payers"),
        /// The cost is above the greatest amount that is reckoned with.
        SplitTooLarge = "split_too_large" Conflict,
        /// The shares are not those that the rule gives.
        SharesDiffer = "shares_differ" Conflict,
        /// It has been planned as often as can be told.
        TooManySplits = "too_many_splits" Conflict,
        /// Nothing was planned.
        NoSplit = "no_split" Conflict,
        /// Another plan has replaced it.
        SplitReplaced = "split_replaced" Conflict,
        /// What the candidate costs was corrected since it was planned.
        SplitOutdated = "split_outdated" Conflict,
        /// Only those who are to pay answer.
        NotAPayer = "not_a_payer" Forbidden,
        /// The payer answered so already.
        AnsweredSo = "share_answered_so" Conflict,
        /// There is no such decision.
        UnknownDecision = "unknown_selection_decision" Invalid("/decision"),
        /// Nothing has come of the decision yet.
        Undecided = "selection_undecided" Conflict,
        /// When it opened, the decision was not about this.
        DecisionUnlinked = "selection_decision_unlinked" Conflict,
        /// The decision came to something else.
        DecidedOtherwise = "selection_decided_otherwise" Conflict,
        /// There is no such meeting.
        UnknownMeeting = "unknown_presentation_meeting" Invalid("/meeting"),
        /// The meeting is no presentation, or was cancelled.
        NoPresentation = "not_a_presentation" Invalid("/meeting"),
        /// It is presented there already, or nowhere.
        PresentationDiffers = "presentation_differs" Conflict,
    }
}
