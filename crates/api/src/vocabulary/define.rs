//! `POST /v1/networks/{network}/themes` and `POST /v1/networks/{network}/tags`

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::class::Pointer;
use domain::vocabulary::{Command, TagDefined, ThemeDefined};

use super::{Label, Tag, Theme};
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Define a theme
///
/// For facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/themes", operation_id = "defineTheme", tag = "vocabulary",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = Label,
    responses((status = 201, description = "Defined", body = Written<Theme>), WriteProblems)
)]
pub async fn theme(write: Write<Label>) -> Result<HttpResponse, Problem> {
    write.carry_out::<DefineTheme>().await
}

/// Define a tag
///
/// For facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/tags", operation_id = "defineTag", tag = "vocabulary",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = Label,
    responses((status = 201, description = "Defined", body = Written<Tag>), WriteProblems)
)]
pub async fn tag(write: Write<Label>) -> Result<HttpResponse, Problem> {
    write.carry_out::<DefineTag>().await
}

/// Defining a theme.
pub struct DefineTheme;

impl Operation for DefineTheme {
    const ID: &'static str = "defineTheme";
    const CREATES: bool = true;
    type Body = Label;
    type Resource = Theme;

    async fn plan(write: &Write<Label>) -> Result<Plan, Problem> {
        write.may(Action::KeepVocabulary)?;
        let (theme, mut draft) = (edge::theme_id(), write.draft());
        let label = draft.common(Pointer::Label, write.body.label.as_str())?;
        Ok(Plan::of(theme, draft.ready(Command::DefineTheme(ThemeDefined { theme, label }))))
    }
}

/// Defining a tag.
pub struct DefineTag;

impl Operation for DefineTag {
    const ID: &'static str = "defineTag";
    const CREATES: bool = true;
    type Body = Label;
    type Resource = Tag;

    async fn plan(write: &Write<Label>) -> Result<Plan, Problem> {
        write.may(Action::KeepVocabulary)?;
        let (tag, mut draft) = (edge::tag_id(), write.draft());
        let label = draft.common(Pointer::Label, write.body.label.as_str())?;
        Ok(Plan::of(tag, draft.ready(Command::DefineTag(TagDefined { tag, label }))))
    }
}
