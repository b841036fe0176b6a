//! The dossier of a decision: everything that led to it and came of it, in one file that is checked without the server, and
//! on a page to print.

use std::collections::BTreeMap;

use domain::tally::input::Sha;
use serde_json::{Value, json};
use testkit::{Reply, TestServer};

use crate::description::Description;
use crate::story::{Story, at, header, id, of};

/// The verger: from a proposal and a meeting to a vote, and on to an action.
struct Orchard {
    story: Story,
    /// The path of the decision.
    path: String,
    proposal: String,
    hidden: String,
    meeting: String,
    action: String,
}

const HIDDEN: &str = "Marcel est un paresseux.";

fn change(story: &Story, method: &str, object: &str, below: &str, body: &Value) {
    let version = story.anne.client.get(object).expect(200)["version"].as_u64().unwrap();
    let seeing = story.anne.client.seeing(u32::try_from(version).unwrap());
    seeing.send(method, &format!("{object}{below}"), body.to_string().as_bytes()).expect(200);
}

/// A meeting whose minutes Bilal drafted, and Chloé approved.
fn meet(story: &Story) -> String {
    let (bilal, chloe) = (&story.bilal, &story.chloe);
    let planned = json!({
        "kind": "workshop", "starts_at": "2020-03-05T18:00:00Z", "ends_at": "2999-03-05T20:00:00Z",
        "title": "Atelier du verger", "place": "Salle des fêtes"
    });
    let meeting = id(&story.anne.client.post(&at("/meetings"), &planned).expect(201));
    let path = at(&format!("/meetings/{meeting}"));
    change(story, "PUT", &path, "/attendance", &json!({"count": 14, "persons": [bilal.id, chloe.id]}));
    let draft = json!({"minutes": "Trois terrains ont été visités."});
    let version = bilal.client.get(&path).expect(200)["version"].as_u64().unwrap();
    bilal.client.seeing(u32::try_from(version).unwrap()).post(&format!("{path}/minutes"), &draft).expect(200);
    chloe.client.put(&format!("{path}/approval-offer"), &json!({})).expect(200);
    change(story, "PUT", &path, "/minutes/1/approvers", &json!({"approvers": [chloe.id]}));
    chloe.client.put(&format!("{path}/minutes/1/approval"), &json!({})).expect(200);
    meeting
}

/// Moderators hide what Chloé said.
fn hide(story: &Story, contribution: &str) {
    story.anne.client.put(&at(&format!("/actors/{}/roles/moderator", story.bilal.id)), &json!({})).expect(200);
    story.anne.client.post(&(of(contribution) + "/reports"), &json!({"reason": "insult"})).expect(200);
    let review = json!({"outcome": "hidden", "rationale": "Le message vise une personne.", "rule": "Règle 3."});
    story.bilal.client.post(&(of(contribution) + "/reviews"), &review).expect(200);
}

fn cast(story: &Story, path: &str) {
    for (by, approve) in [(&story.anne, json!([0, 1])), (&story.bilal, json!([1])), (&story.chloe, json!([1]))] {
        by.client.post(&format!("{path}/ballots"), &json!({"ballot": {"approve": approve}})).expect(200);
    }
}

