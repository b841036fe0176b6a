//! What the one who asks is offered to do: which commands the writer would accept from them now.

use domain::aggregate::Facts;
use domain::authority::Principal;
use domain::class::Commitment;
use domain::envelope::{Act, By};
use domain::ids::ActorId;
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
        self.offered_for(None, tried)
    }

    /// The same, in the name of whom the one who asks represents if that is said.
    pub fn offered_for(
        &self,
        on_behalf_of: Option<ActorId>,
        tried: &[(&'static str, &[Command])],
    ) -> Vec<&'static str> {
        if !self.caller.may_write(Scope::Write) {
            return Vec::new();
        }
        let is_done =
            |command: &Command| self.gate.allows(command.action()) && self.would_act_for(on_behalf_of, command);
        tried.iter().filter(|(_, any)| any.iter().any(is_done)).map(|(name, _)| *name).collect()
    }

    /// Whether the rules would let a command of the caller's have an effect now, whoever may do it.
    #[must_use]
    pub fn would_act(&self, command: &Command) -> bool {
        self.would_act_for(None, command)
    }

    fn would_act_for(&self, on_behalf_of: Option<ActorId>, command: &Command) -> bool {
        let Principal::Actor(actor) = self.gate.principal() else { return false };
        let (act, now) = (Act { on_behalf_of, ..Act::by(By::Actor(actor)) }, self.gate.now());
        self.gate.live().state.would_act(&act, now, Facts::default(), command)
    }
}

/// The same of operations that are done in one way.
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "it is made for this call")]
pub fn offered_as<Q, const N: usize>(
    read: &Read<Q>,
    on_behalf_of: Option<ActorId>,
    tried: [(&'static str, Command); N],
) -> Vec<&'static str> {
    let tried: Vec<_> = tried.iter().map(|(name, command)| (*name, std::slice::from_ref(command))).collect();
    read.offered_for(on_behalf_of, &tried)
}
