//! What the writer remembers from private sections: who or what is behind a blind index, which source rows are in, and which
//! idempotency keys were used in the last 24 hours. Folded into memory when a network loads, since an index may have
//! holes; a persistent structure, so that a dropped group costs nothing.

use std::sync::Arc;

use domain::class::Pointer;
use domain::ids::{ActorId, DecisionId, DiagnosticId, InvitationId, Position, Pseudonym, Stamp};
use domain::state::{Event, Recorded};
use domain::tally::input::Voter;
use domain::{diagnostic, server};
use imbl::OrdMap;
use projection::TextRef;

use crate::submission::{Mac, Receipt};
use crate::urn::Urns;

/// How long an idempotency key is remembered, in milliseconds.
pub const REMEMBERED_MS: i64 = 24 * 3600 * 1000;

/// A command remembered by its idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remembered {
    /// The MAC of its body.
    pub body: Mac,
    /// What it did.
    pub receipt: Receipt,
    /// When it was recorded.
    pub recorded_at: Stamp,
}

/// What the writer remembers from private sections.
#[derive(Debug, Clone, Default)]
pub struct Known {
    persons: OrdMap<Mac, ActorId>,
    contacts: OrdMap<Mac, ActorId>,
    contact_of: OrdMap<ActorId, Mac>,
    invitations: OrdMap<Mac, InvitationId>,
    sources: Sources,
    commands: OrdMap<Mac, Remembered>,
    by_age: OrdMap<(Stamp, Mac), ()>,
    /// The sealed ballots of urns that are still needed.
    pub(crate) urns: Urns,
    /// Where the latest ballot of each voter stands.
    ballots: OrdMap<(DecisionId, Voter), Position>,
    /// Where the latest answers of each respondent lie.
    answers: OrdMap<(DiagnosticId, Pseudonym), TextRef>,
}

/// Where rows of imported sets were recorded. MACs come in no order, and an import is long: what a load reads is sorted
/// once, in half the memory of a map and in a tenth of its time; what comes after the load goes into a map.
#[derive(Debug, Clone, Default)]
struct Sources {
    loaded: Arc<[(Mac, Position)]>,
    since: OrdMap<Mac, Position>,
}

impl Sources {
    fn get(&self, mac: &Mac) -> Option<Position> {
        let loaded = || self.loaded.binary_search_by_key(mac, |(mac, _)| *mac).ok();
        let loaded = || self.loaded.get(loaded()?).map(|(_, position)| *position);
        self.since.get(mac).copied().or_else(loaded)
    }
}

/// Whose key it is, for the MAC of an idempotency key: keys of different holders never meet.
#[must_use]
pub fn holder_bytes(holder: Option<server::Holder>) -> Vec<u8> {
    match holder {
        None => b"nobody".to_vec(),
        Some(server::Holder::Operator) => b"operator".to_vec(),
        Some(server::Holder::Actor { network, actor }) => {
            [network.0.as_bytes().as_slice(), actor.0.as_bytes().as_slice()].concat()
        }
    }
}

impl Known {
    /// The actor that stands for a person of an imported set.
    #[must_use]
    pub fn person(&self, index: &Mac) -> Option<ActorId> {
        self.persons.get(index).copied()
    }

    /// The person who has a contact.
    #[must_use]
    pub fn contact(&self, index: &Mac) -> Option<ActorId> {
        self.contacts.get(index).copied()
    }

    /// The invitation that has a code.
    #[must_use]
    pub fn invitation(&self, index: &Mac) -> Option<InvitationId> {
        self.invitations.get(index).copied()
    }

    /// How many rows of imported sets were recorded, and how many bytes those take that a load has sorted.
    #[must_use]
    pub fn rows(&self) -> (usize, usize) {
        let Sources { loaded, since } = &self.sources;
        (loaded.len() + since.len(), size_of_val(loaded.as_ref()))
    }

    /// Where a row of an imported set was recorded.
    #[must_use]
    pub fn source(&self, mac: &Mac) -> Option<Position> {
        self.sources.get(mac)
    }

    /// What a command did that came with this idempotency key, if that was less than 24 hours before `now`.
    #[must_use]
    pub fn command(&self, key: &Mac, now: Stamp) -> Option<Remembered> {
        self.commands.get(key).filter(|known| now.millis() - known.recorded_at.millis() < REMEMBERED_MS).copied()
    }

    /// Where the latest event stands that tells of a voter's ballot.
    #[must_use]
    pub fn ballot(&self, decision: DecisionId, voter: Voter) -> Option<Position> {
        self.ballots.get(&(decision, voter)).copied()
    }

    /// Where the latest answers of a respondent lie, unless they were taken back.
    #[must_use]
    pub fn answers(&self, diagnostic: DiagnosticId, respondent: Pseudonym) -> Option<TextRef> {
        self.answers.get(&(diagnostic, respondent)).copied()
    }

