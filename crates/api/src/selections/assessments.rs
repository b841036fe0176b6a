//! `GET` and `PUT /v1/networks/{network}/selections/{selection}/assessments`, and `DELETE …/{candidate}/{criterion}`: one's own.

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::authority::{Action, Denied, Principal};
use domain::class::Pointer;
use domain::ids::{CandidateId, Pseudonym, SelectionId, Version};
use domain::selection::criteria::CriterionNo;
use domain::selection::score::Score;
use domain::selection::{Assessed, AssessmentWithdrawn, Command, Refusal};
use projection::selections::SelectionRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Selection, find};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::texts::shown;
use crate::values::{self, About};

/// How many assessments a request may give.
const MOST: usize = 256;

/// What one says of candidates.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAssessments, example = json!({"assessments": [
    {"candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "criterion": 1, "score": 3},
    {"candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "criterion": 2, "score": 1, "comment": "Illisible au soleil."}
]}))]
pub struct New {
    /// What, 1 to 256; of what is not among them, what one said before stays.
    #[schema(min_items = 1, max_items = 256)]
    assessments: Vec<NewAssessment>,
}

/// What one says of a candidate by a criterion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "criterion": 1, "score": 3}))]
pub struct NewAssessment {
    /// Of which candidate.
    #[schema(schema_with = values::id)]
    candidate: CandidateId,
    /// By which criterion.
    #[schema(value_type = u16)]
    criterion: CriterionNo,
    /// How well it meets it: 0 (not at all) to 4 (wholly).
    #[schema(value_type = u8, maximum = 4)]
    score: Score,
    /// What there is to say beside the score; it takes the place of what was said before.
    comment: Option<About>,
}

/// What one says of the candidates of a selection.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "assessor": "4f1a0cc7b7a64fbeb2f3a7a6b1c4d9e0",
    "assessments": [{"candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "criterion": 1, "score": 3}], "version": 3
}))]
pub struct OwnAssessments {
    /// As whom one stands in the history of this selection.
    #[schema(value_type = String, pattern = "^[0-9a-f]{32}$")]
    assessor: Pseudonym,
    /// What one says.
    assessments: Vec<OwnAssessment>,
    /// The selection's version.
    #[schema(value_type = u32)]
    version: Version,
}

/// What one says of a candidate by a criterion.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnAssessment {
    /// Of which candidate.
    #[schema(schema_with = values::id)]
    candidate: CandidateId,
    /// By which criterion.
    #[schema(value_type = u16)]
    criterion: CriterionNo,
    /// How well it meets it.
    #[schema(value_type = u8, maximum = 4)]
    score: Score,
    /// What one says beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    comment: Option<Arc<str>>,
}

/// Read one's own assessments
///
/// Nobody else can read whose they are. It is what holds now, whatever `as_of` says.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections/{selection}/assessments", operation_id = "getOwnAssessments",
    tag = "selections",
    params(InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Moment),
    responses((status = 200, description = "One's own assessments", body = OwnAssessments), ReadProblems)
)]
pub async fn own(read: Read) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::ReadOwnActs)?;
    let Principal::Actor(actor) = read.gate.principal() else { return Err(Denied::Forbidden.into()) };
    let row = find(&read)?;
    let assessor = read.network.pseudonym(actor, row.id)?;
    let live = read.gate.live();
    let sheet = live.state.selection.get(row.id).and_then(|row| row.assessments.get(&assessor));
    let one = |((candidate, criterion), assessment): (&(CandidateId, CriterionNo), &domain::selection::Assessment)| {
        let comment = live.views.selections.comment((row.id, *candidate, *criterion, assessor));
        let comment = shown(&read, comment.map(|comment| comment.text))?;
        Ok(OwnAssessment { candidate: *candidate, criterion: *criterion, score: assessment.score, comment })
    };
    let assessments = sheet.into_iter().flatten().map(one).collect::<Result<_, Problem>>()?;
    read.answer(&OwnAssessments { assessor, assessments, version: row.version })
}

/// Assess candidates, or change one's assessments
///
/// For persons, while the selection is open. All of them are recorded, or none. Events show a pseudonym that is valid in this
/// selection alone. They stand in the public history at once; the results tell no score before the selection is closed, so that
/// nobody is led by others who reads the results only.
#[utoipa::path(
    put, path = "/v1/networks/{network}/selections/{selection}/assessments", operation_id = "assessCandidates",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Doing, CommandHeaders,
        ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Assessed", body = Written<Selection>), WriteProblems)
)]
pub async fn assess(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Assess>().await
}

