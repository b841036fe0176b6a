//! kill -9 while many act: whatever was acknowledged is there, nothing is half there, and a retry tells.

use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use testkit::TestServer;

use super::history::History;
use super::load::{SLUG, Sent, World};
use super::served::Served;
use super::setting_of;

/// How many times, unless `cargo xtask crash --rounds N` says otherwise through this variable.
const ROUNDS: &str = "TRESSE_CRASH_ROUNDS";

/// Where the history was cut off, seen from what clients were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    /// Inside a frame.
    Torn,
    /// Between a frame's write and its answers.
    PastAcknowledged,
    /// Anywhere else.
    Elsewhere,
}

#[test]
fn kill_9_under_load_loses_nothing_and_halves_nothing() {
    let rounds = std::env::var(ROUNDS).map_or(20, |rounds| rounds.parse().expect("a number of rounds"));
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("data");
    let mut served = Served::on(&data);
    let mut world = World::begin(&data, &served);
    let mut histogram = BTreeMap::<(Cut, bool), usize>::new();
    let (mut sent_in_all, mut unanswered_in_all, began) = (0, 0, Instant::now());
    // On a busy machine a kill may come late: then there are more of them, until enough came in the middle.
    let (enough, mut in_the_middle, mut round) = (rounds * 3 / 4, 0, 0);
    while round < rounds || in_the_middle < enough && round < 2 * rounds {
        let (sent, killed_at) = killed_in_the_middle(&mut world, &mut served, round);
        if round % 3 == 2 {
            kill_while_opening(&data, round);
        }
        let history = History::exported(&data);
        let acknowledged = sent.iter().filter_map(Sent::acknowledged).max().unwrap_or(world.head);
        let unanswered = sent.iter().filter(|sent| sent.reply.is_none() && sent.at < killed_at).count();
        let cut = match (history.was_torn, history.head() > acknowledged) {
            (true, _) => Cut::Torn,
            (false, true) => Cut::PastAcknowledged,
            (false, false) => Cut::Elsewhere,
        };
        *histogram.entry((cut, unanswered > 0)).or_default() += 1;
        in_the_middle += usize::from(cut != Cut::Elsewhere && unanswered > 0);
        round += 1;
        (sent_in_all, unanswered_in_all) = (sent_in_all + sent.len(), unanswered_in_all + unanswered);
        check(&mut world, &history, &sent);
        served = Served::on(&data);
    }
    println!(
        "{round} kills in {:.1} s under load, {sent_in_all} commands, {unanswered_in_all} unanswered:",
        began.elapsed().as_secs_f32()
    );
    for ((cut, was_unanswered), count) in &histogram {
        println!(
            "  {count:>4}  {cut:?}, {}",
            if *was_unanswered { "with unanswered requests" } else { "all answered" }
        );
    }
    assert!(in_the_middle >= enough, "only {in_the_middle} of {round} kills came between a write and its answers");
}

/// Lets all act, and kills the process right after a frame was written: before its sync returns, and before anybody is
/// answered. In every fifth round at any moment.
fn killed_in_the_middle(world: &mut World, served: &mut Served, round: usize) -> (Vec<Sent>, Instant) {
    let (stop, address) = (AtomicBool::new(false), served.address);
    let logs = main_log(&world.data);
    std::thread::scope(|scope| {
        let acting = scope.spawn(|| world.act(address, &stop));
        std::thread::sleep(Duration::from_millis(60 + (round as u64 * 37) % 90));
        if round % 5 != 4 {
            Tail::at_the_end_of(&logs).wait_for_a_frame();
        }
        let killed_at = Instant::now();
        served.kill();
        stop.store(true, Ordering::Relaxed);
        served.ended();
        (acting.join().unwrap(), killed_at)
    })
}

/// Starts the server and kills it while it opens.
fn kill_while_opening(data: &Path, round: usize) {
    let mut command = testkit::binary::tresse();
    super::served::serve(&mut command, data);
    let mut opening = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(round as u64 * 3 % 40));
    opening.kill().unwrap();
    opening.wait().unwrap();
}

/// The log directory of the network under load: the oldest one, since ids grow with time.
fn main_log(data: &Path) -> PathBuf {
    let networks = std::fs::read_dir(data.join("networks")).unwrap().map(|entry| entry.unwrap().path());
    networks.min().unwrap().join("log")
}

