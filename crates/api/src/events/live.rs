//! The history live: server-sent events (WHATWG HTML §9.2), first what is recorded already, then what comes.
//!
//! A stream has no queue. It knows the position up to which it has told, is woken when the head has moved, and reads from
//! there; what its reader does not take is not read. The `id` of an event is its position, and `Last-Event-ID` goes on
//! right after it. A heartbeat carries an `id` without an event, where a filter has let positions pass: so that whoever
//! reconnects does not look through them again.

use std::convert::identity;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use domain::ids::Position;
use futures_util::{StreamExt as _, stream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use super::filter::{Filter, Query};
use super::look::Reader;
use super::streams::{Place, Streams, Who};
use crate::call::Read;
use crate::front::limits::Door;
use crate::problem::Problem;
use crate::reason::Reason;

/// The media type.
pub const EVENT_STREAM: &str = "text/event-stream";
/// After how long a reader that lost the stream should come back, in milliseconds.
const RETRY_MS: u32 = 3_000;
/// How long a stream rests between two looks, so that a busy network is told of in some events at once.
const REST: Duration = Duration::from_millis(100);

/// Answers with the stream.
///
/// # Errors
/// `invalid_header`, `invalid_parameter`, `too_many_streams`, `streams_full`.
pub fn stream(read: Read<Query>, filter: Filter, request: &HttpRequest) -> Result<HttpResponse, Problem> {
    let head = read.gate.live().views.head;
    if form_urlencoded::parse(request.query_string().as_bytes()).any(|(name, _)| name == "as_of") {
        return Err(Problem::invalid_parameter("as_of", Reason::does_not_fit()));
    }
    let seen = last_event_id(request)?;
    if seen.is_some_and(|seen| seen >= head.0) {
        return Err(Problem::invalid_header("Last-Event-ID"));
    }
    let next = read.query.start().max(seen.map_or(0, |seen| seen + 1));
    if next > head.0 {
        return Err(Problem::invalid_parameter("from", Reason::out_of_bounds(0, head.0)));
    }
    let mut response = HttpResponse::Ok();
    response
        .content_type(EVENT_STREAM)
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .insert_header((header::VARY, HeaderValue::from_static("Accept, Authorization")))
        // Proxies keep back what is not much yet.
        .insert_header(("x-accel-buffering", "no"))
        .insert_header(("tresse-position", head.0))
        .force_close();
    if request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let streams = request.app_data::<web::Data<Streams>>().ok_or_else(Problem::not_found)?;
    let door = request.app_data::<web::Data<Door>>().ok_or_else(Problem::not_found)?;
    let network = || Who::Network(door.network_of(request.peer_addr(), request.headers()));
    let place = streams.place(read.caller.key().map_or_else(network, Who::Key))?;
    let hint = stream::once(async { Ok::<_, actix_web::Error>(Bytes::from(format!("retry: {RETRY_MS}\n\n"))) });
    let following = Following::new(Reader::of(read, filter, request), next, place);
    Ok(response.streaming(hint.chain(stream::unfold(following, |mut following| async move {
        let piece = following.next_piece().await?;
        Some((Ok(piece), following))
    }))))
}

fn last_event_id(request: &HttpRequest) -> Result<Option<u64>, Problem> {
    let Some(value) = request.headers().get("last-event-id").filter(|value| !value.is_empty()) else { return Ok(None) };
    let id = value.to_str().ok().and_then(|id| id.parse().ok());
    id.map(Some).ok_or_else(|| Problem::invalid_header("Last-Event-ID"))
}

/// A stream on its way.
struct Following {
    reader: Arc<Reader>,
    /// The next position to look at.
    next: u64,
    /// The next position to look at, as its reader knows it.
    told: u64,
    heads: watch::Receiver<Position>,
    keys: watch::Receiver<()>,
    stopping: watch::Receiver<bool>,
    /// When the history was looked at last.
    looked: Instant,
    /// When something was sent last.
    spoke: Instant,
    place: Place,
}

impl Following {
    fn new(reader: Reader, next: u64, place: Place) -> Self {
        let (heads, keys) = (reader.network.heads(), reader.keys());
        let (stopping, now) = (place.streams.stopping(), Instant::now());
        Self { reader: reader.into(), next, told: next, heads, keys, stopping, looked: now, spoke: now, place }
    }

    /// What is sent next; nothing at the end of the stream.
    async fn next_piece(&mut self) -> Option<Bytes> {
        loop {
            if *self.stopping.borrow() {
                return None;
            }
            let head = self.heads.borrow_and_update().0;
            if self.next < head {
                let piece = self.look(head).await?;
                if !piece.is_empty() {
                    self.told = self.next;
                    return Some(self.spoken(piece));
                }
            } else if !self.wait().await {
                // A silent stream ends too, once its reader may not read any more.
                self.reader.now().ok()?;
            }
            if self.spoke.elapsed() >= self.place.streams.limits.heartbeat {
                let beat = self.heartbeat();
                return Some(self.spoken(beat));
            }
        }
    }

    /// What stands between where the stream is and the head, or a part of it; nothing when the stream has to end.
    async fn look(&mut self, head: u64) -> Option<Bytes> {
        let _turn = self.place.streams.turns.acquire().await.ok()?;
        let (reader, from) = (Arc::clone(&self.reader), self.next);
        let looked = web::block(move || reader.piece(from, head, write)).await;
        let (piece, next) = looked.map_err(Problem::from).and_then(identity).ok()?;
        (self.next, self.looked) = (next, Instant::now());
        Some(piece)
    }

    /// Waits for a reason to go on; whether it is a new head.
    async fn wait(&mut self) -> bool {
        let beat = self.spoke + self.place.streams.limits.heartbeat;
        tokio::select! {
            moved = self.heads.changed() => {
                sleep(REST.saturating_sub(self.looked.elapsed())).await;
                moved.is_ok()
            }
            _ = self.keys.changed() => false,
            _ = self.stopping.changed() => false,
            () = sleep_until(beat) => false,
        }
    }

    fn heartbeat(&mut self) -> Bytes {
        let is_ahead = std::mem::replace(&mut self.told, self.next) < self.next;
        // The last position that was looked at.
        let seen = self.next.checked_sub(1).filter(|_| is_ahead);
        seen.map_or(Bytes::from_static(b":\n\n"), |seen| format!(":\nid: {seen}\n\n").into())
    }

    fn spoken(&mut self, bytes: Bytes) -> Bytes {
        self.spoke = Instant::now();
        bytes
    }
}

/// An event on its lines. Its JSON has no line breaks.
fn write(piece: &mut Vec<u8>, position: u64, name: &str, event: &super::HistoryEvent) -> std::io::Result<()> {
    write!(piece, "id: {position}\nevent: {name}\ndata: ")?;
    serde_json::to_writer(&mut *piece, event)?;
    piece.write_all(b"\n\n")
}
