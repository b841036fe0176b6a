//! `/v1/networks/{network}/sessions`: what people without an identity provider act with.
//!
//! A session begins with an invitation's code. Its token goes with requests as a key does, and works for minutes; its
//! renewal secret gives another token, and another renewal secret.

pub mod end;
pub mod renew;

use actix_web::web::{ServiceConfig, delete, post};
use domain::ids::{KeyId, Stamp};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::routing::resource;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/sessions/renewal", "POST").route(post().to(renew::handler)))
        .service(resource("/sessions/current", "DELETE").route(delete().to(end::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(renew::handler, end::handler))]
pub struct Paths;

/// A session, as it is shown to whose it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8059", "token": "tresse_t_…", "token_expires_at": "2026-03-05T17:17:11.000Z",
    "renewal": "tresse_r_…", "expires_at": "2026-06-03T17:02:11.000Z"
}))]
pub struct Session {
    /// Its id: it stands in the list of the actor's keys, and is revoked like one.
    #[schema(schema_with = values::id)]
    id: KeyId,
    /// The token to send as `Authorization: Bearer …`, for reading and writing.
    token: String,
    /// Until when the token works.
    #[schema(schema_with = values::time)]
    token_expires_at: Stamp,
    /// What renews the session, once. Keep it where only your own program reads it.
    renewal: String,
    /// Until when the session can be renewed; each renewal moves it on.
    #[schema(schema_with = values::time)]
    expires_at: Stamp,
}

impl From<app::sessions::Session> for Session {
    fn from(session: app::sessions::Session) -> Self {
        Self {
            id: session.key,
            token: session.token.expose().to_owned(),
            token_expires_at: session.token_expires_at,
            renewal: session.renewal.expose().to_owned(),
            expires_at: session.expires_at,
        }
    }
}
