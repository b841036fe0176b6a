//! A selection as it is shown.

use std::sync::Arc;

use domain::authority::Principal;
use domain::class::CommonText;
use domain::ids::{
    CandidateId, DecisionId, MeetingId, RequirementId, SelectionId, SpecificationVersionId, Stamp, Version,
};
use domain::meeting::MeetingKind;
use domain::names::CurrencyCode;
use domain::selection::criteria::{CriterionNo, Weight};
use domain::selection::split::{SplitRule, Years};
use domain::selection::{
    Abandoned, Chosen, Command, CriterionSet, CriterionWithdrawn, Phase, PresentationLinked, ShareAccepted,
    ShareDeclined, SplitPlanned,
};
use domain::{candidate, state};
use projection::TextRef;
use projection::meetings::{Filter, MeetingRow, Walk};
use projection::selections::{CriterionRow, SelectionRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::split::{Split, shown_split};
use super::{assessments, candidates, pays_as};
use crate::call::Read;
use crate::offered::{offered_as, some_text};
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// A selection of a tool.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "title": "Un agenda commun",
    "requirements": "01890a5d-ac96-774b-bcce-b302099a8058", "currency": "EUR", "phase": "open",
    "criteria": [{"criterion": 1, "requirement": "01890a5d-ac96-774b-bcce-b302099a8059",
        "title": "Chacun y inscrit ses rencontres", "weight": 8, "given": 8, "withdrawn": false}],
    "candidates": ["01890a5d-ac96-774b-bcce-b302099a8060", "01890a5d-ac96-774b-bcce-b302099a8061"],
    "assessors": 12, "assess_until": "2026-04-05T18:00:00.000Z", "prepared_at": "2026-03-05T17:02:11.000Z",
    "opened_at": "2026-03-20T17:02:11.000Z", "version": 3, "allowed_actions": ["assessCandidates"]
}))]
pub struct Selection {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: SelectionId,
    /// What is looked for; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// By which version of which specification.
    #[schema(schema_with = values::id)]
    requirements: SpecificationVersionId,
    /// In what money costs are told (ISO 4217).
    #[schema(value_type = String, pattern = "^[A-Z]{3}$")]
    currency: CurrencyCode,
    /// How far it is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// By what candidates are assessed, in order of their numbers; frozen once it opens.
    criteria: Vec<Criterion>,
    /// The candidates; frozen once it opens.
    #[schema(value_type = Vec<uuid::Uuid>)]
    candidates: Vec<CandidateId>,
    /// How many people assessed anything.
    assessors: u32,
    /// Until when it is assessed; after that it is closed by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    assess_until: Option<Stamp>,
    /// How the cost is to be shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<Split>,
    /// The meeting in which the candidates are presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    presentation: Option<MeetingId>,
    /// What was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen: Option<Choice>,
    /// Why it was given up; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// When it was prepared.
    #[schema(schema_with = values::time)]
    prepared_at: Stamp,
    /// When it opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    opened_at: Option<Stamp>,
    /// When it closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Stamp>,
    /// When it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    abandoned_at: Option<Stamp>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// A criterion by which candidates are assessed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SelectionCriterion)]
pub struct Criterion {
    /// Its number.
    #[schema(value_type = u16)]
    criterion: CriterionNo,
    /// Which requirement it was made of; absent where it was added by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    requirement: Option<RequirementId>,
    /// What it is called: as its requirement in that version, unless it was renamed. Absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// How much it counts, from 0 to 100.
    #[schema(value_type = u8, maximum = 100)]
    weight: Weight,
    /// How much it counted when it was made of its requirement: must 8, should 4, could or without priority 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>)]
    given: Option<Weight>,
    /// Whether it was withdrawn; its number is not given again.
    withdrawn: bool,
}

/// What was chosen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SelectionChoice)]
pub struct Choice {
    /// Which candidate.
    #[schema(schema_with = values::id)]
    candidate: CandidateId,
    /// By which decision.
    #[schema(schema_with = values::id)]
    decision: DecisionId,
    /// When that was recorded.
    #[schema(schema_with = values::time)]
    at: Stamp,
}

impl Selection {
    /// The same, whoever asks.
    pub(crate) fn without_offers(self) -> Self {
        Self { allowed_actions: Vec::new(), ..self }
    }

