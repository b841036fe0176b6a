//! Moderation: what is reported, reviewed and appealed, who may, and that what is hidden is gone.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{Client, Member, Reply, Setting, TestServer};

use crate::history::happen;
use crate::hunt::{Found, exported, hunt};
use crate::story::{SLUG, Story, at, id, of};

const RULE: &str = "Règle 3 : pas d’attaque contre les personnes.";

fn with_role(story: &Story, name: &str, role: &str) -> Member {
    let member = story.server.join(SLUG, &story.anne.client, name);
    story.anne.client.put(&at(&format!("/actors/{}/roles/{role}", member.id)), &json!({})).expect(200);
    member
}

/// Modou and Maud are moderators.
struct Moderated {
    story: Story,
    modou: Member,
    maud: Member,
}

impl Moderated {
    fn begin() -> Self {
        let story = Story::begin();
        let (modou, maud) = (with_role(&story, "Modou", "moderator"), with_role(&story, "Maud", "moderator"));
        Self { story, modou, maud }
    }
}

fn report(by: &Client, contribution: &str, reason: &str) -> Reply {
    by.post(&(of(contribution) + "/reports"), &json!({"reason": reason}))
}

fn review(by: &Client, contribution: &str, outcome: &str) -> Reply {
    let review = json!({"outcome": outcome, "rationale": "Le message vise une personne.", "rule": RULE});
    by.post(&(of(contribution) + "/reviews"), &review)
}

fn appeal(by: &Client, contribution: &str) -> Reply {
    by.post(&(of(contribution) + "/appeal"), &json!({"reason": "Je ne nommais personne."}))
}

fn decide(by: &Client, contribution: &str, outcome: &str) -> Reply {
    let decision = json!({"outcome": outcome, "rationale": "Personne n’est nommé."});
    by.post(&(of(contribution) + "/appeal/decision"), &decision)
}

fn moderation(by: &Client, contribution: &str) -> Value {
    by.get(&(of(contribution) + "/moderation")).expect(200)
}

fn queue(by: &Client, filter: &str) -> Vec<String> {
    let page = by.get(&at(&format!("/moderation/queue{filter}"))).expect(200);
    page["items"].as_array().unwrap().iter().map(|case| case["contribution"].as_str().unwrap().to_owned()).collect()
}

fn offered(of: &Value) -> BTreeSet<&str> {
    of.get("allowed_actions")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|name| name.as_str().unwrap())
        .collect()
}

#[test]
fn a_report_counts_once_a_person_and_says_not_who() {
    let Moderated { story, modou, .. } = Moderated::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    let client = &story.chloe.client;
    assert!(offered(&client.get(&of(&proposal)).expect(200)).contains("reportContribution"));
    client.put(&(of(&proposal) + "/support"), &json!({})).expect(200);
    report(client, &proposal, "insult").expect(200);
    let head = story.head();
    assert!(!offered(&client.get(&of(&proposal)).expect(200)).contains("reportContribution"));
    assert_eq!(report(client, &proposal, "spam").expect(200)["position"], head, "once a person");
    report(&story.anne.client, &proposal, "spam").expect(200);
    // Nobody but moderators is told of reports, and not even they of whom.
    let told = moderation(&modou.client, &proposal);
    let by_reason = json!({"insult": 1, "spam": 1});
    assert_eq!(told["reports"], json!({"total": 2, "since_last_decision": 2, "by_reason": by_reason}));
    assert_eq!(told["waits"], json!([{"why": "reported", "since": head - 1}]));
    for other in [&story.stranger(), client, &story.anne.client, &story.bilal.client] {
        let told = moderation(other, &proposal);
        assert!(told.get("reports").is_none() && told.get("waits").is_none(), "{told}");
    }
    let before = modou.client.get(&(of(&proposal) + &format!("/moderation?as_of={}", head - 1))).expect(200);
    assert_eq!(before["reports"]["total"], 0);
    let event = story.stranger().get(&at(&format!("/events/{}", head - 1))).expect(200)["event"].clone();
    assert_eq!(event["data"]["reason"], "insult");
    assert!(event.get("by").is_none() && !event.to_string().contains(&story.chloe.id));
    let support = story.stranger().get(&at("/events?type=contribution.supported")).expect(200);
    let supporter = &support["items"][0]["event"]["data"]["supporter"];
    assert_ne!(&event["data"]["reporter"], supporter, "a report is not linked with what else one does there");
    let data = |of: &Member| of.client.get(&at(&format!("/actors/{}/personal-data?limit=100", of.id))).expect(200);
    let reports = |of: &Member| data(of).to_string().matches("moderation.reported").count();
    assert_eq!((reports(&story.chloe), reports(&story.bilal)), (1, 0), "those who reported find it among their data");
}

