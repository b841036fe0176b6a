//! `POST /v1/networks/{network}/audiences`

use actix_web::HttpResponse;
use app::edge;
use domain::audience::{Command, Defined};
use domain::authority::Action;

use super::{Audience, Definition};
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Define an audience
///
/// For facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/audiences", operation_id = "defineAudience", tag = "audiences",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = Definition,
    responses((status = 201, description = "Defined", body = Written<Audience>), WriteProblems)
)]
pub async fn handler(write: Write<Definition>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Define>().await
}

/// Defining an audience.
pub struct Define;

impl Operation for Define {
    const ID: &'static str = "defineAudience";
    const CREATES: bool = true;
    type Body = Definition;
    type Resource = Audience;

    async fn plan(write: &Write<Definition>) -> Result<Plan, Problem> {
        write.may(Action::KeepVocabulary)?;
        let (audience, mut draft) = (edge::audience_id(), write.draft());
        let (name, description) = write.body.seal(&mut draft)?;
        let defined = Defined { audience, name, description, estimated_size: write.body.estimated_size };
        Ok(Plan::of(audience, draft.ready(Command::Define(defined))))
    }
}
