//! Actions: what the network undertakes, who answers for it, and how far it has come: "what became of what we decided".
//!
//! Invariants: an action is planned from something that is known; somebody who takes part answers for it; it is over
//! once, completed or abandoned, and then takes nothing more; a blocked one goes no further until the obstacle is lifted.
//! Whether it is late depends on the moment of asking, so nothing here says it.

use imbl::OrdMap;

use crate::aggregate::{Aggregate, Context, Happened};
use crate::amount::{Amount, Percent};
use crate::authority;
use crate::class::{CommonText, Few, OwnText, words};
use crate::event::{Object, events, refusals};
use crate::ids::{ActionId, ActorId, MilestoneId, Stamp, Version};

pub use crate::origin::Origin;
use crate::origin::Unfounded;

/// How many milestones an action may have.
pub const MAX_MILESTONES: usize = 64;

/// The actors who answer for an action.
pub type Responsible = Few<ActorId, 16>;

words! {
    /// How far an action is.
    pub enum Phase {
        /// Not begun.
        Planned = "planned",
        /// Begun.
        UnderWay = "under_way",
        /// Held up.
        Blocked = "blocked",
        /// Done.
        Completed = "completed",
        /// Given up.
        Abandoned = "abandoned",
    }
}

impl Phase {
    /// Whether nothing more is to come.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Abandoned)
    }
}

/// What is known of one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Who answers for it.
    pub responsible: Responsible,
    /// How far it is.
    pub phase: Phase,
    /// How much of it is done; `None` before it is begun.
    pub progress: Option<Percent>,
    /// Its milestones, and whether each is reached.
    pub milestones: OrdMap<MilestoneId, bool>,
    /// Number of events of its own.
    pub version: Version,
}

/// The actions of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actions {
    rows: OrdMap<ActionId, Row>,
}

impl Actions {
    /// What is known of an action.
    #[must_use]
    pub fn get(&self, id: ActionId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// An action that is not over.
    fn open(&self, id: ActionId) -> Result<&Row, Refusal> {
        let row = self.get(id).ok_or(Refusal::UnknownAction)?;
        if row.phase.is_over() { Err(Refusal::Over) } else { Ok(row) }
    }

    /// An action that nothing holds up.
    fn free(&self, id: ActionId) -> Result<&Row, Refusal> {
        let row = self.open(id)?;
        if row.phase == Phase::Blocked { Err(Refusal::Blocked) } else { Ok(row) }
    }

    /// A milestone that is known and not reached.
    fn ahead(&self, id: ActionId, milestone: MilestoneId) -> Result<(), Refusal> {
        match self.open(id)?.milestones.get(&milestone) {
            None => Err(Refusal::UnknownMilestone),
            Some(true) => Err(Refusal::MilestoneReached),
            Some(false) => Ok(()),
        }
    }
}

fn admits_origin(cx: &Context<'_>, origin: Origin) -> Result<(), Refusal> {
    origin.stands(cx).map_err(|unfounded| match unfounded {
        Unfounded::Unknown => Refusal::UnknownOrigin,
        Unfounded::Gone => Refusal::OriginGone,
    })
}

fn admits_plan(cx: &Context<'_>, responsible: &Responsible, budget: Option<&Amount>) -> Result<(), Refusal> {
    if responsible.as_slice().is_empty() {
        return Err(Refusal::ResponsibleMissing);
    }
    for actor in responsible.as_slice() {
        cx.state.actor.get(*actor).ok_or(Refusal::UnknownResponsible)?;
        cx.state.actor.active(*actor).map_err(|_| Refusal::ResponsibleLeft)?;
    }
    if budget.is_some_and(|budget| budget.minor.get() < 0) { Err(Refusal::BudgetNegative) } else { Ok(()) }
}

/// The action itself, what it comes from, and who answers for it.
fn concerned(action: ActionId, origin: Option<Origin>, responsible: &Responsible) -> Vec<Object> {
    let actors = responsible.as_slice().iter().copied().map(Object::Actor);
    std::iter::once(Object::Action(action)).chain(origin.map(Object::from)).chain(actors).collect()
}

/// What may be asked of actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Plan one.
    Plan(Planned),
    /// Replace its plan.
    Replan(Replanned),
    /// Give it one more milestone.
    SetMilestone(MilestoneSet),
    /// Replace a milestone.
    ReviseMilestone(MilestoneSet),
    /// Reach a milestone.
    ReachMilestone(MilestoneReached),
    /// Say how much of it is done.
    Progress(Progressed),
    /// Say what holds it up.
    Block(Blocked),
    /// Say that nothing holds it up any more.
    Unblock(ActionId),
    /// Say that it is done.
    Complete(Completed),
    /// Give it up.
    Abandon(Abandoned),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> authority::Action {
        use authority::Action::{FollowAction, PlanAction};
        match self {
            Self::Plan(_) | Self::Replan(_) | Self::SetMilestone(_) | Self::ReviseMilestone(_) => PlanAction,
            Self::ReachMilestone(e) => FollowAction(e.action),
            Self::Progress(e) => FollowAction(e.action),
            Self::Block(e) => FollowAction(e.action),
            Self::Unblock(action) => FollowAction(*action),
            Self::Complete(e) => FollowAction(e.action),
            Self::Abandon(e) => FollowAction(e.action),
        }
    }
}

