//! `PUT /v1/networks/{network}/meetings/{meeting}/minutes/{draft}/approvers`

use actix_web::HttpResponse;
use domain::class::Few;
use domain::ids::{ActorId, MeetingId};
use domain::meeting::{ApproversNamed, Command, MAX_APPROVERS};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Meeting;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;

/// Who is to approve a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Approvers, example = json!({"approvers": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]}))]
pub struct Approvers {
    /// Up to 12 of those who offered it, and not who wrote the draft.
    #[schema(value_type = Vec<uuid::Uuid>, min_items = 1, max_items = 12)]
    approvers: Few<ActorId, MAX_APPROVERS>,
}

/// Put a draft of the minutes to approval
///
/// For facilitators, in place of any draft that is. When all who are named have approved it, it becomes the network's
/// text; naming others begins anew. With `If-Match`.
#[utoipa::path(
    put, path = "/v1/networks/{network}/meetings/{meeting}/minutes/{draft}/approvers", operation_id = "nameApprovers",
    tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"),
        ("draft" = u32, Path, description = "The draft's number", example = 1), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Approvers,
    responses((status = 200, description = "Put to approval", body = Written<Meeting>), WriteProblems)
)]
pub async fn handler(write: Write<Approvers>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Name>().await
}

/// Putting a draft of the minutes to approval.
pub struct Name;

impl Operation for Name {
    const ID: &'static str = "nameApprovers";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Approvers;
    type Resource = Meeting;

    async fn plan(write: &Write<Approvers>) -> Result<Plan, Problem> {
        let (meeting, draft): (MeetingId, u32) = (write.caller.path("meeting")?, write.caller.path("draft")?);
        let approvers = write.body.approvers.clone();
        Ok(write.plan(meeting, Command::NameApprovers(ApproversNamed { meeting, draft, approvers })))
    }
}
