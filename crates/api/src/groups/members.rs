//! `GET /v1/networks/{network}/groups/{group}/members`

use actix_web::HttpResponse;
use domain::ids::{ActorId, Position, Stamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::find;
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Who works in a group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "since": "2026-03-05T17:02:11.000Z", "convener": true
}))]
pub struct GroupMember {
    /// Who.
    #[schema(schema_with = values::id)]
    actor: ActorId,
    /// Since when.
    #[schema(schema_with = values::time)]
    since: Stamp,
    /// Whether they convene it.
    convener: bool,
}

/// Which members.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<u64>,
}

/// List the members of a working group
///
/// In the order in which they joined it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/groups/{group}/members", operation_id = "listGroupMembers", tag = "groups",
    params(
        InNetwork,
        ("group" = uuid::Uuid, Path, description = "Its id"), Query, Moment
    ),
    responses((status = 200, description = "A page", body = Page<GroupMember>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let size = page_size(read.query.limit)?;
    let group = find(&read, read.caller.path("group")?)?;
    let from = read.query.after.map_or(Position(0), |after| Position(after).next());
    let members = read.views.groups.members(group.id, from);
    let member = |of: &projection::groups::Membership| {
        Ok(GroupMember { actor: of.member, since: of.since, convener: group.convener == Some(of.member) })
    };
    read.answer_page(&page(members, size, |of| of.position.to_string(), member)?)
}
