//! Working groups: some of the actors, a purpose, and one who convenes them. Who works in a group is public, like roles.
//!
//! Invariants: a group's members take part in the network; its convener is one of them; a group that was dissolved
//! changes no more; whoever leaves the network leaves its groups.

use imbl::{OrdMap, OrdSet};

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::CommonText;
use crate::event::{Object, events, refusals};
use crate::ids::{ActorId, GroupId, Version};

/// What is known of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Who convenes it.
    pub convener: Option<ActorId>,
    /// Whether its work has ended.
    pub dissolved: bool,
    /// Number of events of its own; members who come and go do not count.
    pub version: Version,
}

/// The groups of one network and their members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    rows: OrdMap<GroupId, Row>,
    members: OrdSet<(GroupId, ActorId)>,
}

impl Groups {
    /// What is known of a group.
    #[must_use]
    pub fn get(&self, id: GroupId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// Whether the actor works in the group.
    #[must_use]
    pub fn has(&self, id: GroupId, member: ActorId) -> bool {
        self.members.contains(&(id, member))
    }

    /// Whether an event may refer to this, if it is a group.
    pub(crate) fn admits_reference(&self, to: Object) -> Result<(), Refusal> {
        let Object::Group(id) = to else { return Ok(()) };
        self.working(id).map(drop).map_err(|_| Refusal::NotAtWork)
    }

    fn working(&self, id: GroupId) -> Result<&Row, Refusal> {
        let row = self.get(id).ok_or(Refusal::UnknownGroup)?;
        if row.dissolved { Err(Refusal::Dissolved) } else { Ok(row) }
    }
}

/// What may be asked of groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Form one.
    Form(Formed),
    /// Replace what is said of it.
    Revise(Revised),
    /// Let an actor work in it.
    AddMember(MemberAdded),
    /// Work in it no more.
    Leave(MemberLeft),
    /// Say who convenes it.
    NameConvener(ConvenerNamed),
    /// End its work.
    Dissolve(GroupId),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Form(_) => Action::FormGroup,
            Self::Revise(e) => Action::ConveneGroup(e.group),
            Self::AddMember(e) => Action::AddToGroup(e.group, e.member),
            Self::Leave(e) => Action::Leave(e.member),
            Self::NameConvener(e) => Action::ConveneGroup(e.group),
            Self::Dissolve(group) => Action::ConveneGroup(*group),
        }
    }
}

events! {
    /// What happens to a group.
    pub enum Event in crate::state::Event {
        /// A group was formed.
        "group.formed" v 1 signed = Formed {
            /// Which.
            group: GroupId,
            /// Its name.
            name: CommonText,
            /// What it is for.
            purpose: CommonText,
        } of |e| vec![Object::Group(e.group)],

        /// What is said of it was replaced.
        "group.revised" v 1 signed = Revised {
            /// Which.
            group: GroupId,
            /// Its name.
            name: CommonText,
            /// What it is for.
            purpose: CommonText,
        } of |e| vec![Object::Group(e.group)],

        /// An actor began to work in it.
        "group.member_added" v 1 signed = MemberAdded {
            /// Which.
            group: GroupId,
            /// Who.
            member: ActorId,
        } of |e| vec![Object::Group(e.group), Object::Actor(e.member)],

        /// An actor stopped working in it; if it was the convener, there is none.
        "group.member_left" v 1 signed = MemberLeft {
            /// Which.
            group: GroupId,
            /// Who.
            member: ActorId,
        } of |e| vec![Object::Group(e.group), Object::Actor(e.member)],

        /// One of its members convenes it from now on.
        "group.convener_named" v 1 signed = ConvenerNamed {
            /// Which.
            group: GroupId,
            /// Who.
            convener: ActorId,
        } of |e| vec![Object::Group(e.group), Object::Actor(e.convener)],

        /// Its work has ended.
        "group.dissolved" v 1 signed = Dissolved {
            /// Which.
            group: GroupId,
        } of |e| vec![Object::Group(e.group)],
    }
}

