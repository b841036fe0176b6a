//! The one writer of a network: drains its queue, decides each submission on tentative state, commits the group with
//! one sync, and only then tells anybody anything.
//!
//! Architecture Invariant: nothing decided on tentative state leaves this file before the sync — no success, refusal,
//! stale version, dry run or replayed answer. If the sync fails, the tentative state is dropped and everyone who waits
//! hears that the outcome is unknown.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::actor;
use domain::aggregate::{Contact, Fact, Facts};
use domain::authority::{Principal, authorise_act};
use domain::class::Pointer;
use domain::ids::{ActorId, Position, Stamp, Version};
use domain::invitation;
use domain::moderation;
use domain::state::{Decided, Event, Recorded, State};
use eventlog::{EventLog as _, Frame, MAX_EVENT_BYTES, PrivateEntry};
use tokio::sync::{mpsc, oneshot};
use vault::Vault;

use crate::known::{Known, Remembered};
use crate::network::{Live, Shared, private_kind};
use crate::submission::{Failed, Imported, Mac, Outcome, Receipt, Step, Submission, SubmitError, Unit};
use crate::urn;

/// The bounds of a group. One that is nearly full still takes a submission that is nearly as large: that is a quarter of
/// a frame's greatest size, and fewer events than a private entry can point to.
const MAX_COMMANDS: usize = 512;
const MAX_BYTES: usize = 4 << 20;
/// A secret vote's close tells all its ballots in one frame.
const MAX_CLOSING_BYTES: usize = 28 << 20;
const MAX_DECIDING: Duration = Duration::from_millis(2);

/// A submission on its way, and where the answer goes.
pub(crate) struct Waiting {
    pub(crate) submission: Submission,
    pub(crate) reply: Reply,
}

type Reply = oneshot::Sender<Result<Outcome, Failed>>;

/// State that is not durable yet.
#[derive(Clone)]
struct Tentative {
    state: State,
    known: Known,
}

/// What a group has become so far.
struct Group<'v> {
    /// What opens urns; there is none before a network is founded.
    vault: Option<&'v Vault>,
    first: Position,
    stamp: Stamp,
    commands: u16,
    bytes: usize,
    events: Vec<Bytes>,
    recorded: Vec<Recorded>,
    private: Vec<PrivateEntry>,
    opened: Vec<(Position, Pointer, Arc<str>)>,
}

/// How a submission will be answered, once the group is durable.
enum Answer {
    Recorded(Receipt),
    WouldRecord(Vec<Recorded>, Version),
    Unchanged,
    Replayed(Receipt),
    No(Failed),
}

/// Runs until every sender of the queue is gone; what waits then is still done. A panic ends a group, not the writer: who
/// waits for it hears that the outcome is unknown, and if its frame was written, the log takes no other.
pub(crate) fn run(shared: &Arc<Shared>, mut queue: mpsc::Receiver<Waiting>) {
    let mut put_off = None;
    while let Some(first) = put_off.take().or_else(|| queue.blocking_recv()) {
        put_off = catch_unwind(AssertUnwindSafe(|| take_group(shared, first, &mut queue))).unwrap_or_else(|_| {
            tracing::error!(network = %shared.id, "the writer panicked; a group was dropped");
            None
        });
    }
}

/// Decides and commits the group that begins with `first`; what was taken from the queue and begins the next one.
/// An erasure begins a group: what it blanks lies in frames before its own.
fn take_group(shared: &Arc<Shared>, first: Waiting, queue: &mut mpsc::Receiver<Waiting>) -> Option<Waiting> {
    let live = shared.live();
    let mut tentative = Tentative { state: live.state.clone(), known: live.known.clone() };
    let stamp = shared.clock.now().max(live.views.stamp);
    tentative.known.forget_before(stamp);
    let mut group = Group::new(Some(&shared.vault), live.views.head, stamp);
    let mut answers = Vec::new();
    let began = Instant::now();
    let mut next = Some(first);
    while let Some(Waiting { submission, reply }) = next {
        let answer = group.add(&mut tentative, &submission).unwrap_or_else(Answer::No);
        answers.push((reply, answer));
        next = if group.is_full() || began.elapsed() > MAX_DECIDING { None } else { queue.try_recv().ok() };
        if next.as_ref().is_some_and(|next| next.submission.erases()) {
            break;
        }
    }
    commit(shared, &live, tentative, group, answers);
    next
}

