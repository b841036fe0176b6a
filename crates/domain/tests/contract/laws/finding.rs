//! Commands about findings.

use domain::class::CommonText;
use domain::diagnostic::questionnaire::QuestionNo;
use domain::finding::{Command, Published, Questions, Revised, Withdrawn};
use domain::ids::FindingId;

use super::diagnostic::diagnostic;
use super::{Make, id, text};

pub(super) fn finding(n: u8) -> FindingId {
    FindingId(id(11, n % 3))
}

fn questions(n: u8) -> Questions {
    Questions::new((0..n % 3).map(QuestionNo).collect()).unwrap()
}

/// Mostly of the campaign that is published.
pub const COMMANDS: &[(u32, Make)] = &[
    (3, |(a, b, c, d)| {
        let diagnostic = diagnostic(if d < 6 { 0 } else { d });
        let (title, description) = (CommonText(text(b)), (c % 2 == 0).then(|| CommonText(text(c))));
        Command::Publish(Published { finding: finding(a), diagnostic, title, description, questions: questions(b) })
            .into()
    }),
    (2, |(a, b, c, _)| {
        let (finding, title) = (finding(a), CommonText(text(b)));
        Command::Revise(Revised { finding, title, description: None, questions: questions(c) }).into()
    }),
    (1, |(a, b, ..)| Command::Withdraw(Withdrawn { finding: finding(a), reason: CommonText(text(b)) }).into()),
];
