//! Who wants what, equal ballots taken together.

use crate::tally::ballot::{Ballot, OptionNo};
use crate::tally::input::Input;
use crate::tally::rules::Budget;
use crate::tally::totals::Totals;
use crate::tally::worth;

/// What voters of one kind give to a project.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    /// The project's place among the projects.
    pub(super) project: u16,
    /// A vote, points or a rank; more than 0.
    pub(super) weight: u32,
}

/// Voters who said the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voters {
    /// How many they are.
    pub(super) count: u64,
    from: usize,
    to: usize,
}

/// Voters of one kind who want a project.
#[derive(Debug, Clone, Copy)]
pub(super) struct Supporters {
    /// Their place among the voters.
    pub(super) voters: u32,
    /// What each of them gives to it.
    pub(super) weight: u32,
}

/// A project that costs something and that somebody wants.
#[derive(Debug, Clone)]
pub(super) struct Project {
    pub(super) option: OptionNo,
    pub(super) cost: i64,
    /// How much satisfaction one unit of weight is.
    pub(super) scale: u64,
    pub(super) supporters: Vec<Supporters>,
    /// The weights of all supporters.
    pub(super) weight: u128,
}

impl Project {
    /// The projects that give somebody something, without their supporters.
    fn wanted<'a>(input: &'a Input, rules: &Budget, totals: &'a Totals) -> impl Iterator<Item = Self> + 'a {
        let is_times_cost = worth::is_times_cost(rules.satisfaction);
        let projects = worth::costs(input).map(move |(option, cost)| {
            let scale = if is_times_cost { cost.unsigned_abs() } else { 1 };
            Self { option, cost, scale, supporters: Vec::new(), weight: 0 }
        });
        projects.filter(|project| project.scale > 0 && totals.of(project.option) > 0)
    }
}

/// Who wants what.
pub(super) struct Electorate {
    /// The votes, points or rank sums of all options.
    pub(super) totals: Totals,
    /// How many ballots there are, blank ones too.
    pub(super) ballots: u64,
    pub(super) voters: Vec<Voters>,
    /// In ascending order of options.
    pub(super) projects: Vec<Project>,
    /// What costs nothing and gives somebody something.
    pub(super) free: Vec<OptionNo>,
    wishes: Vec<Wish>,
}

impl Electorate {
    pub(super) fn of(input: &Input, rules: &Budget) -> Self {
        let ballots = merged(input);
        let totals = Totals::count(input, ballots.iter().copied(), |ballot| worth::given(ballot, rules.satisfaction));
        let (free, projects): (Vec<_>, Vec<_>) =
            Project::wanted(input, rules, &totals).partition(|project| project.cost == 0);
        let free = free.iter().map(|project| project.option).collect();
        let count = ballots.iter().map(|(_, count)| count).sum();
        let mut electorate = Self { ballots: count, totals, voters: Vec::new(), projects, free, wishes: Vec::new() };
        for (ballot, count) in ballots {
            electorate.add(worth::given(ballot, rules.satisfaction), count);
        }
        electorate
    }

    /// So many voters more who gave this.
    fn add(&mut self, given: impl Iterator<Item = (OptionNo, u32)>, count: u64) {
        let (Ok(voters), from) = (u32::try_from(self.voters.len()), self.wishes.len()) else { return };
        for (option, weight) in given.filter(|(_, weight)| *weight > 0) {
            let Ok(at) = self.projects.binary_search_by_key(&option, |project| project.option) else { continue };
            let (Some(project), Ok(place)) = (self.projects.get_mut(at), u16::try_from(at)) else { continue };
            project.supporters.push(Supporters { voters, weight });
            project.weight += u128::from(count) * u128::from(weight);
            self.wishes.push(Wish { project: place, weight });
        }
        self.voters.push(Voters { count, from, to: self.wishes.len() });
    }

    /// What these voters want.
    pub(super) fn wishes(&self, voters: u32) -> &[Wish] {
        let voters = usize::try_from(voters).ok().and_then(|at| self.voters.get(at));
        voters.and_then(|voters| self.wishes.get(voters.from..voters.to)).unwrap_or_default()
    }
}

/// Each ballot with how often it was cast.
fn merged(input: &Input) -> Vec<(&Ballot, u64)> {
    let mut ballots: Vec<_> = input.fitting_counts().collect();
    ballots.sort_unstable();
    ballots.dedup_by(|(later, more), (ballot, count)| {
        let is_same = later == ballot;
        if is_same {
            *count += *more;
        }
        is_same
    });
    ballots.retain(|(_, count)| *count > 0);
    ballots
}