/// Follows the frames of a log that another process writes.
struct Tail {
    file: File,
    offset: u64,
}

impl Tail {
    fn at_the_end_of(log: &Path) -> Self {
        let segments = std::fs::read_dir(log).unwrap().map(|entry| entry.unwrap().path());
        let last = segments.filter(|path| path.extension().is_some_and(|extension| extension == "seg")).max();
        let mut tail = Self { file: File::open(last.unwrap()).unwrap(), offset: 0 };
        while tail.step() {}
        tail
    }

    /// Goes past the next frame, if it is there (events.md, "Frame").
    fn step(&mut self) -> bool {
        let mut header = [0; 64];
        let read = self.file.read_at(&mut header, self.offset).unwrap();
        let len = |at: usize| u64::from(u32::from_le_bytes(header[at..at + 4].try_into().unwrap()));
        let is_there = read == 64 && &header[..4] == b"TRF1";
        if is_there {
            self.offset += 64 + len(28) + len(36);
        }
        is_there
    }

    /// Returns as soon as a frame stands where there was none a moment ago.
    fn wait_for_a_frame(mut self) {
        let until = Instant::now() + Duration::from_secs(2);
        let mut was_at_the_end = false;
        while Instant::now() < until {
            let came = self.step();
            if came && was_at_the_end {
                return;
            }
            was_at_the_end = !came;
        }
    }
}

/// Everything that must hold after a kill.
fn check(world: &mut World, history: &History, sent: &[Sent]) {
    for sent in sent {
        let Some(position) = sent.acknowledged() else { continue };
        assert!(position <= history.head(), "an acknowledged command is lost: {sent:?}");
        assert_eq!(history.told(position - sent.events).1, sent.object());
        assert_eq!(history.told(position - 1).1, sent.object());
    }
    history.has_only_whole_joins();
    let server = TestServer::start_on(&world.data, &setting_of(&world.data));
    let catalogue = &server.catalogue;
    let network = catalogue.load(catalogue.server().network(SLUG).unwrap()).unwrap();
    assert!(*network.live().views == history.replayed(history.head()), "views are those of a fresh replay");
    foundings_are_whole_or_gone(world, &server, sent);
    for sent in sent {
        let told = sent.send(server.address()).expect("the reopened server answers");
        let again = sent.send(server.address()).expect("the reopened server answers");
        if let Some(slug) = sent.founds() {
            assert!(told.status == 201 || told.problem(409) == "already_issued");
            assert_eq!(again.problem(409), "already_issued");
            server.caller(&world.operator).get(&format!("/v1/networks/{slug}")).expect(200);
            continue;
        }
        let place = |reply: &testkit::Reply| (reply.json()["id"].clone(), reply.json()["position"].clone());
        assert!(matches!(told.status, 200 | 201), "{}", String::from_utf8_lossy(&told.body));
        assert_eq!(place(&told), place(&again));
        if let Some(reply) = &sent.reply {
            assert_eq!(place(&told), place(reply), "a retry tells what was told");
        }
    }
    world.head += sent.iter().map(|sent| sent.events).sum::<u64>();
    assert_eq!(network.live().views.head.0, world.head, "every command was recorded once");
    server.stop();
}

/// No `.new`; each directory is registered, and each registered network opens with all of its first frame.
fn foundings_are_whole_or_gone(world: &World, server: &TestServer, sent: &[Sent]) {
    let known = server.catalogue.server();
    let mut found = 0;
    for entry in std::fs::read_dir(world.data.join("networks")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let network = name.parse().unwrap_or_else(|_| panic!("{name} is no network"));
        assert!(known.slug(network).is_some(), "{name} is not registered");
        found += 1;
    }
    assert_eq!(known.networks().count(), found);
    for slug in sent.iter().filter_map(Sent::founds) {
        if let Some(network) = known.network(&slug) {
            assert_eq!(server.catalogue.load(network).unwrap().live().views.head.0, 5);
        }
    }
    for sent in sent.iter().filter(|sent| sent.founds().is_some()) {
        let Some(reply) = &sent.reply else { continue };
        let path = format!(
            "/v1/networks/{}/actors/{}/keys",
            sent.founds().unwrap(),
            reply.expect(201)["steward"].as_str().unwrap()
        );
        server.caller(reply.json()["secret"].as_str().unwrap()).get(&path).expect(200);
    }
}
