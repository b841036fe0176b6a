//! `GET …/versions/{version}/template`: a version for another network to begin from, and how that is read.
//!
//! A template holds what was asked and required, and nothing of persons. Its hash is of its own JSON without `sha256`: the fields
//! in the order of their declaration here, absent ones left out, no blanks, UTF-8 as it is. So it does not matter how the file
//! was written on the way.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, HeaderValue};
use domain::ids::{Position, SpecificationId};
use domain::names::CheckpointOrigin;
use domain::requirement::{MAX_STANDING, Priority, RequirementKind};
use domain::specification::{Item, TemplateRef};
use domain::tally::input::Sha;
use projection::contributions::TextVersion;
use projection::specifications::{SpecificationRow, VersionRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::version::text_of;
use super::{find, find_version};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::texts::quoted;
use crate::values::{self, About, Body, Title};

/// How a template is written.
const FORMAT: &str = "tresse-template/1";
/// The media type of a template.
const MEDIA_TYPE: &str = "application/vnd.tresse.template+json";

/// A version of a specification for another network to begin from.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SpecificationTemplate, example = json!({
    "format": "tresse-template/1", "origin": "tresse.example/vallee",
    "specification": "01890a5d-ac96-774b-bcce-b302099a8060", "version": 1, "position": 312,
    "title": "Un outil pour le réseau",
    "goals": {"title": "Que voulons-nous faire ensemble ?"}, "means": {"title": "Avec quels moyens ?"},
    "requirements": [{"kind": "goal", "title": "Voir d’un coup d’œil qui fait quoi", "priority": "must"}],
    "sha256": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
}))]
pub struct Template {
    /// `tresse-template/1`.
    #[schema(example = "tresse-template/1")]
    format: String,
    /// Whose it is: the network's name in signed checkpoints.
    #[schema(value_type = String)]
    origin: CheckpointOrigin,
    /// Its specification there.
    #[schema(value_type = uuid::Uuid)]
    specification: SpecificationId,
    /// The number of the version.
    version: u16,
    /// The position of the event that published it.
    #[schema(value_type = u64)]
    position: Position,
    /// What the specification is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<Title>,
    /// The question for goals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) goals: Option<Question>,
    /// The question for means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) means: Option<Question>,
    /// What is required: 1 to 256.
    #[schema(min_items = 1, max_items = 256)]
    pub(super) requirements: Vec<Required>,
    /// SHA-256 of all that stands before it, 64 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    sha256: Option<Sha>,
}

/// A question that a specification grows from.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SpecificationQuestion, example = json!({"title": "Que voulons-nous faire ensemble ?"}))]
pub struct Question {
    /// The question.
    pub(super) title: Title,
    /// What there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Body>,
}

/// A requirement of a template.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplateRequirement)]
pub struct Required {
    /// What it is.
    #[schema(schema_with = values::word::<RequirementKind>)]
    pub(super) kind: RequirementKind,
    /// What is required.
    pub(super) title: Title,
    /// What there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<About>,
    /// The median priority that it had there. People say anew how much they want it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    priority: Option<Priority>,
}

impl Template {
    /// Of all but the hash itself.
    fn hash(&self) -> Result<Sha, Problem> {
        let rest = Self { sha256: None, ..self.clone() };
        Ok(Sha::of(&serde_json::to_vec(&rest).map_err(|error| Problem::internal(&error))?))
    }

    /// What the events tell of it, if it is whole.
    ///
    /// # Errors
    /// `invalid_value`; `template_damaged`.
    pub(super) fn checked(&self) -> Result<TemplateRef, Problem> {
        if self.format != FORMAT {
            return Err(Problem::invalid_value("/template/format", Reason::not_one_of(FORMAT)));
        }
        if !(1..=MAX_STANDING).contains(&self.requirements.len()) {
            let reason = Reason::out_of_bounds(1, MAX_STANDING);
            return Err(Problem::invalid_value("/template/requirements", reason));
        }
        let missing = || Problem::invalid_value("/template/sha256", Reason::missing());
        let sha256 = self.sha256.ok_or_else(missing)?;
        if self.hash()? != sha256 {
            return Err(Problem::template_damaged());
        }
        let (network, specification, version) = (self.origin.clone(), self.specification, self.version);
        Ok(TemplateRef { network, specification, version, sha256 })
    }
}

/// Read a version of a specification as a template
///
/// For another network to begin from, on whatever server: with its questions and requirements, and nothing of persons. The hash
/// is SHA-256 of the same JSON without `sha256`, its fields in the order told here, absent ones left out, without blanks. Give it
/// as `template` to `openSpecification`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/versions/{version}/template",
    operation_id = "getSpecificationTemplate", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("version" = String, Path, description = "The version's number, or its id", example = "1"), Moment
    ),
    responses(
        (
            status = 200, description = "The template", body = Template,
            content_type = "application/vnd.tresse.template+json"
        ),
        ReadProblems
    )
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read)?;
    let version = find_version(&read, row)?;
    let mut template = of(&read, row, version)?;
    template.sha256 = Some(template.hash()?);
    let bytes = serde_json::to_vec(&template).map_err(|error| Problem::internal(&error))?;
    let mut response = read.answer_as(MEDIA_TYPE, bytes, None);
    let name = format!("attachment; filename=\"specification-{}-{}.json\"", row.id, version.number);
    let name = HeaderValue::from_str(&name).map_err(|error| Problem::internal(&error))?;
    response.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

fn of<Q>(read: &Read<Q>, row: &SpecificationRow, version: &VersionRow) -> Result<Template, Problem> {
    let charter = read.gate.live().views.network.charter().ok_or_else(Problem::not_found)?;
    let required = version.items.iter().map(|item| required(read, item));
    Ok(Template {
        format: FORMAT.to_owned(),
        origin: charter.origin.clone(),
        specification: row.id,
        version: version.number,
        position: version.position,
        title: quoted(read, row.title)?.and_then(|title| Title::parse(&title)),
        goals: question(read, row.goals)?,
        means: question(read, row.means)?,
        requirements: required.collect::<Result<Vec<_>, Problem>>()?.into_iter().flatten().collect(),
        sha256: None,
    })
}

/// A question as it is now; nothing where it is hidden.
fn question<Q>(read: &Read<Q>, id: domain::ids::ContributionId) -> Result<Option<Question>, Problem> {
    let last = read.views.contributions.get(id).and_then(|row| row.versions.last());
    let title = quoted(read, last.and_then(TextVersion::title))?.and_then(|title| Title::parse(&title));
    let body = quoted(read, last.and_then(TextVersion::body))?.and_then(|body| Body::parse(&body));
    Ok(title.map(|title| Question { title, body }))
}

fn required<Q>(read: &Read<Q>, item: &Item) -> Result<Option<Required>, Problem> {
    let text = text_of(read, item);
    let title = quoted(read, text.and_then(|text| text.title))?.and_then(|title| Title::parse(&title));
    let description = quoted(read, text.and_then(|text| text.description))?.and_then(|text| About::parse(&text));
    Ok(title.map(|title| Required { kind: item.kind, title, description, priority: item.priority }))
}
