//! `POST /v1/networks/{network}/decisions/{decision}/opening`

use actix_web::HttpResponse;
use app::opening;
use domain::authority::Action;
use domain::ids::DecisionId;

use super::Decision;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Open a decision
///
/// For facilitators. Its rules, its options and its electorate are frozen; ballots are cast until it closes.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/opening", operation_id = "openDecision",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Opened", body = Written<Decision>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Open>().await
}

/// Opening a decision.
pub struct Open;

impl Operation for Open {
    const ID: &'static str = "openDecision";
    type Body = Empty;
    type Resource = Decision;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        write.may(Action::ConductDecisions)?;
        let decision: DecisionId = write.caller.path("decision")?;
        Ok(Plan::of(decision, opening::step(&write.network, decision)?))
    }
}
