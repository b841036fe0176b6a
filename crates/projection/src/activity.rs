//! What happened, newest first: where the signed events stand that concern an object, an actor or a theme.
//!
//! Not a field of [`crate::Views`]: what was written here never changes, so that a past reading is the same lines up to its
//! head; and clones of a table that is keyed at random are what [`crate::history`] must not keep. A line takes 8 bytes, 4
//! of its facet and 4 of the position; a signed event has two as a rule, and a bit among those of the whole network. Two
//! facets may have the same 4 bytes, so that whoever reads the event asks it again ([`Facet::holds`]). Scoped acts are left
//! out: an opinion is counted where it belongs, it is not news, and the order in which opinions came tells more of people
//! than it should.

use std::sync::Arc;

use domain::contribution;
use domain::envelope::{Act, By};
use domain::event::{Object, Signing};
use domain::ids::{ActorId, Position, ThemeId};
use domain::state::{Event, Recorded};
use imbl::{OrdSet, Vector};

use crate::contributions::ContributionsView;

/// What an event may concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// The network: all that happens.
    Network,
    /// An object.
    Object(Object),
    /// An actor, as author, as the one it was entered for, or as an object.
    Actor(ActorId),
    /// A theme, its contributions, and what happens to them while they are in it.
    Theme(ThemeId),
}

impl Facet {
    /// Whether an event is one of its own.
    #[must_use]
    pub fn holds(self, recorded: &Recorded) -> bool {
        let objects = recorded.event.objects();
        match self {
            Self::Network => true,
            Self::Object(object) => objects.contains(&object),
            Self::Actor(id) => authors(&recorded.act).any(|one| one == id) || objects.contains(&Object::Actor(id)),
            // An event does not tell in which theme its contribution was then: its line tells.
            Self::Theme(id) => {
                objects.iter().any(|object| matches!(object, Object::Contribution(_)) || *object == Object::Theme(id))
            }
        }
    }

    /// What stands for it in a line: the end of its id, which is random. The network has no lines, but bits.
    fn short(self) -> Option<u32> {
        let id = match self {
            Self::Network => return None,
            Self::Object(object) => object.id(),
            Self::Actor(ActorId(id)) | Self::Theme(ThemeId(id)) => id,
        };
        id.as_bytes().last_chunk().copied().map(u32::from_be_bytes)
    }

    /// Four thousand million events are far beyond a network; what came after them would have no line.
    fn line(self, position: Position) -> Option<u64> {
        let position = u32::try_from(position.0).ok()?;
        Some(u64::from(self.short()?) << 32 | u64::from(position))
    }
}

fn authors(act: &Act) -> impl Iterator<Item = ActorId> {
    let by = if let Some(By::Actor(actor)) = act.by { Some(actor) } else { None };
    by.into_iter().chain(act.on_behalf_of)
}

/// The themes of the contributions that an event concerns, and the one that it takes a contribution out of.
fn themes(recorded: &Recorded, objects: &[Object], view: &ContributionsView) -> impl Iterator<Item = ThemeId> {
    let was = if let Event::Contribution(contribution::Event::Moved(e)) = &recorded.event { e.was_theme } else { None };
    let theme = |object: &Object| if let Object::Contribution(id) = object { view.get(*id)?.theme } else { None };
    objects.iter().filter_map(theme).chain(was)
}

fn is_signed(recorded: &Recorded) -> bool {
    recorded.event.signing() == Signing::Signed
}

