//! `PUT` and `DELETE /v1/networks/{network}/groups/{group}/members/{actor}`

use actix_web::HttpResponse;
use domain::group::{Command, MemberAdded, MemberLeft};
use domain::ids::{ActorId, GroupId};

use super::Group;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Let an actor work in a group
///
/// Everyone joins by themselves; its convener and facilitators add others.
#[utoipa::path(
    put, path = "/v1/networks/{network}/groups/{group}/members/{actor}", operation_id = "addGroupMember",
    tag = "groups",
    params(
        InNetwork,
        ("group" = uuid::Uuid, Path, description = "Its id"),
        ("actor" = uuid::Uuid, Path, description = "Who"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Works in it", body = Written<Group>), WriteProblems)
)]
pub async fn add(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Add>().await
}

/// Leave a working group
///
/// If it was its convener, there is none until another one is named.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/groups/{group}/members/{actor}", operation_id = "leaveGroup",
    tag = "groups",
    params(
        InNetwork,
        ("group" = uuid::Uuid, Path, description = "Its id"),
        ("actor" = uuid::Uuid, Path, description = "Who"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Works in it no more", body = Written<Group>), WriteProblems)
)]
pub async fn leave(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Leave>().await
}

/// Letting an actor work in a group.
pub struct Add;

impl Operation for Add {
    const ID: &'static str = "addGroupMember";
    type Body = Empty;
    type Resource = Group;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |group, member| Command::AddMember(MemberAdded { group, member }))
    }
}

/// Leaving a working group.
pub struct Leave;

impl Operation for Leave {
    const ID: &'static str = "leaveGroup";
    type Body = Empty;
    type Resource = Group;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |group, member| Command::Leave(MemberLeft { group, member }))
    }
}

fn change(write: &Write, command: fn(GroupId, ActorId) -> Command) -> Result<Plan, Problem> {
    let group: GroupId = write.caller.path("group")?;
    Ok(write.plan(group, command(group, write.caller.path("actor")?)))
}
