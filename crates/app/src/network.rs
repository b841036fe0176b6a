//! A loaded network: its writer's queue, its live state, and its reads, live and past.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use bytes::Bytes;
use domain::actor;
use domain::class::Pointer;
use domain::event::{CodecError, Object};
use domain::ids::{ActorId, DecisionId, NetworkId, Position, Pseudonym, UrnId};
use domain::state::{Event, Recorded, State};
use domain::tally::{Tally, tally};
pub use eventlog::{EventLog, ReadError, Stored, leaf_hash};
use eventlog::{PrivateEntry, SegmentLog, StoredFrame};
use projection::activity::{self, Activity};
use projection::history::{AsOf, History};
use projection::{TextOwner, TextRef, Views};
use quick_cache::sync::Cache;
use tokio::sync::{mpsc, watch};
use vault::{Owner, Vault};

use crate::edge::Clock;
use crate::entry::Entry;
use crate::known::{Known, Remembered};
pub use crate::opened::{Text, TextError};
use crate::submission::{Idempotency, Mac, Receipt, SubmitError};
use crate::urn;
use crate::writer::{self, Waiting};

/// How many submissions may wait for the writer.
const QUEUE: usize = 4_096;
/// How many opened texts are remembered.
const TEXTS: usize = 16_384;

/// How many tallies are remembered with their traces.
const TALLIES: usize = 32;

/// The kinds of private entries (events.md, "Frame").
pub mod private_kind {
    /// A sealed text.
    pub const SEALED_TEXT: u8 = 1;
    /// What an idempotency key did.
    pub const COMMAND_RECORD: u8 = 2;
    /// A blind index.
    pub const BLIND_INDEX: u8 = 3;
    /// The MAC of a source id.
    pub const SOURCE_MAC: u8 = 4;
    /// A secret ballot.
    pub const BALLOT: u8 = 5;
}

/// All that is known of a network after some commit. Readers take it without a lock.
#[derive(Debug, Clone, Default)]
pub struct Live {
    /// What rules look at.
    pub state: State,
    /// What private sections told.
    pub known: Known,
    /// What is shown.
    pub views: Arc<Views>,
    /// Where what happened stands, newest first.
    pub activity: Activity,
}

/// Why the past of a network could not be read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The log.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An event that this program does not know.
    #[error("event {position}: {source}")]
    Codec {
        /// Where it stands.
        position: Position,
        /// What is wrong with it.
        source: CodecError,
    },
}

/// What the writer shares with readers.
pub(crate) struct Shared {
    pub(crate) id: NetworkId,
    pub(crate) log: SegmentLog<Entry>,
    pub(crate) vault: Vault,
    pub(crate) clock: Arc<dyn Clock>,
    live: ArcSwap<Live>,
    history: History,
    folded: watch::Sender<Position>,
    texts: Cache<(Position, Pointer), Arc<str>>,
    behind: Cache<(Object, Pseudonym), ActorId>,
    tallies: Cache<DecisionId, Arc<Tally>>,
}

impl Shared {
    pub(crate) fn live(&self) -> Arc<Live> {
        self.live.load_full()
    }

    /// Remembers an opened text.
    pub(crate) fn remember_text(&self, position: Position, pointer: Pointer, opened: Arc<str>) {
        self.texts.insert((position, pointer), opened);
    }

    /// Forgets all opened texts, and who stands behind pseudonyms.
    pub(crate) fn forget_opened(&self) {
        self.texts.clear();
        self.behind.clear();
    }

    pub(crate) fn publish(&self, live: Live) {
        let head = live.views.head;
        self.history.offer(&live.views);
        self.live.store(Arc::new(live));
        self.folded.send_if_modified(|folded| std::mem::replace(folded, head) != head);
    }
}

/// A network that is served. Dropping it lets its writer finish what waits.
pub struct Network {
    shared: Arc<Shared>,
    queue: Mutex<Option<mpsc::Sender<Waiting>>>,
    pub(crate) in_progress: Mutex<HashSet<Mac>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network").field("id", &self.shared.id).finish_non_exhaustive()
    }
}

