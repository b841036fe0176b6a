//! The urn of a secret vote over kills: as long as the close is not recorded every ballot is there, and once it is, nobody
//! can open one of them, wherever the process was killed in between.

use std::path::Path;
use std::sync::Arc;

use app::catalogue::{Catalogue, FoundOutcome};
use app::draft::Draft;
use app::network::{EventLog as _, private_kind};
use app::submission::{Outcome, Step, Submission, SubmitError};
use app::urn::Laid;
use app::{Network, edge, opening, tallying};
use domain::actor::{self, ActorKind, Joined, Via};
use domain::authority::Principal;
use domain::class::Pointer;
use domain::decision::electorate::ElectorateRule;
use domain::decision::{Command, OptionSet, Phase, Proposed};
use domain::envelope::{Act, By};
use domain::ids::{ActorId, DecisionId, UrnId};
use domain::tally::ballot::{Ballot, OptionNo};
use domain::tally::rules::{BallotMode, Method, Rules, TieBreak};
use testkit::Setting;
use vault::Owner;

use super::founding::founding;
use super::hooked::{Failure, Steps};

const SLUG: &str = "vallee";
const OPTIONS: u16 = 12;

fn submit(network: &Network, by: ActorId, steps: Vec<Step>) -> Result<Outcome, SubmitError> {
    let submission = Submission::new(Principal::Actor(by), Act::by(By::Actor(by)), steps);
    let answer = network.submit_blocking(submission)?;
    answer.blocking_recv().map_err(|_| SubmitError::OutcomeUnknown)?.map_err(SubmitError::from)
}

fn ready(network: &Network, command: impl Into<domain::state::Command>) -> Vec<Step> {
    vec![Draft::new(network.vault()).ready(command)]
}

/// A ballot that stands out: a ranking that nobody else casts.
fn ranking(n: u16) -> Ballot {
    let mut options: Vec<_> = (0..OPTIONS).map(OptionNo).collect();
    let mut drawn = u32::from(n) + 1;
    for last in (1..options.len()).rev() {
        drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        options.swap(last, (drawn >> 16) as usize % (last + 1));
    }
    Ballot::Rank(options.into())
}

/// How a ballot would stand somewhere: whole, and from its second option on.
fn words(ballot: &Ballot) -> Vec<String> {
    let json = serde_json::to_string(ballot).unwrap();
    let inner = json.split_once('[').unwrap().1.trim_end_matches("]}").to_owned();
    let later = inner.split_once(',').unwrap().1.to_owned();
    vec![inner, later]
}

struct Vote {
    network: Arc<Network>,
    steward: ActorId,
    voters: Vec<ActorId>,
    decision: DecisionId,
}

impl Vote {
    /// Found, let people join, and open a secret vote.
    fn open(catalogue: &Catalogue, voters: u16) -> Self {
        let vote = Self::propose(catalogue, voters);
        let opens = opening::step(&vote.network, vote.decision).unwrap();
        submit(&vote.network, vote.steward, vec![opens]).unwrap();
        vote
    }

    /// Found, let people join, and propose a secret vote.
    fn propose(catalogue: &Catalogue, voters: u16) -> Self {
        let FoundOutcome::Founded(founded) = catalogue.found(&founding(SLUG), None).unwrap() else { unreachable!() };
        let (network, steward) = (catalogue.load(founded.network).unwrap(), founded.steward);
        let mut persons = Vec::new();
        for _ in 0..voters {
            let joins = network.vault().spare_subject().unwrap();
            let joined = Joined { actor: joins, kind: ActorKind::Person, via: Via::Operator, audience: None };
            submit(&network, steward, ready(&network, actor::Command::Join(joined))).unwrap();
            persons.push(joins);
        }
        let decision = edge::decision_id();
        let mut draft = Draft::new(network.vault());
        let proposed = Proposed {
            decision,
            title: draft.common(Pointer::Title, "Qui parle pour nous ?").unwrap(),
            body: None,
            rules: Rules {
                method: Method::Runoff {},
                mode: BallotMode::Secret,
                quorum: None,
                ties: TieBreak::ListedFirst,
            },
            electorate: ElectorateRule::Persons {},
            opens_at: None,
            closes_at: None,
            draws_at: None,
            draw: None,
            details: None,
        };
        let mut steps = vec![draft.ready(Command::Propose(proposed))];
        for option in (0..OPTIONS).map(OptionNo) {
            let mut draft = Draft::new(network.vault());
            let title = draft.common(Pointer::Title, "Une option").unwrap();
            let set = OptionSet { decision, option, title, body: None, cost: None, details: None, candidate: None };
            steps.push(draft.ready(Command::SetOption(set)));
        }
        submit(&network, steward, steps).unwrap();
        Self { network, steward, voters: persons, decision }
    }

    /// The same vote, in a process of its own.
    fn again(&self, catalogue: &Catalogue) -> Self {
        let network = catalogue.load(self.network.id()).unwrap();
        Self { network, steward: self.steward, voters: self.voters.clone(), decision: self.decision }
    }

