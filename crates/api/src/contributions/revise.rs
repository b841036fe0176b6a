//! `PUT /v1/networks/{network}/contributions/{contribution}/text`

use actix_web::HttpResponse;
use app::draft::Draft;
use domain::authority::Principal;
use domain::class::Pointer;
use domain::contribution::{Command, Kind, QuestionRevised, Refusal, Revised};
use domain::event::Object;
use domain::ids::ContributionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Contribution, rendered};
use crate::answer::Written;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
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
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Text,
    responses((status = 200, description = "Revised", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write<Text>) -> Result<HttpResponse, Problem> {
    let contribution: ContributionId = write.caller.path("contribution")?;
    let row = write.gate.live().state.contribution.get(contribution).copied();
    let row = row.ok_or(Refusal::UnknownContribution)?;
    write.gate.check(domain::authority::Action::Revise(contribution))?;
    let mut draft = Draft::new(write.network.vault());
    let (title, body) = (write.body.title.as_ref(), write.body.body.as_ref());
    let missing = |pointer: &str| Problem::invalid_value(pointer, Reason::missing());
    let command = match (row.kind, write.gate.principal()) {
        (Kind::Question, _) => {
            let title = draft.common(Pointer::Title, title.ok_or_else(|| missing("/title"))?.as_str())?;
            let body = body.map(|body| draft.common(Pointer::Body, body.as_str())).transpose()?;
            Command::ReviseQuestion(QuestionRevised { contribution, title, body })
        }
        (_, Principal::Actor(_)) => {
            let author = row.author.ok_or(domain::authority::Denied::Forbidden)?;
            let title = title.map(|title| draft.own(author, Pointer::Title, title.as_str())).transpose()?;
            let body = draft.own(author, Pointer::Body, body.ok_or_else(|| missing("/body"))?.as_str())?;
            Command::Revise(Revised { contribution, title, body })
        }
        (_, Principal::Stranger | Principal::Operator | Principal::System) => {
            return Err(domain::authority::Denied::Forbidden.into());
        }
    };
    let about = Some(Object::Contribution(contribution));
    let done = write.submit(vec![draft.ready(command)], about).await?;
    write.answer(&done, contribution.0, false, |read| rendered(read, contribution))
}