impl Network {
    /// Folds a network's history and starts its writer.
    ///
    /// # Errors
    /// [`HistoryError`] when the history cannot be read whole.
    pub fn load(
        id: NetworkId,
        log: SegmentLog<Entry>,
        vault: Vault,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, HistoryError> {
        let history = History::default();
        let (live, profiles) = fold(&log, &vault, &history)?;
        // With the rest go the keys of urns whose ballots were published, if that was interrupted.
        let is_needed =
            |subject| live.state.actor.get(subject).is_some() || live.state.decision.urn(UrnId(subject.0)).is_some();
        let swept = vault.sweep(is_needed);
        if let Err(error) = swept {
            tracing::warn!(network = %id, %error, "keys whose event never came could not be swept; the next start tries again");
        }
        let (folded, _) = watch::channel(live.views.head);
        let live = ArcSwap::from_pointee(live);
        let (texts, behind, tallies) = (Cache::new(TEXTS), Cache::new(TEXTS), Cache::new(TALLIES));
        let shared = Arc::new(Shared { id, log, vault, clock, live, history, folded, texts, behind, tallies });
        let (queue, waiting) = mpsc::channel(QUEUE);
        if let Err(error) = shared.finish_erasures(&shared.live().state, &profiles) {
            tracing::error!(network = %id, %error, "an erasure is not finished; the next start tries again");
        }
        let of_writer = Arc::clone(&shared);
        let writer = std::thread::Builder::new()
            .name(format!("writer-{id}"))
            .spawn(move || writer::run(&of_writer, waiting))
            .map_err(|error| HistoryError::Read(ReadError::from(error)))?;
        Ok(Self {
            shared,
            queue: Mutex::new(Some(queue)),
            in_progress: Mutex::default(),
            writer: Mutex::new(Some(writer)),
        })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> NetworkId {
        self.shared.id
    }

    /// Its keys.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.shared.vault
    }

    /// Its immutable history.
    #[must_use]
    pub fn log(&self) -> &(impl EventLog + use<>) {
        &self.shared.log
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.shared.clock.as_ref()
    }

    /// What is known now.
    #[must_use]
    pub fn live(&self) -> Arc<Live> {
        self.shared.live()
    }

    /// The views as of a moment that does not lie past the head.
    ///
    /// # Errors
    /// [`HistoryError`] when the history cannot be read.
    pub fn as_of(&self, as_of: AsOf) -> Result<Arc<Views>, HistoryError> {
        let live = self.live();
        self.shared.history.at(as_of, &live.views, |from| {
            self.shared.log.read(from.0).map(|stored| {
                let stored = stored?;
                read_event(Position(stored.position), &stored.bytes)
            })
        })
    }

    /// The views as of a moment, if nothing has to be read for them.
    #[must_use]
    pub fn remembered(&self, as_of: AsOf) -> Option<Arc<Views>> {
        self.shared.history.remembered(as_of, &self.live().views)
    }

    /// Waits until `at_least` events are folded; whether they are, after `patience`.
    pub async fn folded(&self, at_least: Position, patience: Duration) -> bool {
        let mut folded = self.shared.folded.subscribe();
        let reached = folded.wait_for(|head| *head >= at_least);
        matches!(tokio::time::timeout(patience, reached).await, Ok(Ok(_)))
    }

    /// Told of each new head after it is folded.
    #[must_use]
    pub fn heads(&self) -> watch::Receiver<Position> {
        self.shared.folded.subscribe()
    }

    /// Opens a sealed text, or finds it opened. Whether it may be shown is for the gate to say.
    ///
    /// # Errors
    /// [`TextError`] when it cannot be read or was tampered with.
    pub fn text(&self, text: &TextRef) -> Result<Text, TextError> {
        // What is remembered of whoever was erased since is of nobody any more.
        if self.owner(text.owner).is_none() {
            return Ok(Text::Erased);
        }
        if let Some(opened) = self.shared.texts.get(&(text.position, text.pointer)) {
            return Ok(Text::Shown(opened));
        }
        let Some(opened) = self.opened(text)? else { return Ok(Text::Erased) };
        let shown: Arc<str> = opened.text.as_str().into();
        self.shared.remember_text(text.position, text.pointer, Arc::clone(&shown));
        Ok(Text::Shown(shown))
    }

    /// Counts a decision again, from the ballots as they were frozen; nothing where they are not published. What was counted
    /// does not change any more, so it is counted once and remembered. May take seconds.
    #[must_use]
    pub fn recount(&self, decision: DecisionId) -> Option<Arc<Tally>> {
        let live = self.live();
        let row = live.state.decision.get(decision)?;
        let count = || row.input(decision).map(|input| Arc::new(tally(&input))).ok_or(());
        self.shared.tallies.get_or_insert_with(&decision, count).ok()
    }

    /// How many opened texts are remembered.
    #[must_use]
    pub fn opened_texts(&self) -> usize {
        self.shared.texts.len()
    }

    /// Opens a sealed text with the salt of its commitment, and does not remember it; `None` when it was destroyed.
    /// The salt is for its author alone.
    ///
    /// # Errors
    /// [`TextError`] when it cannot be read or was tampered with.
    pub fn opened(&self, text: &TextRef) -> Result<Option<vault::Opened>, TextError> {
        let Some(owner) = self.owner(text.owner) else { return Ok(None) };
        let private = self.shared.log.private(text.position.0)?;
        let is_it =
            |entry: &&PrivateEntry| entry.kind == private_kind::SEALED_TEXT && entry.pointer_id == text.pointer.id();
        let sealed = private.iter().find(is_it).ok_or(TextError::Missing(text.position))?;
        match self.shared.vault.unseal(owner, text.event, text.pointer, &sealed.body) {
            Ok(opened) => Ok(Some(opened)),
            Err(vault::OpenError::Blanked | vault::OpenError::NoKey) => Ok(None),
            Err(error) => Err(TextError::Vault(text.position, error)),
        }
    }

    /// Whose key seals, if there still is one.
    fn owner(&self, owner: TextOwner) -> Option<Owner> {
        let subject = match owner {
            TextOwner::Network => return Some(Owner::Network),
            TextOwner::Actor(actor) => actor,
            TextOwner::Behind(object, pseudonym) => self.behind(object, pseudonym)?,
        };
        self.vault().has_keys(subject).then_some(Owner::Subject(subject))
    }

    /// Who stands behind a pseudonym in an object, while there are keys that tell: every actor's is made and compared.
    #[must_use]
    pub fn behind(&self, object: Object, pseudonym: Pseudonym) -> Option<ActorId> {
        let is_behind = |actor: &ActorId| self.pseudonym(*actor, object).is_ok_and(|theirs| theirs == pseudonym);
        if let Some(actor) = self.shared.behind.get(&(object, pseudonym)).filter(is_behind) {
            return Some(actor);
        }
        let live = self.live();
        let actor = live.views.actors.after(None).map(|row| row.id).find(is_behind)?;
        self.shared.behind.insert((object, pseudonym), actor);
        Some(actor)
    }

    /// Those who stand behind some pseudonyms in an object, in order of joining, as far as there are keys that tell: every
    /// actor's pseudonym is made once.
    #[must_use]
    pub fn all_behind(&self, object: Object, among: impl Fn(&Pseudonym) -> bool) -> Vec<ActorId> {
        let is_behind = |actor: &ActorId| self.pseudonym(*actor, object).is_ok_and(|theirs| among(&theirs));
        self.live().views.actors.after(None).map(|row| row.id).filter(is_behind).collect()
    }

    /// Whether nothing is recorded any more: a write failed, or it was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.queue().is_err() || self.shared.log.is_poisoned()
    }

