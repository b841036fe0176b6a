//! What the network decided to do, and how far it has come.

use app::edge;
use app::submission::Step;
use domain::action::{
    Blocked, Command, Completed, MilestoneReached, MilestoneSet, Origin, Planned, Progressed, Responsible,
};
use domain::amount::{Amount, Percent};
use domain::class::Pointer;
use domain::ids::{ActionId, ActorId, Stamp};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling};

/// An action: who plans it when, from which contribution or decision, and who answers for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    key: String,
    at: Stamp,
    by: String,
    contribution: Option<String>,
    decision: Option<String>,
    title: String,
    purpose: String,
    budget: Option<Amount>,
    responsible: Vec<String>,
    milestones: Vec<Milestone>,
    /// How it goes, from time to time.
    course: Vec<Turn>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Milestone {
    key: String,
    title: String,
    due: Stamp,
    reached_at: Option<Stamp>,
}

/// What happens to an action when, by the first of those who answer for it.
#[derive(Debug, Deserialize)]
struct Turn {
    at: Stamp,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Progress { percent: Percent, note: Option<String> },
    Block(String),
    Unblock {},
    Complete(String),
}

impl Entry for Action {
    fn moments(&self) -> Vec<Moment<'_>> {
        let Some(responsible) = self.responsible.first() else { return Vec::new() };
        let plan = Moment::new(self.at, &self.by, |telling, _| self.plan(telling));
        let reached = self.milestones.iter().filter_map(|one| Some((one.reached_at?, one.key.as_str())));
        let reached = reached.map(|(at, key)| {
            Moment::new(at, responsible, move |telling, _| {
                let (action, milestone) = (telling.actions.get(&self.key)?, telling.milestones.get(key)?);
                Ok(telling.simple(Command::ReachMilestone(MilestoneReached { action, milestone })))
            })
        });
        let turns = self.course.iter().map(|turn| {
            Moment::new(turn.at, responsible, move |telling, by| {
                let action = telling.actions.get(&self.key)?;
                turn.what.tell(telling, action, by)
            })
        });
        std::iter::once(plan).chain(reached).chain(turns).collect()
    }
}

impl Action {
    fn plan(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let action = telling.actions.give(&self.key, edge::action_id());
        let origin = match (&self.contribution, &self.decision) {
            (Some(contribution), _) => Origin::Contribution(telling.contributions.get(contribution)?),
            (None, Some(decision)) => Origin::Decision(telling.decisions.get(decision)?),
            (None, None) => return Err(StoryError::Unknown(self.key.clone())),
        };
        let responsible = self.responsible.iter().map(|actor| telling.actors.get(actor));
        let responsible = Responsible::new(responsible.collect::<Result<_, _>>()?);
        let responsible = responsible.map_err(|_| StoryError::Unknown(self.key.clone()))?;
        let (mut draft, budget) = (telling.draft(), self.budget.clone());
        let title = draft.common(Pointer::Title, &self.title)?;
        let purpose = draft.common(Pointer::Purpose, &self.purpose)?;
        let mut steps =
            vec![draft.ready(Command::Plan(Planned { action, origin, title, purpose, budget, responsible }))];
        for Milestone { key, title, due, .. } in &self.milestones {
            let milestone = telling.milestones.give(key, edge::milestone_id());
            let mut draft = telling.draft();
            let title = draft.common(Pointer::Title, title)?;
            steps.push(draft.ready(Command::SetMilestone(MilestoneSet { action, milestone, title, due: *due })));
        }
        Ok(steps)
    }
}

impl What {
    fn tell(&self, telling: &Telling<'_>, action: ActionId, by: ActorId) -> Result<Vec<Step>, StoryError> {
        let mut draft = telling.draft();
        let command = match self {
            Self::Progress { percent, note } => {
                let note = note.as_deref().map(|note| draft.own(by, Pointer::Note, note)).transpose()?;
                Command::Progress(Progressed { action, percent: *percent, note })
            }
            Self::Block(reason) => Command::Block(Blocked { action, reason: draft.common(Pointer::Reason, reason)? }),
            Self::Unblock {} => Command::Unblock(action),
            Self::Complete(results) => {
                Command::Complete(Completed { action, results: draft.common(Pointer::Results, results)? })
            }
        };
        Ok(vec![draft.ready(command)])
    }
}
