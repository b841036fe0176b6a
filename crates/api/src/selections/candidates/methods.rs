//! `PUT` and `DELETE /v1/networks/{network}/selections/{selection}/candidates/{candidate}/setup-methods/{method}`

use actix_web::HttpResponse;
use domain::amount::Amount;
use domain::authority::Action;
use domain::candidate::{Command, MethodNo, SetupMethodSet, SetupMethodWithdrawn};
use domain::class::Pointer;
use domain::ids::{CandidateId, SelectionId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Candidate;
use crate::actions::Money;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{About, Grounds, Title};

/// A way to set a candidate up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSetupMethod, example = json!({
    "title": "Par une association", "cost": {"minor": 120_000, "currency": "EUR"}, "delay_days": 30
}))]
pub struct New {
    /// What it is called.
    title: Title,
    /// How it goes.
    description: Option<About>,
    /// What it costs: in the selection's currency, and not below nothing.
    #[schema(value_type = Money)]
    cost: Amount,
    /// How long it takes, in days.
    delay_days: u16,
    /// Why; needed once people assess the candidate.
    reason: Option<Grounds>,
}

/// Why a way to set a candidate up is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SetupMethodWithdrawal, example = json!({"reason": "L'association n'en a plus le temps."}))]
pub struct Gone {
    /// Why; needed once people assess the candidate.
    reason: Option<Grounds>,
}

/// Add or replace a way to set a candidate up
///
/// The number is that of one there is, or the next. For whoever may revise the candidate, and with a reason once people assess
/// it. Say with `If-Match` which version of the candidate you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/selections/{selection}/candidates/{candidate}/setup-methods/{method}",
    operation_id = "setSetupMethod", tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"),
        ("candidate" = uuid::Uuid, Path, description = "The candidate's id"),
        ("method" = u8, Path, description = "Its number, from 1"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Set", body = Written<Candidate>), WriteProblems)
)]
pub async fn set(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Set>().await
}

/// Withdraw a way to set a candidate up
///
/// Its number is not given again.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/selections/{selection}/candidates/{candidate}/setup-methods/{method}",
    operation_id = "withdrawSetupMethod", tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"),
        ("candidate" = uuid::Uuid, Path, description = "The candidate's id"),
        ("method" = u8, Path, description = "Its number, from 1"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Gone,
    responses((status = 200, description = "Withdrawn", body = Written<Candidate>), WriteProblems)
)]
pub async fn withdraw(write: Write<Gone>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Of which candidate, in which selection, and which way to set it up.
fn target<B>(write: &Write<B>) -> Result<(SelectionId, CandidateId, MethodNo), Problem> {
    let (selection, candidate) = (write.caller.path("selection")?, write.caller.path("candidate")?);
    let method = MethodNo(write.caller.path("method")?);
    write.may(Action::ChangeCandidate(candidate))?;
    Ok((selection, candidate, method))
}

/// Adding or replacing a way to set a candidate up.
pub struct Set;

impl Operation for Set {
    const ID: &'static str = "setSetupMethod";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Candidate;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (selection, candidate, method) = target(write)?;
        let New { title, description, cost, delay_days, reason } = &write.body;
        let mut draft = write.draft();
        let title = draft.common(Pointer::Title, title.as_str())?;
        let mut some = |pointer, text: Option<&str>| text.map(|text| draft.common(pointer, text)).transpose();
        let description = some(Pointer::Description, description.as_ref().map(About::as_str))?;
        let reason = some(Pointer::Reason, reason.as_ref().map(Grounds::as_str))?;
        let (cost, delay_days) = (cost.clone(), *delay_days);
        let set = SetupMethodSet { candidate, selection, method, title, description, cost, delay_days, reason };
        Ok(Plan::of(candidate, draft.ready(Command::SetMethod(set))))
    }
}

/// Withdrawing a way to set a candidate up.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawSetupMethod";
    type Body = Gone;
    type Resource = Candidate;

    async fn plan(write: &Write<Gone>) -> Result<Plan, Problem> {
        let (selection, candidate, method) = target(write)?;
        let mut draft = write.draft();
        let reason = write.body.reason.as_ref();
        let reason = reason.map(|reason| draft.common(Pointer::Reason, reason.as_str())).transpose()?;
        let withdrawn = SetupMethodWithdrawn { candidate, selection, method, reason };
        Ok(Plan::of(candidate, draft.ready(Command::WithdrawMethod(withdrawn))))
    }
}
