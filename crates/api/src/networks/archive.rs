//! `POST /v1/networks/{network}/archival`

use actix_web::HttpResponse;
use app::draft::Draft;
use domain::event::Object;
use domain::network::Command;
use domain::server::Scope;

use super::{Network, rendered};
use crate::answer::Written;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;

/// Close a network for good
///
/// For stewards, with a key of scope `admin`. Reads go on; no further event is recorded.
#[utoipa::path(
    post, path = "/v1/networks/{network}/archival", operation_id = "archiveNetwork", tag = "networks",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Closed", body = Written<Network>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.caller.needs(Scope::Admin)?;
    let network = write.network.id();
    let ready = Draft::new(write.network.vault()).ready(Command::Archive);
    let done = write.submit(vec![ready], Some(Object::Network(network))).await?;
    write.answer(&done, network.0, false, rendered)
}
