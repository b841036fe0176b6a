//! `POST /v1/networks/{network}/meetings`

use actix_web::HttpResponse;
use app::draft::{Draft, SealError};
use app::edge;
use domain::authority::Action;
use domain::class::{CommonText, Pointer};
use domain::ids::{AudienceId, GroupId, Stamp};
use domain::meeting::{Command, MeetingKind, Planned};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Meeting;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, Body, RoomAddress, Title};

/// A meeting to plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMeeting, example = json!({
    "kind": "workshop", "starts_at": "2026-03-12T17:30:00Z", "ends_at": "2026-03-12T19:30:00Z", "title": "Nos besoins",
    "place": "La Maison des associations, salle 2", "agenda": "Un tour de table, puis trois groupes.", "capacity": 30
}))]
pub struct New {
    /// What it is for; drivers plan outreach only.
    #[schema(schema_with = values::word::<MeetingKind>)]
    kind: MeetingKind,
    /// When it begins.
    #[schema(schema_with = values::time)]
    starts_at: Stamp,
    /// When it ends.
    #[schema(schema_with = values::time)]
    ends_at: Stamp,
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
    /// How many may register.
    capacity: Option<u32>,
}

/// The sealed texts of what is told of a meeting.
pub(super) struct Told {
    pub(super) title: CommonText,
    pub(super) place: Option<CommonText>,
    pub(super) link: Option<CommonText>,
    pub(super) agenda: Option<CommonText>,
}

impl Told {
    pub(super) fn seal(
        draft: &mut Draft<'_>,
        title: &Title,
        place: Option<&Title>,
        link: Option<&RoomAddress>,
        agenda: Option<&Body>,
    ) -> Result<Self, SealError> {
        let mut common = |pointer, text: Option<&str>| text.map(|text| draft.common(pointer, text)).transpose();
        let place = common(Pointer::Place, place.map(Title::as_str))?;
        let link = common(Pointer::Link, link.map(RoomAddress::as_str))?;
        let agenda = common(Pointer::Agenda, agenda.map(Body::as_str))?;
        Ok(Self { title: draft.common(Pointer::Title, title.as_str())?, place, link, agenda })
    }
}

/// Plan a meeting
///
/// For facilitators, and outreach for drivers too. A meeting that was held without being planned is planned afterwards.
#[utoipa::path(
    post, path = "/v1/networks/{network}/meetings", operation_id = "planMeeting", tag = "meetings",
    params(InNetwork, Doing, CommandHeaders),
    request_body = New,
    responses((status = 201, description = "Planned", body = Written<Meeting>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Planning>().await
}

/// Planning a meeting.
pub struct Planning;

impl Operation for Planning {
    const ID: &'static str = "planMeeting";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Meeting;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let new = &write.body;
        write.may(Action::PlanMeeting(new.kind))?;
        let (meeting, mut draft) = (edge::meeting_id(), write.draft());
        let told = Told::seal(&mut draft, &new.title, new.place.as_ref(), new.link.as_ref(), new.agenda.as_ref())?;
        let Told { title, place, link, agenda } = told;
        let New { kind, starts_at, ends_at, audience, group, capacity, .. } = *new;
        let planned =
            Planned { meeting, kind, starts_at, ends_at, title, place, link, agenda, audience, group, capacity };
        Ok(Plan::of(meeting, draft.ready(Command::Plan(planned))))
    }
}
