//! `/v1/networks/{network}/themes` and `/v1/networks/{network}/tags`

pub mod define;
pub mod get;
pub mod list;
pub mod relabel;
pub mod retire;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::class::CommonText;
use domain::event::Object;
use domain::ids::{Stamp, TagId, ThemeId, Version};
use domain::state::Command;
use domain::vocabulary::{self, Refusal, TagRelabelled, ThemeRelabelled};
use projection::vocabulary::TermRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Read;
use crate::offered::some_text;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/themes", "GET, HEAD, POST").route(read().to(list::themes)).route(post().to(define::theme)))
        .service(resource("/themes/{theme}", "GET, HEAD").route(read().to(get::theme)))
        .service(resource("/themes/{theme}/label", "PUT").route(put().to(relabel::theme)))
        .service(resource("/themes/{theme}/retirement", "POST").route(post().to(retire::theme)))
        .service(resource("/tags", "GET, HEAD, POST").route(read().to(list::tags)).route(post().to(define::tag)))
        .service(resource("/tags/{tag}", "GET, HEAD").route(read().to(get::tag)))
        .service(resource("/tags/{tag}/label", "PUT").route(put().to(relabel::tag)))
        .service(resource("/tags/{tag}/retirement", "POST").route(post().to(retire::tag)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::themes,
    define::theme,
    get::theme,
    relabel::theme,
    retire::theme,
    list::tags,
    define::tag,
    get::tag,
    relabel::tag,
    retire::tag
))]
pub struct Paths;

/// A theme, under which a network discusses.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "label": "Se déplacer", "contributions": 31,
    "defined_at": "2026-03-05T17:02:11.000Z", "version": 1, "allowed_actions": ["relabelTheme", "retireTheme"]
}))]
pub struct Theme {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: ThemeId,
    /// The word for it.
    #[schema(value_type = Option<String>)]
    label: Option<Arc<str>>,
    /// How many contributions it has, those that were withdrawn included.
    contributions: u32,
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

/// A tag, by which needs and offers meet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "label": "vélo", "defined_at": "2026-03-05T17:02:11.000Z",
    "version": 1, "allowed_actions": ["relabelTag", "retireTag"]
}))]
pub struct Tag {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: TagId,
    /// The word for it.
    #[schema(value_type = Option<String>)]
    label: Option<Arc<str>>,
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

/// The word for a theme or a tag.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TermLabel, example = json!({"label": "Se déplacer"}))]
pub struct Label {
    /// The word.
    label: values::Label,
}

fn render_theme<Q>(read: &Read<Q>, row: &TermRow<ThemeId>) -> Result<Theme, Problem> {
    let relabelled = ThemeRelabelled { theme: row.id, label: CommonText(some_text()) };
    let tried: [(&str, &[Command]); 2] = [
        ("relabelTheme", &[vocabulary::Command::RelabelTheme(relabelled).into()]),
        ("retireTheme", &[vocabulary::Command::RetireTheme(row.id).into()]),
    ];
    Ok(Theme {
        id: row.id,
        label: shown(read, row.label)?,
        contributions: read.views.vocabulary.contributions(row.id),
        defined_at: row.defined_at,
        retired_at: row.retired_at,
        version: row.version,
        allowed_actions: read.offered(&tried),
    })
}

fn render_tag<Q>(read: &Read<Q>, row: &TermRow<TagId>) -> Result<Tag, Problem> {
    let relabelled = TagRelabelled { tag: row.id, label: CommonText(some_text()) };
    let tried: [(&str, &[Command]); 2] = [
        ("relabelTag", &[vocabulary::Command::RelabelTag(relabelled).into()]),
        ("retireTag", &[vocabulary::Command::RetireTag(row.id).into()]),
    ];
    Ok(Tag {
        id: row.id,
        label: shown(read, row.label)?,
        defined_at: row.defined_at,
        retired_at: row.retired_at,
        version: row.version,
        allowed_actions: read.offered(&tried),
    })
}

fn find_theme<Q>(read: &Read<Q>, id: ThemeId) -> Result<&TermRow<ThemeId>, Problem> {
    Ok(read.views.vocabulary.themes.get(id).ok_or(Refusal::NoSuchTheme)?)
}

fn find_tag<Q>(read: &Read<Q>, id: TagId) -> Result<&TermRow<TagId>, Problem> {
    Ok(read.views.vocabulary.tags.get(id).ok_or(Refusal::NoSuchTag)?)
}

impl Resource for Theme {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find_theme(read, ThemeId(object.id()))?;
        Ok((row.version, render_theme(read, row)?))
    }
}

impl Resource for Tag {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find_tag(read, TagId(object.id()))?;
        Ok((row.version, render_tag(read, row)?))
    }
}
