//! `GET /v1/networks/{network}/diagnostics/{diagnostic}/report`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::diagnostic::Phase;
use domain::diagnostic::questionnaire::{Leaning, QuestionKind, QuestionNo, Theme};
use domain::ids::{AudienceId, DiagnosticId, FindingId, Stamp};
use projection::diagnostics::{Base, DiagnosticRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::compared::{Comparison, compare};
use super::find;
use super::reported::{self, Ranked, ReportQuestion};
use crate::answer::Page;
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// What was published of a diagnostic.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DiagnosticReport, example = json!({
    "diagnostic": "01890a5d-ac96-774b-bcce-b302099a8057", "title": "Comment travaillons-nous ensemble ?",
    "basis": "attested", "k": 5, "people": 40, "columns": [], "published_at": "2026-04-05T18:00:02.000Z",
    "themes": [{"theme": "ict_representation", "questions": [{
        "question": 0, "theme": "ict_representation", "kind": "single", "title": "Un outil commun, c’est surtout…",
        "rows": [
            {"row": "choice:0", "title": "du temps gagné", "all": {"n": 22, "of": 40, "per_mille": 550}, "columns": []},
            {"row": "choice:1", "title": "une charge de plus", "all": {"n": 10, "of": 40, "per_mille": 250},
             "columns": []},
            {"row": "unanswered", "all": {"n": 8, "of": 40, "per_mille": 200}, "columns": []}
        ]
    }]}],
    "advantages": [{"question": 0, "choice": 0, "title": "du temps gagné",
        "all": {"n": 22, "of": 40, "per_mille": 550}}],
    "disadvantages": [{"question": 0, "choice": 1, "title": "une charge de plus",
        "all": {"n": 10, "of": 40, "per_mille": 250}}],
    "findings": []
}))]
pub struct Report {
    /// Of which diagnostic.
    #[schema(schema_with = values::id)]
    diagnostic: DiagnosticId,
    /// What it is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// Where the figures come from: always `attested`, for they are computed once from answers that nobody else can read, and
    /// recorded. Nobody can recompute them.
    #[schema(pattern = "^attested$")]
    basis: &'static str,
    /// Of how many people at least a figure tells.
    k: u8,
    /// How many people are counted.
    people: u32,
    /// Whether no table is published, since fewer people answered than a figure must tell of.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    suppressed: bool,
    /// The columns of all tables, beside the one over everybody; none where they would show a small group.
    columns: Vec<Column>,
    /// When it was published.
    #[schema(schema_with = values::time)]
    published_at: Stamp,
    /// The tables, by theme.
    themes: Vec<ThemeReport>,
    /// What is good about information and communication technology, what most people chose first.
    advantages: Vec<Ranked>,
    /// What is bad about it, what most people chose first.
    disadvantages: Vec<Ranked>,
    /// What was found in the tables, without what was withdrawn.
    findings: Vec<FindingLink>,
    /// What became of the answers since the diagnostic that it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Comparison>,
}

/// A column of all tables.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedColumn)]
pub struct Column {
    /// The people of this audience; without one, of all the others together.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// The audience's name; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
    /// How many of them answered the diagnostic.
    people: u32,
}

/// The questions about one thing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedTheme)]
pub struct ThemeReport {
    /// What they are about.
    #[schema(schema_with = values::word::<Theme>)]
    theme: Theme,
    /// The questions, in order.
    questions: Vec<ReportQuestion>,
}

/// A finding, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedFinding)]
pub struct FindingLink {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: FindingId,
    /// What was found; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// The path of it.
    href: String,
}

/// A cell of a report, as a line of a table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedLine, example = json!({
    "question": 0, "theme": "ict_representation", "kind": "single", "row": "choice:0", "title": "du temps gagné",
    "column": "all", "n": 22, "of": 40, "per_mille": 550, "suppressed": false
}))]
pub struct Line {
    /// Of which question.
    #[schema(value_type = u8)]
    question: QuestionNo,
    /// What it is about.
    #[schema(schema_with = values::word::<Theme>)]
    theme: Theme,
    /// How it was answered.
    #[schema(schema_with = values::word::<QuestionKind>)]
    kind: QuestionKind,
    /// What the row counts.
    row: String,
    /// What the choice says; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// Which column: `all`, `others`, or the id of an audience.
    column: String,
    /// How many people; absent where that does not show.
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u32>,
    /// Of how many.
    of: u32,
    /// That part of them in thousandths, rounded to the nearest.
    #[serde(skip_serializing_if = "Option::is_none")]
    per_mille: Option<u32>,
    /// Whether it does not show, since a small group would.
    suppressed: bool,
}

