//! `POST /v1/networks/{network}/contributions`

use actix_web::HttpResponse;
use app::draft::Draft;
use app::edge;
use domain::authority::Action;
use domain::class::Pointer;
use domain::contribution::{Command, Kind, QuestionAsked, Submitted, SubmittedKind};
use domain::ids::{AudienceId, ContributionId, ThemeId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Contribution;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
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
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Submitted", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Submit>().await
}

/// Submitting a contribution.
pub struct Submit;

impl Operation for Submit {
    const ID: &'static str = "submitContribution";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Contribution;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (id, mut draft) = (edge::contribution_id(), write.draft());
        let command = match submitted_kind(write.body.kind) {
            None => ask(&write.body, &mut draft, id)?,
            Some(kind) => submit(write, &mut draft, id, kind)?,
        };
        Ok(Plan::of(id, draft.ready(command)))
    }
}

fn ask(new: &New, draft: &mut Draft<'_>, contribution: ContributionId) -> Result<Command, Problem> {
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
    let author = write.subject(Action::Submit)?;
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
