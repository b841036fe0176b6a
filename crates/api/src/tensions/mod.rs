//! `/v1/networks/{network}/tensions`
//!
//! Who raised a confidential tension is found by comparing pseudonyms: those of whoever asks, and of whom they represent,
//! with the one in its first event. So it is told to nobody, and an answer never differs by anybody else's being it.

pub mod get;
pub mod leave_open;
pub mod list;
pub mod mediation;
pub mod mediator;
pub mod raise;
pub mod settle;
pub mod steps;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, delete, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use app::Network;
use domain::authority::{Action, Denied, Principal};
use domain::class::{Commitment, CommonText, OwnText};
use domain::envelope::{By, Evidence};
use domain::event::Object;
use domain::ids::{ActorId, Pseudonym, Stamp, TensionId, Version};
use domain::server::Scope;
use domain::state::State;
use domain::tension::{self, Command, Phase, Raiser, Refusal};
use projection::tensions::TensionRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Read, Write};
use crate::offered::offered_as;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/tensions/{{tension}}{below}"), allow);
    config
        .service(
            resource("/tensions", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(raise::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/mediator", "PUT").route(put().to(mediator::handler)))
        .service(
            one("/mediation", "DELETE, POST")
                .route(post().to(mediation::accept))
                .route(delete().to(mediation::decline)),
        )
        .service(one("/steps", "PUT").route(put().to(steps::handler)))
        .service(one("/settlement", "POST").route(post().to(settle::handler)))
        .service(one("/left-open", "POST").route(post().to(leave_open::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    raise::handler,
    get::handler,
    mediator::handler,
    mediation::accept,
    mediation::decline,
    steps::handler,
    settle::handler,
    leave_open::handler
))]
pub struct Paths;

/// A tension.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "confidential": false,
    "raiser": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "mediator": "7d444840-9dc0-4d1b-b245-5ffdce74fad2",
    "phase": "in_mediation", "body": "La salle est réservée deux fois le mardi.",
    "raised_at": "2026-03-05T17:02:11.000Z", "version": 3, "allowed_actions": ["nameMediator", "leaveTensionOpen"]
}))]
pub struct Tension {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: TensionId,
    /// Whether it was raised confidentially: then only who raised it and the mediator read its texts.
    confidential: bool,
    /// Who raised it, if openly: `actor:<id>`, `operator` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    raiser: Option<By>,
    /// Who entered it, if that was somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    entered_by: Option<By>,
    /// What stands behind an entry on somebody's behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    evidence: Option<Evidence>,
    /// Who mediates it, or is asked to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    mediator: Option<ActorId>,
    /// How far it is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// What it is about; absent where texts are not expanded, `[erased]` after its author's data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    body: Option<Arc<str>>,
    /// What was agreed to do; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    steps: Option<Arc<str>>,
    /// How it was settled; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    settlement: Option<Arc<str>>,
    /// Why it was left open; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// When it was raised.
    #[schema(schema_with = values::time)]
    raised_at: Stamp,
    /// When it was settled or left open.
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

/// The tension as it is shown to the one who asks, with its texts where `read.texts`.
fn render<Q>(read: &Read<Q>, row: &TensionRow) -> Result<Tension, Problem> {
    let readable = read.texts && may_read_texts(read, row.id);
    let text = |text| shown(read, readable.then_some(text).flatten());
    Ok(Tension {
        id: row.id,
        confidential: row.confidential,
        raiser: row.raiser,
        entered_by: row.entered.map(|(by, _)| by),
        evidence: row.entered.map(|(_, evidence)| evidence),
        mediator: row.mediator,
        phase: row.phase,
        body: text(row.body)?,
        steps: text(row.steps)?,
        settlement: text(row.settlement)?,
        reason: text(row.reason)?,
        raised_at: row.raised_at,
        ended_at: row.ended_at,
        version: row.version,
        allowed_actions: allowed(read, row.id),
    })
}

fn find<Q>(read: &Read<Q>, id: TensionId) -> Result<&TensionRow, Problem> {
    Ok(read.views.tensions.get(id).ok_or(Refusal::UnknownTension)?)
}

impl Resource for Tension {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, TensionId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

/// Whether the caller reads the texts, by what holds now: of an open one every member, of a confidential one who raised it
/// and who has accepted to mediate it.
fn may_read_texts<Q>(read: &Read<Q>, id: TensionId) -> bool {
    let Some(row) = read.gate.live().state.tension.get(id) else { return false };
    let Principal::Actor(asker) = read.gate.principal() else { return false };
    let is_privy = || row.is_mediated_by(asker) || own_pseudonym(read, row, id).is_some();
    read.gate.allows(Action::ReadTensions) && (!row.is_confidential() || is_privy())
}

/// The pseudonym of who raised a confidential tension, if that is the caller, or whom they represent.
fn own_pseudonym<Q>(read: &Read<Q>, row: &tension::Row, id: TensionId) -> Option<Pseudonym> {
    let (Raiser::Confidentially(raiser), Principal::Actor(asker)) = (row.raiser, read.gate.principal()) else {
        return None;
    };
    stands_for(&read.network, &read.gate.live().state, asker, id).contains(&raiser).then_some(raiser)
}

/// An actor, and whom they represent.
fn with_represented(state: &State, actor: ActorId) -> impl Iterator<Item = ActorId> {
    let represented = state.actor.get(actor).into_iter().flat_map(|row| row.represents.iter().copied());
    std::iter::once(actor).chain(represented)
}

/// What stands in a tension for an actor, and for whom they represent; nothing for whoever has no keys.
fn stands_for(network: &Network, state: &State, actor: ActorId, tension: TensionId) -> Vec<Pseudonym> {
    with_represented(state, actor).filter_map(|actor| network.pseudonym(actor, tension).ok()).collect()
}

/// What is known now of the tension that a command is about.
fn target<B>(write: &Write<B>) -> Result<(TensionId, tension::Row), Problem> {
    let id: TensionId = write.caller.path("tension")?;
    let row = write.gate.live().state.tension.get(id).copied();
    Ok((id, row.ok_or(Refusal::UnknownTension)?))
}

/// Who raised this confidential tension, if it is the caller or whom they represent.
///
/// # Errors
/// `raiser_not_in_person` for what is entered or imported, whoever raised it; `forbidden` for everybody else.
fn who_raised<B>(write: &Write<B>, tension: TensionId, raised_by: Pseudonym) -> Result<ActorId, Problem> {
    if write.act.evidence.is_some() || write.act.source.is_some() {
        return Err(Refusal::NotInPerson.into());
    }
    let actor = write.subject(Action::ActAsRaiser)?;
    let is_behind = |actor: &ActorId| write.network.pseudonym(*actor, tension).is_ok_and(|theirs| theirs == raised_by);
    Ok(with_represented(&write.gate.live().state, actor).find(is_behind).ok_or(Denied::Forbidden)?)
}

fn allowed<Q>(read: &Read<Q>, id: TensionId) -> Vec<&'static str> {
    let state = &read.gate.live().state;
    let Some(row) = state.tension.get(id) else { return Vec::new() };
    let text = Commitment::new([0; 32], 1);
    let (tension, common, own) = (id, CommonText(text), OwnText(text));
    let (steps, settled, left): (Command, Command, Command) = if row.is_confidential() {
        (
            Command::AgreeStepsConfidentially(tension::StepsAgreedConfidentially { tension, steps: own }),
            Command::SettleConfidentially(tension::SettledConfidentially { tension, settlement: own }),
            match own_pseudonym(read, row, id) {
                Some(raiser) => Command::TakeBack(tension::TakenBack { tension, raiser, reason: own }),
                None => Command::LeaveOpenConfidentially(tension::LeftOpenConfidentially { tension, reason: own }),
            },
        )
    } else {
        (
            Command::AgreeSteps(tension::StepsAgreed { tension, steps: common }),
            Command::Settle(tension::Settled { tension, settlement: common }),
            Command::LeaveOpen(tension::LeftOpen { tension, reason: common }),
        )
    };
    let tried = [
        ("acceptMediation", Command::Accept(tension)),
        ("declineMediation", Command::Decline(tension)),
        ("agreeSteps", steps),
        ("settleTension", settled),
        ("leaveTensionOpen", left),
    ];
    let mut actions = offered_as(read, None, tried.map(|(name, command)| (name, command.into())));
    if names_mediator(read, row, id) {
        actions.insert(0, "nameMediator");
    }
    actions
}

/// Whether the caller may name a mediator now, whoever that may be.
fn names_mediator<Q>(read: &Read<Q>, row: &tension::Row, id: TensionId) -> bool {
    let theirs = match row.raiser {
        Raiser::Openly(_) => read.gate.allows(Action::NameMediator(id)),
        Raiser::Confidentially(_) => read.gate.allows(Action::ActAsRaiser) && own_pseudonym(read, row, id).is_some(),
    };
    let is_open = read.gate.live().state.network.is_open().is_ok();
    theirs && is_open && !row.phase.is_over() && read.caller.may_write(Scope::Write)
}
