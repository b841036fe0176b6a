//! Working groups and their members, in order of forming and of joining.

use std::sync::Arc;

use domain::class::Pointer;
use domain::group::Event;
use domain::ids::{ActorId, GroupId, Position, Stamp, Version};
use domain::state::Recorded;
use imbl::OrdMap;

use crate::{TextRef, after};

/// What is shown of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: Option<TextRef>,
    /// What it is for.
    pub purpose: Option<TextRef>,
    /// Who convenes it.
    pub convener: Option<ActorId>,
    /// How many work in it.
    pub members: u32,
    /// When it was formed.
    pub formed_at: Stamp,
    /// When its work ended.
    pub dissolved_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

/// Who works in a group since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Where the history tells so; members come in this order.
    pub position: Position,
    /// Who.
    pub member: ActorId,
    /// Since when.
    pub since: Stamp,
}

/// All groups ever formed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupsView {
    rows: OrdMap<GroupId, Arc<GroupRow>>,
    members: OrdMap<(GroupId, Position), Membership>,
    places: OrdMap<(GroupId, ActorId), Position>,
}

impl GroupsView {
    /// One group.
    #[must_use]
    pub fn get(&self, id: GroupId) -> Option<&GroupRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those formed after `last`, in order of forming.
    pub fn after(&self, last: Option<GroupId>) -> impl Iterator<Item = &GroupRow> {
        after(&self.rows, last)
    }

    /// Whether an actor works in a group.
    #[must_use]
    pub fn has(&self, id: GroupId, member: ActorId) -> bool {
        self.places.contains_key(&(id, member))
    }

    /// Who works in a group, from a position of the history on.
    pub fn members(&self, id: GroupId, from: Position) -> impl Iterator<Item = &Membership> {
        self.members.range((id, from)..=(id, Position(u64::MAX))).map(|(_, membership)| membership)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let (position, at) = (recorded.position, recorded.recorded_at);
        let (name, purpose) = (TextRef::of(recorded, Pointer::Name), TextRef::of(recorded, Pointer::Purpose));
        match event {
            Event::Formed(e) => {
                let row = GroupRow {
                    id: e.group,
                    name,
                    purpose,
                    convener: None,
                    members: 0,
                    formed_at: at,
                    dissolved_at: None,
                    version: Version(1),
                };
                self.rows.insert(e.group, Arc::new(row));
            }
            Event::Revised(e) => self.change(e.group, |row| (row.name, row.purpose) = (name, purpose)),
            Event::MemberAdded(e) => {
                let membership = Membership { position, member: e.member, since: at };
                self.members.insert((e.group, position), membership);
                self.places.insert((e.group, e.member), position);
                self.row(e.group, |row| row.members += 1);
            }
            Event::MemberLeft(e) => self.remove(e.group, e.member),
            Event::ConvenerNamed(e) => self.change(e.group, |row| row.convener = Some(e.convener)),
            Event::Dissolved(e) => self.change(e.group, |row| row.dissolved_at = Some(at)),
        }
    }

    /// An actor left the network, and with it all groups.
    pub(crate) fn departs(&mut self, actor: ActorId) {
        let groups: Vec<_> = self.rows.keys().copied().collect();
        for group in groups {
            self.remove(group, actor);
        }
    }

    fn remove(&mut self, id: GroupId, member: ActorId) {
        let Some(position) = self.places.remove(&(id, member)) else { return };
        self.members.remove(&(id, position));
        self.row(id, |row| {
            row.members = row.members.saturating_sub(1);
            row.convener = row.convener.filter(|convener| *convener != member);
        });
    }

    fn change(&mut self, id: GroupId, change: impl FnOnce(&mut GroupRow)) {
        self.row(id, |row| {
            row.version.bump();
            change(row);
        });
    }

    fn row(&mut self, id: GroupId, change: impl FnOnce(&mut GroupRow)) {
        if let Some(row) = self.rows.get_mut(&id) {
            change(Arc::make_mut(row));
        }
    }
}
