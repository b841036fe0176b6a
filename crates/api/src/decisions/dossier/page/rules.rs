//! The rules of a decision, a sentence each.

use domain::tally::rules::{Budget, BudgetRule, Limits, Method, Quorum};

use super::words::Words;
use crate::i18n::Arg;

/// The rules.
pub fn sentences(words: &Words<'_>) -> Vec<String> {
    let rules = words.rules;
    let mut told = method(&rules.method, words);
    if !matches!(rules.method, Method::Sortition { .. }) {
        told.push(words.choice("mode", rules.mode.as_str()));
        told.push(match rules.quorum {
            None => words.word("quorum-none"),
            Some(Quorum::Ballots(ballots)) => words.say("quorum-ballots", &[("count", ballots.into())]),
            Some(Quorum::Percent(percent)) => {
                words.say("quorum-percent", &[("percent", u8::from(percent).to_string().into())])
            }
        });
    }
    if rules.has_options() {
        told.push(words.choice("ties", rules.ties.as_str()));
    }
    told
}

fn method(method: &Method, words: &Words<'_>) -> Vec<String> {
    match method {
        Method::Consent {} => vec![words.word("rule-consent")],
        Method::Majority { threshold, base } => {
            let args = [("word", threshold.as_str().into()), ("base", base.as_str().into())];
            vec![words.say("rule-majority", &args)]
        }
        Method::Approval(approval) => {
            let mut told = vec![words.say("rule-approval", &[("winners", approval.winners.into())])];
            told.extend(approval.most.map(|most| words.say("rule-approval-most", &[("count", most.into())])));
            let least = |least| words.say("rule-approval-least", &[("percent", u8::from(least).to_string().into())]);
            told.extend(approval.least.map(least));
            told
        }
        Method::Score(score) => {
            let args = [("winners", score.winners.into()), ("highest", score.highest.to_string().into())];
            vec![words.say("rule-score", &args)]
        }
        Method::Judgement { grades } => {
            let best = grades.saturating_sub(1).to_string();
            vec![words.say("rule-judgement", &[("best", best.into())])]
        }
        Method::Runoff {} => vec![words.word("rule-runoff")],
        Method::Budget(rules) => budget(rules, words),
        Method::Sortition { seats } => vec![words.say("rule-sortition", &[("seats", (*seats).into())])],
    }
}

fn budget(rules: &Budget, words: &Words<'_>) -> Vec<String> {
    let amount = words.money(rules.budget.minor.get());
    let mut told = vec![
        words.say("rule-budget", &[("budget", amount.into())]),
        words.choice("rule-budget-ballot", rules.ballot.as_str()),
    ];
    let limits = limits(&rules.limits, words);
    if !limits.is_empty() {
        told.push(words.say("rule-budget-limits", &[("limits", limits.into())]));
    }
    let satisfaction = || Arg::from(words.choice("satisfaction", rules.satisfaction.as_str()));
    match rules.rule {
        BudgetRule::Greedy {} => told.push(words.say("rule-greedy", &[("satisfaction", satisfaction())])),
        BudgetRule::EqualShares { completion } => {
            told.push(words.word("rule-shares"));
            told.push(words.say("rule-shares-worth", &[("satisfaction", satisfaction())]));
            told.push(words.choice("rule-shares-completion", completion.as_str()));
        }
    }
    told
}

fn limits(limits: &Limits, words: &Words<'_>) -> String {
    let Limits { min_length, max_length, max_sum_cost, min_points, max_points, min_sum_points, max_sum_points } =
        *limits;
    let bound = |id: &str, count: Option<u32>| count.map(|count| words.say(id, &[("count", count.into())]));
    let cost = max_sum_cost.map(|cost| words.say("limit-cost", &[("cost", words.money(cost.get()).into())]));
    let told = [
        bound("limit-min-length", min_length.map(u32::from)),
        bound("limit-max-length", max_length.map(u32::from)),
        bound("limit-min-points", min_points.map(u32::from)),
        bound("limit-max-points", max_points.map(u32::from)),
        bound("limit-min-sum-points", min_sum_points),
        bound("limit-max-sum-points", max_sum_points),
        cost,
    ];
    words.listed(told.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use domain::tally::rules::Rules;

    use super::*;
    use crate::i18n::Language;

    #[test]
    fn all_rules_have_sentences_in_every_language() {
        let mut drawn = 0_u64;
        // A walk through every choice that an example may draw.
        let examples = (0..4_000).map(|_| {
            drawn += 1;
            let mut state = drawn;
            <Rules as domain::class::LogSafe>::example(&mut |below: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) % below
            })
        });
        for rules in examples {
            for language in [Language::English, Language::French] {
                let words = Words::bare(&rules, language);
                let told = sentences(&words);
                let is_told = |told: &String| told.ends_with('.') && !told.contains(['{', '}']);
                assert!(!told.is_empty() && told.iter().all(is_told), "{language:?} {rules:?}: {told:#?}");
            }
        }
    }
}