    fn urn(&self) -> UrnId {
        let live = self.network.live();
        live.state.decision.get(self.decision).unwrap().vote.as_ref().unwrap().urn.unwrap()
    }

    fn phase(&self) -> Phase {
        self.network.live().state.decision.get(self.decision).unwrap().phase
    }

    fn cast(&self, voter: ActorId, ballot: &Ballot) -> Outcome {
        let (decision, urn) = (self.decision, self.urn());
        let longest = self.network.live().state.decision.get(decision).unwrap().longest_ballot();
        let voter_here = self.network.pseudonym(voter, decision).unwrap();
        let mut draft = Draft::new(self.network.vault());
        draft.lay(Laid { urn, decision, voter: voter_here }, ballot, longest).unwrap();
        let cast = Command::Cast { decision, voter: Some(voter_here), ballot: ballot.clone() };
        submit(&self.network, voter, vec![draft.ready(cast)]).unwrap()
    }

    fn close(&self) -> Result<Outcome, SubmitError> {
        submit(&self.network, self.steward, ready(&self.network, Command::Close(self.decision)))
    }

    /// How many sealed ballots the log holds, and how many of them open with some key there is.
    fn sealed(&self) -> (usize, usize) {
        let (mut all, mut open) = (0, 0);
        let vault = self.network.vault();
        let subjects: Vec<_> = self.voters.iter().copied().chain([self.steward, ActorId(self.urn().0)]).collect();
        let owners: Vec<_> = subjects.into_iter().map(Owner::Subject).chain([Owner::Network]).collect();
        for frame in self.network.log().frames(0) {
            let frame = frame.unwrap();
            for entry in frame.private.iter().filter(|entry| entry.kind == private_kind::BALLOT) {
                let event = app::network::read_event(
                    domain::ids::Position(frame.first + u64::from(entry.event_index)),
                    &frame.events[usize::from(entry.event_index)],
                );
                let id = event.unwrap().id;
                all += 1;
                open += usize::from(
                    owners.iter().any(|owner| vault.unseal(*owner, id, Pointer::Ballot, &entry.body).is_ok()),
                );
            }
        }
        (all, open)
    }
}

/// Whether a word stands in any file, as it is.
fn stands_in_a_file(dir: &Path, word: &str) -> bool {
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if std::fs::read(entry.path()).unwrap().windows(word.len()).any(|found| found == word.as_bytes()) {
                return true;
            }
        }
    }
    false
}

#[test]
fn no_file_tells_a_ballot_before_the_close_and_none_opens_after_it() {
    let (dir, setting) = (tempfile::tempdir().unwrap(), Setting::default());
    let catalogue = setting.catalogue(dir.path()).unwrap();
    let vote = Vote::open(&catalogue, 6);
    for (n, voter) in (0..).zip(&vote.voters) {
        vote.cast(*voter, &ranking(n));
    }
    // Changed twice, and laid in again as it is: nobody can tell one from the other.
    vote.cast(vote.voters[0], &ranking(7));
    vote.cast(vote.voters[0], &ranking(8));
    vote.cast(vote.voters[0], &ranking(8));
    assert_eq!(vote.sealed(), (9, 9));
    let lengths: std::collections::BTreeSet<_> = vote
        .network
        .log()
        .frames(0)
        .flat_map(|frame| frame.unwrap().private)
        .filter(|entry| entry.kind == private_kind::BALLOT)
        .map(|entry| entry.body.len())
        .collect();
    assert_eq!(lengths.len(), 1, "the length of a ballot tells nothing");
    for ballot in (0..9).map(ranking) {
        for word in words(&ballot) {
            assert!(!stands_in_a_file(dir.path(), &word), "{word}");
        }
    }
    // The urn survives a start, and a kill in it.
    drop(catalogue);
    let catalogue = setting.catalogue(dir.path()).unwrap();
    let vote = vote.again(&catalogue);
    vote.close().unwrap();
    assert_eq!((vote.phase(), vote.sealed()), (Phase::Closed, (9, 0)));
    assert!(!vote.network.vault().has_keys(ActorId(vote.urn().0)));
    tallying::settle(&vote.network).unwrap();
    assert_eq!(vote.phase(), Phase::Decided);
    let published: Vec<_> = {
        let live = vote.network.live();
        let published = live.state.decision.get(vote.decision).unwrap().vote.as_ref().unwrap().published.clone();
        published.iter().map(|counted| (counted.voter, counted.ballot.clone(), counted.count)).collect()
    };
    let mut cast: Vec<_> = [8, 1, 2, 3, 4, 5].map(|n| (None, ranking(n), 1)).into();
    cast.sort();
    assert_eq!(published, cast, "the latest of each, in ascending order");
    for old in [0, 7] {
        for word in words(&ranking(old)) {
            assert!(!stands_in_a_file(dir.path(), &word), "what was changed is told nowhere: {word}");
        }
    }
}

