//! Who may do what with working groups.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;
use domain::class::{Commitment, CommonText};
use domain::envelope::By;
use domain::group::{ConvenerNamed, Formed, MemberAdded};
use domain::ids::GroupId;
use domain::state::State;
use uuid::Uuid;

use super::{ASKER, CLUB, For, LONELY_CLUB, OTHER, happen};

/// Convened by `ASKER`.
const MINE: GroupId = GroupId(Uuid::from_u128(1));
/// Convened by `OTHER`.
const OTHERS: GroupId = GroupId(Uuid::from_u128(2));
/// Convened by nobody.
const NOBODYS: GroupId = GroupId(Uuid::from_u128(3));
const NOT_THERE: GroupId = GroupId(Uuid::from_u128(99));

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::FormGroup, For::Roles(&[Facilitator])),
        (A::ConveneGroup(MINE), For::Own),
        (A::ConveneGroup(OTHERS), For::Roles(&[Facilitator])),
        (A::ConveneGroup(NOBODYS), For::Roles(&[Facilitator])),
        (A::ConveneGroup(NOT_THERE), For::Members),
        (A::AddToGroup(MINE, LONELY_CLUB), For::Own),
        (A::AddToGroup(NOBODYS, ASKER), For::Own),
        (A::AddToGroup(NOBODYS, CLUB), For::Own),
        (A::AddToGroup(NOBODYS, OTHER), For::Roles(&[Facilitator])),
        (A::AddToGroup(OTHERS, LONELY_CLUB), For::Roles(&[Facilitator])),
        (A::AddToGroup(NOT_THERE, OTHER), For::Members),
    ]
}

pub fn happen_all(state: &mut State) {
    let text = CommonText(Commitment::new([0; 32], 1));
    for group in [MINE, OTHERS, NOBODYS] {
        happen(state, By::Operator, Formed { group, name: text, purpose: text });
    }
    for (group, convener) in [(MINE, ASKER), (OTHERS, OTHER)] {
        happen(state, By::Operator, MemberAdded { group, member: convener });
        happen(state, By::Operator, ConvenerNamed { group, convener });
    }
}
