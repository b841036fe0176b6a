//! `POST /v1/networks/{network}/meetings/{meeting}/cancellation`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::MeetingId;
use domain::meeting::{Cancelled, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Meeting;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// Why a meeting is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Cancellation, example = json!({"reason": "La salle n’est plus libre."}))]
pub struct Cancellation {
    /// Why.
    reason: About,
}

/// Cancel a meeting
///
/// One that was held is not cancelled any more. With `If-Match`.
#[utoipa::path(
    post, path = "/v1/networks/{network}/meetings/{meeting}/cancellation", operation_id = "cancelMeeting",
    tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Cancellation,
    responses((status = 200, description = "Cancelled", body = Written<Meeting>), WriteProblems)
)]
pub async fn handler(write: Write<Cancellation>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Cancel>().await
}

/// Cancelling a meeting.
pub struct Cancel;

impl Operation for Cancel {
    const ID: &'static str = "cancelMeeting";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Cancellation;
    type Resource = Meeting;

    async fn plan(write: &Write<Cancellation>) -> Result<Plan, Problem> {
        let meeting: MeetingId = write.caller.path("meeting")?;
        write.may(Action::ChangeMeeting(meeting))?;
        let mut draft = write.draft();
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(meeting, draft.ready(Command::Cancel(Cancelled { meeting, reason }))))
    }
}
