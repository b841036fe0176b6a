//! What is known of one decision.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet, Vector};

use super::{Phase, electorate};
use crate::amount::Amount;
use crate::ids::{ActorId, CandidateId, DecisionId, Pseudonym, Stamp, UrnId, Version};
use crate::origin::Origin;
use crate::tally::ballot::{Ballot, OptionNo, Standing};
use crate::tally::input::{Counted, Input, Sha, Voter};
use crate::tally::outcome::Outcome;
use crate::tally::rules::{Method, Rules};

/// When a decision opens, closes, and has its lots drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times {
    /// When it opens by itself, and not earlier.
    pub opens_at: Option<Stamp>,
    /// When it closes by itself.
    pub closes_at: Option<Stamp>,
    /// After which moment the public draw takes place.
    pub draws_at: Option<Stamp>,
}

/// What was frozen when a decision opened, and what came after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Whether nothing more is cast.
    pub is_closed: bool,
    /// The options that stood, in ascending order.
    pub options: Arc<[Standing]>,
    /// What it was linked to.
    pub links: OrdSet<Origin>,
    /// Those who may vote, in ascending order.
    pub electorate: Arc<[ActorId]>,
    /// What secret ballots are sealed under.
    pub urn: Option<UrnId>,
    /// SHA-256 of the secret that lots depend on.
    pub promised: Option<Sha>,
    /// What lots are drawn from.
    pub seed: Option<Sha>,
    /// The latest ballot of each voter; none that is secret.
    pub ballots: OrdMap<Voter, Ballot>,
    /// Who has a secret ballot in the urn.
    pub roll: OrdSet<Pseudonym>,
    /// What was entered of meetings; nothing where it was withdrawn.
    pub entered: OrdMap<u16, Arc<[Counted]>>,
    /// How many entries there have been.
    pub entries: u16,
    /// The ballots of the urn, without their voters.
    pub published: Vector<Counted>,
    /// How many parts of them the close promised.
    pub parts: u16,
    /// How many of these are still to come.
    pub missing_parts: u16,
    /// The hash that the close told of them.
    pub promised_ballots: Option<Sha>,
}

/// What is known of one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Who proposed it.
    pub proposer: Option<ActorId>,
    /// How far it is.
    pub phase: Phase,
    /// How ballots are cast and counted.
    pub rules: Rules,
    /// Who may vote.
    pub electorate: electorate::ElectorateRule,
    /// When it opens, closes, and has its lots drawn.
    pub times: Times,
    /// Its options by number, with what they cost; none where it was withdrawn.
    pub options: OrdMap<OptionNo, Option<Cost>>,
    /// Which tool is chosen if an option wins; no option that was withdrawn.
    pub stands_for: OrdMap<OptionNo, CandidateId>,
    /// What it comes from, and where it was taken.
    pub links: OrdSet<Origin>,
    /// What was frozen, and cast since.
    pub vote: Option<Vote>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// Number of events of its own.
    pub version: Version,
}

/// What an option costs, if it has a cost.
pub type Cost = Option<Amount>;

impl Row {
    /// Until when ballots are cast at the latest: none once the draw has taken place that breaks ties, for who knows how a
    /// tie would be broken could make one.
    #[must_use]
    pub fn takes_until(&self) -> Option<Stamp> {
        let is_voted_on = !matches!(self.rules.method, Method::Sortition { .. });
        self.times.closes_at.or(self.times.draws_at).filter(|_| is_voted_on)
    }

    /// Whether its ballots are frozen and its lots are drawn.
    pub(super) fn is_complete(&self) -> bool {
        let is_drawn = |vote: &Vote| vote.seed.is_some() || !self.rules.needs_seed();
        let is_complete = |vote: &Vote| vote.is_closed && vote.missing_parts == 0 && is_drawn(vote);
        self.vote.as_ref().is_some_and(is_complete)
    }

    /// All that its outcome depends on, once it is closed and its lots are drawn; never ballots that are not published.
    #[must_use]
    pub fn input(&self, decision: DecisionId) -> Option<Input> {
        let vote = self.vote.as_ref().filter(|_| self.is_complete())?;
        let is_published = vote.roll.is_empty() || !vote.published.is_empty();
        is_published.then(|| self.count(decision, vote))
    }

    fn count(&self, decision: DecisionId, vote: &Vote) -> Input {
        let by_voter = vote.ballots.iter();
        let by_voter =
            by_voter.map(|(voter, ballot)| Counted { voter: Some(*voter), ballot: ballot.clone(), count: 1 });
        let entered = vote.entered.values().flat_map(|entry| entry.iter().cloned());
        let pool =
            if matches!(self.rules.method, Method::Sortition { .. }) { vote.electorate.to_vec() } else { vec![] };
        let input = Input {
            decision,
            rules: self.rules.clone(),
            options: vote.options.to_vec(),
            electorate: u32::try_from(vote.electorate.len()).unwrap_or(u32::MAX),
            pool,
            seed: vote.seed,
            ballots: vote.published.iter().cloned().chain(entered).chain(by_voter).collect(),
        };
        input.in_order()
    }

    /// The length in bytes of the longest ballot as JSON: what all secret ballots are padded to, so that their length tells
    /// nothing.
    #[must_use]
    pub fn longest_ballot(&self) -> usize {
        self.vote.as_ref().map_or(0, |vote| super::open::longest_ballot(&self.rules, &vote.options))
    }

    /// What a tally has to count now, if one is due.
    #[must_use]
    pub fn to_count(&self, decision: DecisionId) -> Option<Input> {
        if self.phase == Phase::Closed { self.input(decision) } else { None }
    }
}

impl Vote {
    /// How many ballots there are.
    #[must_use]
    pub fn cast(&self) -> u64 {
        let entered = self.entered.values().flat_map(|entry| entry.iter());
        let entered: u64 = entered.map(|counted| u64::from(counted.count)).sum();
        self.ballots.len() as u64 + self.roll.len() as u64 + entered
    }

    /// Whether the actor may vote.
    #[must_use]
    pub fn is_elector(&self, actor: ActorId) -> bool {
        self.electorate.binary_search(&actor).is_ok()
    }
}
