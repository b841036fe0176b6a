//! `/v1/networks/{network}/diagnostics/{diagnostic}/findings`

use std::sync::Arc;

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::class::{CommonText, Pointer};
use domain::event::Object;
use domain::finding::{Command, Published, Questions, Refusal, Revised, Withdrawn};
use domain::ids::{ActorId, DiagnosticId, FindingId, Stamp, Version};
use projection::findings::FindingRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::find;
use crate::answer::{Page, page, page_size};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Moment, Read, Write};
use crate::offered::{offered_as, some_text};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{IfMatch, Operation, Plan, Resource, Written};
use crate::problem::Problem;
use crate::texts::shown;
use crate::values::{self, About, Grounds, Title};

/// What was found in a diagnostic.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8058", "diagnostic": "01890a5d-ac96-774b-bcce-b302099a8057",
    "author": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "title": "On se connaît peu d’une commune à l’autre",
    "questions": [0, 2], "published_at": "2026-04-07T09:00:00.000Z", "version": 1
}))]
pub struct Finding {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: FindingId,
    /// Of which diagnostic.
    #[schema(schema_with = values::id)]
    diagnostic: DiagnosticId,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    author: Option<ActorId>,
    /// What was found; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there is to say about it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// On which questions' tables it rests.
    #[schema(value_type = Vec<u8>)]
    questions: Questions,
    /// When it was published.
    #[schema(schema_with = values::time)]
    published_at: Stamp,
    /// When it was last revised.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    revised_at: Option<Stamp>,
    /// When it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Stamp>,
    /// Why it was withdrawn; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// A finding to publish, or what takes its place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewFinding, example = json!({
    "title": "On se connaît peu d’une commune à l’autre", "questions": [0, 2]
}))]
pub struct New {
    /// What was found.
    title: Title,
    /// What there is to say about it.
    description: Option<About>,
    /// On which questions' tables it rests: 16 at most.
    #[serde(default)]
    #[schema(value_type = Vec<u8>, max_items = 16)]
    questions: Questions,
}

/// Why a finding is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FindingWithdrawal, example = json!({"reason": "Le tableau avait été mal lu."}))]
pub struct Withdrawal {
    /// Why.
    reason: Grounds,
}

/// Which findings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<FindingId>,
}

/// List the findings of a diagnostic
///
/// In order of publishing, also those that were withdrawn. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/diagnostics/{diagnostic}/findings", operation_id = "listFindings",
    tag = "diagnostics",
    params(InNetwork, ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"), Query, Moment),
    responses((status = 200, description = "A page", body = Page<Finding>), ReadProblems)
)]
pub async fn list(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let size = page_size(read.query.limit)?;
    let diagnostic = find(&read, read.caller.path("diagnostic")?)?.id;
    read.answer_kept_page(|| {
        let rows = read.views.findings.of(diagnostic, read.query.after);
        page(rows, size, |row| row.id.to_string(), |row| render(&read, row))
    })
}

/// Publish a finding of a diagnostic
///
/// For facilitators, once the tables are published on which it rests.
#[utoipa::path(
    post, path = "/v1/networks/{network}/diagnostics/{diagnostic}/findings", operation_id = "publishFinding",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"), Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Published", body = Written<Finding>), WriteProblems)
)]
pub async fn publish(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Publish>().await
}

/// Read a finding
///
/// With its texts, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/diagnostics/{diagnostic}/findings/{finding}", operation_id = "getFinding",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"),
        ("finding" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The finding", body = Finding), ReadProblems)
)]
pub async fn get(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let diagnostic = find(&read, read.caller.path("diagnostic")?)?.id;
    let row = read.views.findings.get(read.caller.path("finding")?).filter(|row| row.diagnostic == diagnostic);
    read.answer(&render(&read, row.ok_or(Refusal::UnknownFinding)?)?)
}

