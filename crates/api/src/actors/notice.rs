//! `POST /v1/networks/{network}/actors/{actor}/notice-acknowledgements`

use actix_web::HttpResponse;
use domain::actor::{Command, NoticeAcknowledged};
use domain::ids::ActorId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Actor;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Which notice was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeAcknowledgement, example = json!({"notice": 2}))]
pub struct Acknowledgement {
    /// The number of the notice, as the network shows it.
    notice: u32,
}

/// Take note of the network's information notice
///
/// By the person. The notice has a number that grows with each change of it, so that one can tell who has read which.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actors/{actor}/notice-acknowledgements", operation_id = "acknowledgeNotice",
    tag = "actors",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "Who"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Acknowledgement,
    responses((status = 200, description = "Taken note of", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write<Acknowledgement>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Acknowledge>().await
}

/// Taking note of the notice.
pub struct Acknowledge;

impl Operation for Acknowledge {
    const ID: &'static str = "acknowledgeNotice";
    type Body = Acknowledgement;
    type Resource = Actor;

    async fn plan(write: &Write<Acknowledgement>) -> Result<Plan, Problem> {
        let actor: ActorId = write.caller.path("actor")?;
        let notice = write.body.notice;
        Ok(write.plan(actor, Command::AcknowledgeNotice(NoticeAcknowledged { actor, notice })))
    }
}
