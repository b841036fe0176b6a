//! The story: read from `demo/ambrelle`, and told act by act.
//!
//! Each aggregate has its tables in the story, and tells them in a file of its own. A new one has a field in [`Story`],
//! a line in [`Story::moments`], and, where others speak of its objects by name, a field in [`Telling`].

mod actions;
mod actors;
mod audiences;
mod contributions;
mod cooperations;
mod decisions;
mod diagnostics;
mod drivers;
mod exchanges;
mod groups;
mod meetings;
mod moderation;
mod selections;
mod specifications;
mod steps;
mod tensions;
mod vocabulary;

use std::collections::BTreeMap;
use std::sync::Arc;

use app::catalogue::FoundOutcome;
use app::draft::{Draft, SealError, VaultError};
use app::edge::ToldClock;
use app::founding::{FoundError, Founding};
use app::submission::{Outcome, Step, Submission, SubmitError};
use app::{Catalogue, Network, OpenError, opening, tallying};
use domain::authority::Principal;
use domain::envelope::{Act as Circumstances, By, Evidence};
use domain::ids::{
    ActionId, ActorId, AudienceId, CandidateId, ContributionId, CooperationId, DecisionId, DiagnosticId,
};
use domain::ids::{
    ExchangeId, FindingId, GroupId, MeetingId, MilestoneId, RequirementId, SelectionId, SpecificationId,
};
use domain::ids::{SpecificationVersionId, Stamp, TagId, TensionId, ThemeId};
use domain::names::{Slug, TimeZoneName};
use domain::network::{DEFAULT_K, Languages, Visibility};
use domain::state::Command;
use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde::Deserialize;

/// Its parts: first the network as it is always there, then the steps of its method.
const STORY: &[&str] = &[
    include_str!("../../../demo/ambrelle/network.toml"),
    include_str!("../../../demo/ambrelle/diagnostic.toml"),
    include_str!("../../../demo/ambrelle/mobilisation.toml"),
    include_str!("../../../demo/ambrelle/specification.toml"),
    include_str!("../../../demo/ambrelle/selection.toml"),
];

/// The time from one person to the next in a list of people, in milliseconds: 47 minutes, and somewhat more or less each
/// time.
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
    /// What an opening needs could not be drawn.
    #[error(transparent)]
    Draw(#[from] opening::DrawError),
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
    actors: Vec<actors::Figure>,
    comings: Vec<actors::Coming>,
    contributions: Vec<contributions::Act>,
    votes: Vec<contributions::Votes>,
    supports: Vec<contributions::Supports>,
    audiences: Vec<audiences::Audience>,
    themes: Vec<vocabulary::Theme>,
    tags: Vec<vocabulary::Tag>,
    groups: Vec<groups::Group>,
    exchanges: Vec<exchanges::Exchange>,
    meetings: Vec<meetings::Meeting>,
    actions: Vec<actions::Action>,
    cooperations: Vec<cooperations::Cooperation>,
    tensions: Vec<tensions::Tension>,
    policies: Vec<moderation::Policy>,
    cases: Vec<moderation::Case>,
    decisions: Vec<decisions::Decision>,
    diagnostics: Vec<diagnostics::Diagnostic>,
    drivers: Vec<drivers::Driver>,
    commitments: Vec<drivers::Commitment>,
    steps: Vec<steps::Step>,
    specifications: Vec<specifications::Specification>,
    selections: Vec<selections::Selection>,
}

/// An entry of one of the story's tables: what it tells.
trait Entry {
    fn moments(&self) -> Vec<Moment<'_>>;
}

/// Who does what when.
struct Moment<'s> {
    at: Stamp,
    by: &'s str,
    /// The organisation in whose name it is done.
    on_behalf_of: Option<&'s str>,
    /// What stands behind an entry for a person.
    evidence: Option<Evidence>,
    deed: Box<Deed<'s>>,
}

/// The commands of a deed by an actor.
type Deed<'s> = dyn Fn(&mut Telling<'_>, ActorId) -> Result<Vec<Step>, StoryError> + 's;

impl<'s> Moment<'s> {
    fn new(
        at: Stamp,
        by: &'s str,
        deed: impl Fn(&mut Telling<'_>, ActorId) -> Result<Vec<Step>, StoryError> + 's,
    ) -> Self {
        Self { at, by, on_behalf_of: None, evidence: None, deed: Box::new(deed) }
    }

    /// The same, by somebody who represents this organisation.
    fn in_the_name_of(self, organisation: &'s str) -> Self {
        Self { on_behalf_of: Some(organisation), ..self }
    }

    /// The same, entered for this person.
    fn entered_for(self, person: &'s str, evidence: Evidence) -> Self {
        Self { on_behalf_of: Some(person), evidence: Some(evidence), ..self }
    }
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
        let parts = STORY.iter().map(|part| Toml::string(part));
        let whole = parts.fold(Figment::new(), |whole, part| whole.admerge(part));
        Ok(whole.extract().map_err(Box::new)?)
    }

