//! `POST /v1/networks/{network}/cooperations/{cooperation}/reviews`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::cooperation::{Command, Reviewed};
use domain::ids::CooperationId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Cooperation;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Body;

/// What comes of a cooperation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCooperationReview, example = json!({"results": "Vingt objets réparés en un mois."}))]
pub struct New {
    /// What comes of it.
    results: Body,
}

/// Say what comes of a cooperation
///
/// By one of those who cooperate, or a facilitator.
#[utoipa::path(
    post, path = "/v1/networks/{network}/cooperations/{cooperation}/reviews", operation_id = "reviewCooperation",
    tag = "cooperations",
    params(
        InNetwork,
        ("cooperation" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Told", body = Written<Cooperation>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Review>().await
}

/// Saying what comes of a cooperation.
pub struct Review;

impl Operation for Review {
    const ID: &'static str = "reviewCooperation";
    type Body = New;
    type Resource = Cooperation;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (cooperation, mut draft): (CooperationId, _) = (write.caller.path("cooperation")?, write.draft());
        write.may(Action::ConductCooperation(cooperation))?;
        let results = draft.common(Pointer::Results, write.body.results.as_str())?;
        Ok(Plan::of(cooperation, draft.ready(Command::Review(Reviewed { cooperation, results }))))
    }
}
