//! `POST` and `GET /v1/networks/{network}/decisions/{decision}/objections`, and `POST …/objections/lifting`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::class::Pointer;
use domain::decision::{Command, ObjectionLifted, ObjectionRaised};
use domain::ids::{DecisionId, Position, Pseudonym, Stamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ballots::Voter;
use super::{Decision, find, target};
use crate::answer::{Page, page, page_size};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::texts::shown;
use crate::values::{self, Grounds};

/// An objection to raise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewObjection, example = json!({"reason": "Le terrain est inondé chaque hiver."}))]
pub struct New {
    /// Why.
    reason: Grounds,
}

/// An objection, as it was last raised.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "voter": "4f1a0cc7b7a64fbeb2f3a7a6b1c4d9e0", "reason": "Le terrain est inondé chaque hiver.",
    "raised_at": "2026-03-05T17:02:11.000Z", "position": 57, "stands": true
}))]
pub struct Objection {
    /// Who objects, inside this decision.
    #[schema(value_type = String, pattern = "^[0-9a-f]{32}$")]
    voter: Pseudonym,
    /// Why; absent where texts are not expanded, `[erased]` after its author's data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// When it was raised.
    #[schema(schema_with = values::time)]
    raised_at: Stamp,
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
    /// Whether it stands.
    stands: bool,
    /// When it was lifted, or its voter cast another ballot.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    lifted_at: Option<Stamp>,
}

/// Which objections.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<String>)]
    after: Option<Pseudonym>,
}

/// List the objections to a decision
///
/// Also those that were lifted, in no order of time. Reasons are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/decisions/{decision}/objections", operation_id = "listObjections",
    tag = "decisions",
    params(InNetwork, ("decision" = uuid::Uuid, Path, description = "The decision's id"), Query, Moment),
    responses((status = 200, description = "A page", body = Page<Objection>), ReadProblems)
)]
pub async fn list(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let size = page_size(read.query.limit)?;
    let row = find(&read, read.caller.path("decision")?)?;
    read.answer_kept_page(|| {
        let rows = read.views.decisions.objections(row.id, read.query.after);
        page(rows, size, |objection| objection.voter.to_string(), |objection| render(&read, objection))
    })
}

/// An objection as it is shown.
pub(super) fn render<Q>(read: &Read<Q>, row: &projection::decisions::Objection) -> Result<Objection, Problem> {
    Ok(Objection {
        voter: row.voter,
        reason: shown(read, row.reason.filter(|_| read.texts))?,
        raised_at: row.raised_at,
        position: row.position,
        stands: row.lifted_at.is_none(),
        lifted_at: row.lifted_at,
    })
}

/// Object to a proposal
///
/// For the electorate of a decision by consent, until it closes. The objection is your ballot; it shows a pseudonym that is
/// valid in this decision alone, and its reason. To object again replaces the reason.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/objections", operation_id = "raiseObjection",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Raised", body = Written<Decision>), WriteProblems)
)]
pub async fn raise(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Raise>().await
}

/// Lift one's objection
///
/// For whoever objects: their ballot is a yes from then on.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/objections/lifting", operation_id = "liftObjection",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Lifted", body = Written<Decision>), WriteProblems)
)]
pub async fn lift(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Lift>().await
}

/// Objecting to a proposal.
pub struct Raise;

impl Operation for Raise {
    const ID: &'static str = "raiseObjection";
    type Body = New;
    type Resource = Decision;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let voter = Voter::of(write)?;
        let (decision, mut draft): (DecisionId, _) = (target(write)?.0, write.draft());
        let person = voter.pseudonym(write)?;
        let reason = draft.own(voter.actor, Pointer::Reason, write.body.reason.as_str())?;
        // What their ballot was before, the writer knows.
        let raised = ObjectionRaised { decision, voter: person, reason, was: None };
        Ok(Plan { subject: voter.represented, ..Plan::of(decision, draft.ready(Command::Object(raised))) })
    }
}

/// Lifting an objection.
pub struct Lift;

impl Operation for Lift {
    const ID: &'static str = "liftObjection";
    type Body = Empty;
    type Resource = Decision;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let voter = Voter::of(write)?;
        let (decision, _) = target(write)?;
        let lifted = ObjectionLifted { decision, voter: voter.pseudonym(write)? };
        Ok(Plan { subject: voter.represented, ..write.plan(decision, Command::LiftObjection(lifted)) })
    }
}