    /// All that happens, in order of time.
    fn moments(&self) -> Vec<Moment<'_>> {
        fn of<E: Entry>(table: &[E]) -> Vec<Moment<'_>> {
            table.iter().flat_map(Entry::moments).collect()
        }
        let tables = [
            // One table a line.
            of(&self.comings),
            of(&self.contributions),
            of(&self.votes),
            of(&self.supports),
            of(&self.audiences),
            of(&self.themes),
            of(&self.tags),
            of(&self.groups),
            of(&self.exchanges),
            of(&self.meetings),
            of(&self.actions),
            of(&self.cooperations),
            of(&self.tensions),
            of(&self.policies),
            of(&self.cases),
            of(&self.decisions),
            of(&self.diagnostics),
            of(&self.drivers),
            of(&self.commitments),
            of(&self.steps),
            of(&self.specifications),
            of(&self.selections),
        ];
        let mut moments: Vec<_> = tables.into_iter().flatten().collect();
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
        let mut telling = Telling::new(self, catalogue.load(founded.network)?);
        telling.actors.give(&self.steward, founded.steward);
        let profile = telling.profile(steward, founded.steward)?;
        let act = Circumstances::by(By::Actor(founded.steward));
        telling.submit(self.founded_at, founded.steward, act, vec![profile])?;
        for moment in self.moments() {
            clock.tell(moment.at);
            telling.tell(&moment)?;
            // What was closed is counted at once.
            tallying::settle(&telling.network).map_err(|source| StoryError::Refused { at: moment.at, source })?;
        }
        Ok(Told { steward: founded.steward })
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

/// The objects that the story has made so far, by the names that it gives them.
struct Names<Id>(BTreeMap<String, Id>);

impl<Id> Default for Names<Id> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<Id: Copy> Names<Id> {
    fn give(&mut self, key: &str, id: Id) -> Id {
        self.0.insert(key.to_owned(), id);
        id
    }

    fn get(&self, key: &str) -> Result<Id, StoryError> {
        self.0.get(key).copied().ok_or_else(|| StoryError::Unknown(key.to_owned()))
    }

    fn find(&self, key: Option<&String>) -> Result<Option<Id>, StoryError> {
        key.map(|key| self.get(key)).transpose()
    }
}

/// The story under way.
struct Telling<'s> {
    story: &'s Story,
    network: Arc<Network>,
    actors: Names<ActorId>,
    contributions: Names<ContributionId>,
    audiences: Names<AudienceId>,
    themes: Names<ThemeId>,
    tags: Names<TagId>,
    groups: Names<GroupId>,
    exchanges: Names<ExchangeId>,
    meetings: Names<MeetingId>,
    actions: Names<ActionId>,
    milestones: Names<MilestoneId>,
    cooperations: Names<CooperationId>,
    tensions: Names<TensionId>,
    decisions: Names<DecisionId>,
    diagnostics: Names<DiagnosticId>,
    findings: Names<FindingId>,
    specifications: Names<SpecificationId>,
    versions: Names<SpecificationVersionId>,
    requirements: Names<RequirementId>,
    selections: Names<SelectionId>,
    candidates: Names<CandidateId>,
}

impl<'s> Telling<'s> {
    fn new(story: &'s Story, network: Arc<Network>) -> Self {
        Self {
            story,
            network,
            actors: Names::default(),
            contributions: Names::default(),
            audiences: Names::default(),
            themes: Names::default(),
            tags: Names::default(),
            groups: Names::default(),
            exchanges: Names::default(),
            meetings: Names::default(),
            actions: Names::default(),
            milestones: Names::default(),
            cooperations: Names::default(),
            tensions: Names::default(),
            decisions: Names::default(),
            diagnostics: Names::default(),
            findings: Names::default(),
            specifications: Names::default(),
            versions: Names::default(),
            requirements: Names::default(),
            selections: Names::default(),
            candidates: Names::default(),
        }
    }

    fn tell(&mut self, moment: &Moment<'_>) -> Result<(), StoryError> {
        let by = self.actors.get(moment.by)?;
        let on_behalf_of = moment.on_behalf_of.map(|organisation| self.actors.get(organisation)).transpose()?;
        let steps = (moment.deed)(self, on_behalf_of.unwrap_or(by))?;
        let act = Circumstances { on_behalf_of, evidence: moment.evidence, ..Circumstances::by(By::Actor(by)) };
        self.submit(moment.at, by, act, steps)
    }

    /// Begins a command.
    fn draft(&self) -> Draft<'_> {
        Draft::new(self.network.vault())
    }

    /// A command without texts.
    fn simple(&self, command: impl Into<Command>) -> Vec<Step> {
        vec![self.draft().ready(command)]
    }

    fn submit(&self, at: Stamp, by: ActorId, act: Circumstances, steps: Vec<Step>) -> Result<(), StoryError> {
        let answer = self.network.submit_blocking(Submission::new(Principal::Actor(by), act, steps));
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
}
