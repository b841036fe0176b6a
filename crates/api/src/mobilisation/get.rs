//! `GET /v1/networks/{network}/mobilisation`

use actix_web::HttpResponse;
use domain::ids::Stamp;
use projection::mobilisation::Coverage;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Mobilisation, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// At which moment.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// The moment at which meetings have been held and roles hold: that in the header `Tresse-At` unless told otherwise; a
    /// later one shows what is planned as if it had been.
    #[param(value_type = Option<String>, format = DateTime)]
    at: Option<Stamp>,
}

/// Read how far the network reaches
///
/// For each audience the drivers who are committed to it, the outreach meetings, and the actors who take part against the
/// estimated size; the launch; and what remains to be done, in sentences. Everything here is counted from public facts.
#[utoipa::path(
    get, path = "/v1/networks/{network}/mobilisation", operation_id = "getMobilisation", tag = "mobilisation",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "How far it reaches", body = Mobilisation), ReadProblems)
)]
pub async fn handler(mut read: Read<Query>) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let at = read.query.at.unwrap_or(read.at);
    let coverage = Coverage::of(&read.views, at);
    read.answer(&render(&read, &coverage, at)?)
}
