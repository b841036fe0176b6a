//! Who may do what with specifications and requirements.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;
use domain::class::{Commitment, CommonText, OwnText};
use domain::contribution::QuestionAsked;
use domain::envelope::By;
use domain::ids::{ContributionId, RequirementId, SpecificationId};
use domain::requirement::{AmendmentProposed, Proposed, RequirementKind, Sources};
use domain::specification::Opened;
use domain::state::State;
use uuid::Uuid;

use super::{ASKER, CLUB, For, GONE, OTHER, QUESTION, happen};

const REQUIREMENT: RequirementId = RequirementId(Uuid::from_u128(1));
const NOT_THERE: RequirementId = RequirementId(Uuid::from_u128(99));

pub fn arrange(state: &mut State) {
    let text = Commitment::new([0; 32], 1);
    let (specification, means) = (SpecificationId(Uuid::from_u128(1)), ContributionId(Uuid::from_u128(1_000)));
    let asked = QuestionAsked { contribution: means, title: CommonText(text), body: None, theme: None };
    happen(state, By::Operator, asked);
    let opened = Opened { specification, title: CommonText(text), goals: QUESTION, means, template: None };
    happen(state, By::Operator, opened);
    let proposed = Proposed {
        requirement: REQUIREMENT,
        specification,
        kind: RequirementKind::Goal,
        title: CommonText(text),
        description: None,
        from: Sources::default(),
    };
    happen(state, By::Actor(ASKER), proposed);
    let authors = [By::Actor(ASKER), By::Actor(CLUB), By::Actor(OTHER), By::Actor(GONE), By::System];
    for (amendment, by) in (1..).zip(authors) {
        let amended = AmendmentProposed {
            requirement: REQUIREMENT,
            amendment,
            kind: RequirementKind::Goal,
            title: OwnText(text),
            description: None,
            reason: None,
        };
        happen(state, by, amended);
    }
}

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::ConductSpecification, For::Roles(&[Facilitator])),
        (A::ProposeRequirement, For::Members),
        (A::Prioritise, For::Members),
        (A::AmendRequirement, For::Members),
        (A::WithdrawAmendment(REQUIREMENT, 1), For::Own),
        (A::WithdrawAmendment(REQUIREMENT, 2), For::Own),
        (A::WithdrawAmendment(REQUIREMENT, 3), For::Nobody),
        (A::WithdrawAmendment(REQUIREMENT, 4), For::Nobody),
        (A::WithdrawAmendment(REQUIREMENT, 5), For::Nobody),
        (A::WithdrawAmendment(REQUIREMENT, 99), For::Members),
        (A::WithdrawAmendment(NOT_THERE, 1), For::Members),
    ]
}
