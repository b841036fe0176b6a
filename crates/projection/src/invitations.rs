//! Invitations and what became of them, in order of issue.

use std::sync::Arc;

use domain::authority::Role;
use domain::envelope::By;
use domain::ids::{ActorId, AudienceId, InvitationId, Stamp, Version};
use domain::invitation::{Event, Standing};
use domain::state::Recorded;
use imbl::OrdMap;

/// What is shown of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// The audience that whoever comes with it belongs to.
    pub audience: Option<AudienceId>,
    /// The roles it gives.
    pub roles: Vec<Role>,
    /// For whom it is, if for somebody who joined already.
    pub actor: Option<ActorId>,
    /// Who issued it.
    pub issued_by: Option<By>,
    /// When it was issued.
    pub issued_at: Stamp,
    /// Until when it is valid.
    pub expires_at: Stamp,
    /// Who came in with it, and when.
    pub accepted: Option<(ActorId, Stamp)>,
    /// When it was taken back.
    pub revoked_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

impl InvitationRow {
    /// How it stands at a moment.
    #[must_use]
    pub fn standing(&self, at: Stamp) -> Standing {
        match (self.accepted, self.revoked_at) {
            (Some(_), _) => Standing::Accepted,
            (None, Some(_)) => Standing::Revoked,
            (None, None) if self.expires_at <= at => Standing::Expired,
            (None, None) => Standing::Open,
        }
    }
}

/// All invitations that were ever issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationsView {
    rows: OrdMap<InvitationId, Arc<InvitationRow>>,
}

impl InvitationsView {
    /// One invitation.
    #[must_use]
    pub fn get(&self, invitation: InvitationId) -> Option<&InvitationRow> {
        self.rows.get(&invitation).map(AsRef::as_ref)
    }

    /// Those issued after `after`, in order of issue.
    pub fn after(&self, after: Option<InvitationId>) -> impl Iterator<Item = &InvitationRow> {
        use std::ops::Bound::{Excluded, Unbounded};
        self.rows.range((after.map_or(Unbounded, Excluded), Unbounded)).map(|(_, row)| row.as_ref())
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        match event {
            Event::Issued(e) => {
                let row = InvitationRow {
                    id: e.invitation,
                    audience: e.audience,
                    roles: e.roles.as_slice().to_vec(),
                    actor: e.actor,
                    issued_by: recorded.act.by,
                    issued_at: at,
                    expires_at: e.expires_at,
                    accepted: None,
                    revoked_at: None,
                    version: Version(1),
                };
                self.rows.insert(e.invitation, Arc::new(row));
            }
            Event::Accepted(e) => self.change(e.invitation, |row| row.accepted = Some((e.actor, at))),
            Event::Revoked(e) => self.change(e.invitation, |row| row.revoked_at = Some(at)),
        }
    }

    fn change(&mut self, invitation: InvitationId, change: impl FnOnce(&mut InvitationRow)) {
        let Some(row) = self.rows.get_mut(&invitation) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}