#[test]
fn moderators_find_what_waits_and_since_when() {
    let Moderated { story, modou, maud } = Moderated::begin();
    let [first, second, third] = ["a", "b", "c"].map(|title| story.proposal(title, "Commun."));
    report(&story.chloe.client, &second, "spam").expect(200);
    report(&story.chloe.client, &first, "insult").expect(200);
    report(&story.anne.client, &second, "insult").expect(200);
    review(&modou.client, &third, "returned").expect(200);
    assert_eq!(queue(&maud.client, ""), [&*second, &*first], "the longest waiting first");
    assert_eq!(queue(&maud.client, "?reason=spam"), [&*second]);
    let text = json!({"title": "c", "body": "Commun à tous."});
    story.bilal.client.put(&(of(&third) + "/text"), &text).expect(200);
    review(&modou.client, &second, "hidden").expect(200);
    appeal(&story.bilal.client, &second).expect(200);
    assert_eq!(queue(&maud.client, ""), [&*first, &*third, &*second]);
    for (waiting, what) in [("reported", &first), ("revised", &third), ("appealed", &second)] {
        assert_eq!(queue(&maud.client, &format!("?waiting={waiting}")), [what.as_str()]);
    }
    let page = maud.client.get(&at("/moderation/queue?limit=2")).expect(200);
    assert_eq!(queue(&maud.client, &format!("?after={}", page["next"].as_str().unwrap())), [&*second]);
    review(&modou.client, &first, "kept").expect(200);
    assert_eq!(queue(&maud.client, ""), [&*third, &*second]);
    for other in [&story.chloe.client, &story.anne.client] {
        assert_eq!(other.get(&at("/moderation/queue")).problem(403), "forbidden");
    }
    assert_eq!(story.stranger().get(&at("/moderation/queue")).problem(401), "authentication_required");
}

#[test]
fn what_is_returned_stands_again_when_its_author_revises_it() {
    let Moderated { story, modou, .. } = Moderated::begin();
    let proposal = story.proposal("Un calendrier", "Bordel.");
    let path = of(&proposal);
    let reviewed = review(&modou.client, &proposal, "returned").expect(200);
    assert_eq!((&reviewed["resource"]["hidden"], &reviewed["version"]), (&json!(true), &json!(1)));
    let shown = story.chloe.client.get(&path).expect(200);
    assert_eq!(
        (&shown["hidden"], &shown["title"], &shown["body"]),
        (&json!(true), &json!("[hidden]"), &json!("[hidden]"))
    );
    assert_eq!(offered(&story.chloe.client.get(&path).expect(200)), BTreeSet::new());
    let authors = story.bilal.client.get(&path).expect(200);
    assert_eq!(offered(&authors), BTreeSet::from(["reviseContribution", "withdrawContribution"]));
    assert_eq!(offered(&moderation(&story.bilal.client, &proposal)), BTreeSet::from(["appealReview"]));
    let own = story.bilal.client.get(&(path.clone() + "/hidden-text")).expect(200);
    assert_eq!((&own["versions"][0]["body"], &own["review"]["rule"]), (&json!("Bordel."), &json!(RULE)));
    let text = json!({"title": "Un calendrier", "body": "Commun."});
    let revised = story.bilal.client.put(&(path.clone() + "/text"), &text).expect(200);
    assert_eq!((&revised["resource"]["hidden"], &revised["resource"]["body"]), (&json!(false), &json!("Commun.")));
    story.chloe.client.put(&(path.clone() + "/support"), &json!({})).expect(200);
    let versions = story.stranger().get(&(path.clone() + "/versions")).expect(200)["items"].clone();
    let told: Vec<_> = versions.as_array().unwrap().iter().map(|of| (&of["hidden"], &of["body"])).collect();
    assert_eq!(
        told,
        [(&json!(true), &json!("[hidden]")), (&json!(false), &json!("Commun."))],
        "the old text stays hidden"
    );
    let hidden = modou.client.get(&(path + "/hidden-text")).expect(200)["versions"].clone();
    assert_eq!(hidden.as_array().unwrap().len(), 1);
    assert_eq!(hidden[0]["body"], "Bordel.");
}

