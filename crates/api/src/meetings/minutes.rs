//! `GET` and `POST /v1/networks/{network}/meetings/{meeting}/minutes`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::envelope::By;
use domain::ids::{ActorId, EventId, MeetingId, Position, Stamp};
use domain::meeting::Command;
use projection::meetings::{Draft, MeetingRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Meeting, find};
use crate::answer::Page;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::texts::shown;
use crate::values::{self, Body};

/// A draft of a meeting's minutes, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "draft": 1, "author": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "position": 61,
    "recorded_at": "2026-03-13T09:00:00.000Z", "in_approval": false,
    "approvers": [{
        "actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964fe", "approved_at": "2026-03-14T18:00:00.000Z"
    }],
    "approved_at": "2026-03-14T18:00:00.000Z", "minutes": "Trois besoins ont été retenus."
}))]
pub struct MinutesDraft {
    /// Its number, from 1.
    draft: u32,
    /// Who wrote it: `actor:<id>`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    author: By,
    /// The position of its event, for `corrects`.
    #[schema(value_type = u64)]
    position: Position,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// The draft that it corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<u32>,
    /// Whether it is put to approval.
    in_approval: bool,
    /// Who was last named to approve it.
    approvers: Vec<Approver>,
    /// When all of them had.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    approved_at: Option<Stamp>,
    /// Its text: for members, and once it is approved for whoever may read the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    minutes: Option<Arc<str>>,
}

/// An attendee who was named to approve a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct Approver {
    /// Who.
    #[schema(schema_with = values::id)]
    actor: ActorId,
    /// Since when they have.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    approved_at: Option<Stamp>,
}

/// A draft to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMinutes, example = json!({"minutes": "Trois besoins ont été retenus."}))]
pub struct New {
    /// What was said and agreed.
    minutes: Body,
}

/// Read the minutes of a meeting
///
/// All drafts, oldest first. A draft is its author's text; once it is approved it is the network's.
#[utoipa::path(
    get, path = "/v1/networks/{network}/meetings/{meeting}/minutes", operation_id = "listMinutes", tag = "meetings",
    params(InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"), Moment),
    responses((status = 200, description = "All drafts", body = Page<MinutesDraft>), ReadProblems)
)]
pub async fn list(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("meeting")?)?;
    let items = row.drafts.iter().map(|draft| render(&read, row, draft)).collect::<Result<Vec<_>, Problem>>()?;
    read.answer_page(&Page { items, next: None })
}

fn render(read: &Read, row: &MeetingRow, draft: &Draft) -> Result<MinutesDraft, Problem> {
    let own = || draft.text.filter(|_| read.gate.allows(Action::ReadProfiles));
    Ok(MinutesDraft {
        draft: draft.number,
        author: draft.author,
        position: draft.position,
        recorded_at: draft.recorded_at,
        corrects: draft.corrects.and_then(|event| corrected(row, event)),
        in_approval: row.in_approval == Some(draft.number),
        approvers: approvers(draft),
        approved_at: draft.approved_at,
        minutes: shown(read, draft.published.or_else(own))?,
    })
}

/// Who was last named to approve a draft.
pub(crate) fn approvers(draft: &Draft) -> Vec<Approver> {
    let approver =
        |(actor, approved_at): &(ActorId, Option<Stamp>)| Approver { actor: *actor, approved_at: *approved_at };
    draft.approvers.iter().map(approver).collect()
}

/// The draft that an event recorded or published.
fn corrected(row: &MeetingRow, event: EventId) -> Option<u32> {
    let is = |draft: &&Draft| draft.event == event || draft.published.is_some_and(|text| text.event == event);
    row.drafts.iter().find(is).map(|draft| draft.number)
}

/// Draft the minutes of a meeting
///
/// Once it has begun. Where there are approved minutes, `corrects` says which event the draft corrects, and it needs
/// approval again; what was approved before stays readable. With `If-Match`.
#[utoipa::path(
    post, path = "/v1/networks/{network}/meetings/{meeting}/minutes", operation_id = "draftMinutes", tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"), Doing, CommandHeaders,
        ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Drafted", body = Written<Meeting>), WriteProblems)
)]
pub async fn draft(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Drafting>().await
}

/// Drafting the minutes of a meeting.
pub struct Drafting;

impl Operation for Drafting {
    const ID: &'static str = "draftMinutes";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Meeting;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let meeting: MeetingId = write.caller.path("meeting")?;
        let author = write.subject(Action::TakePart)?;
        let mut draft = write.draft();
        let minutes = draft.own(author, Pointer::Minutes, write.body.minutes.as_str())?;
        Ok(Plan::of(meeting, draft.ready(Command::Draft { meeting, minutes })))
    }
}
