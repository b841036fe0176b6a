//! Audiences, and how many actors of each take part, in order of definition.

use std::sync::Arc;

use domain::actor;
use domain::audience::Event;
use domain::class::Pointer;
use domain::ids::{AudienceId, Stamp, Version};
use domain::state::Recorded;
use imbl::OrdMap;

use crate::actors::ActorsView;
use crate::{TextRef, after};

/// What is shown of an audience, but for its actors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudienceRow {
    /// Its id.
    pub id: AudienceId,
    /// Its name.
    pub name: Option<TextRef>,
    /// Who belongs to it.
    pub description: Option<TextRef>,
    /// About how many people it counts.
    pub estimated_size: Option<u32>,
    /// When it was defined.
    pub defined_at: Stamp,
    /// When it was retired.
    pub retired_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

/// All audiences ever defined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudiencesView {
    rows: OrdMap<AudienceId, Arc<AudienceRow>>,
    actors: OrdMap<AudienceId, u32>,
}

impl AudiencesView {
    /// One audience.
    #[must_use]
    pub fn get(&self, id: AudienceId) -> Option<&AudienceRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// How many of its actors take part.
    #[must_use]
    pub fn actors(&self, id: AudienceId) -> u32 {
        self.actors.get(&id).copied().unwrap_or_default()
    }

    /// Those defined after `last`, in order of definition.
    pub fn after(&self, last: Option<AudienceId>) -> impl Iterator<Item = &AudienceRow> {
        after(&self.rows, last)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let (name, description) = (TextRef::of(recorded, Pointer::Name), TextRef::of(recorded, Pointer::Description));
        match event {
            Event::Defined(e) => {
                let (id, estimated_size, version) = (e.audience, e.estimated_size, Version(1));
                let (defined_at, retired_at) = (at, None);
                let row = AudienceRow { id, name, description, estimated_size, defined_at, retired_at, version };
                self.rows.insert(id, Arc::new(row));
            }
            Event::Revised(e) => self.change(e.audience, |row| {
                (row.name, row.description, row.estimated_size) = (name, description, e.estimated_size);
            }),
            Event::Retired(e) => self.change(e.audience, |row| row.retired_at = Some(at)),
        }
    }

    /// Counts who comes and goes; `actors` are as they were before the event.
    pub(crate) fn apply_actor(&mut self, event: &actor::Event, actors: &ActorsView) {
        if let actor::Event::Joined(joined) = event {
            self.count(joined.audience, |count| count.saturating_add(1));
        }
        let known = |actor| actors.get(actor).map(|row| (row.audience, row.left_at));
        if let actor::Event::Reactivated(returned) = event
            && let Some((audience, Some(_))) = known(returned.actor)
        {
            self.count(audience, |count| count.saturating_add(1));
        }
        if let Some((audience, None)) = event.departed().and_then(known) {
            self.count(audience, |count| count.saturating_sub(1));
        }
    }

    fn count(&mut self, audience: Option<AudienceId>, change: impl FnOnce(u32) -> u32) {
        if let Some(audience) = audience {
            let count = self.actors.entry(audience).or_default();
            *count = change(*count);
        }
    }

    fn change(&mut self, id: AudienceId, change: impl FnOnce(&mut AudienceRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}