/// Revise a finding
///
/// For facilitators, until it is withdrawn. Say with `If-Match` which version you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/diagnostics/{diagnostic}/findings/{finding}", operation_id = "reviseFinding",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"),
        ("finding" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Revised", body = Written<Finding>), WriteProblems)
)]
pub async fn revise(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Withdraw a finding
///
/// For facilitators. It stays to be read, with the reason.
#[utoipa::path(
    post, path = "/v1/networks/{network}/diagnostics/{diagnostic}/findings/{finding}/withdrawal",
    operation_id = "withdrawFinding", tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"),
        ("finding" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Withdrawal,
    responses((status = 200, description = "Withdrawn", body = Written<Finding>), WriteProblems)
)]
pub async fn withdraw(write: Write<Withdrawal>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// The finding as it is shown, with its texts where `read.texts`.
pub(super) fn render<Q>(read: &Read<Q>, row: &FindingRow) -> Result<Finding, Problem> {
    let text = |text| shown(read, read.texts.then_some(text).flatten());
    let (withdrawn_at, reason) = row.withdrawn.map_or((None, None), |(at, reason)| (Some(at), reason));
    Ok(Finding {
        id: row.id,
        diagnostic: row.diagnostic,
        author: row.author,
        title: text(row.title)?,
        description: text(row.description)?,
        questions: row.questions.clone(),
        published_at: row.published_at,
        revised_at: row.revised_at,
        withdrawn_at,
        reason: text(reason)?,
        version: row.version,
        allowed_actions: allowed(read, row),
    })
}

fn allowed<Q>(read: &Read<Q>, row: &FindingRow) -> Vec<&'static str> {
    let (finding, title, questions) = (row.id, CommonText(some_text()), row.questions.clone());
    let revised = Revised { finding, title, description: None, questions };
    let withdrawn = Withdrawn { finding, reason: title };
    let tried = [("reviseFinding", Command::Revise(revised)), ("withdrawFinding", Command::Withdraw(withdrawn))];
    offered_as(read, None, tried.map(|(name, command)| (name, command.into())))
}

impl Resource for Finding {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = read.views.findings.get(FindingId(object.id())).ok_or(Refusal::UnknownFinding)?;
        Ok((row.version, render(read, row)?))
    }
}

/// The finding of the path, if it is one of the diagnostic of the path.
fn finding_of<B>(write: &Write<B>) -> Result<FindingId, Problem> {
    let (diagnostic, finding): (DiagnosticId, _) = (write.caller.path("diagnostic")?, write.caller.path("finding")?);
    let row = write.gate.live().state.finding.get(finding).filter(|row| row.diagnostic == diagnostic);
    Ok(row.map(|_| finding).ok_or(Refusal::UnknownFinding)?)
}

/// Publishing a finding.
pub struct Publish;

impl Operation for Publish {
    const ID: &'static str = "publishFinding";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Finding;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let diagnostic: DiagnosticId = write.caller.path("diagnostic")?;
        let (finding, mut draft) = (edge::finding_id(), write.draft());
        let title = draft.common(Pointer::Title, write.body.title.as_str())?;
        let description = write.body.description.as_ref();
        let description = description.map(|text| draft.common(Pointer::Description, text.as_str())).transpose()?;
        let questions = write.body.questions.clone();
        let published = Published { finding, diagnostic, title, description, questions };
        Ok(Plan::of(finding, draft.ready(Command::Publish(published))))
    }
}

/// Revising a finding.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseFinding";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Finding;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let (finding, mut draft) = (finding_of(write)?, write.draft());
        let title = draft.common(Pointer::Title, write.body.title.as_str())?;
        let description = write.body.description.as_ref();
        let description = description.map(|text| draft.common(Pointer::Description, text.as_str())).transpose()?;
        let questions = write.body.questions.clone();
        Ok(Plan::of(finding, draft.ready(Command::Revise(Revised { finding, title, description, questions }))))
    }
}

/// Withdrawing a finding.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawFinding";
    type Body = Withdrawal;
    type Resource = Finding;

    async fn plan(write: &Write<Withdrawal>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let (finding, mut draft) = (finding_of(write)?, write.draft());
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(finding, draft.ready(Command::Withdraw(Withdrawn { finding, reason }))))
    }
}
