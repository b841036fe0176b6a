//! `GET /v1/networks/{network}/selections/{selection}/costs`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::amount::Minor;
use domain::candidate::{self, MethodNo};
use domain::ids::{CandidateId, SelectionId};
use domain::names::CurrencyCode;
use domain::selection::split::{Years, total};
use projection::candidates::{CandidateRow, SetupMethod};
use projection::selections::SelectionRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::find;
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// Over how many years, unless it is said.
const YEARS: u8 = 5;

/// Over how many years.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// From 1 to 20; 5 unless it is said.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 20)]
    years: Option<Years>,
}

/// What candidates cost.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SelectionCosts, example = json!({
    "selection": "01890a5d-ac96-774b-bcce-b302099a8057", "years": 5, "currency": "EUR", "costs": [{
        "candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "name": "Agenda libre", "method": 1,
        "method_title": "Par une association", "delay_days": 30, "one_off": 0, "set_up": 120_000, "yearly": 24_000,
        "yearly_in_all": 120_000, "total": 240_000
    }]
}))]
pub struct Costs {
    /// Of which selection.
    #[schema(schema_with = values::id)]
    selection: SelectionId,
    /// Over how many years.
    #[schema(value_type = u8)]
    pub(crate) years: Years,
    /// In what money; all amounts are in its smallest unit.
    #[schema(value_type = String, pattern = "^[A-Z]{3}$")]
    pub(crate) currency: CurrencyCode,
    /// By candidate that may be chosen, and by way to set it up.
    pub(crate) costs: Vec<Cost>,
}

/// What a candidate costs, set up in one way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CandidateCost)]
pub struct Cost {
    /// Which candidate.
    #[schema(schema_with = values::id)]
    pub(crate) candidate: CandidateId,
    /// What it is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
    /// Set up in which way; absent of a candidate that tells none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>)]
    method: Option<MethodNo>,
    /// What that way is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) method_title: Option<Arc<str>>,
    /// How long it takes to set it up so, in days.
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_days: Option<u16>,
    /// What it costs once, however it is set up.
    #[schema(value_type = i64)]
    one_off: Minor,
    /// What setting it up costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    set_up: Option<Minor>,
    /// What it costs each year.
    #[schema(value_type = i64)]
    yearly: Minor,
    /// What it costs in all these years, beside what it costs once; absent above the greatest amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    yearly_in_all: Option<Minor>,
    /// `one_off + set_up + yearly · years`; absent above the greatest amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub(crate) total: Option<Minor>,
}

/// Compare what candidates cost
///
/// Over some years, by candidate and by way to set it up, with how long that takes. Names are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections/{selection}/costs", operation_id = "getSelectionCosts",
    tag = "selections",
    params(InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Query, Moment),
    responses((status = 200, description = "The costs", body = Costs), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let row = find(&read)?;
    read.answer(&of(&read, row, read.query.years)?)
}

/// The costs of a selection, as of the moment that is read.
///
/// # Errors
/// When a text cannot be opened.
pub(crate) fn of<Q>(read: &Read<Q>, row: &SelectionRow, years: Option<Years>) -> Result<Costs, Problem> {
    let years = years.or_else(|| YEARS.try_into().ok()).unwrap_or_default();
    let mut costs = Vec::new();
    for candidate in read.views.candidates.of(row.id).filter(|row| row.phase == candidate::Phase::Standing) {
        let mut methods = candidate.methods.iter().filter(|method| !method.withdrawn).peekable();
        if methods.peek().is_none() {
            costs.push(cost(read, candidate, None, years)?);
        }
        for method in methods {
            costs.push(cost(read, candidate, Some(method), years)?);
        }
    }
    Ok(Costs { selection: row.id, years, currency: row.currency.clone(), costs })
}

fn cost<Q>(
    read: &Read<Q>,
    candidate: &CandidateRow,
    method: Option<&SetupMethod>,
    years: Years,
) -> Result<Cost, Problem> {
    let (one_off, yearly) = (candidate.said.one_off.minor, candidate.said.yearly.minor);
    let set_up = method.map(|method| method.cost.minor);
    Ok(Cost {
        candidate: candidate.id,
        name: shown(read, candidate.said.name.filter(|_| read.texts))?,
        method: method.map(|method| method.number),
        method_title: shown(read, method.and_then(|method| method.title).filter(|_| read.texts))?,
        delay_days: method.map(|method| method.delay_days),
        one_off,
        set_up,
        yearly,
        yearly_in_all: total(Minor::default(), None, yearly, years),
        total: total(one_off, set_up, yearly, years),
    })
}
