//! What is due by itself: the commands whose moment has come, and the moment of the next. Pure, like every rule; the timer
//! in `app` asks, and submits the commands as the system.
//!
//! A deadline holds by the stamp whether or not its event was written: the event is for whoever reads the history.
//! Each aggregate tells in order of time what will be due, and its command has no effect before, or a second time: so
//! it may be asked for as often as one likes, and is recorded once.

use crate::ids::Stamp;
use crate::state::{Command, State};

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Due {
    /// The commands whose moment has come.
    pub commands: Vec<Command>,
    /// When the next one's will come, as far as is known now.
    pub next: Option<Stamp>,
}

/// What is due in a network at a moment; in one that is closed for good only that data is no longer kept.
#[must_use]
pub fn due(state: &State, at: Stamp) -> Due {
    let mut due = Due::default();
    due.take(at, state.actor.kept_too_long(&state.network));
    if state.network.is_open().is_ok() {
        // One aggregate a line.
        due.take(at, state.actor.due());
        due.take(at, state.decision.due(state, at));
        due.take(at, state.diagnostic.due());
        due.take(at, state.selection.due());
    }
    due
}

impl Due {
    /// Takes in what an aggregate tells, in order of time.
    fn take<C: Into<Command>>(&mut self, at: Stamp, to_come: impl Iterator<Item = (Stamp, C)>) {
        for (moment, command) in to_come {
            if moment > at {
                self.next = Some(self.next.map_or(moment, |next| next.min(moment)));
                return;
            }
            self.commands.push(command.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{
        self, ActorKind, ErasureReason, Left, PersonalDataErased, RoleExpired, RoleGranted, RoleRevoked,
    };
    use crate::authority::Role;
    use crate::given::{Given, actor, at, founding, given, joined, network};
    use crate::network::{Archived, SettingsChanged};

    fn granted(n: u8, role: Role, until: i64) -> RoleGranted {
        RoleGranted { actor: actor(n), role, until: Some(at(until)) }
    }

    fn expire(n: u8, role: Role) -> Command {
        actor::Command::ExpireRole(RoleExpired { actor: actor(n), role }).into()
    }

    fn with_roles() -> Given {
        given([founding()])
            .and([joined(1, ActorKind::Person), joined(2, ActorKind::Person)])
            .and([granted(1, Role::Tutor, 30), granted(2, Role::Driver, 20), granted(2, Role::Auditor, 10)])
            .and([RoleGranted { actor: actor(1), role: Role::Steward, until: None }])
    }

    #[test]
    fn roles_are_due_in_order_of_their_ends() {
        let state = with_roles().state();
        assert_eq!(due(&state, at(9)), Due { commands: vec![], next: Some(at(10)) });
        let both = vec![expire(2, Role::Auditor), expire(2, Role::Driver)];
        assert_eq!(due(&state, at(20)), Due { commands: both, next: Some(at(30)) });
        assert_eq!(due(&state, at(99)).next, None);
    }

    #[test]
    fn a_role_that_was_revoked_left_with_or_granted_anew_is_not_due_at_its_old_end() {
        let revoked = RoleRevoked { actor: actor(1), role: Role::Tutor };
        assert_eq!(due(&with_roles().and([revoked]).state(), at(99)).commands.len(), 2);
        assert_eq!(due(&with_roles().and([Left { actor: actor(2) }]).state(), at(99)).commands.len(), 1);
        let anew = with_roles().and([granted(1, Role::Tutor, 50)]).state();
        assert_eq!(due(&anew, at(30)).next, Some(at(50)));
    }

    #[test]
    fn nothing_is_due_in_a_network_that_is_closed_but_that_data_is_no_longer_kept() {
        let closed = with_roles().and([Archived { network: network() }]);
        assert_eq!(due(&closed.state(), at(99)), Due::default());
        let keeps = SettingsChanged { retention_days: Some(30), ..SettingsChanged::nothing(network()) };
        let left = Left { actor: actor(2) };
        let closed = with_roles().and([keeps]).and([left]).and([Archived { network: network() }]).state();
        let over = 1 + 30 * 24 * 3_600_000;
        assert_eq!(due(&closed, at(over - 1)), Due { commands: vec![], next: Some(at(over)) });
        let erased = PersonalDataErased { actor: actor(2), reason: ErasureReason::Retention };
        assert_eq!(due(&closed, at(over)).commands, vec![actor::Command::Erase(erased).into()]);
    }
}
