//! `/v1/networks/{network}/exchanges`

pub mod declare;
pub mod get;
pub mod list;
pub mod revise;
pub mod withdraw;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::authority::Action;
use domain::class::OwnText;
use domain::envelope::{By, Evidence};
use domain::event::Object;
use domain::exchange::{self, Refusal, Revised, Side, Tags, What};
use domain::ids::{ActorId, AudienceId, ExchangeId, Stamp, Version};
use domain::names::TerritoryCode;
use domain::state::Command;
use projection::exchanges::ExchangeRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::offered::some_text;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/exchanges/{{exchange}}{below}"), allow);
    config
        .service(
            resource("/exchanges", "GET, HEAD, POST")
                .route(read().to(list::handler))
                .route(post().to(declare::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/declaration", "PUT").route(put().to(revise::handler)))
        .service(one("/withdrawal", "POST").route(post().to(withdraw::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(list::handler, declare::handler, get::handler, revise::handler, withdraw::handler))]
pub struct Paths;

/// A need or an offer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "side": "offer", "what": "equipment",
    "actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "tags": ["01890a5d-ac96-774b-bcce-b302099a8058"],
    "title": "Deux vélos électriques", "body": "À prêter pour un mois.", "declared_at": "2026-03-05T17:02:11.000Z",
    "version": 1, "allowed_actions": ["reviseExchange", "withdrawExchange"]
}))]
pub struct Exchange {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: ExchangeId,
    /// Whether it is needed or offered.
    #[schema(schema_with = values::word::<Side>)]
    side: Side,
    /// What it is.
    #[schema(schema_with = values::word::<What>)]
    what: What,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    actor: Option<ActorId>,
    /// Who entered it, if that was somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    entered_by: Option<By>,
    /// What stands behind an entry on somebody's behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    evidence: Option<Evidence>,
    /// Its tags.
    #[schema(value_type = Vec<uuid::Uuid>)]
    tags: Tags,
    /// The audience it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// The official code of the territory where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    territory: Option<TerritoryCode>,
    /// A few words, shown to members only; absent where texts are not expanded, `[erased]` after its actor's data was
    /// erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there is to say about it, shown to members only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    body: Option<Arc<str>>,
    /// When it was declared.
    #[schema(schema_with = values::time)]
    declared_at: Stamp,
    /// When it was withdrawn, or its actor left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Stamp>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// The need or offer as it is shown to the one who asks, with its texts where `read.texts`.
fn render<Q>(read: &Read<Q>, row: &ExchangeRow) -> Result<Exchange, Problem> {
    let opened = read.texts && read.gate.allows(Action::ReadProfiles);
    Ok(Exchange {
        id: row.id,
        side: row.side,
        what: row.what,
        actor: row.actor,
        entered_by: row.entered.map(|(by, _)| by),
        evidence: row.entered.map(|(_, evidence)| evidence),
        tags: row.tags.clone(),
        audience: row.audience,
        territory: row.territory.clone(),
        title: shown(read, row.title.filter(|_| opened))?,
        body: shown(read, row.body.filter(|_| opened))?,
        declared_at: row.declared_at,
        withdrawn_at: row.withdrawn_at,
        version: row.version,
        allowed_actions: allowed(read, row),
    })
}

fn find<Q>(read: &Read<Q>, id: ExchangeId) -> Result<&ExchangeRow, Problem> {
    Ok(read.views.exchanges.get(id).ok_or(Refusal::UnknownExchange)?)
}

impl Resource for Exchange {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, ExchangeId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

fn allowed<Q>(read: &Read<Q>, row: &ExchangeRow) -> Vec<&'static str> {
    let revised = Revised {
        exchange: row.id,
        what: row.what,
        tags: Tags::default(),
        audience: None,
        territory: None,
        title: OwnText(some_text()),
        body: None,
    };
    let tried: [(&str, &[Command]); 2] = [
        ("reviseExchange", &[exchange::Command::Revise(revised).into()]),
        ("withdrawExchange", &[exchange::Command::Withdraw(row.id).into()]),
    ];
    read.offered(&tried)
}
