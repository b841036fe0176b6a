//! `PUT` and `DELETE /v1/networks/{network}/meetings/{meeting}/contributions/{contribution}`

use actix_web::HttpResponse;
use domain::ids::{ContributionId, MeetingId};
use domain::meeting::{Command, Linked, Unlinked};

use super::Meeting;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Say that a contribution was born in a meeting
///
/// For its author and for facilitators.
#[utoipa::path(
    put, path = "/v1/networks/{network}/meetings/{meeting}/contributions/{contribution}",
    operation_id = "linkToMeeting", tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"),
        ("contribution" = uuid::Uuid, Path, description = "The contribution's id"), Doing, CommandHeaders,
        ChangeHeaders
    ),
    responses((status = 200, description = "Linked", body = Written<Meeting>), WriteProblems)
)]
pub async fn link(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Link>().await
}

/// Say that a contribution was not born in a meeting
///
/// For its author and for facilitators.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/meetings/{meeting}/contributions/{contribution}",
    operation_id = "unlinkFromMeeting", tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"),
        ("contribution" = uuid::Uuid, Path, description = "The contribution's id"), Doing, CommandHeaders,
        ChangeHeaders
    ),
    responses((status = 200, description = "No longer linked", body = Written<Meeting>), WriteProblems)
)]
pub async fn unlink(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Unlink>().await
}

/// Linking a contribution to a meeting.
pub struct Link;

impl Operation for Link {
    const ID: &'static str = "linkToMeeting";
    type Body = Empty;
    type Resource = Meeting;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |meeting, contribution| Command::Link(Linked { meeting, contribution }))
    }
}

/// Taking that back.
pub struct Unlink;

impl Operation for Unlink {
    const ID: &'static str = "unlinkFromMeeting";
    type Body = Empty;
    type Resource = Meeting;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |meeting, contribution| Command::Unlink(Unlinked { meeting, contribution }))
    }
}

fn change(write: &Write, command: fn(MeetingId, ContributionId) -> Command) -> Result<Plan, Problem> {
    let meeting: MeetingId = write.caller.path("meeting")?;
    Ok(write.plan(meeting, command(meeting, write.caller.path("contribution")?)))
}
