//! `PUT` and `GET /v1/networks/{network}/specifications/{specification}/requirements/{requirement}/priority`

use actix_web::HttpResponse;
use domain::actor::ActorKind;
use domain::authority::{Action, Denied, Principal};
use domain::ids::Version;
use domain::requirement::{Command, Priority};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Requirement, find, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values;

/// How much a requirement is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPriority, example = json!({"priority": "should"}))]
pub struct New {
    /// How much.
    #[schema(schema_with = values::word::<Priority>)]
    priority: Priority,
}

/// What one gave a requirement for a priority.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"priority": "should", "version": 1}))]
pub struct OwnPriority {
    /// The priority; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    priority: Option<Priority>,
    /// The requirement's version.
    #[schema(value_type = u32)]
    version: Version,
}

/// Say how much a requirement is wanted, or change it
///
/// For persons. The event shows a pseudonym that is valid in this requirement alone; the latest of a person counts, and the
/// median of all is the requirement's.
#[utoipa::path(
    put, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/priority",
    operation_id = "prioritiseRequirement", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Prioritised", body = Written<Requirement>), WriteProblems)
)]
pub async fn prioritise(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Prioritise>().await
}

/// Saying how much a requirement is wanted.
pub struct Prioritise;

impl Operation for Prioritise {
    const ID: &'static str = "prioritiseRequirement";
    type Body = New;
    type Resource = Requirement;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let requirement = target(write)?;
        let subject = write.subject(Action::Prioritise)?;
        let row = write.gate.live().state.actor.get(subject);
        if row.is_none_or(|row| row.kind != ActorKind::Person) {
            return Err(Problem::invalid_parameter("on_behalf_of", Reason::for_persons_only()));
        }
        let person = write.pseudonym(Action::Prioritise, requirement)?;
        Ok(write.plan(requirement, Command::Prioritise { requirement, person, priority: write.body.priority }))
    }
}

/// Read what one gave a requirement for a priority
///
/// Nobody else can read it. It is what holds now, whatever `as_of` says.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/priority",
    operation_id = "getOwnPriority", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "One’s own priority", body = OwnPriority), ReadProblems)
)]
pub async fn own(read: Read) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::ReadOwnActs)?;
    let Principal::Actor(actor) = read.gate.principal() else { return Err(Denied::Forbidden.into()) };
    let row = find(&read)?;
    let person = read.network.pseudonym(actor, row.id)?;
    let priority = read.gate.live().state.requirement.priority(row.id, person);
    read.answer(&OwnPriority { priority, version: row.version })
}
