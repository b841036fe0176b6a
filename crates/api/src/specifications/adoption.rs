//! `POST …/versions/{version}/adoption`

use actix_web::HttpResponse;
use domain::ids::{DecisionId, SpecificationId, SpecificationVersionId};
use domain::specification::{Adopted, Command, Refusal};
use serde::Deserialize;
use utoipa::ToSchema;

use super::version::SpecificationVersion;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// The decision by which a version is adopted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAdoption, example = json!({"decision": "01890a5d-ac96-774b-bcce-b302099a8064"}))]
pub struct New {
    /// It passed, and was linked to this version and to no other when it opened.
    #[schema(value_type = uuid::Uuid)]
    decision: DecisionId,
}

/// Adopt a version of a specification
///
/// For facilitators, by a decision that passed and that was opened on this version: whoever voted knew which it is. The latest
/// adoption holds.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications/{specification}/versions/{version}/adoption",
    operation_id = "adoptSpecificationVersion", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("version" = String, Path, description = "The version's number, or its id", example = "1"),
        Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Adopted", body = Written<SpecificationVersion>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Adopt>().await
}

/// Adopting a version.
pub struct Adopt;

impl Operation for Adopt {
    const ID: &'static str = "adoptSpecificationVersion";
    type Body = New;
    type Resource = SpecificationVersion;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let specification: SpecificationId = write.caller.path("specification")?;
        let version = version(write, specification)?;
        Ok(write.plan(version, Command::Adopt(Adopted { specification, version, decision: write.body.decision })))
    }
}

/// The version of the path, by its number or its id.
fn version<B>(write: &Write<B>, specification: SpecificationId) -> Result<SpecificationVersionId, Problem> {
    let row = write.gate.live().state.specification.get(specification).ok_or(Refusal::UnknownSpecification)?;
    let Ok(number) = write.caller.path::<u16>("version") else { return write.caller.path("version") };
    let version = usize::from(number).checked_sub(1).and_then(|index| row.versions.get(index));
    Ok(*version.ok_or(Refusal::UnknownVersion)?)
}
