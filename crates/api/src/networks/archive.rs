//! `POST /v1/networks/{network}/archival`

use actix_web::HttpResponse;
use domain::network::Command;
use domain::server::Scope;

use super::Network;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Close a network for good
///
/// For stewards, with a key of scope `admin`. Reads go on; no further event is recorded.
#[utoipa::path(
    post, path = "/v1/networks/{network}/archival", operation_id = "archiveNetwork", tag = "networks",
    params(
        InNetwork, Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Closed", body = Written<Network>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Archive>().await
}

/// Closing a network.
pub struct Archive;

impl Operation for Archive {
    const ID: &'static str = "archiveNetwork";
    const SCOPE: Scope = Scope::Admin;
    type Body = Empty;
    type Resource = Network;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        Ok(write.plan(write.network.id(), Command::Archive))
    }
}