    pub(crate) fn learn_answers(&mut self, recorded: &Recorded) {
        let Event::Diagnostic(event) = &recorded.event else { return };
        if let diagnostic::Event::Answered(e) = event {
            let text = TextRef::all(recorded).into_iter().find(|text| text.pointer == Pointer::Answers);
            self.answers.extend(text.map(|text| ((e.diagnostic, e.respondent), text)));
        } else if let diagnostic::Event::AnswerWithdrawn(e) = event {
            self.answers.remove(&(e.diagnostic, e.respondent));
        }
    }

    pub(crate) fn learn_ballot(&mut self, recorded: &Recorded) {
        let Event::Decision(event) = &recorded.event else { return };
        if let Some(cast) = event.cast(recorded.act.subject()) {
            self.ballots.insert(cast, recorded.position);
        }
    }

    pub(crate) fn learn_person(&mut self, index: Mac, actor: ActorId) {
        self.persons.insert(index, actor);
    }

    /// A profile was replaced: its contact, if it has one, takes the place of the one before.
    pub(crate) fn learn_contact(&mut self, actor: ActorId, index: Option<Mac>) {
        if let Some(before) = self.contact_of.remove(&actor) {
            self.contacts.remove(&before);
        }
        if let Some(index) = index {
            self.contacts.insert(index, actor);
            self.contact_of.insert(actor, index);
        }
    }

    /// Forgets how a person is found again.
    pub(crate) fn forget_person(&mut self, actor: ActorId) {
        self.learn_contact(actor, None);
        let theirs: Vec<_> = self.persons.iter().filter(|(_, of)| **of == actor).map(|(index, _)| *index).collect();
        for index in theirs {
            self.persons.remove(&index);
        }
    }

    pub(crate) fn learn_invitation(&mut self, index: Mac, invitation: InvitationId) {
        self.invitations.insert(index, invitation);
    }

    pub(crate) fn learn_source(&mut self, mac: Mac, position: Position) {
        self.sources.since.insert(mac, position);
    }

    /// All rows of a history that is loaded.
    pub(crate) fn learn_sources(&mut self, mut rows: Vec<(Mac, Position)>) {
        rows.sort_unstable();
        self.sources = Sources { loaded: rows.into(), since: OrdMap::new() };
    }

    pub(crate) fn learn_command(&mut self, key: Mac, remembered: Remembered) {
        self.by_age.insert((remembered.recorded_at, key), ());
        self.commands.insert(key, remembered);
    }

    /// Forgets the commands of more than 24 hours ago.
    pub(crate) fn forget_before(&mut self, now: Stamp) {
        while let Some(((recorded_at, key), ())) = self.by_age.get_min().copied() {
            if now.millis() - recorded_at.millis() < REMEMBERED_MS {
                break;
            }
            self.by_age.remove(&(recorded_at, key));
            if self.commands.get(&key).is_some_and(|known| known.recorded_at == recorded_at) {
                self.commands.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Stamp {
        Stamp::from_millis(ms).unwrap()
    }

    #[test]
    fn a_command_is_remembered_for_24_hours() {
        let mut known = Known::default();
        let receipt = Receipt { first: Position(3), events: 1 };
        known.learn_command([1; 16], Remembered { body: [2; 16], receipt, recorded_at: at(0) });
        assert!(known.command(&[1; 16], at(REMEMBERED_MS - 1)).is_some());
        assert!(known.command(&[1; 16], at(REMEMBERED_MS)).is_none());
        known.forget_before(at(REMEMBERED_MS - 1));
        assert_eq!(known.commands.len(), 1);
        known.forget_before(at(REMEMBERED_MS));
        assert!(known.commands.is_empty() && known.by_age.is_empty());
    }

    #[test]
    fn a_row_is_known_from_the_load_and_since() {
        let rows = |known: &Known| [3, 1, 2, 4].map(|n| known.source(&[n; 16]).map(|position| position.0));
        let mut known = Known::default();
        known.learn_sources(vec![([3; 16], Position(0)), ([1; 16], Position(7))]);
        assert_eq!(rows(&known), [Some(0), Some(7), None, None]);
        known.learn_source([2; 16], Position(8));
        assert_eq!(rows(&known), [Some(0), Some(7), Some(8), None]);
    }

    #[test]
    fn a_new_contact_frees_the_one_before() {
        let (anne, bilal) = (ActorId(uuid::Uuid::from_u128(1)), ActorId(uuid::Uuid::from_u128(2)));
        let mut known = Known::default();
        known.learn_contact(anne, Some([1; 16]));
        known.learn_contact(anne, Some([2; 16]));
        assert_eq!((known.contact(&[1; 16]), known.contact(&[2; 16])), (None, Some(anne)));
        known.learn_contact(bilal, Some([1; 16]));
        known.learn_contact(anne, None);
        assert_eq!((known.contact(&[1; 16]), known.contact(&[2; 16])), (Some(bilal), None));
    }
}
