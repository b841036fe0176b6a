//! `GET /v1/networks/{network}/selections/{selection}/results`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::candidate;
use domain::ids::{CandidateId, Position, SelectionId};
use domain::selection::Phase;
use domain::selection::criteria::{CriterionNo, Weighed, Weight};
use domain::selection::score::{self, Counts, Fraction};
use projection::selections::SelectionRow;
use serde::Serialize;
use utoipa::ToSchema;

use super::{decimal, exact, find};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// What all assessors together say.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SelectionResults, example = json!({
    "selection": "01890a5d-ac96-774b-bcce-b302099a8057", "position": 151, "phase": "closed", "scores_hidden": false,
    "assessors": 4, "candidates": [{
        "candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "phase": "standing", "rank": 1, "tied": false,
        "score": {"exact": "13/16", "per_mille": 813},
        "coverage": {"assessors": 4, "criteria": 1, "of_criteria": 1, "weight": 8, "of_weight": 8, "per_mille": 1000,
            "means_little": false},
        "criteria": [{"criterion": 1, "weight": 8, "n": 4, "counts": [0, 0, 0, 3, 1],
            "mean": {"exact": "13/4", "decimal": "3.25"}, "spread": "0.43", "least": 3, "greatest": 4}]
    }]
}))]
pub struct Results {
    /// Of which selection.
    #[schema(schema_with = values::id)]
    selection: SelectionId,
    /// As of this position: whoever folds the history up to there comes to the same.
    #[schema(value_type = u64)]
    position: Position,
    /// How far the selection is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// Whether scores are not told, since people still assess.
    scores_hidden: bool,
    /// How many people assessed anything.
    pub(crate) assessors: u32,
    /// The candidates: by rank, those without one last.
    pub(crate) candidates: Vec<Of>,
}

/// What all assessors say of a candidate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CandidateResult)]
pub struct Of {
    /// Which candidate.
    #[schema(schema_with = values::id)]
    pub(crate) candidate: CandidateId,
    /// What it is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) name: Option<Arc<str>>,
    /// Whether it may still be chosen.
    #[schema(schema_with = values::word::<candidate::Phase>)]
    phase: candidate::Phase,
    /// Its place by score, from 1; equal scores share one. None for what was withdrawn, or was assessed by no criterion that
    /// counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rank: Option<u32>,
    /// Whether another candidate has the same score.
    tied: bool,
    /// Σ weight · mean / (4 · Σ weight), over the criteria by which anybody assessed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) score: Option<Score>,
    /// Of how much that tells.
    coverage: Coverage,
    /// By criterion.
    criteria: Vec<By>,
}

/// A weighted score, from 0 to 1.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WeightedScore)]
pub struct Score {
    /// As a reduced fraction of integers.
    exact: String,
    /// To the nearest thousandth, halves up.
    pub(crate) per_mille: u64,
}

/// Of how much a score tells.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScoreCoverage)]
pub struct Coverage {
    /// How many people assessed the candidate by any criterion.
    assessors: u32,
    /// How many criteria that count were assessed by anybody.
    criteria: u32,
    /// How many criteria count.
    of_criteria: u32,
    /// What those weigh that were assessed.
    weight: u32,
    /// What all weigh.
    of_weight: u32,
    /// Which part of the weight was assessed, to the nearest thousandth.
    #[serde(skip_serializing_if = "Option::is_none")]
    per_mille: Option<u64>,
    /// Whether the score tells little: fewer than 3 people assessed the candidate, or less than half of the weight was
    /// assessed.
    means_little: bool,
}

/// What all assessors say of a candidate by a criterion.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CriterionResult)]
pub struct By {
    /// By which criterion.
    #[schema(value_type = u16)]
    criterion: CriterionNo,
    /// How much it counts.
    #[schema(value_type = u8, maximum = 100)]
    weight: Weight,
    /// How many people assessed.
    n: u64,
    /// How many gave each score, from 0 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<u32>>)]
    counts: Option<[u32; 5]>,
    /// The mean of their scores.
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<Mean>,
    /// The standard deviation of all of them (of the population), to the nearest hundredth.
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<String>,
    /// The least score that anybody gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<u64>,
    /// The greatest score that anybody gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    greatest: Option<u64>,
}

