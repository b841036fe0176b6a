//! The story: read from `demo/ambrelle.toml`, and told act by act.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::catalogue::FoundOutcome;
use app::draft::{Draft, SealError, VaultError};
use app::edge::{self, ToldClock};
use app::founding::{FoundError, Founding};
use app::submission::{Outcome, Step, Submission, SubmitError};
use app::{Catalogue, Network, OpenError};
use domain::actor::{self, ActorKind, Joined, OrganisationDescribed, ProfileRevised, Via};
use domain::actor::{RepresentationStarted, RoleGranted, RoleRevoked};
use domain::authority::{Action, Principal, Role};
use domain::class::Pointer;
use domain::contribution::{self, LinkKind, Linked, QuestionAsked, QuestionRevised, Revised, Submitted, SubmittedKind};
use domain::contribution::{Supported, Unsupported};
use domain::envelope::{Act as Circumstances, By};
use domain::ids::{ActorId, ContributionId, Stamp};
use domain::names::{Slug, TimeZoneName};
use domain::network::{DEFAULT_K, Languages, Visibility};
use domain::state::Command;
use domain::statement_vote::{self, Vote};
use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde::Deserialize;

const STORY: &str = include_str!("../../../demo/ambrelle.toml");

/// The time from one person to the next in a list of votes or supports, in milliseconds: 47 minutes, and somewhat more
/// or less each time.
const STEP_MS: i64 = 47 * 60 * 1000;

/// Why the story cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// It cannot be read.
    #[error("the example's story cannot be read: {0}")]
    Read(#[from] Box<figment::Error>),
    /// It speaks of somebody or something that it did not introduce.
    #[error("the example's story does not know {0}")]
    Unknown(String),
    /// An act was refused.
    #[error("the example's story goes wrong at {at}: {source}")]
    Refused {
        /// When it was told to happen.
        at: Stamp,
        /// Why it does not.
        source: SubmitError,
    },
    /// An act has no effect.
    #[error("the example's story tells of something without effect at {0}")]
    WithoutEffect(Stamp),
    /// The network could not be founded.
    #[error(transparent)]
    Found(#[from] FoundError),
    /// It could not be loaded.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A text could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Keys could not be made.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// A network's story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Its name in addresses.
    pub slug: Slug,
    name: String,
    languages: Languages,
    time_zone: TimeZoneName,
    /// When it begins.
    pub founded_at: Stamp,
    steward: String,
    actors: Vec<Figure>,
    acts: Vec<Moment>,
    votes: Vec<Votes>,
    supports: Vec<Supports>,
}

/// A person, organisation or service of the story.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    key: String,
    kind: ActorKind,
    name: String,
    about: String,
}

/// Who does what when.
#[derive(Debug, Clone, Deserialize)]
struct Moment {
    at: Stamp,
    by: String,
    #[serde(flatten)]
    deed: Deed,
}

/// What is done; names stand for actors and contributions.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Join(String),
    Leave(String),
    Represent { person: String, organisation: String },
    Grant { actor: String, role: Role, until: Option<Stamp> },
    Revoke { actor: String, role: Role },
    Ask { key: String, title: String, body: String },
    ReviseQuestion { key: String, title: String, body: String },
    Submit { key: String, kind: SubmittedKind, parent: Option<String>, title: Option<String>, body: String },
    Revise { key: String, title: Option<String>, body: String },
    Withdraw(String),
    Link { from: String, to: String, kind: LinkKind },
    Vote { statement: String, vote: Vote },
    Support(String),
    Unsupport(String),
}

/// Votes of several people on a statement, one after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Votes {
    statement: String,
    at: Stamp,
    agree: Vec<String>,
    disagree: Vec<String>,
    pass: Vec<String>,
}

/// Several people support a contribution, one after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Supports {
    contribution: String,
    at: Stamp,
    by: Vec<String>,
}

/// What became of the story.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// The network's steward.
    pub steward: ActorId,
}

impl Story {
    /// Reads the story that comes with the program.
    ///
    /// # Errors
    /// [`StoryError::Read`].
    pub fn read() -> Result<Self, StoryError> {
        Ok(Figment::from(Toml::string(STORY)).extract().map_err(Box::new)?)
    }

    /// All that happens, in order of time.
    fn moments(&self) -> Vec<Moment> {
        let mut moments = self.acts.clone();
        for Votes { statement, at, agree, disagree, pass } in &self.votes {
            let voters = [(Vote::Agree, agree), (Vote::Disagree, disagree), (Vote::Pass, pass)];
            let voters = voters.into_iter().flat_map(|(vote, by)| by.iter().map(move |by| (vote, by)));
            // Not in order of opinion: every third first.
            let mut voters: Vec<_> = voters.enumerate().collect();
            voters.sort_by_key(|(n, _)| (n % 3, *n));
            moments.extend(spread(*at).zip(voters).map(|(at, (_, (vote, by)))| Moment {
                at,
                by: by.clone(),
                deed: Deed::Vote { statement: statement.clone(), vote },
            }));
        }
        for Supports { contribution, at, by } in &self.supports {
            moments.extend(spread(*at).zip(by).map(|(at, by)| Moment {
                at,
                by: by.clone(),
                deed: Deed::Support(contribution.clone()),
            }));
        }
        moments.sort_by_key(|moment| moment.at);
        moments
    }

