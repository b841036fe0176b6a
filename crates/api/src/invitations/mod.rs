//! `/v1/networks/{network}/invitations`

pub mod accept;
pub mod issue;
pub mod list;
pub mod revoke;
mod sheet;

use actix_web::web::{ServiceConfig, delete, post};
use domain::authority::{Action, Role};
use domain::envelope::By;
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, InvitationId, Stamp, Version};
use domain::invitation::{Refusal, Standing};
use domain::server::Scope;
use projection::invitations::InvitationRow;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::call::Read;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::routing::{read, resource};
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/invitations", "GET, HEAD, POST")
                .route(read().to(list::handler))
                .route(post().to(issue::handler)),
        )
        .service(resource("/invitations/acceptance", "POST").route(post().to(accept::handler)))
        .service(resource("/invitations/{invitation}", "DELETE").route(delete().to(revoke::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(list::handler, issue::handler, accept::handler, revoke::handler))]
pub struct Paths;

/// An invitation, without its code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8061", "state": "open", "roles": ["tutor"],
    "issued_by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "issued_at": "2026-03-05T17:02:11.000Z",
    "expires_at": "2026-04-04T17:02:11.000Z", "version": 1, "allowed_actions": ["revokeInvitation"]
}))]
pub struct Invitation {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: InvitationId,
    /// How it stands at the moment in the header `Tresse-At`.
    #[schema(schema_with = values::word::<Standing>)]
    state: Standing,
    /// The roles it gives.
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// The audience that whoever comes with it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// For whom it is, if for somebody who joined before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    actor: Option<ActorId>,
    /// Who issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    issued_by: Option<By>,
    /// When it was issued.
    #[schema(schema_with = values::time)]
    issued_at: Stamp,
    /// Until when it is valid.
    #[schema(schema_with = values::time)]
    expires_at: Stamp,
    /// Who came in with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    accepted_by: Option<ActorId>,
    /// When somebody came in with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Stamp>,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Stamp>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

fn render<Q>(read: &Read<Q>, row: &InvitationRow) -> Invitation {
    // What may be done now follows from how it stands now, whatever the moment of the read.
    let is_open = read.gate.live().state.invitation.get(row.id).is_some_and(|row| row.is_valid(read.gate.now()));
    let may_revoke = is_open && read.caller.may_write(Scope::Admin) && read.gate.allows(Action::Invite);
    Invitation {
        id: row.id,
        state: row.standing(read.at),
        roles: row.roles.clone(),
        audience: row.audience,
        actor: row.actor,
        issued_by: row.issued_by,
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        accepted_by: row.accepted.map(|(actor, _)| actor),
        accepted_at: row.accepted.map(|(_, at)| at),
        revoked_at: row.revoked_at,
        version: row.version,
        allowed_actions: may_revoke.then_some("revokeInvitation").into_iter().collect(),
    }
}

impl Resource for Invitation {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = read.views.invitations.get(InvitationId(object.id())).ok_or(Refusal::UnknownInvitation)?;
        Ok((row.version, render(read, row)))
    }
}
