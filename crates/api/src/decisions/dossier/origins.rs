//! What a decision comes from and where it was taken, and the decisions that come from it.

use std::sync::Arc;

use domain::decision::Phase;
use domain::envelope::By;
use domain::ids::{DecisionId, DiagnosticId, FindingId, Position, Stamp};
use domain::origin::Origin;
use projection::contributions::ContributionRow;
use projection::decisions::DecisionRow;
use projection::findings::FindingRow;
use projection::meetings::{Draft, MeetingRow};
use projection::requirements::{RequirementRow, TextRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::selections::{self, LinkedSelection};
use crate::call::Read;
use crate::contributions::{self, Contribution};
use crate::decisions::resource::Outcome;
use crate::meetings::minutes::{Approver, approvers};
use crate::meetings::{self, Meeting};
use crate::problem::Problem;
use crate::requirements::{self, Requirement, Text};
use crate::specifications::version::{self, SpecificationVersion};
use crate::texts::shown;
use crate::values;

/// What a decision comes from, and where it was taken.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = DossierOrigins)]
pub struct Origins {
    /// Contributions, in their last version.
    contributions: Vec<LinkedContribution>,
    /// Meetings, with the minutes that were approved last.
    meetings: Vec<LinkedMeeting>,
    /// Earlier decisions.
    decisions: Vec<Related>,
    /// Findings of diagnostics.
    findings: Vec<LinkedFinding>,
    /// Requirements, with the text that they had when the decision opened.
    requirements: Vec<LinkedRequirement>,
    /// Versions of specifications, with what they require.
    specification_versions: Vec<SpecificationVersion>,
    /// Selections of tools, as they were when the decision opened.
    pub(super) selections: Vec<LinkedSelection>,
}

/// A finding that a decision comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkedFinding {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: FindingId,
    /// The position of the event with its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>)]
    position: Option<Position>,
    /// Of which diagnostic.
    #[schema(schema_with = values::id)]
    diagnostic: DiagnosticId,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there is to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// When it was published.
    #[schema(schema_with = values::time)]
    published_at: Stamp,
    /// When it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Stamp>,
}

/// A requirement that a decision is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkedRequirement {
    /// The text that it had when the decision opened; until then the one that it has.
    decided_on: Text,
    /// The requirement as it is.
    #[serde(flatten)]
    requirement: Requirement,
}

/// A contribution that a decision comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkedContribution {
    /// The position of its first event.
    #[schema(value_type = u64)]
    position: Position,
    /// The position of the event that its text stands in.
    #[schema(value_type = u64)]
    text_position: Position,
    /// The contribution.
    #[serde(flatten)]
    contribution: Contribution,
}

/// A meeting that a decision comes from, or was taken in.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkedMeeting {
    /// The position of its first event.
    #[schema(value_type = u64)]
    position: Position,
    /// The minutes that were approved last.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<ApprovedMinutes>,
    /// The meeting.
    #[serde(flatten)]
    meeting: Meeting,
}

/// Minutes that all who were named have approved.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovedMinutes {
    /// The position of the event that made them the network's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>)]
    position: Option<Position>,
    /// Which draft that is, from 1.
    draft: u32,
    /// Who wrote it: `actor:<id>`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    author: By,
    /// Who approved it.
    approvers: Vec<Approver>,
    /// When all of them had.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    approved_at: Option<Stamp>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    text: Option<Arc<str>>,
}

/// A decision that another comes from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RelatedDecision)]
pub struct Related {
    /// Its id.
    #[schema(schema_with = values::id)]
    pub(super) id: DecisionId,
    /// The position of its first event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>)]
    position: Option<Position>,
    /// The question.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// How far it is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
}

