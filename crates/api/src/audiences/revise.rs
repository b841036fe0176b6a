//! `PUT /v1/networks/{network}/audiences/{audience}/definition`

use actix_web::HttpResponse;
use domain::audience::{Command, Revised};
use domain::authority::Action;
use domain::ids::AudienceId;

use super::{Audience, Definition};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;

/// Revise an audience
///
/// What is said of it is replaced as a whole. For facilitators.
#[utoipa::path(
    put, path = "/v1/networks/{network}/audiences/{audience}/definition", operation_id = "reviseAudience",
    tag = "audiences",
    params(
        InNetwork,
        ("audience" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Definition,
    responses((status = 200, description = "Revised", body = Written<Audience>), WriteProblems)
)]
pub async fn handler(write: Write<Definition>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Revising an audience.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseAudience";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Definition;
    type Resource = Audience;

    async fn plan(write: &Write<Definition>) -> Result<Plan, Problem> {
        let audience: AudienceId = write.caller.path("audience")?;
        write.may(Action::KeepVocabulary)?;
        let mut draft = write.draft();
        let (name, description) = write.body.seal(&mut draft)?;
        let revised = Revised { audience, name, description, estimated_size: write.body.estimated_size };
        Ok(Plan::of(audience, draft.ready(Command::Revise(revised))))
    }
}
