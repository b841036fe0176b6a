//! Who may do what with actions.

use domain::action::{Origin, Planned, Responsible};
use domain::authority::Action as A;
use domain::authority::Role::Facilitator;
use domain::class::{Commitment, CommonText};
use domain::envelope::By;
use domain::ids::{ActionId, ActorId};
use domain::state::State;
use uuid::Uuid;

use super::{ASKER, CLUB, For, OTHER, QUESTION, happen};

const MINE: ActionId = ActionId(Uuid::from_u128(1));
const THE_CLUBS: ActionId = ActionId(Uuid::from_u128(2));
const OTHERS: ActionId = ActionId(Uuid::from_u128(3));
const NOT_THERE: ActionId = ActionId(Uuid::from_u128(99));

pub fn arrange(state: &mut State) {
    let mut plan = |action, responsible: &[ActorId]| {
        let text = CommonText(Commitment::new([0; 32], 1));
        let responsible = Responsible::new(responsible.to_vec()).unwrap();
        let origin = Origin::Contribution(QUESTION);
        happen(state, By::System, Planned { action, origin, title: text, purpose: text, budget: None, responsible });
    };
    plan(MINE, &[CLUB, ASKER]);
    plan(THE_CLUBS, &[CLUB]);
    plan(OTHERS, &[OTHER]);
}

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::PlanAction, For::Roles(&[Facilitator])),
        (A::FollowAction(MINE), For::Own),
        (A::FollowAction(THE_CLUBS), For::Own),
        (A::FollowAction(OTHERS), For::Roles(&[Facilitator])),
        (A::FollowAction(NOT_THERE), For::Members),
    ]
}