refusals! {
    /// Why groups say no.
    pub enum Refusal {
        /// There is no such group.
        UnknownGroup = "unknown_group" Unknown,
        /// It was dissolved.
        Dissolved = "group_dissolved" Conflict,
        /// The id is in use.
        IdTaken = "group_id_taken" Conflict,
        /// Nobody of this id takes part in the network.
        UnknownMember = "unknown_member" Unknown,
        /// The actor works in it already.
        AlreadyMember = "already_in_group" Conflict,
        /// The actor does not work in it.
        NotAMember = "not_in_group" Conflict,
        /// Only a member convenes.
        ConvenerNotAMember = "convener_not_in_group" Invalid("/convener"),
        /// The actor convenes it already.
        AlreadyConvener = "already_convener" Conflict,
        /// What is referred to is no group, or was dissolved.
        NotAtWork = "group_not_at_work" Invalid("/group"),
    }
}

impl Aggregate for Groups {
    const NAME: &'static str = "group";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Formed(e) if self.get(e.group).is_some() => Err(Refusal::IdTaken),
            Event::Formed(_) => Ok(()),
            Event::Revised(e) => self.working(e.group).map(drop),
            Event::MemberAdded(e) => {
                self.working(e.group)?;
                cx.state.actor.active(e.member).map_err(|_| Refusal::UnknownMember)?;
                if self.has(e.group, e.member) { Err(Refusal::AlreadyMember) } else { Ok(()) }
            }
            Event::MemberLeft(e) => {
                self.working(e.group)?;
                if self.has(e.group, e.member) { Ok(()) } else { Err(Refusal::NotAMember) }
            }
            Event::ConvenerNamed(e) => {
                let row = self.working(e.group)?;
                if !self.has(e.group, e.convener) {
                    return Err(Refusal::ConvenerNotAMember);
                }
                if row.convener == Some(e.convener) { Err(Refusal::AlreadyConvener) } else { Ok(()) }
            }
            Event::Dissolved(e) => self.working(e.group).map(drop),
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Form(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::AddMember(e) => {
                self.working(e.group)?;
                if self.has(e.group, e.member) { vec![] } else { vec![e.into()] }
            }
            Command::Leave(e) => vec![e.into()],
            Command::NameConvener(e) if self.working(e.group)?.convener == Some(e.convener) => vec![],
            Command::NameConvener(e) => vec![e.into()],
            Command::Dissolve(group) => vec![Dissolved { group }.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Group(group) = object else { return None };
        self.get(group).map(|row| row.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::Formed(e) => {
                self.rows.insert(e.group, Row { convener: None, dissolved: false, version: Version(1) });
            }
            Event::Revised(e) => self.change(e.group, |_| ()),
            Event::MemberAdded(e) => _ = self.members.insert((e.group, e.member)),
            Event::MemberLeft(e) => self.remove(e.group, e.member),
            Event::ConvenerNamed(e) => self.change(e.group, |row| row.convener = Some(e.convener)),
            Event::Dissolved(e) => self.change(e.group, |row| row.dissolved = true),
        }
    }

    fn departs(&mut self, actor: ActorId) {
        let groups: Vec<_> = self.rows.keys().copied().collect();
        for group in groups {
            self.remove(group, actor);
        }
    }
}

impl Groups {
    fn change(&mut self, id: GroupId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }

