//! Laws over random histories: replayed = incremental, as of = a fresh replay, stamps never go back, a restart forgets
//! nothing; and of two who saw the same version, one wins.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use app::Network;
use app::draft::Draft;
use app::edge::{self, ToldClock};
use app::submission::{Idempotency, Outcome, Submission, SubmitError};
use domain::actor::{ActorKind, Joined, Via};
use domain::authority::Principal;
use domain::class::Pointer;
use domain::contribution::{Command as OfContribution, QuestionAsked, Submitted, SubmittedKind, Supported};
use domain::envelope::{Act, By};
use domain::ids::{ActorId, ContributionId, Position, Stamp};
use domain::state::{Command, Recorded};
use domain::statement_vote::{self, Vote};
use projection::Views;
use projection::history::AsOf;
use proptest::prelude::*;
use serde_json::json;
use testkit::{Setting, TestServer};
use vault::Kek;

/// One step of a random history.
#[derive(Debug, Clone)]
enum Step {
    /// The clock is told another time, before or after.
    Clock(i64),
    Join,
    Ask,
    State(usize),
    Vote(usize, usize, Vote),
    Support(usize, usize),
    /// Repeats an earlier command with its idempotency key.
    Again(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let vote = prop_oneof![Just(Vote::Agree), Just(Vote::Disagree), Just(Vote::Pass)];
    let step = prop_oneof![
        2 => (-5_000_i64..9_000).prop_map(Step::Clock),
        2 => Just(Step::Join),
        1 => Just(Step::Ask),
        3 => any::<usize>().prop_map(Step::State),
        6 => (any::<usize>(), any::<usize>(), vote).prop_map(|(who, what, vote)| Step::Vote(who, what, vote)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(who, what)| Step::Support(who, what)),
        1 => any::<usize>().prop_map(Step::Again),
    ];
    prop::collection::vec(step, 10..60)
}

/// A history in the making.
struct Making {
    network: Arc<Network>,
    members: Vec<ActorId>,
    questions: Vec<ContributionId>,
    statements: Vec<ContributionId>,
    done: Vec<(Submission, Outcome)>,
}

fn pick<T: Copy>(from: &[T], nth: usize) -> Option<T> {
    from.get(nth.checked_rem(from.len())?).copied()
}

impl Making {
    /// What a step submits; nothing when what it needs is not there yet.
    fn submission(&mut self, step: &Step) -> Option<Submission> {
        let network = Arc::clone(&self.network);
        let mut draft = Draft::new(network.vault());
        let steward = self.members[0];
        let (who, command): (ActorId, Command) = match *step {
            Step::Clock(_) => return None,
            Step::Again(nth) => {
                return self.done.get(nth.checked_rem(self.done.len())?).map(|(again, _)| again.clone());
            }
            Step::Join => {
                let actor = network.vault().spare_subject().unwrap();
                self.members.push(actor);
                let joined = Joined { actor, kind: ActorKind::Person, via: Via::Operator, audience: None };
                (steward, domain::actor::Command::Join(joined).into())
            }
            Step::Ask => {
                let contribution = edge::contribution_id();
                self.questions.push(contribution);
                let title = draft.common(Pointer::Title, "Que faire ?").unwrap();
                (steward, OfContribution::Ask(QuestionAsked { contribution, title, body: None, theme: None }).into())
            }
            Step::State(nth) => {
                let (contribution, author) = (edge::contribution_id(), pick(&self.members, nth)?);
                let parent = Some(pick(&self.questions, nth)?);
                self.statements.push(contribution);
                let body = draft.own(author, Pointer::Body, "Ceci.").unwrap();
                let (kind, title, theme, audience) = (SubmittedKind::Statement, None, None, None);
                let submitted = Submitted { contribution, kind, parent, title, body, theme, audience };
                (author, OfContribution::Submit(submitted).into())
            }
            Step::Vote(who, what, vote) => {
                let (actor, statement) = (pick(&self.members, who)?, pick(&self.statements, what)?);
                let voter = network.pseudonym(actor, statement).unwrap();
                (actor, statement_vote::Command::Cast { statement, voter, vote }.into())
            }
            Step::Support(who, what) => {
                let (actor, contribution) = (pick(&self.members, who)?, pick(&self.statements, what)?);
                let supporter = network.pseudonym(actor, contribution).unwrap();
                (actor, OfContribution::Support(Supported { contribution, supporter }).into())
            }
        };
        let n = self.done.len().to_le_bytes();
        let idempotency =
            Idempotency { key: network.vault().mac("key", &[&n]), body: network.vault().mac("body", &[&n]) };
        let steps = vec![draft.ready(command)];
        let (principal, act) = (Principal::Actor(who), Act::by(By::Actor(who)));
        Some(Submission { idempotency: Some(idempotency), ..Submission::new(principal, act, steps) })
    }

