//! `PUT /v1/networks/{network}/meetings/{meeting}/text`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::ids::{AudienceId, GroupId, MeetingId};
use domain::meeting::{Command, Revised};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Meeting;
use super::plan::Told;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{Body, RoomAddress, Title};

/// What is told of a meeting, in place of what was told before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RevisedMeeting, example = json!({
    "title": "Nos besoins", "place": "La salle des fêtes", "agenda": "Un tour de table, puis trois groupes."
}))]
pub struct Text {
    /// What it is called.
    title: Title,
    /// Where it takes place; a place, a link, or both.
    place: Option<Title>,
    /// Where it is on the web.
    link: Option<RoomAddress>,
    /// What it is about.
    agenda: Option<Body>,
    /// The audience it is for.
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// The working group it is of.
    #[schema(value_type = Option<uuid::Uuid>)]
    group: Option<GroupId>,
    /// How many may register: not fewer than are registered.
    capacity: Option<u32>,
}

/// Revise what is told of a meeting
///
/// All of it is replaced, but for its kind and time. With `If-Match`.
#[utoipa::path(
    put, path = "/v1/networks/{network}/meetings/{meeting}/text", operation_id = "reviseMeeting", tag = "meetings",
    params(
        InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Text,
    responses((status = 200, description = "Revised", body = Written<Meeting>), WriteProblems)
)]
pub async fn handler(write: Write<Text>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Revising a meeting.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseMeeting";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Text;
    type Resource = Meeting;

    async fn plan(write: &Write<Text>) -> Result<Plan, Problem> {
        let (meeting, new): (MeetingId, _) = (write.caller.path("meeting")?, &write.body);
        write.may(Action::ChangeMeeting(meeting))?;
        let mut draft = write.draft();
        let told = Told::seal(&mut draft, &new.title, new.place.as_ref(), new.link.as_ref(), new.agenda.as_ref())?;
        let Told { title, place, link, agenda } = told;
        let Text { audience, group, capacity, .. } = *new;
        let revised = Revised { meeting, title, place, link, agenda, audience, group, capacity };
        Ok(Plan::of(meeting, draft.ready(Command::Revise(revised))))
    }
}
