//! `DELETE /v1/networks/{network}/sessions/current`

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use domain::authority::{Denied, Principal};
use domain::envelope::By;
use domain::server::Holder;

use crate::call::{Caller, InNetwork, Nothing, parse_query_of};
use crate::openapi::WriteProblems;
use crate::problem::Problem;

/// End one's session
///
/// The session whose token is sent: neither its token nor its renewal secret works any more.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/sessions/current", operation_id = "endSession", tag = "invitations",
    params(InNetwork),
    responses((status = 204, description = "Ended"), WriteProblems)
)]
pub async fn handler(caller: Caller, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let Nothing {} = parse_query_of(&request)?;
    let id = caller.network_id()?;
    let theirs = caller.session().and_then(|key| match key.holder {
        Holder::Actor { network, actor } if network == id => Some((key.id, actor)),
        Holder::Actor { .. } | Holder::Operator => None,
    });
    // Whoever has left may still end their session.
    let Some((key, actor)) = theirs else {
        let network = caller.network().await?;
        let gate = caller.gate(&network);
        gate.check(domain::authority::Action::ReadProfiles)?;
        return Err(match gate.principal() {
            Principal::Stranger => Denied::Unauthenticated.into(),
            Principal::Actor(_) | Principal::Operator | Principal::System => Denied::Forbidden.into(),
        });
    };
    let catalogue = Arc::clone(&caller.catalogue);
    web::block(move || catalogue.revoke_key(By::Actor(actor), key, None)).await??;
    Ok(HttpResponse::NoContent().finish())
}
