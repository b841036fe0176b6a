//! `/v1/networks/{network}/meetings`

pub mod approval;
pub mod approvers;
pub mod attendance;
pub mod attendances;
pub mod calendar;
pub mod cancel;
pub mod contributions;
pub mod get;
mod ics;
pub mod list;
pub mod minutes;
pub mod offer;
pub mod plan;
pub mod registration;
pub mod registrations;
pub mod reschedule;
pub mod revise;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, delete, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::aggregate::{Fact, Facts};
use domain::authority::Principal;
use domain::class::{Commitment, CommonText, Few, OwnText};
use domain::envelope::{Act, By};
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, ContributionId, EventId, GroupId, MeetingId, Pseudonym, Stamp, Version};
use domain::meeting::{
    ApprovalOffered, ApproversNamed, AttendanceRecorded, AttendanceWithdrawn, Cancelled, Command, MeetingKind,
    MinutesApproved, Refusal, Registered, Rescheduled, Revised, Row, Unregistered,
};
use domain::server::Scope;
use projection::meetings::MeetingRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::call::{Read, Write};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/meetings/{{meeting}}{below}"), allow);
    config
        .service(
            resource("/meetings", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(plan::handler)),
        )
        .service(resource("/meetings.ics", "GET, HEAD").route(read().to(calendar::all)))
        .service(one(".ics", "GET, HEAD").route(read().to(calendar::one)))
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/text", "PUT").route(put().to(revise::handler)))
        .service(one("/schedule", "PUT").route(put().to(reschedule::handler)))
        .service(one("/cancellation", "POST").route(post().to(cancel::handler)))
        .service(
            one("/registration", "DELETE, GET, HEAD, PUT")
                .route(read().to(registration::own))
                .route(put().to(registration::register))
                .route(delete().to(registration::unregister)),
        )
        .service(one("/registrations", "GET, HEAD").route(read().to(registrations::handler)))
        .service(one("/attendance", "PUT").route(put().to(attendance::handler)))
        .service(one("/attendances", "GET, HEAD").route(read().to(attendances::list)))
        .service(one("/attendances/{actor}", "DELETE").route(delete().to(attendances::withdraw)))
        .service(one("/minutes", "GET, HEAD, POST").route(read().to(minutes::list)).route(post().to(minutes::draft)))
        .service(one("/minutes/{draft}/approvers", "PUT").route(put().to(approvers::handler)))
        .service(one("/minutes/{draft}/approval", "PUT").route(put().to(approval::handler)))
        .service(one("/approval-offer", "PUT").route(put().to(offer::handler)))
        .service(
            one("/contributions/{contribution}", "DELETE, PUT")
                .route(put().to(contributions::link))
                .route(delete().to(contributions::unlink)),
        );
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    plan::handler,
    calendar::all,
    calendar::one,
    get::handler,
    revise::handler,
    reschedule::handler,
    cancel::handler,
    registration::own,
    registration::register,
    registration::unregister,
    registrations::handler,
    attendance::handler,
    attendances::list,
    attendances::withdraw,
    minutes::list,
    minutes::draft,
    approvers::handler,
    approval::handler,
    offer::handler,
    contributions::link,
    contributions::unlink
))]
pub struct Paths;

