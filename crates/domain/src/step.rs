//! The steps of the method: opened with a goal, closed with results, and opened again where more is to be done. Several
//! may be open at a time.
//!
//! Invariants: the eight steps are the same in every network, and so are their ids; a step that is open is not opened, and
//! one that is not open is not closed. Goals and results are the network's texts.

use imbl::OrdMap;

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, words};
use crate::event::{Object, events, refusals};
use crate::ids::{StepId, Version};

words! {
    /// A step of the method, in their order: the diagnostic is number 0.
    pub enum Step {
        /// Finding out how the network is seen and lived, and what it makes of its tools.
        Diagnostic = "diagnostic",
        /// Bringing in those who are not there yet.
        Mobilisation = "mobilisation",
        /// Saying together what is wanted, and with what means.
        Specification = "specification",
        /// Choosing the tool.
        Selection = "selection",
        /// Accompanying each until the tool is theirs.
        Tutoring = "tutoring",
        /// Trying it in real life.
        Experiment = "experiment",
        /// Judging it, readjusting, and bringing it to all.
        Evaluation = "evaluation",
        /// Following and animating.
        FollowUp = "follow_up",
    }
}

words! {
    /// How far a step is.
    pub enum Phase {
        /// It was never opened.
        NotOpened = "not_opened",
        /// It is open.
        Open = "open",
        /// It was closed.
        Closed = "closed",
    }
}

impl Step {
    /// Its number, from 0.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Diagnostic => 0,
            Self::Mobilisation => 1,
            Self::Specification => 2,
            Self::Selection => 3,
            Self::Tutoring => 4,
            Self::Experiment => 5,
            Self::Evaluation => 6,
            Self::FollowUp => 7,
        }
    }

    /// Its id: UUIDv8 with its number, the same in every network.
    #[must_use]
    pub fn id(self) -> StepId {
        let mut bytes = [0; 16];
        if let Some(last) = bytes.last_mut() {
            *last = self.number();
        }
        StepId(uuid::Uuid::new_v8(bytes))
    }

    /// The step that has this id.
    #[must_use]
    pub fn of(id: StepId) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.id() == id)
    }
}

/// What is known of a step that was ever opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row {
    /// Whether it is open.
    pub is_open: bool,
    /// Number of events of its own.
    pub version: Version,
}

/// The steps of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    rows: OrdMap<Step, Row>,
}

impl Steps {
    /// What is known of a step; nothing of one that was never opened.
    #[must_use]
    pub fn get(&self, step: Step) -> Option<&Row> {
        self.rows.get(&step)
    }

    fn is_open(&self, step: Step) -> bool {
        self.get(step).is_some_and(|row| row.is_open)
    }

    fn change(&mut self, step: Step, change: impl FnOnce(&mut Row)) {
        let row = self.rows.entry(step).or_default();
        row.version.bump();
        change(row);
    }
}

/// What may be asked of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Open it, for the first time or again.
    Open(Opened),
    /// Say what it is to reach.
    SetGoal(GoalSet),
    /// Close it.
    Close(Closed),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Open(_) | Self::SetGoal(_) | Self::Close(_) => Action::ConductSteps,
        }
    }
}

events! {
    /// What happens to a step.
    pub enum Event in crate::state::Event {
        /// A step was opened, for the first time or again.
        "step.opened" v 1 signed = Opened {
            /// Which.
            step: Step,
            /// What it is to reach.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            goal: Option<CommonText>,
        } of |e| vec![Object::Step(e.step.id())],

        /// It was said anew what it is to reach.
        "step.goal_set" v 1 signed = GoalSet {
            /// Which.
            step: Step,
            /// What it is to reach.
            goal: CommonText,
        } of |e| vec![Object::Step(e.step.id())],

        /// It was closed.
        "step.closed" v 1 signed = Closed {
            /// Which.
            step: Step,
            /// What came of it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            results: Option<CommonText>,
        } of |e| vec![Object::Step(e.step.id())],
    }
}

refusals! {
    /// Why a step says no.
    pub enum Refusal {
        /// It is open.
        AlreadyOpen = "step_already_open" Conflict,
        /// It was never opened, or is closed.
        NotOpen = "step_not_open" Conflict,
    }
}

impl Aggregate for Steps {
    const NAME: &'static str = "step";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, _: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        let must_be_open = |step| if self.is_open(step) { Ok(()) } else { Err(Refusal::NotOpen) };
        match event {
            Event::Opened(e) if self.is_open(e.step) => Err(Refusal::AlreadyOpen),
            Event::Opened(_) => Ok(()),
            Event::GoalSet(e) => must_be_open(e.step),
            Event::Closed(e) => must_be_open(e.step),
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Open(e) => vec![e.into()],
            Command::SetGoal(e) => vec![e.into()],
            Command::Close(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Step(id) = object else { return None };
        Step::of(id).map(|step| self.get(step).map(|row| row.version).unwrap_or_default())
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::Opened(e) => self.change(e.step, |row| row.is_open = true),
            Event::GoalSet(e) => self.change(e.step, |_| ()),
            Event::Closed(e) => self.change(e.step, |row| row.is_open = false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::given::{Given, founding, given, text};

    fn opened(step: Step) -> Opened {
        Opened { step, goal: Some(CommonText(text())) }
    }

    fn closed(step: Step) -> Closed {
        Closed { step, results: None }
    }

    fn goal_set(step: Step) -> GoalSet {
        GoalSet { step, goal: CommonText(text()) }
    }

    fn with_one_open() -> Given {
        given([founding()]).and([opened(Step::Diagnostic)])
    }

    #[test]
    fn steps_overlap_and_are_opened_again() {
        given([founding()]).when(Command::Open(opened(Step::Selection))).then([opened(Step::Selection)]);
        with_one_open().when(Command::Open(opened(Step::Mobilisation))).then([opened(Step::Mobilisation)]);
        with_one_open().when(Command::Open(opened(Step::Diagnostic))).refuses(Refusal::AlreadyOpen);
        let over = with_one_open().and([closed(Step::Diagnostic)]);
        over.when(Command::Open(opened(Step::Diagnostic))).then([opened(Step::Diagnostic)]);
    }

    #[test]
    fn only_what_is_open_gets_a_goal_and_is_closed() {
        let set = || Command::SetGoal(goal_set(Step::Diagnostic));
        with_one_open().when(set()).then([goal_set(Step::Diagnostic)]);
        with_one_open().when(Command::Close(closed(Step::Diagnostic))).then([closed(Step::Diagnostic)]);
        let over = || with_one_open().and([closed(Step::Diagnostic)]);
        over().when(set()).refuses(Refusal::NotOpen);
        over().when(Command::Close(closed(Step::Diagnostic))).refuses(Refusal::NotOpen);
        given([founding()]).when(set()).refuses(Refusal::NotOpen);
    }

    #[test]
    fn the_steps_are_numbered_and_known_by_ids_that_never_change() {
        for (number, step) in (0..).zip(Step::ALL) {
            assert_eq!((step.number(), Step::of(step.id())), (number, Some(*step)));
            assert_eq!(step.id().to_string(), format!("00000000-0000-8000-8000-00000000000{number}"));
        }
        assert_eq!(Step::of(StepId(uuid::Uuid::max())), None);
    }
}
