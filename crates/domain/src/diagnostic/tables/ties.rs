//! Who works with whom: the rows of such a question, and the graph.
//!
//! Its rows have something in common: whoever named somebody did so with a frequency and by a channel. So each of these
//! rows is no greater than the first, and the frequencies but `never` make at least the first together, as do the channels. They
//! are told over everybody only: then for all that shows people could stand in other columns, and only what follows from the size of
//! a column must be kept. Further rows are hidden where one could be reckoned from the others.

use std::collections::{BTreeMap, BTreeSet};

use super::counting::{Counted, place};
use super::{Respondent, Row, TieMeasures, count};
use crate::diagnostic::answers::{Answer, MAX_TIES, Tie};
use crate::diagnostic::questionnaire::{Channel, Frequency, QuestionNo};
use crate::ids::ActorId;

/// The row of those who named somebody; after it those of the frequencies, then those of the channels.
const NAMED: usize = 0;
const FREQUENCIES: usize = 1;
const CHANNELS: usize = FREQUENCIES + Frequency::ALL.len();
/// How many rows there are.
pub(super) const ROWS: usize = CHANNELS + Channel::ALL.len();

/// Whether a tie that `by` told counts: between two different actors who take part, and not `never`.
fn counts(by: ActorId, tie: &Tie, actors: &BTreeSet<ActorId>) -> bool {
    tie.frequency != Frequency::Never && tie.actor != by && actors.contains(&tie.actor) && actors.contains(&by)
}

/// In which rows a tie that `by` told makes them stand.
pub(super) fn rows(by: ActorId, tie: &Tie, actors: &BTreeSet<ActorId>) -> Vec<usize> {
    let frequency = place(Frequency::ALL, &tie.frequency).map(|place| FREQUENCIES + place);
    let channel = place(Channel::ALL, &tie.channel).map(|place| CHANNELS + place);
    if counts(by, tie, actors) {
        std::iter::once(NAMED).chain(frequency).chain(channel).collect()
    } else if tie.frequency == Frequency::Never {
        frequency.into_iter().collect()
    } else {
        Vec::new()
    }
}

/// The ties that were told, each once, and among how many actors.
pub(super) struct Graph {
    actors: u32,
    edges: BTreeSet<(ActorId, ActorId)>,
}

/// The graph that `people` told of `actors` when they answered this question.
pub(super) fn graph(number: QuestionNo, people: &[Respondent], actors: &BTreeSet<ActorId>) -> Graph {
    let mut edges = BTreeSet::new();
    for person in people {
        let Some(Answer::Ties(ties)) = person.answers.0.get(&number) else { continue };
        let told = ties.iter().filter(|tie| counts(person.actor, tie, actors));
        edges.extend(told.map(|tie| (person.actor.min(tie.actor), person.actor.max(tie.actor))));
    }
    Graph { actors: count(actors.len()), edges }
}

/// The rows that show, and the measures of the graph if they may be told.
pub(super) fn shown(counted: &[Counted], graph: &Graph, k: u32) -> (Vec<Row>, Option<TieMeasures>) {
    let nothing = || (counted.iter().map(Counted::hidden).collect(), None);
    let Some(named) = counted.first() else { return nothing() };
    let mut shows: Vec<_> = counted.iter().map(|row| !row.is_small(k) && keeps_columns(row, row.all, k)).collect();
    if !named.is_small(k) && shows.first() != Some(&true) {
        return nothing();
    }
    let families = [FREQUENCIES + 1..CHANNELS, CHANNELS..ROWS];
    for family in families.clone() {
        if keep_family(counted, family, named, k, &mut shows).is_none() {
            return nothing();
        }
    }
    let measures = graph.measures(k).filter(|measures| {
        let others = named.people.saturating_sub(k);
        let tells_nothing_more = measures.reached >= named.people && floor(measures) <= others;
        named.all >= k && (!named.is_small(k) || tells_nothing_more)
    });
    // That so many named somebody is known from each of these.
    let told = families.into_iter().flatten().filter(|row| shows.get(*row).is_some_and(|shows| *shows));
    let told = told.filter_map(|row| counted.get(row)).map(|row| row.all);
    let floor = told.chain(measures.as_ref().map(floor)).max().unwrap_or(0);
    if !keeps_columns(named, floor, k) {
        return nothing();
    }
    let row = |(row, shows): (&Counted, &bool)| if *shows { row.shown_without_columns() } else { row.hidden() };
    (counted.iter().zip(&shows).map(row).collect(), measures)
}