/// The lines of an event that was just folded into the contributions.
fn lines(recorded: &Recorded, view: &ContributionsView) -> Vec<u64> {
    if !is_signed(recorded) {
        return Vec::new();
    }
    let objects = recorded.event.objects();
    let facets = objects.iter().copied().map(Facet::Object);
    let themes = themes(recorded, &objects, view).map(Facet::Theme);
    let facets = facets.chain(authors(&recorded.act).map(Facet::Actor)).chain(themes);
    let mut lines: Vec<_> = facets.filter_map(|facet| facet.line(recorded.position)).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Where the events of every facet stand. What a load reads is sorted once; what comes after it goes into a tree.
#[derive(Debug, Clone, Default)]
pub struct Activity {
    loaded: Arc<[u64]>,
    since: OrdSet<u64>,
    /// A bit an event, the first one lowest: whether it is signed.
    signed: Vector<u64>,
}

/// The activity of a history that is being loaded.
#[derive(Debug, Default)]
pub struct Loading {
    lines: Vec<u64>,
    signed: Vector<u64>,
}

impl Loading {
    /// Adds an event, after it was folded into the contributions.
    pub fn add(&mut self, recorded: &Recorded, contributions: &ContributionsView) {
        self.lines.extend(lines(recorded, contributions));
        mark(&mut self.signed, recorded);
    }

    /// All that was added.
    #[must_use]
    pub fn done(mut self) -> Activity {
        self.lines.sort_unstable();
        Activity { loaded: self.lines.into(), since: OrdSet::new(), signed: self.signed }
    }
}

/// The word that holds an event's bit, and the bit in it.
fn bit(position: Position) -> (usize, u64) {
    (usize::try_from(position.0 / 64).unwrap_or(usize::MAX), 1 << (position.0 % 64))
}

fn mark(signed: &mut Vector<u64>, recorded: &Recorded) {
    let (word, bit) = bit(recorded.position);
    if word == signed.len() {
        signed.push_back(0);
    }
    if let Some(word) = signed.get_mut(word).filter(|_| is_signed(recorded)) {
        *word |= bit;
    }
}

impl Activity {
    /// Adds the event at the head, after it was folded into the contributions.
    pub fn add(&mut self, recorded: &Recorded, contributions: &ContributionsView) {
        self.since.extend(lines(recorded, contributions));
        mark(&mut self.signed, recorded);
    }

    /// The positions before another where events of a facet stand, newest first.
    #[must_use]
    pub fn newest(&self, facet: Facet, before: Position) -> Box<dyn Iterator<Item = Position> + '_> {
        let before = Position(before.0.min(u64::from(u32::MAX)));
        match (facet.line(Position(0)), facet.line(before)) {
            (Some(low), Some(high)) => Box::new(self.between(low, high)),
            _ => Box::new(self.signed_before(before)),
        }
    }

    fn between(&self, low: u64, high: u64) -> impl Iterator<Item = Position> {
        let until = |line: u64| self.loaded.partition_point(|known| *known < line);
        let loaded = self.loaded.get(until(low)..until(high)).unwrap_or_default();
        let lines = self.since.range(low..high).rev().chain(loaded.iter().rev());
        lines.map(|line| Position(line & u64::from(u32::MAX)))
    }

    fn signed_before(&self, before: Position) -> impl Iterator<Item = Position> {
        let words = (0..=before.0 / 64).rev().filter_map(|nth| {
            let word = self.signed.get(usize::try_from(nth).ok()?).filter(|word| **word != 0)?;
            Some((nth * 64, *word))
        });
        let positions = words.flat_map(|(first, word)| {
            (0..64).rev().filter(move |nth| word & (1 << nth) != 0).map(move |nth| Position(first + nth))
        });
        positions.skip_while(move |position| *position >= before)
    }

    /// Whether an event of a facet stands at a position.
    #[must_use]
    pub fn has(&self, facet: Facet, position: Position) -> bool {
        let Some(line) = facet.line(position) else {
            let (word, bit) = bit(position);
            return self.signed.get(word).is_some_and(|word| word & bit != 0);
        };
        self.since.contains(&line) || self.loaded.binary_search(&line).is_ok()
    }

    /// How many lines there are, of 8 bytes each and half as much again for those since the load.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.loaded.len() + self.since.len()
    }
}

#[cfg(test)]
mod tests {
    use domain::class::{Commitment, CommonText};
    use domain::contribution::{Moved, QuestionAsked, Supported};
    use domain::ids::{ContributionId, EventId, Pseudonym, Stamp};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::Views;