fn commit(shared: &Arc<Shared>, live: &Live, tentative: Tentative, group: Group<'_>, answers: Vec<(Reply, Answer)>) {
    if !group.events.is_empty() {
        let frame = Frame {
            recorded_at_ms: u64::try_from(group.stamp.millis()).unwrap_or(0),
            commands: group.commands,
            events: &group.events,
            private: &group.private,
        };
        if let Err(error) = shared.log.append(group.first.0, frame) {
            let told = Failed::from(SubmitError::from(&error));
            tracing::error!(network = %shared.id, %error, "a group was not recorded");
            for (reply, _) in answers {
                _ = reply.send(Err(told));
            }
            return;
        }
    }
    let (mut views, mut activity) = (live.views.as_ref().clone(), live.activity.clone());
    let mut recorded = group.recorded.iter();
    let mut before = Arc::clone(&live.views);
    let mut replies = Vec::with_capacity(answers.len());
    for (reply, answer) in answers {
        let told = match answer {
            Answer::Recorded(receipt) => {
                for event in recorded.by_ref().take(receipt.events as usize) {
                    views.apply(event);
                    activity.add(event, &views.contributions);
                }
                before = Arc::new(views.clone());
                Ok(Outcome::Recorded { receipt, views: Arc::clone(&before) })
            }
            Answer::WouldRecord(events, version) => {
                let mut would_be = views.clone();
                for event in &events {
                    would_be.apply(event);
                }
                Ok(Outcome::WouldRecord { views: Arc::new(would_be), version })
            }
            Answer::Unchanged => Ok(Outcome::Unchanged(Arc::clone(&before))),
            Answer::Replayed(receipt) => Ok(Outcome::Replayed(receipt)),
            Answer::No(failed) => Err(failed),
        };
        replies.push((reply, told));
    }
    for (position, pointer, opened) in group.opened {
        shared.remember_text(position, pointer, opened);
    }
    let urns: Vec<_> =
        group.recorded.iter().filter_map(|recorded| urn::closed(&tentative.state, &recorded.event)).collect();
    shared.publish(Live { state: tentative.state, known: tentative.known, views: before, activity });
    if group.recorded.iter().any(|recorded| hides(&recorded.event)) {
        shared.forget_opened();
    }
    metrics::counter!("tresse_events_recorded_total").increment(group.events.len() as u64);
    metrics::histogram!("tresse_group_commands").record(f64::from(group.commands));
    let erased: Vec<_> = group.recorded.iter().filter_map(|recorded| erased(&recorded.event)).collect();
    if erased.is_empty() && urns.is_empty() {
        tell(replies);
        return;
    }
    // Who asked for an erasure, or for the close of a secret vote, hears of it when nothing can be read any more; the next
    // group need not wait for that.
    let shared = Arc::clone(shared);
    std::thread::spawn(move || {
        shared.forget(&erased);
        shared.destroy(&urns);
        tell(replies);
    });
}

fn tell(replies: Vec<(Reply, Result<Outcome, Failed>)>) {
    for (reply, told) in replies {
        _ = reply.send(told);
    }
}

/// Whose data an event erases.
fn erased(event: &Event) -> Option<ActorId> {
    let Event::Actor(actor::Event::PersonalDataErased(e)) = event else { return None };
    Some(e.actor)
}

impl<'v> Group<'v> {
    fn new(vault: Option<&'v Vault>, first: Position, stamp: Stamp) -> Self {
        let (events, recorded, private, opened) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { vault, first, stamp, commands: 0, bytes: 0, events, recorded, private, opened }
    }

    fn is_full(&self) -> bool {
        usize::from(self.commands) >= MAX_COMMANDS || self.bytes >= MAX_BYTES
    }

    fn head(&self) -> Position {
        Position(self.first.0 + self.events.len() as u64)
    }

