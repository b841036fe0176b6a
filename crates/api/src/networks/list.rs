//! `GET /v1/networks`

use actix_web::{HttpRequest, HttpResponse};
use domain::server::Scope;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::answer::{Page, page, page_size};
use crate::call::{Caller, parse_query_of};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Which networks.
#[derive(Debug, serde::Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<String>,
}

/// A network in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"slug": "vallee"}))]
pub struct NetworkSlug {
    /// Its name in addresses.
    slug: String,
}

/// List networks
///
/// In order of their slugs.
#[utoipa::path(
    get, path = "/v1/networks", operation_id = "listNetworks", tag = "networks",
    params(Query),
    responses((status = 200, description = "A page", body = Page<NetworkSlug>), ReadProblems)
)]
pub async fn handler(caller: Caller, request: HttpRequest) -> Result<HttpResponse, Problem> {
    caller.needs(Scope::Read)?;
    let query: Query = parse_query_of(&request)?;
    let server = caller.catalogue.server();
    let after = query.after.unwrap_or_default();
    let slugs: Vec<_> = server.networks().map(|(slug, _)| slug.to_string()).filter(|slug| *slug > after).collect();
    let size = page_size(query.limit)?;
    let page = page(slugs.iter(), size, Clone::clone, |slug| Ok(NetworkSlug { slug: slug.clone() }))?;
    caller.answer_page(&page)
}
