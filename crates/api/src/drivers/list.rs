//! `GET /v1/networks/{network}/drivers`

use actix_web::HttpResponse;
use domain::driver::Standing;
use domain::ids::{ActorNo, AudienceId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Driver, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which drivers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Who stand so at the moment in the header `Tresse-At`.
    #[param(schema_with = values::word::<Standing>)]
    standing: Option<Standing>,
    /// Who are committed to this audience then.
    #[param(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<u32>,
}

/// List drivers
///
/// Who was invited to drive the mobilisation, and who holds the role, in the order in which they joined the network. Texts are
/// opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/drivers", operation_id = "listDrivers", tag = "mobilisation",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Driver>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { standing, audience, limit, after } = read.query;
    let size = page_size(limit)?;
    let (actors, at) = (&read.views.actors, read.at);
    let rows = read.views.drivers.after(after.map(ActorNo)).filter(|row| {
        let Some(actor) = actors.get(row.actor) else { return false };
        standing.is_none_or(|standing| row.standing(actor, at) == standing)
            && audience.is_none_or(|audience| row.committed(actor, at).any(|one| one.audience == audience))
    });
    // Roles end with time, so no page is kept.
    read.answer_page(&page(
        rows,
        size,
        |row| row.no.0.to_string(),
        |row| {
            let actor = actors.get(row.actor).ok_or_else(Problem::not_found)?;
            render(&read, row, actor)
        },
    )?)
}
