//! `POST /v1/networks/{network}/decisions/{decision}/options`; `PUT` and `DELETE` of one of them.

use actix_web::HttpResponse;
use app::submission::Step;
use domain::amount::Amount;
use domain::authority::Action;
use domain::class::Pointer;
use domain::decision::{Command, OptionSet, OptionWithdrawn, Refusal};
use domain::ids::{CandidateId, DecisionId};
use domain::tally::ballot::OptionNo;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Decision, target};
use crate::actions::Money;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{Body, Title};

/// An option of a decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDecisionOption, example = json!({
    "title": "Au bord de la rivière", "body": "La terre y est bonne.",
    "cost": {"minor": 150_000, "currency": "EUR"}
}))]
pub struct NewOption {
    /// What it is called.
    title: Title,
    /// What there is to say about it.
    body: Option<Body>,
    /// What it costs: of projects of a budget, and of nothing else.
    #[schema(value_type = Option<Money>)]
    cost: Option<Amount>,
    /// What a foreign source says beyond that.
    details: Option<Body>,
    /// Which tool of a selection is chosen if this option wins; no two options stand for the same.
    #[schema(value_type = Option<uuid::Uuid>)]
    candidate: Option<CandidateId>,
}

impl NewOption {
    pub(super) fn cost(&self) -> Option<&Amount> {
        self.cost.as_ref()
    }

    /// The command that sets it.
    pub(super) fn step<B>(
        &self,
        write: &Write<B>,
        decision: DecisionId,
        option: OptionNo,
        command: fn(OptionSet) -> Command,
    ) -> Result<Step, Problem> {
        let mut draft = write.draft();
        let title = draft.common(Pointer::Title, self.title.as_str())?;
        let mut some = |pointer, text: Option<&str>| text.map(|text| draft.common(pointer, text)).transpose();
        let body = some(Pointer::Body, self.body.as_ref().map(Body::as_str))?;
        let details = some(Pointer::Source, self.details.as_ref().map(Body::as_str))?;
        let (cost, candidate) = (self.cost.clone(), self.candidate);
        let set = OptionSet { decision, option, title, body, cost, details, candidate };
        Ok(draft.ready(command(set)))
    }
}

/// Add an option to a decision
///
/// For whoever proposed it and for facilitators, until it opens. It comes last.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/options", operation_id = "addDecisionOption",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = NewOption,
    responses((status = 200, description = "Added", body = Written<Decision>), WriteProblems)
)]
pub async fn add(write: Write<NewOption>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Add>().await
}

/// Revise an option of a decision
///
/// For whoever proposed it and for facilitators, until it opens. Say with `If-Match` which version of the decision you
/// have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/decisions/{decision}/options/{option}", operation_id = "reviseDecisionOption",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"),
        ("option" = u16, Path, description = "The option's number"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = NewOption,
    responses((status = 200, description = "Revised", body = Written<Decision>), WriteProblems)
)]
pub async fn revise(write: Write<NewOption>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Withdraw an option of a decision
///
/// For whoever proposed it and for facilitators, until it opens. Its number is not given again.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/decisions/{decision}/options/{option}",
    operation_id = "withdrawDecisionOption", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"),
        ("option" = u16, Path, description = "The option's number"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Decision>), WriteProblems)
)]
pub async fn withdraw(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

fn numbered<B>(write: &Write<B>) -> Result<OptionNo, Problem> {
    Ok(OptionNo(write.caller.path("option")?))
}

/// Adding an option.
pub struct Add;

impl Operation for Add {
    const ID: &'static str = "addDecisionOption";
    type Body = NewOption;
    type Resource = Decision;

    async fn plan(write: &Write<NewOption>) -> Result<Plan, Problem> {
        let decision: DecisionId = write.caller.path("decision")?;
        write.may(Action::PrepareDecision(decision))?;
        // The writer numbers it: two may be added at once.
        let step = write.body.step(write, decision, OptionNo(0), Command::AddOption)?;
        Ok(Plan::of(decision, step))
    }
}

/// Revising an option.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseDecisionOption";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = NewOption;
    type Resource = Decision;

    async fn plan(write: &Write<NewOption>) -> Result<Plan, Problem> {
        let (decision, option): (DecisionId, _) = (write.caller.path("decision")?, numbered(write)?);
        write.may(Action::PrepareDecision(decision))?;
        let (_, row) = target(write)?;
        if !row.options.contains_key(&option) {
            return Err(Refusal::UnknownOption.into());
        }
        Ok(Plan::of(decision, write.body.step(write, decision, option, Command::SetOption)?))
    }
}

/// Withdrawing an option.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawDecisionOption";
    type Body = Empty;
    type Resource = Decision;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (decision, option): (DecisionId, _) = (write.caller.path("decision")?, numbered(write)?);
        Ok(write.plan(decision, Command::WithdrawOption(OptionWithdrawn { decision, option })))
    }
}