    /// Tells the story in a directory that holds no network of its name, setting the clock as it goes.
    ///
    /// # Errors
    /// [`StoryError`].
    pub fn tell(&self, catalogue: &Catalogue, clock: &ToldClock) -> Result<Told, StoryError> {
        let steward = self.figure(&self.steward)?;
        let founding = Founding {
            slug: self.slug.clone(),
            name: self.name.clone(),
            languages: self.languages.clone(),
            time_zone: self.time_zone.clone(),
            territory: None,
            visibility: Visibility::Public,
            k: DEFAULT_K,
            steward_kind: steward.kind,
            steward_name: Some(steward.name.clone()),
        };
        let founded = match catalogue.found(&founding, None)? {
            FoundOutcome::Founded(founded) => founded,
            FoundOutcome::Replayed(_) => return Err(StoryError::Unknown(self.slug.to_string())),
        };
        let network = catalogue.load(founded.network)?;
        let mut telling = Telling { story: self, network, actors: BTreeMap::new(), contributions: BTreeMap::new() };
        telling.actors.insert(self.steward.clone(), founded.steward);
        let profile = telling.profile(steward, founded.steward)?;
        telling.submit(self.founded_at, founded.steward, vec![profile])?;
        for moment in self.moments() {
            clock.tell(moment.at);
            telling.tell(&moment)?;
        }
        Ok(Told { steward: founded.steward })
    }

    fn figure(&self, key: &str) -> Result<&Figure, StoryError> {
        self.actors.iter().find(|figure| figure.key == key).ok_or_else(|| StoryError::Unknown(key.to_owned()))
    }
}

/// The moments of the people of a list, from its own on: none at night.
fn spread(at: Stamp) -> impl Iterator<Item = Stamp> {
    const HOUR_MS: i64 = 3600 * 1000;
    let next = |(n, ms): &(i64, i64)| {
        let next = ms + STEP_MS + (n * n * 7_919) % 31 * 61_370;
        let is_day = (5..21).contains(&(next.rem_euclid(24 * HOUR_MS) / HOUR_MS));
        Some((n + 1, if is_day { next } else { next + 9 * HOUR_MS }))
    };
    std::iter::successors(Some((0, at.millis())), next).filter_map(|(_, ms)| Stamp::from_millis(ms))
}

/// The story under way.
struct Telling<'s> {
    story: &'s Story,
    network: Arc<Network>,
    actors: BTreeMap<String, ActorId>,
    contributions: BTreeMap<String, ContributionId>,
}

