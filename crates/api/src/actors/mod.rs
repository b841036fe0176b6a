//! `/v1/networks/{network}/actors`

pub mod add;
pub mod erase;
pub mod get;
pub mod leave;
pub mod list;
pub mod notice;
pub mod personal_data;
pub mod profile;
pub mod reactivate;
pub mod representation;
pub mod role;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, delete, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::actor::{ActorKind, Refusal, Via};
use domain::authority::{Action, Principal, Role};
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, Stamp, Version};
use domain::server::Scope;
use projection::actors::{ActorRow, RoleSpan};
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/actors/{{actor}}{below}"), allow);
    config
        .service(resource("/actors", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(add::handler)))
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/profile", "PUT").route(put().to(profile::handler)))
        .service(one("/departure", "POST").route(post().to(leave::handler)))
        .service(
            one("/personal-data", "DELETE, GET, HEAD")
                .route(read().to(personal_data::handler))
                .route(delete().to(erase::handler)),
        )
        .service(one("/reactivation", "POST").route(post().to(reactivate::handler)))
        .service(one("/notice-acknowledgements", "POST").route(post().to(notice::handler)))
        .service(one("/roles/{role}", "DELETE, PUT").route(put().to(role::grant)).route(delete().to(role::revoke)))
        .service(
            one("/representations/{organisation}", "DELETE, PUT")
                .route(put().to(representation::start))
                .route(delete().to(representation::end)),
        );
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    add::handler,
    get::handler,
    profile::handler,
    role::grant,
    role::revoke,
    representation::start,
    representation::end,
    leave::handler,
    personal_data::handler,
    erase::handler,
    reactivate::handler,
    notice::handler
))]
pub struct Paths;

/// An actor of the network.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "kind": "person", "via": "operator", "name": "Anne Berger",
    "about": "Bénévole au jardin partagé.", "joined_at": "2026-03-05T17:02:11.000Z", "represents": [],
    "roles": [{"role": "tutor", "from": "2026-03-06T09:00:00.000Z", "holds": true}], "version": 3,
    "allowed_actions": ["reviseProfile", "leaveNetwork"]
}))]
pub struct Actor {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: ActorId,
    /// What it is.
    #[schema(schema_with = values::word::<ActorKind>)]
    kind: ActorKind,
    /// How it came.
    #[schema(schema_with = values::word::<Via>)]
    via: Via,
    /// The audience it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// Its name; persons' names are shown to members only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
    /// Who it is; persons' profiles are shown to members only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    about: Option<Arc<str>>,
    /// An e-mail address, shown to the person and to stewards only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    contact: Option<Arc<str>>,
    /// When it joined.
    #[schema(schema_with = values::time)]
    joined_at: Stamp,
    /// When it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    left_at: Option<Stamp>,
    /// When a person's data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    erased_at: Option<Stamp>,
    /// Whom it represents.
    #[schema(value_type = Vec<uuid::Uuid>)]
    represents: Vec<ActorId>,
    /// Every role it was granted, oldest first.
    roles: Vec<HeldRole>,
    /// Whether a person has taken note of the network's information notice in force, if there is one; shown to the person
    /// and to stewards only.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice_acknowledged: Option<bool>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// A role that was granted.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldRole {
    /// Which.
    #[schema(schema_with = values::word::<Role>)]
    role: Role,
    /// From when.
    #[schema(schema_with = values::time)]
    from: Stamp,
    /// Until when it was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Stamp>,
    /// When it was revoked or replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Stamp>,
    /// Whether it holds at the moment in the header `Tresse-At`.
    holds: bool,
}

/// The actor as it is shown to the one who asks.
fn render<Q>(read: &Read<Q>, row: &ActorRow) -> Result<Actor, Problem> {
    let is_person = row.kind == ActorKind::Person;
    let profile = |text| (!is_person || read.gate.allows(Action::ReadProfiles)).then_some(text).flatten();
    let contact = read.gate.allows(Action::ReadContact(row.id)).then_some(row.contact).flatten();
    let notice = read.views.network.charter().map_or(0, |charter| charter.notice_number);
    let is_told = is_person && notice > 0 && read.gate.allows(Action::ReadContact(row.id));
    let role = |span: &RoleSpan| HeldRole {
        role: span.role,
        from: span.from,
        until: span.until,
        ended_at: span.ended_at,
        holds: span.holds(read.at),
    };
    Ok(Actor {
        id: row.id,
        kind: row.kind,
        via: row.via,
        audience: row.audience,
        name: shown(read, profile(row.name))?,
        about: shown(read, profile(row.about))?,
        contact: shown(read, contact)?,
        joined_at: row.joined_at,
        left_at: row.left_at,
        erased_at: row.erased_at,
        represents: row.represents.clone(),
        roles: row.roles.iter().map(role).collect(),
        notice_acknowledged: is_told.then_some(row.notice == notice),
        version: row.version,
        allowed_actions: allowed(read, row),
    })
}

fn find<Q>(read: &Read<Q>, id: ActorId) -> Result<&ActorRow, Problem> {
    Ok(read.views.actors.get(id).ok_or(Refusal::UnknownActor)?)
}

impl Resource for Actor {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, ActorId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

fn allowed<Q>(read: &Read<Q>, row: &ActorRow) -> Vec<&'static str> {
    if !matches!(read.gate.principal(), Principal::Actor(_)) || row.erased_at.is_some() {
        return Vec::new();
    }
    let is_here = row.left_at.is_none();
    let is_person = is_here && row.kind == ActorKind::Person;
    let notice = read.views.network.charter().map_or(0, |charter| charter.notice_number);
    let erasing = if read.gate.principal() == Principal::Actor(row.id) { Scope::Write } else { Scope::Admin };
    let offered = [
        ("reactivateActor", !is_here, Scope::Write, Action::Reactivate),
        ("acknowledgeNotice", is_person && row.notice != notice, Scope::Write, Action::AcknowledgeNotice(row.id)),
        ("reviseProfile", is_here, Scope::Write, Action::ReviseProfile(row.id)),
        ("grantRole", is_here, Scope::Admin, Action::ChangeRole(Role::Tutor)),
        ("startRepresentation", is_person, Scope::Write, Action::StartRepresentation(row.id)),
        ("endRepresentation", !row.represents.is_empty(), Scope::Write, Action::EndRepresentation(row.id)),
        ("leaveNetwork", is_here, Scope::Write, Action::Leave(row.id)),
        ("erasePersonalData", row.kind == ActorKind::Person, erasing, Action::ErasePersonalData(row.id)),
        ("issueActorKey", is_here, Scope::Admin, Action::ManageKeys(row.id)),
    ];
    let may = |(name, possible, scope, action)| {
        (possible && read.caller.may_write(scope) && read.gate.allows(action)).then_some(name)
    };
    offered.into_iter().filter_map(may).collect()
}
