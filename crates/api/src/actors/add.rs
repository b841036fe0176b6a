//! `POST /v1/networks/{network}/actors`

use actix_web::HttpResponse;
use app::draft::Draft;
use domain::actor::{ActorKind, Command, Joined, Via};
use domain::authority::Action;
use domain::ids::{ActorId, AudienceId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::profile::{self, Profile};
use super::{Actor, rendered};
use crate::answer::Written;
use crate::call::{CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;
use crate::values;

/// An actor to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewActor, example = json!({"kind": "person", "profile": {"name": "Anne Berger"}}))]
pub struct New {
    /// What it is.
    #[schema(schema_with = values::word::<ActorKind>)]
    kind: ActorKind,
    /// Its profile.
    profile: Option<Profile>,
    /// The audience it belongs to.
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
}

/// Add an actor
///
/// For facilitators. The profile is recorded in the same frame.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actors", operation_id = "addActor", tag = "actors",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"), Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Added", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.gate.check(Action::AddActor)?;
    let New { kind, profile, audience } = &write.body;
    let network = std::sync::Arc::clone(&write.network);
    let actor = actix_web::web::block(move || network.vault().spare_subject()).await??;
    let joined = Joined { actor, kind: *kind, via: Via::Operator, audience: *audience };
    let mut ready = vec![Draft::new(write.network.vault()).ready(Command::Join(joined))];
    if let Some(profile) = profile {
        ready.push(profile::draft(&write.network, actor, *kind, profile)?.as_part_of(Action::AddActor));
    }
    let done = write.submit(ready, None).await?;
    let id = done.made(actor.0);
    write.answer(&done, id, true, |read| rendered(read, ActorId(id)))
}
