//! Opening a decision: what is drawn at the edge for it, an urn's key and the promise of a lot.

use domain::class::Pointer;
use domain::decision::{Command, Drawn};
use domain::ids::{DecisionId, UrnId};
use domain::tally::input::Sha;
use domain::tally::rules::BallotMode;
use domain::tally::seed::promise;

use crate::draft::{Draft, SealError, VaultError};
use crate::edge;
use crate::network::{Network, TextError};
use crate::submission::Step;

/// Why nothing could be drawn.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// No key could be made durable.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The promise could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The system has no randomness to give.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

/// The command that opens a decision. What its rules do not need is not drawn; the rules have the last word.
///
/// # Errors
/// [`DrawError`].
pub fn step(network: &Network, decision: DecisionId) -> Result<Step, DrawError> {
    let live = network.live();
    let mut draft = Draft::new(network.vault());
    let Some(row) = live.state.decision.get(decision) else { return Ok(draft.ready(Command::Open(decision, None))) };
    let is_secret = row.rules.mode == BallotMode::Secret;
    let urn = is_secret.then(|| network.vault().spare_subject()).transpose()?.map(|subject| UrnId(subject.0));
    let promise = if row.rules.needs_seed() {
        let secret = Sha(edge::random_256()?);
        Some((promise(secret), draft.common(Pointer::Secret, &secret.to_string())?))
    } else {
        None
    };
    Ok(draft.ready(Command::Open(decision, Some(Drawn { urn, promise }))))
}

/// The secret that a decision's lots were promised by; nothing where none was.
///
/// # Errors
/// [`TextError`] when it cannot be opened.
pub fn promised(network: &Network, decision: DecisionId) -> Result<Option<Sha>, TextError> {
    let live = network.live();
    let opened = live.views.decisions.get(decision).and_then(|row| row.opened.as_ref());
    let Some(secret) = opened.and_then(|opened| opened.secret) else { return Ok(None) };
    Ok(network.opened(&secret)?.and_then(|opened| opened.text.parse().ok()))
}
