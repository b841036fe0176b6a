//! How many live streams there are, and how they end: each has its place while it lasts, and all hear of a stop.

use std::any::Any;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use domain::ids::KeyId;
use tokio::sync::{Semaphore, watch};

use crate::problem::Problem;

/// How many streams read the history at once; the others wait for their turn.
const READING: usize = 4;

/// The bounds of live streams.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many there may be at once.
    pub total: usize,
    /// How many one key may have, or one address without a key.
    pub each: usize,
    /// After how long without an event a stream says that it still lives.
    pub heartbeat: Duration,
    /// How long the other side of a connection may take nothing of what is sent, before the connection is ended.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total: 1_000, each: 20, heartbeat: Duration::from_secs(15), patience: Duration::from_secs(30) }
    }
}

/// Whose a stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// That of a key.
    Key(KeyId),
    /// That of whoever asks from this network without a key.
    Network(IpAddr),
}

/// The live streams of a server.
#[derive(Debug)]
pub struct Streams {
    /// Their bounds.
    pub limits: Limits,
    /// Turns to read the history.
    pub turns: Semaphore,
    open: Mutex<Open>,
    stopping: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Open {
    total: usize,
    each: HashMap<Who, usize>,
}

impl Streams {
    /// None yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let (turns, stopping) = (Semaphore::new(READING), watch::Sender::new(false));
        Self { limits, turns, open: Mutex::default(), stopping }
    }

    /// A place for one more.
    ///
    /// # Errors
    /// `too_many_streams`, `streams_full`.
    pub fn place(self: &Arc<Self>, who: Who) -> Result<Place, Problem> {
        let mut open = self.open();
        if open.total >= self.limits.total || *self.stopping.borrow() {
            return Err(Problem::streams_full());
        }
        let of_one = open.each.entry(who).or_default();
        if *of_one >= self.limits.each {
            return Err(Problem::too_many_streams(self.limits.each));
        }
        *of_one += 1;
        open.total += 1;
        metrics::gauge!("tresse_streams_open").increment(1);
        Ok(Place { streams: Arc::clone(self), who })
    }

    /// Ends them all, and takes no more.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Told when they are to end.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream's place among them, until it is dropped.
#[derive(Debug)]
pub struct Place {
    /// Among which.
    pub streams: Arc<Streams>,
    who: Who,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.open();
        open.total = open.total.saturating_sub(1);
        if let Some(of_one) = open.each.get_mut(&self.who) {
            *of_one = of_one.saturating_sub(1);
            if *of_one == 0 {
                open.each.remove(&self.who);
            }
        }
        metrics::gauge!("tresse_streams_open").decrement(1);
    }
}

/// Has the kernel end a connection whose other side takes nothing for so long (`TCP_USER_TIMEOUT`, Linux): what writes to
/// it is not asked again until something was taken, so that nothing in this process could.
pub fn end_when_stuck(connection: &dyn Any, patience: Duration) {
    if let Some(stream) = connection.downcast_ref::<TcpStream>() {
        #[cfg(target_os = "linux")]
        let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(patience));
        #[cfg(not(target_os = "linux"))]
        let _ = (stream, patience);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streams(total: usize, each: usize) -> Arc<Streams> {
        Arc::new(Streams::new(Limits { total, each, ..Limits::default() }))
    }

    fn at(address: &str) -> Who {
        Who::Network(address.parse().unwrap())
    }

    #[test]
    fn a_place_is_free_again_once_it_is_dropped() {
        let streams = streams(3, 2);
        let (first, second) = (streams.place(at("192.0.2.1")).unwrap(), streams.place(at("192.0.2.1")).unwrap());
        assert_eq!(streams.place(at("192.0.2.1")).unwrap_err().to_string(), "too_many_streams");
        let third = streams.place(at("192.0.2.2")).unwrap();
        assert_eq!(streams.place(at("192.0.2.3")).unwrap_err().to_string(), "streams_full");
        drop((first, second, third));
        assert!(streams.open().each.is_empty() && streams.open().total == 0);
        assert!(streams.place(at("192.0.2.1")).is_ok());
        streams.stop();
        assert_eq!(streams.place(at("192.0.2.1")).unwrap_err().to_string(), "streams_full");
    }
}