/// Take one of one's own assessments back
#[utoipa::path(
    delete, path = "/v1/networks/{network}/selections/{selection}/assessments/{candidate}/{criterion}",
    operation_id = "withdrawAssessment", tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"),
        ("candidate" = uuid::Uuid, Path, description = "Of which candidate"),
        ("criterion" = u16, Path, description = "By which criterion"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Taken back", body = Written<Selection>), WriteProblems)
)]
pub async fn take_back(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<TakeBack>().await
}

/// Assessing candidates.
pub struct Assess;

impl Operation for Assess {
    const ID: &'static str = "assessCandidates";
    type Body = New;
    type Resource = Selection;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        let person = write.subject(Action::Assess)?;
        let assessor = write.pseudonym(Action::Assess, selection)?;
        write.gate.live().state.selection.get(selection).ok_or(Refusal::UnknownSelection)?;
        let given = &write.body.assessments;
        if !(1..=MOST).contains(&given.len()) {
            return Err(Problem::invalid_value("/assessments", Reason::out_of_bounds(1, MOST)));
        }
        let step = |one: &NewAssessment| {
            let mut draft = write.draft();
            let comment = one.comment.as_ref();
            let comment = comment.map(|text| draft.own(person, Pointer::Comment, text.as_str())).transpose()?;
            let (candidate, criterion, score) = (one.candidate, one.criterion, one.score);
            // What was before and stands beside it, the writer knows.
            let (was, here, elsewhere) = (None, 0, 0);
            let assessed = Assessed { selection, assessor, candidate, criterion, score, was, here, elsewhere, comment };
            Ok(draft.ready(Command::Assess(assessed)))
        };
        let commands = given.iter().map(step).collect::<Result<_, Problem>>()?;
        Ok(Plan { object: selection.into(), commands, subject: None })
    }
}

/// Taking an assessment back.
pub struct TakeBack;

impl Operation for TakeBack {
    const ID: &'static str = "withdrawAssessment";
    type Body = Empty;
    type Resource = Selection;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        let assessor = write.pseudonym(Action::Assess, selection)?;
        let (candidate, criterion) = (write.caller.path("candidate")?, CriterionNo(write.caller.path("criterion")?));
        let (was, here, elsewhere) = (Score::default(), 0, 0);
        let withdrawn = AssessmentWithdrawn { selection, assessor, candidate, criterion, was, here, elsewhere };
        Ok(write.plan(selection, Command::WithdrawAssessment(withdrawn)))
    }
}

/// What one may do with one's own assessments.
pub(super) fn offered<Q>(read: &Read<Q>, row: &SelectionRow) -> Vec<&'static str> {
    let Principal::Actor(actor) = read.gate.principal() else { return Vec::new() };
    let Ok(assessor) = read.network.pseudonym(actor, row.id) else { return Vec::new() };
    let live = &read.gate.live().state;
    let Some(known) = live.selection.get(row.id) else { return Vec::new() };
    let mut candidates = known.candidates.iter().copied();
    let stands =
        |id: &CandidateId| live.candidate.get(*id).is_some_and(|row| row.phase == domain::candidate::Phase::Standing);
    let pair = candidates.find(stands).zip(known.frozen.first().map(|frozen| frozen.number));
    let (selection, was, here, elsewhere) = (row.id, None, 0, 0);
    let assess = pair.map(|(candidate, criterion)| {
        // Another than what they said.
        let said = known.assessment(assessor, candidate, criterion).map(|said| said.score);
        let score = if said == Some(Score::default()) { Score::GREATEST } else { Score::default() };
        let comment = None;
        Command::Assess(Assessed { selection, assessor, candidate, criterion, score, was, here, elsewhere, comment })
    });
    let said = known.assessments.get(&assessor).and_then(|sheet| sheet.keys().next().copied());
    let take_back = said.map(|(candidate, criterion)| {
        let was = Score::default();
        let back = AssessmentWithdrawn { selection, assessor, candidate, criterion, was, here, elsewhere };
        Command::WithdrawAssessment(back)
    });
    let command = |command: Option<Command>| command.map(Into::into).into_iter().collect::<Vec<_>>();
    let (assess, take_back) = (command(assess), command(take_back));
    read.offered(&[("assessCandidates", &assess), ("withdrawAssessment", &take_back)])
}
