//! Why a campaign's rules say no.

use super::answers::Unfit;
use crate::event::refusals;

refusals! {
    /// Why a campaign's rules say no.
    pub enum Refusal {
        /// There is no such campaign.
        UnknownDiagnostic = "unknown_diagnostic" Unknown,
        /// The id is another campaign's.
        IdTaken = "diagnostic_id_taken" Conflict,
        /// There is no such campaign to follow.
        UnknownFollowed = "unknown_followed_diagnostic" Invalid("/follows"),
        /// The tables of the campaign that it would follow are not published.
        FollowedUnpublished = "followed_diagnostic_unpublished" Conflict,
        /// It has been opened, and does not change any more.
        Opened = "diagnostic_opened" Conflict,
        /// It was given up.
        Abandoned = "diagnostic_abandoned" Conflict,
        /// There is no such question, or it was withdrawn.
        UnknownQuestion = "unknown_diagnostic_question" Unknown,
        /// It has as many questions as a campaign may have.
        TooManyQuestions = "too_many_questions" Conflict,
        /// The campaign that it follows has no such question, or it follows none.
        RepeatsUnknown = "repeats_unknown_question" Invalid("/repeats"),
        /// The question that it would ask again is answered in another way.
        RepeatsOtherKind = "repeats_another_kind" Invalid("/repeats"),
        /// The question is not answered by choosing.
        TakesNoChoices = "question_takes_no_choices" Conflict,
        /// There is no such choice, or it was withdrawn.
        UnknownChoice = "unknown_choice" Unknown,
        /// The question has as many choices as one may have.
        TooManyChoices = "too_many_choices" Conflict,
        /// It asks nothing.
        NoQuestions = "diagnostic_without_questions" Conflict,
        /// A question leaves nothing to choose between.
        TooFewChoices = "too_few_choices" Conflict,
        /// A question that is asked again has more or fewer choices than before.
        RepeatsDiffer = "repeats_differ" Conflict,
        /// It would close before it opens.
        ClosesTooSoon = "diagnostic_closes_too_soon" Invalid("/closes_at"),
        /// What the opening tells is not the network's number.
        OpeningDiffers = "diagnostic_opening_differs" Conflict,
        /// It is not open.
        NotOpen = "diagnostic_not_open" Conflict,
        /// It has closed in the meantime.
        Late = "answers_late" Conflict,
        /// They are not among the persons whom it asks.
        NotAddressed = "not_addressed" Forbidden,
        /// Nothing is answered.
        AnswersMissing = "answers_missing" Invalid("/answers"),
        /// There is no such question.
        AnswerToNoQuestion = "answer_to_no_question" Invalid("/answers"),
        /// The question is answered in another way.
        AnswerOfAnotherKind = "answer_of_another_kind" Invalid("/answers"),
        /// There is no such choice.
        AnswerUnknownChoice = "answer_unknown_choice" Invalid("/answers"),
        /// What is listed is not in ascending order, or one twice.
        AnswerNotInOrder = "answer_not_in_order" Invalid("/answers"),
        /// The number is not from 1 to 5.
        AnswerOutOfScale = "answer_out_of_scale" Invalid("/answers"),
        /// A word or a text says nothing.
        AnswerEmpty = "answer_empty" Invalid("/answers"),
        /// There are too many words or actors, or one is too long.
        AnswerTooLong = "answer_too_long" Invalid("/answers"),
        /// All answers together are too long.
        AnswersTooLong = "answers_too_long" Invalid("/answers"),
        /// There is no such actor to work with, or it is oneself.
        TieUnfit = "tie_unfit" Invalid("/answers"),
        /// The event does not tell whether they had answered before.
        WasDiffers = "answers_was_differs" Conflict,
        /// They have not answered, or took it back.
        NotAnswered = "not_answered" Unknown,
        /// It has been closed.
        Closed = "diagnostic_closed" Conflict,
        /// It has not been closed.
        NotClosed = "diagnostic_not_closed" Conflict,
        /// What is told of those who answered is not so.
        RespondentsDiffer = "respondents_differ" Conflict,
        /// Its tables are published, or this one is.
        Published = "table_published" Conflict,
        /// A table is not of the shape of its question, or tells of too few people.
        TableUnfit = "table_unfit" Conflict,
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::UnknownQuestion => Self::AnswerToNoQuestion,
            Unfit::OtherKind => Self::AnswerOfAnotherKind,
            Unfit::UnknownChoice => Self::AnswerUnknownChoice,
            Unfit::NotInOrder => Self::AnswerNotInOrder,
            Unfit::OutOfScale => Self::AnswerOutOfScale,
            Unfit::Empty => Self::AnswerEmpty,
            Unfit::TooLong => Self::AnswerTooLong,
        }
    }
}
