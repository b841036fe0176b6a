//! `POST /v1/networks/{network}/decisions/{decision}/lot`

use actix_web::HttpResponse;
use app::opening;
use domain::authority::Action;
use domain::decision::{Command, LotDrawn, Numbers, Refusal};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Decision, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// What came out of the public draw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDecisionLot, example = json!({"numbers": [7, 13, 21, 34, 42, 3]}))]
pub struct New {
    /// Its numbers, in the order of drawing.
    #[schema(value_type = Vec<u32>, min_items = 1, max_items = 16)]
    numbers: Numbers,
}

/// Draw the lot that a decision depends on
///
/// For facilitators, once the public draw has taken place that was named before the opening. The secret that was promised
/// at the opening is told; with the numbers it makes the seed of all lots, so that neither alone can be chosen to fit.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/lot", operation_id = "drawLot", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Drawn", body = Written<Decision>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Draw>().await
}

/// Drawing the lot.
pub struct Draw;

impl Operation for Draw {
    const ID: &'static str = "drawLot";
    type Body = New;
    type Resource = Decision;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDecisions)?;
        let (decision, row) = target(write)?;
        // The secret stays sealed as long as the rules would not have it told.
        if row.times.draws_at.is_some_and(|draws_at| write.gate.now() < draws_at) {
            return Err(Refusal::DrawTooEarly.into());
        }
        if row.vote.is_none() {
            return Err(Refusal::NotOpen.into());
        }
        let told = opening::promised(&write.network, decision)?.ok_or(Refusal::NoLot)?;
        let numbers = write.body.numbers.clone();
        Ok(write.plan(decision, Command::DrawLot(LotDrawn { decision, told, numbers })))
    }
}
