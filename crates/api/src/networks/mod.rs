//! `/v1/networks`

pub mod archive;
pub mod found;
pub mod get;
pub mod list;
pub mod settings;
pub mod slug;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, patch, post};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::authority::{Action, Principal};
use domain::event::Object;
use domain::ids::{NetworkId, Position, Stamp, Version};
use domain::names::{CheckpointOrigin, LanguageTag, TerritoryCode, TimeZoneName, VerifierKey};
use domain::network::Visibility;
use domain::server::Scope;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes of networks.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/v1/networks", "GET, HEAD, POST")
                .route(read().to(list::handler))
                .route(post().to(found::handler)),
        )
        .service(
            resource("/v1/networks/{network}", "GET, HEAD, PATCH")
                .route(read().to(get::handler))
                .route(patch().to(settings::handler)),
        );
}

/// The routes under `/v1/networks/{network}`.
pub fn routes_within(config: &mut ServiceConfig) {
    config
        .service(resource("/archival", "POST").route(post().to(archive::handler)))
        .service(resource("/slug", "POST").route(post().to(slug::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(list::handler, found::handler, get::handler, settings::handler, archive::handler, slug::handler))]
pub struct Paths;

/// A network: whole, or what of it is shown to whoever may not read it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Network {
    /// To those who may read it.
    Whole(Box<Charter>),
    /// To others, and before its founding.
    Closed(ClosedNetwork),
}

/// What is shown to everyone of a network that is its members' alone.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"slug": "vallee", "visibility": "members"}))]
pub struct ClosedNetwork {
    /// Its name in addresses.
    slug: String,
    /// Who may read it.
    #[schema(schema_with = values::word::<Visibility>)]
    visibility: Visibility,
}

/// A network, as it is shown to those who may read it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "slug": "vallee", "visibility": "public", "id": "01890a5d-ac96-774b-bcce-b302099a8050", "name": "Réseau de la vallée",
    "languages": ["fr"], "time_zone": "Europe/Paris", "k": 5, "retention_days": 0,
    "origin": "tresse.invalid/01890a5d-ac96-774b-bcce-b302099a8050",
    "verifier_key": "tresse.invalid/01890a5d-ac96-774b-bcce-b302099a8050+c74f20a3+AdlikTBlHjkWulwiLKRoCfuhA",
    "founded_at": "2026-03-05T17:02:11.000Z", "position": 5, "actors": 1, "contributions": 0, "votes_cast": 0,
    "version": 1, "allowed_actions": ["submitContribution"]
}))]
pub struct Charter {
    /// Its name in addresses.
    slug: String,
    /// Who may read it.
    #[schema(schema_with = values::word::<Visibility>)]
    visibility: Visibility,
    /// Its id.
    #[schema(schema_with = values::id)]
    id: NetworkId,
    /// Its name.
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
    /// What people are told of the use of their data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    notice: Option<Arc<str>>,
    /// The number of that notice, which grows with each change of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice_number: Option<u32>,
    /// By which rules it is moderated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    policy: Option<Arc<str>>,
    /// Its languages, the main one first.
    #[schema(value_type = Vec<String>)]
    languages: Vec<LanguageTag>,
    /// The time zone in which its days begin.
    #[schema(value_type = String, example = "Europe/Paris")]
    time_zone: TimeZoneName,
    /// The official code of its territory.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    territory: Option<TerritoryCode>,
    /// The smallest group whose figures a published table shows.
    k: u8,
    /// For how many days the data of a person who has left is kept; 0 for as long as the network.
    retention_days: u16,
    /// Its name in signed checkpoints.
    #[schema(value_type = String)]
    origin: CheckpointOrigin,
    /// The key that verifies its checkpoints (C2SP signed-note).
    #[schema(value_type = String)]
    verifier_key: VerifierKey,
    /// When it was founded.
    #[schema(schema_with = values::time)]
    founded_at: Stamp,
    /// When it was closed for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    archived_at: Option<Stamp>,
    /// How many events its history has.
    #[schema(value_type = u64)]
    position: Position,
    /// How many actors ever joined.
    actors: usize,
    /// How many contributions there are.
    contributions: usize,
    /// How many votes were cast, changes included.
    votes_cast: u64,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

fn render<Q>(read: &Read<Q>) -> Result<Network, Problem> {
    let head = &read.gate.live().state.network;
    let visibility = head.charter().map(|charter| charter.visibility).ok_or_else(Problem::not_found)?;
    let slug = read.caller.catalogue.server().slug(read.network.id()).map(ToString::to_string).unwrap_or_default();
    let charter = read.views.network.charter().filter(|_| read.gate.allows(Action::Read));
    let Some(charter) = charter else { return Ok(Network::Closed(ClosedNetwork { slug, visibility })) };
    Ok(Network::Whole(Box::new(Charter {
        slug,
        visibility,
        id: charter.id,
        name: shown(read, charter.name)?,
        notice: shown(read, charter.notice)?,
        notice_number: (charter.notice_number > 0).then_some(charter.notice_number),
        policy: shown(read, charter.policy)?,
        languages: charter.languages.clone(),
        time_zone: charter.time_zone.clone(),
        territory: charter.territory.clone(),
        k: charter.k,
        retention_days: charter.retention_days,
        origin: charter.origin.clone(),
        verifier_key: charter.verifier_key.clone(),
        founded_at: charter.founded_at,
        archived_at: charter.archived_at,
        position: read.views.head,
        actors: read.views.actors.len(),
        contributions: read.views.contributions.len(),
        votes_cast: read.views.contributions.votes_cast(),
        version: charter.version,
        allowed_actions: allowed(read),
    })))
}

impl Resource for Network {
    fn show(read: &Read<()>, _: Object) -> Result<(Version, Self), Problem> {
        let version = read.views.network.charter().map(|charter| charter.version).unwrap_or_default();
        Ok((version, render(read)?))
    }
}

fn allowed<Q>(read: &Read<Q>) -> Vec<&'static str> {
    if !matches!(read.gate.principal(), Principal::Actor(_)) || read.gate.live().state.network.is_open().is_err() {
        return Vec::new();
    }
    let offered = [
        ("changeSettings", Scope::Admin, Action::ChangeSettings),
        ("archiveNetwork", Scope::Admin, Action::ArchiveNetwork),
        ("addActor", Scope::Write, Action::AddActor),
        ("submitContribution", Scope::Write, Action::Submit),
        ("issueInvitations", Scope::Admin, Action::Invite),
        ("defineAudience", Scope::Write, Action::KeepVocabulary),
        ("defineTheme", Scope::Write, Action::KeepVocabulary),
        ("defineTag", Scope::Write, Action::KeepVocabulary),
        ("formGroup", Scope::Write, Action::FormGroup),
        ("declareExchange", Scope::Write, Action::DeclareExchange),
        ("planAction", Scope::Write, Action::PlanAction),
        ("proposeCooperation", Scope::Write, Action::ProposeCooperation),
        ("raiseTension", Scope::Write, Action::RaiseTension),
        ("proposeDecision", Scope::Write, Action::ProposeDecision),
        ("inviteDriver", Scope::Write, Action::InviteDriver),
    ];
    let may = |(name, scope, action)| (read.caller.may_write(scope) && read.gate.allows(action)).then_some(name);
    offered.into_iter().filter_map(may).collect()
}