/// Whether in each column those who stand in a row, or those who do not, could be none where they are few, if it is known that
/// in all no fewer than `all` stand in it.
fn keeps_columns(row: &Counted, all: u32, k: u32) -> bool {
    let rest = row.people.saturating_sub(row.all);
    row.columns.iter().all(|(n, of)| {
        let elsewhere = row.people.saturating_sub(*of);
        (*n >= k || all <= elsewhere) && (of.saturating_sub(*n) >= k || rest <= elsewhere)
    })
}

/// Hides rows of a family, the last ones first, until none of its small ones follows from the others and the number of those who named
/// somebody; nothing where that is not enough.
fn keep_family(
    counted: &[Counted],
    family: std::ops::Range<usize>,
    named: &Counted,
    k: u32,
    shows: &mut [bool],
) -> Option<()> {
    if named.all < k {
        // Nothing of the family shows, since none of it is greater.
        return Some(());
    }
    loop {
        let rows = || counted.iter().zip(shows.iter()).take(family.end).skip(family.start);
        let told: u32 = rows().filter(|(_, shows)| **shows).map(|(row, _)| row.all).sum();
        let hidden = || rows().filter(|(_, shows)| !**shows).map(|(row, _)| row);
        let small = count(hidden().filter(|row| row.all < k).count());
        let any_is_larger = hidden().any(|row| row.all >= k);
        // What the small ones can be at most, but for one of them or with all of them.
        let (but_one, all) = (small.saturating_sub(1) * (k - 1), small * (k - 1));
        let small_could_be_none = small == 0 || told + but_one >= named.all;
        let all_could_have_named = !named.is_small(k) || told + all >= named.people;
        if any_is_larger || (small_could_be_none && all_could_have_named) {
            return Some(());
        }
        let last = family.clone().rev().find(|row| shows.get(*row).is_some_and(|shows| *shows))?;
        *shows.get_mut(last)? = false;
    }
}

/// How many people must have named somebody for such measures: so many as reach all ties, and one in each group.
fn floor(measures: &TieMeasures) -> u32 {
    let pairs = |n: u32| u64::from(n) * u64::from(n.saturating_sub(1)) / 2;
    let all = pairs(measures.actors);
    let reaches = |people: &u32| {
        let told = u64::from(*people) * u64::try_from(MAX_TIES).unwrap_or(u64::MAX);
        told.min(all - pairs(measures.actors.saturating_sub(*people))) >= u64::from(measures.ties)
    };
    (0..=measures.actors).find(reaches).unwrap_or(measures.actors).max(measures.components)
}

impl Graph {
    /// Its measures; nothing where fewer than `k` actors have a tie, or fewer than `k` ties are there or not there.
    fn measures(&self, k: u32) -> Option<TieMeasures> {
        let groups = groups(&self.edges);
        let (actors, ties) = (self.actors, count(self.edges.len()));
        let reached = groups.iter().sum();
        let pairs = u64::from(actors) * u64::from(actors.saturating_sub(1)) / 2;
        let enough = reached >= k && ties >= k && pairs >= u64::from(ties) + u64::from(k);
        let largest = groups.iter().copied().max().unwrap_or(0);
        enough.then(|| TieMeasures { actors, reached, ties, largest, components: count(groups.len()) })
    }
}

/// How many actors each group has in which everybody reaches everybody by `edges`.
fn groups(edges: &BTreeSet<(ActorId, ActorId)>) -> Vec<u32> {
    let mut neighbours: BTreeMap<ActorId, Vec<ActorId>> = BTreeMap::new();
    for (one, other) in edges {
        neighbours.entry(*one).or_default().push(*other);
        neighbours.entry(*other).or_default().push(*one);
    }
    let mut groups = Vec::new();
    while let Some((first, first_neighbours)) = neighbours.pop_first() {
        let mut seen = BTreeSet::from([first]);
        let mut ahead = first_neighbours;
        while let Some(next) = ahead.pop() {
            if seen.insert(next) {
                ahead.extend(neighbours.remove(&next).unwrap_or_default());
            }
        }
        groups.push(count(seen.len()));
    }
    groups
}
