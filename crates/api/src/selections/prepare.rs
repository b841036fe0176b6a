//! `POST /v1/networks/{network}/selections`

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::SpecificationVersionId;
use domain::names::CurrencyCode;
use domain::selection::criteria::Criteria;
use domain::selection::{Command, Prepared};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Selection;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, Title};

/// A selection to prepare.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSelection, example = json!({
    "version": "01890a5d-ac96-774b-bcce-b302099a8058", "title": "Un agenda commun", "currency": "EUR"
}))]
pub struct New {
    /// By which version of a specification; it must have been adopted.
    #[schema(schema_with = values::id)]
    version: SpecificationVersionId,
    /// What is looked for.
    title: Title,
    /// In what money costs are told (ISO 4217).
    #[schema(value_type = String, pattern = "^[A-Z]{3}$")]
    currency: CurrencyCode,
}

/// Prepare the selection of a tool
///
/// For facilitators. Each requirement of the version makes a criterion; it weighs 8 if it is a must, 4 if it should be, 2 if it
/// could be or nobody gave it a priority, and what won't be makes none. Criteria are changed, and candidates proposed, until
/// the selection opens.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections", operation_id = "prepareSelection", tag = "selections",
    params(InNetwork, Doing, CommandHeaders),
    request_body = New,
    responses((status = 201, description = "Prepared", body = Written<Selection>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Prepare>().await
}

/// Preparing a selection.
pub struct Prepare;

impl Operation for Prepare {
    const ID: &'static str = "prepareSelection";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Selection;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductSelection)?;
        let New { version, title, currency } = &write.body;
        let (selection, mut draft) = (edge::selection_id(), write.draft());
        let title = draft.common(Pointer::Title, title.as_str())?;
        let (currency, criteria) = (currency.clone(), Criteria::default());
        let prepared = Prepared { selection, version: *version, title, currency, criteria };
        Ok(Plan::of(selection, draft.ready(Command::Prepare(prepared))))
    }
}