/// Read the report of a diagnostic
///
/// The published tables by theme, what is good and bad about information and communication technology as most people see it,
/// the words that many answered, who works with whom, and what was found; of a diagnostic that follows another, also what
/// changed. Texts are opened with `expand=texts`. As CSV and NDJSON, a line for each cell.
#[utoipa::path(
    get, path = "/v1/networks/{network}/diagnostics/{diagnostic}/report", operation_id = "getDiagnosticReport",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"), Moment
    ),
    responses((status = 200, description = "The report", content(
        (Report = "application/json"), (Line = "application/x-ndjson"), (
            String = "text/csv", example = json!("question,theme,kind,row,title,column,n,of,per_mille,suppressed\r\n")
        )
    )), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("diagnostic")?)?;
    let published = row.base.as_ref().zip(row.published_at).filter(|_| row.phase == Phase::Published);
    let (base, published_at) = published.ok_or_else(Problem::diagnostic_not_published)?;
    let report = report(&read, row, base, published_at)?;
    let page = Page { items: lines(&report), next: None };
    read.answer_list(&page, &report)
}

fn report(read: &Read, row: &DiagnosticRow, base: &Base, published_at: Stamp) -> Result<Report, Problem> {
    let mut themes = Vec::new();
    for theme in Theme::ALL.iter().copied() {
        let questions = row.standing().filter(|question| question.theme == theme);
        let questions = questions.map(|question| reported::question(read, question, base));
        let questions = questions.collect::<Result<Vec<_>, _>>()?;
        if !questions.is_empty() {
            themes.push(ThemeReport { theme, questions });
        }
    }
    Ok(Report {
        diagnostic: row.id,
        title: shown(read, row.title.filter(|_| read.texts))?,
        basis: "attested",
        k: row.k.unwrap_or_default(),
        people: base.people,
        suppressed: row.standing().all(|question| question.table.is_none()),
        columns: columns(read, base)?,
        published_at,
        themes,
        advantages: reported::ranked(read, row, Leaning::Advantage)?,
        disadvantages: reported::ranked(read, row, Leaning::Disadvantage)?,
        findings: findings(read, row)?,
        comparison: compare(read, row)?,
    })
}

fn columns(read: &Read, base: &Base) -> Result<Vec<Column>, Problem> {
    let columns = base.columns.as_slice().iter().map(|column| {
        let name = column.audience.and_then(|audience| read.views.audiences.get(audience)?.name);
        let name = shown(read, name.filter(|_| read.texts))?;
        Ok(Column { audience: column.audience, name, people: column.people })
    });
    columns.collect()
}

fn findings(read: &Read, row: &DiagnosticRow) -> Result<Vec<FindingLink>, Problem> {
    let path = read.caller.request_path();
    let base = path.strip_suffix("/report").unwrap_or(path);
    let standing = read.views.findings.of(row.id, None).filter(|finding| finding.withdrawn.is_none());
    let links = standing.map(|finding| {
        let title = shown(read, finding.title.filter(|_| read.texts))?;
        Ok(FindingLink { id: finding.id, title, href: format!("{base}/findings/{}", finding.id) })
    });
    links.collect()
}

/// Every cell by itself: of everybody, then of each column.
fn lines(report: &Report) -> Vec<Line> {
    let names: Vec<_> = report.columns.iter().map(|column| column.audience).collect();
    let mut lines = Vec::new();
    for question in report.themes.iter().flat_map(|theme| &theme.questions) {
        for row in question.rows.iter().flatten() {
            let columns = names.iter().map(|name| name.map_or("others".to_owned(), |audience| audience.to_string()));
            let figures = std::iter::once(("all".to_owned(), row.all)).chain(columns.zip(row.columns.iter().copied()));
            lines.extend(figures.map(|(column, figure)| Line {
                question: question.question,
                theme: question.theme,
                kind: question.kind,
                row: row.row.clone(),
                title: row.title.clone(),
                column,
                n: figure.shown(),
                of: figure.people(),
                per_mille: figure.thousandths(),
                suppressed: figure.shown().is_none(),
            }));
        }
    }
    lines
}
