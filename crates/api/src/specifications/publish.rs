//! `POST /v1/networks/{network}/specifications/{specification}/versions`

use actix_web::HttpResponse;
use app::edge;
use domain::ids::SpecificationId;
use domain::specification::Command;

use super::version::SpecificationVersion;
use crate::call::{CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Publish a version of a specification
///
/// For facilitators. It is numbered and frozen: the requirements that stand, each with the number of its text and its median
/// priority. Refused while nothing has changed since the last one.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications/{specification}/versions",
    operation_id = "publishSpecificationVersion", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"), Doing, CommandHeaders
    ),
    responses((status = 201, description = "Published", body = Written<SpecificationVersion>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Publish>().await
}

/// Publishing a version.
pub struct Publish;

impl Operation for Publish {
    const ID: &'static str = "publishSpecificationVersion";
    const CREATES: bool = true;
    type Body = Empty;
    type Resource = SpecificationVersion;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let specification: SpecificationId = write.caller.path("specification")?;
        let version = edge::specification_version_id();
        Ok(write.plan(version, Command::Publish { specification, version }))
    }
}