    /// Ids of different objects share their last bytes.
    fn id(n: u8) -> Uuid {
        Uuid::from_u64_pair(u64::from(n), u64::from(n % 4) + 1)
    }

    fn theme(n: u8) -> ThemeId {
        ThemeId(Uuid::from_u64_pair(0, u64::from(n) + 100))
    }

    /// An event, and the facets that it is of.
    type Told = (Recorded, Vec<Facet>);

    /// A history of questions by few actors, of few themes or none, of moves between themes, and of support.
    fn history(steps: &[(u8, u8, u8)]) -> Vec<Told> {
        let mut themes: Vec<Option<ThemeId>> = Vec::new();
        let mut history = Vec::new();
        for (position, (kind, who, which)) in (0_u64..).zip(steps) {
            let into = (*which < 3).then(|| theme(*which));
            let nth = usize::from(*which).checked_rem(themes.len()).filter(|_| *kind < 4).unwrap_or(themes.len());
            let contribution = ContributionId(id(u8::try_from(nth).unwrap()));
            let (parent, was_parent, supporter) = (None, None, Pseudonym([*who; 16]));
            let (event, of): (contribution::Event, Vec<_>) = if nth == themes.len() {
                let (title, body) = (CommonText(Commitment::new([0; 32], 1)), None);
                themes.push(into);
                (QuestionAsked { contribution, title, body, theme: into }.into(), vec![into])
            } else if *kind < 2 {
                let was_theme = std::mem::replace(&mut themes[nth], into);
                (Moved { contribution, parent, theme: into, was_parent, was_theme }.into(), vec![into, was_theme])
            } else {
                (Supported { contribution, supporter }.into(), Vec::new())
            };
            let author = ActorId(id(*who));
            let signed = [Facet::Network, Facet::Object(Object::Contribution(contribution)), Facet::Actor(author)];
            let facets = of.iter().flatten().copied().map(Facet::Theme);
            let facets = if of.is_empty() { Vec::new() } else { facets.chain(signed).collect() };
            let (id, recorded_at, act) = (EventId(Uuid::nil()), Stamp::default(), Act::by(By::Actor(author)));
            history
                .push((Recorded { position: Position(position), id, recorded_at, act, event: event.into() }, facets));
        }
        history
    }

    proptest! {
        #[test]
        fn a_facet_has_its_signed_events_newest_first_whenever_they_were_loaded(
            steps in prop::collection::vec((0_u8..8, 0_u8..5, 0_u8..5), 1..200),
            loaded in 0_usize..200,
            before in 0_u64..210,
        ) {
            let (history, mut views) = (history(&steps), Views::default());
            let mut loading = Loading::default();
            for (recorded, _) in history.iter().take(loaded) {
                views.apply(recorded);
                loading.add(recorded, &views.contributions);
            }
            let mut activity = loading.done();
            for (recorded, _) in history.iter().skip(loaded) {
                views.apply(recorded);
                activity.add(recorded, &views.contributions);
            }
            let facets = (0..200).map(|n| Facet::Object(Object::Contribution(ContributionId(id(n)))))
                .chain((0..5).map(|n| Facet::Actor(ActorId(id(n)))))
                .chain((0..4).map(|n| Facet::Theme(theme(n))))
                .chain([Facet::Network]);
            for facet in facets {
                let earlier = history.iter().rev().filter(|(recorded, _)| recorded.position.0 < before);
                let wanted = earlier.filter(|(_, of)| of.contains(&facet)).map(|(recorded, _)| recorded.position);
                let listed: Vec<_> = activity.newest(facet, Position(before)).collect();
                prop_assert!(listed.is_sorted_by(|a, b| a > b), "{listed:?}");
                prop_assert!(listed.iter().all(|position| activity.has(facet, *position)));
                let holds = |position: &Position| facet.holds(&history[usize::try_from(position.0).unwrap()].0);
                let listed: Vec<_> = listed.into_iter().filter(holds).collect();
                prop_assert_eq!(listed, wanted.collect::<Vec<_>>());
            }
        }
    }
}
