//! `PUT /v1/networks/{network}/themes/{theme}/label` and `PUT /v1/networks/{network}/tags/{tag}/label`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::{TagId, ThemeId};
use domain::vocabulary::{Command, TagRelabelled, ThemeRelabelled};

use super::{Label, Tag, Theme};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;

/// Replace the label of a theme
///
/// For facilitators.
#[utoipa::path(
    put, path = "/v1/networks/{network}/themes/{theme}/label", operation_id = "relabelTheme", tag = "vocabulary",
    params(
        InNetwork,
        ("theme" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Label,
    responses((status = 200, description = "Replaced", body = Written<Theme>), WriteProblems)
)]
pub async fn theme(write: Write<Label>) -> Result<HttpResponse, Problem> {
    write.carry_out::<RelabelTheme>().await
}

/// Replace the label of a tag
///
/// For facilitators.
#[utoipa::path(
    put, path = "/v1/networks/{network}/tags/{tag}/label", operation_id = "relabelTag", tag = "vocabulary",
    params(
        InNetwork,
        ("tag" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Label,
    responses((status = 200, description = "Replaced", body = Written<Tag>), WriteProblems)
)]
pub async fn tag(write: Write<Label>) -> Result<HttpResponse, Problem> {
    write.carry_out::<RelabelTag>().await
}

/// Replacing the label of a theme.
pub struct RelabelTheme;

impl Operation for RelabelTheme {
    const ID: &'static str = "relabelTheme";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Label;
    type Resource = Theme;

    async fn plan(write: &Write<Label>) -> Result<Plan, Problem> {
        let theme: ThemeId = write.caller.path("theme")?;
        write.may(Action::KeepVocabulary)?;
        let mut draft = write.draft();
        let label = draft.common(Pointer::Label, write.body.label.as_str())?;
        Ok(Plan::of(theme, draft.ready(Command::RelabelTheme(ThemeRelabelled { theme, label }))))
    }
}

/// Replacing the label of a tag.
pub struct RelabelTag;

impl Operation for RelabelTag {
    const ID: &'static str = "relabelTag";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Label;
    type Resource = Tag;

    async fn plan(write: &Write<Label>) -> Result<Plan, Problem> {
        let tag: TagId = write.caller.path("tag")?;
        write.may(Action::KeepVocabulary)?;
        let mut draft = write.draft();
        let label = draft.common(Pointer::Label, write.body.label.as_str())?;
        Ok(Plan::of(tag, draft.ready(Command::RelabelTag(TagRelabelled { tag, label }))))
    }
}
