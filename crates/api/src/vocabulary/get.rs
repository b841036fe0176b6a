//! `GET /v1/networks/{network}/themes/{theme}` and `GET /v1/networks/{network}/tags/{tag}`

use actix_web::HttpResponse;

use super::{Tag, Theme, find_tag, find_theme, render_tag, render_theme};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a theme
#[utoipa::path(
    get, path = "/v1/networks/{network}/themes/{theme}", operation_id = "getTheme", tag = "vocabulary",
    params(
        InNetwork,
        ("theme" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The theme", body = Theme), ReadProblems)
)]
pub async fn theme(read: Read) -> Result<HttpResponse, Problem> {
    let row = find_theme(&read, read.caller.path("theme")?)?;
    read.answer(&render_theme(&read, row)?)
}

/// Read a tag
#[utoipa::path(
    get, path = "/v1/networks/{network}/tags/{tag}", operation_id = "getTag", tag = "vocabulary",
    params(
        InNetwork,
        ("tag" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The tag", body = Tag), ReadProblems)
)]
pub async fn tag(read: Read) -> Result<HttpResponse, Problem> {
    let row = find_tag(&read, read.caller.path("tag")?)?;
    read.answer(&render_tag(&read, row)?)
}
