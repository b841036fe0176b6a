//! `PUT /v1/networks/{network}/meetings/{meeting}/minutes/{draft}/approval`

use std::sync::Arc;

use actix_web::HttpResponse;
use app::network::Text;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::MeetingId;
use domain::meeting::{Command, MinutesApproved};

use super::Meeting;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Approve a draft of the minutes
///
/// For those who were named. With the last approval the draft's text is sealed anew, as the network's.
#[utoipa::path(
    put, path = "/v1/networks/{network}/meetings/{meeting}/minutes/{draft}/approval", operation_id = "approveMinutes",
    tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"),
        ("draft" = u32, Path, description = "The draft's number", example = 1), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Approved", body = Written<Meeting>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Approve>().await
}

/// Approving a draft of the minutes.
pub struct Approve;

impl Operation for Approve {
    const ID: &'static str = "approveMinutes";
    type Body = Empty;
    type Resource = Meeting;

    /// Nobody knows before the writer does whose approval is the last one: each comes with the text, and all but the
    /// last leave it unrecorded.
    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (meeting, draft): (MeetingId, u32) = (write.caller.path("meeting")?, write.caller.path("draft")?);
        let person = write.pseudonym(Action::TakePart, meeting)?;
        let mut approval = write.draft();
        approval.knowing(person);
        let approval = approval.ready(Command::Approve(MinutesApproved { meeting, draft }));
        let mut publication = write.draft();
        let text = text_of(write, meeting, draft)?;
        let minutes = text.map(|text| publication.common(Pointer::Minutes, &text)).transpose()?;
        let publication = publication.ready(Command::Publish { meeting, draft, minutes });
        let mut plan = Plan::of(meeting, approval);
        plan.commands.push(publication);
        Ok(plan)
    }
}

/// The text of a draft, unless there is none or it was erased.
fn text_of(write: &Write, meeting: MeetingId, draft: u32) -> Result<Option<Arc<str>>, Problem> {
    let live = write.gate.live();
    let draft = live.views.meetings.get(meeting).and_then(|row| row.draft(draft));
    let opened = draft.and_then(|draft| draft.text).map(|text| write.network.text(&text)).transpose()?;
    Ok(match opened {
        Some(Text::Shown(text)) => Some(text),
        Some(Text::Erased) | None => None,
    })
}
