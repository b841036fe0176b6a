//! `POST /v1/networks/{network}/contributions/{contribution}/withdrawal`

use actix_web::HttpResponse;
use domain::contribution::Command;
use domain::ids::ContributionId;

use super::Contribution;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Withdraw a contribution
///
/// It keeps its place in the thread and its text, and takes no further part.
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions/{contribution}/withdrawal",
    operation_id = "withdrawContribution", tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Withdrawing a contribution.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawContribution";
    type Body = Empty;
    type Resource = Contribution;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        Ok(write.plan(contribution, Command::Withdraw(contribution)))
    }
}
