//! `/v1/networks/{network}/cooperations`

pub mod answer;
pub mod end;
pub mod get;
pub mod list;
pub mod propose;
pub mod review;
pub mod start;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, post};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::authority::Principal;
use domain::class::{Commitment, CommonText};
use domain::cooperation::{self, Command, Phase};
use domain::event::Object;
use domain::ids::{ActorId, CooperationId, Stamp, Version};
use domain::state::State;
use projection::cooperations::CooperationRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::offered::offered_as;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/cooperations/{{cooperation}}{below}"), allow);
    config
        .service(
            resource("/cooperations", "GET, HEAD, POST")
                .route(read().to(list::handler))
                .route(post().to(propose::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/acceptance", "POST").route(post().to(answer::accept)))
        .service(one("/refusal", "POST").route(post().to(answer::decline)))
        .service(one("/start", "POST").route(post().to(start::handler)))
        .service(one("/reviews", "POST").route(post().to(review::handler)))
        .service(one("/end", "POST").route(post().to(end::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    propose::handler,
    get::handler,
    answer::accept,
    answer::decline,
    start::handler,
    review::handler,
    end::handler
))]
pub struct Paths;

/// A cooperation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "proposer": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "parties": [
        {"actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "accepted_at": "2026-03-05T17:02:11.000Z"},
        {"actor": "7d444840-9dc0-4d1b-b245-5ffdce74fad2"}
    ],
    "title": "Un atelier de réparation", "purpose": "Réparer ensemble plutôt que jeter.", "suggested": false,
    "phase": "proposed", "reviews": [], "proposed_at": "2026-03-05T17:02:11.000Z", "version": 1,
    "allowed_actions": ["declineCooperation"]
}))]
pub struct Cooperation {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: CooperationId,
    /// Who proposed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    proposer: Option<ActorId>,
    /// Between whom, and what each answered.
    parties: Vec<Party>,
    /// What is to be done together; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What for; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    purpose: Option<Arc<str>>,
    /// Whether it comes from a synergy that tresse suggested.
    suggested: bool,
    /// How far it is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// What was found when it was looked at, oldest first.
    reviews: Vec<Review>,
    /// Why it was declined, or ended; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// When it was proposed.
    #[schema(schema_with = values::time)]
    proposed_at: Stamp,
    /// When it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Stamp>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Stamp>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// One of those who are to cooperate, and what they answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CooperationParty)]
pub struct Party {
    /// Who.
    #[schema(schema_with = values::id)]
    actor: ActorId,
    /// When they accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Stamp>,
    /// When they declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    declined_at: Option<Stamp>,
}

/// What was found when a cooperation was looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CooperationReview)]
pub struct Review {
    /// When.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// What comes of it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    results: Option<Arc<str>>,
}

/// The cooperation as it is shown, with its texts where `read.texts`.
fn render<Q>(read: &Read<Q>, row: &CooperationRow) -> Result<Cooperation, Problem> {
    let text = |text| shown(read, read.texts.then_some(text).flatten());
    let party = |party: &projection::cooperations::Party| Party {
        actor: party.actor,
        accepted_at: party.accepted_at,
        declined_at: party.declined_at,
    };
    let reviews = row.reviews.iter().map(|review| {
        let (recorded_at, results) = (review.recorded_at, text(review.results)?);
        Ok(Review { recorded_at, results })
    });
    Ok(Cooperation {
        id: row.id,
        proposer: row.proposer,
        parties: row.parties.iter().map(party).collect(),
        title: text(row.title)?,
        purpose: text(row.purpose)?,
        suggested: row.suggested,
        phase: row.phase,
        reviews: reviews.collect::<Result<_, Problem>>()?,
        reason: text(row.reason)?,
        proposed_at: row.proposed_at,
        started_at: row.started_at,
        ended_at: row.ended_at,
        version: row.version,
        allowed_actions: allowed(read, row),
    })
}

fn find<Q>(read: &Read<Q>, id: CooperationId) -> Result<&CooperationRow, Problem> {
    Ok(read.views.cooperations.get(id).ok_or(cooperation::Refusal::UnknownCooperation)?)
}

impl Resource for Cooperation {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, CooperationId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

/// As which of the parties an actor speaks: as itself, else as the first whom it represents.
fn speaks_as(state: &State, actor: ActorId, parties: &[ActorId]) -> Option<ActorId> {
    let represents = |party: &ActorId| state.actor.get(actor).is_some_and(|row| row.represents.contains(party));
    let mut parties = parties.iter().copied();
    if parties.clone().any(|party| party == actor) { Some(actor) } else { parties.find(represents) }
}

fn allowed<Q>(read: &Read<Q>, row: &CooperationRow) -> Vec<&'static str> {
    let Principal::Actor(asker) = read.gate.principal() else { return Vec::new() };
    let parties: Vec<_> = row.parties.iter().map(|party| party.actor).collect();
    let party = speaks_as(&read.gate.live().state, asker, &parties).filter(|party| *party != asker);
    let (cooperation, text) = (row.id, CommonText(Commitment::new([0; 32], 1)));
    let tried = [
        ("acceptCooperation", Command::Accept(cooperation)),
        ("declineCooperation", Command::Decline(cooperation::Declined { cooperation, reason: None })),
        ("startCooperation", Command::Start(cooperation)),
        ("reviewCooperation", Command::Review(cooperation::Reviewed { cooperation, results: text })),
        ("endCooperation", Command::End(cooperation::Ended { cooperation, reason: text })),
    ];
    offered_as(read, party, tried.map(|(name, command)| (name, command.into())))
}
