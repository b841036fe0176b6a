//! What a request hears when the server cannot do what it is for.

use serde_json::json;
use testkit::{Setting, TestServer};

use crate::story::{SLUG, Story, at, header, of};

#[test]
fn where_nothing_can_be_recorded_reading_goes_on() {
    let story = Story::begin();
    let proposal = of(&story.proposal("Un calendrier", "Commun."));
    let network = story.server.catalogue.server().network(SLUG).unwrap();
    story.server.catalogue.loaded(network).unwrap().stop();
    let refused = story.chloe.client.put(&(proposal.clone() + "/support"), &json!({}));
    assert_eq!(refused.problem(503), "writes_stopped");
    assert_eq!(header(&refused, "retry-after"), "30");
    assert_eq!(story.stranger().get(&proposal).expect(200)["title"], "Un calendrier");
}

#[test]
fn a_network_that_cannot_be_opened_does_not_harm_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    story.server.found("plaine", "public");
    let network = story.server.catalogue.server().network(SLUG).unwrap();
    story.server.stop();
    std::fs::remove_dir_all(dir.path().join("networks").join(network.to_string()).join("keys")).unwrap();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let stranger = server.caller("").with("accept-language", "fr");
    for path in [at(""), at("/actors"), at("/events")] {
        assert_eq!(stranger.get(&path).problem(503), "network_damaged");
    }
    assert_eq!(stranger.get("/v1/networks/plaine").expect(200)["actors"], 1);
    assert_eq!(stranger.get("/v1/networks").expect(200)["items"].as_array().unwrap().len(), 2);
}
