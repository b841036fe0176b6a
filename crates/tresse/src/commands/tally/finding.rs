//! What is wrong with a decision, and what its file cannot tell, in sentences.

use domain::tally::ballot::Unfit;
use domain::tally::check::{Finding, Listing, Unchecked};
use domain::tally::input::Sha;
use domain::tally::rules::Senseless;

use super::names::Names;
use super::step::{outcome, sums};

/// What is wrong.
pub fn finding(finding: &Finding, names: &Names<'_>) -> String {
    match finding {
        Finding::ElectorateHash { stated, recomputed } => {
            format!("The electorate was opened with the hash {stated}, and has {recomputed}.")
        }
        Finding::ElectorateCount { stated, listed } => {
            format!("The electorate was opened with {stated}, and has {listed}.")
        }
        Finding::ElectorateDiffers { stated, counted_with } => {
            format!("The electorate was opened with {stated}, and the count was made for {counted_with}.")
        }
        Finding::NotInOrder { listing } => not_in_order(*listing),
        Finding::SeedNotAsPromised { promised, recomputed } => {
            format!("The secret that was told has the hash {recomputed}; promised was {promised}.")
        }
        Finding::SeedDiffers { counted_with, recomputed } => {
            format!("Lots were drawn from {}; secret and draw make {}.", seed(*counted_with), seed(*recomputed))
        }
        Finding::SeedMissing {} => "The outcome depends on lots, and there is no seed to draw them from.".into(),
        Finding::InputHash { recorded, recomputed } => {
            let recorded = recorded.map_or("no hash".to_owned(), |recorded| format!("the hash {recorded}"));
            format!("The outcome was recorded for an input with {recorded}; this one has {recomputed}.")
        }
        Finding::OtherDecision { input } => format!("The input is of another decision, {input}."),
        Finding::RulesMakeNoSense { why } => senseless(*why).into(),
        Finding::TooManyOptions { options } => format!("{options} options are more than a decision may have."),
        Finding::OptionUnfit { option } => {
            format!("{} has too great a number, or a cost that is missing or negative.", names.option(*option))
        }
        Finding::OptionNotListed { option } => {
            format!("{} was counted, and is not among the decision's options.", names.option(*option))
        }
        Finding::PoolDiffers {} => "Those among whom lots are drawn are not the electorate.".into(),
        Finding::BallotUnfit { index, why } => format!("Ballot {index} is not counted: {}.", unfit(*why)),
        Finding::VoterUnfit { index } => format!("Ballot {index} names its voter otherwise than the rules say."),
        Finding::CountUnfit { index, count } => format!("Ballot {index} counts {count} times."),
        Finding::VoterTwice { voter } => format!("{voter} has more than one ballot."),
        Finding::VoterNotInElectorate { voter } => format!("{voter} voted, and is not in the electorate."),
        Finding::MoreBallotsThanVoters { cast, electorate } => {
            format!("There are {cast} ballots, and {electorate} who might vote.")
        }
        Finding::OutcomeDiffers { recorded, recomputed } => {
            differs("outcome", &outcome(recorded, names), &outcome(recomputed, names))
        }
        Finding::SumsDiffer { recorded, recomputed } => {
            differs("sums", &sums(recorded, names), &sums(recomputed, names))
        }
    }
}

fn differs(what: &str, recorded: &str, recomputed: &str) -> String {
    format!("Recorded as {what}: {recorded}. The ballots come to: {recomputed}.")
}

fn seed(seed: Option<Sha>) -> String {
    seed.map_or_else(|| "no seed".into(), |seed| format!("the seed {seed}"))
}

fn not_in_order(listing: Listing) -> String {
    let listing = match listing {
        Listing::Electorate => "The ids of the electorate",
        Listing::Pool => "The ids among which lots are drawn",
        Listing::Titles => "The titles",
        Listing::Options => "The options",
        Listing::Ballots => return "The ballots are not in their order.".into(),
    };
    format!("{listing} are not in ascending order, or one is there twice.")
}

fn senseless(why: Senseless) -> &'static str {
    match why {
        Senseless::Parameter => "A number of the rules is out of its range, or two contradict each other.",
        Senseless::Mode => "The method is not counted in this ballot mode.",
        Senseless::Ties => "Equals cannot be told apart by these rules.",
    }
}

fn unfit(why: Unfit) -> &'static str {
    match why {
        Unfit::OtherMethod => "it is a ballot of another method",
        Unfit::UnknownOption => "it names an option that did not stand",
        Unfit::Repeated => "it names an option twice, or not in order",
        Unfit::TooFew => "it names too few options",
        Unfit::TooMany => "it names too many options",
        Unfit::PointsOutOfRange => "it gives an option too few or too many points",
        Unfit::SumOutOfRange => "it gives too few or too many points in all",
        Unfit::OverBudget => "what it names costs more than a ballot may",
    }
}

/// What a file cannot tell.
pub fn unchecked(unchecked: Unchecked) -> &'static str {
    match unchecked {
        Unchecked::BallotsNotPublished => "The ballots are not published; nothing was counted.",
        Unchecked::NotCounted => "Rules or options make no sense; nothing was counted.",
        Unchecked::NoOutcomeYet => "No outcome is recorded yet to hold the count against.",
        Unchecked::BareInput => "There is nothing to hold the count against, and nothing about who might vote.",
        Unchecked::SeedNotTold => "The seed is not told yet; what depends on lots may come out otherwise.",
        Unchecked::PublicDraw => {
            "Whether the numbers are those of the public draw: look them up where it publishes them."
        }
        Unchecked::EligibilityOfPseudonyms => "Whether each pseudonym is one person who might vote.",
        Unchecked::VotersOfUnnamedBallots => "Who cast the ballots that name no voter, and whether each did once.",
        Unchecked::ElectorateByItsRule => "Whether the electorate is whom its rule names: that takes the history.",
        Unchecked::History => "Whether this file says what the history says.",
    }
}
