//! `GET /v1/networks/{network}`

use actix_web::HttpResponse;

use super::{Network, render};
use crate::call::{Glance, InNetwork, Moment};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a network
#[utoipa::path(
    get, path = "/v1/networks/{network}", operation_id = "getNetwork", tag = "networks",
    params(InNetwork, Moment),
    responses((status = 200, description = "The network", body = Network), ReadProblems)
)]
pub async fn handler(Glance(read): Glance) -> Result<HttpResponse, Problem> {
    read.answer(&render(&read)?)
}
