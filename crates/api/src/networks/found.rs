//! `POST /v1/networks`

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use app::catalogue::FoundOutcome;
use app::founding::Founding;
use domain::actor::ActorKind;
use domain::ids::{ActorId, KeyId, NetworkId};
use domain::names::{LanguageTag, Slug, TerritoryCode, TimeZoneName};
use domain::network::{DEFAULT_K, Languages, Visibility};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{CommandHeaders, Order};
use crate::openapi::WriteProblems;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values::{self, Name};

/// A network to found.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewNetwork, example = json!({
    "slug": "vallee", "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
    "visibility": "public", "steward": {"kind": "person", "name": "Anne Berger"}
}))]
pub struct New {
    /// Its name in addresses: lower-case letters, digits and hyphens, up to 40.
    #[schema(value_type = String, pattern = "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
    slug: Slug,
    /// Its name.
    name: Name,
    /// Its languages (BCP 47), the main one first.
    #[schema(value_type = Vec<String>)]
    languages: Vec<LanguageTag>,
    /// The time zone in which its days begin (IANA).
    #[schema(value_type = String)]
    time_zone: TimeZoneName,
    /// The official code of its territory.
    #[schema(value_type = Option<String>)]
    territory: Option<TerritoryCode>,
    /// Who may read it.
    #[schema(schema_with = values::word::<Visibility>)]
    visibility: Visibility,
    /// The smallest group whose figures a published table shows; 5 unless given.
    #[schema(minimum = 3)]
    k: Option<u8>,
    /// Its first steward.
    steward: Steward,
}

/// The first steward of a network.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Steward {
    /// What it is.
    #[schema(schema_with = values::word::<ActorKind>)]
    kind: ActorKind,
    /// Its name.
    name: Option<Name>,
}

/// A network that was founded, with the key of its first steward.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8050", "slug": "vallee",
    "steward": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "key": "01890a5d-ac96-774b-bcce-b302099a8059",
    "secret": "tresse_…"
}))]
pub struct Founded {
    /// The network's id.
    #[schema(schema_with = values::id)]
    id: NetworkId,
    /// Its name in addresses.
    slug: String,
    /// Its first steward, who is facilitator too.
    #[schema(schema_with = values::id)]
    steward: ActorId,
    /// The id of the steward's key.
    #[schema(schema_with = values::id)]
    key: KeyId,
    /// The steward's key. Shown once.
    secret: String,
}

/// Found a network
///
/// For the operator. The answer shows the first steward's key once.
#[utoipa::path(
    post, path = "/v1/networks", operation_id = "foundNetwork", tag = "networks",
    params(CommandHeaders),
    request_body = New,
    responses((status = 201, description = "Founded", body = Founded), WriteProblems)
)]
pub async fn handler(order: Order<New>) -> Result<HttpResponse, Problem> {
    let Order { caller, body, idempotency } = order;
    let slug = body.slug.to_string();
    let founding = Founding {
        slug: body.slug,
        name: body.name.as_str().to_owned(),
        languages: Languages::new(body.languages)
            .map_err(|_| Problem::invalid_value("/languages", Reason::wrong_type("short-list")))?,
        time_zone: values::known_time_zone(body.time_zone, "/time_zone")?,
        territory: body.territory,
        visibility: body.visibility,
        k: body.k.unwrap_or(DEFAULT_K),
        steward_kind: body.steward.kind,
        steward_name: body.steward.name.map(|name| name.as_str().to_owned()),
    };
    let catalogue = Arc::clone(&caller.catalogue);
    match web::block(move || catalogue.found(&founding, idempotency)).await?? {
        FoundOutcome::Founded(new) => {
            Ok(HttpResponse::Created().insert_header(("location", format!("/v1/networks/{slug}"))).json(Founded {
                id: new.network,
                slug,
                steward: new.steward,
                key: new.key,
                secret: new.secret.expose().to_owned(),
            }))
        }
        FoundOutcome::Replayed(_) => Err(Problem::already_issued()),
    }
}