/// Hands over what many do, one after another, and waits for all of it.
fn submit_all(network: &Network, each: impl Iterator<Item = (ActorId, Step)>) {
    let handed: Vec<_> = each
        .map(|(by, step)| {
            let submission = Submission::new(Principal::Actor(by), Act::by(By::Actor(by)), vec![step]);
            network.submit_blocking(submission).unwrap()
        })
        .collect();
    for answer in handed {
        answer.blocking_recv().unwrap().unwrap();
    }
}

#[test]
fn a_secret_vote_of_20_000_closes_in_events_that_fit() {
    const VOTERS: u16 = 20_000;
    let (dir, setting) = (tempfile::tempdir().unwrap(), Setting::default());
    let catalogue = setting.catalogue(dir.path()).unwrap();
    let few = Vote::propose(&catalogue, 0);
    let (network, decision) = (Arc::clone(&few.network), few.decision);
    network.vault().prepare_spares(VOTERS.into()).unwrap();
    let voters: Vec<_> = (0..VOTERS).map(|_| network.vault().spare_subject().unwrap()).collect();
    submit_all(
        &network,
        voters.iter().map(|joins| {
            let joined = Joined { actor: *joins, kind: ActorKind::Person, via: Via::Operator, audience: None };
            (few.steward, Draft::new(network.vault()).ready(actor::Command::Join(joined)))
        }),
    );
    submit(&network, few.steward, vec![opening::step(&network, decision).unwrap()]).unwrap();
    let longest = network.live().state.decision.get(decision).unwrap().longest_ballot();
    submit_all(
        &network,
        (0..).zip(&voters).map(|(n, voter)| {
            let here = network.pseudonym(*voter, decision).unwrap();
            let (ballot, mut draft) = (ranking(n), Draft::new(network.vault()));
            draft.lay(Laid { urn: few.urn(), decision, voter: here }, &ballot, longest).unwrap();
            (*voter, draft.ready(Command::Cast { decision, voter: Some(here), ballot }))
        }),
    );
    let head = network.live().views.head.0;
    few.close().unwrap();
    let frames: Vec<_> = network.log().frames(head).map(Result::unwrap).collect();
    assert_eq!(frames.len(), 1, "one frame");
    let largest = frames[0].events.iter().map(AsRef::<[u8]>::as_ref).map(<[u8]>::len).max().unwrap();
    println!("{} events, the largest of {largest} bytes", frames[0].events.len());
    assert!(frames[0].events.len() > 10 && largest < 50_000);
    let live = network.live();
    let published = &live.state.decision.get(decision).unwrap().vote.as_ref().unwrap().published;
    assert_eq!(published.iter().map(|counted| counted.count).sum::<u32>(), u32::from(VOTERS));
}

#[test]
fn of_fewer_than_five_ballots_only_the_outcome_is_told() {
    let (dir, setting) = (tempfile::tempdir().unwrap(), Setting::default());
    let catalogue = setting.catalogue(dir.path()).unwrap();
    let vote = Vote::open(&catalogue, 4);
    for (n, voter) in (0..).zip(&vote.voters) {
        vote.cast(*voter, &ranking(n));
    }
    vote.close().unwrap();
    assert_eq!((vote.phase(), vote.sealed()), (Phase::Decided, (4, 0)));
    for ballot in (0..4).map(ranking) {
        for word in words(&ballot) {
            assert!(!stands_in_a_file(dir.path(), &word), "{word}");
        }
    }
}

#[test]
fn a_close_that_is_killed_at_any_step_loses_no_ballot_and_leaves_no_key() {
    let mut seen = (0, 0);
    for nth in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let steps = Arc::new(Steps::default());
        let (setting, real) = (Setting { disk: Arc::new(steps.disk()), ..Setting::default() }, Setting::default());
        let catalogue = setting.catalogue(dir.path()).unwrap();
        let vote = Vote::open(&catalogue, 5);
        for (n, voter) in (0..).zip(&vote.voters) {
            vote.cast(*voter, &ranking(n));
        }
        steps.arm(nth, Failure::ForGood);
        let told = vote.close();
        let failed = steps.disarm();
        drop(catalogue);

        let catalogue = real.catalogue(dir.path()).unwrap();
        let after = vote.again(&catalogue);
        drop(vote);
        if after.phase() == Phase::Open {
            assert!(told.is_err(), "{failed:?}: it was told that it is closed");
            assert_eq!(after.sealed(), (5, 5), "{failed:?}");
            seen.0 += 1;
            after.close().unwrap();
        } else {
            seen.1 += 1;
        }
        assert_eq!(after.sealed(), (5, 0), "{failed:?}");
        assert!(!after.network.vault().has_keys(ActorId(after.urn().0)), "{failed:?}");
        tallying::settle(&after.network).unwrap();
        assert_eq!(after.phase(), Phase::Decided, "{failed:?}");
        if failed.is_none() {
            break;
        }
    }
    println!("killed before the close was recorded: {}, after it: {}", seen.0, seen.1);
    assert!(seen.0 >= 1 && seen.1 >= 3, "{seen:?}");
}
