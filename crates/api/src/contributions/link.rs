//! `POST /v1/networks/{network}/contributions/{contribution}/links`

use actix_web::HttpResponse;
use domain::contribution::{Command, LinkKind, Linked};
use domain::ids::ContributionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Contribution;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// How a contribution belongs to another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLink, example = json!({"kind": "answers", "to": "01890a5d-ac96-774b-bcce-b302099a8057"}))]
pub struct New {
    /// How.
    #[schema(schema_with = values::word::<LinkKind>)]
    kind: LinkKind,
    /// The other.
    #[schema(schema_with = values::id)]
    to: ContributionId,
}

/// Say how two contributions belong together
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions/{contribution}/links", operation_id = "linkContribution",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Linked", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Link>().await
}

/// Linking two contributions.
pub struct Link;

impl Operation for Link {
    const ID: &'static str = "linkContribution";
    type Body = New;
    type Resource = Contribution;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        let New { kind, to } = write.body;
        Ok(write.plan(contribution, Command::Link(Linked { contribution, to, kind })))
    }
}