/// A mean of scores.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScoreMean)]
pub struct Mean {
    /// As a reduced fraction of integers.
    exact: String,
    /// To the nearest hundredth, halves up.
    decimal: String,
}

/// Read what all assessors together say
///
/// Computed exactly from the scores of the history, so that anyone can compute it again. While people assess, coverage is told
/// and scores are not.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections/{selection}/results", operation_id = "getSelectionResults",
    tag = "selections",
    params(InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Moment),
    responses((status = 200, description = "The results", body = Results), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read)?;
    read.answer(&of(&read, row)?)
}

/// The results of a selection, as of the moment that is read.
///
/// # Errors
/// When a text cannot be opened.
pub(crate) fn of<Q>(read: &Read<Q>, row: &SelectionRow) -> Result<Results, Problem> {
    let scores_hidden = row.phase == Phase::Open;
    let counted: Vec<_> = row.candidates.iter().map(|id| counted(read, row, *id)).collect();
    let may_be_chosen =
        |id: &CandidateId| read.views.candidates.get(*id).is_some_and(|row| row.phase == candidate::Phase::Standing);
    let scores = row.candidates.iter().zip(&counted);
    let scores: Vec<Option<Fraction>> = scores
        .map(|(id, (criteria, _))| score::weighted(criteria).filter(|_| may_be_chosen(id) && !scores_hidden))
        .collect();
    let ranks = score::ranks(&scores);
    let mut candidates = Vec::with_capacity(row.candidates.len());
    for ((id, rank), (criteria, assessors)) in row.candidates.iter().zip(&ranks).zip(&counted) {
        let known = read.views.candidates.get(*id);
        let name = known.and_then(|row| row.said.name).filter(|_| read.texts);
        let score = score::weighted(criteria).filter(|_| !scores_hidden);
        let coverage = score::coverage(criteria, *assessors);
        candidates.push(Of {
            candidate: *id,
            name: shown(read, name)?,
            phase: known.map_or(candidate::Phase::Withdrawn, |row| row.phase),
            rank: *rank,
            tied: rank.is_some() && ranks.iter().filter(|other| *other == rank).count() > 1,
            score: score.map(|score| Score { exact: exact(&score), per_mille: score.rounded(1_000) }),
            coverage: Coverage {
                assessors: coverage.assessors,
                criteria: coverage.criteria,
                of_criteria: coverage.of_criteria,
                weight: coverage.weight,
                of_weight: coverage.of_weight,
                per_mille: coverage.share().map(|share| share.rounded(1_000)),
                means_little: coverage.is_thin(),
            },
            criteria: criteria.iter().map(|(criterion, counts)| by(*criterion, *counts, scores_hidden)).collect(),
        });
    }
    candidates.sort_by_key(|of| of.rank.unwrap_or(u32::MAX));
    let assessors = read.views.selections.assessors(row.id);
    Ok(Results { selection: row.id, position: read.views.head, phase: row.phase, scores_hidden, assessors, candidates })
}

/// What was said of a candidate by each criterion, and by how many people.
fn counted<Q>(read: &Read<Q>, row: &SelectionRow, candidate: CandidateId) -> (Vec<(Weighed, Counts)>, u32) {
    let tally = read.views.selections.tally(row.id, candidate);
    let counts = |criterion: Weighed| (criterion, tally.counts.get(&criterion.number).copied().unwrap_or_default());
    (row.standing().map(counts).collect(), tally.assessors)
}

fn by(criterion: Weighed, counts: Counts, hidden: bool) -> By {
    let mean = |mean: &Fraction| Mean { exact: exact(mean), decimal: decimal(mean.rounded(100)) };
    let range = counts.range().filter(|_| !hidden);
    By {
        criterion: criterion.number,
        weight: criterion.weight,
        n: counts.n(),
        counts: (!hidden).then_some(counts.0),
        mean: counts.mean().as_ref().map(mean).filter(|_| !hidden),
        spread: counts.spread_hundredths().map(decimal).filter(|_| !hidden),
        least: range.map(|(least, _)| least),
        greatest: range.map(|(_, greatest)| greatest),
    }
}
