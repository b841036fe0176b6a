//! `POST …/requirements/{requirement}/amendments/{number}/acceptance` and `…/refusal`

use actix_web::HttpResponse;
use app::network::Text;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::{DecisionId, RequirementId};
use domain::requirement::{Amended, AmendmentRefused, Command, Refusal};
use projection::TextRef;
use projection::requirements::AmendmentRow;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

use super::{Requirement, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Grounds;

/// Why an amendment is accepted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AmendmentAcceptance, example = json!({"reason": "Tout le monde le demandait."}))]
pub struct Acceptance {
    /// Why.
    reason: Option<Grounds>,
    /// The decision by which: one that passed, and was linked to the requirement when it opened.
    #[schema(value_type = Option<uuid::Uuid>)]
    decision: Option<DecisionId>,
}

/// Why an amendment is refused.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AmendmentRefusal, example = json!({"reason": "Une autre exigence le dit déjà."}))]
pub struct Refused {
    /// Why.
    reason: Grounds,
    /// The decision by which: one that was rejected, and was linked to the requirement when it opened.
    #[schema(value_type = Option<uuid::Uuid>)]
    decision: Option<DecisionId>,
}

/// Accept an amendment
///
/// For facilitators. Its text becomes the requirement's next one, sealed anew as the network's: it outlives what its author may
/// have erased later. What was erased before cannot be accepted.
#[utoipa::path(
    post,
    path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/amendments/{number}/acceptance",
    operation_id = "acceptAmendment", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"),
        ("number" = u16, Path, description = "The amendment's number", example = 1), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Acceptance,
    responses((status = 200, description = "Accepted", body = Written<Requirement>), WriteProblems)
)]
pub async fn accept(write: Write<Acceptance>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Accept>().await
}

/// Refuse an amendment
///
/// For facilitators, with the reason.
#[utoipa::path(
    post,
    path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/amendments/{number}/refusal",
    operation_id = "refuseAmendment", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"),
        ("number" = u16, Path, description = "The amendment's number", example = 1), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Refused,
    responses((status = 200, description = "Refused", body = Written<Requirement>), WriteProblems)
)]
pub async fn refuse(write: Write<Refused>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Refuse>().await
}

/// Accepting an amendment.
pub struct Accept;

impl Operation for Accept {
    const ID: &'static str = "acceptAmendment";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Acceptance;
    type Resource = Requirement;

    async fn plan(write: &Write<Acceptance>) -> Result<Plan, Problem> {
        let (requirement, number) = (target(write)?, write.caller.path("number")?);
        write.may(Action::ConductSpecification)?;
        let row = amendment(write, requirement, number)?;
        let title = opened(write, row.title)?.ok_or(Refusal::UnknownAmendment)?;
        let description = opened(write, row.description)?;
        let mut draft = write.draft();
        let title = draft.common(Pointer::Title, &title)?;
        let mut some = |pointer, text: Option<&str>| text.map(|text| draft.common(pointer, text)).transpose();
        let description = some(Pointer::Description, description.as_deref())?;
        let reason = some(Pointer::Reason, write.body.reason.as_ref().map(Grounds::as_str))?;
        let (kind, decision) = (row.kind, write.body.decision);
        let amended = Amended { requirement, amendment: number, kind, title, description, reason, decision };
        Ok(Plan::of(requirement, draft.ready(Command::Amend(amended))))
    }
}

/// Refusing an amendment.
pub struct Refuse;

impl Operation for Refuse {
    const ID: &'static str = "refuseAmendment";
    type Body = Refused;
    type Resource = Requirement;

    async fn plan(write: &Write<Refused>) -> Result<Plan, Problem> {
        let (requirement, amendment, mut draft) = (target(write)?, write.caller.path("number")?, write.draft());
        write.may(Action::ConductSpecification)?;
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        let refused = AmendmentRefused { requirement, amendment, reason, decision: write.body.decision };
        Ok(Plan::of(requirement, draft.ready(Command::RefuseAmendment(refused))))
    }
}

fn amendment<B>(write: &Write<B>, requirement: RequirementId, number: u16) -> Result<AmendmentRow, Problem> {
    let row = write.gate.live().views.requirements.get(requirement).ok_or(Refusal::UnknownRequirement)?;
    let amendment = row.amendments.iter().find(|amendment| amendment.number == number);
    Ok(*amendment.ok_or(Refusal::UnknownAmendment)?)
}

/// The author's text, to be sealed as the network's: it never changes, so that what is opened here is what is recorded.
fn opened<B>(write: &Write<B>, text: Option<TextRef>) -> Result<Option<Arc<str>>, Problem> {
    let Some(text) = text else { return Ok(None) };
    match write.network.text(&text)? {
        Text::Shown(text) => Ok(Some(text)),
        Text::Erased => Err(Refusal::AmendmentErased.into()),
    }
}
