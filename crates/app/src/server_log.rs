//! The server's own log: one frame a change, written under a lock. Changes are rare; reads take no lock.

use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use bytes::Bytes;
use domain::envelope::{Act, By};
use domain::ids::{Position, Stamp};
use domain::server::{self, Refusal, Server};
use eventlog::{AppendError, EventLog as _, Frame, PrivateEntry, SegmentLog};
use tokio::sync::watch;
use vault::Vault;

use crate::edge::{self, Clock};
use crate::entry::Entry;
use crate::known::{Known, Remembered};
use crate::network::{command_record, private_kind, read_command_record};
use crate::submission::{Idempotency, Receipt};

/// Why the server's log did not take a change.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The log.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The event cannot be written.
    #[error(transparent)]
    Codec(#[from] serde_json::Error),
    /// The idempotency key came before with another body.
    #[error("idempotency_key_reused")]
    KeyReused,
}

/// Why the server's log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ServerReadError {
    /// The log.
    #[error(transparent)]
    Read(#[from] eventlog::ReadError),
    /// An event that this program does not know.
    #[error(transparent)]
    Codec(#[from] domain::event::CodecError),
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was recorded.
    Recorded(Receipt),
    /// It was recorded before, under the same idempotency key: secrets are not shown twice.
    Replayed(Receipt),
}

/// The server's own log with what is folded of it.
#[derive(Debug)]
pub struct ServerLog {
    log: SegmentLog<Entry>,
    vault: Vault,
    clock: Arc<dyn Clock>,
    server: ArcSwap<Server>,
    changes: watch::Sender<()>,
    writing: Mutex<Writing>,
}

#[derive(Debug, Default)]
struct Writing {
    known: Known,
    stamp: Stamp,
}

impl ServerLog {
    /// Folds the log.
    ///
    /// # Errors
    /// [`ServerReadError`].
    pub fn load(log: SegmentLog<Entry>, vault: Vault, clock: Arc<dyn Clock>) -> Result<Self, ServerReadError> {
        let (mut server, mut writing) = (Server::default(), Writing::default());
        for frame in log.frames(0) {
            let frame = frame?;
            for bytes in &frame.events {
                let (recorded_at, event) = server::read(bytes)?;
                server.evolve(recorded_at, &event);
                writing.stamp = recorded_at;
            }
            for entry in frame.private.iter().filter(|entry| entry.kind == private_kind::COMMAND_RECORD) {
                if let Some((key, body, receipt)) = read_command_record(&entry.body) {
                    writing.known.learn_command(key, Remembered { body, receipt, recorded_at: writing.stamp });
                }
            }
        }
        let (server, changes) = (ArcSwap::from_pointee(server), watch::Sender::new(()));
        Ok(Self { log, vault, clock, server, changes, writing: Mutex::new(writing) })
    }

    /// What is known now.
    #[must_use]
    pub fn server(&self) -> Arc<Server> {
        self.server.load_full()
    }

    /// Whether nothing is recorded any more, since a write failed.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.log.is_poisoned()
    }

    /// Told of each change after it is known: a key may be issued or revoked.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    /// The keys for MACs.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// What a change did that came with this idempotency key.
    ///
    /// # Errors
    /// [`ServerError::KeyReused`] when it came with another body.
    pub fn remembered(&self, idempotency: Option<Idempotency>) -> Result<Option<Receipt>, ServerError> {
        self.lock().remembered(idempotency, self.clock.now())
    }

    /// Records events in one frame; durable on return. Blocks on the disk.
    ///
    /// # Errors
    /// [`ServerError`]; nothing was recorded, but for [`AppendError::OutcomeUnknown`].
    pub fn record(
        &self,
        by: By,
        events: &[server::Event],
        idempotency: Option<Idempotency>,
    ) -> Result<Change, ServerError> {
        let mut writing = self.lock();
        let stamp = self.clock.now().max(writing.stamp);
        if let Some(receipt) = writing.remembered(idempotency, stamp)? {
            return Ok(Change::Replayed(receipt));
        }
        let (mut server, mut bytes) = (self.server().as_ref().clone(), Vec::with_capacity(events.len()));
        for event in events {
            server.admits(event)?;
            server.evolve(stamp, event);
            bytes.push(Bytes::from(server::write(edge::event_id(), stamp, &Act::by(by), event)?));
        }
        let first = self.log.head();
        let receipt = Receipt { first: Position(first), events: u32::try_from(bytes.len()).unwrap_or(u32::MAX) };
        let record = idempotency.map(|idempotency| PrivateEntry {
            kind: private_kind::COMMAND_RECORD,
            event_index: 0,
            pointer_id: 0,
            body: command_record(&idempotency, receipt).into(),
        });
        let recorded_at_ms = u64::try_from(stamp.millis()).unwrap_or(0);
        let frame = Frame { recorded_at_ms, commands: 1, events: &bytes, private: record.as_slice() };
        self.log.append(first, frame)?;
        writing.stamp = stamp;
        if let Some(Idempotency { key, body }) = idempotency {
            writing.known.learn_command(key, Remembered { body, receipt, recorded_at: stamp });
        }
        self.server.store(Arc::new(server));
        self.changes.send_replace(());
        Ok(Change::Recorded(receipt))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writing {
    fn remembered(&mut self, idempotency: Option<Idempotency>, now: Stamp) -> Result<Option<Receipt>, ServerError> {
        self.known.forget_before(now);
        match idempotency.and_then(|asked| Some((asked, self.known.command(&asked.key, now)?))) {
            None => Ok(None),
            Some((asked, remembered)) if asked.body == remembered.body => Ok(Some(remembered.receipt)),
            Some(_) => Err(ServerError::KeyReused),
        }
    }
}
