//! `GET /v1/networks/{network}/actors`

use actix_web::HttpResponse;
use domain::actor::ActorKind;
use domain::authority::Role;
use domain::ids::ActorNo;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Actor, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which actors.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Of this kind.
    #[param(schema_with = values::word::<ActorKind>)]
    kind: Option<ActorKind>,
    /// Who hold this role at the moment in the header `Tresse-At`.
    #[param(schema_with = values::word::<Role>)]
    role: Option<Role>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<u32>,
}

/// List actors
///
/// In order of joining. Who was steward on a date: `role=steward&as_of=<date>`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/actors", operation_id = "listActors", tag = "actors",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Actor>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let query = &read.query;
    let size = page_size(query.limit)?;
    let rows = read.views.actors.after(query.after.map(ActorNo)).filter(|row| {
        let holds = |role| row.roles.iter().any(|span| span.role == role && span.holds(read.at));
        query.kind.is_none_or(|kind| row.kind == kind) && query.role.is_none_or(holds)
    });
    read.answer_page(&page(rows, size, |row| row.no.0.to_string(), |row| render(&read, row))?)
}
