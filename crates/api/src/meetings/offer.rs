//! `PUT /v1/networks/{network}/meetings/{meeting}/approval-offer`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::ids::MeetingId;
use domain::meeting::{ApprovalOffered, Command};

use super::Meeting;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Offer to approve the minutes of a meeting
///
/// For those who are named among who came. It is a public act: it tells everyone that one was there.
#[utoipa::path(
    put, path = "/v1/networks/{network}/meetings/{meeting}/approval-offer", operation_id = "offerApproval",
    tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"), Doing, CommandHeaders,
        ChangeHeaders
    ),
    responses((status = 200, description = "Offered", body = Written<Meeting>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Offer>().await
}

/// Offering to approve the minutes of a meeting.
pub struct Offer;

impl Operation for Offer {
    const ID: &'static str = "offerApproval";
    type Body = Empty;
    type Resource = Meeting;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let meeting: MeetingId = write.caller.path("meeting")?;
        let mut draft = write.draft();
        draft.knowing(write.pseudonym(Action::TakePart, meeting)?);
        Ok(Plan::of(meeting, draft.ready(Command::OfferApproval(ApprovalOffered { meeting }))))
    }
}
