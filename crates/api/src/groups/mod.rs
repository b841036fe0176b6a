//! `/v1/networks/{network}/groups`

pub mod convener;
pub mod dissolve;
pub mod form;
pub mod get;
pub mod list;
pub mod member;
pub mod members;
pub mod revise;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, delete, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use app::draft::{Draft, SealError};
use domain::authority::Principal;
use domain::class::{CommonText, Pointer};
use domain::event::Object;
use domain::group::{self, ConvenerNamed, MemberAdded, MemberLeft, Refusal, Revised};
use domain::ids::{ActorId, GroupId, Position, Stamp, Version};
use domain::state::Command;
use projection::groups::GroupRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Read;
use crate::offered::some_text;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values::{self, About, Name};

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/groups/{{group}}{below}"), allow);
    config
        .service(resource("/groups", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(form::handler)))
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/text", "PUT").route(put().to(revise::handler)))
        .service(one("/members", "GET, HEAD").route(read().to(members::handler)))
        .service(one("/members/{actor}", "DELETE, PUT").route(put().to(member::add)).route(delete().to(member::leave)))
        .service(one("/convener", "PUT").route(put().to(convener::handler)))
        .service(one("/dissolution", "POST").route(post().to(dissolve::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    form::handler,
    get::handler,
    revise::handler,
    members::handler,
    member::add,
    member::leave,
    convener::handler,
    dissolve::handler
))]
pub struct Paths;

/// A working group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "Se déplacer", "purpose": "Mettre la navette en route.",
    "convener": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "members": 5, "formed_at": "2026-03-05T17:02:11.000Z",
    "version": 2, "allowed_actions": ["addGroupMember"]
}))]
pub struct Group {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: GroupId,
    /// Its name.
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
    /// What it is for.
    #[schema(value_type = Option<String>)]
    purpose: Option<Arc<str>>,
    /// Who convenes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    convener: Option<ActorId>,
    /// How many actors work in it.
    members: u32,
    /// When it was formed.
    #[schema(schema_with = values::time)]
    formed_at: Stamp,
    /// When its work ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    dissolved_at: Option<Stamp>,
    /// Its version, for `If-Match`; members who come and go do not change it.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// What there is to say of a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GroupText, example = json!({"name": "Se déplacer", "purpose": "Mettre la navette en route."}))]
pub struct Text {
    /// Its name.
    name: Name,
    /// What it is for.
    purpose: About,
}

impl Text {
    /// Seals its texts.
    fn seal(&self, draft: &mut Draft<'_>) -> Result<(CommonText, CommonText), SealError> {
        let name = draft.common(Pointer::Name, self.name.as_str())?;
        Ok((name, draft.common(Pointer::Purpose, self.purpose.as_str())?))
    }
}

fn render<Q>(read: &Read<Q>, row: &GroupRow) -> Result<Group, Problem> {
    Ok(Group {
        id: row.id,
        name: shown(read, row.name)?,
        purpose: shown(read, row.purpose)?,
        convener: row.convener,
        members: row.members,
        formed_at: row.formed_at,
        dissolved_at: row.dissolved_at,
        version: row.version,
        allowed_actions: allowed(read, row.id),
    })
}

fn find<Q>(read: &Read<Q>, id: GroupId) -> Result<&GroupRow, Problem> {
    Ok(read.views.groups.get(id).ok_or(Refusal::UnknownGroup)?)
}

impl Resource for Group {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, GroupId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

fn allowed<Q>(read: &Read<Q>, group: GroupId) -> Vec<&'static str> {
    let Principal::Actor(member) = read.gate.principal() else { return Vec::new() };
    let (name, purpose) = (CommonText(some_text()), CommonText(some_text()));
    let revise: Command = group::Command::Revise(Revised { group, name, purpose }).into();
    // Of two members, one at least does not convene yet.
    let members = read.gate.live().views.groups.members(group, Position(0)).take(2);
    let name_one = |of: &projection::groups::Membership| -> Command {
        group::Command::NameConvener(ConvenerNamed { group, convener: of.member }).into()
    };
    let name_one: Vec<_> = members.map(name_one).collect();
    let tried: [(&str, &[Command]); 5] = [
        // Whoever may revise a group may add others to it.
        ("addGroupMember", &[group::Command::AddMember(MemberAdded { group, member }).into(), revise.clone()]),
        ("leaveGroup", &[group::Command::Leave(MemberLeft { group, member }).into()]),
        ("reviseGroup", &[revise]),
        ("nameConvener", &name_one),
        ("dissolveGroup", &[group::Command::Dissolve(group).into()]),
    ];
    read.offered(&tried)
}
