//! `POST /v1/networks/{network}/tensions/{tension}/settlement`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::tension::{Command, Settled, SettledConfidentially};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Tension, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Body;

/// How a tension was settled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSettlement, example = json!({"settlement": "Chacun a son jour, et l'agenda le montre."}))]
pub struct New {
    /// How.
    settlement: Body,
}

/// Settle a tension
///
/// By its mediator. Of a confidential one it is the mediator's own text. It takes nothing more.
#[utoipa::path(
    post, path = "/v1/networks/{network}/tensions/{tension}/settlement", operation_id = "settleTension",
    tag = "tensions",
    params(
        InNetwork,
        ("tension" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Settled", body = Written<Tension>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Settle>().await
}

/// Settling a tension.
pub struct Settle;

impl Operation for Settle {
    const ID: &'static str = "settleTension";
    type Body = New;
    type Resource = Tension;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let ((tension, row), mut draft) = (target(write)?, write.draft());
        let mediator = write.subject(Action::Mediate(tension))?;
        let settlement = write.body.settlement.as_str();
        let command = if row.is_confidential() {
            let settlement = draft.own(mediator, Pointer::Settlement, settlement)?;
            Command::SettleConfidentially(SettledConfidentially { tension, settlement })
        } else {
            Command::Settle(Settled { tension, settlement: draft.common(Pointer::Settlement, settlement)? })
        };
        Ok(Plan::of(tension, draft.ready(command)))
    }
}
