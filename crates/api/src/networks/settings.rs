//! `PATCH /v1/networks/{network}`

use actix_web::HttpResponse;
use domain::class::Pointer;
use domain::names::{LanguageTag, TerritoryCode, TimeZoneName};
use domain::network::{Command, Languages, SettingsChanged, Visibility};
use domain::server::Scope;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Network;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values::{self, Body, Name};

/// The settings to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"visibility": "public", "k": 5}))]
pub struct Settings {
    /// Its name.
    name: Option<Name>,
    /// What people are told of the use of their data.
    notice: Option<Body>,
    /// By which rules it is moderated.
    policy: Option<Body>,
    /// Its languages (BCP 47), the main one first.
    #[schema(value_type = Option<Vec<String>>)]
    languages: Option<Vec<LanguageTag>>,
    /// The time zone in which its days begin (IANA).
    #[schema(value_type = Option<String>)]
    time_zone: Option<TimeZoneName>,
    /// The official code of its territory.
    #[schema(value_type = Option<String>)]
    territory: Option<TerritoryCode>,
    /// Who may read it.
    #[schema(schema_with = values::word::<Visibility>)]
    visibility: Option<Visibility>,
    /// The smallest group whose figures a published table shows.
    #[schema(minimum = 3)]
    k: Option<u8>,
    /// For how many days the data of a person who has left is kept: then it is erased. At least 30, or 0 to keep it as long
    /// as the network.
    retention_days: Option<u16>,
}

/// Change a network's settings
///
/// For stewards, with a key of scope `admin`.
#[utoipa::path(
    patch, path = "/v1/networks/{network}", operation_id = "changeSettings", tag = "networks",
    params(
        InNetwork, Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Settings,
    responses((status = 200, description = "Changed", body = Written<Network>), WriteProblems)
)]
pub async fn handler(write: Write<Settings>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Change>().await
}

/// Changing a network's settings.
pub struct Change;

impl Operation for Change {
    const ID: &'static str = "changeSettings";
    const SCOPE: Scope = Scope::Admin;
    type Body = Settings;
    type Resource = Network;

    async fn plan(write: &Write<Settings>) -> Result<Plan, Problem> {
        let (network, settings, mut draft) = (write.network.id(), &write.body, write.draft());
        let mut text = |pointer, text: Option<&str>| text.map(|text| draft.common(pointer, text)).transpose();
        let languages = settings.languages.clone().map(Languages::new).transpose();
        let change = SettingsChanged {
            network,
            name: text(Pointer::Name, settings.name.as_ref().map(Name::as_str))?,
            notice: text(Pointer::Notice, settings.notice.as_ref().map(Body::as_str))?,
            policy: text(Pointer::Policy, settings.policy.as_ref().map(Body::as_str))?,
            languages: languages.map_err(|_| Problem::invalid_value("/languages", Reason::wrong_type("short-list")))?,
            time_zone: settings
                .time_zone
                .clone()
                .map(|zone| values::known_time_zone(zone, "/time_zone"))
                .transpose()?,
            territory: settings.territory.clone(),
            visibility: settings.visibility,
            k: settings.k,
            retention_days: settings.retention_days,
        };
        Ok(Plan::of(network, draft.ready(Command::ChangeSettings(change))))
    }
}
