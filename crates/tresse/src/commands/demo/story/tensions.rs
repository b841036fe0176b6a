//! What weighed on the network, and how it was worked through.

use app::edge;
use app::submission::Step;
use domain::class::Pointer;
use domain::ids::{ActorId, Stamp};
use domain::tension::{Command, MediatorChosen, MediatorNamed, Raised, RaisedConfidentially, Settled, StepsAgreed};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling};

/// A tension: what happens to it when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tension {
    key: String,
    course: Vec<Turn>,
}

#[derive(Debug, Deserialize)]
struct Turn {
    at: Stamp,
    by: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Raise(String),
    RaiseConfidentially(String),
    /// Whom a facilitator asks to mediate.
    Name(String),
    /// Whom the raiser of a confidential one asks: a person who represents nobody.
    Choose(String),
    Accept {},
    AgreeSteps(String),
    Settle(String),
}

impl Entry for Tension {
    fn moments(&self) -> Vec<Moment<'_>> {
        let course = self
            .course
            .iter()
            .map(|turn| Moment::new(turn.at, &turn.by, move |telling, by| turn.what.tell(telling, &self.key, by)));
        course.collect()
    }
}

impl What {
    fn tell(&self, telling: &mut Telling<'_>, key: &str, by: ActorId) -> Result<Vec<Step>, StoryError> {
        let tension = match self {
            Self::Raise(_) | Self::RaiseConfidentially(_) => telling.tensions.give(key, edge::tension_id()),
            Self::Name(_) | Self::Choose(_) | Self::Accept {} | Self::AgreeSteps(_) | Self::Settle(_) => {
                telling.tensions.get(key)?
            }
        };
        let mut draft = telling.draft();
        let command = match self {
            Self::Raise(body) => Command::Raise(Raised { tension, body: draft.own(by, Pointer::Body, body)? }),
            Self::RaiseConfidentially(body) => {
                let raiser = telling.network.pseudonym(by, tension)?;
                let body = draft.own(by, Pointer::Body, body)?;
                Command::RaiseConfidentially(RaisedConfidentially { tension, raiser, body })
            }
            Self::Name(mediator) => {
                Command::NameMediator(MediatorNamed { tension, mediator: telling.actors.get(mediator)? })
            }
            Self::Choose(mediator) => {
                let (raiser, mediator) = (telling.network.pseudonym(by, tension)?, telling.actors.get(mediator)?);
                let stands_for = vec![telling.network.pseudonym(mediator, tension)?];
                Command::ChooseMediator { chosen: MediatorChosen { tension, raiser, mediator }, stands_for }
            }
            Self::Accept {} => Command::Accept(tension),
            Self::AgreeSteps(steps) => {
                Command::AgreeSteps(StepsAgreed { tension, steps: draft.common(Pointer::Steps, steps)? })
            }
            Self::Settle(settlement) => {
                Command::Settle(Settled { tension, settlement: draft.common(Pointer::Settlement, settlement)? })
            }
        };
        Ok(vec![draft.ready(command)])
    }
}
