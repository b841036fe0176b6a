//! `GET /v1/networks/{network}/invitations`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::ids::InvitationId;
use domain::invitation::Standing;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Invitation, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which invitations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Those that stand so at the moment in the header `Tresse-At`.
    #[param(schema_with = values::word::<Standing>)]
    state: Option<Standing>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<InvitationId>,
}

/// List invitations
///
/// For stewards, in order of issue, without their codes: those are kept nowhere.
#[utoipa::path(
    get, path = "/v1/networks/{network}/invitations", operation_id = "listInvitations", tag = "invitations",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Invitation>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::Invite)?;
    let query = &read.query;
    let size = page_size(query.limit)?;
    let rows = read.views.invitations.after(query.after);
    let rows = rows.filter(|row| query.state.is_none_or(|state| row.standing(read.at) == state));
    read.answer_page(&page(rows, size, |row| row.id.to_string(), |row| Ok(render(&read, row)))?)
}
