//! `PUT /v1/networks/{network}/selections/{selection}/candidates/{candidate}`

use actix_web::HttpResponse;
use domain::amount::Amount;
use domain::authority::Action;
use domain::candidate::{Command, LicenceKind, Revised};
use domain::class::Pointer;
use domain::ids::{CandidateId, SelectionId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Candidate;
use super::propose::{Sealed, Typed};
use crate::actions::Money;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, About, Grounds, Name, RoomAddress};

/// What is said of a candidate from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CandidateRevision, example = json!({
    "name": "Agenda libre", "licence_kind": "free", "one_off": {"minor": 0, "currency": "EUR"},
    "yearly": {"minor": 30_000, "currency": "EUR"}, "reason": "L'association a changé son tarif."
}))]
pub struct New {
    /// What it is called.
    name: Name,
    /// Where there is more about it, on the web.
    link: Option<RoomAddress>,
    /// Where and by whom it is run.
    hosting: Option<About>,
    /// Under which licence it may be used.
    licence: Option<Name>,
    /// What that licence allows.
    #[schema(schema_with = values::word::<LicenceKind>)]
    licence_kind: LicenceKind,
    /// What it costs once, however it is set up: in the selection's currency, and not below nothing.
    #[schema(value_type = Money)]
    one_off: Amount,
    /// What it costs each year.
    #[schema(value_type = Money)]
    yearly: Amount,
    /// Why; needed once people assess it.
    reason: Option<Grounds>,
}

/// Replace what is said of a candidate
///
/// For whoever proposed it and for facilitators until the selection opens; then for facilitators only, who say why: nothing
/// that people assess changes silently. Say with `If-Match` which version you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/selections/{selection}/candidates/{candidate}",
    operation_id = "reviseCandidate", tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"),
        ("candidate" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Replaced", body = Written<Candidate>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Replacing what is said of a candidate.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseCandidate";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Candidate;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (selection, candidate): (SelectionId, CandidateId) =
            (write.caller.path("selection")?, write.caller.path("candidate")?);
        write.may(Action::ChangeCandidate(candidate))?;
        let New { name, link, hosting, licence, licence_kind, one_off, yearly, reason } = &write.body;
        let typed = Typed { name, link: link.as_ref(), hosting: hosting.as_ref(), licence: licence.as_ref() };
        let mut draft = write.draft();
        let Sealed { name, link, hosting, licence } = typed.seal(&mut draft)?;
        let reason = reason.as_ref();
        let reason = reason.map(|reason| draft.common(Pointer::Reason, reason.as_str())).transpose()?;
        let (licence_kind, one_off, yearly) = (*licence_kind, one_off.clone(), yearly.clone());
        let revised =
            Revised { candidate, selection, name, link, hosting, licence, licence_kind, one_off, yearly, reason };
        Ok(Plan::of(candidate, draft.ready(Command::Revise(revised))))
    }
}
