//! `POST /v1/networks/{network}/contributions/{contribution}/reports`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::ids::ContributionId;
use domain::moderation::{Command, ReportReason, Reported};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::contributions::Contribution;
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// A report to the moderators.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReport, example = json!({"reason": "personal_data"}))]
pub struct New {
    /// Why.
    #[schema(schema_with = values::word::<ReportReason>)]
    reason: ReportReason,
}

/// Report a contribution to the moderators
///
/// Once a person. The event shows a pseudonym that is valid for this report alone: not even the moderators learn who reported.
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions/{contribution}/reports", operation_id = "reportContribution",
    tag = "moderation",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "The contribution's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Reported", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Report>().await
}

/// Reporting a contribution.
pub struct Report;

impl Operation for Report {
    const ID: &'static str = "reportContribution";
    type Body = New;
    type Resource = Contribution;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        let reporter = write.reporter(Action::Report, contribution)?;
        let reason = write.body.reason;
        Ok(write.plan(contribution, Command::Report(Reported { contribution, reporter, reason })))
    }
}
