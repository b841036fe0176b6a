//! `PUT` and `GET /v1/networks/{network}/contributions/{contribution}/vote`

use actix_web::HttpResponse;
use domain::authority::{Action, Denied, Principal};
use domain::ids::{ContributionId, Version};
use domain::statement_vote::{Command, Vote};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Contribution, find};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// A vote on a statement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewVote, example = json!({"vote": "agree"}))]
pub struct New {
    /// The vote.
    #[schema(schema_with = values::word::<Vote>)]
    vote: Vote,
}

/// One's own vote and support.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"vote": "agree", "supported": false, "version": 1}))]
pub struct OwnVote {
    /// The vote; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    vote: Option<Vote>,
    /// Whether one supports the contribution.
    supported: bool,
    /// The contribution's version.
    #[schema(value_type = u32)]
    version: Version,
}

/// Vote on a statement, or change one's vote
///
/// The event shows a pseudonym that is valid in this statement alone; the latest vote counts.
#[utoipa::path(
    put, path = "/v1/networks/{network}/contributions/{contribution}/vote", operation_id = "voteOnStatement",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "The statement's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Voted", body = Written<Contribution>), WriteProblems)
)]
pub async fn cast(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Cast>().await
}

/// Voting on a statement.
pub struct Cast;

impl Operation for Cast {
    const ID: &'static str = "voteOnStatement";
    type Body = New;
    type Resource = Contribution;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let statement: ContributionId = write.caller.path("contribution")?;
        let voter = write.pseudonym(Action::Vote, statement)?;
        Ok(write.plan(statement, Command::Cast { statement, voter, vote: write.body.vote }))
    }
}

/// Read one's own vote and support
///
/// Nobody else can read it. It is what holds now, whatever `as_of` says.
#[utoipa::path(
    get, path = "/v1/networks/{network}/contributions/{contribution}/vote", operation_id = "getOwnVote",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "One's own vote", body = OwnVote), ReadProblems)
)]
pub async fn own(read: Read) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::ReadOwnActs)?;
    let Principal::Actor(actor) = read.gate.principal() else { return Err(Denied::Forbidden.into()) };
    let row = find(&read, read.caller.path("contribution")?)?;
    let person = read.network.pseudonym(actor, row.id)?;
    let state = &read.gate.live().state;
    let vote = state.statement_vote.latest(row.id, person);
    let supported = state.contribution.supports(row.id, person);
    read.answer(&OwnVote { vote, supported, version: row.version })
}
