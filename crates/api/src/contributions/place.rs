//! `PUT /v1/networks/{network}/contributions/{contribution}/place`

use actix_web::HttpResponse;
use domain::contribution::Command;
use domain::ids::{ContributionId, ThemeId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Contribution;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Where a contribution stands; what is absent it does without.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ContributionPlace, example = json!({"parent": "01890a5d-ac96-774b-bcce-b302099a8057"}))]
pub struct Place {
    /// What it is to stand under.
    #[schema(value_type = Option<uuid::Uuid>)]
    parent: Option<ContributionId>,
    /// The theme it is to have.
    #[schema(value_type = Option<uuid::Uuid>)]
    theme: Option<ThemeId>,
}

/// Move a contribution
///
/// For facilitators: under another contribution, on its own, or to another theme. Its replies come along.
#[utoipa::path(
    put, path = "/v1/networks/{network}/contributions/{contribution}/place", operation_id = "moveContribution",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Place,
    responses((status = 200, description = "Moved", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write<Place>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Move>().await
}

/// Moving a contribution.
pub struct Move;

impl Operation for Move {
    const ID: &'static str = "moveContribution";
    type Body = Place;
    type Resource = Contribution;

    async fn plan(write: &Write<Place>) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        let Place { parent, theme } = write.body;
        Ok(write.plan(contribution, Command::Move { contribution, parent, theme }))
    }
}
