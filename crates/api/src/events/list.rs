//! `GET /v1/networks/{network}/events`

use std::sync::Arc;

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};
use app::network::Stored;
use futures_util::stream;

use super::cloud::{self, CloudEvent};
use super::filter::{Filter, Query};
use super::live::{self, EVENT_STREAM};
use super::look::{Bounds, Found, Reader, look};
use super::{HistoryEvent, origin, render};
use crate::answer::{Page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::formats::Format;
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::quality;

/// The media type of lines of JSON.
const LINES: &str = Format::Ndjson.media_type();
/// What the history can be had as, the most usual first.
const FORMS: [&str; 5] = [Format::Json.media_type(), LINES, Format::Csv.media_type(), EVENT_STREAM, cloud::BATCH];
const TOLD: &str =
    "application/json, application/x-ndjson, text/csv, text/event-stream, application/cloudevents-batch+json";

/// Read the history
///
/// In the form that `Accept` says; every one takes the same filters, all of which must hold.
///
/// - `application/json`, `text/csv`: pages.
/// - `application/x-ndjson`: one event a line, up to the position read as of.
/// - `text/event-stream`: live. What is recorded from `from` on, then each event as it comes, with its position as `id`, its
///   type as `event` and one line of `data`. `Last-Event-ID` goes on right after the event of that position: to lose
///   nothing between a read and the stream, begin `from` the read's `Tresse-Position`. A comment comes every 15 seconds
///   without an event, with an `id` where a filter has let positions pass. The stream ends when its reader may not read any
///   more, and when the server stops; a reader that takes nothing for 30 seconds is cut off.
/// - `application/cloudevents-batch+json`: pages of CloudEvents 1.0; `Link` leads to the next one.
#[utoipa::path(
    get, path = "/v1/networks/{network}/events", operation_id = "readHistory", tag = "history",
    params(
        InNetwork, Query, Moment,
        ("Last-Event-ID" = Option<u64>, Header, description = "Go on right after this event; live only", example = 41),
    ),
    responses(
        (status = 200, description = "A page, or a stream", content(
            (Page<HistoryEvent> = "application/json"), (HistoryEvent = "application/x-ndjson"),
            (String = "text/event-stream", example = "id: 41\nevent: actor.left\ndata: {\"position\":41,\"event\":{…}}\n\n"),
            (Vec<CloudEvent> = "application/cloudevents-batch+json"),
        )),
        ReadProblems
    )
)]
pub async fn handler(read: Read<Query>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (size, filter) = (page_size(read.query.limit)?, Filter::of(&read.query)?);
    match quality::best(&FORMS, read.accept()).ok_or_else(|| Problem::not_acceptable(TOLD))? {
        LINES => Ok(lines(read, filter, &request)),
        EVENT_STREAM => live::stream(read, filter, &request),
        cloud::BATCH => cloud_events(read, filter, size).await,
        _ => {
            let render = |read: &Read<Query>, stored| render(read, stored);
            let (read, page) = page(read, filter, size, render).await?;
            read.answer_page(&page)
        }
    }
}

async fn cloud_events(read: Read<Query>, filter: Filter, size: usize) -> Result<HttpResponse, Problem> {
    cloud::without_texts(&read)?;
    let origin = origin(&read)?;
    let render = move |_: &Read<Query>, stored| CloudEvent::of(&origin, &stored);
    let (read, page) = page(read, filter, size, render).await?;
    let bytes = serde_json::to_vec(&page.items).map_err(|error| Problem::internal(&error))?;
    Ok(read.answer_as(cloud::BATCH, bytes, page.next.as_deref()))
}

async fn page<T: Send + 'static>(
    read: Read<Query>,
    filter: Filter,
    size: usize,
    render: impl Fn(&Read<Query>, Stored) -> Result<T, Problem> + Send + 'static,
) -> Result<(Read<Query>, Page<T>), Problem> {
    web::block(move || {
        let head = read.views.head.0;
        let bounds = Bounds { events: size, bytes: usize::MAX };
        let Found { events, next } = look(read.network.log(), &filter, read.query.start(), head, bounds)?;
        let next = Some(next).filter(|next| *next < head).and_then(|next| next.checked_sub(1));
        let items = events.into_iter().map(|stored| render(&read, stored)).collect::<Result<_, _>>()?;
        Ok::<_, Problem>((read, Page { items, next: next.map(|after| after.to_string()) }))
    })
    .await?
}

/// The history as lines, piece by piece.
fn lines(read: Read<Query>, filter: Filter, request: &HttpRequest) -> HttpResponse {
    let (head, start) = (read.views.head.0, read.query.start());
    let mut response = HttpResponse::Ok();
    response
        .content_type(LINES)
        .insert_header((header::VARY, "Accept, Authorization"))
        .insert_header(("tresse-position", head))
        .insert_header(("tresse-at", read.at.to_string()));
    if request.method() == Method::HEAD {
        return response.finish();
    }
    let reader = Arc::new(Reader::of(read, filter, request));
    response.streaming(stream::try_unfold((reader, start), move |(reader, from)| async move {
        if from >= head {
            return Ok::<_, actix_web::Error>(None);
        }
        let of_piece = Arc::clone(&reader);
        let (piece, next) = web::block(move || of_piece.piece(from, head, write)).await.map_err(Problem::from)??;
        Ok(Some((piece, (reader, next))))
    }))
}

fn write(piece: &mut Vec<u8>, _: u64, _: &str, event: &HistoryEvent) -> std::io::Result<()> {
    serde_json::to_writer(&mut *piece, event)?;
    piece.push(b'\n');
    Ok(())
}
