//! What the one who asks is offered to do: which commands the writer would accept from them now.

use domain::aggregate::Facts;
use domain::authority::Principal;
use domain::class::Commitment;
use domain::envelope::{Act, By};
use domain::server::Scope;
use domain::state::Command;

use crate::call::Read;

/// A text to try a command with.
#[must_use]
pub fn some_text() -> Commitment {
    Commitment::new([0; 32], 1)
}

impl<Q> Read<Q> {
    /// Those of these operations that would be done and have an effect, in one of the ways that are told; each is tried
    /// on the live state.
    pub fn offered(&self, tried: &[(&'static str, &[Command])]) -> Vec<&'static str> {
        if !self.caller.may_write(Scope::Write) {
            return Vec::new();
        }
        let is_done = |command: &Command| self.gate.allows(command.action()) && self.would_act(command);
        tried.iter().filter(|(_, any)| any.iter().any(is_done)).map(|(name, _)| *name).collect()
    }

    /// Whether the rules would let a command of the caller's have an effect now, whoever may do it.
    #[must_use]
    pub fn would_act(&self, command: &Command) -> bool {
        let Principal::Actor(actor) = self.gate.principal() else { return false };
        let (act, now) = (Act::by(By::Actor(actor)), self.gate.now());
        self.gate.live().state.would_act(&act, now, Facts::default(), command)
    }
}
