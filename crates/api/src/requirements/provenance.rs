//! `GET …/requirements/{requirement}/provenance`: what a requirement comes from, back to contributions and findings.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::HttpResponse;
use domain::envelope::By;
use domain::event::Object;
use domain::ids::{ContributionId, DecisionId, FindingId, MeetingId, Position, RequirementId};
use domain::origin::Source;
use projection::requirements::{RequirementRow, TextRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::find;
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::shown;

/// How many levels are told.
const MAX_DEPTH: usize = 32;
/// How many things are told.
const MAX_TOLD: usize = 512;

/// Something that a requirement comes from, and what that comes from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequirementProvenance, example = json!({
    "object": "requirement:01890a5d-ac96-774b-bcce-b302099a8061", "kind": "goal", "position": 61,
    "author": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "title": "Voir d’un coup d’œil qui fait quoi", "from": [
        {
            "object": "contribution:01890a5d-ac96-774b-bcce-b302099a8057", "by": "source", "kind": "idea", "position": 17,
            "author": "actor:7d444840-9dc0-4d1b-b245-5ffdce74fad2", "title": "Un annuaire des projets",
            "meetings": ["01890a5d-ac96-774b-bcce-b302099a8059"]
        }
    ]
}))]
pub struct Node {
    /// What it is: `requirement:<id>`, `contribution:<id>` or `finding:<id>`.
    object: String,
    /// How it came to what stands above it: `source` it was proposed from, `merge` it was merged. Absent at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    by: Option<Way>,
    /// The kind of the requirement or contribution.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    kind: Option<&'static str>,
    /// The position of its first event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>)]
    position: Option<Position>,
    /// Whose it is: `actor:<id>`, `operator` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    author: Option<By>,
    /// Its title as it is now, or its text where it has no title; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// The meetings that a contribution was born in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<uuid::Uuid>)]
    meetings: Vec<MeetingId>,
    /// The amendments that a requirement's text came from, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    amendments: Vec<AmendedBy>,
    /// It stands elsewhere in this tree, with what it comes from.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    repeated: bool,
    /// There is more than is told: at most 512 things, 32 levels deep.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cut: bool,
    /// What it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    from: Vec<Node>,
}

/// How something came to what stands above it.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Source,
    Merge,
}

/// An amendment that was accepted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AcceptedAmendment)]
pub struct AmendedBy {
    /// Its number.
    number: u16,
    /// Whose it was: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String)]
    author: By,
    /// The number of the text that it became.
    text: u16,
    /// The position of the event that proposed it.
    #[schema(value_type = u64)]
    proposed: Position,
    /// The position of the event that accepted it.
    #[schema(value_type = u64)]
    accepted: Position,
    /// The decision by which.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    decision: Option<DecisionId>,
    /// The title with it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
}

/// Read what a requirement comes from
///
/// A tree back through splits, merges and accepted amendments to contributions and findings, each with the position of its first
/// event, its author, and the meetings that a contribution was born in. Titles are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/provenance",
    operation_id = "getRequirementProvenance", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The tree", body = Node), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read)?;
    read.answer(&Tree::new(&read).requirement(row, None, 0)?)
}

/// A tree in the making: what it has told of.
struct Tree<'r, Q> {
    read: &'r Read<Q>,
    told: BTreeSet<Object>,
}

impl<'r, Q> Tree<'r, Q> {
    fn new(read: &'r Read<Q>) -> Self {
        Self { read, told: BTreeSet::new() }
    }

    fn text(&self, text: Option<projection::TextRef>) -> Result<Option<Arc<str>>, Problem> {
        shown(self.read, text.filter(|_| self.read.texts))
    }

    /// A thing of which nothing is told yet but that it is there.
    fn node(object: Object, by: Option<Way>) -> Node {
        Node {
            object: object.to_string(),
            by,
            kind: None,
            position: None,
            author: None,
            title: None,
            meetings: Vec::new(),
            amendments: Vec::new(),
            repeated: false,
            cut: false,
            from: Vec::new(),
        }
    }

