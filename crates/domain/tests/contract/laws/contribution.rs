//! Commands about contributions.

use domain::class::{CommonText, Few, OwnText};
use domain::contribution::{
    Command, LinkKind, Linked, Merged, QuestionAsked, QuestionRevised, Revised, Submitted, SubmittedKind, Supported,
    Unsupported,
};
use domain::ids::Pseudonym;
use domain::state;

use super::audience::audience;
use super::vocabulary::theme;
use super::{Make, Numbers, contribution, one_of, text};

pub(super) fn asked((a, b, c, d): Numbers) -> state::Command {
    let title = CommonText(text(b));
    let theme = (d == 1).then(|| theme(c));
    let event = QuestionAsked { contribution: contribution(a % 4), title, body: None, theme };
    Command::Ask(event).into()
}

pub(super) fn submitted((a, b, c, d): Numbers) -> state::Command {
    // Mostly statements, mostly under one of the first four, which questions take first.
    let kind = if a < 8 { one_of(SubmittedKind::ALL, a) } else { SubmittedKind::Statement };
    let titled = matches!(kind, SubmittedKind::Idea | SubmittedKind::Proposal | SubmittedKind::Resource);
    let event = Submitted {
        contribution: contribution(b),
        kind,
        parent: (d != 0).then(|| contribution(if d < 5 { c % 4 } else { c })),
        title: (titled != (d == 1)).then(|| OwnText(text(a))),
        body: OwnText(text(b)),
        theme: (d == 3).then(|| theme(c)),
        audience: (d == 4).then(|| audience(c)),
    };
    Command::Submit(event).into()
}

fn revised((a, b, ..): Numbers) -> state::Command {
    let title = (b % 2 == 0).then(|| OwnText(text(b)));
    Command::Revise(Revised { contribution: contribution(a), title, body: OwnText(text(a)) }).into()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (4, asked),
    (16, submitted),
    (3, |(a, b, ..)| {
        let title = CommonText(text(b));
        Command::ReviseQuestion(QuestionRevised { contribution: contribution(a), title, body: None }).into()
    }),
    (5, revised),
    (2, |(a, ..)| Command::Withdraw(contribution(a)).into()),
    (6, |(a, b, ..)| {
        Command::Support(Supported { contribution: contribution(4 + a % 4), supporter: Pseudonym([b % 3; 16]) }).into()
    }),
    (6, |(a, b, ..)| {
        Command::Unsupport(Unsupported { contribution: contribution(4 + a % 4), supporter: Pseudonym([b % 3; 16]) })
            .into()
    }),
    (5, |(a, b, c, _)| {
        let (contribution, to) = (contribution(4 + a % 2), contribution(4 + b % 3));
        Command::Link(Linked { contribution, to, kind: one_of(LinkKind::ALL, c) }).into()
    }),
    (4, |(a, b, c, d)| {
        // Mostly the first two statements.
        let (target, source) = if d < 5 { (4 + a % 2, 4 + b % 2) } else { (a, b) };
        let sources = if d == 7 { vec![source, c] } else { vec![source] };
        let sources = Few::new(sources.into_iter().map(contribution).collect());
        let sources = sources.unwrap_or_else(|_| Few::new(vec![]).unwrap());
        Command::Merge(Merged { contribution: contribution(target), sources }).into()
    }),
    (5, |(a, b, c, d)| {
        let parent = (d != 0).then(|| contribution(if d < 5 { b % 4 } else { b }));
        let theme = (c % 2 == 0).then(|| theme(c));
        Command::Move { contribution: contribution(a), parent, theme }.into()
    }),
];
