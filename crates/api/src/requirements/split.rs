//! `POST …/requirements/{requirement}/split`

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::event::Object;
use domain::origin::Source;
use domain::requirement::{Command, Others, Refusal, RequirementKind, Sources, Split};
use serde::Deserialize;
use utoipa::ToSchema;

use super::propose::Text;
use super::{Requirement, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values::{self, About, Title};

/// What a requirement is split into.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSplit, example = json!({"into": [
    {"title": "Voir qui fait quoi"}, {"title": "Voir où cela se passe", "description": "Sur une carte."}
]}))]
pub struct New {
    /// The parts: two to eight.
    #[schema(min_items = 2, max_items = 8)]
    into: Vec<Part>,
}

/// A part of a requirement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRequirementPart)]
pub struct Part {
    /// What it is; the same as the whole unless that is said.
    #[schema(schema_with = values::word::<RequirementKind>)]
    kind: Option<RequirementKind>,
    /// What is required.
    title: Title,
    /// What there is to say about it.
    description: Option<About>,
}

/// Split a requirement
///
/// For facilitators. The parts are proposed with it, come from it, and stand for it; people say anew how much they want each.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/split",
    operation_id = "splitRequirement", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Split", body = Written<Requirement>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<SplitOne>().await
}

/// Splitting a requirement.
pub struct SplitOne;

impl Operation for SplitOne {
    const ID: &'static str = "splitRequirement";
    type Body = New;
    type Resource = Requirement;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let requirement = target(write)?;
        write.may(Action::ConductSpecification)?;
        let state = &write.gate.live().state;
        let row = state.requirement.get(requirement).ok_or(Refusal::UnknownRequirement)?;
        let too_many = || Problem::invalid_value("/into", Reason::wrong_type("short-list"));
        let from = Sources::new(vec![Source::Requirement(requirement)]).map_err(|_| too_many())?;
        let ids: Vec<_> = write.body.into.iter().map(|_| edge::requirement_id()).collect();
        let into = Others::new(ids.clone()).map_err(|_| too_many())?;
        let mut commands = Vec::with_capacity(ids.len() + 1);
        for (id, part) in ids.into_iter().zip(&write.body.into) {
            let kind = part.kind.unwrap_or(row.kind);
            let text = Text { kind, title: &part.title, description: part.description.as_ref() };
            commands.push(text.proposed(write, row.specification, id, from.clone())?);
        }
        commands.push(write.draft().ready(Command::Split(Split { requirement, into })));
        Ok(Plan { object: Object::Requirement(requirement), commands, subject: None })
    }
}
