//! Campaigns close by their time, and whatever was not published when a process ended is published at the next start.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use app::draft::Draft;
use app::edge::ToldClock;
use app::submission::Submission;
use app::{Catalogue, Network, tallying};
use domain::authority::Principal;
use domain::diagnostic::{Command, Phase};
use domain::envelope::{Act, By};
use domain::ids::DiagnosticId;
use serde_json::json;
use testkit::{Setting, TestServer};

use super::{answer, campaign, draft, report};
use crate::story::{Story, at};

fn types(server: &TestServer, of: &str) -> usize {
    let listed = server.caller("").get(&at(&format!("/events?type={of}&limit=100"))).expect(200);
    listed["items"].as_array().unwrap().len()
}

fn setting(time: &str) -> (Setting, Arc<ToldClock>) {
    let clock = Arc::new(ToldClock::new(time.parse().unwrap()));
    (Setting { clock: clock.clone(), ..Setting::default() }, clock)
}

#[test]
fn a_campaign_closes_by_its_time_and_late_answers_are_refused_by_the_stamp() {
    let dir = tempfile::tempdir().unwrap();
    let (setting, clock) = setting("2026-03-05T17:00:00Z");
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "public");
    story.anne.client.patch(&at(""), &json!({"k": 3})).expect(200);
    let path = draft(&story, &campaign());
    let opening = json!({"closes_at": "2026-03-05T18:00:00Z"});
    story.anne.client.post(&format!("{path}/opening"), &opening).expect(200);
    for member in [&story.anne, &story.bilal, &story.chloe] {
        answer(&member.client, &path, &json!({"2": {"scale": 3}}));
    }
    clock.tell("2026-03-05T18:00:00Z".parse().unwrap());
    let late = story.bilal.client.put(&format!("{path}/answers"), &json!({"answers": {"2": {"scale": 1}}}));
    let code = late.problem(409);
    assert!(["answers_late", "diagnostic_not_open"].contains(&code.as_str()), "{code}");
    story.wait_for("diagnostic.table_published");
    let closed = story.anne.client.get(&at("/events?type=diagnostic.closed")).expect(200)["items"][0]["event"].clone();
    assert_eq!((&closed["by"], &closed["data"]["people"]), (&json!("system"), &json!(3)));
    assert_eq!(report(&story.stranger(), &path)["people"], 3);
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(types(&story.server, "diagnostic.base_published"), 1, "once");
}

/// The network in a directory that no server runs on: nothing is counted there by itself.
fn alone(dir: &Path) -> (Arc<Network>, Catalogue) {
    let catalogue = Setting::default().catalogue(dir).unwrap();
    let id = catalogue.server().network("vallee").unwrap();
    (catalogue.load(id).unwrap(), catalogue)
}

/// Closes a campaign, and nothing more: as if the process were killed right after it.
fn close_alone(dir: &Path, diagnostic: DiagnosticId) {
    let (network, catalogue) = alone(dir);
    let step = Draft::new(network.vault()).ready(Command::Close(diagnostic));
    let submission = Submission::new(Principal::System, Act::by(By::System), vec![step]);
    network.submit_blocking(submission).unwrap().blocking_recv().unwrap().unwrap();
    assert_eq!(network.live().state.diagnostic.to_publish().collect::<Vec<_>>(), [diagnostic]);
    drop(network);
    catalogue.stop();
}

/// A campaign that three people answer, in a directory.
fn answered(dir: &Path) -> String {
    let story = Story::begin_on(dir);
    story.anne.client.patch(&at(""), &json!({"k": 3})).expect(200);
    let path = super::opened(&story, &campaign());
    for member in [&story.anne, &story.bilal, &story.chloe] {
        answer(&member.client, &path, &json!({"2": {"scale": 3}}));
    }
    story.server.stop();
    path
}

fn id_in(path: &str) -> DiagnosticId {
    path.split('/').next_back().unwrap().parse().unwrap()
}

#[test]
fn what_was_not_published_when_a_process_ended_is_published_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let path = answered(dir.path());
    close_alone(dir.path(), id_in(&path));
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let until = std::time::Instant::now() + Duration::from_secs(10);
    while types(&server, "diagnostic.table_published") < 7 {
        assert!(std::time::Instant::now() < until, "nothing is published");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(report(&server.caller(""), &path)["people"], 3);
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(types(&server, "diagnostic.base_published"), 1, "once");
    server.stop();
}

#[test]
fn where_no_timer_runs_it_is_settled_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = answered(dir.path());
    close_alone(dir.path(), id_in(&path));
    let (network, catalogue) = alone(dir.path());
    tallying::settle(&network).unwrap();
    let live = network.live();
    assert_eq!(live.state.diagnostic.to_publish().count(), 0);
    let row = live.views.diagnostics.get(id_in(&path)).unwrap();
    assert_eq!((row.phase, row.base.as_ref().unwrap().people), (Phase::Published, 3));
    tallying::settle(&network).unwrap();
    assert_eq!(network.live().views.head, live.views.head, "once");
    drop((live, network));
    catalogue.stop();
}

/// Whose data was erased is not counted: what they answered opens for nobody.
#[test]
fn who_was_erased_before_the_close_is_not_counted() {
    let story = Story::begin();
    let anne = &story.anne.client;
    anne.patch(&at(""), &json!({"k": 3})).expect(200);
    let path = super::opened(&story, &campaign());
    let more = super::people(&story, 4);
    for member in more.iter().chain([&story.bilal]) {
        answer(&member.client, &path, &json!({"2": {"scale": 3}}));
    }
    let data = at(&format!("/actors/{}/personal-data", story.bilal.id));
    anne.send("DELETE", &data, br#"{"reason": "request"}"#).expect(200);
    // Who only left is counted.
    more[0].client.post(&at(&format!("/actors/{}/departure", more[0].id)), &json!({})).expect(200);
    super::close(&story, &path);
    let told = report(anne, &path);
    assert_eq!(told["people"], 4, "five had answered");
    let closed = anne.get(&at("/events?type=diagnostic.closed")).expect(200)["items"][0]["event"].clone();
    assert_eq!(closed["data"]["people"], 5);
}
