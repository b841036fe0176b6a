//! Commands about requirements.

use domain::class::{CommonText, OwnText};
use domain::ids::{Pseudonym, RequirementId};
use domain::origin::{Origin, Source};
use domain::requirement::{
    Amended, AmendmentProposed, AmendmentRefused, AmendmentWithdrawn, Command, Merged, Others, Priority, Proposed,
    Rejected, RequirementKind, Sources, Split,
};
use domain::state;

use super::finding::finding;
use super::specification::{decided, passed, specification, version};
use super::{Make, Numbers, contribution, id, one_of, text};

pub(super) fn requirement(n: u8) -> RequirementId {
    RequirementId(id(12, n % 10))
}

fn common(n: u8) -> CommonText {
    CommonText(text(n))
}

/// Mostly of the first specification, and often of one of the first requirements.
fn proposed((a, b, c, d): Numbers) -> Proposed {
    let sources = match d {
        0..3 => vec![],
        3..5 => vec![Source::Requirement(requirement(b % 2))],
        5 => vec![Source::Finding(finding(b))],
        _ => vec![Source::Contribution(contribution(c)), Source::Requirement(requirement(b))],
    };
    Proposed {
        requirement: requirement(a),
        specification: specification(u8::from(c == 11)),
        kind: one_of(RequirementKind::ALL, c),
        title: common(b),
        description: (c % 2 == 0).then(|| common(c)),
        from: Sources::new(sources).unwrap(),
    }
}

fn amendment((a, b, c, _): Numbers) -> AmendmentProposed {
    AmendmentProposed {
        requirement: requirement(a),
        amendment: 0,
        kind: kind_of(a),
        title: OwnText(text(b)),
        description: None,
        reason: (c % 2 == 0).then(|| OwnText(text(c))),
    }
}

/// All amendments of a requirement would make it the same kind, so that accepting meets one.
fn kind_of(a: u8) -> RequirementKind {
    one_of(RequirementKind::ALL, a % 10)
}

fn others(ns: [u8; 2]) -> Others {
    let [one, other] = ns.map(requirement);
    Others::new(if one == other { vec![one] } else { vec![one, other] }).unwrap()
}

/// Three, two of which come from the first and one of which has an amendment; and what is decided on them.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    let about = [Origin::SpecificationVersion(version(0)), Origin::Requirement(requirement(0))];
    let first = Proposed { requirement: requirement(0), ..proposed((0, 0, 0, 0)) };
    let parts = [2, 3].map(|n| proposed((n, 0, 0, 3)));
    let proposals = [first].into_iter().chain(parts).map(Command::Propose);
    let amended = Command::ProposeAmendment(amendment((0, 0, 0, 0)));
    let commands = proposals.chain([amended]).map(|command| (0, command.into()));
    commands.chain(decided(&about)).collect()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (6, |numbers| Command::Propose(proposed(numbers)).into()),
    (5, |numbers| Command::ProposeAmendment(amendment(numbers)).into()),
    (2, |(a, b, ..)| {
        let (requirement, amendment) = (requirement(a), u16::from(b % 3));
        Command::WithdrawAmendment(AmendmentWithdrawn { requirement, amendment }).into()
    }),
    (4, |(a, b, c, d)| {
        Command::Amend(Amended {
            requirement: requirement(a),
            amendment: 1 + u16::from(b % 2),
            kind: kind_of(a),
            title: common(b),
            description: None,
            reason: (c % 2 == 0).then(|| common(c)),
            decision: (d == 0).then(passed),
        })
        .into()
    }),
    (2, |(a, b, c, d)| {
        let (amendment, decision) = (1 + u16::from(b % 2), (d == 0).then(passed));
        let refused = AmendmentRefused { requirement: requirement(a), amendment, reason: common(c), decision };
        Command::RefuseAmendment(refused).into()
    }),
    (8, |(a, b, c, _)| {
        let (requirement, person) = (requirement(a), Pseudonym([b % 4; 16]));
        Command::Prioritise { requirement, person, priority: one_of(Priority::ALL, c) }.into()
    }),
    (3, |(a, b, c, d)| {
        let (whole, into) = if d < 5 { (0, [2, 3]) } else { (a, [b, c]) };
        Command::Split(Split { requirement: requirement(whole), into: others(into) }).into()
    }),
    (2, |(a, b, c, _)| Command::Merge(Merged { requirement: requirement(a), sources: others([b, c]) }).into()),
    (4, |(a, b, ..)| Command::Reject(Rejected { requirement: requirement(a % 4), reason: common(b) }).into()),
    (6, |(a, ..)| Command::Reinstate(requirement(a % 4)).into()),
];