/// A meeting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8061", "kind": "workshop", "starts_at": "2026-03-12T17:30:00.000Z",
    "ends_at": "2026-03-12T19:30:00.000Z", "title": "Nos besoins", "place": "La Maison des associations, salle 2",
    "agenda": "Un tour de table, puis trois groupes.", "capacity": 30,
    "planned_by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "planned_at": "2026-03-05T17:02:11.000Z",
    "changed_at": "2026-03-05T17:02:11.000Z", "registered": 12, "drafts": 0, "approval_offered_by": [],
    "contributions": [], "version": 1, "allowed_actions": ["registerForMeeting"]
}))]
pub struct Meeting {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: MeetingId,
    /// What it is for.
    #[schema(schema_with = values::word::<MeetingKind>)]
    kind: MeetingKind,
    /// When it begins.
    #[schema(schema_with = values::time)]
    starts_at: Stamp,
    /// When it ends.
    #[schema(schema_with = values::time)]
    ends_at: Stamp,
    /// What it is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// Where it takes place; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    place: Option<Arc<str>>,
    /// Where it is on the web; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    link: Option<Arc<str>>,
    /// What it is about; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    agenda: Option<Arc<str>>,
    /// The audience it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    audience: Option<AudienceId>,
    /// The working group it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    group: Option<GroupId>,
    /// How many may register.
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<u32>,
    /// Who planned it: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    planned_by: By,
    /// When that was.
    #[schema(schema_with = values::time)]
    planned_at: Stamp,
    /// When it last changed.
    #[schema(schema_with = values::time)]
    changed_at: Stamp,
    /// When it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    cancelled_at: Option<Stamp>,
    /// Why; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// How many are registered.
    registered: u32,
    /// How many came; absent until that was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    attendance: Option<u32>,
    /// How many drafts of its minutes there are.
    drafts: usize,
    /// The draft that is put to approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_approval: Option<u32>,
    /// The draft that was approved last.
    #[serde(skip_serializing_if = "Option::is_none")]
    approved: Option<u32>,
    /// Who was there and offered to approve its minutes.
    #[schema(value_type = Vec<Uuid>)]
    approval_offered_by: Vec<ActorId>,
    /// The contributions that were born there.
    #[schema(value_type = Vec<Uuid>)]
    contributions: Vec<ContributionId>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// A person of a meeting, as facilitators see them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "name": "Anne Berger"}))]
pub struct Person {
    /// The actor's id.
    #[schema(schema_with = values::id)]
    id: ActorId,
    /// The actor's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
}

/// The meeting as it is shown, with its texts where `read.texts`.
pub(crate) fn render<Q>(read: &Read<Q>, row: &MeetingRow) -> Result<Meeting, Problem> {
    let text = |text| shown(read, if read.texts { text } else { None });
    let view = &read.views.meetings;
    Ok(Meeting {
        id: row.id,
        kind: row.kind,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        title: text(row.told.title)?,
        place: text(row.told.place)?,
        link: text(row.told.link)?,
        agenda: text(row.told.agenda)?,
        audience: row.told.audience,
        group: row.told.group,
        capacity: row.told.capacity,
        planned_by: row.planned_by,
        planned_at: row.planned_at,
        changed_at: row.changed_at,
        cancelled_at: row.cancelled.map(|(at, _)| at),
        reason: text(row.cancelled.and_then(|(_, reason)| reason))?,
        registered: view.registered(row.id),
        attendance: row.attendance,
        drafts: row.drafts.len(),
        in_approval: row.in_approval,
        approved: row.approved().map(|draft| draft.number),
        approval_offered_by: row.offered.clone(),
        contributions: view.born(row.id).collect(),
        version: row.version,
        allowed_actions: allowed(read, row.id)?,
    })
}

fn find<Q>(read: &Read<Q>, id: MeetingId) -> Result<&MeetingRow, Problem> {
    Ok(read.views.meetings.get(id).ok_or(Refusal::UnknownMeeting)?)
}

/// The meeting of the path, as rules know it now.
fn now<Q>(read: &Read<Q>) -> Result<&Row, Problem> {
    let meeting = find(read, read.caller.path("meeting")?)?.id;
    Ok(read.gate.live().state.meeting.get(meeting).ok_or(Refusal::UnknownMeeting)?)
}

/// The pseudonym of a person whom somebody else names.
fn pseudonym_of<B>(write: &Write<B>, person: ActorId, meeting: MeetingId) -> Result<Pseudonym, Problem> {
    let known = write.gate.live().state.actor.get(person).is_some() && write.network.vault().has_keys(person);
    if !known {
        return Err(domain::actor::Refusal::UnknownActor.into());
    }
    Ok(write.network.pseudonym(person, meeting)?)
}

impl Meeting {
    /// The same, whoever asks.
    pub(crate) fn without_offers(self) -> Self {
        Self { allowed_actions: Vec::new(), ..self }
    }
}

impl Resource for Meeting {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, MeetingId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

/// Which operations the writer would accept from the caller now: each is tried on the live state.
fn allowed<Q>(read: &Read<Q>, meeting: MeetingId) -> Result<Vec<&'static str>, Problem> {
    let live = read.gate.live();
    let (Principal::Actor(actor), Some(row)) = (read.gate.principal(), live.state.meeting.get(meeting)) else {
        return Ok(Vec::new());
    };
    if !read.caller.may_write(Scope::Write) {
        return Ok(Vec::new());
    }
    let person = read.network.pseudonym(actor, meeting)?;
    let facts = Facts { person: Fact::Known(person), ..Facts::default() };
    let corrects = row.minutes.are_approved().then_some(EventId(Uuid::nil()));
    let act = Act { corrects, ..Act::by(By::Actor(actor)) };
    let has_effect = |command: &domain::state::Command| {
        read.gate.allows(command.action()) && live.state.would_act(&act, read.gate.now(), facts, command)
    };
    let tried = tried(row, meeting, person).into_iter().chain(naming(live.views.meetings.get(meeting)));
    Ok(tried.filter(|(_, command)| has_effect(&command.clone().into())).map(|(name, _)| name).collect())
}

fn tried(row: &Row, meeting: MeetingId, person: Pseudonym) -> Vec<(&'static str, Command)> {
    let text = Commitment::new([0; 32], 1);
    let (common, minutes) = (CommonText(text), OwnText(text));
    let (place, link, agenda, audience, group, capacity) = (Some(common), None, None, None, None, None);
    let revised = Revised { meeting, title: common, place, link, agenda, audience, group, capacity };
    let rescheduled = Rescheduled { meeting, starts_at: Stamp::default(), ends_at: Stamp::MAX };
    let draft = row.minutes.round().map_or(0, |round| round.draft);
    let mut tried = vec![
        ("reviseMeeting", Command::Revise(revised)),
        ("rescheduleMeeting", Command::Reschedule(rescheduled)),
        ("cancelMeeting", Command::Cancel(Cancelled { meeting, reason: common })),
        ("registerForMeeting", Command::Register(Registered { meeting, person })),
        ("unregisterFromMeeting", Command::Unregister(Unregistered { meeting, person })),
        ("recordAttendance", Command::RecordAttendance(AttendanceRecorded { meeting, count: u32::MAX })),
        ("draftMinutes", Command::Draft { meeting, minutes }),
        ("offerApproval", Command::OfferApproval(ApprovalOffered { meeting })),
        ("approveMinutes", Command::Approve(MinutesApproved { meeting, draft })),
    ];
    let named = row.attended.iter().next().map(|person| AttendanceWithdrawn { meeting, person: *person });
    tried.extend(named.map(|named| ("withdrawAttendance", Command::WithdrawAttendance(named))));
    tried
}

/// The last draft, put to approval by somebody else than its author.
fn naming(row: Option<&MeetingRow>) -> Option<(&'static str, Command)> {
    let row = row?;
    let draft = row.drafts.last()?;
    let approver = row.offered.iter().find(|one| By::Actor(**one) != draft.author)?;
    let approvers = Few::new(vec![*approver]).ok()?;
    Some(("nameApprovers", Command::NameApprovers(ApproversNamed { meeting: row.id, draft: draft.number, approvers })))
}
