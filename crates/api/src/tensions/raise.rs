//! `POST /v1/networks/{network}/tensions`

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::class::Pointer;
use domain::tension::{Command, Raised, RaisedConfidentially};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Tension;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Body;

/// A tension to raise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTension, example = json!({
    "confidential": true, "body": "La salle est réservée deux fois le mardi."
}))]
pub struct New {
    /// Whether only who raises it and the mediator are to read it; else all members are, and they see who raised it.
    confidential: bool,
    /// What it is about.
    body: Body,
}

/// Raise a tension
///
/// Confidentially, the event shows a pseudonym that is valid in this tension alone.
#[utoipa::path(
    post, path = "/v1/networks/{network}/tensions", operation_id = "raiseTension", tag = "tensions",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Raised", body = Written<Tension>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Raise>().await
}

/// Raising a tension.
pub struct Raise;

impl Operation for Raise {
    const ID: &'static str = "raiseTension";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Tension;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (tension, mut draft) = (edge::tension_id(), write.draft());
        let author = write.subject(Action::RaiseTension)?;
        let body = draft.own(author, Pointer::Body, write.body.body.as_str())?;
        let command = if write.body.confidential {
            let raiser = write.network.pseudonym(author, tension)?;
            Command::RaiseConfidentially(RaisedConfidentially { tension, raiser, body })
        } else {
            Command::Raise(Raised { tension, body })
        };
        Ok(Plan::of(tension, draft.ready(command)))
    }
}