    fn submit(&self, submission: Submission) -> Result<Outcome, SubmitError> {
        Ok(self.network.submit_blocking(submission).unwrap().blocking_recv().unwrap()?)
    }

    fn run(&mut self, step: &Step) {
        let Some(submission) = self.submission(step) else { return };
        let is_again = matches!(step, Step::Again(_));
        let Ok(outcome) = self.submit(submission.clone()) else { return };
        match outcome {
            Outcome::Recorded { receipt, ref views } => {
                assert_eq!(views.head, receipt.head());
                self.done.push((submission, outcome));
            }
            Outcome::Replayed(_) => assert!(is_again),
            Outcome::Unchanged(_) | Outcome::WouldRecord { .. } => (),
        }
    }
}

/// The history as `tresse export log` tells it in another process.
fn exported(data: &Path, key: &Path) -> Vec<String> {
    let mut command = testkit::binary::tresse();
    command.args(["export", "log", "--network", "vallee", "--data"]).arg(data).arg("--kek-file").arg(key);
    let ended = command.stdin(Stdio::null()).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let event = |(position, line): (usize, &str)| {
        let event = line.strip_prefix(&format!("{{\"position\":{position},\"event\":")).unwrap();
        event.strip_suffix('}').unwrap().to_owned()
    };
    String::from_utf8(ended.stdout).unwrap().lines().enumerate().map(event).collect()
}

fn found(server: &app::Catalogue) -> ActorId {
    let founding = app::founding::Founding {
        slug: "vallee".parse().unwrap(),
        name: "Réseau de la vallée".to_owned(),
        languages: domain::network::Languages::new(vec!["fr".parse().unwrap()]).unwrap(),
        time_zone: "Europe/Paris".parse().unwrap(),
        territory: None,
        visibility: domain::network::Visibility::Public,
        k: domain::network::DEFAULT_K,
        steward_kind: ActorKind::Person,
        steward_name: None,
    };
    match server.found(&founding, None).unwrap() {
        app::catalogue::FoundOutcome::Founded(new) => new.steward,
        app::catalogue::FoundOutcome::Replayed(_) => unreachable!(),
    }
}

fn holds_for(steps: &[Step]) {
    let temporary = tempfile::tempdir().unwrap();
    let (data, key) = (temporary.path().join("data"), temporary.path().join("key"));
    let began = Stamp::from_millis(1_760_000_000_000).unwrap();
    let (kek, clock) = (Arc::new(Kek::init(&key).unwrap()), Arc::new(ToldClock::new(began)));
    let setting = Setting { kek, clock: Arc::clone(&clock) as _, ..Setting::default() };
    let catalogue = setting.catalogue(&data).unwrap();
    let members = vec![found(&catalogue)];
    let id = catalogue.server().network("vallee").unwrap();
    let network = catalogue.load(id).unwrap();
    let mut making = Making { network, members, questions: Vec::new(), statements: Vec::new(), done: Vec::new() };
    for step in steps {
        if let Step::Clock(by) = step {
            let now = edge::Clock::now(clock.as_ref()).millis() + by;
            clock.tell(Stamp::from_millis(now).unwrap());
        }
        making.run(step);
    }
    let live = making.network.live();
    let as_of = |head: u64| making.network.as_of(AsOf::Position(Position(head))).unwrap();
    let past: Vec<_> = (0..=live.views.head.0).map(as_of).collect();
    let Making { network, done, .. } = making;
    let at_stamps: Vec<_> = past.iter().skip(1).map(|views| network.as_of(AsOf::Time(views.stamp)).unwrap()).collect();
    catalogue.stop();
    drop((network, catalogue));

    let events = exported(&data, &key);
    assert_eq!(events.len() as u64, live.views.head.0);
    let (mut replayed, mut stamp) = (Views::default(), Stamp::from_millis(0).unwrap());
    let mut by_time = Vec::new();
    for (position, event) in (0..).zip(&events) {
        assert_eq!(*past[usize::try_from(position).unwrap()], replayed, "as of {position}");
        let recorded = Recorded::read(Position(position), event.as_bytes()).unwrap();
        assert!(recorded.recorded_at >= stamp, "stamps never go back");
        stamp = recorded.recorded_at;
        replayed.apply(&recorded);
        by_time.push(replayed.clone());
    }
    assert_eq!(**past.last().unwrap(), replayed, "as of the head");
    assert_eq!(*live.views, replayed, "live");
    for (nth, views) in at_stamps.iter().enumerate() {
        // All that has this stamp, and nothing after.
        let stamp = by_time[nth].stamp;
        let last = by_time.iter().rposition(|views| views.stamp == stamp).unwrap();
        assert_eq!(**views, by_time[last], "as of {stamp}");
    }

    let catalogue = setting.catalogue(&data).unwrap();
    let network = catalogue.load(id).unwrap();
    let again = network.live();
    assert_eq!((&again.views, &again.state), (&live.views, &live.state), "replayed = incremental");
    assert_eq!(format!("{:?}", again.known), format!("{:?}", live.known), "what is remembered");
    for (submission, outcome) in done {
        let Outcome::Recorded { receipt, .. } = outcome else { unreachable!() };
        let told = network.submit_blocking(submission).unwrap().blocking_recv().unwrap().unwrap();
        assert!(matches!(told, Outcome::Replayed(replayed) if replayed == receipt));
    }
    assert_eq!(network.live().views.head, live.views.head);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_history_is_its_events_and_nothing_else(steps in steps()) {
        holds_for(&steps);
    }
}

#[test]
fn of_many_who_saw_the_same_version_one_wins() {
    const THREADS: usize = 8;
    const VERSIONS: u64 = 12;
    let server = TestServer::start();
    let anne = server.found("vallee", "public").client;
    let idea = json!({"kind": "idea", "title": "Une idée", "body": "La première."});
    let idea = anne.post("/v1/networks/vallee/contributions", &idea).expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/networks/vallee/contributions/{idea}");
    let revise = |thread: usize| {
        let mut won = Vec::new();
        loop {
            let seen = anne.get(&path).expect(200)["version"].as_u64().unwrap();
            if seen == VERSIONS {
                return won;
            }
            let text = json!({"title": "Une idée", "body": format!("De {thread}, après {seen}.")});
            let told = anne.with("if-match", &format!("\"{seen}\"")).put(&format!("{path}/text"), &text);
            match told.status {
                200 => {
                    assert_eq!(told.json()["version"], seen + 1);
                    assert_eq!(told.json()["resource"]["body"], text["body"], "the winner sees its own text");
                    won.push(seen + 1);
                }
                _ => assert_eq!(told.problem(412), "stale_version"),
            }
        }
    };
    let revise = &revise;
    let mut won: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || revise(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    won.sort_unstable();
    assert_eq!(won, (2..=VERSIONS).collect::<Vec<_>>(), "each version was won once");
}
