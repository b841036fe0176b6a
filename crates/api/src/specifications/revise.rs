//! `PUT /v1/networks/{network}/specifications/{specification}`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::SpecificationId;
use domain::specification::{Command, Revised};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Specification;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Title;

/// What a specification is called now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RevisedSpecification, example = json!({"title": "Un outil commun pour la vallée"}))]
pub struct New {
    /// What it is called.
    title: Title,
}

/// Replace the title of a specification
///
/// For facilitators.
#[utoipa::path(
    put, path = "/v1/networks/{network}/specifications/{specification}", operation_id = "reviseSpecification",
    tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Revised", body = Written<Specification>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Replacing the title of a specification.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseSpecification";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Specification;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (specification, mut draft): (SpecificationId, _) = (write.caller.path("specification")?, write.draft());
        write.may(Action::ConductSpecification)?;
        let title = draft.common(Pointer::Title, write.body.title.as_str())?;
        Ok(Plan::of(specification, draft.ready(Command::Revise(Revised { specification, title }))))
    }
}
