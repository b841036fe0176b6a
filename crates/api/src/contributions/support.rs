//! `PUT` and `DELETE /v1/networks/{network}/contributions/{contribution}/support`

use actix_web::HttpResponse;
use app::draft::Draft;
use domain::contribution::{Command, Supported, Unsupported};
use domain::event::Object;
use domain::ids::{ContributionId, Pseudonym};

use super::{Contribution, rendered};
use crate::answer::Written;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;

/// Support a contribution
///
/// The event shows a pseudonym that is valid in this contribution alone.
#[utoipa::path(
    put, path = "/v1/networks/{network}/contributions/{contribution}/support", operation_id = "supportContribution",
    tag = "contributions",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Supported", body = Written<Contribution>), WriteProblems)
)]
pub async fn give(write: Write) -> Result<HttpResponse, Problem> {
    change(write, |contribution, supporter| Command::Support(Supported { contribution, supporter })).await
}

/// Support a contribution no more
#[utoipa::path(
    delete, path = "/v1/networks/{network}/contributions/{contribution}/support",
    operation_id = "unsupportContribution", tag = "contributions",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "No longer supported", body = Written<Contribution>), WriteProblems)
)]
pub async fn take_back(write: Write) -> Result<HttpResponse, Problem> {
    change(write, |contribution, supporter| Command::Unsupport(Unsupported { contribution, supporter })).await
}

async fn change(write: Write, command: fn(ContributionId, Pseudonym) -> Command) -> Result<HttpResponse, Problem> {
    let contribution: ContributionId = write.caller.path("contribution")?;
    let supporter = write.network.pseudonym(write.member()?, contribution)?;
    let ready = Draft::new(write.network.vault()).ready(command(contribution, supporter));
    let done = write.submit(vec![ready], Some(Object::Contribution(contribution))).await?;
    write.answer(&done, contribution.0, false, |read| rendered(read, contribution))
}