    /// Decides one submission; what it would add is added whole, or not at all.
    fn add(&mut self, tentative: &mut Tentative, submission: &Submission) -> Result<Answer, Failed> {
        let known = &tentative.known;
        if let Some(idempotency) = submission.idempotency
            && let Some(remembered) = known.command(&idempotency.key, self.stamp)
        {
            let same = remembered.body == idempotency.body;
            return if same { Ok(Answer::Replayed(remembered.receipt)) } else { Err(SubmitError::KeyReused.into()) };
        }
        let already_in = match submission.imported {
            Some(Imported::Person(index)) => known.person(&index).is_some(),
            Some(Imported::Row(mac)) => known.source(&mac).is_some(),
            None => false,
        };
        if already_in {
            return Ok(Answer::Unchanged);
        }
        let mut draft = tentative.clone();
        let mut added = Group::new(self.vault, self.head(), self.stamp);
        for (n, unit) in submission.units.iter().enumerate() {
            let decided = added.decide_unit(&mut draft, submission.principal, unit);
            decided.map_err(|error| Failed { error, unit: n })?;
        }
        if submission.dry_run {
            let object = submission.object.or_else(|| added.recorded.first().and_then(Recorded::object));
            let version = object.and_then(|object| draft.state.version(object)).unwrap_or_default();
            return Ok(Answer::WouldRecord(added.recorded, version));
        }
        if added.events.is_empty() {
            return Ok(Answer::Unchanged);
        }
        let receipt = Receipt { first: added.first, events: u32::try_from(added.events.len()).unwrap_or(u32::MAX) };
        added.remember(&mut draft.known, submission, receipt);
        if added.size() > if submission.closes() { MAX_CLOSING_BYTES } else { MAX_BYTES } {
            return Err(SubmitError::TooLarge.into());
        }
        self.append(added);
        *tentative = draft;
        Ok(Answer::Recorded(receipt))
    }

    /// Decides the commands of a unit.
    fn decide_unit(&mut self, draft: &mut Tentative, principal: Principal, unit: &Unit) -> Result<(), SubmitError> {
        if let (Some(step), Some((object, seen))) = (unit.steps.first(), unit.if_match)
            && let Some(current) = draft.state.version(object)
            && current != seen
        {
            authorise_act(&draft.state, self.stamp, principal, &unit.act, step.action)?;
            return Err(SubmitError::Stale { current });
        }
        unit.steps.iter().try_for_each(|step| self.decide(draft, principal, unit, step))
    }

    /// Decides one command.
    fn decide(
        &mut self,
        draft: &mut Tentative,
        principal: Principal,
        unit: &Unit,
        step: &Step,
    ) -> Result<(), SubmitError> {
        authorise_act(&draft.state, self.stamp, principal, &unit.act, step.action)?;
        let urn = self.vault.and_then(|vault| urn::to_close(vault, &draft.state, &draft.known, &step.command));
        let facts = Facts {
            urn: urn.as_deref().map_or(Fact::Unknowable, Fact::Known),
            contact: step.contact.map_or(Fact::Unknowable, |index| contact(&draft.known, &index)),
            person: step.person.map_or(Fact::Unknowable, Fact::Known),
        };
        let (decided, state) = draft.state.decide(&unit.act, self.stamp, facts, step.command.clone())?;
        let object = decided.first().and_then(|decided| decided.event.objects().first().copied());
        if let Some((corrected, object)) = unit.corrects.zip(object)
            && corrected != object
        {
            return Err(SubmitError::CorrectsElsewhere);
        }
        draft.state = state;
        let first = self.events.len();
        for (n, decided) in (0..).zip(decided) {
            let id = step.first_event.nth(n);
            let bytes = decided.write(id, self.stamp).map_err(|_| SubmitError::TooLarge)?;
            // Caught here it is one's own fault; in the log it would be the whole group's.
            if bytes.len() > MAX_EVENT_BYTES {
                return Err(SubmitError::TooLarge);
            }
            let Decided { act, event } = decided;
            let recorded = Recorded { position: self.head(), id, recorded_at: self.stamp, act, event };
            learn_person(&mut draft.known, &recorded.event, step.contact);
            learn_code(&mut draft.known, &recorded.event, step.code);
            urn::forget(&mut draft.known, &recorded.event);
            draft.known.learn_ballot(&recorded);
            draft.known.learn_answers(&recorded);
            self.bytes += bytes.len();
            self.events.push(bytes.into());
            self.recorded.push(recorded);
        }
        if self.events.len() > first {
            let event_index = u16::try_from(first).map_err(|_| SubmitError::TooLarge)?;
            let position = Position(self.first.0 + first as u64);
            self.opened.extend(step.opened.iter().map(|(pointer, text)| (position, *pointer, Arc::clone(text))));
            urn::lay(&mut draft.known, step);
            self.private.extend(step.texts.iter().map(|text| PrivateEntry { event_index, ..text.clone() }));
            if let Some(index) = step.contact {
                self.keep(private_kind::BLIND_INDEX, event_index, Pointer::Contact.id(), &index);
            }
            if let Some(index) = step.code {
                self.keep(private_kind::BLIND_INDEX, event_index, Pointer::Code.id(), &index);
            }
        }
        Ok(())
    }