#[test]
fn an_appeal_is_decided_by_another_moderator_and_all_of_it_stays_public() {
    let Moderated { story, modou, maud } = Moderated::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    report(&story.chloe.client, &proposal, "insult").expect(200);
    let before = story.head();
    let hidden = review(&modou.client, &proposal, "hidden").expect(200);
    assert_eq!(hidden["resource"]["reports"]["since_last_decision"], 0);
    appeal(&story.bilal.client, &proposal).expect(200);
    assert_eq!(decide(&modou.client, &proposal, "upheld").problem(403), "same_moderator");
    assert_eq!(offered(&moderation(&modou.client, &proposal)), BTreeSet::new());
    assert_eq!(offered(&moderation(&maud.client, &proposal)), BTreeSet::from(["decideAppeal"]));
    decide(&maud.client, &proposal, "overturned").expect(200);
    assert_eq!(story.stranger().get(&of(&proposal)).expect(200)["body"], "Commun.");
    let told = moderation(&story.stranger(), &proposal);
    let steps: Vec<_> =
        told["steps"].as_array().unwrap().iter().map(|step| (&step["what"], &step["outcome"])).collect();
    let (reviewed, appealed, decided) = (json!("reviewed"), json!("appealed"), json!("appeal_decided"));
    assert_eq!(steps, [(&reviewed, &json!("hidden")), (&appealed, &Value::Null), (&decided, &json!("overturned"))]);
    assert_eq!(
        (&told["steps"][0]["rule"], &told["steps"][0]["by"]),
        (&json!(RULE), &json!(format!("actor:{}", modou.id)))
    );
    assert_eq!((&told["steps"][0]["text"], &told["steps"][0]["automatic"]), (&json!(1), &json!(false)));
    // Why the author appealed may repeat what was hidden.
    let auditor = with_role(&story, "Aude", "auditor");
    let reason = |by: &Client| moderation(by, &proposal)["steps"][1].get("reason").cloned();
    for reader in [&modou.client, &auditor.client, &story.bilal.client] {
        assert_eq!(reason(reader), Some(json!("Je ne nommais personne.")));
    }
    for other in [&story.stranger(), &story.chloe.client, &story.anne.client] {
        assert_eq!(reason(other), None);
    }
    let page = story.stranger().get(&at("/moderation?expand=texts")).expect(200)["items"].clone();
    let listed: Vec<_> = page.as_array().unwrap().iter().map(|step| (&step["what"], &step["rationale"])).collect();
    let (why, undone) = (json!("Le message vise une personne."), json!("Personne n’est nommé."));
    assert_eq!(listed, [(&decided, &undone), (&reviewed, &why)], "the last one first");
    let kept = story.stranger().get(&at("/moderation?outcome=kept")).expect(200);
    assert_eq!(kept["items"], json!([]));
    let then = story.stranger().get(&at(&format!("/moderation?as_of={before}"))).expect(200);
    assert_eq!(then["items"], json!([]));
    let next = story.stranger().get(&at("/moderation?limit=1")).expect(200)["next"].clone();
    let next = story.stranger().get(&at(&format!("/moderation?limit=1&after={}", next.as_str().unwrap()))).expect(200);
    assert_eq!((&next["items"][0]["what"], next.get("next")), (&reviewed, None));
}

#[test]
fn hidden_texts_are_for_moderators_auditors_and_their_author() {
    let Moderated { story, modou, maud } = Moderated::begin();
    let auditor = with_role(&story, "Aude", "auditor");
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison"}});
    let maison = id(&story.anne.client.post(&at("/actors"), &maison).expect(201));
    let represents = at(&format!("/actors/{}/representations/{maison}", story.bilal.id));
    story.anne.client.put(&represents, &json!({})).expect(200);
    let idea = json!({"kind": "idea", "title": "Un repas", "body": "Partagé."});
    let idea = id(&story.bilal.client.post(&at(&format!("/contributions?on_behalf_of={maison}")), &idea).expect(201));
    let path = of(&idea) + "/hidden-text";
    assert_eq!(modou.client.get(&path).expect(200)["versions"], json!([]), "nothing is hidden yet");
    review(&modou.client, &idea, "hidden").expect(200);
    for reader in [&modou, &maud, &auditor, &story.bilal] {
        assert_eq!(reader.client.get(&path).expect(200)["versions"][0]["body"], "Partagé.");
    }
    for other in [&story.chloe, &story.anne] {
        assert_eq!(other.client.get(&path).problem(403), "forbidden");
    }
    assert_eq!(story.stranger().get(&path).problem(401), "authentication_required");
    assert_eq!(story.server.operator().get(&path).problem(403), "forbidden");
    // Who represents the author appeals for it, in its name.
    appeal(&story.bilal.client, &idea).expect(200);
    let steps = moderation(&modou.client, &idea)["steps"].clone();
    assert_eq!(steps[1]["by"], format!("actor:{maison}"));
    assert_eq!(steps[1]["reason"], "Je ne nommais personne.");
}

