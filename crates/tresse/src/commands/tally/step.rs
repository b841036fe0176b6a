//! The steps of a count, a line each.

use domain::tally::ballot::OptionNo;
use domain::tally::outcome::{Outcome, Sums};
use domain::tally::rules::TieBreak;
use domain::tally::trace::{QuorumCount, Step};

use super::names::{Names, listed, plain};

/// A step as a person would tell it.
pub fn line(step: &Step, names: &Names<'_>) -> String {
    let called = |option: &OptionNo| names.option(*option);
    match step {
        Step::Quorum(quorum) => turnout(quorum),
        Step::Summed { sums: told } => format!("The ballots sum up to: {}.", sums(told, names)),
        Step::Held { yes, needed, of } => format!("{yes} of {of} say yes; at least {needed} had to."),
        Step::Short { option, has, needed } => format!("{} has {has} and needed {needed}.", called(option)),
        Step::Tied { between, first, by } => {
            format!("Equal: {}. First comes {}, {}.", names.options(between), called(first), tie(*by))
        }
        Step::Won { option, with } => format!("{} wins with {with}.", called(option)),
        Step::Graded { option, median, counts } => {
            let counts = (0..).zip(counts).map(|(grade, count)| format!("{count} gave {grade}"));
            format!("{} has the median grade {median}: {}.", called(option), listed(counts))
        }
        Step::Regraded { removed, medians } => {
            let medians = medians.iter().map(|(option, median)| format!("{} {median}", called(option)));
            format!("Without {removed} median grade(s) of each: {}.", listed(medians))
        }
        Step::Round { round, counts, exhausted } => {
            let counts = counts.iter().map(|(option, count)| format!("{} {count}", called(option)));
            format!("Round {round}: {}; {exhausted} ballot(s) rank none of these.", listed(counts))
        }
        Step::TakenOut { option } => format!("{} is taken out.", called(option)),
        Step::Drawn { actor, key } => format!("Drawn: {actor}, by its key {}.", plain(key)),
        Step::Funded { option, votes, cost, left } => {
            let (cost, left) = (names.money(*cost), names.money(*left));
            format!("{} with {votes} is funded for {cost}; {left} is left.", called(option))
        }
        Step::Skipped { option, cost, left } => {
            let (cost, left) = (names.money(*cost), names.money(*left));
            format!("{} for {cost} does not fit into the {left} that is left.", called(option))
        }
        Step::Shared { share, added } => shared(share, *added, names),
        Step::Bought { option, payers: 0, .. } => format!("{} costs nothing, and somebody wants it.", called(option)),
        Step::Bought { option, price, payers, emptied, cost } => {
            let (cost, price) = (names.money(*cost), names.price(price));
            format!("{} is bought for {cost} by {payers}: each pays {price}{}.", called(option), given_all(*emptied))
        }
        Step::Completed { added, would_exceed } => {
            let why = if *would_exceed { "one more would cost more than the budget" } else { "nothing more fits" };
            format!("The run with {} added for everybody stands: {why}.", names.hundreds(*added))
        }
    }
}

fn shared(share: &str, added: u64, names: &Names<'_>) -> String {
    let added = if added > 0 { format!(", {} of it added", names.hundreds(added)) } else { String::new() };
    format!("Everybody has {}{added}.", names.share(share))
}

fn given_all(emptied: u64) -> String {
    if emptied > 0 { format!(", or all that is left: {emptied} of them") } else { String::new() }
}

fn turnout(quorum: &QuorumCount) -> String {
    let QuorumCount { needed, cast, electorate, is_met } = quorum;
    let needed = match (needed, is_met) {
        (0, _) => "no quorum is asked for".to_owned(),
        (needed, true) => format!("{needed} had to, and did"),
        (needed, false) => format!("{needed} had to: too few took part"),
    };
    format!("{cast} of {electorate} voted; {needed}.")
}

/// What an outcome says.
pub fn outcome(outcome: &Outcome, names: &Names<'_>) -> String {
    match outcome {
        Outcome::Passed {} => "passed".into(),
        Outcome::Rejected {} => "rejected".into(),
        Outcome::Elected { options } => names.options(options.as_slice()),
        Outcome::Drawn { actors } => listed(actors.as_slice().iter().map(ToString::to_string)),
        Outcome::NothingElected {} => "nothing is elected".into(),
        Outcome::NoQuorum {} => "no quorum: nothing is decided".into(),
    }
}

/// What sums say.
pub fn sums(sums: &Sums, names: &Names<'_>) -> String {
    match sums {
        Sums::Says { yes, no, abstain } => format!("{yes} yes, {no} no, {abstain} abstentions"),
        Sums::Options(sums) => listed(sums.iter().map(|(option, sum)| format!("{} {sum}", names.option(*option)))),
        Sums::Untold {} => "untold".into(),
    }
}

/// How equals are told apart.
pub fn tie(by: TieBreak) -> &'static str {
    match by {
        TieBreak::ListedFirst => "the one that was listed first",
        TieBreak::ListedLast => "the one that was listed last",
        TieBreak::Cheaper => "the cheaper one, then the one that was listed first",
        TieBreak::Lot => "by lot",
    }
}