events! {
    /// What happens to an action.
    pub enum Event in crate::state::Event {
        /// An action was planned.
        "action.planned" v 1 signed = Planned {
            /// Which.
            action: ActionId,
            /// What it comes from.
            origin: Origin,
            /// What is to be done.
            title: CommonText,
            /// What for.
            purpose: CommonText,
            /// What it may cost.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            budget: Option<Amount>,
            /// Who answers for it.
            responsible: Responsible,
        } of |e| concerned(e.action, Some(e.origin), &e.responsible),

        /// Its plan was replaced.
        "action.replanned" v 1 signed = Replanned {
            /// Which.
            action: ActionId,
            /// What is to be done.
            title: CommonText,
            /// What for.
            purpose: CommonText,
            /// What it may cost.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            budget: Option<Amount>,
            /// Who answers for it.
            responsible: Responsible,
        } of |e| concerned(e.action, None, &e.responsible),

        /// A milestone was set, or replaced.
        "action.milestone_set" v 1 signed = MilestoneSet {
            /// Of which action.
            action: ActionId,
            /// Which milestone.
            milestone: MilestoneId,
            /// What is done by then.
            title: CommonText,
            /// When it is due.
            due: Stamp,
        } of |e| vec![Object::Action(e.action)],

        /// A milestone was reached.
        "action.milestone_reached" v 1 signed = MilestoneReached {
            /// Of which action.
            action: ActionId,
            /// Which milestone.
            milestone: MilestoneId,
        } of |e| vec![Object::Action(e.action)],

        /// It has come this far.
        "action.progressed" v 1 signed = Progressed {
            /// Which.
            action: ActionId,
            /// How much of it is done.
            percent: Percent,
            /// How it goes.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<OwnText>,
        } of |e| vec![Object::Action(e.action)],

        /// Something holds it up.
        "action.blocked" v 1 signed = Blocked {
            /// Which.
            action: ActionId,
            /// What.
            reason: CommonText,
        } of |e| vec![Object::Action(e.action)],

        /// Nothing holds it up any more.
        "action.unblocked" v 1 signed = Unblocked {
            /// Which.
            action: ActionId,
        } of |e| vec![Object::Action(e.action)],

        /// It is done.
        "action.completed" v 1 signed = Completed {
            /// Which.
            action: ActionId,
            /// What came of it.
            results: CommonText,
        } of |e| vec![Object::Action(e.action)],

        /// It was given up.
        "action.abandoned" v 1 signed = Abandoned {
            /// Which.
            action: ActionId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Action(e.action)],
    }
}

