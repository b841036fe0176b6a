//! `POST /v1/networks/{network}/actions/{action}/completion`

use actix_web::HttpResponse;
use domain::action::{Command, Completed};
use domain::authority::Action::FollowAction;
use domain::class::Pointer;
use domain::ids::ActionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Action;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Body;

/// What came of an action.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActionResults, example = json!({"results": "Quarante arbres, plantés par trente voisins."}))]
pub struct New {
    /// What came of it.
    results: Body,
}

/// Complete an action
///
/// By who answers for it, or a facilitator. It takes nothing more.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actions/{action}/completion", operation_id = "completeAction",
    tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Completed", body = Written<Action>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Complete>().await
}

/// Completing an action.
pub struct Complete;

impl Operation for Complete {
    const ID: &'static str = "completeAction";
    type Body = New;
    type Resource = Action;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (action, mut draft): (ActionId, _) = (write.caller.path("action")?, write.draft());
        write.may(FollowAction(action))?;
        let results = draft.common(Pointer::Results, write.body.results.as_str())?;
        Ok(Plan::of(action, draft.ready(Command::Complete(Completed { action, results }))))
    }
}
