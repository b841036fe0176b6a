//! `PUT` and `DELETE /v1/networks/{network}/contributions/{contribution}/support`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::contribution::{Command, Supported, Unsupported};
use domain::ids::{ContributionId, Pseudonym};

use super::Contribution;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Support a contribution
///
/// The event shows a pseudonym that is valid in this contribution alone.
#[utoipa::path(
    put, path = "/v1/networks/{network}/contributions/{contribution}/support", operation_id = "supportContribution",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Supported", body = Written<Contribution>), WriteProblems)
)]
pub async fn give(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Give>().await
}

/// Support a contribution no more
#[utoipa::path(
    delete, path = "/v1/networks/{network}/contributions/{contribution}/support",
    operation_id = "unsupportContribution", tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "No longer supported", body = Written<Contribution>), WriteProblems)
)]
pub async fn take_back(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<TakeBack>().await
}

/// Supporting a contribution.
pub struct Give;

impl Operation for Give {
    const ID: &'static str = "supportContribution";
    type Body = Empty;
    type Resource = Contribution;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |contribution, supporter| Command::Support(Supported { contribution, supporter }))
    }
}

/// Supporting a contribution no more.
pub struct TakeBack;

impl Operation for TakeBack {
    const ID: &'static str = "unsupportContribution";
    type Body = Empty;
    type Resource = Contribution;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |contribution, supporter| Command::Unsupport(Unsupported { contribution, supporter }))
    }
}

fn change(write: &Write, command: fn(ContributionId, Pseudonym) -> Command) -> Result<Plan, Problem> {
    let contribution: ContributionId = write.caller.path("contribution")?;
    let supporter = write.pseudonym(Action::Support, contribution)?;
    Ok(write.plan(contribution, command(contribution, supporter)))
}
