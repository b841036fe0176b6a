//! `POST …/requirements/{requirement}/amendments`, and `DELETE` of one of them.

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::requirement::{AmendmentProposed, AmendmentWithdrawn, Command, RequirementKind};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Requirement, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, About, Grounds, Title};

/// Another text for a requirement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAmendment, example = json!({
    "kind": "goal", "title": "Voir d’un coup d’œil qui fait quoi, et où", "reason": "Les communes sont éloignées."
}))]
pub struct New {
    /// What the requirement would be; as it is unless that is said.
    #[schema(schema_with = values::word::<RequirementKind>)]
    kind: Option<RequirementKind>,
    /// What would be required.
    title: Title,
    /// What there would be to say about it.
    description: Option<About>,
    /// Why.
    reason: Option<Grounds>,
}

/// Propose another text for a requirement
///
/// For every member. It is its author's text until it is accepted; then it is sealed anew as the network's.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/amendments",
    operation_id = "proposeAmendment", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Proposed", body = Written<Requirement>), WriteProblems)
)]
pub async fn propose(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Amend>().await
}

/// Withdraw an amendment
///
/// By its author, as long as it waits for an answer.
#[utoipa::path(
    delete,
    path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/amendments/{number}",
    operation_id = "withdrawAmendment", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"),
        ("number" = u16, Path, description = "The amendment's number", example = 1), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Requirement>), WriteProblems)
)]
pub async fn withdraw(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Proposing an amendment.
pub struct Amend;

impl Operation for Amend {
    const ID: &'static str = "proposeAmendment";
    type Body = New;
    type Resource = Requirement;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (requirement, mut draft) = (target(write)?, write.draft());
        let author = write.subject(Action::AmendRequirement)?;
        let as_it_is = write.gate.live().state.requirement.get(requirement).map(|row| row.kind);
        let kind = write.body.kind.or(as_it_is).unwrap_or(RequirementKind::Goal);
        let title = draft.own(author, Pointer::Title, write.body.title.as_str())?;
        let mut some = |pointer, text: Option<&str>| text.map(|text| draft.own(author, pointer, text)).transpose();
        let description = some(Pointer::Description, write.body.description.as_ref().map(About::as_str))?;
        let reason = some(Pointer::Reason, write.body.reason.as_ref().map(Grounds::as_str))?;
        // Its number is given to it when it is recorded.
        let proposed = AmendmentProposed { requirement, amendment: 0, kind, title, description, reason };
        Ok(Plan::of(requirement, draft.ready(Command::ProposeAmendment(proposed))))
    }
}

/// Withdrawing an amendment.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawAmendment";
    type Body = Empty;
    type Resource = Requirement;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (requirement, amendment) = (target(write)?, write.caller.path("number")?);
        Ok(write.plan(requirement, Command::WithdrawAmendment(AmendmentWithdrawn { requirement, amendment })))
    }
}
