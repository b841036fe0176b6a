//! Handing submissions to a network's writer, and hearing what became of them.

use std::sync::PoisonError;

use tokio::sync::{mpsc, oneshot};

use crate::network::Network;
use crate::submission::{Failed, Mac, Outcome, Submission, SubmitError};
use crate::writer::Waiting;

impl Network {
    /// Hands a submission to the writer and waits for what became of it.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn submit(&self, submission: Submission) -> Result<Outcome, Failed> {
        let submission = self.bound_to_respondents(self.bound_to_urns(submission)?);
        let _guard = submission.idempotency.map(|idempotency| self.in_progress(idempotency.key)).transpose()?;
        let (reply, answer) = oneshot::channel();
        self.queue()?.try_send(Waiting { submission, reply }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => SubmitError::Busy,
            mpsc::error::TrySendError::Closed(_) => SubmitError::Stopped,
        })?;
        // Dropped without a word: the writer panicked, before its group was recorded or after.
        answer.await.unwrap_or(Err(SubmitError::OutcomeUnknown.into()))
    }

    /// The same, waiting while the queue is full.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn submit_patiently(&self, submission: Submission) -> Result<Outcome, Failed> {
        self.hand_over(submission).await?.outcome().await
    }

    /// Hands a submission to the writer, waiting while the queue is full. What is handed over one after another is decided
    /// in this order; what becomes of it is not waited for.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn hand_over(&self, submission: Submission) -> Result<Handed<'_>, Failed> {
        let submission = self.bound_to_respondents(self.bound_to_urns(submission)?);
        let guard = submission.idempotency.map(|idempotency| self.in_progress(idempotency.key)).transpose()?;
        let (reply, answer) = oneshot::channel();
        let queue = self.queue()?;
        queue.send(Waiting { submission, reply }).await.map_err(|_| SubmitError::Stopped)?;
        Ok(Handed { answer, _guard: guard })
    }

    /// The same for a thread without a runtime; waits while the queue is full.
    ///
    /// # Errors
    /// [`SubmitError`]; from the returned receiver [`Failed`].
    pub fn submit_blocking(
        &self,
        submission: Submission,
    ) -> Result<oneshot::Receiver<Result<Outcome, Failed>>, SubmitError> {
        let (reply, answer) = oneshot::channel();
        self.queue()?.blocking_send(Waiting { submission, reply }).map_err(|_| SubmitError::Stopped)?;
        Ok(answer)
    }

    fn in_progress(&self, key: Mac) -> Result<InProgress<'_>, SubmitError> {
        let new = self.in_progress.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
        if new { Ok(InProgress { network: self, key }) } else { Err(SubmitError::InProgress) }
    }
}

/// A submission on its way.
pub struct Handed<'n> {
    answer: oneshot::Receiver<Result<Outcome, Failed>>,
    _guard: Option<InProgress<'n>>,
}

impl Handed<'_> {
    /// Waits for what became of it.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn outcome(self) -> Result<Outcome, Failed> {
        self.answer.await.unwrap_or(Err(SubmitError::OutcomeUnknown.into()))
    }
}

/// An idempotency key whose submission is under way.
struct InProgress<'n> {
    network: &'n Network,
    key: Mac,
}

impl Drop for InProgress<'_> {
    fn drop(&mut self) {
        self.network.in_progress.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
