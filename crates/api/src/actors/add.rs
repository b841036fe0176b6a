//! `POST /v1/networks/{network}/actors`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::actor::{ActorKind, Command, Joined, Via};
use domain::authority::Action;
use domain::event::Object;
use domain::ids::{ActorId, AudienceId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Actor;
use super::profile::{self, Profile};
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
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
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Added", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Add>().await
}

/// Adding an actor.
pub struct Add;

impl Operation for Add {
    const ID: &'static str = "addActor";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Actor;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::AddActor)?;
        let New { kind, profile, audience } = &write.body;
        let actor = match write.became {
            Some(Object::Actor(actor)) => actor,
            _ => new_subject(write).await?,
        };
        let via = if write.part_of == Some(Action::Import) { Via::Import } else { Via::Operator };
        let joined = Joined { actor, kind: *kind, via, audience: *audience };
        let mut plan = write.plan(actor, Command::Join(joined));
        if let Some(profile) = profile {
            let profile = profile::draft(&write.network, actor, *kind, profile)?;
            plan.commands.push(profile.as_part_of(Action::AddActor));
        }
        Ok(plan)
    }
}

async fn new_subject(write: &Write<New>) -> Result<ActorId, Problem> {
    let network = Arc::clone(&write.network);
    Ok(actix_web::web::block(move || network.vault().spare_subject()).await??)
}