impl Origins {
    /// What a decision is linked to.
    pub(super) fn of<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Self, Problem> {
        let mut origins = Self::default();
        let views = &read.views;
        for link in &row.links {
            match *link {
                Origin::Contribution(id) => {
                    let linked = views.contributions.get(id).map(|row| contribution(read, row)).transpose()?;
                    origins.contributions.extend(linked);
                }
                Origin::Meeting(id) => {
                    let linked = views.meetings.get(id).map(|row| meeting(read, row)).transpose()?;
                    origins.meetings.extend(linked);
                }
                Origin::Decision(id) => {
                    let linked = views.decisions.get(id).map(|row| related(read, row)).transpose()?;
                    origins.decisions.extend(linked);
                }
                Origin::Requirement(id) => {
                    let linked = views.requirements.get(id).map(|linked| requirement(read, row, linked)).transpose()?;
                    origins.requirements.extend(linked);
                }
                Origin::SpecificationVersion(id) => {
                    let linked = views.specifications.version(id).map(|row| version::render(read, row)).transpose()?;
                    origins.specification_versions.extend(linked.map(SpecificationVersion::without_offers));
                }
                Origin::Finding(id) => {
                    let linked = views.findings.get(id).map(|row| finding(read, row)).transpose()?;
                    origins.findings.extend(linked);
                }
                // With all their candidates, each once.
                Origin::Selection(_) | Origin::Candidate(_) => (),
            }
        }
        origins.selections = selections::of(read, row)?;
        Ok(origins)
    }
}

/// The decisions that come from one.
pub(super) fn following<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Vec<Related>, Problem> {
    let following = read.views.decisions.linked_to(Origin::Decision(row.id));
    following.filter_map(|id| read.views.decisions.get(id)).map(|row| related(read, row)).collect()
}

fn contribution<Q>(read: &Read<Q>, row: &ContributionRow) -> Result<LinkedContribution, Problem> {
    let (first, last) = row.versions.first().zip(row.versions.last()).ok_or_else(Problem::not_found)?;
    let contribution = contributions::render(read, row)?.without_offers();
    Ok(LinkedContribution { position: first.position, text_position: last.position, contribution })
}

/// The text that voters knew.
pub(super) fn decided_on<'r>(row: &DecisionRow, linked: &'r RequirementRow) -> Option<&'r TextRow> {
    match &row.opened {
        Some(opened) => linked.text_before(opened.position),
        None => linked.texts.last(),
    }
}

fn requirement<Q>(read: &Read<Q>, row: &DecisionRow, linked: &RequirementRow) -> Result<LinkedRequirement, Problem> {
    let text = decided_on(row, linked).ok_or_else(Problem::not_found)?;
    let requirement = requirements::render(read, linked, true)?.without_offers();
    Ok(LinkedRequirement { decided_on: Text::of(read, text)?, requirement })
}

fn finding<Q>(read: &Read<Q>, row: &FindingRow) -> Result<LinkedFinding, Problem> {
    Ok(LinkedFinding {
        id: row.id,
        position: row.title.map(|title| title.position),
        diagnostic: row.diagnostic,
        title: shown(read, row.title)?,
        description: shown(read, row.description)?,
        published_at: row.published_at,
        withdrawn_at: row.withdrawn.map(|(at, _)| at),
    })
}

fn meeting<Q>(read: &Read<Q>, row: &MeetingRow) -> Result<LinkedMeeting, Problem> {
    let minutes = row.approved().map(|draft| minutes(read, draft)).transpose()?;
    Ok(LinkedMeeting { position: row.position, minutes, meeting: meetings::render(read, row)?.without_offers() })
}

fn minutes<Q>(read: &Read<Q>, draft: &Draft) -> Result<ApprovedMinutes, Problem> {
    Ok(ApprovedMinutes {
        position: draft.published.map(|text| text.position),
        draft: draft.number,
        author: draft.author,
        approvers: approvers(draft),
        approved_at: draft.approved_at,
        text: shown(read, draft.published)?,
    })
}

fn related<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Related, Problem> {
    Ok(Related {
        id: row.id,
        position: row.events.front().copied(),
        title: shown(read, row.title)?,
        phase: row.phase,
        outcome: row.decided.as_ref().map(Outcome::of),
    })
}
