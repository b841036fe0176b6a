//! `GET /v1/networks/{network}/specifications/{specification}/versions/{version}`, and the same as Markdown.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LANGUAGE, HeaderValue};
use domain::authority::Action;
use domain::event::Object;
use domain::ids::{RequirementId, SpecificationVersionId, Version};
use domain::origin::Origin;
use domain::requirement::{Priority, RequirementKind};
use domain::specification::{self, Adopted, Command, Refusal};
use projection::requirements::TextRow;
use projection::specifications::{SpecificationRow, VersionRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::versions::Summary;
use super::{find, find_version, markdown as written};
use crate::call::{InNetwork, Moment, Read};
use crate::formats::Format;
use crate::openapi::ReadProblems;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::quality;
use crate::texts::shown;
use crate::values;

const MARKDOWN: &str = "text/markdown";
/// What a version can be had as, the most usual first.
const FORMS: [&str; 2] = [Format::Json.media_type(), MARKDOWN];
const TOLD: &str = "application/json, text/markdown";

/// A version of a specification: frozen when it was published.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8063", "specification": "01890a5d-ac96-774b-bcce-b302099a8060", "number": 1,
    "requirements": 1, "published_by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "published_at": "2026-05-05T17:02:11.000Z", "position": 312, "items": [
        {
            "requirement": "01890a5d-ac96-774b-bcce-b302099a8061", "text": 2, "kind": "goal", "priority": "must",
            "title": "Voir d’un coup d’œil qui fait quoi, et où"
        }
    ],
    "version": 3
}))]
pub struct SpecificationVersion {
    /// What is told of it in lists.
    #[serde(flatten)]
    summary: Summary,
    /// What is required, in order of proposing.
    items: Vec<Item>,
    /// The specification's version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// A requirement as it was when a version was published.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SpecificationItem)]
pub struct Item {
    /// Which.
    #[schema(schema_with = values::id)]
    pub requirement: RequirementId,
    /// The number of its text, from 1.
    pub text: u16,
    /// What it was.
    #[schema(schema_with = values::word::<RequirementKind>)]
    pub kind: RequirementKind,
    /// Its median priority; absent if nobody had given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub priority: Option<Priority>,
    /// What was required.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub title: Option<Arc<str>>,
    /// What there was to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub description: Option<Arc<str>>,
}

impl Item {
    /// The item with its text.
    ///
    /// # Errors
    /// `internal` when a text cannot be opened.
    pub fn of<Q>(read: &Read<Q>, item: &specification::Item) -> Result<Self, Problem> {
        let text = text_of(read, item);
        Ok(Self {
            requirement: item.requirement,
            text: item.text,
            kind: item.kind,
            priority: item.priority,
            title: shown(read, text.and_then(|text| text.title))?,
            description: shown(read, text.and_then(|text| text.description))?,
        })
    }
}

/// Where the text of an item lies.
pub(super) fn text_of<'r, Q>(read: &'r Read<Q>, item: &specification::Item) -> Option<&'r TextRow> {
    read.views.requirements.get(item.requirement)?.text(item.text)
}

/// Read a version of a specification
///
/// With what was required when it was published. As Markdown with `Accept: text/markdown`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/versions/{version}",
    operation_id = "getSpecificationVersion", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("version" = String, Path, description = "The version's number, or its id", example = "1"), Moment
    ),
    responses(
        (status = 200, description = "The version", content(
            (SpecificationVersion = "application/json"), (String = "text/markdown", example = "# Un outil pour le réseau"),
        )),
        ReadProblems
    )
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    let form = quality::best(&FORMS, read.accept()).ok_or_else(|| Problem::not_acceptable(TOLD))?;
    read.texts = true;
    let row = find(&read)?;
    let version = find_version(&read, row)?;
    if form == MARKDOWN {
        return file(&read, row, version);
    }
    read.answer(&render(&read, version)?)
}

/// Read a version of a specification as Markdown
///
/// For reuse by others: goals, means and constraints in order of priority, what each comes from, and by which decision the
/// version was adopted. In French or English, as `Accept-Language` says. What people typed is escaped.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/versions/{version}.md",
    operation_id = "exportSpecificationVersion", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("version" = String, Path, description = "The version's number, or its id", example = "1"), Moment
    ),
    responses(
        (
            status = 200, description = "The file", body = String, content_type = "text/markdown",
            example = "# Un outil pour le réseau\n\nVersion 1\n"
        ),
        ReadProblems
    )
)]
pub async fn markdown(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read)?;
    file(&read, row, find_version(&read, row)?)
}

fn file(read: &Read, row: &SpecificationRow, version: &VersionRow) -> Result<HttpResponse, Problem> {
    let language = read.caller.asked.language;
    let text = written::write(read, row, version, language)?;
    let mut response = read.answer_as("text/markdown; charset=utf-8", text.into_bytes(), None);
    let name = format!("attachment; filename=\"specification-{}-{}.md\"", row.id, version.number);
    let name = HeaderValue::from_str(&name).map_err(|error| Problem::internal(&error))?;
    let headers = response.headers_mut();
    headers.insert(CONTENT_DISPOSITION, name);
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    Ok(response)
}

pub(crate) fn render<Q>(read: &Read<Q>, row: &VersionRow) -> Result<SpecificationVersion, Problem> {
    let of = read.views.specifications.get(row.specification).ok_or(Refusal::UnknownSpecification)?;
    Ok(SpecificationVersion {
        summary: Summary::of(read, row),
        items: row.items.iter().map(|item| Item::of(read, item)).collect::<Result<_, _>>()?,
        version: of.version,
        allowed_actions: allowed(read, row),
    })
}

impl SpecificationVersion {
    /// Without what the caller may do.
    #[must_use]
    pub(crate) fn without_offers(self) -> Self {
        Self { allowed_actions: Vec::new(), ..self }
    }
}

/// It may be adopted once a decision passed on it.
fn allowed<Q>(read: &Read<Q>, row: &VersionRow) -> Vec<&'static str> {
    if !read.gate.allows(Action::ConductSpecification) {
        return Vec::new();
    }
    let (specification, version) = (row.specification, row.id);
    let adopt = |decision| Command::Adopt(Adopted { specification, version, decision }).into();
    let decisions = read.views.decisions.linked_to(Origin::SpecificationVersion(version));
    let tried: Vec<domain::state::Command> = decisions.map(adopt).collect();
    read.offered(&[("adoptSpecificationVersion", &tried)])
}

impl Resource for SpecificationVersion {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = read.views.specifications.version(SpecificationVersionId(object.id()));
        let shown = render(read, row.ok_or(Refusal::UnknownVersion)?)?;
        Ok((shown.version, shown))
    }
}
