//! `POST /v1/networks/{network}/groups`

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::group::{Command, Formed};

use super::{Group, Text};
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Form a working group
///
/// For facilitators. It has no members yet.
#[utoipa::path(
    post, path = "/v1/networks/{network}/groups", operation_id = "formGroup", tag = "groups",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = Text,
    responses((status = 201, description = "Formed", body = Written<Group>), WriteProblems)
)]
pub async fn handler(write: Write<Text>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Form>().await
}

/// Forming a working group.
pub struct Form;

impl Operation for Form {
    const ID: &'static str = "formGroup";
    const CREATES: bool = true;
    type Body = Text;
    type Resource = Group;

    async fn plan(write: &Write<Text>) -> Result<Plan, Problem> {
        write.may(Action::FormGroup)?;
        let (group, mut draft) = (edge::group_id(), write.draft());
        let (name, purpose) = write.body.seal(&mut draft)?;
        Ok(Plan::of(group, draft.ready(Command::Form(Formed { group, name, purpose }))))
    }
}
