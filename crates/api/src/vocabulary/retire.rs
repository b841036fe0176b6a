//! `POST /v1/networks/{network}/themes/{theme}/retirement` and `POST /v1/networks/{network}/tags/{tag}/retirement`

use actix_web::HttpResponse;
use domain::ids::{TagId, ThemeId};
use domain::vocabulary::Command;

use super::{Tag, Theme};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Retire a theme
///
/// What refers to it stays, and nothing new does. For facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/themes/{theme}/retirement", operation_id = "retireTheme",
    tag = "vocabulary",
    params(
        InNetwork,
        ("theme" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Retired", body = Written<Theme>), WriteProblems)
)]
pub async fn theme(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<RetireTheme>().await
}

/// Retire a tag
///
/// What refers to it stays, and nothing new does. For facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/tags/{tag}/retirement", operation_id = "retireTag", tag = "vocabulary",
    params(
        InNetwork,
        ("tag" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Retired", body = Written<Tag>), WriteProblems)
)]
pub async fn tag(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<RetireTag>().await
}

/// Retiring a theme.
pub struct RetireTheme;

impl Operation for RetireTheme {
    const ID: &'static str = "retireTheme";
    type Body = Empty;
    type Resource = Theme;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let theme: ThemeId = write.caller.path("theme")?;
        Ok(write.plan(theme, Command::RetireTheme(theme)))
    }
}

/// Retiring a tag.
pub struct RetireTag;

impl Operation for RetireTag {
    const ID: &'static str = "retireTag";
    type Body = Empty;
    type Resource = Tag;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let tag: TagId = write.caller.path("tag")?;
        Ok(write.plan(tag, Command::RetireTag(tag)))
    }
}