#[test]
fn what_is_hidden_is_no_longer_remembered_opened() {
    let Moderated { story, modou, .. } = Moderated::begin();
    let network = story.server.catalogue.loaded(story.server.catalogue.server().network(SLUG).unwrap()).unwrap();
    let proposal = story.proposal("Un calendrier", "Commun.");
    let text = json!({"title": "Un agenda", "body": "Commun à tous."});
    story.bilal.client.put(&(of(&proposal) + "/text"), &text).expect(200);
    story.stranger().get(&(of(&proposal) + "/versions")).expect(200);
    let before = network.opened_texts();
    review(&modou.client, &proposal, "hidden").expect(200);
    // All are forgotten; then the answer showed the rationale and the rule.
    assert!(before >= 4);
    assert_eq!(network.opened_texts(), 2);
    modou.client.get(&(of(&proposal) + "/hidden-text")).expect(200);
    assert_eq!(network.opened_texts(), 2, "nor is what moderators read");
}

/// Words of the title and the text of two versions, which stand nowhere else.
const HIDDEN: [&str; 4] = ["Quetzalpremier", "Zeppelinpremier", "Quetzalsecond", "Zeppelinsecond"];
/// Why the author appeals.
const APPEALED: &str = "Protestation";
/// Words that stay: a reply's, a rationale's and a rule's.
const STAYS: [&str; 3] = ["Ornithorynque", "Rationnellement", "Reglementaire"];

/// A proposal with a reply and two versions; and the keys under which its author may ask again.
fn proposal_of_two_versions(story: &Story) -> String {
    let keyed = |key: &str| story.bilal.client.with("idempotency-key", key);
    let [first_title, first_body, title, body] = HIDDEN;
    let new = json!({"kind": "proposal", "title": first_title, "body": first_body});
    let proposal = id(&keyed("new").post(&at("/contributions"), &new).expect(201));
    // Long enough between the two versions for lists to be read as of then.
    (0..64).for_each(|_| _ = story.comment(&proposal, STAYS[0]));
    let text = json!({"title": title, "body": body});
    keyed("text").put(&(of(&proposal) + "/text"), &text).expect(200);
    proposal
}

/// What the author's own requests are answered with when they are sent again.
fn replayed(story: &Story, proposal: &str) -> [Value; 2] {
    let keyed = |key: &str| story.bilal.client.with("idempotency-key", key);
    let [first_title, first_body, title, body] = HIDDEN;
    let new = json!({"kind": "proposal", "title": first_title, "body": first_body});
    let made = keyed("new").post(&at("/contributions"), &new).expect(201);
    let revised = keyed("text").put(&(of(proposal) + "/text"), &json!({"title": title, "body": body})).expect(200);
    [made["resource"].clone(), revised["resource"].clone()]
}

const READS_OF_TEXTS: [&str; 5] = ["getContribution", "getEvent", "listContributions", "listVersions", "readHistory"];

