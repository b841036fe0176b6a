//! `GET /v1/networks/{network}/events`

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use app::network::{EventLog as _, Stored};
use domain::envelope::Envelope;
use domain::state::Event;
use futures_util::stream;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{HistoryEvent, render};
use crate::answer::{Page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::reason::Reason;

/// How many events a piece of the stream holds: what bounds its memory.
const PIECE: usize = 256;
/// How many events are looked at for one page, so that a rare filter does not hold a request for long.
const LOOKED_AT: usize = 50_000;

/// Which events.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// From this position on.
    #[param(example = 0)]
    from: Option<u64>,
    /// Of this type.
    #[serde(rename = "type")]
    #[param(example = "contribution.submitted")]
    name: Option<String>,
    /// That concern this object.
    #[param(example = "contribution:01890a5d-ac96-774b-bcce-b302099a8057")]
    object: Option<String>,
    /// How many a page has, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<u64>,
}

impl Query {
    fn start(&self) -> u64 {
        self.from.unwrap_or(0).max(self.after.map_or(0, |after| after.saturating_add(1)))
    }

    fn holds(&self, stored: &Stored) -> bool {
        let wanted = |envelope: &Envelope<'_>| {
            self.name.as_ref().is_none_or(|name| *name == envelope.name)
                && self.object.as_ref().is_none_or(|object| envelope.objects().contains(&object.as_str()))
        };
        self.name.is_none() && self.object.is_none()
            || Envelope::read(&stored.bytes).is_ok_and(|envelope| wanted(&envelope))
    }
}

/// Read the history
///
/// In pages, or as a stream with `Accept: application/x-ndjson`: one event a line, up to the position read as of.
#[utoipa::path(
    get, path = "/v1/networks/{network}/events", operation_id = "readHistory", tag = "history",
    params(InNetwork, Query, Moment),
    responses(
        (status = 200, description = "A page, or a stream of lines", content(
            (Page<HistoryEvent> = "application/json"), (HistoryEvent = "application/x-ndjson")
        )),
        ReadProblems
    )
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let size = page_size(read.query.limit)?;
    if read.query.name.as_ref().is_some_and(|name| !Event::types().any(|known| known.name == name)) {
        return Err(Problem::invalid_parameter("type", Reason::does_not_fit()));
    }
    if read.accept().is_some_and(|accept| accept.contains("application/x-ndjson")) {
        return Ok(streamed(read));
    }
    let (read, page) = web::block(move || page(&read, size).map(|page| (read, page))).await??;
    read.answer_page(&page)
}

fn page(read: &Read<Query>, size: usize) -> Result<Page<HistoryEvent>, Problem> {
    let (items, next) = piece(read, read.query.start(), size)?;
    let next = next.filter(|next| *next < read.views.head.0).and_then(|next| next.checked_sub(1));
    Ok(Page { items, next: next.map(|after| after.to_string()) })
}

/// Up to `size` events that fit, from a position on; and where to go on.
fn piece(read: &Read<Query>, from: u64, size: usize) -> Result<(Vec<HistoryEvent>, Option<u64>), Problem> {
    let head = read.views.head.0;
    let mut items = Vec::new();
    if let Some(object) = read.query.object.as_ref().filter(|_| read.query.name.is_none()) {
        let positions = read.network.log().positions_of(object, from, size)?;
        for position in positions.iter().copied().filter(|position| *position < head) {
            items.push(render(read, read.network.log().event(position)?)?);
        }
        let next = (positions.len() == size).then(|| positions.last().map(|last| last + 1)).flatten();
        return Ok((items, next));
    }
    let (mut next, mut looked_at) = (None, 0);
    for stored in read.network.log().read(from) {
        let stored = stored?;
        if stored.position >= head {
            next = None;
            break;
        }
        if items.len() == size || looked_at == LOOKED_AT {
            next = Some(stored.position);
            break;
        }
        looked_at += 1;
        if read.query.holds(&stored) {
            items.push(render(read, stored)?);
        }
    }
    Ok((items, next))
}

/// The history as lines, piece by piece: what was not asked for yet is not read yet.
fn streamed(read: Read<Query>) -> HttpResponse {
    let start = Some(read.query.start());
    let (head, at) = (read.views.head, read.at);
    let lines = stream::try_unfold((read, start), |(read, from)| async move {
        let Some(from) = from else { return Ok::<_, actix_web::Error>(None) };
        let piece = web::block(move || {
            let (events, next) = piece(&read, from, PIECE)?;
            let mut lines = Vec::new();
            for event in &events {
                serde_json::to_writer(&mut lines, event).map_err(|error| Problem::internal(&error))?;
                lines.push(b'\n');
            }
            Ok::<_, Problem>((web::Bytes::from(lines), (read, next)))
        });
        Ok(Some(piece.await.map_err(Problem::from)??))
    });
    HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((header::VARY, "Accept, Authorization"))
        .insert_header(("tresse-position", head.0))
        .insert_header(("tresse-at", at.to_string()))
        .streaming(lines)
}
