//! The rules of a decision, in sentences.

use domain::tally::rules::{
    BallotMode, Base, Budget, BudgetBallot, BudgetRule, Completion, Limits, Method, Quorum, Rules, Satisfaction,
    Threshold,
};

use super::names::{Names, listed};
use super::step;

/// The rules.
pub fn rules(rules: &Rules, names: &Names<'_>) -> String {
    let mode = match rules.mode {
        BallotMode::RollCall => " Ballots name their voters.",
        BallotMode::Pseudonymous => " Ballots stand under pseudonyms.",
        BallotMode::Secret => " Ballots are secret.",
    };
    let mode = if matches!(rules.method, Method::Sortition { .. }) { "" } else { mode };
    let quorum = match rules.quorum {
        None => String::new(),
        Some(Quorum::Ballots(ballots)) => format!(" At least {ballots} must vote."),
        Some(Quorum::Percent(percent)) => format!(" At least {} % of the electorate must vote.", u8::from(percent)),
    };
    let first = step::tie(rules.ties);
    let ties = if rules.has_options() { format!(" Among equals comes first: {first}.") } else { String::new() };
    format!("{}{mode}{quorum}{ties}", method(&rules.method, names))
}

fn method(method: &Method, names: &Names<'_>) -> String {
    match method {
        Method::Consent {} => "The proposal passes when somebody takes part and no objection stands.".into(),
        Method::Majority { threshold, base } => majority(*threshold, *base),
        Method::Approval(approval) => {
            let most = approval.most.map(|most| format!("; a ballot names at most {most}")).unwrap_or_default();
            let least = approval
                .least
                .map(|least| format!("; a winner is approved by at least {} % of those who vote", u8::from(least)));
            format!("{} that most approve{most}{}.", winners(approval.winners), least.unwrap_or_default())
        }
        Method::Score(score) => {
            format!("{} with the greatest sum of scores from 0 to {}.", winners(score.winners), score.highest)
        }
        Method::Judgement { grades } => format!(
            "The option with the best median grade, from 0 to {}, wins; of those with the same, one median grade each is \
             taken away until they differ.",
            u16::from(*grades).saturating_sub(1)
        ),
        Method::Runoff {} => {
            "Of the ranked options, the one that the fewest rank first is taken out, again and again, \
                              until one has more than half."
                .into()
        }
        Method::Budget(rules) => budget(rules, names),
        Method::Sortition { seats } => {
            format!("{seats} are drawn by lot: those whose SHA-256 of seed and id is the smallest.")
        }
    }
}

fn winners(winners: u16) -> String {
    if winners == 1 { "The option wins".into() } else { format!("The {winners} options win") }
}

fn majority(threshold: Threshold, base: Base) -> String {
    let base = match base {
        Base::Expressed => "those who say yes or no",
        Base::Cast => "those who vote",
        Base::Electorate => "those who might vote",
    };
    match threshold {
        Threshold::Simple => "The proposal passes when more say yes than no.".into(),
        Threshold::Absolute => format!("The proposal passes when more than half of {base} say yes."),
        Threshold::TwoThirds => format!("The proposal passes when at least two thirds of {base} say yes."),
    }
}

fn budget(rules: &Budget, names: &Names<'_>) -> String {
    let ballot = match rules.ballot {
        BudgetBallot::Approval => "approve projects",
        BudgetBallot::Choose1 => "choose one project",
        BudgetBallot::Ordinal => "rank projects",
        BudgetBallot::Cumulative => "share out points among projects",
        BudgetBallot::Scoring => "give points to projects",
    };
    let worth = match rules.satisfaction {
        Satisfaction::Votes => "1",
        Satisfaction::Cost => "its cost",
        Satisfaction::Points => "its points",
        Satisfaction::PointsTimesCost => "its points times its cost",
        Satisfaction::Borda0 => "the number of projects ranked behind it",
        Satisfaction::Borda1 => "the number of projects ranked behind it, and 1",
        Satisfaction::Borda1TimesCost => "the number of projects ranked behind it, and 1, times its cost",
    };
    let rule = match rules.rule {
        BudgetRule::Greedy {} => format!(
            "A project counts {worth} on each ballot that names it; those that count most are funded first, and what does \
             not fit any more is skipped."
        ),
        BudgetRule::EqualShares { completion } => {
            let completion = match completion {
                Completion::None => "",
                Completion::AddOne => {
                    " Everybody is given one unit more, again and again, as long as it fits into the budget."
                }
                Completion::AddOneThenUtilitarian => {
                    " Everybody is given one unit more, again and again, as long as it fits into the budget; then come \
                     those that count most, as far as what is left goes."
                }
            };
            format!(
                "Method of Equal Shares: everybody has the same share of the budget, and buys projects together with the \
                 others whom they serve; a project is worth {worth} to whoever names it.{completion}"
            )
        }
    };
    format!("{} is spent. Voters {ballot}.{} {rule}", names.money(rules.budget.minor.get()), limits(rules, names))
}

fn limits(rules: &Budget, names: &Names<'_>) -> String {
    let Limits { min_length, max_length, max_sum_cost, min_points, max_points, min_sum_points, max_sum_points } =
        rules.limits;
    let range = |low: Option<u32>, high: Option<u32>, what: &str| match (low, high) {
        (None, None) => None,
        (Some(low), None) => Some(format!("at least {low} {what}")),
        (None, Some(high)) => Some(format!("at most {high} {what}")),
        (Some(low), Some(high)) => Some(format!("{low} to {high} {what}")),
    };
    let cost = max_sum_cost.map(|cost| format!("projects for at most {}", names.money(cost.get())));
    let limits = [
        range(min_length.map(u32::from), max_length.map(u32::from), "projects"),
        range(min_points.map(u32::from), max_points.map(u32::from), "points for each"),
        range(min_sum_points, max_sum_points, "points in all"),
        cost,
    ];
    let limits = listed(limits.into_iter().flatten());
    if limits.is_empty() { limits } else { format!(" A ballot that is not blank has {limits}.") }
}
