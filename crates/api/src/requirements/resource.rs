//! A requirement as it is shown.

use std::sync::Arc;

use domain::actor::ActorKind;
use domain::authority::{Action, Principal};
use domain::class::{CommonText, OwnText};
use domain::envelope::By;
use domain::ids::{DecisionId, Position, RequirementId, SpecificationId, Stamp, Version};
use domain::origin::Source;
use domain::requirement::{
    self, Amended, AmendmentPhase, AmendmentProposed, AmendmentRefused, AmendmentWithdrawn, Command, Phase, PhaseKind,
    Priority, RequirementKind,
};
use domain::server::Scope;
use projection::TextRef;
use projection::requirements::{AmendmentRow, RequirementRow, TextRow};
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::offered::{offered_as, some_text};
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// A requirement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8061", "specification": "01890a5d-ac96-774b-bcce-b302099a8060",
    "kind": "goal", "title": "Voir d’un coup d’œil qui fait quoi", "text": 1,
    "from": ["contribution:01890a5d-ac96-774b-bcce-b302099a8057"], "proposer": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "priority": "must", "priorities": {"must": 3, "should": 1, "could": 0, "wont": 0, "persons": 4},
    "phase": "standing", "open_amendments": 0, "proposed_at": "2026-03-05T17:02:11.000Z", "position": 61, "version": 1,
    "allowed_actions": ["proposeAmendment", "prioritiseRequirement"]
}))]
pub struct Requirement {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: RequirementId,
    /// Of which specification.
    #[schema(schema_with = values::id)]
    specification: SpecificationId,
    /// What it is.
    #[schema(schema_with = values::word::<RequirementKind>)]
    kind: RequirementKind,
    /// What is required; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there is to say about it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// The number of this text, from 1.
    text: u16,
    /// All its texts, oldest first; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    texts: Option<Vec<Text>>,
    /// All its amendments, in order of their numbers; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    amendments: Option<Vec<Amendment>>,
    /// How many amendments wait for an answer.
    open_amendments: usize,
    /// What it comes from: `contribution:<id>`, `finding:<id>` or `requirement:<id>`.
    #[schema(value_type = Vec<String>)]
    from: Vec<Source>,
    /// Who proposed it: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    proposer: By,
    /// The median of its priorities: of an even number the less demanding of the two in the middle. Absent as long as nobody
    /// gave one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    priority: Option<Priority>,
    /// How many persons gave it which priority.
    priorities: Priorities,
    /// Whether it takes part.
    #[schema(schema_with = values::word::<PhaseKind>)]
    phase: PhaseKind,
    /// What it was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    merged_into: Option<RequirementId>,
    /// What was merged into it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<uuid::Uuid>)]
    merged_from: Vec<RequirementId>,
    /// What it was split into.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<uuid::Uuid>)]
    split_into: Vec<RequirementId>,
    /// Why it was rejected; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// When it was proposed.
    #[schema(schema_with = values::time)]
    proposed_at: Stamp,
    /// When it was split, merged or rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Stamp>,
    /// The position of its first event.
    #[schema(value_type = u64)]
    position: Position,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// How many persons gave a requirement which priority.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequirementPriorities)]
pub struct Priorities {
    /// Must.
    must: u32,
    /// Should.
    should: u32,
    /// Could.
    could: u32,
    /// Won't.
    wont: u32,
    /// All together.
    persons: u64,
}

/// A text that a requirement has or had.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequirementText)]
pub struct Text {
    /// Its number, from 1.
    number: u16,
    /// What the requirement was with it.
    #[schema(schema_with = values::word::<RequirementKind>)]
    kind: RequirementKind,
    /// What was required.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there was to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// The amendment that it was; absent for the first text.
    #[serde(skip_serializing_if = "Option::is_none")]
    amendment: Option<u16>,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
}

impl Text {
    /// The text as it is shown.
    ///
    /// # Errors
    /// `internal` when it cannot be opened.
    pub fn of<Q>(read: &Read<Q>, row: &TextRow) -> Result<Self, Problem> {
        Ok(Self {
            number: row.number,
            kind: row.kind,
            title: shown(read, row.title)?,
            description: shown(read, row.description)?,
            amendment: row.amendment,
            recorded_at: row.recorded_at,
            position: row.position,
        })
    }
}

/// Another text that somebody proposed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequirementAmendment)]
pub struct Amendment {
    /// Its number, from 1.
    number: u16,
    /// Whose it is: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    author: By,
    /// What the requirement would be.
    #[schema(schema_with = values::word::<RequirementKind>)]
    kind: RequirementKind,
    /// What would be required; `[erased]` after its author's data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there would be to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// Why it was proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// How far it is.
    #[schema(schema_with = values::word::<AmendmentPhase>)]
    phase: AmendmentPhase,
    /// When it was proposed.
    #[schema(schema_with = values::time)]
    proposed_at: Stamp,
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
    /// When it was withdrawn, accepted or refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Stamp>,
    /// Why it was accepted or refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    answer: Option<Arc<str>>,
    /// The decision by which.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    decision: Option<DecisionId>,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// The requirement as it is shown, with its texts where `read.texts`; with all of them and its amendments if it is `whole`.
///
/// # Errors
/// `internal` when a text cannot be opened.
pub fn render<Q>(read: &Read<Q>, row: &RequirementRow, whole: bool) -> Result<Requirement, Problem> {
    let last = row.texts.last();
    let text = |text: Option<TextRef>| shown(read, text.filter(|_| read.texts));
    let texts = || row.texts.iter().map(|text| Text::of(read, text)).collect::<Result<_, _>>();
    let amendments = || row.amendments.iter().map(|amendment| amended(read, row, amendment)).collect::<Result<_, _>>();
    let counts = read.views.requirements.priorities(row.id);
    let open = row.amendments.iter().filter(|amendment| amendment.phase == AmendmentPhase::Open);
    Ok(Requirement {
        id: row.id,
        specification: row.specification,
        kind: row.kind,
        title: text(last.and_then(|last| last.title))?,
        description: text(last.and_then(|last| last.description))?,
        text: last.map_or(1, |last| last.number),
        texts: whole.then(texts).transpose()?,
        amendments: whole.then(amendments).transpose()?,
        open_amendments: open.count(),
        from: row.from.as_slice().to_vec(),
        proposer: row.proposer,
        priority: counts.median(),
        priorities: Priorities {
            must: counts.must,
            should: counts.should,
            could: counts.could,
            wont: counts.wont,
            persons: counts.persons(),
        },
        phase: row.phase.kind(),
        merged_into: if let Phase::Merged { into } = row.phase { Some(into) } else { None },
        merged_from: row.merged_from.iter().map(|(source, _)| *source).collect(),
        split_into: row.parts.clone(),
        reason: text(row.reason)?,
        proposed_at: row.proposed_at,
        ended_at: row.ended.map(|(at, _)| at),
        position: row.position,
        version: row.version,
        allowed_actions: allowed(read, row)?,
    })
}

fn amended<Q>(read: &Read<Q>, row: &RequirementRow, amendment: &AmendmentRow) -> Result<Amendment, Problem> {
    let answer = amendment.answer;
    let (requirement, number, common) = (row.id, amendment.number, CommonText(some_text()));
    let accepted = Amended {
        requirement,
        amendment: number,
        kind: amendment.kind,
        title: common,
        description: None,
        reason: None,
        decision: None,
    };
    let refused = AmendmentRefused { requirement, amendment: number, reason: common, decision: None };
    let tried: [(&str, domain::state::Command); 3] = [
        ("withdrawAmendment", Command::WithdrawAmendment(AmendmentWithdrawn { requirement, amendment: number }).into()),
        ("acceptAmendment", Command::Amend(accepted).into()),
        ("refuseAmendment", Command::RefuseAmendment(refused).into()),
    ];
    Ok(Amendment {
        number,
        author: amendment.author,
        kind: amendment.kind,
        title: shown(read, amendment.title)?,
        description: shown(read, amendment.description)?,
        reason: shown(read, amendment.reason)?,
        phase: amendment.phase,
        proposed_at: amendment.proposed_at,
        position: amendment.position,
        answered_at: answer.map(|answer| answer.recorded_at),
        answer: shown(read, answer.and_then(|answer| answer.reason))?,
        decision: answer.and_then(|answer| answer.decision),
        allowed_actions: offered_as(read, None, tried),
    })
}

impl Requirement {
    /// Without what the caller may do.
    #[must_use]
    pub(crate) fn without_offers(mut self) -> Self {
        self.allowed_actions = Vec::new();
        for amendment in self.amendments.iter_mut().flatten() {
            amendment.allowed_actions = Vec::new();
        }
        self
    }
}

fn allowed<Q>(read: &Read<Q>, row: &RequirementRow) -> Result<Vec<&'static str>, Problem> {
    let Principal::Actor(actor) = read.gate.principal() else { return Ok(Vec::new()) };
    if !read.caller.may_write(Scope::Write) {
        return Ok(Vec::new());
    }
    let (requirement, text) = (row.id, some_text());
    let amendment = AmendmentProposed {
        requirement,
        amendment: 0,
        kind: row.kind,
        title: OwnText(text),
        description: None,
        reason: None,
    };
    let rejected = requirement::Rejected { requirement, reason: CommonText(text) };
    let mut offered = offered_as(read, None, [("proposeAmendment", Command::ProposeAmendment(amendment).into())]);
    let is_person = read.gate.live().state.actor.get(actor).is_some_and(|row| row.kind == ActorKind::Person);
    if is_person {
        let person = read.network.pseudonym(actor, requirement)?;
        let prioritise = |priority| Command::Prioritise { requirement, person, priority }.into();
        let tried = [prioritise(Priority::Must), prioritise(Priority::Wont)];
        offered.extend(read.offered(&[("prioritiseRequirement", &tried)]));
    }
    let reject: domain::state::Command = Command::Reject(rejected).into();
    if read.gate.allows(Action::ConductSpecification) && read.would_act(&reject) {
        // What may be rejected stands, so that it is split, and others are merged into it.
        offered.extend(["splitRequirement", "mergeRequirements", "rejectRequirement"]);
    }
    offered.extend(offered_as(read, None, [("reinstateRequirement", Command::Reinstate(requirement).into())]));
    Ok(offered)
}