/// Waits until the outcome stands in the history.
fn wait(story: &Story, path: &str) {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while story.anne.client.get(path).expect(200)["phase"] != "decided" {
        assert!(std::time::Instant::now() < until, "nothing comes of it");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

impl Orchard {
    fn grow(visibility: &str) -> Self {
        let story = Story::with(TestServer::start(), visibility);
        let (anne, bilal) = (&story.anne.client, &story.bilal.client);
        let proposal = story.proposal("Un verger partagé", "Que chaque quartier ait ses fruits.");
        let hidden = story.comment(&proposal, HIDDEN);
        let meeting = meet(&story);
        let proposed = json!({
            "title": "Où planter le verger ?", "body": "Deux terrains <b>possibles</b>.",
            "rules": {
                "method": {"kind": "approval", "winners": 1}, "mode": "pseudonymous", "ties": "listed_first",
                "quorum": {"percent": 50}
            },
            "electorate": {"who": "persons"}, "options": [{"title": "Près de l’école"}, {"title": "Au bord de l’eau"}]
        });
        let decision = id(&bilal.post(&at("/decisions"), &proposed).expect(201));
        let path = at(&format!("/decisions/{decision}"));
        for to in [format!("contribution:{proposal}"), format!("contribution:{hidden}"), format!("meeting:{meeting}")] {
            bilal.post(&format!("{path}/links"), &json!({"to": to})).expect(200);
        }
        hide(&story, &hidden);
        anne.post(&format!("{path}/opening"), &json!({})).expect(200);
        cast(&story, &path);
        anne.post(&format!("{path}/closing"), &json!({})).expect(200);
        wait(&story, &path);
        let planned = json!({
            "origin": format!("decision:{decision}"), "title": "Planter douze pommiers",
            "purpose": "Que chaque quartier ait ses fruits.", "responsible": [story.bilal.id],
            "milestones": [{"title": "Le terrain est prêté", "due": "2031-03-01T00:00:00Z"}]
        });
        let action = id(&anne.post(&at("/actions"), &planned).expect(201));
        let action_path = at(&format!("/actions/{action}"));
        bilal.post(&format!("{action_path}/progress"), &json!({"percent": 40, "note": "Commandés."})).expect(200);
        bilal.post(&format!("{action_path}/obstacle"), &json!({"reason": "Le sol est gelé."})).expect(200);
        Self { path: format!("{path}/dossier"), story, proposal, hidden, meeting, action }
    }

    fn read(&self, query: &str) -> Value {
        self.story.stranger().get(&format!("{}{query}", self.path)).expect(200)
    }

    fn page(&self, language: &str) -> Reply {
        let reader = self.story.stranger().with("accept", "text/html").with("accept-language", language);
        reader.get(&self.path)
    }

    /// The stored bytes of every event, by position.
    fn history(&self) -> BTreeMap<u64, String> {
        let lines = self.story.stranger().with("accept", "application/x-ndjson").get(&at("/events"));
        let stored = |line: &str| {
            let position = serde_json::from_str::<Value>(line).unwrap()["position"].as_u64().unwrap();
            let bytes = line.split_once("\"event\":").unwrap().1.strip_suffix('}').unwrap();
            (position, bytes.to_owned())
        };
        String::from_utf8(lines.body).unwrap().lines().map(stored).collect()
    }

    /// The position of the only event of a type.
    fn position(&self, name: &str) -> u64 {
        let is = |bytes: &String| serde_json::from_str::<Value>(bytes).unwrap()["type"] == name;
        self.history().into_iter().find(|(_, bytes)| is(bytes)).expect(name).0
    }
}

fn types(dossier: &Value) -> Vec<&str> {
    let history = dossier["history"].as_array().unwrap().iter();
    history.map(|event| event["type"].as_str().unwrap().strip_prefix("decision.").unwrap()).collect()
}

#[test]
fn a_dossier_has_all_that_led_to_a_decision_and_came_of_it() {
    let orchard = Orchard::grow("public");
    let story = &orchard.story;
    let reply = story.stranger().get(&orchard.path);
    assert_eq!(Description::of(&story.server).check("getDossier", &reply), Ok(()));
    assert!(header(&reply, "vary").contains("Accept"), "{}", header(&reply, "vary"));
    let dossier = reply.expect(200);
    assert_eq!(dossier["format"], "tresse/dossier/v1");
    assert_eq!(dossier["position"], story.head());
    let decision = orchard.path.strip_suffix("/dossier").unwrap();
    assert_eq!(dossier["decision"], story.stranger().get(decision).expect(200), "as it is shown");
    assert_eq!(dossier["export"], story.stranger().get(&format!("{decision}/export")).expect(200));
    assert_eq!(dossier["trace"], story.stranger().get(&format!("{decision}/trace")).expect(200));
    let origins = &dossier["origins"];
    let named = |id: &str| {
        origins["contributions"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == id)
            .unwrap_or_else(|| panic!("{id}"))
    };
    let proposal = named(&orchard.proposal);
    assert_eq!((&proposal["title"], &proposal["replies"]), (&json!("Un verger partagé"), &json!(1)));
    assert_eq!(proposal["position"], orchard.position("contribution.submitted"));
    assert_eq!(named(&orchard.hidden)["body"], "[hidden]");
    let meeting = &origins["meetings"][0];
    assert_eq!((&meeting["id"], &meeting["attendance"]), (&json!(orchard.meeting), &json!(14)));
    assert_eq!(meeting["position"], orchard.position("meeting.planned"));
    let minutes = &meeting["minutes"];
    assert_eq!(minutes["text"], "Trois terrains ont été visités.");
    assert_eq!(minutes["approvers"][0]["actor"], story.chloe.id);
    assert_eq!(minutes["position"], orchard.position("meeting.minutes_published"));
    let action = &dossier["actions"][0];
    assert_eq!((&action["id"], &action["percent"]), (&json!(orchard.action), &json!(40)));
    assert_eq!((&action["phase"], &action["reason"]), (&json!("blocked"), &json!("Le sol est gelé.")));
    assert_eq!(action["milestones"][0]["title"], "Le terrain est prêté");
    assert_eq!(action["position"], orchard.position("action.planned"));
    assert!(!dossier.to_string().contains(HIDDEN), "hidden texts stay hidden");
    assert!(!dossier.to_string().contains("allowed_actions"), "it is the same whoever asks");
}

#[test]
fn the_history_of_a_dossier_is_that_of_the_log_but_for_ballots() {
    let orchard = Orchard::grow("public");
    let (dossier, stored) = (orchard.read(""), orchard.history());
    let wanted = "proposed option_set option_set linked linked linked opened closed outcome_recorded"
        .split(' ')
        .collect::<Vec<_>>();
    assert_eq!(types(&dossier), wanted);
    for event in dossier["history"].as_array().unwrap() {
        let bytes = &stored[&event["position"].as_u64().unwrap()];
        let leaf = Sha::of(&[&[0], bytes.as_bytes()].concat());
        assert_eq!(event["leaf"], json!(leaf), "{event}");
        let told: Value = serde_json::from_str(bytes).unwrap();
        assert_eq!(event["event"], told);
        for field in ["id", "type", "recorded_at", "by"] {
            assert_eq!(event.get(field), told.get(field), "{field}");
        }
    }
}

#[test]
fn a_saved_dossier_is_counted_without_the_server() {
    let orchard = Orchard::grow("public");
    let saved = orchard.story.stranger().get(&orchard.path).body;
    drop(orchard);
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("dossier.json"), saved).unwrap();
    let mut tally = testkit::binary::tresse();
    let told = tally.current_dir(dir.path()).args(["tally", "dossier.json"]).output().unwrap();
    let printed = String::from_utf8(told.stdout).unwrap();
    assert_eq!(told.status.code(), Some(0), "{printed}");
    assert!(printed.contains("Outcome: [1] Au bord de l’eau") && printed.contains("Findings: none"), "{printed}");
}

#[test]
fn a_dossier_of_the_past_knows_nothing_that_came_later() {
    let orchard = Orchard::grow("public");
    let before = |name: &str| orchard.read(&format!("?as_of={}", orchard.position(name)));
    let unopened = before("decision.opened");
    assert_eq!(types(&unopened).last(), Some(&"linked"));
    assert!(unopened.get("export").is_none() && unopened.get("trace").is_none(), "{unopened}");
    let open = before("decision.closed");
    assert_eq!(types(&open).last(), Some(&"opened"));
    assert!(open["export"].get("input").is_none() && open.get("trace").is_none(), "{open}");
    assert_eq!((&open["decision"]["phase"], &open["actions"]), (&json!("open"), &json!([])));
    let counted = before("decision.outcome_recorded");
    assert!(counted["trace"].is_object() && counted["export"].get("recorded").is_none(), "{counted}");
    assert!(!unopened.to_string().contains(HIDDEN), "what is hidden today is hidden yesterday");
    let early = orchard.story.stranger().get(&format!("{}?as_of=3", orchard.path));
    assert_eq!(early.problem(404), "unknown_decision");
}

#[test]
fn objections_and_later_decisions_are_in_a_dossier() {
    let story = Story::begin();
    let (anne, chloe) = (&story.anne.client, &story.chloe.client);
    let new = |title: &str| {
        json!({
            "title": title, "rules": {"method": {"kind": "consent"}, "mode": "pseudonymous", "ties": "listed_first"},
            "electorate": {"who": "persons"}
        })
    };
    let first = id(&anne.post(&at("/decisions"), &new("La charte ?")).expect(201));
    let path = at(&format!("/decisions/{first}"));
    anne.post(&format!("{path}/opening"), &json!({})).expect(200);
    chloe.post(&format!("{path}/objections"), &json!({"reason": "Elle est trop longue."})).expect(200);
    anne.post(&format!("{path}/closing"), &json!({})).expect(200);
    wait(&story, &path);
    let second = id(&anne.post(&at("/decisions"), &new("Une charte d’une page ?")).expect(201));
    let proposed = story.head() - 1;
    let link = json!({"to": format!("decision:{first}")});
    anne.post(&at(&format!("/decisions/{second}/links")), &link).expect(200);
    let dossier = story.stranger().get(&format!("{path}/dossier")).expect(200);
    let objection = &dossier["objections"][0];
    assert_eq!((&objection["reason"], &objection["stands"]), (&json!("Elle est trop longue."), &json!(true)));
    let position = objection["position"].as_u64().unwrap();
    let raised = story.stranger().get(&at(&format!("/events/{position}"))).expect(200);
    assert_eq!(raised["event"]["type"], "decision.objection_raised");
    let later = &dossier["decisions"][0];
    assert_eq!((&later["id"], &later["position"]), (&json!(second), &json!(proposed)));
    let second = story.stranger().get(&at(&format!("/decisions/{second}/dossier"))).expect(200);
    let earlier = &second["origins"]["decisions"][0];
    assert_eq!((&earlier["title"], &earlier["outcome"]["result"]), (&json!("La charte ?"), &json!("rejected")));
    let page =
        story.stranger().with("accept", "text/html").with("accept-language", "fr").get(&format!("{path}/dossier"));
    let page = String::from_utf8(page.body).unwrap();
    for told in
        ["Elle est trop longue.", "1 objection maintenue", "La proposition n’est pas adoptée", "Une charte d’une page"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[test]
fn a_members_network_shows_its_dossiers_to_its_members_alone() {
    let orchard = Orchard::grow("members");
    for accept in ["application/json", "text/html"] {
        let of = |client: &testkit::Client| client.with("accept", accept).get(&orchard.path).status;
        assert_eq!((of(&orchard.story.stranger()), of(&orchard.story.chloe.client)), (404, 200), "{accept}");
    }
}

#[test]
fn who_reads_with_a_browser_gets_the_page() {
    let orchard = Orchard::grow("public");
    let of = |accept: &str| {
        let reply = orchard.story.stranger().with("accept", accept).get(&orchard.path);
        (reply.status, header(&reply, "content-type").to_owned())
    };
    let (json, html) = ((200, "application/json".to_owned()), (200, "text/html; charset=utf-8".to_owned()));
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (accept, wanted) in [
        (browser, &html),
        ("*/*", &json),
        ("application/json, text/html;q=0.5", &json),
        ("application/json;q=0.5, text/html", &html),
    ] {
        assert_eq!(of(accept), *wanted, "{accept}");
    }
    assert_eq!(of("image/png").0, 406);
}

/// The page as XML: HTML closes no `meta`.
fn parsed(page: &str) -> String {
    let mut xml = String::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some((before, after)) = rest.split_once("<meta ") {
        let (attributes, after) = after.split_once('>').unwrap();
        xml.extend([before, "<meta ", attributes, "/>"]);
        rest = after;
    }
    xml + rest
}

#[test]
fn the_page_tells_it_in_french_and_english_and_asks_nobody_for_anything() {
    let orchard = Orchard::grow("public");
    for (language, told) in [
        (
            "fr",
            [
                "Le choix se porte sur « Au bord de l’eau », avec 3 approbations.",
                "3 bulletins pour 3 votants possibles ; il en fallait au moins 2 : le quorum est atteint.",
                "« Au bord de l’eau » l’emporte, avec 3 approbations.",
                "14 présents",
                "Ce qui bloque :",
                "Texte masqué par la modération.",
            ],
        ),
        (
            "en",
            [
                "The choice is “Au bord de l’eau”, with 3 approvals.",
                "3 ballots of 3 who might vote; at least 2 had to: the quorum is met.",
                "“Au bord de l’eau” wins with 3 approvals.",
                "14 came",
                "What holds it up:",
                "Text hidden by moderators.",
            ],
        ),
    ] {
        let reply = orchard.page(language);
        assert_eq!((reply.status, header(&reply, "content-language")), (200, language));
        assert!(header(&reply, "vary").contains("Accept-Language"));
        let policy = header(&reply, "content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("script"), "{policy}");
        let page = String::from_utf8(reply.body).unwrap();
        assert!(!page.contains(HIDDEN) && !page.contains("<b>possibles"), "hidden, and escaped");
        let xml = parsed(&page);
        let tree = roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
        assert_eq!(tree.root_element().attribute("lang"), Some(language));
        let body = tree.descendants().find(|node| node.has_tag_name("body")).unwrap();
        let text: String = body.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
        let text = text.replace(['\u{a0}', '\u{202f}'], " ");
        for told in told.iter().chain(&["Que chaque quartier ait ses fruits.", "Trois terrains ont été visités."]) {
            assert!(text.contains(told), "{told}: {text}");
        }
        is_open_to_all(&tree);
        assert!(!text.contains("dossier-") && !text.contains(['{', '}']), "no message is missing");
    }
}

/// Nothing runs, nothing is fetched, and headings, links and pictures say what they are.
fn is_open_to_all(tree: &roxmltree::Document<'_>) {
    let all = |name: &str| tree.descendants().filter(move |node| node.has_tag_name(name)).collect::<Vec<_>>();
    for never in ["script", "link", "img", "iframe", "form"] {
        assert!(all(never).is_empty(), "{never}");
    }
    let attributes = tree.descendants().flat_map(|node| node.attributes().collect::<Vec<_>>());
    assert!(attributes.into_iter().all(|one| !one.name().starts_with("on") && one.name() != "src"));
    let mut ids: Vec<_> = tree.descendants().filter_map(|node| node.attribute("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "every id is one");
    for link in all("a") {
        let to = link.attribute("href").unwrap();
        assert!(!to.contains("://"), "{to}");
        assert!(to.strip_prefix('#').is_none_or(|to| ids.contains(&to)), "{to}");
    }
    assert_eq!(all("h1").len(), 1);
    let headings = tree.descendants().filter_map(|node| node.tag_name().name().strip_prefix('h')?.parse::<u8>().ok());
    headings.fold(0, |before, level| {
        assert!(level <= before + 1, "a heading is left out");
        level
    });
    for svg in all("svg") {
        let is_told = svg.attribute("role") == Some("img") && svg.attribute("aria-labelledby").is_some();
        assert!(is_told || svg.attribute("aria-hidden") == Some("true"));
    }
    assert!(all("th").iter().all(|head| head.attribute("scope").is_some()));
    assert_eq!(tree.descendants().find(|node| node.has_tag_name("a")).unwrap().attribute("class"), Some("skip"));
}
