//! Who may do what with cooperations.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;
use domain::class::{Commitment, CommonText};
use domain::cooperation::{Parties, Proposed};
use domain::envelope::By;
use domain::ids::{ActorId, CooperationId};
use domain::state::State;
use uuid::Uuid;

use super::{CLUB, For, GONE, LONELY_CLUB, OTHER, happen};

const THE_CLUBS: CooperationId = CooperationId(Uuid::from_u128(1));
const OTHERS: CooperationId = CooperationId(Uuid::from_u128(2));
const NOT_THERE: CooperationId = CooperationId(Uuid::from_u128(99));

pub fn arrange(state: &mut State) {
    let mut propose = |cooperation, parties: [ActorId; 2]| {
        let text = CommonText(Commitment::new([0; 32], 1));
        let proposer = By::Actor(parties[0]);
        let parties = Parties::new(parties.to_vec()).unwrap();
        happen(state, proposer, Proposed { cooperation, parties, title: text, purpose: text, suggested: false });
    };
    propose(THE_CLUBS, [LONELY_CLUB, CLUB]);
    propose(OTHERS, [OTHER, GONE]);
}

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::ProposeCooperation, For::Members),
        (A::AnswerCooperation(THE_CLUBS), For::Own),
        (A::AnswerCooperation(OTHERS), For::Nobody),
        (A::AnswerCooperation(NOT_THERE), For::Members),
        (A::ConductCooperation(THE_CLUBS), For::Own),
        (A::ConductCooperation(OTHERS), For::Roles(&[Facilitator])),
        (A::ConductCooperation(NOT_THERE), For::Members),
    ]
}
