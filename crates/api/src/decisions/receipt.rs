//! `GET /v1/networks/{network}/decisions/{decision}/receipt`

use actix_web::{HttpResponse, web};
use app::network::{EventLog as _, read_event};
use domain::authority::{Action, Denied, Principal};
use domain::ids::{DecisionId, EventId, Position, Stamp};
use domain::tally::ballot::Ballot;
use domain::tally::input::{Sha, Voter};
use domain::tally::rules::BallotMode;
use serde::Serialize;
use utoipa::ToSchema;

use super::{described, find, leaf, votes_as};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// What proves that one's ballot was taken in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BallotReceipt, example = json!({
    "decision": "01890a5d-ac96-774b-bcce-b302099a8057", "mode": "pseudonymous",
    "voter": "0f8fad5bd9cb469fa16570867728950e", "position": 41, "event": "01890a5d-ac96-774b-bcce-b302099a8058",
    "recorded_at": "2026-03-05T17:02:11.000Z",
    "leaf": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "ballot": {"approve": [0, 2]}
}))]
pub struct Receipt {
    /// In which decision.
    #[schema(schema_with = values::id)]
    decision: DecisionId,
    /// Who learns how one voted.
    #[schema(schema_with = values::word::<BallotMode>)]
    mode: BallotMode,
    /// As whom the ballot stands in the history: oneself in a roll call, else a pseudonym that is valid in this decision alone.
    #[schema(value_type = String)]
    voter: Voter,
    /// The position of the event that tells of the ballot.
    #[schema(value_type = u64)]
    position: Position,
    /// Its id.
    #[schema(schema_with = values::id)]
    event: EventId,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// SHA-256 of a zero byte and the event's bytes (RFC 6962): its leaf in the verifiable history.
    #[schema(value_type = String)]
    leaf: Sha,
    /// The ballot; never of a secret vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<described::Ballot>)]
    ballot: Option<Ballot>,
}

/// Read the receipt of one's own ballot
///
/// It proves that one voted. In a roll call and under a pseudonym it shows how, too: whoever you show it to learns that. Of a
/// secret vote it never does, and it is that of the first time one cast a ballot there.
#[utoipa::path(
    get, path = "/v1/networks/{network}/decisions/{decision}/receipt", operation_id = "getBallotReceipt",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Moment
    ),
    responses((status = 200, description = "The receipt", body = Receipt), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::CastBallot)?;
    let row = find(&read, read.caller.path("decision")?)?;
    let Principal::Actor(asker) = read.gate.principal() else { return Err(Denied::Forbidden.into()) };
    let (decision, mode, live) = (row.id, row.rules.mode, read.gate.live());
    let frozen = live.state.decision.get(decision);
    let asker = frozen.and_then(|frozen| votes_as(&live.state, asker, frozen)).unwrap_or(asker);
    let voter = match mode {
        BallotMode::RollCall => Voter::Actor(asker),
        BallotMode::Pseudonymous | BallotMode::Secret => Voter::Person(read.network.pseudonym(asker, decision)?),
    };
    let position = live.known.ballot(decision, voter).filter(|position| *position < read.views.head);
    let position = position.ok_or_else(Problem::no_ballot)?;
    let network = std::sync::Arc::clone(&read.network);
    let stored = web::block(move || network.log().event(position.0)).await??;
    let recorded = read_event(position, &stored.bytes)?;
    let vote = frozen.and_then(|row| row.vote.as_ref());
    let ballot = vote.and_then(|vote| vote.ballots.get(&voter)).cloned();
    read.answer(&Receipt {
        decision,
        mode,
        voter,
        position,
        event: recorded.id,
        recorded_at: recorded.recorded_at,
        leaf: leaf(&stored.bytes),
        ballot,
    })
}
