//! A decision as it is shown.

use std::sync::Arc;

use domain::amount::Amount;
use domain::decision::electorate::ElectorateRule;
use domain::decision::{Entered, Numbers, Phase, Witnesses};
use domain::envelope::By;
use domain::ids::{ActionId, ActorId, CandidateId, DecisionId, MeetingId, Position, Stamp, Version};
use domain::origin::Origin;
use domain::tally::ballot::OptionNo;
use domain::tally::input::{Counted, Sha};
use domain::tally::outcome::{self, Sums};
use domain::tally::rules::{Method, Rules};
use projection::decisions::{Decided, DecisionRow, Entry, OptionRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::{allowed, described};
use crate::actions::Money;
use crate::call::Read;
use crate::problem::Problem;
use crate::texts::{Shown, shown};
use crate::values;

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "proposer": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "title": "Où planter le verger ?", "body": "Trois terrains sont possibles.",
    "rules": {"method": {"kind": "approval", "winners": 1}, "mode": "pseudonymous", "ties": "listed_first"},
    "electorate": {"who": "persons"}, "closes_at": "2026-04-05T18:00:00.000Z",
    "options": [{"option": 0, "title": "Près de l'école", "withdrawn": false},
        {"option": 1, "title": "Au bord de la rivière", "withdrawn": false}],
    "phase": "decided", "opened": {"at": "2026-03-06T08:00:00.000Z", "at_position": 112, "count": 40,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "urn": false},
    "turnout": {"voters": 31, "electorate": 40}, "meeting_ballots": [],
    "links": ["meeting:01890a5d-ac96-774b-bcce-b302099a8059"],
    "closed": {"at": "2026-04-05T18:00:00.000Z", "ballots": 31}, "ballots_published": true,
    "outcome": {"result": "elected", "options": [1], "sums": {"options": [[0, 12], [1, 25]]},
        "input": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        "at": "2026-04-05T18:00:00.250Z", "at_position": 151},
    "actions": ["01890a5d-ac96-774b-bcce-b302099a8060"], "proposed_at": "2026-03-05T17:02:11.000Z", "version": 6,
    "allowed_actions": ["linkDecision"]
}))]
pub struct Decision {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: DecisionId,
    /// Who proposed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    proposer: Option<ActorId>,
    /// The question; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there is to say about it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    body: Option<Arc<str>>,
    /// What a foreign source says beyond that; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    details: Option<Arc<str>>,
    /// How ballots are cast and counted; frozen once it is open.
    #[schema(value_type = described::Rules)]
    rules: Rules,
    /// Who may vote; frozen once it is open.
    #[schema(value_type = described::Electorate)]
    electorate: ElectorateRule,
    /// When it opens by itself, and not earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    opens_at: Option<Stamp>,
    /// When it closes by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    closes_at: Option<Stamp>,
    /// After which moment the public draw takes place that lots depend on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    draws_at: Option<Stamp>,
    /// Which public draw that is; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    draw: Option<Arc<str>>,
    /// Its options, by number.
    options: Vec<Choice>,
    /// How far it is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// What was frozen when it opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<Opening>,
    /// How many take part; absent before it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    turnout: Option<Turnout>,
    /// How many objected, of a decision by consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    objections: Option<Objections>,
    /// The ballots that were entered of meetings, oldest first.
    meeting_ballots: Vec<MeetingBallots>,
    /// What it comes from, and where it was taken: `<kind>:<id>`.
    #[schema(value_type = Vec<String>)]
    links: Vec<Origin>,
    /// The close.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<Closing>,
    /// Whether its ballots stand in the history: each as it is cast, or those of a secret vote after the close.
    ballots_published: bool,
    /// The lot that was drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<Lot>,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    /// When it was declared void.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    voided_at: Option<Stamp>,
    /// Why it was declared void; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// The actions that were planned from it.
    #[schema(value_type = Vec<Uuid>)]
    actions: Vec<ActionId>,
    /// When it was proposed.
    #[schema(schema_with = values::time)]
    proposed_at: Stamp,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// An option of a decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionOption)]
pub struct Choice {
    /// Its number, as ballots name it.
    #[schema(value_type = u16)]
    option: OptionNo,
    /// What it is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there is to say about it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    body: Option<Arc<str>>,
    /// What it costs, of a budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Money>)]
    cost: Option<Amount>,
    /// What a foreign source says beyond that; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    details: Option<Arc<str>>,
    /// Which tool of a selection is chosen if it wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    candidate: Option<CandidateId>,
    /// Whether it was withdrawn; its number is not given again.
    withdrawn: bool,
}

/// What was frozen when a decision opened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionOpening)]
pub struct Opening {
    /// When.
    #[schema(schema_with = values::time)]
    at: Stamp,
    /// The electorate is recomputed by folding the history up to this position.
    #[schema(value_type = u64)]
    at_position: Position,
    /// How many may vote.
    count: u32,
    /// SHA-256 of their ids in ascending order, 16 bytes each.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    sha256: Sha,
    /// Whether secret ballots lie in an urn.
    urn: bool,
    /// SHA-256 of the secret that lots depend on too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, pattern = "^[0-9a-f]{64}$")]
    promised: Option<Sha>,
}

/// How many take part in a decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionTurnout)]
pub struct Turnout {
    /// How many ballots there are, those of meetings with them.
    voters: u64,
    /// How many may vote.
    electorate: u32,
}

/// How many objected to a decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionObjections)]
pub struct Objections {
    /// How many ever did.
    raised: usize,
    /// How many do now.
    standing: usize,
}

/// Ballots that were taken in a meeting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionMeetingBallots)]
pub struct MeetingBallots {
    /// Which entry it is, from 0.
    entry: u16,
    /// Where they were taken.
    #[schema(schema_with = values::id)]
    meeting: MeetingId,
    /// How they were taken.
    #[schema(schema_with = values::word::<Entered>)]
    how: Entered,
    /// The ballots, equal ones counted.
    #[schema(value_type = Vec<CountedBallot>)]
    ballots: Arc<[Counted]>,
    /// Who saw it.
    #[schema(value_type = Vec<Uuid>)]
    witnesses: Witnesses,
    /// Who entered them.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    entered_by: By,
    /// When.
    #[schema(schema_with = values::time)]
    entered_at: Stamp,
    /// When they were taken out again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Stamp>,
}

/// Equal ballots.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "only its description is used; the domain has the ballots")]
pub struct CountedBallot {
    /// The ballot.
    ballot: described::Ballot,
    /// How many there are of it.
    #[schema(minimum = 1)]
    count: u32,
}

/// The close of a decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionClosing)]
pub struct Closing {
    /// When.
    #[schema(schema_with = values::time)]
    at: Stamp,
    /// How many ballots there were.
    ballots: u32,
}

/// The lot that was drawn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionLot)]
pub struct Lot {
    /// The secret that was promised, whose SHA-256 the opening tells.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    told: Sha,
    /// The numbers of the public draw, in the order of drawing.
    #[schema(value_type = Vec<u32>)]
    numbers: Numbers,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    at: Stamp,
}

/// What came of a decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionOutcome)]
pub struct Outcome {
    /// What.
    result: Came,
    /// The options that won, or are funded, in the order in which they came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<u16>>)]
    options: Option<Vec<OptionNo>>,
    /// Who was drawn by lot, in the order of drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Uuid>>)]
    actors: Option<Vec<ActorId>>,
    /// The sums.
    #[schema(value_type = described::Sums)]
    sums: Sums,
    /// SHA-256 of what was counted; absent where too few secret ballots were cast for them to be published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, pattern = "^[0-9a-f]{64}$")]
    input: Option<Sha>,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    at: Stamp,
    /// The position of its event.
    #[schema(value_type = u64)]
    at_position: Position,
}

/// What can come of a decision.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DecisionResult)]
pub enum Came {
    /// The proposal passed.
    Passed,
    /// It did not.
    Rejected,
    /// Options won, or are funded.
    Elected,
    /// Actors were drawn by lot.
    Drawn,
    /// Nothing won.
    NothingElected,
    /// Too few took part.
    NoQuorum,
}

impl Decision {
    /// The same, whoever asks.
    pub(super) fn without_offers(self) -> Self {
        Self { allowed_actions: Vec::new(), ..self }
    }
}

impl Outcome {
    /// What was recorded.
    pub(super) fn of(decided: &Decided) -> Self {
        let (result, options, actors) = match &decided.outcome {
            outcome::Outcome::Passed {} => (Came::Passed, None, None),
            outcome::Outcome::Rejected {} => (Came::Rejected, None, None),
            outcome::Outcome::Elected { options } => (Came::Elected, Some(options.as_slice().to_vec()), None),
            outcome::Outcome::Drawn { actors } => (Came::Drawn, None, Some(actors.as_slice().to_vec())),
            outcome::Outcome::NothingElected {} => (Came::NothingElected, None, None),
            outcome::Outcome::NoQuorum {} => (Came::NoQuorum, None, None),
        };
        let (sums, input) = (decided.sums.clone(), decided.input);
        Self { result, options, actors, sums, input, at: decided.recorded_at, at_position: decided.position }
    }
}

impl MeetingBallots {
    fn of(entry: &Entry) -> Self {
        Self {
            entry: entry.number,
            meeting: entry.meeting,
            how: entry.how,
            ballots: Arc::clone(&entry.ballots),
            witnesses: entry.witnesses.clone(),
            entered_by: entry.entered_by,
            entered_at: entry.entered_at,
            withdrawn_at: entry.withdrawn_at,
        }
    }
}

fn choice(row: &OptionRow, text: impl Fn(Option<projection::TextRef>) -> Shown) -> Result<Choice, Problem> {
    Ok(Choice {
        option: row.number,
        title: text(row.title)?,
        body: text(row.body)?,
        cost: row.cost.clone(),
        details: text(row.details)?,
        candidate: row.candidate,
        withdrawn: row.withdrawn,
    })
}

fn objections<Q>(read: &Read<Q>, row: &DecisionRow) -> Option<Objections> {
    let is_open = row.opened.is_some() && matches!(row.rules.method, Method::Consent {});
    is_open.then(|| {
        let counted = read.views.decisions.objections(row.id, None);
        let (mut raised, mut standing) = (0, 0);
        for objection in counted {
            raised += 1;
            standing += usize::from(objection.lifted_at.is_none());
        }
        Objections { raised, standing }
    })
}

/// The decision as it is shown, with its texts where `read.texts`.
///
/// # Errors
/// When a text cannot be opened.
pub(super) fn render<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Decision, Problem> {
    let text = |text| shown(read, read.texts.then_some(text).flatten());
    let opening = |opened: &projection::decisions::Opening| Opening {
        at: opened.recorded_at,
        at_position: opened.position,
        count: opened.electorate.count,
        sha256: opened.electorate.sha256,
        urn: opened.has_urn,
        promised: opened.promised,
    };
    let turnout = |opened: &projection::decisions::Opening| Turnout {
        voters: read.views.decisions.ballots(row.id),
        electorate: opened.electorate.count,
    };
    let lot =
        |lot: &projection::decisions::Lot| Lot { told: lot.told, numbers: lot.numbers.clone(), at: lot.recorded_at };
    let options = row.options.iter().map(|option| choice(option, text));
    Ok(Decision {
        id: row.id,
        proposer: row.proposer,
        title: text(row.title)?,
        body: text(row.body)?,
        details: text(row.details)?,
        rules: row.rules.clone(),
        electorate: row.electorate.clone(),
        opens_at: row.times.opens_at,
        closes_at: row.times.closes_at,
        draws_at: row.times.draws_at,
        draw: text(row.draw)?,
        options: options.collect::<Result<_, Problem>>()?,
        phase: row.phase,
        opened: row.opened.as_ref().map(opening),
        turnout: row.opened.as_ref().map(turnout),
        objections: objections(read, row),
        meeting_ballots: row.entries.iter().map(|entry| MeetingBallots::of(entry)).collect(),
        links: row.links.iter().copied().collect(),
        closed: row.closed.map(|closed| Closing { at: closed.recorded_at, ballots: closed.ballots }),
        ballots_published: row.ballots_are_published(),
        lot: row.lot.as_ref().map(lot),
        outcome: row.decided.as_ref().map(Outcome::of),
        voided_at: row.voided.map(|(at, _)| at),
        reason: text(row.voided.and_then(|(_, reason)| reason))?,
        actions: read.views.actions.from(Origin::Decision(row.id)).collect(),
        proposed_at: row.proposed_at,
        version: row.version,
        allowed_actions: allowed::actions(read, row),
    })
}
