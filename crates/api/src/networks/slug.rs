//! `POST /v1/networks/{network}/slug`

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use domain::envelope::By;
use domain::ids::NetworkId;
use domain::names::Slug;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{CommandHeaders, InNetwork, Order};
use crate::openapi::WriteProblems;
use crate::problem::Problem;
use crate::values;

/// Another name in addresses.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSlug, example = json!({"slug": "val"}))]
pub struct New {
    /// Its name in addresses: lower-case letters, digits and hyphens, up to 40.
    #[schema(value_type = String, pattern = "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
    slug: Slug,
}

/// A network under its new name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "01890a5d-ac96-774b-bcce-b302099a8050", "slug": "val"}))]
pub struct Renamed {
    /// The network's id.
    #[schema(schema_with = values::id)]
    id: NetworkId,
    /// Its name in addresses.
    slug: String,
}

/// Give a network another name in addresses
///
/// For the operator. The name before stays the network's: requests to it are redirected (308), and no other network gets it.
#[utoipa::path(
    post, path = "/v1/networks/{network}/slug", operation_id = "changeSlug", tag = "networks",
    params(InNetwork, CommandHeaders),
    request_body = New,
    responses((status = 200, description = "Changed", body = Renamed), WriteProblems)
)]
pub async fn handler(order: Order<New>) -> Result<HttpResponse, Problem> {
    let (id, slug, idempotency) = (order.caller.network_id()?, order.body.slug, order.idempotency);
    let (catalogue, new) = (Arc::clone(&order.caller.catalogue), slug.clone());
    web::block(move || catalogue.change_slug(By::Operator, id, new, idempotency)).await??;
    let location = (header::CONTENT_LOCATION, format!("/v1/networks/{slug}"));
    Ok(HttpResponse::Ok().insert_header(location).json(Renamed { id, slug: slug.to_string() }))
}
