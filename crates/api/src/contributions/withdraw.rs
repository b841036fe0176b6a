//! `POST /v1/networks/{network}/contributions/{contribution}/withdrawal`

use actix_web::HttpResponse;
use app::draft::Draft;
use domain::contribution::Command;
use domain::event::Object;
use domain::ids::ContributionId;

use super::{Contribution, rendered};
use crate::answer::Written;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;

/// Withdraw a contribution
///
/// It keeps its place in the thread and its text, and takes no further part.
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions/{contribution}/withdrawal",
    operation_id = "withdrawContribution", tag = "contributions",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    let contribution: ContributionId = write.caller.path("contribution")?;
    let ready = Draft::new(write.network.vault()).ready(Command::Withdraw(contribution));
    let done = write.submit(vec![ready], Some(Object::Contribution(contribution))).await?;
    write.answer(&done, contribution.0, false, |read| rendered(read, contribution))
}
