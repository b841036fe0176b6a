//! `GET /v1/networks/{network}/meetings/{meeting}/registrations`

use actix_web::{HttpResponse, web};
use domain::authority::Action;
use domain::event::Object;
use domain::ids::{ActorNo, MeetingId, Pseudonym};
use domain::meeting::Row;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Person, now};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::shown;

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<u32>,
}

/// List who is registered
///
/// For facilitators, in order of joining the network. It is what holds now, whatever `as_of` says; who had their data
/// erased is counted and not named.
#[utoipa::path(
    get, path = "/v1/networks/{network}/meetings/{meeting}/registrations", operation_id = "listRegistrations",
    tag = "meetings",
    params(InNetwork, ("meeting" = uuid::Uuid, Path, description = "The meeting's id"), Query, Moment),
    responses((status = 200, description = "A page", body = Page<Person>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    persons(read, |row, person| row.registered.contains(person)).await
}

/// A page of those whose pseudonyms are among some of the meeting's.
pub(super) async fn persons(
    read: Read<Query>,
    is_among: fn(&Row, &Pseudonym) -> bool,
) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::RunMeeting)?;
    let size = page_size(read.query.limit)?;
    let (read, page) = web::block(move || named(&read, is_among, size).map(|page| (read, page))).await??;
    read.answer_page(&page)
}

fn named(read: &Read<Query>, is_among: fn(&Row, &Pseudonym) -> bool, size: usize) -> Result<Page<Person>, Problem> {
    let meeting: MeetingId = read.caller.path("meeting")?;
    let (row, live) = (now(read)?, read.gate.live());
    let behind = read.network.all_behind(Object::Meeting(meeting), |person| is_among(row, person));
    let after = read.query.after.map(ActorNo);
    let rows = behind.iter().filter_map(|actor| live.views.actors.get(*actor)).filter(|row| Some(row.no) > after);
    page(rows, size, |row| row.no.0.to_string(), |row| Ok(Person { id: row.id, name: shown(read, row.name)? }))
}
