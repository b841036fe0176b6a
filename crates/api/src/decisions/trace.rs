//! `GET /v1/networks/{network}/decisions/{decision}/trace`

use actix_web::{HttpResponse, web};
use app::Network;
use domain::decision::Refusal;
use domain::ids::DecisionId;
use domain::tally::outcome::{Outcome, Sums};
use domain::tally::trace::Step;
use serde::Serialize;
use utoipa::ToSchema;

use super::find;
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// How a decision came to its outcome.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionTrace, example = json!({
    "decision": "01890a5d-ac96-774b-bcce-b302099a8057", "outcome": {"result": "passed"},
    "sums": {"says": {"yes": 7, "no": 2, "abstain": 1}},
    "steps": [{"step": "quorum", "needed": 5, "cast": 10, "electorate": 14, "is_met": true}]
}))]
pub struct Trace {
    /// Which decision.
    #[schema(schema_with = values::id)]
    decision: DecisionId,
    /// What comes of the ballots.
    #[schema(value_type = Object)]
    outcome: Outcome,
    /// Their sums.
    #[schema(value_type = Object)]
    sums: Sums,
    /// How it comes to that, step by step.
    #[schema(value_type = Vec<Object>)]
    pub(super) steps: Vec<Step>,
}

/// Follow a tally step by step
///
/// Counted again from the published ballots: so it is there only where they are, once the decision is closed.
#[utoipa::path(
    get, path = "/v1/networks/{network}/decisions/{decision}/trace", operation_id = "traceDecision", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Moment
    ),
    responses((status = 200, description = "The trace", body = Trace), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("decision")?)?;
    if row.closed.is_none() {
        return Err(Refusal::NotClosed.into());
    }
    let (network, decision) = (std::sync::Arc::clone(&read.network), row.id);
    let trace = web::block(move || counted(&network, decision)).await?;
    read.answer(&trace.ok_or_else(Problem::ballots_not_published)?)
}

/// The trace of a decision whose ballots are published. May take seconds.
pub(super) fn counted(network: &Network, decision: DecisionId) -> Option<Trace> {
    let counted = network.recount(decision)?;
    let (outcome, sums, steps) = (counted.outcome.clone(), counted.sums.clone(), counted.trace.clone());
    Some(Trace { decision, outcome, sums, steps })
}
