//! What is offered to who asks: each operation is tried on the live state, as the writer would.

use domain::aggregate::Facts;
use domain::authority::Principal;
use domain::envelope::{Act, By};
use domain::ids::ActorId;
use domain::server::Scope;
use domain::state::Command;

use crate::call::Read;

/// The operations that the writer would accept from the caller now, in the name of whom they represent if that is said.
#[must_use]
pub fn offered<Q, const N: usize>(
    read: &Read<Q>,
    on_behalf_of: Option<ActorId>,
    tried: [(&'static str, Command); N],
) -> Vec<&'static str> {
    let Principal::Actor(actor) = read.gate.principal() else { return Vec::new() };
    if !read.caller.may_write(Scope::Write) {
        return Vec::new();
    }
    let act = Act { on_behalf_of, ..Act::by(By::Actor(actor)) };
    let would_act = |command: &Command| {
        let state = &read.gate.live().state;
        read.gate.allows(command.action()) && state.would_act(&act, read.gate.now(), Facts::default(), command)
    };
    tried.into_iter().filter(|(_, command)| would_act(command)).map(|(name, _)| name).collect()
}
