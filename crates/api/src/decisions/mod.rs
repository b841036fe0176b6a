//! `/v1/networks/{network}/decisions`

mod allowed;
pub mod amend;
pub mod ballots;
pub mod close;
pub mod described;
pub mod dossier;
pub mod export;
pub mod get;
pub mod links;
pub mod list;
pub mod lot;
pub mod meeting_ballots;
pub mod objections;
pub mod open;
pub mod options;
pub mod pb;
pub mod propose;
pub mod receipt;
pub mod resource;
pub mod trace;
pub mod urn;
pub mod void;

use actix_web::web::{ServiceConfig, delete, post, put};
use app::network::leaf_hash;
use domain::decision::{self, Refusal};
use domain::event::Object;
use domain::ids::{ActorId, DecisionId, Version};
use domain::state::State;
use domain::tally::input::Sha;
use projection::decisions::DecisionRow;
use utoipa::OpenApi;

pub use self::resource::Decision;
use self::resource::render;
use crate::call::{Read, Write};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::routing::{read, resource as path};

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| path(&format!("/decisions/{{decision}}{below}"), allow);
    config
        .service(
            path("/decisions", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(propose::handler)),
        )
        .service(one(".pb", "GET, HEAD").route(read().to(pb::handler)))
        .service(one("", "GET, HEAD, PUT").route(read().to(get::handler)).route(put().to(amend::handler)))
        .service(one("/options", "POST").route(post().to(options::add)))
        .service(
            one("/options/{option}", "DELETE, PUT")
                .route(put().to(options::revise))
                .route(delete().to(options::withdraw)),
        )
        .service(one("/links", "POST").route(post().to(links::link)))
        .service(one("/links/{to}", "DELETE").route(delete().to(links::unlink)))
        .service(one("/opening", "POST").route(post().to(open::handler)))
        .service(one("/ballots", "POST").route(post().to(ballots::handler)))
        .service(
            one("/objections", "GET, HEAD, POST")
                .route(read().to(objections::list))
                .route(post().to(objections::raise)),
        )
        .service(one("/objections/lifting", "POST").route(post().to(objections::lift)))
        .service(one("/meeting-ballots", "POST").route(post().to(meeting_ballots::enter)))
        .service(one("/meeting-ballots/{entry}", "DELETE").route(delete().to(meeting_ballots::withdraw)))
        .service(one("/receipt", "GET, HEAD").route(read().to(receipt::handler)))
        .service(one("/export", "GET, HEAD").route(read().to(export::handler)))
        .service(one("/trace", "GET, HEAD").route(read().to(trace::handler)))
        .service(one("/dossier", "GET, HEAD").route(read().to(dossier::handler)))
        .service(one("/closing", "POST").route(post().to(close::handler)))
        .service(one("/lot", "POST").route(post().to(lot::handler)))
        .service(one("/voiding", "POST").route(post().to(void::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    propose::handler,
    get::handler,
    amend::handler,
    options::add,
    options::revise,
    options::withdraw,
    links::link,
    links::unlink,
    open::handler,
    ballots::handler,
    objections::list,
    objections::raise,
    objections::lift,
    meeting_ballots::enter,
    meeting_ballots::withdraw,
    close::handler,
    lot::handler,
    void::handler,
    receipt::handler,
    export::handler,
    trace::handler,
    pb::handler,
    dossier::handler
))]
pub struct Paths;

fn find<Q>(read: &Read<Q>, id: DecisionId) -> Result<&DecisionRow, Problem> {
    Ok(read.views.decisions.get(id).ok_or(Refusal::UnknownDecision)?)
}

impl Resource for Decision {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, DecisionId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

/// What is known now of the decision that a command is about.
fn target<B>(write: &Write<B>) -> Result<(DecisionId, &decision::Row), Problem> {
    let id: DecisionId = write.caller.path("decision")?;
    Ok((id, write.gate.live().state.decision.get(id).ok_or(Refusal::UnknownDecision)?))
}

/// An event's leaf in the verifiable history: SHA-256 of a zero byte and its stored bytes (RFC 6962 §2.1).
fn leaf(stored: &[u8]) -> Sha {
    Sha(leaf_hash(stored))
}

/// As whom an actor votes: as itself, else as the first that it represents and that may vote.
fn votes_as(state: &State, actor: ActorId, row: &decision::Row) -> Option<ActorId> {
    let vote = row.vote.as_ref()?;
    let represented = state.actor.get(actor).into_iter().flat_map(|row| row.represents.iter().copied());
    std::iter::once(actor).chain(represented).find(|actor| vote.is_elector(*actor))
}
