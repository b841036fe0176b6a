//! What is wrong with a decision, as far as its document alone can tell: a pure function that anybody can run.
//!
//! Nothing is taken for granted: hashes, order, electorate, voters and ballots are looked at one by one, the ballots counted
//! again, and what comes of that held against what was recorded. What a document cannot tell is said too.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Tally;
use super::ballot::{MAX_OPTIONS, OptionNo, Standing, Unfit};
use super::document::Document;
use super::electorate::electorate_sha256;
use super::input::{Input, Sha, Voter};
use super::outcome::{Outcome, Sums};
use super::rules::{BallotMode, Method, Senseless};
use super::seed::{Draw, promise};
use crate::class::words;
use crate::ids::{ActorId, DecisionId};

words! {
    /// A list that has its order.
    pub enum Listing {
        /// Those who might vote, ascending.
        Electorate = "electorate",
        /// Those among whom a lot is drawn, ascending.
        Pool = "pool",
        /// The titles, by ascending number of their options.
        Titles = "titles",
        /// The options that stood, by ascending number.
        Options = "options",
        /// The ballots: those without voters first, by content, then by voter.
        Ballots = "ballots",
    }

    /// What a document cannot tell.
    pub enum Unchecked {
        /// The ballots are not published, so that nothing is counted.
        BallotsNotPublished = "ballots_not_published",
        /// Rules or options make no sense, so that nothing is counted.
        NotCounted = "not_counted",
        /// No outcome is recorded yet: there is nothing to hold the count against.
        NoOutcomeYet = "no_outcome_yet",
        /// It is a bare input: there is nothing to hold the count against, and nothing about who might vote.
        BareInput = "bare_input",
        /// The seed is not told yet; what depends on lots may come out otherwise.
        SeedNotTold = "seed_not_told",
        /// Whether the numbers are those of the public draw that was named: look them up there.
        PublicDraw = "public_draw",
        /// Whether each pseudonym is one person who might vote.
        EligibilityOfPseudonyms = "eligibility_of_pseudonyms",
        /// Who cast the ballots that name no voter, and whether each did once.
        VotersOfUnnamedBallots = "voters_of_unnamed_ballots",
        /// Whether the electorate is whom its rule names: that takes the network's history.
        ElectorateByItsRule = "electorate_by_its_rule",
        /// Whether the document says what the history says.
        History = "history",
    }
}

/// Something that is wrong. In JSON tagged by its `code`; codes do not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Finding {
    /// The electorate does not have the hash that it was opened with.
    ElectorateHash {
        /// What the opening says.
        stated: Sha,
        /// What its ids have.
        recomputed: Sha,
    },
    /// The electorate is not as many as the opening says.
    ElectorateCount {
        /// What the opening says.
        stated: u32,
        /// How many ids there are.
        listed: usize,
    },
    /// The count was made for another number of voters.
    ElectorateDiffers {
        /// What the opening says.
        stated: u32,
        /// What the input says.
        counted_with: u32,
    },
    /// A list is not in its order, or has something twice.
    NotInOrder {
        /// Which.
        listing: Listing,
    },
    /// The secret is not the one that was promised.
    SeedNotAsPromised {
        /// What the opening says.
        promised: Sha,
        /// What the told secret has.
        recomputed: Sha,
    },
    /// The lots were drawn from another seed than the one that secret and draw make.
    SeedDiffers {
        /// What the input says.
        counted_with: Option<Sha>,
        /// What secret and draw make.
        recomputed: Option<Sha>,
    },
    /// An outcome is recorded, and the seed that it depends on is not told.
    SeedMissing {},
    /// The input is not the one that the outcome was recorded for.
    InputHash {
        /// What the record says, if it says anything.
        recorded: Option<Sha>,
        /// What the input has.
        recomputed: Sha,
    },
    /// The input is another decision's.
    OtherDecision {
        /// Whose.
        input: DecisionId,
    },
    /// The rules cannot be counted.
    RulesMakeNoSense {
        /// Why.
        why: Senseless,
    },
    /// More options stood than a decision may have.
    TooManyOptions {
        /// How many.
        options: usize,
    },
    /// An option cannot be one: its number is too great, or a project's cost missing or negative.
    OptionUnfit {
        /// Which.
        option: OptionNo,
    },
    /// An option that was counted is not among the decision's.
    OptionNotListed {
        /// Which.
        option: OptionNo,
    },
    /// Those among whom a lot is drawn are not the electorate.
    PoolDiffers {},
    /// A ballot does not fit the rules, so that it is not counted.
    BallotUnfit {
        /// Its place in the list, from 0.
        index: usize,
        /// Why.
        why: Unfit,
    },
    /// A ballot names its voter otherwise than the mode of the decision has it.
    VoterUnfit {
        /// Its place in the list, from 0.
        index: usize,
    },
    /// A ballot with its voter counts more than once, or a ballot not at all.
    CountUnfit {
        /// Its place in the list, from 0.
        index: usize,
        /// How often it counts.
        count: u32,
    },
    /// Somebody has two ballots.
    VoterTwice {
        /// Who.
        voter: Voter,
    },
    /// Somebody voted who might not.
    VoterNotInElectorate {
        /// Who.
        voter: ActorId,
    },
    /// There are more ballots than might be cast.
    MoreBallotsThanVoters {
        /// How many there are.
        cast: u64,
        /// How many might vote.
        electorate: u32,
    },
    /// Something else comes of the ballots than was recorded.
    OutcomeDiffers {
        /// What was recorded.
        recorded: Outcome,
        /// What comes of them.
        recomputed: Outcome,
    },
    /// The ballots sum up to something else than was recorded.
    SumsDiffer {
        /// What was recorded.
        recorded: Sums,
        /// What they sum up to.
        recomputed: Sums,
    },
}

