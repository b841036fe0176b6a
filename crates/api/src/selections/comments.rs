//! `GET /v1/networks/{network}/selections/{selection}/comments`

use std::str::FromStr;
use std::sync::Arc;

use actix_web::HttpResponse;
use domain::ids::{CandidateId, Malformed, Position, Pseudonym};
use domain::selection::Phase;
use domain::selection::criteria::CriterionNo;
use domain::selection::score::Score;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::find;
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// What somebody says beside a score.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssessmentComment, example = json!({
    "candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "criterion": 2, "score": 1,
    "assessor": "4f1a0cc7b7a64fbeb2f3a7a6b1c4d9e0", "comment": "Illisible au soleil.", "position": 57
}))]
pub struct Comment {
    /// Of which candidate.
    #[schema(schema_with = values::id)]
    candidate: CandidateId,
    /// By which criterion.
    #[schema(value_type = u16)]
    criterion: CriterionNo,
    /// Beside which score.
    #[schema(value_type = u8, maximum = 4)]
    score: Score,
    /// Who, inside this selection.
    #[schema(value_type = String, pattern = "^[0-9a-f]{32}$")]
    assessor: Pseudonym,
    /// What they say; absent where texts are not expanded, `[erased]` after its author's data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    comment: Option<Arc<str>>,
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
}

/// After which comment: `<candidate>.<criterion>.<assessor>`.
#[derive(Debug, Clone, Copy)]
pub struct Cursor(CandidateId, CriterionNo, Pseudonym);

impl FromStr for Cursor {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(Malformed("cursor"));
        let (candidate, criterion, assessor) = (next()?.parse()?, next()?, next()?.parse()?);
        let criterion = criterion.parse().map_err(|_| Malformed("cursor"))?;
        Ok(Self(candidate, CriterionNo(criterion), assessor))
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Which comments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
}

/// List what people say beside their scores
///
/// By candidate and criterion. There is nothing to list before the selection is closed. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections/{selection}/comments", operation_id = "listAssessmentComments",
    tag = "selections",
    params(InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Query, Moment),
    responses((status = 200, description = "A page", body = Page<Comment>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let size = page_size(read.query.limit)?;
    let row = find(&read)?;
    let after = read.query.after.map(|Cursor(candidate, criterion, assessor)| (candidate, criterion, assessor));
    let is_open = row.phase == Phase::Open;
    let cursor = |comment: &projection::selections::Comment| {
        format!("{}.{}.{}", comment.candidate, comment.criterion.0, comment.assessor)
    };
    read.answer_kept_page(|| {
        let comments = read.views.selections.comments(row.id, after).filter(|_| !is_open);
        page(comments, size, cursor, |comment| {
            Ok(Comment {
                candidate: comment.candidate,
                criterion: comment.criterion,
                score: comment.score,
                assessor: comment.assessor,
                comment: shown(&read, Some(comment.text).filter(|_| read.texts))?,
                position: comment.position,
            })
        })
    })
}
