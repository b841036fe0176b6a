//! `/v1/networks/{network}/drivers`

pub mod answer;
pub mod commitment;
pub mod get;
pub mod invite;
pub mod list;
pub mod step_back;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::authority::{Action, Principal};
use domain::class::OwnText;
use domain::driver::{Command, Committed, Declined, Refusal, Released, Standing, SteppedBack};
use domain::envelope::By;
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, Stamp, Version};
use domain::state::State;
use projection::actors::ActorRow;
use projection::drivers::{DriverRow, driving};
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::{Read, Write};
use crate::offered::{offered_as, some_text};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/drivers/{{actor}}{below}"), allow);
    config
        .service(
            resource("/drivers", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(invite::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/acceptance", "POST").route(post().to(answer::accept)))
        .service(one("/refusal", "POST").route(post().to(answer::decline)))
        .service(one("/stepping-back", "POST").route(post().to(step_back::handler)))
        .service(
            one("/commitments/{audience}", "DELETE, PUT")
                .route(put().to(commitment::commit))
                .route(actix_web::web::delete().to(commitment::release)),
        );
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    invite::handler,
    get::handler,
    answer::accept,
    answer::decline,
    step_back::handler,
    commitment::commit,
    commitment::release
))]
pub struct Paths;

/// An actor who was invited to drive the mobilisation, or holds the role of driver.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "standing": "driving",
    "invited_at": "2026-03-05T17:02:11.000Z", "invited_by": "actor:7d444840-9dc0-4d1b-b245-5ffdce74fad2",
    "accepted_at": "2026-03-06T09:00:00.000Z", "driving_since": "2026-03-06T09:00:00.000Z", "commitments": [{
        "audience": "01890a5d-ac96-774b-bcce-b302099a8057", "since": "2026-03-06T09:01:00.000Z", "in_force": true,
        "goal": "Que chaque lycée ait un délégué dans le réseau."
    }], "version": 3, "allowed_actions": ["stepBackAsDriver", "commitToAudience", "releaseAudience"]
}))]
pub struct Driver {
    /// The actor's id.
    #[schema(schema_with = values::id)]
    id: ActorId,
    /// How the actor stands as a driver at the moment in the header `Tresse-At`.
    #[schema(schema_with = values::word::<Standing>)]
    standing: Standing,
    /// When it was last invited; absent for who was granted the role without that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    invited_at: Option<Stamp>,
    /// Who invited: `actor:<id>`, `operator` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "actor:7d444840-9dc0-4d1b-b245-5ffdce74fad2")]
    invited_by: Option<By>,
    /// When it accepted that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Stamp>,
    /// When it declined that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    declined_at: Option<Stamp>,
    /// When it left the network without having answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    lapsed_at: Option<Stamp>,
    /// Since when it holds the role.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    driving_since: Option<Stamp>,
    /// Until when the role was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    driving_until: Option<Stamp>,
    /// When it last stepped back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    stepped_back_at: Option<Stamp>,
    /// Why it declined, or stepped back; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// What it ever committed to, oldest first.
    commitments: Vec<DriverCommitment>,
    /// The version of the actor, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// What a driver committed to, for one audience.
#[derive(Debug, Serialize, ToSchema)]
pub struct DriverCommitment {
    /// Which audience.
    #[schema(schema_with = values::id)]
    audience: AudienceId,
    /// Since when.
    #[schema(schema_with = values::time)]
    since: Stamp,
    /// When it was released, or ended with the role.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Stamp>,
    /// Whether it holds at the moment in the header `Tresse-At`.
    in_force: bool,
    /// What is to be reached; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    goal: Option<Arc<str>>,
}

/// The driver as it is shown, with its texts where `read.texts`.
fn render<Q>(read: &Read<Q>, row: &DriverRow, actor: &ActorRow) -> Result<Driver, Problem> {
    let text = |text| shown(read, read.texts.then_some(text).flatten());
    let role = driving(actor, read.at);
    let in_force: Vec<_> = row.committed(actor, read.at).collect();
    let commitment = |one: &projection::drivers::Commitment| {
        let (in_force, goal) = (in_force.contains(&one), text(one.goal)?);
        Ok(DriverCommitment { audience: one.audience, since: one.since, ended_at: one.ended_at, in_force, goal })
    };
    Ok(Driver {
        id: row.actor,
        standing: row.standing(actor, read.at),
        invited_at: row.invited.map(|(at, _)| at),
        invited_by: row.invited.map(|(_, by)| by),
        accepted_at: row.accepted_at,
        declined_at: row.declined_at,
        lapsed_at: row.lapsed_at,
        driving_since: role.map(|role| role.from),
        driving_until: role.and_then(|role| role.until),
        stepped_back_at: row.stepped_back_at,
        reason: text(row.reason)?,
        commitments: row.commitments.iter().map(commitment).collect::<Result<_, Problem>>()?,
        version: actor.version,
        allowed_actions: allowed(read, row),
    })
}

fn find<Q>(read: &Read<Q>, id: ActorId) -> Result<(&DriverRow, &ActorRow), Problem> {
    let actor = read.views.actors.get(id);
    let found = actor.and_then(|actor| Some((read.views.drivers.get(actor)?, actor)));
    Ok(found.ok_or(Refusal::NoSuchDriver)?)
}

impl Resource for Driver {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let (row, actor) = find(read, ActorId(object.id()))?;
        Ok((actor.version, render(read, row, actor)?))
    }
}

/// Whether an actor speaks for a driver without being it.
fn represents(state: &State, actor: ActorId, driver: ActorId) -> bool {
    state.actor.get(actor).is_some_and(|row| row.represents.contains(&driver))
}

/// In whose name the caller acts as this driver, where that need not be said: that of the organisation that they represent.
fn speaking<B>(write: &Write<B>, driver: ActorId) -> Result<Option<ActorId>, Problem> {
    let actor = write.subject(Action::Drive(driver))?;
    let state = &write.gate.live().state;
    // Before anything is sealed: who is not there has no key.
    state.actor.get(driver).ok_or(Refusal::NoSuchDriver)?;
    Ok(represents(state, actor, driver).then_some(driver))
}

fn allowed<Q>(read: &Read<Q>, row: &DriverRow) -> Vec<&'static str> {
    let Principal::Actor(asker) = read.gate.principal() else { return Vec::new() };
    let (live, driver) = (read.gate.live(), row.actor);
    let in_whose_name = represents(&live.state, asker, driver).then_some(driver);
    let (text, reason) = (OwnText(some_text()), None);
    let mut offered = offered_as(read, None, [("inviteDriver", Command::Invite(driver).into())]);
    let tried = [
        ("acceptDriving", Command::Accept(driver)),
        ("declineDriving", Command::Decline(Declined { driver, reason })),
        ("stepBackAsDriver", Command::StepBack(SteppedBack { driver, reason })),
    ];
    offered.extend(offered_as(read, in_whose_name, tried.map(|(name, command)| (name, command.into()))));
    let standing = live.views.audiences.after(None).find(|audience| audience.retired_at.is_none());
    if let Some(audience) = standing.map(|audience| audience.id) {
        let committed = Command::Commit(Committed { driver, audience, goal: Some(text) });
        offered.extend(offered_as(read, in_whose_name, [("commitToAudience", committed.into())]));
    }
    let committed = live.state.driver.get(driver).and_then(|row| row.commitments.keys().next().copied());
    if let Some(was_audience) = committed {
        let released = Command::Release(Released { driver, was_audience });
        offered.extend(offered_as(read, in_whose_name, [("releaseAudience", released.into())]));
    }
    offered
}