    /// What is looked for.
    pub(crate) fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
}

/// Where it stands what a criterion is called.
pub(super) fn title_of<Q>(read: &Read<Q>, row: &SelectionRow, criterion: &CriterionRow) -> Option<TextRef> {
    criterion.title.or_else(|| {
        let id = criterion.requirement?;
        let version = read.views.specifications.version(row.requirements)?;
        let item = version.items.iter().find(|item| item.requirement == id)?;
        read.views.requirements.get(id)?.text(item.text)?.title
    })
}

/// The candidates of a selection: those that stand, and since it opened those that it opened with.
pub(super) fn candidates_of<Q>(read: &Read<Q>, row: &SelectionRow) -> Vec<CandidateId> {
    if row.opened_at.is_some() {
        return row.candidates.clone();
    }
    let all = read.views.candidates.of(row.id).filter(|row| row.phase == candidate::Phase::Standing);
    all.map(|row| row.id).collect()
}

/// The selection as it is shown, with its texts where `read.texts`.
///
/// # Errors
/// When a text cannot be opened.
pub(crate) fn render<Q>(read: &Read<Q>, row: &SelectionRow) -> Result<Selection, Problem> {
    let text = |text: Option<TextRef>| shown(read, text.filter(|_| read.texts));
    let criterion = |criterion: &CriterionRow| {
        Ok(Criterion {
            criterion: criterion.number,
            requirement: criterion.requirement,
            title: text(title_of(read, row, criterion))?,
            weight: criterion.weight,
            given: criterion.given,
            withdrawn: criterion.withdrawn,
        })
    };
    let choice = |choice: projection::selections::Choice| Choice {
        candidate: choice.candidate,
        decision: choice.decision,
        at: choice.recorded_at,
    };
    Ok(Selection {
        id: row.id,
        title: text(row.title)?,
        requirements: row.requirements,
        currency: row.currency.clone(),
        phase: row.phase,
        criteria: row.criteria.iter().map(criterion).collect::<Result<_, Problem>>()?,
        candidates: candidates_of(read, row),
        assessors: read.views.selections.assessors(row.id),
        assess_until: row.assess_until,
        split: row.split.as_ref().map(|split| shown_split(read, row, split)).transpose()?,
        presentation: row.presentation,
        chosen: row.choice.map(choice),
        reason: text(row.reason)?,
        prepared_at: row.prepared_at,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        abandoned_at: row.abandoned_at,
        version: row.version,
        allowed_actions: allowed(read, row),
    })
}

fn allowed<Q>(read: &Read<Q>, row: &SelectionRow) -> Vec<&'static str> {
    let selection = row.id;
    let mut allowed = offered_as(read, None, conducting(read, row));
    allowed.extend(candidates::offered(read, selection));
    allowed.extend(assessments::offered(read, row));
    allowed.extend(offered_shares(read, row));
    allowed
}

/// What facilitators may do.
fn conducting<Q>(read: &Read<Q>, row: &SelectionRow) -> [(&'static str, state::Command); 9] {
    let (selection, text) = (row.id, CommonText(some_text()));
    let first = row.criteria.iter().find(|criterion| !criterion.withdrawn).map(|criterion| criterion.number);
    let next = CriterionNo(u16::try_from(row.criteria.len() + 1).unwrap_or(u16::MAX));
    let (criterion, weight) = (first.unwrap_or(next), row.criteria.first().map_or(Weight::default(), |one| one.weight));
    let candidate = candidates_of(read, row).first().copied().unwrap_or(CandidateId(uuid::Uuid::nil()));
    let meeting = presentation(read, row).unwrap_or(MeetingId(uuid::Uuid::nil()));
    let decided = deciding(read, row);
    let (candidate_chosen, decision) = decided.unwrap_or((candidate, DecisionId(uuid::Uuid::nil())));
    let set = CriterionSet { selection, criterion: next, weight, title: Some(text) };
    let chosen = Chosen { selection, candidate: candidate_chosen, decision };
    [
        ("setSelectionCriterion", Command::SetCriterion(set).into()),
        ("withdrawSelectionCriterion", Command::WithdrawCriterion(CriterionWithdrawn { selection, criterion }).into()),
        ("openSelection", Command::Open(selection, None).into()),
        ("closeSelection", Command::Close(selection).into()),
        ("planCostSplit", Command::PlanSplit(some_split(read, selection, candidate)).into()),
        ("chooseCandidate", Command::Choose(chosen).into()),
        ("abandonSelection", Command::Abandon(Abandoned { selection, reason: text }).into()),
        ("linkPresentation", Command::LinkPresentation(PresentationLinked { selection, meeting }).into()),
        ("unlinkPresentation", Command::UnlinkPresentation(selection).into()),
    ]
}

/// A meeting in which the candidates could be presented.
fn presentation<Q>(read: &Read<Q>, row: &SelectionRow) -> Option<MeetingId> {
    let filter = Filter { kind: Some(MeetingKind::Presentation), ..Filter::default() };
    let mut meetings = read.views.meetings.list(filter, Walk::Descending(None));
    let fits = |meeting: &&MeetingRow| meeting.cancelled.is_none() && row.presentation != Some(meeting.id);
    meetings.find(fits).map(|meeting| meeting.id)
}

/// A plan by which the one who asks pays for all.
fn some_split<Q>(read: &Read<Q>, selection: SelectionId, candidate: CandidateId) -> SplitPlanned {
    let payer = if let Principal::Actor(actor) = read.gate.principal() { Some(actor) } else { None };
    let years = Years::default();
    SplitPlanned {
        selection,
        split: 0,
        candidate,
        method: None,
        years,
        rule: SplitRule::Equal,
        payers: payer.map(super::split::sole).unwrap_or_default(),
    }
}

/// A choice that a decision came to, if there is one: of those that are linked to the selection or a candidate of it.
fn deciding<Q>(read: &Read<Q>, row: &SelectionRow) -> Option<(CandidateId, DecisionId)> {
    use domain::origin::Origin;
    let state = &read.gate.live().state;
    let candidates = row.candidates.iter().copied();
    let links = candidates.map(Origin::Candidate).chain([Origin::Selection(row.id)]);
    let mut decisions = links.flat_map(|link| read.views.decisions.linked_to(link));
    decisions.find_map(|decision| {
        let chosen = domain::selection::choice(state, row.id, decision).ok()?;
        Some((chosen, decision))
    })
}

fn offered_shares<Q>(read: &Read<Q>, row: &SelectionRow) -> Vec<&'static str> {
    let Principal::Actor(asker) = read.gate.principal() else { return Vec::new() };
    let Some(split) = row.split.as_ref().map(|split| split.number) else { return Vec::new() };
    let payer = pays_as(&read.gate.live().state, asker, row.id).filter(|payer| *payer != asker);
    let selection = row.id;
    let tried = [
        ("acceptShare", Command::AcceptShare(ShareAccepted { selection, split }).into()),
        ("declineShare", Command::DeclineShare(ShareDeclined { selection, split, reason: None }).into()),
    ];
    offered_as(read, payer, tried)
}
