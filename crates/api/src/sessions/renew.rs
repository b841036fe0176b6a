//! `POST /v1/networks/{network}/sessions/renewal`

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Session;
use crate::call::InNetwork;
use crate::knock::Knock;
use crate::openapi::WriteProblems;
use crate::problem::Problem;

/// What renews a session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SessionRenewal, example = json!({"renewal": "tresse_r_…"}))]
pub struct Renewal {
    /// The renewal secret that was given last.
    renewal: String,
}

/// Renew a session
///
/// For whoever has the session's renewal secret. It is good for one renewal, and the answer gives the next one. If the answer
/// is lost, send the same secret again within a minute: it gives the same next one. A secret that was replaced longer ago is
/// held by two, so the session is revoked.
#[utoipa::path(
    post, path = "/v1/networks/{network}/sessions/renewal", operation_id = "renewSession", tag = "invitations",
    params(InNetwork),
    request_body = Renewal,
    responses((status = 200, description = "Renewed; its secrets are shown once", body = Session), WriteProblems)
)]
pub async fn handler(knock: Knock<Renewal>) -> Result<HttpResponse, Problem> {
    let (catalogue, network, renewal) = (Arc::clone(&knock.caller.catalogue), knock.network.id(), knock.body.renewal);
    let renewed = web::block(move || catalogue.renew_session(network, &renewal)).await??;
    let session = Session::from(renewed.ok_or_else(Problem::session_not_valid)?);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(session))
}
