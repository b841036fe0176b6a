//! A candidate as it is shown.

use std::sync::Arc;

use domain::amount::Amount;
use domain::candidate::{
    Command, LicenceKind, MethodNo, Phase, Revised, SetupMethodSet, SetupMethodWithdrawn, Withdrawn,
};
use domain::class::CommonText;
use domain::ids::{ActorId, CandidateId, Position, SelectionId, Stamp, Version};
use projection::TextRef;
use projection::candidates::{CandidateRow, Correction as CorrectionRow, SetupMethod as MethodRow};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::Money;
use crate::call::Read;
use crate::offered::{offered_as, some_text};
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// A tool that may be selected.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8060", "selection": "01890a5d-ac96-774b-bcce-b302099a8057",
    "proposer": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "name": "Agenda libre", "link": "https://agenda.example/",
    "hosting": "Par une association de la vallée", "licence": "AGPL-3.0", "licence_kind": "free",
    "one_off": {"minor": 0, "currency": "EUR"}, "yearly": {"minor": 24_000, "currency": "EUR"}, "setup_methods": [
        {"method": 1, "title": "Par une association", "cost": {"minor": 120_000, "currency": "EUR"}, "delay_days": 30,
            "withdrawn": false}
    ], "corrections": [], "phase": "standing", "proposed_at": "2026-03-05T17:02:11.000Z", "version": 2,
    "allowed_actions": ["reviseCandidate"]
}))]
pub struct Candidate {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: CandidateId,
    /// In which selection.
    #[schema(schema_with = values::id)]
    selection: SelectionId,
    /// Who proposed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    proposer: Option<ActorId>,
    /// What it is called; absent where texts are not expanded, as are the texts below.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
    /// Where there is more about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    link: Option<Arc<str>>,
    /// Where and by whom it is run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    hosting: Option<Arc<str>>,
    /// Under which licence it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    licence: Option<Arc<str>>,
    /// What that licence allows.
    #[schema(schema_with = values::word::<LicenceKind>)]
    licence_kind: LicenceKind,
    /// What it costs once, however it is set up.
    #[schema(value_type = Money)]
    one_off: Amount,
    /// What it costs each year.
    #[schema(value_type = Money)]
    yearly: Amount,
    /// The ways to set it up, in order of their numbers.
    setup_methods: Vec<SetupMethod>,
    /// What was corrected with a reason, oldest first: all that changed once people assessed it.
    corrections: Vec<Correction>,
    /// Whether it may be chosen.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// Why it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// When it was proposed.
    #[schema(schema_with = values::time)]
    proposed_at: Stamp,
    /// When it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Stamp>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

impl Candidate {
    /// The same, whoever asks.
    pub(crate) fn without_offers(self) -> Self {
        Self { allowed_actions: Vec::new(), ..self }
    }
}

/// A way to set a candidate up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupMethod {
    /// Its number.
    #[schema(value_type = u8)]
    method: MethodNo,
    /// What it is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// How it goes; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// What it costs.
    #[schema(value_type = Money)]
    cost: Amount,
    /// How long it takes, in days.
    delay_days: u16,
    /// Whether it was withdrawn; its number is not given again.
    withdrawn: bool,
}

/// What was corrected with a reason.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CandidateCorrection)]
pub struct Correction {
    /// The position of its event: read `as_of` it to see what was said before.
    #[schema(value_type = u64)]
    position: Position,
    /// When.
    #[schema(schema_with = values::time)]
    at: Stamp,
    /// Which way to set it up it is about; absent where it is about the candidate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>)]
    method: Option<MethodNo>,
    /// Why; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
}

/// The candidate as it is shown, with its texts where `read.texts`.
///
/// # Errors
/// When a text cannot be opened.
pub(crate) fn render<Q>(read: &Read<Q>, row: &CandidateRow) -> Result<Candidate, Problem> {
    let text = |text: Option<TextRef>| shown(read, text.filter(|_| read.texts));
    let method = |method: &MethodRow| {
        Ok(SetupMethod {
            method: method.number,
            title: text(method.title)?,
            description: text(method.description)?,
            cost: method.cost.clone(),
            delay_days: method.delay_days,
            withdrawn: method.withdrawn,
        })
    };
    let correction = |correction: &CorrectionRow| {
        let (position, at, method) = (correction.position, correction.recorded_at, correction.method);
        Ok(Correction { position, at, method, reason: text(correction.reason)? })
    };
    Ok(Candidate {
        id: row.id,
        selection: row.selection,
        proposer: row.proposer,
        name: text(row.said.name)?,
        link: text(row.said.link)?,
        hosting: text(row.said.hosting)?,
        licence: text(row.said.licence)?,
        licence_kind: row.said.licence_kind,
        one_off: row.said.one_off.clone(),
        yearly: row.said.yearly.clone(),
        setup_methods: row.methods.iter().map(method).collect::<Result<_, Problem>>()?,
        corrections: row.corrections.iter().map(correction).collect::<Result<_, Problem>>()?,
        phase: row.phase,
        reason: text(row.reason)?,
        proposed_at: row.proposed_at,
        withdrawn_at: row.withdrawn_at,
        version: row.version,
        allowed_actions: allowed(read, row),
    })
}

fn allowed<Q>(read: &Read<Q>, row: &CandidateRow) -> Vec<&'static str> {
    let (candidate, selection, text) = (row.id, row.selection, CommonText(some_text()));
    let reason = Some(text);
    let revised = Revised {
        candidate,
        selection,
        name: text,
        link: None,
        hosting: None,
        licence: None,
        licence_kind: row.said.licence_kind,
        one_off: row.said.one_off.clone(),
        yearly: row.said.yearly.clone(),
        reason,
    };
    let number = |number: usize| MethodNo(u8::try_from(number).unwrap_or(u8::MAX));
    let first = row.methods.iter().find(|method| !method.withdrawn).map(|method| method.number);
    let next = number(row.methods.len() + 1);
    let set = SetupMethodSet {
        candidate,
        selection,
        method: first.unwrap_or(next),
        title: text,
        description: None,
        cost: row.said.one_off.clone(),
        delay_days: 0,
        reason,
    };
    let withdrawn = SetupMethodWithdrawn { candidate, selection, method: first.unwrap_or(next), reason };
    let tried = [
        ("reviseCandidate", Command::Revise(revised).into()),
        ("withdrawCandidate", Command::Withdraw(Withdrawn { candidate, selection, reason: text }).into()),
        ("setSetupMethod", Command::SetMethod(set).into()),
        ("withdrawSetupMethod", Command::WithdrawMethod(withdrawn).into()),
    ];
    offered_as(read, None, tried)
}
