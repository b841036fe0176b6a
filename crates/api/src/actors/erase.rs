//! `DELETE /v1/networks/{network}/actors/{actor}/personal-data`

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use domain::actor::{Command, ErasureReason, PersonalDataErased};
use domain::authority::Principal;
use domain::envelope::By;
use domain::event::Object;
use domain::ids::ActorId;
use domain::server::{Holder, Scope};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Actor;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// Why a person's data is to be erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Erasure, example = json!({"reason": "own_request"}))]
pub struct Why {
    /// The reason, which the history keeps.
    #[schema(schema_with = values::word::<ErasureReason>)]
    reason: ErasureReason,
}

/// Erase a person's data
///
/// By the person, also after they left, or by a steward with a key of scope `admin`. Their keys are destroyed: their texts
/// are read as `[erased]` whatever the moment, and nobody can link their pseudonyms. What they took part in keeps its
/// figures. Their API keys are revoked. It cannot be taken back.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/actors/{actor}/personal-data", operation_id = "erasePersonalData",
    tag = "actors",
    params(
        InNetwork, ("actor" = uuid::Uuid, Path, description = "Whose"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Why,
    responses((status = 200, description = "Erased", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write<Why>) -> Result<HttpResponse, Problem> {
    let (caller, network) = (write.caller.clone(), Arc::clone(&write.network));
    let actor: ActorId = caller.path("actor")?;
    let erased = write.carry_out::<Erase>().await?;
    if network.live().state.actor.is_erased(actor) {
        let holder = Holder::Actor { network: network.id(), actor };
        web::block(move || caller.catalogue.revoke_all_keys(By::System, holder)).await??;
    }
    Ok(erased)
}

/// Erasing a person's data.
pub struct Erase;

impl Operation for Erase {
    const ID: &'static str = "erasePersonalData";
    type Body = Why;
    type Resource = Actor;

    async fn plan(write: &Write<Why>) -> Result<Plan, Problem> {
        let actor: ActorId = write.caller.path("actor")?;
        if write.gate.principal() != Principal::Actor(actor) {
            write.caller.needs(Scope::Admin)?;
        }
        let erased = PersonalDataErased { actor, reason: write.body.reason };
        Ok(write.plan(Object::Actor(actor), Command::Erase(erased)))
    }
}
