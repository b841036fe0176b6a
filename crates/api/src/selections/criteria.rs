//! `PUT` and `DELETE /v1/networks/{network}/selections/{selection}/criteria/{criterion}`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::SelectionId;
use domain::selection::criteria::{CriterionNo, Weight};
use domain::selection::{Command, CriterionSet, CriterionWithdrawn};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Selection;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Title;

/// A criterion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCriterion, example = json!({"weight": 4, "title": "Sans publicité"}))]
pub struct New {
    /// How much it counts, from 0 to 100.
    #[schema(value_type = u8, maximum = 100)]
    weight: Weight,
    /// What it is called; if that is absent, what it was called before.
    title: Option<Title>,
}

/// Add or change a criterion
///
/// For facilitators, until the selection opens. The number is that of a criterion there is, or the next. Say with `If-Match`
/// which version of the selection you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/selections/{selection}/criteria/{criterion}",
    operation_id = "setSelectionCriterion", tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"),
        ("criterion" = u16, Path, description = "Its number, from 1"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Set", body = Written<Selection>), WriteProblems)
)]
pub async fn set(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Set>().await
}

/// Withdraw a criterion
///
/// For facilitators, until the selection opens. Its number is not given again.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/selections/{selection}/criteria/{criterion}",
    operation_id = "withdrawSelectionCriterion", tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"),
        ("criterion" = u16, Path, description = "Its number, from 1"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Selection>), WriteProblems)
)]
pub async fn withdraw(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Adding or changing a criterion.
pub struct Set;

impl Operation for Set {
    const ID: &'static str = "setSelectionCriterion";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Selection;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (selection, mut draft): (SelectionId, _) = (write.caller.path("selection")?, write.draft());
        write.may(Action::ConductSelection)?;
        let (criterion, weight) = (CriterionNo(write.caller.path("criterion")?), write.body.weight);
        let title = write.body.title.as_ref();
        let title = title.map(|title| draft.common(Pointer::Title, title.as_str())).transpose()?;
        let set = CriterionSet { selection, criterion, weight, title };
        Ok(Plan::of(selection, draft.ready(Command::SetCriterion(set))))
    }
}

/// Withdrawing a criterion.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawSelectionCriterion";
    type Body = Empty;
    type Resource = Selection;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        let criterion = CriterionNo(write.caller.path("criterion")?);
        Ok(write.plan(selection, Command::WithdrawCriterion(CriterionWithdrawn { selection, criterion })))
    }
}
