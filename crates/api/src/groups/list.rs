//! `GET /v1/networks/{network}/groups`

use actix_web::HttpResponse;
use domain::ids::{ActorId, GroupId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Group, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Which groups.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// In which this actor works.
    #[param(value_type = Option<uuid::Uuid>)]
    member: Option<ActorId>,
    /// Also those that were dissolved.
    #[serde(default)]
    #[param(example = false)]
    dissolved: bool,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<GroupId>,
}

/// List working groups
///
/// In order of forming, without those that were dissolved.
#[utoipa::path(
    get, path = "/v1/networks/{network}/groups", operation_id = "listGroups", tag = "groups",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Group>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let (query, groups) = (&read.query, &read.views.groups);
    let size = page_size(query.limit)?;
    let rows = groups.after(query.after).filter(|row| {
        let works_there = query.member.is_none_or(|member| groups.has(row.id, member));
        works_there && (query.dissolved || row.dissolved_at.is_none())
    });
    read.answer_page(&page(rows, size, |row| row.id.to_string(), |row| render(&read, row))?)
}
