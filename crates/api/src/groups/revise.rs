//! `PUT /v1/networks/{network}/groups/{group}/text`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::group::{Command, Revised};
use domain::ids::GroupId;

use super::{Group, Text};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;

/// Revise a working group
///
/// What is said of it is replaced as a whole. For its convener and facilitators.
#[utoipa::path(
    put, path = "/v1/networks/{network}/groups/{group}/text", operation_id = "reviseGroup", tag = "groups",
    params(
        InNetwork,
        ("group" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Text,
    responses((status = 200, description = "Revised", body = Written<Group>), WriteProblems)
)]
pub async fn handler(write: Write<Text>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Revising a working group.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseGroup";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Text;
    type Resource = Group;

    async fn plan(write: &Write<Text>) -> Result<Plan, Problem> {
        let group: GroupId = write.caller.path("group")?;
        write.may(Action::ConveneGroup(group))?;
        let mut draft = write.draft();
        let (name, purpose) = write.body.seal(&mut draft)?;
        Ok(Plan::of(group, draft.ready(Command::Revise(Revised { group, name, purpose }))))
    }
}
