//! Counting beside the writer what was frozen: the close of a decision freezes its ballots, that of a diagnostic its answers,
//! and what came of them is recorded when it is counted. Whatever was being counted when a process ended is counted again.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use domain::authority::Principal;
use domain::decision::{Command, OutcomeRecorded};
use domain::envelope::{Act, By};
use domain::ids::{DecisionId, DiagnosticId, NetworkId};
use domain::state::State;
use domain::tally::{Tally, tally};

use crate::draft::Draft;
use crate::network::{Live, Network};
use crate::publishing;
use crate::submission::{Submission, SubmitError};

/// What was frozen, and waits to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Frozen {
    /// The ballots of a decision.
    Ballots(DecisionId),
    /// The answers to a diagnostic.
    Answers(DiagnosticId),
}

/// All that waits in a network; nothing in one that is closed for good, where nothing could be recorded.
pub(crate) fn waiting(state: &State) -> impl Iterator<Item = Frozen> {
    let ballots = state.decision.to_count().map(|(decision, _)| Frozen::Ballots(decision));
    let answers = state.diagnostic.to_publish().map(Frozen::Answers);
    ballots.chain(answers).filter(|_| state.network.is_open().is_ok())
}

impl Frozen {
    /// Counts it, if it can be counted yet, and records what came of it.
    fn count(self, network: &Weak<Network>, live: Arc<Live>) -> Result<(), SubmitError> {
        match self {
            Self::Ballots(decision) => count(network, live, decision),
            Self::Answers(diagnostic) => publishing::publish(network, live, diagnostic),
        }
    }
}

/// What is being counted: each by itself, and once at a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tallies(Arc<Mutex<HashSet<(NetworkId, Frozen)>>>);

impl Tallies {
    /// Begins to count what waits in a network, each on a thread of its own.
    pub(crate) fn look(&self, network: &Arc<Network>) {
        let live = network.live();
        for frozen in waiting(&live.state) {
            self.begin(network, &live, frozen);
        }
    }

    fn begin(&self, network: &Arc<Network>, live: &Arc<Live>, frozen: Frozen) {
        let key = (network.id(), frozen);
        if !self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key) {
            return;
        }
        let (busy, network, live) = (self.clone(), Arc::downgrade(network), Arc::clone(live));
        let count = move || {
            if let Err(error) = frozen.count(&network, live) {
                tracing::warn!(?frozen, %error, "what was counted could not be recorded; it is counted again");
            }
            busy.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        };
        if std::thread::Builder::new().name("tally".to_owned()).spawn(count).is_err() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        }
    }
}

/// Counts all that waits in a network, where no timer runs, one after another, and records what came of each.
/// Blocks, and is not for a thread of a runtime.
///
/// # Errors
/// [`SubmitError`]; what was recorded before stays.
pub fn settle(network: &Arc<Network>) -> Result<(), SubmitError> {
    let waiting: Vec<_> = waiting(&network.live().state).collect();
    waiting.into_iter().try_for_each(|frozen| frozen.count(&Arc::downgrade(network), network.live()))
}

/// Counts one decision, if it can be counted yet, and records what came of it.
fn count(network: &Weak<Network>, live: Arc<Live>, decision: DecisionId) -> Result<(), SubmitError> {
    let Some(input) = live.state.decision.get(decision).and_then(|row| row.to_count(decision)) else { return Ok(()) };
    // Nothing of the network is held while it is counted.
    drop(live);
    let (sha256, Tally { outcome, sums, .. }) = (input.sha256(), tally(&input));
    drop(input);
    let Some(network) = network.upgrade() else { return Ok(()) };
    let recorded = OutcomeRecorded { decision, outcome, sums, input: Some(sha256) };
    let step = Draft::new(network.vault()).ready(Command::RecordOutcome(recorded));
    let answer = network.submit_blocking(Submission::new(Principal::System, Act::by(By::System), vec![step]))?;
    answer.blocking_recv().map_err(|_| SubmitError::OutcomeUnknown)?.map_err(SubmitError::from)?;
    Ok(())
}
