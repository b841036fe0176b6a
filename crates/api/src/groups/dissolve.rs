//! `POST /v1/networks/{network}/groups/{group}/dissolution`

use actix_web::HttpResponse;
use domain::group::Command;
use domain::ids::GroupId;

use super::Group;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Dissolve a working group
///
/// Its work has ended; who worked in it stays to be read. For its convener and facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/groups/{group}/dissolution", operation_id = "dissolveGroup", tag = "groups",
    params(
        InNetwork,
        ("group" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Dissolved", body = Written<Group>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Dissolve>().await
}

/// Dissolving a working group.
pub struct Dissolve;

impl Operation for Dissolve {
    const ID: &'static str = "dissolveGroup";
    type Body = Empty;
    type Resource = Group;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let group: GroupId = write.caller.path("group")?;
        Ok(write.plan(group, Command::Dissolve(group)))
    }
}
