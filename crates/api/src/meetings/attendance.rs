//! `PUT /v1/networks/{network}/meetings/{meeting}/attendance`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Few;
use domain::ids::{ActorId, MeetingId};
use domain::meeting::{AttendanceRecorded, Attended, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Meeting, pseudonym_of};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;

/// How many persons one request may name.
pub const MAX_PERSONS: usize = 200;

/// Who came to a meeting.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Attendance, example = json!({"count": 14, "persons": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]}))]
pub struct Attendance {
    /// How many, which everyone may read: at least as many as are named.
    count: u32,
    /// Those of them who are to be named beside whoever is already; only facilitators and they themselves can read it.
    #[schema(value_type = Option<Vec<uuid::Uuid>>, max_items = 200)]
    persons: Option<Few<ActorId, MAX_PERSONS>>,
}

/// Record how many came to a meeting, and who
///
/// For facilitators, once it has begun. The latest count holds; each person is an event of their own, which shows a
/// pseudonym that is valid in this meeting alone. With `If-Match`.
#[utoipa::path(
    put, path = "/v1/networks/{network}/meetings/{meeting}/attendance", operation_id = "recordAttendance",
    tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Attendance,
    responses((status = 200, description = "Recorded", body = Written<Meeting>), WriteProblems)
)]
pub async fn handler(write: Write<Attendance>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Record>().await
}

/// Recording who came.
pub struct Record;

impl Operation for Record {
    const ID: &'static str = "recordAttendance";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Attendance;
    type Resource = Meeting;

    async fn plan(write: &Write<Attendance>) -> Result<Plan, Problem> {
        let meeting: MeetingId = write.caller.path("meeting")?;
        write.may(Action::RunMeeting)?;
        let count = write.body.count;
        let mut plan = write.plan(meeting, Command::RecordAttendance(AttendanceRecorded { meeting, count }));
        let persons = write.body.persons.iter().flat_map(Few::as_slice);
        let persons = persons.map(|person| pseudonym_of(write, *person, meeting));
        let mut persons = persons.collect::<Result<Vec<_>, Problem>>()?;
        // The order in which they were typed, often that of a list of names, is nobody's to know.
        persons.sort_unstable();
        let attended = |person| write.draft().ready(Command::Attend(Attended { meeting, person }));
        plan.commands.extend(persons.into_iter().map(attended));
        Ok(plan)
    }
}
