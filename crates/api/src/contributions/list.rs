//! `GET /v1/networks/{network}/contributions`

use actix_web::HttpResponse;
use domain::contribution::Kind;
use domain::ids::{ActorId, ContributionId, ThemeId};
use domain::names::{Importer, SourcePart};
use projection::contributions::{Filter, SourceSet, Walk};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Contribution, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values;

/// Which contributions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Of this kind.
    #[param(schema_with = values::word::<Kind>)]
    kind: Option<Kind>,
    /// Right under this one.
    #[param(value_type = Option<uuid::Uuid>)]
    parent: Option<ContributionId>,
    /// By this actor.
    #[param(value_type = Option<uuid::Uuid>)]
    author: Option<ActorId>,
    /// From this imported set: `<importer>:<set>`.
    #[param(example = "polis:vtaiwan.uberx")]
    source: Option<String>,
    /// Of this theme.
    #[param(value_type = Option<uuid::Uuid>)]
    theme: Option<ThemeId>,
    /// `created` (oldest first) or `-created`.
    #[param(example = "-created")]
    sort: Option<String>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<ContributionId>,
}

/// List contributions
///
/// In order of creation. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/contributions", operation_id = "listContributions", tag = "contributions",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Contribution>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let query = &read.query;
    let size = page_size(query.limit)?;
    let source = query.source.as_deref().map(source_set).transpose()?;
    let filter = Filter { kind: query.kind, parent: query.parent, author: query.author, source, theme: query.theme };
    let walk = match query.sort.as_deref() {
        None | Some("created") => Walk::Ascending(query.after),
        Some("-created") => Walk::Descending(query.after),
        Some(_) => return Err(Problem::invalid_parameter("sort", Reason::not_one_of("created, -created"))),
    };
    read.answer_kept_page(|| {
        let rows = read.views.contributions.list(&filter, walk);
        page(rows, size, |row| row.id.to_string(), |row| render(&read, row))
    })
}

fn source_set(text: &str) -> Result<SourceSet, Problem> {
    let parse = || {
        let (importer, set) = text.split_once(':')?;
        Some((importer.parse::<Importer>().ok()?, set.parse::<SourcePart>().ok()?))
    };
    parse().ok_or_else(|| Problem::invalid_parameter("source", Reason::wrong_type("source")))
}
