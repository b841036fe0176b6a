//! What waits for the writer: enough that it makes full groups, and no more.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::network::Network;
use crate::submission::{Failed, Outcome, Submission, SubmitError};

/// How many submissions may wait: four full groups.
const PENDING: usize = 2_048;

/// What a submission was about, and whether it was recorded or had no effect.
pub(super) type Settled<T> = (T, Result<bool, SubmitError>);

/// An answer that is still to come.
type Answer = oneshot::Receiver<Result<Outcome, Failed>>;

/// Submissions on their way, each with what it is about.
#[derive(Debug)]
pub(super) struct Window<T> {
    network: Arc<Network>,
    pending: VecDeque<(T, Answer)>,
}

impl<T> Window<T> {
    pub(super) fn new(network: Arc<Network>) -> Self {
        Self { network, pending: VecDeque::with_capacity(PENDING) }
    }

    /// Hands a submission to the writer. When many wait, waits for the first of them and returns its answer.
    pub(super) fn submit(&mut self, about: T, submission: Submission) -> Result<Option<Settled<T>>, SubmitError> {
        self.pending.push_back((about, self.network.submit_blocking(submission)?));
        Ok(if self.pending.len() < PENDING { None } else { self.settle() })
    }

    /// Waits for the answer to the submission that waits longest; `None` when none waits.
    pub(super) fn settle(&mut self) -> Option<Settled<T>> {
        let (about, answer) = self.pending.pop_front()?;
        let outcome = answer.blocking_recv().map_or(Err(SubmitError::Stopped), |told| told.map_err(SubmitError::from));
        Some((about, outcome.map(|outcome| matches!(outcome, Outcome::Recorded { .. }))))
    }
}
