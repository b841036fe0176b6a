//! `POST /v1/networks/{network}/audiences/{audience}/retirement`

use actix_web::HttpResponse;
use domain::audience::Command;
use domain::ids::AudienceId;

use super::Audience;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Retire an audience
///
/// What refers to it stays, and nothing new does. For facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/audiences/{audience}/retirement", operation_id = "retireAudience",
    tag = "audiences",
    params(
        InNetwork,
        ("audience" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Retired", body = Written<Audience>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Retire>().await
}

/// Retiring an audience.
pub struct Retire;

impl Operation for Retire {
    const ID: &'static str = "retireAudience";
    type Body = Empty;
    type Resource = Audience;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let audience: AudienceId = write.caller.path("audience")?;
        Ok(write.plan(audience, Command::Retire(audience)))
    }
}
