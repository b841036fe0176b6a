//! Commands of moderation, mostly about the first statements and the idea.

use domain::class::{CommonText, OwnText};
use domain::ids::{ContributionId, Pseudonym};
use domain::moderation::{AppealDecided, AppealOutcome, Appealed, Command, Outcome, ReportReason, Reported};

use super::{Make, contribution, one_of, text};

fn of(n: u8) -> ContributionId {
    contribution(if n < 10 { 4 + n % 3 } else { n })
}

pub const COMMANDS: &[(u32, Make)] = &[
    (5, |(a, b, c, _)| {
        let (contribution, reporter, reason) = (of(a), Pseudonym([b % 3; 16]), one_of(ReportReason::ALL, c));
        Command::Report(Reported { contribution, reporter, reason }).into()
    }),
    (6, |(a, b, c, d)| {
        Command::Review {
            contribution: of(a),
            outcome: one_of(Outcome::ALL, b),
            automatic: c % 2 == 0,
            rationale: CommonText(text(c)),
            rule: (d != 0).then(|| CommonText(text(d))),
        }
        .into()
    }),
    (5, |(a, b, ..)| Command::Appeal(Appealed { contribution: of(a), reason: OwnText(text(b)) }).into()),
    (6, |(a, b, c, _)| {
        let (contribution, outcome, rationale) = (of(a), one_of(AppealOutcome::ALL, b), CommonText(text(c)));
        Command::DecideAppeal(AppealDecided { contribution, outcome, rationale }).into()
    }),
];
