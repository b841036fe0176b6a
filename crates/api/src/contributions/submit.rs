//! `POST /v1/networks/{network}/contributions`

use actix_web::HttpResponse;
use app::draft::Draft;
use app::edge;
use domain::authority::{Action, Denied, Principal};
use domain::class::Pointer;
use domain::contribution::{Command, Kind, QuestionAsked, Submitted, SubmittedKind};
use domain::ids::{AudienceId, ContributionId, ThemeId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Contribution, rendered};
use crate::answer::Written;
use crate::call::{CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values::{self, Body, Title};

/// A contribution to submit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewContribution, example = json!({
    "kind": "proposal", "title": "Un calendrier commun", "body": "Chacun y inscrit ses rencontres."
}))]
pub struct New {
    /// What it is; only facilitators ask questions.
    #[schema(schema_with = values::word::<Kind>)]
    kind: Kind,
    /// Its title: for questions, ideas, proposals and resources.
    title: Option<Title>,
    /// Its text; a question may do without.
    body: Option<Body>,
    /// What it stands under.
    #[schema(value_type = Option<uuid::Uuid>)]
    parent: Option<ContributionId>,
    /// Its theme.
    #[schema(value_type = Option<uuid::Uuid>)]
    theme: Option<ThemeId>,
    /// The audience it speaks of.
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
}

/// Submit a contribution
///
/// A question is asked in the network's name; all other texts are their author's.
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions", operation_id = "submitContribution", tag = "contributions",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"), Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Submitted", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    let id = edge::contribution_id();
    let mut draft = Draft::new(write.network.vault());
    let command = match submitted_kind(write.body.kind) {
        None => ask(&write, &mut draft, id)?,
        Some(kind) => submit(&write, &mut draft, id, kind)?,
    };
    let done = write.submit(vec![draft.ready(command)], None).await?;
    let id = done.made(id.0);
    write.answer(&done, id, true, |read| rendered(read, ContributionId(id)))
}

fn ask(write: &Write<New>, draft: &mut Draft<'_>, contribution: ContributionId) -> Result<Command, Problem> {
    let new = &write.body;
    let title = new.title.as_ref().ok_or_else(|| Problem::invalid_value("/title", Reason::missing()))?;
    if new.parent.is_some() {
        return Err(Problem::invalid_value("/parent", Reason::not_for_questions()));
    }
    let title = draft.common(Pointer::Title, title.as_str())?;
    let body = new.body.as_ref().map(|body| draft.common(Pointer::Body, body.as_str())).transpose()?;
    Ok(Command::Ask(QuestionAsked { contribution, title, body, theme: new.theme }))
}

fn submit(
    write: &Write<New>,
    draft: &mut Draft<'_>,
    contribution: ContributionId,
    kind: SubmittedKind,
) -> Result<Command, Problem> {
    write.gate.check(Action::Submit)?;
    let Principal::Actor(author) = write.gate.principal() else { return Err(Denied::Forbidden.into()) };
    let new = &write.body;
    let body = new.body.as_ref().ok_or_else(|| Problem::invalid_value("/body", Reason::missing()))?;
    let title = new.title.as_ref().map(|title| draft.own(author, Pointer::Title, title.as_str())).transpose()?;
    let body = draft.own(author, Pointer::Body, body.as_str())?;
    let (parent, theme, audience) = (new.parent, new.theme, new.audience);
    Ok(Command::Submit(Submitted { contribution, kind, parent, title, body, theme, audience }))
}

fn submitted_kind(kind: Kind) -> Option<SubmittedKind> {
    SubmittedKind::ALL.iter().copied().find(|submitted| Kind::from(*submitted) == kind)
}
