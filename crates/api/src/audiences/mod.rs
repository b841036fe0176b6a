//! `/v1/networks/{network}/audiences`

pub mod define;
pub mod get;
pub mod list;
pub mod retire;
pub mod revise;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use app::draft::{Draft, SealError};
use domain::audience::{self, Refusal, Revised};
use domain::class::{CommonText, Pointer};
use domain::event::Object;
use domain::ids::{AudienceId, Stamp, Version};
use domain::state::Command;
use projection::audiences::AudienceRow;
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
    let one = |below: &str, allow| resource(&format!("/audiences/{{audience}}{below}"), allow);
    config
        .service(
            resource("/audiences", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(define::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/definition", "PUT").route(put().to(revise::handler)))
        .service(one("/retirement", "POST").route(post().to(retire::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(list::handler, define::handler, get::handler, revise::handler, retire::handler))]
pub struct Paths;

/// An audience.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "Jeunes de 15 à 25 ans", "estimated_size": 640,
    "description": "Lycéens, apprentis et jeunes travailleurs de la vallée.", "actors": 12,
    "defined_at": "2026-03-05T17:02:11.000Z", "version": 1, "allowed_actions": ["reviseAudience", "retireAudience"]
}))]
pub struct Audience {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: AudienceId,
    /// Its name.
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
    /// Who belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// About how many people it counts; absent where nobody has estimated it.
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated_size: Option<u32>,
    /// How many of its actors take part in the network.
    actors: u32,
    /// When it was defined.
    #[schema(schema_with = values::time)]
    defined_at: Stamp,
    /// When it was retired; nothing new refers to it since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Stamp>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// What there is to say of an audience.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AudienceDefinition, example = json!({
    "name": "Jeunes de 15 à 25 ans", "description": "Lycéens, apprentis et jeunes travailleurs de la vallée.",
    "estimated_size": 640
}))]
pub struct Definition {
    /// Its name.
    name: Name,
    /// Who belongs to it.
    description: Option<About>,
    /// About how many people it counts; leave it out as long as nobody has estimated it.
    #[schema(minimum = 1)]
    estimated_size: Option<u32>,
}

impl Definition {
    /// Seals its texts.
    fn seal(&self, draft: &mut Draft<'_>) -> Result<(CommonText, Option<CommonText>), SealError> {
        let name = draft.common(Pointer::Name, self.name.as_str())?;
        let describe = |text: &About| draft.common(Pointer::Description, text.as_str());
        Ok((name, self.description.as_ref().map(describe).transpose()?))
    }
}

fn render<Q>(read: &Read<Q>, row: &AudienceRow) -> Result<Audience, Problem> {
    Ok(Audience {
        id: row.id,
        name: shown(read, row.name)?,
        description: shown(read, row.description)?,
        estimated_size: row.estimated_size,
        actors: read.views.audiences.actors(row.id),
        defined_at: row.defined_at,
        retired_at: row.retired_at,
        version: row.version,
        allowed_actions: allowed(read, row.id),
    })
}

fn find<Q>(read: &Read<Q>, id: AudienceId) -> Result<&AudienceRow, Problem> {
    Ok(read.views.audiences.get(id).ok_or(Refusal::NoSuchAudience)?)
}

impl Resource for Audience {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, AudienceId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

fn allowed<Q>(read: &Read<Q>, audience: AudienceId) -> Vec<&'static str> {
    let revised = Revised { audience, name: CommonText(some_text()), description: None, estimated_size: None };
    let tried: [(&str, &[Command]); 2] = [
        ("reviseAudience", &[audience::Command::Revise(revised).into()]),
        ("retireAudience", &[audience::Command::Retire(audience).into()]),
    ];
    read.offered(&tried)
}
