//! `PUT /v1/networks/{network}/tensions/{tension}/mediator`

use actix_web::HttpResponse;
use domain::ids::ActorId;
use domain::tension::{Command, MediatorChosen, MediatorNamed, Raiser};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Tension, stands_for, target, who_raised};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// Who is to mediate a tension.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMediator, example = json!({"mediator": "7d444840-9dc0-4d1b-b245-5ffdce74fad2"}))]
pub struct New {
    /// Who: a person who takes part, and did not raise it.
    #[schema(schema_with = values::id)]
    mediator: ActorId,
}

/// Name who is to mediate a tension
///
/// An open one's by who raised it, or a facilitator; a confidential one's by who raised it, in person. They mediate once they
/// have accepted; who did so before reads a confidential one no more.
#[utoipa::path(
    put, path = "/v1/networks/{network}/tensions/{tension}/mediator", operation_id = "nameMediator", tag = "tensions",
    params(
        InNetwork,
        ("tension" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Named", body = Written<Tension>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Name>().await
}

/// Naming a mediator.
pub struct Name;

impl Operation for Name {
    const ID: &'static str = "nameMediator";
    type Body = New;
    type Resource = Tension;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (tension, row) = target(write)?;
        let mediator = write.body.mediator;
        let Raiser::Confidentially(raiser) = row.raiser else {
            return Ok(write.plan(tension, Command::NameMediator(MediatorNamed { tension, mediator })));
        };
        who_raised(write, tension, raiser)?;
        let chosen = MediatorChosen { tension, raiser, mediator };
        let stands_for = stands_for(&write.network, &write.gate.live().state, mediator, tension);
        Ok(write.plan(tension, Command::ChooseMediator { chosen, stands_for }))
    }
}
