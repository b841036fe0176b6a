//! Drivers: who is asked to carry the network to which audiences, and what they answer.

use app::submission::Step;
use domain::actor::{self, RoleGranted};
use domain::authority::{Action, Role};
use domain::class::Pointer;
use domain::driver::{Command, Committed, Declined};
use domain::ids::{ActorId, Stamp};
use serde::Deserialize;

use super::{Entry, Moment, Telling, spread};

/// Somebody who is asked to be a driver, and what they answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Driver {
    actor: String,
    at: Stamp,
    by: String,
    accepted: Option<Stamp>,
    declined: Option<Stamp>,
    reason: Option<String>,
    /// For whom, one after another from the acceptance on.
    #[serde(default)]
    audiences: Vec<String>,
}

/// Somebody who is a driver already commits to an audience.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Commitment {
    actor: String,
    at: Stamp,
    audience: String,
}

impl Entry for Driver {
    fn moments(&self) -> Vec<Moment<'_>> {
        let invite = Moment::new(self.at, &self.by, |telling, _| {
            Ok(telling.simple(Command::Invite(telling.actors.get(&self.actor)?)))
        });
        let accept =
            self.accepted.map(|at| Moment::new(at, &self.actor, |telling, driver| Ok(accept(telling, driver))));
        let decline = self.declined.map(|at| {
            Moment::new(at, &self.actor, |telling, driver| {
                let mut draft = telling.draft();
                let reason =
                    self.reason.as_deref().map(|reason| draft.own(driver, Pointer::Reason, reason)).transpose()?;
                Ok(vec![draft.ready(Command::Decline(Declined { driver, reason }))])
            })
        });
        let from = self.accepted.into_iter().flat_map(spread).skip(1);
        let commit = from.zip(&self.audiences).map(|(at, audience)| commit(at, &self.actor, audience));
        std::iter::once(invite).chain(accept).chain(decline).chain(commit).collect()
    }
}

impl Entry for Commitment {
    fn moments(&self) -> Vec<Moment<'_>> {
        vec![commit(self.at, &self.actor, &self.audience)]
    }
}

/// Who accepts has the role from then on.
fn accept(telling: &Telling<'_>, driver: ActorId) -> Vec<Step> {
    let granted = RoleGranted { actor: driver, role: Role::Driver, until: None };
    let grant = telling.draft().ready(actor::Command::GrantRole(granted)).as_part_of(Action::Drive(driver));
    vec![telling.draft().ready(Command::Accept(driver)), grant]
}

fn commit<'s>(at: Stamp, actor: &'s str, audience: &'s str) -> Moment<'s> {
    Moment::new(at, actor, |telling, driver| {
        let audience = telling.audiences.get(audience)?;
        Ok(telling.simple(Command::Commit(Committed { driver, audience, goal: None })))
    })
}