/// What looking at a decision comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// [`Input::sha256`] of what was counted.
    pub input: Option<Sha>,
    /// The count, where there is something to count.
    pub tally: Option<Tally>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What could not be looked at.
    pub unchecked: Vec<Unchecked>,
}

impl Document {
    /// Counts again, and looks at all that the document can tell.
    #[must_use]
    pub fn check(&self) -> Report {
        let mut report = Report::default();
        check_electorate(self, &mut report.findings);
        if !ascends(self.options.iter().map(|titled| titled.option)) {
            report.findings.push(Finding::NotInOrder { listing: Listing::Titles });
        }
        check_seed(self, &mut report);
        if let Some(input) = &self.input {
            check_belonging(self, input, &mut report.findings);
            count(input, &mut report);
        } else {
            report.unchecked.push(Unchecked::BallotsNotPublished);
        }
        check_outcome(self, &mut report);
        report.unchecked.extend([Unchecked::ElectorateByItsRule, Unchecked::History]);
        report
    }
}

impl Input {
    /// Counts it, and looks at all that it can tell by itself.
    #[must_use]
    pub fn check(&self) -> Report {
        let mut report = Report::default();
        count(self, &mut report);
        report.unchecked.push(Unchecked::BareInput);
        report
    }
}

/// Whether each is greater than the one before.
fn ascends<T: PartialOrd>(list: impl Iterator<Item = T>) -> bool {
    list.is_sorted_by(|one, other| one < other)
}

fn check_electorate(document: &Document, findings: &mut Vec<Finding>) {
    let electorate = &document.electorate;
    if !ascends(electorate.ids.iter()) {
        findings.push(Finding::NotInOrder { listing: Listing::Electorate });
    }
    if usize::try_from(electorate.count) != Ok(electorate.ids.len()) {
        findings.push(Finding::ElectorateCount { stated: electorate.count, listed: electorate.ids.len() });
    }
    let mut ids = electorate.ids.clone();
    ids.sort_unstable();
    let recomputed = electorate_sha256(&ids);
    if recomputed != electorate.sha256 {
        findings.push(Finding::ElectorateHash { stated: electorate.sha256, recomputed });
    }
}

fn check_seed(document: &Document, report: &mut Report) {
    if let Some(draw) = &document.seed {
        let recomputed = promise(draw.told);
        if recomputed != draw.promised {
            report.findings.push(Finding::SeedNotAsPromised { promised: draw.promised, recomputed });
        }
        report.unchecked.push(Unchecked::PublicDraw);
    }
    let Some(input) = &document.input else { return };
    let (counted_with, recomputed) = (input.seed, document.seed.as_ref().map(Draw::seed));
    if counted_with != recomputed {
        report.findings.push(Finding::SeedDiffers { counted_with, recomputed });
    } else if input.rules.needs_seed() && recomputed.is_none() {
        match document.recorded {
            Some(_) => report.findings.push(Finding::SeedMissing {}),
            None => report.unchecked.push(Unchecked::SeedNotTold),
        }
    }
}

/// Whether the input is this decision's.
fn check_belonging(document: &Document, input: &Input, findings: &mut Vec<Finding>) {
    if input.decision != document.decision {
        findings.push(Finding::OtherDecision { input: input.decision });
    }
    if input.electorate != document.electorate.count {
        let (stated, counted_with) = (document.electorate.count, input.electorate);
        findings.push(Finding::ElectorateDiffers { stated, counted_with });
    }
    let titled: BTreeSet<_> = document.options.iter().map(|titled| titled.option).collect();
    let unlisted = input.options.iter().map(|standing| standing.option).filter(|option| !titled.contains(option));
    findings.extend(unlisted.map(|option| Finding::OptionNotListed { option }));
    let electorate: BTreeSet<_> = document.electorate.ids.iter().copied().collect();
    if draws_from_pool(input) && !input.pool.iter().copied().eq(electorate.iter().copied()) {
        findings.push(Finding::PoolDiffers {});
    }
    for counted in &input.ballots {
        match counted.voter {
            Some(Voter::Actor(voter)) if !electorate.contains(&voter) => {
                findings.push(Finding::VoterNotInElectorate { voter });
            }
            Some(Voter::Actor(_) | Voter::Person(_)) | None => (),
        }
    }
}