    /// Whether a write failed, so that what the log holds is not known for sure.
    pub(crate) fn writes_failed(&self) -> bool {
        self.shared.log.is_poisoned()
    }

    /// Stops taking submissions, and waits until those that wait are done.
    pub fn stop(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer
            && writer.join().is_err()
        {
            tracing::error!(network = %self.shared.id, "the writer panicked");
        }
    }

    pub(crate) fn queue(&self) -> Result<mpsc::Sender<Waiting>, SubmitError> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(SubmitError::Stopped)
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Reads an event of the history.
///
/// # Errors
/// [`HistoryError::Codec`] for what this program does not know.
pub fn read_event(position: Position, bytes: &[u8]) -> Result<Recorded, HistoryError> {
    Recorded::read(position, bytes).map_err(|source| HistoryError::Codec { position, source })
}

/// Where private sections hold something of an actor's profile.
type Profiles = Vec<(ActorId, Position)>;

/// Folds a history from the beginning.
fn fold(log: &impl EventLog, vault: &Vault, history: &History) -> Result<(Live, Profiles), HistoryError> {
    let (mut state, mut known, mut views) = (State::default(), Known::default(), Views::default());
    let (mut sources, mut profiles, mut activity) = (Vec::new(), Vec::new(), activity::Loading::default());
    let mut ballots = Vec::new();
    for frame in log.frames(0) {
        let StoredFrame { first, events, mut private, .. } = frame?;
        private.sort_by_key(|entry| entry.event_index);
        let mut private = private.iter().peekable();
        for ((index, position), bytes) in (0..).zip(first..).zip(&events) {
            let recorded = read_event(Position(position), bytes)?;
            state.evolve(&recorded.happened(), &recorded.event);
            let own = std::iter::from_fn(|| private.next_if(|entry| entry.event_index == index));
            let own = own.filter(|entry| !is_blanked(entry)).inspect(|entry| {
                if entry.kind == private_kind::BALLOT {
                    ballots.push(PrivateEntry::clone(entry));
                }
                let is_profile = matches!(entry.kind, private_kind::SEALED_TEXT | private_kind::BLIND_INDEX);
                if let (true, Event::Actor(event)) = (is_profile, &recorded.event) {
                    profiles.extend(event.profile_of().map(|actor| (actor, recorded.position)));
                }
            });
            learn(&mut known, &mut sources, &recorded, own);
            for ballot in ballots.drain(..) {
                urn::learn(&mut known, vault, &state, &recorded, &ballot);
            }
            views.apply(&recorded);
            activity.add(&recorded, &views.contributions);
        }
        history.offer(&views);
    }
    known.learn_sources(sources);
    known.forget_before(views.stamp);
    Ok((Live { state, known, views: Arc::new(views), activity: activity.done() }, profiles))
}

fn is_blanked(entry: &PrivateEntry) -> bool {
    entry.body.iter().all(|byte| *byte == 0)
}

/// What the private entries of one event tell.
fn learn<'e>(
    known: &mut Known,
    sources: &mut Vec<(Mac, Position)>,
    recorded: &Recorded,
    private: impl Iterator<Item = &'e PrivateEntry>,
) {
    let (mut contact, mut code) = (None, None);
    for entry in private {
        match (entry.kind, entry.pointer_id, &recorded.event) {
            (private_kind::BLIND_INDEX, 0, Event::Actor(actor::Event::Joined(joined))) => {
                if let Some(index) = mac(&entry.body) {
                    known.learn_person(index, joined.actor);
                }
            }
            (private_kind::BLIND_INDEX, pointer, _) if pointer == Pointer::Contact.id() => contact = mac(&entry.body),
            (private_kind::BLIND_INDEX, pointer, _) if pointer == Pointer::Code.id() => code = mac(&entry.body),
            (private_kind::SOURCE_MAC, ..) => sources.extend(mac(&entry.body).map(|mac| (mac, recorded.position))),
            (private_kind::COMMAND_RECORD, ..) => {
                if let Some((key, body, receipt)) = read_command_record(&entry.body) {
                    let recorded_at = recorded.recorded_at;
                    known.learn_command(key, Remembered { body, receipt, recorded_at });
                }
            }
            _ => (),
        }
    }
    writer::learn_person(known, &recorded.event, contact);
    writer::learn_code(known, &recorded.event, code);
    urn::forget(known, &recorded.event);
    known.learn_ballot(recorded);
    known.learn_answers(recorded);
}

fn mac(body: &Bytes) -> Option<Mac> {
    body.as_ref().try_into().ok()
}

/// The body of a command record: MAC of the key 16 ‖ MAC of the body 16 ‖ first position u64 ‖ events u32, little-endian.
pub(crate) fn command_record(idempotency: &Idempotency, receipt: Receipt) -> Vec<u8> {
    let position = receipt.first.0.to_le_bytes();
    [&idempotency.key[..], &idempotency.body[..], &position[..], &receipt.events.to_le_bytes()[..]].concat()
}

pub(crate) fn read_command_record(record: &[u8]) -> Option<(Mac, Mac, Receipt)> {
    let (key, rest) = record.split_first_chunk()?;
    let (body, rest) = rest.split_first_chunk()?;
    let (first, rest) = rest.split_first_chunk()?;
    let (events, rest) = rest.split_first_chunk()?;
    let receipt = Receipt { first: Position(u64::from_le_bytes(*first)), events: u32::from_le_bytes(*events) };
    rest.is_empty().then_some((*key, *body, receipt))
}
