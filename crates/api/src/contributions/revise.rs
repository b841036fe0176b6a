//! `PUT /v1/networks/{network}/contributions/{contribution}/text`

use actix_web::HttpResponse;
use domain::authority::{Action, Denied};
use domain::class::Pointer;
use domain::contribution::{Command, Kind, QuestionRevised, Refusal, Revised};
use domain::ids::ContributionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Contribution;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values::{Body, Title};

/// The text that takes the place of the one before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RevisedText, example = json!({"title": "Un calendrier commun", "body": "Par quartier, aussi."}))]
pub struct Text {
    /// Its title: for questions, ideas, proposals and resources.
    title: Option<Title>,
    /// Its text; a question may do without.
    body: Option<Body>,
}

/// Revise a contribution
///
/// Every version is kept. Authors revise what is theirs, facilitators revise questions.
#[utoipa::path(
    put, path = "/v1/networks/{network}/contributions/{contribution}/text", operation_id = "reviseContribution",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Text,
    responses((status = 200, description = "Revised", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write<Text>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Revising a contribution.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseContribution";
    type Body = Text;
    type Resource = Contribution;

    async fn plan(write: &Write<Text>) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        let row = write.gate.live().state.contribution.get(contribution).copied();
        let row = row.ok_or(Refusal::UnknownContribution)?;
        write.may(Action::Revise(contribution))?;
        let mut draft = write.draft();
        let (title, body) = (write.body.title.as_ref(), write.body.body.as_ref());
        let missing = |pointer: &str| Problem::invalid_value(pointer, Reason::missing());
        if row.kind == Kind::Question {
            let title = draft.common(Pointer::Title, title.ok_or_else(|| missing("/title"))?.as_str())?;
            let body = body.map(|body| draft.common(Pointer::Body, body.as_str())).transpose()?;
            let revised = QuestionRevised { contribution, title, body };
            return Ok(Plan::of(contribution, draft.ready(Command::ReviseQuestion(revised))));
        }
        let author = row.author.ok_or(Denied::Forbidden)?;
        let title = title.map(|title| draft.own(author, Pointer::Title, title.as_str())).transpose()?;
        let body = draft.own(author, Pointer::Body, body.ok_or_else(|| missing("/body"))?.as_str())?;
        let revised = draft.ready(Command::Revise(Revised { contribution, title, body }));
        Ok(Plan { subject: Some(author), ..Plan::of(contribution, revised) })
    }
}
