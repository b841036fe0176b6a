//! Who wants what, equal ballots taken together.

use crate::tally::ballot::{Ballot, OptionNo};
use crate::tally::input::Input;
use crate::tally::rules::Budget;
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
}

/// Who wants what.
pub(super) struct Electorate {
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
        let times_cost = worth::is_times_cost(rules.satisfaction);
        let scale = |cost: i64| if times_cost { cost.unsigned_abs() } else { 1 };
        let project = |(option, cost)| Project { option, cost, scale: scale(cost), supporters: Vec::new() };
        let mut projects: Vec<_> = worth::costs(input).map(project).collect();
        let ballots = merged(input);
        let count = ballots.iter().map(|(_, count)| count).sum();
        for (voters, (ballot, _)) in (0..).zip(&ballots) {
            for (option, weight) in worth::given(ballot, rules.satisfaction).filter(|(_, weight)| *weight > 0) {
                if let Some(project) = find(&mut projects, option) {
                    project.supporters.push(Supporters { voters, weight });
                }
            }
        }
        projects.retain(|project| !project.supporters.is_empty() && project.scale > 0);
        let free = projects.extract_if(.., |project| project.cost == 0).map(|project| project.option).collect();
        Self::with_wishes(count, &ballots, projects, free)
    }

    /// Turns the projects' supporters around: what each voter wants of what is for sale.
    fn with_wishes(ballots: u64, kinds: &[(&Ballot, u64)], projects: Vec<Project>, free: Vec<OptionNo>) -> Self {
        let mut of: Vec<Vec<Wish>> = vec![Vec::new(); kinds.len()];
        for (place, project) in (0..).zip(&projects) {
            for supporters in &project.supporters {
                if let Some(wishes) = usize::try_from(supporters.voters).ok().and_then(|at| of.get_mut(at)) {
                    wishes.push(Wish { project: place, weight: supporters.weight });
                }
            }
        }
        let mut wishes = Vec::new();
        let mut voters = Vec::with_capacity(kinds.len());
        for (own, (_, count)) in of.into_iter().zip(kinds) {
            let from = wishes.len();
            wishes.extend(own);
            voters.push(Voters { count: *count, from, to: wishes.len() });
        }
        Self { ballots, voters, projects, free, wishes }
    }

    /// What these voters want, in ascending order of projects.
    pub(super) fn wishes(&self, voters: u32) -> &[Wish] {
        let voters = usize::try_from(voters).ok().and_then(|at| self.voters.get(at));
        voters.and_then(|voters| self.wishes.get(voters.from..voters.to)).unwrap_or_default()
    }
}

/// Each ballot with how often it was cast.
fn merged(input: &Input) -> Vec<(&Ballot, u64)> {
    let mut ballots: Vec<_> = input.fitting().map(|counted| (&counted.ballot, u64::from(counted.count))).collect();
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

fn find(projects: &mut [Project], option: OptionNo) -> Option<&mut Project> {
    let at = projects.binary_search_by_key(&option, |project| project.option).ok()?;
    projects.get_mut(at)
}
