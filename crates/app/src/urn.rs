//! Urns: secret ballots, sealed under a key of their decision's own, which is destroyed once they are published.
//!
//! A ballot lies in the private section of the frame whose event says that somebody cast one. It is padded to the length
//! of the longest that the rules allow, and its voter's pseudonym lies inside it: on the disk a ballot tells neither what
//! it is nor whose. The latest of each voter are kept sealed in memory, so that the close need not look for them. While the
//! vote is open, whoever has the network's keys could open them: docs/privacy.md says so.
//!
//! An urn's key is a subject's in the vault, of nobody: it is made, synced, found unneeded at start and destroyed just as a
//! person's is.

use bytes::Bytes;
use domain::class::Pointer;
use domain::decision::{self, Event};
use domain::ids::{ActorId, DecisionId, EventId, Pseudonym, UrnId};
use domain::state::{self, Recorded, State};
use domain::tally::ballot::Ballot;
use domain::tally::rules::BallotMode;
use eventlog::PrivateEntry;
use imbl::OrdMap;
use vault::{Owner, SealError, Vault};

use crate::known::Known;
use crate::network::{Network, Shared};
use crate::submission::{Step, Submission, SubmitError};

/// The sealed ballots of decisions, by voter, each with the event that it is bound to.
pub(crate) type Urns = OrdMap<DecisionId, OrdMap<Pseudonym, (EventId, Bytes)>>;

/// Whose ballot is laid into which urn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Laid {
    /// The urn's key.
    pub urn: UrnId,
    /// The decision.
    pub decision: DecisionId,
    /// The voter inside it.
    pub voter: Pseudonym,
}

fn subject(urn: UrnId) -> ActorId {
    ActorId(urn.0)
}

/// A ballot as it lies in the urn: 32 hex digits of its voter, and its JSON with spaces after it.
pub(crate) fn seal(
    vault: &Vault,
    event: EventId,
    laid: Laid,
    ballot: &Ballot,
    longest: usize,
) -> Result<Vec<u8>, SealError> {
    let ballot = serde_json::to_string(ballot).map_err(|_| SealError::TooLong)?;
    if ballot.len() > longest {
        return Err(SealError::TooLong);
    }
    let text = format!("{}{ballot:longest$}", laid.voter);
    Ok(vault.seal(Owner::Subject(subject(laid.urn)), event, Pointer::Ballot, &text)?.body)
}

/// Opens a ballot; nothing once the urn's key is gone.
fn unseal(vault: &Vault, urn: UrnId, event: EventId, body: &[u8]) -> Option<(Pseudonym, Ballot)> {
    let opened = vault.unseal(Owner::Subject(subject(urn)), event, Pointer::Ballot, body).ok()?;
    let (voter, ballot) = opened.text.split_at_checked(32)?;
    Some((voter.parse().ok()?, serde_json::from_str(ballot.trim_end()).ok()?))
}

/// The urn of a decision that still takes ballots.
fn needed(state: &State, decision: DecisionId) -> Option<UrnId> {
    let urn = state.decision.get(decision)?.vote.as_ref()?.urn?;
    state.decision.urn(urn).map(|_| urn)
}

/// What a frame that is read again holds of a ballot.
pub(crate) fn learn(known: &mut Known, vault: &Vault, state: &State, recorded: &Recorded, entry: &PrivateEntry) {
    let state::Event::Decision(
        Event::BallotCastSecretly(decision::BallotCastSecretly { decision, .. })
        | Event::UrnStirred(decision::UrnStirred { decision }),
    ) = recorded.event
    else {
        return;
    };
    let Some(urn) = needed(state, decision) else { return };
    if let Some((voter, _)) = unseal(vault, urn, recorded.id, &entry.body) {
        known.urns.entry(decision).or_default().insert(voter, (recorded.id, entry.body.clone()));
    }
}

/// What a step that was decided lays into an urn.
pub(crate) fn lay(known: &mut Known, step: &Step) {
    let Some(Laid { decision, voter, .. }) = step.laid else { return };
    let entry = step.texts.iter().find(|entry| entry.pointer_id == Pointer::Ballot.id());
    if let Some(entry) = entry {
        known.urns.entry(decision).or_default().insert(voter, (step.first_event, entry.body.clone()));
    }
}

/// The decision that takes no more ballots since an event.
fn ended(event: &state::Event) -> Option<DecisionId> {
    if let state::Event::Decision(event) = event { event.ended() } else { None }
}

pub(crate) fn forget(known: &mut Known, event: &state::Event) {
    if let Some(decision) = ended(event) {
        known.urns.remove(&decision);
    }
}

/// The urn whose key is to be destroyed since an event.
pub(crate) fn closed(state: &State, event: &state::Event) -> Option<UrnId> {
    state.decision.get(ended(event)?)?.vote.as_ref()?.urn
}

/// The ballots of the urn that a command closes; nothing if one of them does not open.
pub(crate) fn to_close(vault: &Vault, state: &State, known: &Known, command: &state::Command) -> Option<Vec<Ballot>> {
    let state::Command::Decision(decision::Command::Close(decision)) = command else { return None };
    let urn = needed(state, *decision)?;
    let laid = known.urns.get(decision)?;
    laid.iter()
        .map(|(voter, (event, body))| {
            let (of, ballot) = unseal(vault, urn, *event, body)?;
            (of == *voter).then_some(ballot)
        })
        .collect()
}

impl Shared {
    /// Destroys the keys of urns. Blocks on the disk; the next start tries again what fails.
    pub(crate) fn destroy(&self, urns: &[UrnId]) {
        for urn in urns {
            if let Err(error) = self.vault.erase(subject(*urn)) {
                tracing::error!(network = %self.id, %error, "an urn's key is not destroyed; the next start tries again");
            }
        }
    }
}

impl Network {
    /// Binds what is remembered of a request with secret ballots to their urn's key: a MAC under a lasting key would let
    /// whoever has that key try all ballots later.
    pub(crate) fn bound_to_urns(&self, mut submission: Submission) -> Result<Submission, SubmitError> {
        let Some(idempotency) = submission.idempotency.as_mut() else { return Ok(submission) };
        let not_open = SubmitError::Refused(decision::Refusal::NotOpen.into());
        for step in submission.units.iter().flat_map(|unit| &unit.steps) {
            let Some(laid) = step.laid else {
                // What was remembered of it cannot be known again.
                if self.is_for_an_urn(&step.command) {
                    return Err(not_open);
                }
                continue;
            };
            let bound = self.vault().pseudonym(subject(laid.urn), &hex::encode(idempotency.body));
            idempotency.body = bound.map_err(|_| not_open)?.0;
        }
        Ok(submission)
    }

    /// Whether a command casts a secret ballot.
    fn is_for_an_urn(&self, command: &state::Command) -> bool {
        let state::Command::Decision(decision::Command::Cast { decision, .. }) = command else { return false };
        let live = self.live();
        live.state.decision.get(*decision).is_some_and(|row| row.rules.mode == BallotMode::Secret)
    }
}
