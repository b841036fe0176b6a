//! Who may do what with needs and offers.

use domain::authority::Action as A;
use domain::class::{Commitment, OwnText};
use domain::envelope::By;
use domain::exchange::{Declared, Side, Tags, What};
use domain::ids::ExchangeId;
use domain::state::State;
use uuid::Uuid;

use super::{ASKER, CLUB, For, OTHER, happen};

const MINE: ExchangeId = ExchangeId(Uuid::from_u128(1));
const OTHERS: ExchangeId = ExchangeId(Uuid::from_u128(2));
/// Of `CLUB`, which `ASKER` represents.
const CLUBS: ExchangeId = ExchangeId(Uuid::from_u128(3));
const NOBODYS: ExchangeId = ExchangeId(Uuid::from_u128(4));
const NOT_THERE: ExchangeId = ExchangeId(Uuid::from_u128(99));

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::DeclareExchange, For::Members),
        (A::ChangeExchange(MINE), For::Own),
        (A::ChangeExchange(CLUBS), For::Own),
        (A::ChangeExchange(OTHERS), For::Nobody),
        (A::ChangeExchange(NOBODYS), For::Nobody),
        (A::ChangeExchange(NOT_THERE), For::Members),
    ]
}

pub fn happen_all(state: &mut State) {
    let owners =
        [(By::Actor(ASKER), MINE), (By::Actor(OTHER), OTHERS), (By::Actor(CLUB), CLUBS), (By::System, NOBODYS)];
    for (by, exchange) in owners {
        let declared = Declared {
            exchange,
            side: Side::Need,
            what: What::Place,
            tags: Tags::default(),
            audience: None,
            territory: None,
            title: OwnText(Commitment::new([0; 32], 1)),
            body: None,
        };
        happen(state, by, declared);
    }
}
