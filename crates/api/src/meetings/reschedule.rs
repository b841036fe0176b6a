//! `PUT /v1/networks/{network}/meetings/{meeting}/schedule`

use actix_web::HttpResponse;
use domain::ids::{MeetingId, Stamp};
use domain::meeting::{Command, Rescheduled};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Meeting;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// When a meeting takes place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Schedule, example = json!({"starts_at": "2026-03-19T17:30:00Z", "ends_at": "2026-03-19T19:30:00Z"}))]
pub struct Schedule {
    /// When it begins.
    #[schema(schema_with = values::time)]
    starts_at: Stamp,
    /// When it ends.
    #[schema(schema_with = values::time)]
    ends_at: Stamp,
}

/// Reschedule a meeting
///
/// Who registered stays so. With `If-Match`.
#[utoipa::path(
    put, path = "/v1/networks/{network}/meetings/{meeting}/schedule", operation_id = "rescheduleMeeting",
    tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Schedule,
    responses((status = 200, description = "Rescheduled", body = Written<Meeting>), WriteProblems)
)]
pub async fn handler(write: Write<Schedule>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Reschedule>().await
}

/// Rescheduling a meeting.
pub struct Reschedule;

impl Operation for Reschedule {
    const ID: &'static str = "rescheduleMeeting";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Schedule;
    type Resource = Meeting;

    async fn plan(write: &Write<Schedule>) -> Result<Plan, Problem> {
        let (meeting, Schedule { starts_at, ends_at }): (MeetingId, _) = (write.caller.path("meeting")?, &write.body);
        let rescheduled = Rescheduled { meeting, starts_at: *starts_at, ends_at: *ends_at };
        Ok(write.plan(meeting, Command::Reschedule(rescheduled)))
    }
}
