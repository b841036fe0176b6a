//! `GET /v1/networks/{network}/contributions/{contribution}/hidden-text`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::ids::ContributionId;
use projection::moderation::What;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Step, render_step};
use crate::call::{InNetwork, Moment, Read};
use crate::contributions::versions::{self, TextVersion};
use crate::contributions::{find, is_hidden};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::uncovered;
use crate::values;

/// What moderators hide of a contribution, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "contribution": "01890a5d-ac96-774b-bcce-b302099a8057",
    "versions": [{
        "number": 1, "position": 12, "recorded_at": "2026-03-05T17:02:11.000Z", "hidden": true, "title": "…", "body": "…"
    }]
}))]
pub struct HiddenText {
    /// Which contribution.
    #[schema(schema_with = values::id)]
    contribution: ContributionId,
    /// The versions of its text that are hidden, oldest first.
    versions: Vec<TextVersion>,
    /// The last review.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<Step>,
}

/// Read what moderators hide of a contribution
///
/// For moderators, auditors and its author; nothing else shows it to anybody.
#[utoipa::path(
    get, path = "/v1/networks/{network}/contributions/{contribution}/hidden-text", operation_id = "getHiddenText",
    tag = "moderation",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "The contribution's id"), Moment
    ),
    responses((status = 200, description = "What is hidden", body = HiddenText), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("contribution")?)?;
    read.gate.check(Action::ReadHidden(row.id))?;
    let hidden = (1..).zip(&row.versions).filter(|(_, version)| is_hidden(&read, version));
    let versions = hidden.map(|(number, version)| versions::render(&read, number, version, uncovered));
    let versions = versions.collect::<Result<_, Problem>>()?;
    let steps = read.views.moderation.get(row.id).map(|case| case.steps.as_slice()).unwrap_or_default();
    let review = steps.iter().rev().find(|step| matches!(step.what, What::Reviewed { .. }));
    let review = review.map(|step| render_step(&read, step)).transpose()?;
    read.answer(&HiddenText { contribution: row.id, versions, review })
}
