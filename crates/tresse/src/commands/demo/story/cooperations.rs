//! Who cooperates with whom.

use app::edge;
use app::submission::Step;
use domain::class::Pointer;
use domain::cooperation::{Command, Parties, Proposed, Reviewed};
use domain::ids::Stamp;
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling};

/// A cooperation of organisations: who proposes it when, and what becomes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cooperation {
    key: String,
    /// The organisations, that of who proposes it first.
    parties: Vec<String>,
    title: String,
    purpose: String,
    course: Vec<Turn>,
}

/// What is done when, by who represents which of the organisations.
#[derive(Debug, Deserialize)]
struct Turn {
    at: Stamp,
    by: String,
    #[serde(rename = "for")]
    on_behalf_of: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Propose {},
    Accept {},
    Start {},
    Review(String),
}

impl Entry for Cooperation {
    fn moments(&self) -> Vec<Moment<'_>> {
        let course = self.course.iter().map(|turn| {
            let tell = move |telling: &mut Telling<'_>, _| self.tell(telling, &turn.what);
            Moment::new(turn.at, &turn.by, tell).in_the_name_of(&turn.on_behalf_of)
        });
        course.collect()
    }
}

impl Cooperation {
    fn tell(&self, telling: &mut Telling<'_>, what: &What) -> Result<Vec<Step>, StoryError> {
        let command = match what {
            What::Propose {} => return self.propose(telling),
            What::Accept {} => Command::Accept(telling.cooperations.get(&self.key)?),
            What::Start {} => Command::Start(telling.cooperations.get(&self.key)?),
            What::Review(results) => {
                let (cooperation, mut draft) = (telling.cooperations.get(&self.key)?, telling.draft());
                let results = draft.common(Pointer::Results, results)?;
                return Ok(vec![draft.ready(Command::Review(Reviewed { cooperation, results }))]);
            }
        };
        Ok(telling.simple(command))
    }

    fn propose(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let cooperation = telling.cooperations.give(&self.key, edge::cooperation_id());
        let parties = self.parties.iter().map(|party| telling.actors.get(party));
        let parties = Parties::new(parties.collect::<Result<_, _>>()?);
        let parties = parties.map_err(|_| StoryError::Unknown(self.key.clone()))?;
        let (mut draft, suggested) = (telling.draft(), false);
        let title = draft.common(Pointer::Title, &self.title)?;
        let purpose = draft.common(Pointer::Purpose, &self.purpose)?;
        Ok(vec![draft.ready(Command::Propose(Proposed { cooperation, parties, title, purpose, suggested }))])
    }
}
