//! `GET /v1/networks/{network}/meetings/{meeting}/attendances`, and `DELETE` of one of them.

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::ids::{ActorId, MeetingId};
use domain::meeting::{AttendanceWithdrawn, Command};

use super::registrations::{Query, persons};
use super::{Meeting, Person, pseudonym_of};
use crate::answer::Page;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// List who came, as far as they are named
///
/// For facilitators, in order of joining the network. It is what holds now, whatever `as_of` says; who had their data
/// erased is counted and not named.
#[utoipa::path(
    get, path = "/v1/networks/{network}/meetings/{meeting}/attendances", operation_id = "listAttendances",
    tag = "meetings",
    params(InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"), Query, Moment),
    responses((status = 200, description = "A page", body = Page<Person>), ReadProblems)
)]
pub async fn list(read: Read<Query>) -> Result<HttpResponse, Problem> {
    persons(read, |row, person| row.attended.contains(person)).await
}

/// Withdraw that somebody came
///
/// For facilitators. The count stays as it is.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/meetings/{meeting}/attendances/{actor}",
    operation_id = "withdrawAttendance", tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"),
        ("actor" = uuid::Uuid, Path, description = "Who did not come"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Meeting>), WriteProblems)
)]
pub async fn withdraw(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Withdrawing that somebody came.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawAttendance";
    type Body = Empty;
    type Resource = Meeting;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (meeting, actor): (MeetingId, ActorId) = (write.caller.path("meeting")?, write.caller.path("actor")?);
        write.may(Action::RunMeeting)?;
        let person = pseudonym_of(write, actor, meeting)?;
        Ok(write.plan(meeting, Command::WithdrawAttendance(AttendanceWithdrawn { meeting, person })))
    }
}
