//! What the one who asks may see. Content comes from the views as of the position that was asked for; the gate always
//! from the head: what is closed or erased today is so in yesterday's view too.

use std::sync::Arc;

use domain::authority::{Action, Denied, Principal, authorise, authorise_act};
use domain::class::Pointer;
use domain::envelope::Act;
use domain::event::Object;
use domain::ids::Stamp;
use projection::TextRef;

use crate::network::Live;

impl Live {
    /// Whether moderators hide a text: the title and the body of a contribution, in the versions that a decision hides.
    #[must_use]
    pub fn hides(&self, text: &TextRef) -> bool {
        let (Object::Contribution(contribution), Pointer::Title | Pointer::Body) = (text.of, text.pointer) else {
            return false;
        };
        let moderation = &self.state.moderation;
        // Whatever is hidden, the first version is.
        if !moderation.hides(contribution, 1) {
            return false;
        }
        let versions = self.views.contributions.get(contribution).map(|row| row.versions.as_slice());
        let number = versions.unwrap_or_default().partition_point(|version| version.position <= text.position);
        moderation.hides(contribution, u32::try_from(number).unwrap_or(u32::MAX))
    }
}

/// Who asks, and what holds for them now.
#[derive(Debug, Clone)]
pub struct Gate {
    live: Arc<Live>,
    principal: Principal,
    now: Stamp,
}

impl Gate {
    /// The gate for `principal` now.
    #[must_use]
    pub fn new(live: Arc<Live>, principal: Principal, now: Stamp) -> Self {
        Self { live, principal, now }
    }

    /// Who asks.
    #[must_use]
    pub fn principal(&self) -> Principal {
        self.principal
    }

    /// All that is known now.
    #[must_use]
    pub fn live(&self) -> &Arc<Live> {
        &self.live
    }

    /// When it was asked.
    #[must_use]
    pub fn now(&self) -> Stamp {
        self.now
    }

    /// Whether they may do this.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn check(&self, action: Action) -> Result<(), Denied> {
        authorise(&self.live.state, self.now, self.principal, action)
    }

    /// Whether they may do this, or enter it for whom the act names.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn check_act(&self, act: &Act, action: Action) -> Result<(), Denied> {
        authorise_act(&self.live.state, self.now, self.principal, act, action)
    }

    /// Whether they may know of the network at all: so may whoever left it, whose data it may still hold.
    ///
    /// # Errors
    /// [`Denied::Hidden`].
    pub fn check_reachable(&self) -> Result<(), Denied> {
        let knows_anyway = match self.principal {
            Principal::Operator | Principal::System => true,
            Principal::Actor(actor) => self.live.state.actor.get(actor).is_some(),
            Principal::Stranger => false,
        };
        match self.check(Action::Read) {
            Err(Denied::Hidden) if !knows_anyway => Err(Denied::Hidden),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Whether they may do this.
    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        self.check(action).is_ok()
    }
}
