//! `POST /v1/networks/{network}/selections/{selection}/choice`

use actix_web::HttpResponse;
use domain::ids::{CandidateId, DecisionId, SelectionId};
use domain::selection::{Chosen, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Selection;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// What was chosen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewChoice, example = json!({
    "candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "decision": "01890a5d-ac96-774b-bcce-b302099a8070"
}))]
pub struct New {
    /// Which candidate.
    #[schema(schema_with = values::id)]
    candidate: CandidateId,
    /// By which decision.
    #[schema(schema_with = values::id)]
    decision: DecisionId,
}

/// Say what a decision chose
///
/// For facilitators, once the selection is closed. The decision was linked before it opened: to the candidate, and passed; or to
/// the selection, and elected exactly the option that stands for the candidate.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/choice", operation_id = "chooseCandidate",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Chosen", body = Written<Selection>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Choose>().await
}

/// Saying what was chosen.
pub struct Choose;

impl Operation for Choose {
    const ID: &'static str = "chooseCandidate";
    type Body = New;
    type Resource = Selection;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        let New { candidate, decision } = write.body;
        Ok(write.plan(selection, Command::Choose(Chosen { selection, candidate, decision })))
    }
}
