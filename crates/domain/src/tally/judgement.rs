//! Majority judgement: the one with the best median grade (Balinski and Laraki, *Majority Judgment*, 2010). Of an even
//! number of grades the lower of the two in the middle is the median. Among options of the same median, one grade of that
//! median is taken away of each, again and again, until their medians differ.

use std::collections::BTreeSet;

use super::ballot::OptionNo;
use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::score::points;
use super::ties::Ties;
use super::totals::elected;
use super::trace::Step;

/// The grades of an option.
struct Grades {
    option: OptionNo,
    /// How many gave each grade, from the worst.
    counts: Vec<u64>,
}

pub(super) fn count(input: &Input, grades: u8, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let judged = grades_of(input, grades);
    let voters: u64 = input.fitting().map(|counted| u64::from(counted.count)).sum();
    if voters == 0 {
        return (Outcome::NothingElected {}, Sums::Untold {});
    }
    let median = |grades: &Grades| grades.after(0, voters);
    let sums = Sums::Options(judged.iter().map(|grades| (grades.option, median(grades).into())).collect());
    trace.push(Step::Summed { sums: sums.clone() });
    trace.extend(judged.iter().map(|grades| Step::Graded {
        option: grades.option,
        median: median(grades),
        counts: grades.counts.clone(),
    }));
    // Whom nobody gave more than the worst grade does not win, though nobody has a better one.
    let is_wanted = |grades: &Grades| grades.counts.iter().skip(1).any(|count| *count > 0);
    if !judged.iter().any(is_wanted) {
        return (Outcome::NothingElected {}, sums);
    }
    let mut best: Vec<_> = best(judged, voters, trace).iter().map(|grades| grades.option).collect();
    Ties::of(input).settle(&mut best, trace);
    best.truncate(1);
    let with = |option: &OptionNo| match &sums {
        Sums::Options(medians) => medians.iter().find(|of| of.0 == *option).map_or(0, |of| of.1),
        Sums::Says { .. } | Sums::Untold {} => 0,
    };
    trace.extend(best.iter().map(|option| Step::Won { option: *option, with: with(option) }));
    (elected(best), sums)
}

/// How many gave each option each grade. Whoever does not grade an option gives it the worst.
fn grades_of(input: &Input, grades: u8) -> Vec<Grades> {
    let mut judged: Vec<_> = input
        .options
        .iter()
        .map(|standing| Grades { option: standing.option, counts: vec![0; usize::from(grades.max(1))] })
        .collect();
    let mut voters = 0;
    for counted in input.fitting() {
        voters += u64::from(counted.count);
        for (option, grade) in points(&counted.ballot) {
            let at = judged.binary_search_by_key(option, |grades| grades.option).ok();
            let counts = at.and_then(|at| judged.get_mut(at)).map(|grades| &mut grades.counts);
            if let Some(count) = counts.and_then(|counts| counts.get_mut(usize::from(*grade))) {
                *count += u64::from(counted.count);
            }
        }
    }
    for grades in &mut judged {
        let given: u64 = grades.counts.iter().sum();
        if let Some(worst) = grades.counts.first_mut() {
            *worst += voters - given;
        }
    }
    judged
}

/// Those whose medians are the best, and stay the best however many are taken away.
fn best(judged: Vec<Grades>, voters: u64, trace: &mut Vec<Step>) -> Vec<Grades> {
    // Between these the medians of no option change, other than by turns between the same two grades.
    let mut turns: BTreeSet<u64> = [0, 1].into();
    turns.extend(judged.iter().flat_map(|grades| grades.turns(voters)));
    let mut best = judged;
    for removed in turns.into_iter().filter(|removed| *removed < voters) {
        let medians: Vec<_> = best.iter().map(|grades| (grades.option, grades.after(removed, voters))).collect();
        let Some(greatest) = medians.iter().map(|of| of.1).max() else { break };
        if medians.iter().all(|of| of.1 == greatest) {
            continue;
        }
        best.retain(|grades| grades.after(removed, voters) == greatest);
        if removed > 0 {
            trace.push(Step::Regraded { removed, medians });
        }
        if best.len() < 2 {
            break;
        }
    }
    best
}

/// Which of the grades of so many voters, in ascending order, is the median after so many medians were taken away: they go
/// from the middle outwards, by turns on either side.
fn place(removed: u64, voters: u64) -> u64 {
    let middle = (voters - 1) / 2;
    match (voters.is_multiple_of(2), removed.is_multiple_of(2)) {
        // An even number: the lower of the two in the middle goes first, then the upper.
        (true, true) => middle - removed / 2,
        (true, false) => middle + removed.div_ceil(2),
        // An odd number: the one in the middle, then the one below it, then the one above.
        (false, true) => middle + removed / 2,
        (false, false) => middle - removed.div_ceil(2),
    }
}

impl Grades {
    /// The median after so many medians were taken away.
    fn after(&self, removed: u64, voters: u64) -> u16 {
        let place = place(removed, voters);
        let mut below = 0;
        let is_there = |count: &u64| {
            below += count;
            below > place
        };
        let grade = self.counts.iter().position(is_there).unwrap_or(0);
        u16::try_from(grade).unwrap_or(u16::MAX)
    }

    /// After how many medians taken away another grade may be met, going from the middle down or up.
    fn turns(&self, voters: u64) -> impl Iterator<Item = u64> + '_ {
        let middle = (voters - 1) / 2;
        let mut below = 0;
        self.counts.iter().flat_map(move |count| {
            below += count;
            let distance = if below > middle { below - middle } else { middle + 1 - below };
            // The one on the side of the lower grade, or the one on the other side.
            [(2 * distance).saturating_sub(1), 2 * distance]
        })
    }
}
