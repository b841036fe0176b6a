//! Contributions: threads, versions, links, supports, and the tallies of statement votes, in order of creation.

use std::sync::Arc;

use domain::class::Pointer;
use domain::contribution::{Event, Kind, LinkKind, Phase, QuestionRevised, Revised};
use domain::envelope::{By, Evidence};
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, ContributionId, EventId, Position, Stamp, ThemeId, Version};
use domain::names::{Importer, SourceId, SourcePart};
use domain::state::Recorded;
use domain::statement_vote::{self, Vote};
use imbl::{OrdMap, OrdSet};

use crate::{TextOwner, TextRef};

/// One version of a contribution's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextVersion {
    /// Of which contribution.
    pub contribution: ContributionId,
    /// The position of its event.
    pub position: Position,
    /// The id of its event.
    pub event: EventId,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// Whether it has a title.
    pub titled: bool,
    /// Whether it has a body.
    pub bodied: bool,
    /// Whose key seals it.
    pub owner: TextOwner,
}

impl TextVersion {
    fn of(recorded: &Recorded, contribution: ContributionId) -> Self {
        let (position, event, recorded_at) = (recorded.position, recorded.id, recorded.recorded_at);
        let mut version = Self {
            contribution,
            position,
            event,
            recorded_at,
            titled: false,
            bodied: false,
            owner: TextOwner::Network,
        };
        for (pointer, owner) in recorded.texts() {
            version.titled |= pointer == Pointer::Title;
            version.bodied |= pointer == Pointer::Body;
            version.owner = owner;
        }
        version
    }

    fn text(&self, pointer: Pointer) -> TextRef {
        let of = Object::Contribution(self.contribution);
        TextRef { position: self.position, event: self.event, of, pointer, owner: self.owner }
    }

    /// Where its title lies.
    #[must_use]
    pub fn title(&self) -> Option<TextRef> {
        self.titled.then(|| self.text(Pointer::Title))
    }

    /// Where its body lies.
    #[must_use]
    pub fn body(&self) -> Option<TextRef> {
        self.bodied.then(|| self.text(Pointer::Body))
    }
}

/// What is shown of a contribution, but for what others do to it ([`Counts`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributionRow {
    /// Its id.
    pub id: ContributionId,
    /// What it is.
    pub kind: Kind,
    /// Whose it is.
    pub author: By,
    /// Who entered it, where that was somebody else, and what stands behind the entry.
    pub entered: Option<(By, Evidence)>,
    /// What it stands under.
    pub parent: Option<ContributionId>,
    /// Its theme.
    pub theme: Option<ThemeId>,
    /// The audience it speaks of.
    pub audience: Option<AudienceId>,
    /// Whether it takes part, and what it was merged into.
    pub phase: Phase,
    /// What was merged into it, also by way of others.
    pub merged_from: Vec<ContributionId>,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// When it happened, where that was not when it was recorded.
    pub occurred_at: Option<Stamp>,
    /// Where it was imported from.
    pub source: Option<SourceId>,
    /// Its versions, oldest first; never empty.
    pub versions: Vec<TextVersion>,
    /// Number of events of its own.
    pub version: Version,
}

/// How many voted what on a statement; each voter's latest vote counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Who agree.
    pub agree: u32,
    /// Who disagree.
    pub disagree: u32,
    /// Who pass.
    pub pass: u32,
}

impl Tally {
    fn of(&mut self, vote: Vote) -> &mut u32 {
        match vote {
            Vote::Agree => &mut self.agree,
            Vote::Disagree => &mut self.disagree,
            Vote::Pass => &mut self.pass,
        }
    }
}

/// What others did to a contribution, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Who support it.
    pub supports: u32,
    /// Who replied right under it.
    pub replies: u32,
    /// Votes, if it is a statement.
    pub votes: Tally,
}

/// An imported set: who read it, and its name.
pub type SourceSet = (Importer, SourcePart);

/// Which contributions to list; every given condition must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Right under this one, or under what was merged into it.
    pub parent: Option<ContributionId>,
    /// By this actor.
    pub author: Option<ActorId>,
    /// From this imported set.
    pub source: Option<SourceSet>,
    /// Of this theme.
    pub theme: Option<ThemeId>,
}

/// A condition that has an index of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Facet {
    Parent(ContributionId),
    Author(ActorId),
    Source(SourceSet),
    Theme(ThemeId),
    Kind(Kind),
}

impl Filter {
    /// The most selective condition: the others are looked at row by row.
    fn facet(&self) -> Option<Facet> {
        let parent = self.parent.map(Facet::Parent);
        let author = self.author.map(Facet::Author);
        let theme = self.theme.map(Facet::Theme);
        let source = || self.source.clone().map(Facet::Source);
        parent.or(author).or(theme).or_else(source).or(self.kind.map(Facet::Kind))
    }