fn draws_from_pool(input: &Input) -> bool {
    matches!(input.rules.method, Method::Sortition { .. })
}

/// Looks at an input, and counts it if that can be done.
fn count(input: &Input, report: &mut Report) {
    report.input = Some(input.sha256());
    let before = report.findings.len();
    check_rules(input, &mut report.findings);
    let is_countable = report.findings.len() == before;
    check_pool(input, &mut report.findings);
    check_ballots(input, &mut report.findings);
    check_voters(input, report);
    if is_countable {
        report.tally = Some(super::tally(input));
    } else {
        report.unchecked.push(Unchecked::NotCounted);
    }
}

/// Rules and options: what must hold for the ballots to mean anything.
fn check_rules(input: &Input, findings: &mut Vec<Finding>) {
    if let Err(why) = input.rules.make_sense() {
        findings.push(Finding::RulesMakeNoSense { why });
    }
    if input.options.len() > usize::from(MAX_OPTIONS) {
        findings.push(Finding::TooManyOptions { options: input.options.len() });
    }
    if !ascends(input.options.iter().map(|standing| standing.option)) {
        findings.push(Finding::NotInOrder { listing: Listing::Options });
    }
    let has_costs = matches!(input.rules.method, Method::Budget(_));
    let fits = |standing: &Standing| {
        standing.option.0 < MAX_OPTIONS && (!has_costs || standing.cost.is_some_and(|cost| cost.get() >= 0))
    };
    let unfit = input.options.iter().filter(|standing| !fits(standing));
    findings.extend(unfit.map(|standing| Finding::OptionUnfit { option: standing.option }));
}

fn check_pool(input: &Input, findings: &mut Vec<Finding>) {
    if !ascends(input.pool.iter()) {
        findings.push(Finding::NotInOrder { listing: Listing::Pool });
    }
    let wanted = if draws_from_pool(input) { input.electorate } else { 0 };
    let differs = Finding::PoolDiffers {};
    if usize::try_from(wanted) != Ok(input.pool.len()) && !findings.contains(&differs) {
        findings.push(differs);
    }
}

fn check_ballots(input: &Input, findings: &mut Vec<Finding>) {
    if !input.ballots.is_sorted() {
        findings.push(Finding::NotInOrder { listing: Listing::Ballots });
    }
    for (index, counted) in input.ballots.iter().enumerate() {
        if let Err(why) = counted.ballot.fits(&input.rules, &input.options) {
            findings.push(Finding::BallotUnfit { index, why });
        }
        let is_named_as_told = match (counted.voter, input.rules.mode) {
            (None, _) | (Some(Voter::Actor(_)), BallotMode::RollCall) => true,
            (Some(Voter::Person(_)), mode) => mode == BallotMode::Pseudonymous,
            (Some(Voter::Actor(_)), BallotMode::Pseudonymous | BallotMode::Secret) => false,
        };
        if !is_named_as_told {
            findings.push(Finding::VoterUnfit { index });
        }
        let count = counted.count;
        if count == 0 || count > 1 && counted.voter.is_some() {
            findings.push(Finding::CountUnfit { index, count });
        }
    }
    let cast = input.cast();
    if cast > u64::from(input.electorate) {
        findings.push(Finding::MoreBallotsThanVoters { cast, electorate: input.electorate });
    }
}

fn check_voters(input: &Input, report: &mut Report) {
    let mut voters: Vec<_> = input.ballots.iter().filter_map(|counted| counted.voter).collect();
    if voters.iter().any(|voter| matches!(voter, Voter::Person(_))) {
        report.unchecked.push(Unchecked::EligibilityOfPseudonyms);
    }
    if voters.len() < input.ballots.len() {
        report.unchecked.push(Unchecked::VotersOfUnnamedBallots);
    }
    voters.sort_unstable();
    let equal = |pair: &[Voter]| matches!(pair, [one, other] if one == other);
    let mut twice: Vec<_> = voters.windows(2).filter(|pair| equal(pair)).filter_map(|pair| pair.first()).collect();
    twice.dedup();
    report.findings.extend(twice.into_iter().map(|voter| Finding::VoterTwice { voter: *voter }));
}

/// What was recorded, held against the count.
fn check_outcome(document: &Document, report: &mut Report) {
    let Some(recorded) = &document.recorded else {
        report.unchecked.push(Unchecked::NoOutcomeYet);
        return;
    };
    if let Some(recomputed) = report.input.filter(|input| Some(*input) != recorded.input) {
        report.findings.push(Finding::InputHash { recorded: recorded.input, recomputed });
    }
    let Some(Tally { outcome, sums, .. }) = &report.tally else { return };
    if *outcome != recorded.outcome {
        let (recorded, recomputed) = (recorded.outcome.clone(), outcome.clone());
        report.findings.push(Finding::OutcomeDiffers { recorded, recomputed });
    }
    if *sums != recorded.sums {
        let (recorded, recomputed) = (recorded.sums.clone(), sums.clone());
        report.findings.push(Finding::SumsDiffer { recorded, recomputed });
    }
}

#[cfg(test)]
mod tests;
