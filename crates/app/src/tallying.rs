//! Counting what was cast, beside the writer: a decision's close freezes its ballots, and what came of them is recorded when
//! it is counted. Whatever was being counted when a process ended is counted again.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use domain::authority::Principal;
use domain::decision::{Command, OutcomeRecorded};
use domain::envelope::{Act, By};
use domain::ids::{DecisionId, NetworkId};
use domain::tally::{Tally, tally};

use crate::draft::Draft;
use crate::network::{Live, Network};
use crate::submission::{Submission, SubmitError};

/// The decisions that are being counted: one at a time each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tallies(Arc<Mutex<HashSet<(NetworkId, DecisionId)>>>);

impl Tallies {
    /// Begins to count what waits in a network, each decision on a thread of its own.
    pub(crate) fn look(&self, network: &Arc<Network>) {
        let live = network.live();
        for (decision, _) in live.state.decision.to_count() {
            self.begin(network, &live, decision);
        }
    }

    fn begin(&self, network: &Arc<Network>, live: &Arc<Live>, decision: DecisionId) {
        let key = (network.id(), decision);
        if !self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key) {
            return;
        }
        let (busy, network, live) = (self.clone(), Arc::downgrade(network), Arc::clone(live));
        let count = move || {
            if let Err(error) = count(&network, live, decision) {
                tracing::warn!(%decision, %error, "an outcome could not be recorded; it is counted again");
            }
            busy.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        };
        if std::thread::Builder::new().name("tally".to_owned()).spawn(count).is_err() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        }
    }
}

/// Counts all that waits in a network, where no timer runs, one decision after another, and records what came of each.
/// Blocks, and is not for a thread of a runtime.
///
/// # Errors
/// [`SubmitError`]; what was recorded before stays.
pub fn settle(network: &Arc<Network>) -> Result<(), SubmitError> {
    let live = network.live();
    let waiting: Vec<_> = live.state.decision.to_count().map(|(decision, _)| decision).collect();
    drop(live);
    waiting.into_iter().try_for_each(|decision| count(&Arc::downgrade(network), network.live(), decision))
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
