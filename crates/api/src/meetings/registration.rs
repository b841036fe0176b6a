//! `GET`, `PUT` and `DELETE /v1/networks/{network}/meetings/{meeting}/registration`: one's own.

use actix_web::HttpResponse;
use domain::authority::{Action, Denied, Principal};
use domain::ids::{MeetingId, Pseudonym, Version};
use domain::meeting::{Command, Registered, Unregistered};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Meeting, now};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Whether one is registered for a meeting, and whether one is named among those who came.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"registered": true, "attended": false, "version": 1}))]
pub struct OwnRegistration {
    /// Whether one is registered.
    registered: bool,
    /// Whether one is named among those who came.
    attended: bool,
    /// The meeting's version.
    #[schema(value_type = u32)]
    version: Version,
}

/// Read one's own registration and attendance
///
/// Beside oneself only facilitators can. It is what holds now, whatever `as_of` says.
#[utoipa::path(
    get, path = "/v1/networks/{network}/meetings/{meeting}/registration", operation_id = "getOwnRegistration",
    tag = "meetings",
    params(InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"), Moment),
    responses((status = 200, description = "One's own registration", body = OwnRegistration), ReadProblems)
)]
pub async fn own(read: Read) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::ReadOwnActs)?;
    let Principal::Actor(actor) = read.gate.principal() else { return Err(Denied::Forbidden.into()) };
    let row = now(&read)?;
    let person = read.network.pseudonym(actor, read.caller.path::<MeetingId>("meeting")?)?;
    let (registered, attended) = (row.registered.contains(&person), row.attended.contains(&person));
    read.answer(&OwnRegistration { registered, attended, version: row.version })
}

/// Register for a meeting
///
/// The event shows a pseudonym that is valid in this meeting alone; everybody else reads only how many are registered.
#[utoipa::path(
    put, path = "/v1/networks/{network}/meetings/{meeting}/registration", operation_id = "registerForMeeting",
    tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Registered", body = Written<Meeting>), WriteProblems)
)]
pub async fn register(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Register>().await
}

/// Take one's registration back
#[utoipa::path(
    delete, path = "/v1/networks/{network}/meetings/{meeting}/registration", operation_id = "unregisterFromMeeting",
    tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "No longer registered", body = Written<Meeting>), WriteProblems)
)]
pub async fn unregister(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Unregister>().await
}

/// Registering for a meeting.
pub struct Register;

impl Operation for Register {
    const ID: &'static str = "registerForMeeting";
    type Body = Empty;
    type Resource = Meeting;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |meeting, person| Command::Register(Registered { meeting, person }))
    }
}

/// Taking one's registration back.
pub struct Unregister;

impl Operation for Unregister {
    const ID: &'static str = "unregisterFromMeeting";
    type Body = Empty;
    type Resource = Meeting;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |meeting, person| Command::Unregister(Unregistered { meeting, person }))
    }
}

fn change(write: &Write, command: fn(MeetingId, Pseudonym) -> Command) -> Result<Plan, Problem> {
    let meeting: MeetingId = write.caller.path("meeting")?;
    let person = write.pseudonym(Action::TakePart, meeting)?;
    Ok(write.plan(meeting, command(meeting, person)))
}
