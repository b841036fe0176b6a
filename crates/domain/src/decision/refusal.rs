//! Why decisions say no.

use crate::event::refusals;
use crate::tally::ballot::Unfit;
use crate::tally::rules::Senseless;

refusals! {
    /// Why decisions say no.
    pub enum Refusal {
        /// There is no such decision.
        UnknownDecision = "unknown_decision" Unknown,
        /// The id of the decision, or of its urn, is in use.
        IdTaken = "decision_id_taken" Conflict,
        /// A number of the rules is out of its range, or two contradict each other.
        RulesSenseless = "rules_senseless" Invalid("/rules/method"),
        /// The method is not counted in this ballot mode.
        ModeUnfit = "ballot_mode_unfit" Invalid("/rules/mode"),
        /// Ties cannot be broken so.
        TiesUnfit = "ties_unfit" Invalid("/rules/ties"),
        /// It closes before it opens, or has to close already.
        ClosesTooSoon = "closes_too_soon" Invalid("/closes_at"),
        /// Somebody draws lots, and nobody votes: it closes when they are drawn.
        ClosesByLot = "closes_by_lot" Invalid("/closes_at"),
        /// Lots depend on a public draw that is named, and happens after the opening and not before the close.
        DrawMissing = "draw_missing" Invalid("/draws_at"),
        /// Nothing depends on a lot.
        DrawUnneeded = "draw_unneeded" Invalid("/draws_at"),
        /// Somebody who is listed does not take part.
        UnknownElector = "unknown_elector" Invalid("/electorate/actors"),
        /// It has been opened: nothing is changed any more.
        Opened = "decision_opened" Conflict,
        /// It was declared void.
        Voided = "decision_voided" Conflict,
        /// The time for it to open has not come.
        OpensLater = "decision_opens_later" Conflict,
        /// There is nothing to choose between.
        TooFewOptions = "too_few_options" Conflict,
        /// A proposal takes no options.
        TakesNoOptions = "takes_no_options" Conflict,
        /// It has as many options as a decision may have.
        TooManyOptions = "too_many_options" Conflict,
        /// There is no such option.
        UnknownOption = "unknown_option" Unknown,
        /// A project of a budget needs a cost, in the budget's currency and not below nothing.
        CostUnfit = "cost_unfit" Invalid("/cost"),
        /// A project of the budget has no cost, or one of another currency.
        CostMissing = "cost_missing" Conflict,
        /// There is no such tool to choose, or it was withdrawn.
        UnknownCandidate = "unknown_option_candidate" Invalid("/candidate"),
        /// Another option stands for the same tool.
        CandidateTwice = "option_candidate_twice" Conflict,
        /// There is nothing that it could come from.
        UnknownOrigin = "unknown_decision_origin" Invalid("/to"),
        /// What it would come from takes no part, was cancelled, or was voided.
        OriginGone = "decision_origin_gone" Conflict,
        /// It has as many links as a decision may have.
        TooManyLinks = "too_many_links" Conflict,
        /// It has been linked so, or has not.
        LinkDiffers = "decision_link_differs" Conflict,
        /// Its ballots together could not be published in one frame.
        SecretTooLarge = "secret_vote_too_large" Conflict,
        /// What the opening tells is not what was proposed.
        OpeningDiffers = "opening_differs" Conflict,
        /// It is not open.
        NotOpen = "decision_not_open" Conflict,
        /// It has closed in the meantime.
        Late = "ballot_late" Conflict,
        /// They are not among those who may vote.
        NotInElectorate = "not_in_electorate" Forbidden,
        /// Ballots are cast in another mode.
        OtherMode = "ballot_of_another_mode" Conflict,
        /// It is a ballot of another method.
        OtherMethod = "ballot_of_another_method" Invalid("/ballot"),
        /// The ballot names an option that does not stand.
        BallotUnknownOption = "ballot_unknown_option" Invalid("/ballot"),
        /// The ballot names an option twice, or not in ascending order where it has no order of its own.
        BallotRepeats = "ballot_repeats" Invalid("/ballot"),
        /// The ballot names too few options.
        BallotTooShort = "ballot_too_short" Invalid("/ballot"),
        /// The ballot names too many options.
        BallotTooLong = "ballot_too_long" Invalid("/ballot"),
        /// The ballot gives an option too few or too many points.
        BallotPointsOutOfRange = "ballot_points_out_of_range" Invalid("/ballot"),
        /// The ballot gives too few or too many points in all.
        BallotSumOutOfRange = "ballot_sum_out_of_range" Invalid("/ballot"),
        /// What the ballot names costs more than a ballot may.
        BallotOverBudget = "ballot_over_budget" Invalid("/ballot"),
        /// An objection needs its reason.
        ObjectionUnreasoned = "objection_unreasoned" Invalid("/ballot"),
        /// The decision is not taken by consent.
        NotByConsent = "not_by_consent" Conflict,
        /// They do not object.
        NoObjection = "no_objection" Conflict,
        /// The event does not tell the voter's ballot before.
        WasDiffers = "ballot_was_differs" Conflict,
        /// The voter has cast one.
        CastAlready = "ballot_cast_already" Conflict,
        /// What it is told to correct, or when it happened, would tell a secret ballot from others.
        ToldApart = "secret_ballot_told_apart" Parameter("corrects"),
        /// Nobody votes: lots are drawn.
        NobodyVotes = "nobody_votes" Conflict,
        /// There is no such meeting.
        UnknownMeeting = "unknown_ballot_meeting" Invalid("/meeting"),
        /// The meeting was cancelled, or has not begun.
        MeetingUnfit = "ballot_meeting_unfit" Conflict,
        /// Secret ballots are cast one by one.
        SecretOneByOne = "secret_ballots_one_by_one" Conflict,
        /// Somebody who may say so saw it.
        WitnessMissing = "witness_missing" Invalid("/witnesses"),
        /// There is no such actor.
        UnknownWitness = "unknown_witness" Invalid("/witnesses"),
        /// There would be more ballots than voters.
        MoreBallotsThanVoters = "more_ballots_than_voters" Conflict,
        /// There is no such entry, or it is not the next.
        UnknownEntry = "unknown_ballot_entry" Unknown,
        /// The urn cannot be opened any more.
        UrnUnreadable = "urn_unreadable" Conflict,
        /// What is told of the ballots is not what was cast.
        BallotsDiffer = "ballots_differ" Conflict,
        /// It has not been closed, or its ballots are not all published.
        NotClosed = "decision_not_closed" Conflict,
        /// What came of it is recorded.
        Decided = "decision_decided" Conflict,
        /// What was counted is not what was cast.
        InputDiffers = "tally_input_differs" Conflict,
        /// The lot that it depends on is not drawn.
        LotMissing = "lot_missing" Conflict,
        /// Nothing depends on a lot, or it is drawn.
        NoLot = "no_lot" Conflict,
        /// The public draw has not taken place.
        DrawTooEarly = "draw_too_early" Conflict,
        /// What is told is not what was promised.
        NotAsPromised = "not_as_promised" Conflict,
    }
}

impl From<Senseless> for Refusal {
    fn from(senseless: Senseless) -> Self {
        match senseless {
            Senseless::Parameter => Self::RulesSenseless,
            Senseless::Mode => Self::ModeUnfit,
            Senseless::Ties => Self::TiesUnfit,
        }
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::OtherMethod => Self::OtherMethod,
            Unfit::UnknownOption => Self::BallotUnknownOption,
            Unfit::Repeated => Self::BallotRepeats,
            Unfit::TooFew => Self::BallotTooShort,
            Unfit::TooMany => Self::BallotTooLong,
            Unfit::PointsOutOfRange => Self::BallotPointsOutOfRange,
            Unfit::SumOutOfRange => Self::BallotSumOutOfRange,
            Unfit::OverBudget => Self::BallotOverBudget,
        }
    }
}
