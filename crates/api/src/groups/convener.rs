//! `PUT /v1/networks/{network}/groups/{group}/convener`

use actix_web::HttpResponse;
use domain::group::{Command, ConvenerNamed};
use domain::ids::{ActorId, GroupId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Group;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// Who convenes a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConvener, example = json!({"convener": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}))]
pub struct New {
    /// One of its members.
    #[schema(schema_with = values::id)]
    convener: ActorId,
}

/// Name who convenes a working group
///
/// One of its members takes the place of the one before. For its convener and facilitators.
#[utoipa::path(
    put, path = "/v1/networks/{network}/groups/{group}/convener", operation_id = "nameConvener", tag = "groups",
    params(
        InNetwork,
        ("group" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Named", body = Written<Group>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Name>().await
}

/// Naming who convenes a working group.
pub struct Name;

impl Operation for Name {
    const ID: &'static str = "nameConvener";
    type Body = New;
    type Resource = Group;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let group: GroupId = write.caller.path("group")?;
        let convener = write.body.convener;
        Ok(write.plan(group, Command::NameConvener(ConvenerNamed { group, convener })))
    }
}