    /// Whether a row holds the conditions; that on its parent is the first that is looked up in the index.
    fn holds(&self, row: &ContributionRow) -> bool {
        let source = |(importer, set): &SourceSet| {
            row.source.as_ref().is_some_and(|source| source.importer == *importer && source.set == *set)
        };
        self.kind.is_none_or(|kind| row.kind == kind)
            && self.author.is_none_or(|author| row.author == By::Actor(author))
            && self.source.as_ref().is_none_or(source)
            && self.theme.is_none_or(|theme| row.theme == Some(theme))
    }
}

/// In which order to list, and after which one to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// Oldest first.
    Ascending(Option<ContributionId>),
    /// Newest first.
    Descending(Option<ContributionId>),
}

/// All contributions ever made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContributionsView {
    rows: OrdMap<ContributionId, Arc<ContributionRow>>,
    counts: OrdMap<ContributionId, Counts>,
    facets: OrdSet<(Facet, ContributionId)>,
    links: OrdSet<(ContributionId, LinkKind, ContributionId)>,
    votes: u64,
}

impl ContributionsView {
    /// One contribution.
    #[must_use]
    pub fn get(&self, id: ContributionId) -> Option<&ContributionRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// What others did to it.
    #[must_use]
    pub fn counts(&self, id: ContributionId) -> Counts {
        self.counts.get(&id).copied().unwrap_or_default()
    }

    /// What it was linked to.
    pub fn links(&self, id: ContributionId) -> impl Iterator<Item = (LinkKind, ContributionId)> {
        let least = ContributionId(uuid::Uuid::nil());
        self.links
            .range((id, LinkKind::Duplicates, least)..)
            .take_while(move |(from, ..)| *from == id)
            .map(|(_, kind, to)| (*kind, *to))
    }

    /// What it became part of in the end, if it was merged.
    #[must_use]
    pub fn merged_into(&self, id: ContributionId) -> Option<ContributionId> {
        self.heirs(id).skip(1).last()
    }

    /// A contribution, what it was merged into, what that was merged into, and so on.
    fn heirs(&self, id: ContributionId) -> impl Iterator<Item = ContributionId> {
        std::iter::successors(Some(id), |id| match self.get(*id)?.phase {
            Phase::Merged { into } => Some(into),
            Phase::Standing | Phase::Withdrawn => None,
        })
    }

    /// How many contributions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many votes were cast, changes included.
    #[must_use]
    pub fn votes_cast(&self) -> u64 {
        self.votes
    }