    /// Adds what lets a later start remember the submission.
    fn remember(&mut self, known: &mut Known, submission: &Submission, receipt: Receipt) {
        match submission.imported {
            Some(Imported::Person(index)) => {
                self.keep(private_kind::BLIND_INDEX, 0, 0, &index);
                if let Some(Event::Actor(actor::Event::Joined(joined))) = self.recorded.first().map(|r| &r.event) {
                    known.learn_person(index, joined.actor);
                }
            }
            Some(Imported::Row(mac)) => {
                self.keep(private_kind::SOURCE_MAC, 0, 0, &mac);
                known.learn_source(mac, receipt.first);
            }
            None => (),
        }
        if let Some(idempotency) = submission.idempotency {
            let remembered = Remembered { body: idempotency.body, receipt, recorded_at: self.stamp };
            let record = crate::network::command_record(&idempotency, receipt);
            self.keep(private_kind::COMMAND_RECORD, 0, 0, &record);
            known.learn_command(idempotency.key, remembered);
        }
    }

    fn keep(&mut self, kind: u8, event_index: u16, pointer_id: u16, body: &[u8]) {
        self.private.push(PrivateEntry { kind, event_index, pointer_id, body: Bytes::copy_from_slice(body) });
    }

    /// How much one submission adds, in bytes.
    fn size(&self) -> usize {
        self.bytes + self.private.iter().map(|entry| entry.body.len()).sum::<usize>()
    }

    /// Takes in what one submission adds.
    fn append(&mut self, added: Self) {
        let offset = u16::try_from(self.events.len()).unwrap_or(u16::MAX);
        self.commands = self.commands.saturating_add(1);
        self.bytes += added.size();
        self.events.extend(added.events);
        self.recorded.extend(added.recorded);
        self.opened.extend(added.opened);
        self.private.extend(added.private.into_iter().map(|mut entry| {
            entry.event_index = entry.event_index.saturating_add(offset);
            entry
        }));
    }
}

fn contact(known: &Known, index: &Mac) -> Fact<Contact> {
    Fact::Known(known.contact(index).map_or(Contact::Free, Contact::TakenBy))
}

/// A replaced profile replaces the contact; of whom it is erased, nothing is known any more.
pub(crate) fn learn_person(known: &mut Known, event: &Event, contact: Option<Mac>) {
    if let Event::Actor(actor::Event::ProfileRevised(e)) = event {
        known.learn_contact(e.actor, contact);
    }
    if let Event::Actor(actor::Event::PersonalDataErased(e)) = event {
        known.forget_person(e.actor);
    }
}

/// An invitation that was issued is found by its code.
pub(crate) fn learn_code(known: &mut Known, event: &Event, code: Option<Mac>) {
    if let (Event::Invitation(invitation::Event::Issued(e)), Some(index)) = (event, code) {
        known.learn_invitation(index, e.invitation);
    }
}

/// Whether a decision hides texts.
fn hides(event: &Event) -> bool {
    matches!(event, Event::Moderation(moderation::Event::Reviewed(e)) if e.outcome != moderation::Outcome::Kept)
}

/// The first group of a network's history: one submission decided on nothing.
pub(crate) fn first_group(submission: &Submission, stamp: Stamp) -> Result<FirstGroup, SubmitError> {
    let mut group = Group::new(None, Position(0), stamp);
    let mut nothing = Tentative { state: State::default(), known: Known::default() };
    group.add(&mut nothing, submission).map_err(|failed| failed.error)?;
    Ok(FirstGroup { events: group.events, private: group.private })
}

/// What the first frame of a network holds.
pub(crate) struct FirstGroup {
    pub(crate) events: Vec<Bytes>,
    pub(crate) private: Vec<PrivateEntry>,
}
