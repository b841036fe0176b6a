//! The graph of who works with whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{Respondent, TieMeasures, count};
use crate::diagnostic::answers::{Answer, Tie};
use crate::diagnostic::questionnaire::{Frequency, QuestionKind, QuestionNo};
use crate::ids::ActorId;

/// Whether a tie that `by` told counts: between two different actors who take part, and not `never`.
pub(super) fn counts(by: ActorId, tie: &Tie, actors: &BTreeSet<ActorId>) -> bool {
    tie.frequency != Frequency::Never && tie.actor != by && actors.contains(&tie.actor) && actors.contains(&by)
}

/// The measures of the graph that `people` told, if `k` or more of them named somebody, and there are `k` ties or more.
pub(super) fn measured(
    number: QuestionNo,
    kind: QuestionKind,
    people: &[Respondent],
    k: u32,
    actors: &BTreeSet<ActorId>,
) -> Option<TieMeasures> {
    if kind != QuestionKind::Ties {
        return None;
    }
    let mut named = 0_u32;
    let mut edges = BTreeSet::new();
    for person in people {
        let Some(Answer::Ties(ties)) = person.answers.0.get(&number) else { continue };
        let told: Vec<_> = ties.iter().filter(|tie| counts(person.actor, tie, actors)).collect();
        named += u32::from(!told.is_empty());
        edges.extend(told.iter().map(|tie| (person.actor.min(tie.actor), person.actor.max(tie.actor))));
    }
    let ties = count(edges.len());
    (named >= k && ties >= k).then(|| {
        let groups = groups(&edges);
        TieMeasures {
            actors: count(actors.len()),
            reached: groups.iter().sum(),
            ties,
            largest: groups.iter().copied().max().unwrap_or(0),
            components: count(groups.len()),
        }
    })
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
