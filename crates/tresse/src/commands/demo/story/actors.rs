//! Actors: who they are, when they come and go, and in which roles they serve.

use app::draft::Draft;
use app::submission::Step;
use domain::actor::{ActorKind, Command, Joined, OrganisationDescribed, ProfileRevised, Via};
use domain::actor::{RepresentationStarted, RoleGranted, RoleRevoked};
use domain::authority::{Action, Role};
use domain::class::Pointer;
use domain::ids::{ActorId, Stamp};
use serde::Deserialize;

use super::{Entry, Moment, Story, StoryError, Telling};

/// A person, organisation or service of the story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Figure {
    key: String,
    pub(super) kind: ActorKind,
    pub(super) name: String,
    about: String,
    audience: Option<String>,
}

/// Who comes, goes or serves from when.
#[derive(Debug, Deserialize)]
pub(super) struct Coming {
    at: Stamp,
    by: String,
    #[serde(flatten)]
    deed: Deed,
}

/// What is done; names stand for actors.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Join(String),
    Leave(String),
    Represent { person: String, organisation: String },
    Grant { actor: String, role: Role, until: Option<Stamp> },
    Revoke { actor: String, role: Role },
}

impl Entry for Coming {
    fn moments(&self) -> Vec<Moment<'_>> {
        vec![Moment::new(self.at, &self.by, |telling, _| self.deed.tell(telling))]
    }
}

impl Deed {
    fn tell(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let command = match self {
            Self::Join(key) => return telling.join(key),
            Self::Leave(key) => Command::Leave(telling.actors.get(key)?),
            Self::Represent { person, organisation } => {
                let (actor, organisation) = (telling.actors.get(person)?, telling.actors.get(organisation)?);
                Command::Represent(RepresentationStarted { actor, organisation })
            }
            Self::Grant { actor, role, until } => {
                Command::GrantRole(RoleGranted { actor: telling.actors.get(actor)?, role: *role, until: *until })
            }
            Self::Revoke { actor, role } => {
                Command::RevokeRole(RoleRevoked { actor: telling.actors.get(actor)?, role: *role })
            }
        };
        Ok(telling.simple(command))
    }
}

impl Story {
    pub(super) fn figure(&self, key: &str) -> Result<&Figure, StoryError> {
        self.actors.iter().find(|figure| figure.key == key).ok_or_else(|| StoryError::Unknown(key.to_owned()))
    }
}

impl Telling<'_> {
    fn join(&mut self, key: &str) -> Result<Vec<Step>, StoryError> {
        let figure = self.story.figure(key)?;
        let actor = self.actors.give(key, self.network.vault().spare_subject()?);
        let audience = self.audiences.find(figure.audience.as_ref())?;
        let mut steps = self.simple(Command::Join(Joined { actor, kind: figure.kind, via: Via::Operator, audience }));
        steps.push(self.profile(figure, actor)?.as_part_of(Action::AddActor));
        Ok(steps)
    }

    pub(super) fn profile(&self, figure: &Figure, actor: ActorId) -> Result<Step, StoryError> {
        let mut draft = Draft::new(self.network.vault());
        let command = match figure.kind {
            ActorKind::Person => {
                let name = draft.own(actor, Pointer::Name, &figure.name)?;
                let about = Some(draft.own(actor, Pointer::About, &figure.about)?);
                Command::ReviseProfile(ProfileRevised { actor, name, contact: None, about })
            }
            ActorKind::Organisation | ActorKind::Service => {
                let name = draft.common(Pointer::Name, &figure.name)?;
                let about = Some(draft.common(Pointer::About, &figure.about)?);
                Command::Describe(OrganisationDescribed { actor, name, about })
            }
        };
        Ok(draft.ready(command))
    }
}