    /// The contributions that fit, in order of creation or against it.
    #[must_use]
    pub fn list<'a>(&'a self, filter: &'a Filter, walk: Walk) -> Box<dyn Iterator<Item = &'a ContributionRow> + 'a> {
        let (nil, max) = (ContributionId(uuid::Uuid::nil()), ContributionId(uuid::Uuid::max()));
        let (low, high, skip) = match walk {
            Walk::Ascending(after) => (after.unwrap_or(nil), max, after),
            Walk::Descending(before) => (nil, before.unwrap_or(max), before),
        };
        let ids: Box<dyn DoubleEndedIterator<Item = ContributionId>> = match filter.facet() {
            Some(facet) => Box::new(self.facets.range((facet.clone(), low)..=(facet, high)).map(|(_, id)| *id)),
            None => Box::new(self.rows.range(low..=high).map(|(id, _)| *id)),
        };
        let ids: Box<dyn Iterator<Item = ContributionId>> = match walk {
            Walk::Ascending(_) => ids,
            Walk::Descending(_) => Box::new(ids.rev()),
        };
        Box::new(
            ids.filter(move |id| Some(*id) != skip).filter_map(|id| self.get(id)).filter(move |row| filter.holds(row)),
        )
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        match event {
            Event::QuestionAsked(e) => {
                let row = new_row(recorded, e.contribution, Kind::Question);
                self.insert(ContributionRow { theme: e.theme, ..row });
            }
            Event::Submitted(e) => {
                let row = new_row(recorded, e.contribution, e.kind.into());
                self.insert(ContributionRow { parent: e.parent, theme: e.theme, audience: e.audience, ..row });
            }
            Event::QuestionRevised(QuestionRevised { contribution, .. })
            | Event::Revised(Revised { contribution, .. }) => self.change(*contribution, |row| {
                row.versions.push(TextVersion::of(recorded, row.id));
            }),
            Event::Withdrawn(e) => self.change(e.contribution, |row| row.phase = Phase::Withdrawn),
            Event::Supported(e) => self.count(e.contribution, |counts| counts.supports += 1),
            Event::Unsupported(e) => {
                self.count(e.contribution, |counts| counts.supports = counts.supports.saturating_sub(1));
            }
            Event::Linked(e) => _ = self.links.insert((e.contribution, e.kind, e.to)),
            Event::Merged(e) => {
                for source in e.sources.as_slice() {
                    self.merge(*source, e.contribution);
                }
                self.change(e.contribution, |_| ());
            }
            Event::Moved(e) => {
                self.file(e.contribution, false);
                self.change(e.contribution, |row| (row.parent, row.theme) = (e.parent, e.theme));
                self.file(e.contribution, true);
            }
        }
    }

    pub(crate) fn apply_vote(&mut self, event: &statement_vote::Event) {
        let statement_vote::Event::Cast(cast) = event;
        self.votes += 1;
        self.count(cast.statement, |counts| {
            if let Some(was) = cast.was {
                let before = counts.votes.of(was);
                *before = before.saturating_sub(1);
            }
            *counts.votes.of(cast.vote) += 1;
        });
    }

    fn insert(&mut self, row: ContributionRow) {
        let id = row.id;
        self.counts.insert(id, Counts::default());
        self.rows.insert(id, Arc::new(row));
        self.file(id, true);
    }

    /// Files a contribution under every condition that holds for it, or takes it out of there.
    fn file(&mut self, id: ContributionId, stands: bool) {
        for facet in self.facets_of(id) {
            if let Facet::Parent(parent) = facet {
                self.count(parent, |counts| {
                    counts.replies = if stands { counts.replies + 1 } else { counts.replies.saturating_sub(1) };
                });
            }
            if stands {
                self.facets.insert((facet, id))
            } else {
                self.facets.remove(&(facet, id))
            };
        }
    }

    /// The conditions that hold for a contribution: what stands under a source stands under what it was merged into too.
    fn facets_of(&self, id: ContributionId) -> Vec<Facet> {
        let Some(row) = self.get(id) else { return Vec::new() };
        let author = match row.author {
            By::Actor(actor) => Some(Facet::Author(actor)),
            By::Operator | By::System => None,
        };
        let source = row.source.as_ref().map(|source| Facet::Source((source.importer, source.set.clone())));
        let parents = row.parent.into_iter().flat_map(|parent| self.heirs(parent)).map(Facet::Parent);
        let others = [Some(Facet::Kind(row.kind)), author, source, row.theme.map(Facet::Theme)];
        parents.chain(others.into_iter().flatten()).collect()
    }

    /// A contribution becomes part of another, and all that it had become.
    fn merge(&mut self, source: ContributionId, target: ContributionId) {
        // What was merged stays so; that also keeps a history that no rule admitted from running in circles.
        if source == target || [source, target].iter().any(|id| self.heirs(*id).nth(1).is_some()) {
            return;
        }
        let under = Filter { parent: Some(source), ..Filter::default() };
        let replies: Vec<_> = self.list(&under, Walk::Ascending(None)).map(|row| row.id).collect();
        self.count(target, |counts| counts.replies += u32::try_from(replies.len()).unwrap_or(u32::MAX));
        self.facets.extend(replies.into_iter().map(|reply| (Facet::Parent(target), reply)));
        let parts = self.get(source).map(|row| row.merged_from.clone()).unwrap_or_default();
        self.change(source, |row| row.phase = Phase::Merged { into: target });
        if let Some(row) = self.rows.get_mut(&target) {
            Arc::make_mut(row).merged_from.extend(std::iter::once(source).chain(parts));
        }
    }

    fn change(&mut self, id: ContributionId, change: impl FnOnce(&mut ContributionRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }

    fn count(&mut self, id: ContributionId, change: impl FnOnce(&mut Counts)) {
        if let Some(counts) = self.counts.get_mut(&id) {
            change(counts);
        }
    }
}

fn new_row(recorded: &Recorded, id: ContributionId, kind: Kind) -> ContributionRow {
    let act = &recorded.act;
    ContributionRow {
        id,
        kind,
        author: act.subject().map_or(act.by.unwrap_or(By::System), By::Actor),
        entered: act.by.zip(act.evidence),
        parent: None,
        theme: None,
        audience: None,
        phase: Phase::Standing,
        merged_from: Vec::new(),
        recorded_at: recorded.recorded_at,
        occurred_at: act.occurred_at,
        source: act.source.clone(),
        versions: vec![TextVersion::of(recorded, id)],
        version: Version(1),
    }
}
