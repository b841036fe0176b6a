//! Who may do what with decisions. Who may vote in which is for the rules: they know the electorate.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;
use domain::class::{Commitment, CommonText};
use domain::decision::Proposed;
use domain::decision::electorate::ElectorateRule;
use domain::envelope::By;
use domain::ids::DecisionId;
use domain::state::State;
use domain::tally::rules::{BallotMode, Method, Rules, TieBreak};
use uuid::Uuid;

use super::{ASKER, CLUB, For, GONE, OTHER, happen};

const MINE: DecisionId = DecisionId(Uuid::from_u128(1));
const THE_CLUBS: DecisionId = DecisionId(Uuid::from_u128(2));
const OTHERS: DecisionId = DecisionId(Uuid::from_u128(3));
/// Of one who has left.
const LEFT: DecisionId = DecisionId(Uuid::from_u128(4));
const NOBODYS: DecisionId = DecisionId(Uuid::from_u128(5));
const NOT_THERE: DecisionId = DecisionId(Uuid::from_u128(99));

pub fn arrange(state: &mut State) {
    let proposers = [By::Actor(ASKER), By::Actor(CLUB), By::Actor(OTHER), By::Actor(GONE), By::System];
    for (decision, by) in [MINE, THE_CLUBS, OTHERS, LEFT, NOBODYS].into_iter().zip(proposers) {
        let (method, mode) = (Method::Consent {}, BallotMode::Pseudonymous);
        let proposed = Proposed {
            decision,
            title: CommonText(Commitment::new([0; 32], 1)),
            body: None,
            rules: Rules { method, mode, quorum: None, ties: TieBreak::ListedFirst },
            electorate: ElectorateRule::Persons {},
            opens_at: None,
            closes_at: None,
            draws_at: None,
            draw: None,
            details: None,
        };
        happen(state, by, proposed);
    }
}

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::ProposeDecision, For::Members),
        (A::PrepareDecision(MINE), For::Own),
        (A::PrepareDecision(THE_CLUBS), For::Own),
        (A::PrepareDecision(OTHERS), For::Roles(&[Facilitator])),
        (A::PrepareDecision(LEFT), For::Roles(&[Facilitator])),
        (A::PrepareDecision(NOBODYS), For::Roles(&[Facilitator])),
        (A::PrepareDecision(NOT_THERE), For::Members),
        (A::ConductDecisions, For::Roles(&[Facilitator])),
        (A::CastBallot, For::Members),
        (A::RecordOutcome, For::Nobody),
    ]
}