refusals! {
    /// Why actions say no.
    pub enum Refusal {
        /// There is no such action.
        UnknownAction = "unknown_action" Unknown,
        /// The id is in use.
        IdTaken = "action_id_taken" Conflict,
        /// There is nothing that it could come from.
        UnknownOrigin = "unknown_origin" Invalid("/origin"),
        /// What it would come from takes no part, or was cancelled.
        OriginGone = "origin_gone" Conflict,
        /// Nobody would answer for it.
        ResponsibleMissing = "responsible_missing" Invalid("/responsible"),
        /// There is no such actor.
        UnknownResponsible = "unknown_responsible" Invalid("/responsible"),
        /// One of them has left.
        ResponsibleLeft = "responsible_left" Invalid("/responsible"),
        /// A budget is not less than nothing.
        BudgetNegative = "budget_negative" Invalid("/budget/minor"),
        /// It is completed or abandoned.
        Over = "action_over" Conflict,
        /// Something holds it up.
        Blocked = "action_blocked" Conflict,
        /// Nothing holds it up.
        NotBlocked = "action_not_blocked" Conflict,
        /// There is no such milestone.
        UnknownMilestone = "unknown_milestone" Unknown,
        /// The milestone is reached.
        MilestoneReached = "milestone_already_reached" Conflict,
        /// It has as many milestones as an action may have.
        TooManyMilestones = "too_many_milestones" Conflict,
    }
}

impl Aggregate for Actions {
    const NAME: &'static str = "action";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Planned(e) if self.get(e.action).is_some() => Err(Refusal::IdTaken),
            Event::Planned(e) => {
                admits_origin(cx, e.origin)?;
                admits_plan(cx, &e.responsible, e.budget.as_ref())
            }
            Event::Replanned(e) => {
                self.open(e.action)?;
                admits_plan(cx, &e.responsible, e.budget.as_ref())
            }
            Event::MilestoneSet(e) => {
                let milestones = &self.open(e.action)?.milestones;
                match milestones.get(&e.milestone) {
                    Some(true) => Err(Refusal::MilestoneReached),
                    None if milestones.len() >= MAX_MILESTONES => Err(Refusal::TooManyMilestones),
                    Some(false) | None => Ok(()),
                }
            }
            Event::MilestoneReached(e) => self.ahead(e.action, e.milestone),
            Event::Progressed(e) => self.free(e.action).map(drop),
            Event::Blocked(e) => self.free(e.action).map(drop),
            Event::Unblocked(e) => {
                let is_blocked = self.open(e.action)?.phase == Phase::Blocked;
                if is_blocked { Ok(()) } else { Err(Refusal::NotBlocked) }
            }
            Event::Completed(e) => self.free(e.action).map(drop),
            Event::Abandoned(e) => self.open(e.action).map(drop),
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Plan(e) => vec![e.into()],
            Command::Replan(e) => vec![e.into()],
            Command::SetMilestone(e) => vec![e.into()],
            Command::ReviseMilestone(e) => {
                self.ahead(e.action, e.milestone)?;
                vec![e.into()]
            }
            Command::ReachMilestone(e) => vec![e.into()],
            Command::Progress(e) if e.note.is_none() && self.free(e.action)?.progress == Some(e.percent) => vec![],
            Command::Progress(e) => vec![e.into()],
            Command::Block(e) => vec![e.into()],
            Command::Unblock(action) => vec![Unblocked { action }.into()],
            Command::Complete(e) => vec![e.into()],
            Command::Abandon(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Action(action) = object else { return None };
        self.get(action).map(|row| row.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::Planned(e) => {
                let row = Row {
                    responsible: e.responsible.clone(),
                    phase: Phase::Planned,
                    progress: None,
                    milestones: OrdMap::new(),
                    version: Version(1),
                };
                self.rows.insert(e.action, row);
            }
            Event::Replanned(e) => self.change(e.action, |row| row.responsible = e.responsible.clone()),
            Event::MilestoneSet(e) => self.change(e.action, |row| _ = row.milestones.insert(e.milestone, false)),
            Event::MilestoneReached(e) => self.change(e.action, |row| _ = row.milestones.insert(e.milestone, true)),
            Event::Progressed(e) => self.change(e.action, |row| {
                row.progress = Some(e.percent);
                row.phase = Phase::UnderWay;
            }),
            Event::Blocked(e) => self.change(e.action, |row| row.phase = Phase::Blocked),
            Event::Unblocked(e) => self.change(e.action, |row| {
                row.phase = if row.progress.is_some() { Phase::UnderWay } else { Phase::Planned };
            }),
            Event::Completed(e) => self.change(e.action, |row| row.phase = Phase::Completed),
            Event::Abandoned(e) => self.change(e.action, |row| row.phase = Phase::Abandoned),
        }
    }
}

impl Actions {
    fn change(&mut self, id: ActionId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}

#[cfg(test)]
mod tests;