impl Telling<'_> {
    fn tell(&mut self, moment: &Moment) -> Result<(), StoryError> {
        let by = self.actor(&moment.by)?;
        let ready = match &moment.deed {
            Deed::Join(key) => self.join(key)?,
            Deed::Leave(key) => self.simple(actor::Command::Leave(self.actor(key)?)),
            Deed::Represent { person, organisation } => {
                let (actor, organisation) = (self.actor(person)?, self.actor(organisation)?);
                self.simple(actor::Command::Represent(RepresentationStarted { actor, organisation }))
            }
            Deed::Grant { actor, role, until } => {
                let granted = RoleGranted { actor: self.actor(actor)?, role: *role, until: *until };
                self.simple(actor::Command::GrantRole(granted))
            }
            Deed::Revoke { actor, role } => {
                self.simple(actor::Command::RevokeRole(RoleRevoked { actor: self.actor(actor)?, role: *role }))
            }
            Deed::Ask { key, title, body } => self.ask(key, title, body)?,
            Deed::ReviseQuestion { key, title, body } => self.revise_question(key, title, body)?,
            Deed::Submit { key, kind, parent, title, body } => {
                let parent = parent.as_deref().map(|parent| self.contribution(parent)).transpose()?;
                let (contribution, (theme, audience)) = (self.new_contribution(key), (None, None));
                let mut draft = Draft::new(self.network.vault());
                let title = title.as_deref().map(|title| draft.own(by, Pointer::Title, title)).transpose()?;
                let body = draft.own(by, Pointer::Body, body)?;
                let submitted = Submitted { contribution, kind: *kind, parent, title, body, theme, audience };
                vec![draft.ready(contribution::Command::Submit(submitted))]
            }
            Deed::Revise { key, title, body } => {
                let contribution = self.contribution(key)?;
                let mut draft = Draft::new(self.network.vault());
                let title = title.as_deref().map(|title| draft.own(by, Pointer::Title, title)).transpose()?;
                let body = draft.own(by, Pointer::Body, body)?;
                vec![draft.ready(contribution::Command::Revise(Revised { contribution, title, body }))]
            }
            Deed::Withdraw(key) => self.simple(contribution::Command::Withdraw(self.contribution(key)?)),
            Deed::Link { from, to, kind } => {
                let (contribution, to) = (self.contribution(from)?, self.contribution(to)?);
                self.simple(contribution::Command::Link(Linked { contribution, to, kind: *kind }))
            }
            Deed::Vote { statement, vote } => {
                let statement = self.contribution(statement)?;
                let voter = self.network.pseudonym(by, statement)?;
                self.simple(statement_vote::Command::Cast { statement, voter, vote: *vote })
            }
            Deed::Support(key) => {
                let contribution = self.contribution(key)?;
                let supporter = self.network.pseudonym(by, contribution)?;
                self.simple(contribution::Command::Support(Supported { contribution, supporter }))
            }
            Deed::Unsupport(key) => {
                let contribution = self.contribution(key)?;
                let supporter = self.network.pseudonym(by, contribution)?;
                self.simple(contribution::Command::Unsupport(Unsupported { contribution, supporter }))
            }
        };
        self.submit(moment.at, by, ready)
    }

    /// A command without texts.
    fn simple(&self, command: impl Into<Command>) -> Vec<Step> {
        vec![Draft::new(self.network.vault()).ready(command)]
    }

    fn join(&mut self, key: &str) -> Result<Vec<Step>, StoryError> {
        let figure = self.story.figure(key)?;
        let actor = self.network.vault().spare_subject()?;
        self.actors.insert(key.to_owned(), actor);
        let joined = Joined { actor, kind: figure.kind, via: Via::Operator, audience: None };
        let mut ready = self.simple(actor::Command::Join(joined));
        ready.push(self.profile(figure, actor)?.as_part_of(Action::AddActor));
        Ok(ready)
    }

    fn profile(&self, figure: &Figure, actor: ActorId) -> Result<Step, StoryError> {
        let mut draft = Draft::new(self.network.vault());
        let command = match figure.kind {
            ActorKind::Person => {
                let name = draft.own(actor, Pointer::Name, &figure.name)?;
                let about = Some(draft.own(actor, Pointer::About, &figure.about)?);
                actor::Command::ReviseProfile(ProfileRevised { actor, name, contact: None, about })
            }
            ActorKind::Organisation | ActorKind::Service => {
                let name = draft.common(Pointer::Name, &figure.name)?;
                let about = Some(draft.common(Pointer::About, &figure.about)?);
                actor::Command::Describe(OrganisationDescribed { actor, name, about })
            }
        };
        Ok(draft.ready(command))
    }

    fn ask(&mut self, key: &str, title: &str, body: &str) -> Result<Vec<Step>, StoryError> {
        let contribution = self.new_contribution(key);
        let mut draft = Draft::new(self.network.vault());
        let title = draft.common(Pointer::Title, title)?;
        let body = Some(draft.common(Pointer::Body, body)?);
        Ok(vec![draft.ready(contribution::Command::Ask(QuestionAsked { contribution, title, body, theme: None }))])
    }

    fn revise_question(&self, key: &str, title: &str, body: &str) -> Result<Vec<Step>, StoryError> {
        let contribution = self.contribution(key)?;
        let mut draft = Draft::new(self.network.vault());
        let title = draft.common(Pointer::Title, title)?;
        let body = Some(draft.common(Pointer::Body, body)?);
        Ok(vec![draft.ready(contribution::Command::ReviseQuestion(QuestionRevised { contribution, title, body }))])
    }

    fn submit(&self, at: Stamp, by: ActorId, steps: Vec<Step>) -> Result<(), StoryError> {
        let submission = Submission::new(Principal::Actor(by), Circumstances::by(By::Actor(by)), steps);
        let answer = self.network.submit_blocking(submission);
        let outcome = answer.and_then(|answer| {
            answer.blocking_recv().map_or(Err(SubmitError::Stopped), |told| told.map_err(SubmitError::from))
        });
        match outcome {
            Ok(Outcome::Recorded { .. }) => Ok(()),
            Ok(Outcome::Unchanged(_) | Outcome::Replayed(_) | Outcome::WouldRecord { .. }) => {
                Err(StoryError::WithoutEffect(at))
            }
            Err(source) => Err(StoryError::Refused { at, source }),
        }
    }

    fn new_contribution(&mut self, key: &str) -> ContributionId {
        let contribution = edge::contribution_id();
        self.contributions.insert(key.to_owned(), contribution);
        contribution
    }

    fn actor(&self, key: &str) -> Result<ActorId, StoryError> {
        self.actors.get(key).copied().ok_or_else(|| StoryError::Unknown(key.to_owned()))
    }

    fn contribution(&self, key: &str) -> Result<ContributionId, StoryError> {
        self.contributions.get(key).copied().ok_or_else(|| StoryError::Unknown(key.to_owned()))
    }
}
