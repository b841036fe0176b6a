//! Why requirements say no.

use crate::event::refusals;

refusals! {
    /// Why requirements say no.
    pub enum Refusal {
        /// There is no such requirement.
        UnknownRequirement = "unknown_requirement" Unknown,
        /// The id is in use.
        IdTaken = "requirement_id_taken" Conflict,
        /// There is no such specification.
        NoSpecification = "requirement_without_specification" Unknown,
        /// There is nothing that it could come from.
        UnknownSource = "requirement_source_unknown" Invalid("/from"),
        /// What it would come from takes no part.
        SourceGone = "requirement_source_gone" Conflict,
        /// As many stand as may stand.
        TooMany = "too_many_requirements" Conflict,
        /// Others stand for it.
        IsSplit = "requirement_split" Conflict,
        /// Another stands for it.
        IsMerged = "requirement_merged" Conflict,
        /// It was rejected.
        IsRejected = "requirement_rejected" Conflict,
        /// It was not rejected.
        NotRejected = "requirement_not_rejected" Conflict,
        /// It has no such amendment.
        UnknownAmendment = "unknown_amendment" Unknown,
        /// The amendment was withdrawn, accepted or refused.
        AmendmentOver = "amendment_over" Conflict,
        /// The event does not give it the next number.
        AmendmentNumber = "amendment_number_differs" Conflict,
        /// It has as many amendments as it may have.
        TooManyAmendments = "too_many_amendments" Conflict,
        /// Its author's data was erased, and its text with it.
        AmendmentErased = "amendment_erased" Conflict,
        /// The event makes it another kind than the amendment.
        AmendmentKind = "amendment_kind_differs" Conflict,
        /// There is no such decision.
        UnknownDecision = "amendment_decision_unknown" Invalid("/decision"),
        /// Nothing came of the decision, or not yet.
        Undecided = "amendment_not_decided" Conflict,
        /// The decision was not linked to the requirement when it opened.
        DecisionUnlinked = "amendment_decision_not_linked" Conflict,
        /// The decision says otherwise.
        DecidedOtherwise = "amendment_decided_otherwise" Conflict,
        /// The event does not tell the person's priority before.
        PriorityWas = "priority_was_differs" Conflict,
        /// It is split into two at least.
        TooFewParts = "split_into_too_few" Invalid("/into"),
        /// There is no such part.
        UnknownPart = "split_part_unknown" Invalid("/into"),
        /// A part does not stand, is of another specification, or does not come from what is split.
        UnfitPart = "split_part_unfit" Conflict,
        /// There is nothing to merge.
        NothingToMerge = "requirement_merge_empty" Invalid("/sources"),
        /// Nothing is merged into itself.
        MergedIntoItself = "requirement_merged_into_itself" Invalid("/sources"),
        /// There is no such requirement to merge.
        UnknownMerged = "requirement_to_merge_unknown" Invalid("/sources"),
        /// What is to be merged does not stand, or is of another specification.
        UnfitMerged = "requirement_to_merge_unfit" Conflict,
    }
}