    fn remove(&mut self, id: GroupId, member: ActorId) {
        self.members.remove(&(id, member));
        if let Some(row) = self.rows.get_mut(&id).filter(|row| row.convener == Some(member)) {
            row.convener = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::actor::{self, ActorKind};
    use crate::given::{Given, actor, at, founding, given, joined, text};
    use crate::ids::MeetingId;
    use crate::meeting::{self, MeetingKind, Planned};

    const ROADS: u8 = 1;
    const ANNE: u8 = 1;
    const BILAL: u8 = 2;

    fn group(n: u8) -> GroupId {
        GroupId(Uuid::from_u128(u128::from(n)))
    }

    fn formed(n: u8) -> Formed {
        Formed { group: group(n), name: CommonText(text()), purpose: CommonText(text()) }
    }

    fn added(n: u8) -> MemberAdded {
        MemberAdded { group: group(ROADS), member: actor(n) }
    }

    fn left(n: u8) -> MemberLeft {
        MemberLeft { group: group(ROADS), member: actor(n) }
    }

    fn convening(n: u8) -> ConvenerNamed {
        ConvenerNamed { group: group(ROADS), convener: actor(n) }
    }

    fn network() -> Given {
        given([founding()])
            .and([joined(ANNE, ActorKind::Person), joined(BILAL, ActorKind::Person)])
            .and([formed(ROADS)])
            .and([added(ANNE)])
    }

    #[test]
    fn a_group_is_formed_once() {
        network().when(Command::Form(formed(2))).then([formed(2)]);
        network().when(Command::Form(formed(ROADS))).refuses(Refusal::IdTaken);
    }

    #[test]
    fn those_who_take_part_in_the_network_work_in_it_until_they_leave() {
        network().when(Command::AddMember(added(BILAL))).then([added(BILAL)]);
        network().when(Command::AddMember(added(9))).refuses(Refusal::UnknownMember);
        network().when(Command::AddMember(added(ANNE))).then_nothing();
        network().does_not_admit(added(ANNE), Refusal::AlreadyMember);
        network().when(Command::Leave(left(ANNE))).then([left(ANNE)]);
        network().when(Command::Leave(left(BILAL))).refuses(Refusal::NotAMember);
    }

    #[test]
    fn one_of_the_members_convenes() {
        network().when(Command::NameConvener(convening(ANNE))).then([convening(ANNE)]);
        network().when(Command::NameConvener(convening(BILAL))).refuses(Refusal::ConvenerNotAMember);
        let convened = || network().and([convening(ANNE)]);
        convened().when(Command::NameConvener(convening(ANNE))).then_nothing();
        convened().does_not_admit(convening(ANNE), Refusal::AlreadyConvener);
        let after = convened().and([left(ANNE)]).state();
        assert_eq!(after.group.get(group(ROADS)).map(|row| row.convener), Some(None), "who leaves convenes no more");
    }

    #[test]
    fn whoever_leaves_the_network_leaves_its_groups() {
        let gone = network().and([added(BILAL)]).and([convening(BILAL)]).and([actor::Left { actor: actor(BILAL) }]);
        gone.clone().when(Command::Leave(left(BILAL))).refuses(Refusal::NotAMember);
        gone.clone().when(Command::AddMember(added(BILAL))).refuses(Refusal::UnknownMember);
        let state = gone.state();
        assert!(state.group.has(group(ROADS), actor(ANNE)));
        assert_eq!(state.group.get(group(ROADS)).map(|row| row.convener), Some(None));
    }

    #[test]
    fn comings_and_goings_do_not_change_the_version_of_the_text() {
        let version = |given: Given| given.state().version(group(ROADS).into());
        assert_eq!(version(network().and([added(BILAL)]).and([left(ANNE)])), Some(Version(1)));
        assert_eq!(version(network().and([convening(ANNE)])), Some(Version(2)));
    }

    #[test]
    fn a_dissolved_group_changes_no_more() {
        let revised = Revised { group: group(ROADS), name: CommonText(text()), purpose: CommonText(text()) };
        network().when(Command::Revise(revised.clone())).then([revised.clone()]);
        network().when(Command::Dissolve(group(ROADS))).then([Dissolved { group: group(ROADS) }]);
        let dissolved = || network().and([Dissolved { group: group(ROADS) }]);
        for command in [
            Command::Revise(revised),
            Command::AddMember(added(ANNE)),
            Command::Leave(left(ANNE)),
            Command::NameConvener(convening(ANNE)),
            Command::Dissolve(group(ROADS)),
        ] {
            dissolved().when(command).refuses(Refusal::Dissolved);
        }
        network().when(Command::Dissolve(group(9))).refuses(Refusal::UnknownGroup);
    }

    #[test]
    fn nothing_refers_to_a_group_that_is_unknown_or_was_dissolved() {
        let planned = |n| Planned {
            meeting: MeetingId(Uuid::from_u128(99)),
            kind: MeetingKind::Workshop,
            starts_at: at(10),
            ends_at: at(20),
            title: CommonText(text()),
            place: Some(CommonText(text())),
            link: None,
            agenda: None,
            audience: None,
            group: Some(group(n)),
            capacity: None,
        };
        let plan = |n| meeting::Command::Plan(planned(n));
        network().when(plan(ROADS)).then([planned(ROADS)]);
        network().when(plan(9)).refuses(Refusal::NotAtWork);
        network().and([Dissolved { group: group(ROADS) }]).when(plan(ROADS)).refuses(Refusal::NotAtWork);
    }
}
