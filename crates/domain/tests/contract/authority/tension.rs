//! Who may do what with tensions.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;
use domain::class::{Commitment, OwnText};
use domain::envelope::By;
use domain::ids::{Pseudonym, TensionId};
use domain::state::State;
use domain::tension::{MediatorChosen, MediatorNamed, Raised, RaisedConfidentially};
use uuid::Uuid;

use super::{ASKER, For, GONE, OTHER, happen};

const MINE: TensionId = TensionId(Uuid::from_u128(1));
const OTHERS: TensionId = TensionId(Uuid::from_u128(2));
const MEDIATED: TensionId = TensionId(Uuid::from_u128(3));
const CONFIDENTIAL: TensionId = TensionId(Uuid::from_u128(4));
const NOT_THERE: TensionId = TensionId(Uuid::from_u128(99));

pub fn arrange(state: &mut State) {
    let body = OwnText(Commitment::new([0; 32], 1));
    for (tension, raiser) in [(MINE, ASKER), (OTHERS, OTHER), (MEDIATED, GONE)] {
        happen(state, By::Actor(raiser), Raised { tension, body });
    }
    happen(state, By::Actor(GONE), MediatorNamed { tension: MEDIATED, mediator: ASKER });
    let (tension, raiser) = (CONFIDENTIAL, Pseudonym([7; 16]));
    happen(state, By::Actor(ASKER), RaisedConfidentially { tension, raiser, body });
    happen(state, By::Actor(ASKER), MediatorChosen { tension, raiser, mediator: OTHER });
}

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::ReadTensions, For::Members),
        (A::RaiseTension, For::Members),
        (A::ActAsRaiser, For::Members),
        (A::NameMediator(MINE), For::Own),
        (A::NameMediator(OTHERS), For::Roles(&[Facilitator])),
        (A::NameMediator(MEDIATED), For::Roles(&[Facilitator])),
        (A::NameMediator(CONFIDENTIAL), For::Nobody),
        (A::NameMediator(NOT_THERE), For::Members),
        (A::Mediate(MEDIATED), For::Own),
        (A::Mediate(MINE), For::Nobody),
        (A::Mediate(CONFIDENTIAL), For::Nobody),
        (A::Mediate(NOT_THERE), For::Members),
        (A::LeaveTensionOpen(MINE), For::Own),
        (A::LeaveTensionOpen(MEDIATED), For::Own),
        (A::LeaveTensionOpen(OTHERS), For::Roles(&[Facilitator])),
        (A::LeaveTensionOpen(CONFIDENTIAL), For::Nobody),
        (A::LeaveTensionOpen(NOT_THERE), For::Members),
    ]
}