#[test]
fn what_moderators_hide_is_gone_from_everywhere_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let (story, _) = happen(Story::begin_on(dir.path()));
    let (modou, maud) = (with_role(&story, "Modou", "moderator"), with_role(&story, "Maud", "moderator"));
    let auditor = with_role(&story, "Aude", "auditor");
    let proposal = proposal_of_two_versions(&story);
    let words: Vec<&str> = HIDDEN.into_iter().chain(STAYS).chain([APPEALED]).collect();
    let readers = [("stranger", story.stranger()), ("member", story.chloe.client.clone())];
    let look = |callers: &[(&str, Client)]| hunt(&story.server, SLUG, callers, &words);
    // Before: whoever may read finds every word, in every read of texts.
    let before = look(&readers[..1]);
    shown(&before, &HIDDEN, &READS_OF_TEXTS);
    shown(&before, &[HIDDEN[0], HIDDEN[2]], &["listActivity", "getActivityFeed"]);

    let hide = json!({"outcome": "hidden", "rationale": STAYS[1], "rule": STAYS[2]});
    modou.client.post(&(of(&proposal) + "/reviews"), &hide).expect(200);
    let everyone = [
        readers.as_slice(),
        &[
            ("facilitator", story.anne.client.clone()),
            ("operator", story.server.operator()),
            ("author", story.bilal.client.clone()),
            ("moderator", maud.client.clone()),
            ("auditor", auditor.client.clone()),
        ],
    ]
    .concat();
    story.bilal.client.post(&(of(&proposal) + "/appeal"), &json!({"reason": APPEALED})).expect(200);
    let during = look(&everyone);
    let uncovered = ["moderator", "auditor", "author"].map(|reader| (reader, "getHiddenText"));
    seen_by(&during, &HIDDEN, &[&uncovered[..], &[("author", OWN)]].concat());
    // Why an author appealed may repeat what is hidden.
    let moderation = ["moderator", "auditor", "author"].map(|reader| (reader, "getModeration"));
    seen_by(
        &during,
        &[APPEALED],
        &[&moderation[..], &[("moderator", "listModerationQueue"), ("author", OWN)]].concat(),
    );
    stays(&during);
    visits_everything(&during, &story.server);
    for resource in replayed(&story, &proposal) {
        assert_eq!((&resource["hidden"], &resource["title"]), (&json!(true), &json!("[hidden]")));
        assert!(HIDDEN.iter().all(|word| !resource.to_string().contains(word)), "{resource}");
    }

    // The exported log never had them, nor has a server that starts on it.
    let server = restarted(story.server, dir.path());
    let again = hunt(&server, SLUG, &[("stranger", server.caller(""))], &words);
    assert_eq!(HIDDEN.map(|word| again.operations("stranger", word).len()), [0; 4], "{:?}", again.sightings);
    stays(&again);

    let maud = server.caller("").with("authorization", maud.client.header("authorization").unwrap());
    decide(&maud, &proposal, "overturned").expect(200);
    let after = hunt(&server, SLUG, &[("stranger", server.caller(""))], &words);
    shown(&after, &HIDDEN, &READS_OF_TEXTS);
    let moments = |found: &Found, word: &str| {
        found
            .sightings
            .iter()
            .filter(|seen| seen.caller == "stranger" && seen.word == word && seen.path.contains("as_of="))
            .count()
    };
    assert!(HIDDEN.iter().all(|word| moments(&after, word) > 5), "at earlier moments too");
}

/// What shows oneself all that is held of oneself.
const OWN: &str = "readPersonalData";

/// The words are seen by none but these readers, and by them through these operations alone.
fn seen_by(found: &Found, words: &[&str], readers: &[(&str, &str)]) {
    let seen = found.sightings.iter().filter(|seen| words.contains(&&*seen.word));
    let seen: BTreeSet<_> = seen.map(|seen| (&*seen.caller, &*seen.operation, &*seen.word)).collect();
    let readers = readers.iter().flat_map(|(reader, operation)| words.iter().map(|word| (*reader, *operation, *word)));
    assert_eq!(seen, readers.collect());
}

/// Strangers see the words, through these operations at least.
fn shown(found: &Found, words: &[&str], through: &[&'static str]) {
    for word in words {
        let seen = found.operations("stranger", word);
        assert!(through.iter().all(|operation| seen.contains(operation)), "{word}: {seen:?}");
    }
}

/// What is not hidden is shown: the reply, and the decision with its rule.
fn stays(found: &Found) {
    shown(found, &STAYS[..1], &READS_OF_TEXTS);
    shown(found, &STAYS[1..], &["getEvent", "getModeration", "listModerationDecisions", "readHistory"]);
}

/// The hunt went through every operation that reads.
fn visits_everything(found: &Found, server: &TestServer) {
    let document = server.caller("").get("/openapi.json").expect(200);
    let gets = document["paths"].as_object().unwrap().values().filter_map(|path| path.get("get"));
    let gets: BTreeSet<_> = gets.map(|told| told["operationId"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found.answered, gets);
    println!("{} requests", found.requests);
}

/// The log is exported, which must hold none of the words; then a new server starts on the directory.
fn restarted(server: TestServer, dir: &std::path::Path) -> TestServer {
    server.stop();
    let log = exported(dir, SLUG);
    assert!(log.lines().count() > 15 && log.contains("moderation.reviewed"));
    assert!(HIDDEN.iter().chain(&STAYS).all(|word| !log.contains(word)), "an export has no texts");
    TestServer::start_on(dir, &Setting::default())
}
