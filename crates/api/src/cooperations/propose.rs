//! `POST /v1/networks/{network}/cooperations`

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::class::Pointer;
use domain::cooperation::{Command, Parties, Proposed};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Cooperation, speaks_as};
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{About, Title};

/// A cooperation to propose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCooperation, example = json!({
    "parties": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "7d444840-9dc0-4d1b-b245-5ffdce74fad2"],
    "title": "Un atelier de réparation", "purpose": "Réparer ensemble plutôt que jeter."
}))]
pub struct New {
    /// Between whom: 2 to 16 actors, yourself or an organisation that you represent among them.
    #[schema(value_type = Vec<uuid::Uuid>, min_items = 2, max_items = 16)]
    parties: Parties,
    /// What is to be done together.
    title: Title,
    /// What for.
    purpose: About,
    /// Whether it comes from a synergy that tresse suggested.
    #[serde(default)]
    suggested: bool,
}

/// Propose a cooperation
///
/// Who proposes it accepts it thereby; it starts once all the others have accepted too.
#[utoipa::path(
    post, path = "/v1/networks/{network}/cooperations", operation_id = "proposeCooperation", tag = "cooperations",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Proposed", body = Written<Cooperation>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Propose>().await
}

/// Proposing a cooperation.
pub struct Propose;

impl Operation for Propose {
    const ID: &'static str = "proposeCooperation";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Cooperation;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let actor = write.subject(Action::ProposeCooperation)?;
        let New { parties, title, purpose, suggested } = &write.body;
        let subject = speaks_as(&write.gate.live().state, actor, parties.as_slice());
        let (cooperation, mut draft) = (edge::cooperation_id(), write.draft());
        let title = draft.common(Pointer::Title, title.as_str())?;
        let purpose = draft.common(Pointer::Purpose, purpose.as_str())?;
        let proposed = Proposed { cooperation, parties: parties.clone(), title, purpose, suggested: *suggested };
        Ok(Plan { subject, ..Plan::of(cooperation, draft.ready(Command::Propose(proposed))) })
    }
}
