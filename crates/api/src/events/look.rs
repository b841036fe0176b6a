//! Looking through the history for events that fit a filter, piece by piece: what was not asked for yet is not read yet.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Bytes;
use app::Network;
use app::network::{EventLog, ReadError, Stored};
use domain::authority::Action;
use domain::envelope::Envelope;
use tokio::sync::watch;

use super::filter::Filter;
use super::{HistoryEvent, render};
use crate::call::{Caller, Read};
use crate::problem::Problem;

/// How many events are looked at in one go, so that a rare filter does not hold a request for long.
const LOOKED_AT: usize = 50_000;
/// The same for events that an index names, each of which is read on its own.
const LOOKED_UP: usize = 2_000;
/// How many positions the index is asked for at once.
const NAMED: usize = 64;
/// How much of the history is sooner read than looked up.
const NEAR: u64 = 1_024;
/// How few events are read one by one: what is read at once otherwise is a megabyte.
const FEW: u64 = 16;

/// How much is found in one go.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// So many events.
    pub events: usize,
    /// And no further event once there are so many bytes.
    pub bytes: usize,
}

/// A piece of a stream: what bounds its memory.
pub const PIECE: Bounds = Bounds { events: 256, bytes: 64 << 10 };

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// The events, in order.
    pub events: Vec<Stored>,
    /// The first position that was not looked at.
    pub next: u64,
}

impl Found {
    fn is_full(&self, bounds: Bounds) -> bool {
        let bytes = || self.events.iter().map(|stored| stored.bytes.len()).sum::<usize>();
        self.events.len() >= bounds.events || bytes() >= bounds.bytes
    }
}

/// The next events that fit, from a position on and before another.
///
/// # Errors
/// [`ReadError`].
pub fn look(log: &impl EventLog, filter: &Filter, from: u64, to: u64, bounds: Bounds) -> Result<Found, ReadError> {
    let mut found = Found { events: Vec::new(), next: from };
    let far = to.saturating_sub(from);
    if let Some(object) = filter.object.as_ref().filter(|_| far > NEAR) {
        look_up(log, object, filter, to, bounds, &mut found)?;
    } else if far <= FEW {
        take(&mut (from..to).map(|position| log.event(position)), filter, to, bounds, &mut found)?;
    } else {
        take(&mut log.read(from), filter, to, bounds, &mut found)?;
    }
    Ok(found)
}

/// Looks at one event after another.
fn take(
    events: &mut dyn Iterator<Item = Result<Stored, ReadError>>,
    filter: &Filter,
    to: u64,
    bounds: Bounds,
    found: &mut Found,
) -> Result<(), ReadError> {
    for stored in events.take(LOOKED_AT) {
        let stored = stored?;
        if stored.position >= to || found.is_full(bounds) {
            return Ok(());
        }
        found.next = stored.position + 1;
        if filter.holds(&stored) {
            found.events.push(stored);
        }
    }
    Ok(())
}

/// Looks at those that the index names.
fn look_up(
    log: &impl EventLog,
    object: &str,
    filter: &Filter,
    to: u64,
    bounds: Bounds,
    found: &mut Found,
) -> Result<(), ReadError> {
    for _ in 0..LOOKED_UP / NAMED {
        let positions = log.positions_of(object, found.next, NAMED)?;
        for position in positions.iter().copied().filter(|position| *position < to) {
            if found.is_full(bounds) {
                return Ok(());
            }
            found.next = position + 1;
            let stored = log.event(position)?;
            if filter.holds(&stored) {
                found.events.push(stored);
            }
        }
        if positions.len() < NAMED || positions.last().is_some_and(|last| *last >= to) {
            found.next = to;
            return Ok(());
        }
    }
    Ok(())
}

/// Who reads a stream, and what of it. It holds nothing of a past state, so that a slow stream keeps none in memory.
#[derive(Debug)]
pub struct Reader {
    caller: Caller,
    /// What the reader showed, a secret: it must still work when the next piece is read.
    shown: Option<HeaderValue>,
    /// The network that is read.
    pub network: Arc<Network>,
    texts: bool,
    filter: Filter,
}

impl Reader {
    /// Whoever makes this read.
    pub fn of<Q>(read: Read<Q>, filter: Filter, request: &HttpRequest) -> Self {
        let Read { caller, network, texts, .. } = read;
        let shown = request.headers().get(header::AUTHORIZATION).cloned().map(|mut shown| {
            shown.set_sensitive(true);
            shown
        });
        Self { caller, shown, network, texts, filter }
    }

    /// Told when keys were issued or revoked.
    pub fn keys(&self) -> watch::Receiver<()> {
        self.caller.catalogue.server_log().changes()
    }

    /// The read at this moment: refused once the key or token does not work any more, or the network is closed to them.
    ///
    /// # Errors
    /// As for [`Read`].
    pub fn now(&self) -> Result<Read<()>, Problem> {
        let (caller, network) = (self.caller.again(self.shown.as_ref())?, Arc::clone(&self.network));
        let (gate, at) = (caller.gate(&network), caller.catalogue.now());
        gate.check(Action::Read)?;
        let views = Arc::clone(&gate.live().views);
        Ok(Read { caller, network, views, gate, at, texts: self.texts, query: () })
    }

    /// The next piece of the stream, and where to go on.
    ///
    /// # Errors
    /// Those of [`Reader::now`] and of reading.
    pub fn piece(&self, from: u64, to: u64, write: Write) -> Result<(Bytes, u64), Problem> {
        let read = self.now()?;
        let Found { events, mut next } = look(self.network.log(), &self.filter, from, to, PIECE)?;
        let mut piece = Vec::new();
        for stored in events {
            let (position, bytes) = (stored.position, stored.bytes.clone());
            if piece.len() >= PIECE.bytes {
                // Texts make events longer than they are in the log.
                next = position;
                break;
            }
            let envelope = Envelope::read(&bytes).map_err(|error| Problem::internal(&error))?;
            let event = render(&read, stored)?;
            write(&mut piece, position, &envelope.name, &event).map_err(|error| Problem::internal(&error))?;
        }
        Ok((piece.into(), next))
    }
}

/// Writes an event, with its position and its type, at the end of a piece.
pub type Write = fn(&mut Vec<u8>, u64, &str, &HistoryEvent) -> std::io::Result<()>;