    /// Whether what a thing comes from is told here: not where it stands elsewhere, nor beyond the limits.
    fn goes_on(&mut self, node: &mut Node, object: Object, depth: usize) -> bool {
        node.repeated = self.told.contains(&object);
        node.cut = !node.repeated && (depth >= MAX_DEPTH || self.told.len() >= MAX_TOLD);
        let goes_on = !node.repeated && !node.cut;
        if goes_on {
            self.told.insert(object);
        }
        goes_on
    }

    fn requirement(&mut self, row: &RequirementRow, by: Option<Way>, depth: usize) -> Result<Node, Problem> {
        let object = Object::Requirement(row.id);
        let mut node = Self::node(object, by);
        node.kind = Some(row.kind.as_str());
        (node.position, node.author) = (Some(row.position), Some(row.proposer));
        node.title = self.text(row.texts.last().and_then(|text| text.title))?;
        if !self.goes_on(&mut node, object, depth) {
            return Ok(node);
        }
        let amendments = row.texts.iter().filter_map(|text| Some((text, text.amendment?)));
        for (text, number) in amendments {
            node.amendments.extend(self.accepted(row, text, number)?);
        }
        for source in row.from.as_slice() {
            node.from.extend(self.source(*source, depth + 1)?);
        }
        for (merged, _) in &row.merged_from {
            node.from.extend(self.other(*merged, Way::Merge, depth + 1)?);
        }
        Ok(node)
    }

    fn accepted(&self, row: &RequirementRow, text: &TextRow, number: u16) -> Result<Option<AmendedBy>, Problem> {
        let Some(amendment) = row.amendments.iter().find(|amendment| amendment.number == number) else {
            return Ok(None);
        };
        Ok(Some(AmendedBy {
            number,
            author: amendment.author,
            text: text.number,
            proposed: amendment.position,
            accepted: text.position,
            decision: amendment.answer.and_then(|answer| answer.decision),
            title: self.text(text.title)?,
        }))
    }

    fn source(&mut self, source: Source, depth: usize) -> Result<Option<Node>, Problem> {
        match source {
            Source::Contribution(id) => self.contribution(id, Way::Source, depth),
            Source::Finding(id) => self.finding(id),
            Source::Requirement(id) => self.other(id, Way::Source, depth),
        }
    }

    fn other(&mut self, id: RequirementId, by: Way, depth: usize) -> Result<Option<Node>, Problem> {
        let row = self.read.views.requirements.get(id);
        row.map(|row| self.requirement(row, Some(by), depth)).transpose()
    }

    fn contribution(&mut self, id: ContributionId, by: Way, depth: usize) -> Result<Option<Node>, Problem> {
        let views = &self.read.views;
        let Some(row) = views.contributions.get(id) else { return Ok(None) };
        let object = Object::Contribution(id);
        let mut node = Self::node(object, Some(by));
        node.kind = Some(row.kind.as_str());
        (node.position, node.author) = (row.versions.first().map(|version| version.position), Some(row.author));
        node.title = self.text(row.versions.last().and_then(|version| version.title().or(version.body())))?;
        node.meetings = views.meetings.births(id).collect();
        if self.goes_on(&mut node, object, depth) {
            for merged in &row.merged_from {
                node.from.extend(self.contribution(*merged, Way::Merge, depth + 1)?);
            }
        }
        Ok(Some(node))
    }

    fn finding(&mut self, id: FindingId) -> Result<Option<Node>, Problem> {
        let Some(row) = self.read.views.findings.get(id) else { return Ok(None) };
        let mut node = Self::node(Object::Finding(id), Some(Way::Source));
        node.position = row.title.map(|title| title.position);
        node.author = row.author.map(By::Actor);
        node.title = self.text(row.title)?;
        Ok(Some(node))
    }
}
