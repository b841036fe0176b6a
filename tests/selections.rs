//! The life of selections: prepared from what was adopted, assessed, shared among payers, chosen by a decision.

mod choices;
mod happen;
mod refusals;

use serde_json::{Value, json};
use testkit::{Client, Member};

use crate::story::{Story, at, id, misfit};

pub use happen::happen;
pub use refusals::refusals;

fn last(path: &str) -> String {
    path.split('/').next_back().unwrap().to_owned()
}

/// A version of a specification that was adopted: it must be free, it should be in French, nobody wants advertisements, and
/// nobody said how much an export is wanted.
fn adopted(story: &Story) -> String {
    let anne = &story.anne.client;
    let opened = anne.post(&at("/specifications"), &json!({"title": "Un outil pour la vallée"})).expect(201);
    let path = at(&format!("/specifications/{}", id(&opened)));
    for (title, priority) in
        [("Libre", "must"), ("En français", "should"), ("Des annonces", "wont"), ("On en sort", "")]
    {
        let new = json!({"kind": "constraint", "title": title});
        let requirement = id(&anne.post(&format!("{path}/requirements"), &new).expect(201));
        if !priority.is_empty() {
            let wanted = format!("{path}/requirements/{requirement}/priority");
            anne.put(&wanted, &json!({"priority": priority})).expect(200);
        }
    }
    let version = id(&anne.post(&format!("{path}/versions"), &json!({})).expect(201));
    let decision = decide(story, "majority", &[], &format!("specification_version:{version}"), &json!({"say": "yes"}));
    anne.post(&format!("{path}/versions/1/adoption"), &json!({"decision": decision})).expect(200);
    version
}

/// A decision about something, on which Anne, Bilal and Chloé cast the same ballot, up to its outcome.
fn decide(story: &Story, method: &str, options: &[Value], about: &str, ballot: &Value) -> String {
    let path = voting(story, method, options, about);
    for by in [&story.anne, &story.bilal, &story.chloe] {
        by.client.post(&format!("{path}/ballots"), &json!({"ballot": ballot})).expect(200);
    }
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while story.anne.client.get(&path).expect(200)["phase"] != "decided" {
        assert!(std::time::Instant::now() < until, "nothing comes of {path}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    last(&path)
}

/// The path of an open decision about something, or nothing.
fn voting(story: &Story, method: &str, options: &[Value], about: &str) -> String {
    let (method, mode) = match method {
        "majority" => (json!({"kind": "majority", "threshold": "simple", "base": "expressed"}), "roll_call"),
        "approval" => (json!({"kind": "approval", "winners": 1}), "roll_call"),
        _ => (json!({"kind": "consent"}), "pseudonymous"),
    };
    let new = json!({
        "title": "Est-ce cela ?", "electorate": {"who": "persons"}, "options": options,
        "rules": {"method": method, "mode": mode, "ties": "listed_first"}
    });
    let path = at(&format!("/decisions/{}", id(&story.anne.client.post(&at("/decisions"), &new).expect(201))));
    if !about.is_empty() {
        story.anne.client.post(&format!("{path}/links"), &json!({"to": about})).expect(200);
    }
    story.anne.client.post(&format!("{path}/opening"), &json!({})).expect(200);
    path
}

/// The path of a selection that Anne prepares.
fn prepare(story: &Story) -> String {
    let new = json!({"version": adopted(story), "title": "Un agenda commun", "currency": "EUR"});
    at(&format!("/selections/{}", id(&story.anne.client.post(&at("/selections"), &new).expect(201))))
}

/// A selection, for whoever wants any.
pub fn one(story: &Story) -> String {
    last(&prepare(story))
}

fn euros(minor: i64) -> Value {
    json!({"minor": minor, "currency": "EUR"})
}

fn tool(name: &str, one_off: i64, yearly: i64) -> Value {
    json!({"name": name, "licence_kind": "free", "one_off": euros(one_off), "yearly": euros(yearly)})
}

/// The id of a tool that somebody proposes.
fn propose(by: &Member, selection: &str, new: &Value) -> String {
    id(&by.client.post(&format!("{selection}/candidates"), new).expect(201))
}

/// The path of a selection that is open, and its two candidates.
fn opened(story: &Story) -> (String, [String; 2]) {
    let path = prepare(story);
    let agenda = propose(&story.bilal, &path, &tool("Agenda libre", 10_000, 1_000));
    let other = propose(&story.chloe, &path, &tool("Calendrier+", 0, 4_000));
    story.anne.client.post(&format!("{path}/opening"), &json!({})).expect(200);
    (path, [agenda, other])
}

/// Closed, without an assessment.
fn closed(story: &Story) -> (String, [String; 2]) {
    let (path, candidates) = opened(story);
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    (path, candidates)
}

fn assess(by: &Member, selection: &str, scores: &[(&str, u16, u8)]) -> Value {
    let one = |(candidate, criterion, score): &(&str, u16, u8)| json!({"candidate": candidate, "criterion": criterion, "score": score});
    let given: Vec<_> = scores.iter().map(one).collect();
    by.client.put(&format!("{selection}/assessments"), &json!({"assessments": given})).expect(200)
}

fn offered(by: &Client, path: &str) -> Vec<String> {
    let read = by.get(path).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

#[test]
fn criteria_come_from_what_was_adopted_and_are_changed_until_it_opens() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let path = prepare(&story);
    let prepared = story.head();
    let shown = story.stranger().get(&path).expect(200);
    let told = |shown: &Value| -> Vec<(Value, Value, Value)> {
        let criteria = shown["criteria"].as_array().unwrap().iter();
        criteria.map(|one| (one["criterion"].clone(), one["title"].clone(), one["weight"].clone())).collect()
    };
    let first = [(json!(1), json!("Libre"), json!(8)), (json!(2), json!("En français"), json!(4))];
    assert_eq!(told(&shown)[..2], first);
    assert_eq!(told(&shown)[2], (json!(3), json!("On en sort"), json!(2)), "what nobody gave a priority");
    assert_eq!(told(&shown).len(), 3, "what people do not want is no criterion");
    assert_eq!((&shown["phase"], &shown["currency"]), (&json!("prepared"), &json!("EUR")));
    // Others may change the same: one says what one has seen.
    let criterion = |n: u8| format!("{path}/criteria/{n}");
    let heavier = json!({"weight": 10});
    assert_eq!(anne.put(&criterion(2), &heavier).problem(428), "precondition_required");
    assert_eq!(bilal.seeing(1).put(&criterion(2), &heavier).problem(403), "forbidden");
    anne.seeing(1).put(&criterion(2), &heavier).expect(200);
    assert_eq!(anne.seeing(1).put(&criterion(2), &heavier).problem(412), "stale_version");
    anne.seeing(2).put(&criterion(4), &json!({"weight": 1, "title": "Beau"})).expect(200);
    let set = anne.delete(&criterion(1)).expect(200)["resource"].clone();
    let weights: Vec<_> =
        set["criteria"].as_array().unwrap().iter().map(|one| (&one["weight"], &one["withdrawn"])).collect();
    assert_eq!(weights[0], (&json!(8), &json!(true)));
    assert_eq!((weights[1].0, &set["criteria"][1]["given"]), (&json!(10), &json!(4)), "what it was is told");
    assert_eq!(set["criteria"][3]["title"], "Beau");
    assert_eq!(misfit(&anne.seeing(4).put(&criterion(2), &json!({"weight": 101})), 422).0, "/weight");
    let before = story.stranger().get(&format!("{path}?as_of={prepared}")).expect(200);
    assert_eq!(told(&before)[..2], first, "the history knows what it was");
}

#[test]
fn what_one_proposed_is_ones_own_until_people_assess_it() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let path = prepare(&story);
    let new = json!({
        "name": "Agenda libre", "link": "https://agenda.example/", "hosting": "Par une association",
        "licence": "AGPL-3.0", "licence_kind": "free", "one_off": euros(10_000), "yearly": euros(1_000)
    });
    let agenda = format!("{path}/candidates/{}", propose(&story.bilal, &path, &new));
    let other = propose(&story.chloe, &path, &tool("Calendrier+", 0, 4_000));
    let shown = story.stranger().get(&agenda).expect(200);
    for (field, text) in [("name", "Agenda libre"), ("link", "https://agenda.example/"), ("licence", "AGPL-3.0")] {
        assert_eq!(shown[field], text);
    }
    assert_eq!((&shown["proposer"], &shown["phase"]), (&json!(story.bilal.id), &json!("standing")));
    let changing = ["reviseCandidate", "withdrawCandidate", "setSetupMethod"];
    assert_eq!(offered(bilal, &agenda), changing);
    assert_eq!(offered(&story.chloe.client, &agenda), Vec::<String>::new());
    let cheaper = tool("Agenda libre", 9_000, 1_000);
    assert_eq!(bilal.put(&agenda, &cheaper).problem(428), "precondition_required");
    assert_eq!(story.chloe.client.seeing(1).put(&agenda, &cheaper).problem(403), "forbidden");
    bilal.seeing(1).put(&agenda, &cheaper).expect(200);
    let method = json!({"title": "Par nous", "description": "Un samedi.", "cost": euros(500), "delay_days": 7});
    bilal.seeing(2).put(&format!("{agenda}/setup-methods/1"), &method).expect(200);
    let opened = anne.post(&format!("{path}/opening"), &json!({})).expect(200)["resource"].clone();
    assert_eq!(opened["candidates"], json!([last(&agenda), other]));
    // From here on, only facilitators, and never silently.
    assert_eq!(bilal.seeing(3).put(&agenda, &cheaper).problem(403), "forbidden");
    assert_eq!(offered(bilal, &agenda), Vec::<String>::new());
    assert_eq!(misfit(&anne.seeing(3).put(&agenda, &cheaper), 422).0, "/reason");
    let mut corrected = tool("Agenda libre", 12_000, 1_000);
    corrected["reason"] = json!("Le devis a changé.");
    let told = anne.seeing(3).put(&agenda, &corrected).expect(200)["resource"].clone();
    assert_eq!(told["one_off"], euros(12_000));
    assert_eq!(told["corrections"][0]["reason"], "Le devis a changé.");
    let before = told["corrections"][0]["position"].as_u64().unwrap();
    let then = story.stranger().get(&format!("{agenda}?as_of={before}")).expect(200);
    assert_eq!((&then["one_off"], &then["corrections"]), (&euros(9_000), &json!([])));
    anne.post(&format!("{path}/candidates/{other}/withdrawal"), &json!({"reason": "Racheté."})).expect(200);
    let listed = |query: &str| -> Vec<String> {
        let page = story.stranger().get(&format!("{path}/candidates?{query}")).expect(200);
        page["items"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!(listed(""), [last(&agenda), other.clone()]);
    assert_eq!(listed("phase=withdrawn"), [other.clone()]);
    assert_eq!(
        (listed("limit=1"), listed(&format!("limit=1&after={}", last(&agenda)))),
        (vec![last(&agenda)], vec![other])
    );
}

#[test]
fn people_assess_behind_a_pseudonym_and_the_results_wait_for_the_close() {
    let story = Story::begin();
    let (anne, stranger) = (&story.anne, story.stranger());
    let (path, [agenda, other]) = opened(&story);
    assess(anne, &path, &[(&agenda, 1, 3), (&agenda, 2, 4), (&other, 1, 2)]);
    assess(&story.bilal, &path, &[(&agenda, 1, 3)]);
    let said = json!({"assessments": [
        {"candidate": agenda, "criterion": 1, "score": 4, "comment": "Rien à redire."}
    ]});
    story.chloe.client.put(&format!("{path}/assessments"), &said).expect(200);
    let event = anne.client.get(&at(&format!("/events/{}", story.head() - 1))).expect(200)["event"].clone();
    assert_eq!((&event["type"], event.get("by")), (&json!("selection.assessed"), None));
    assert!(!event.to_string().contains(&story.chloe.id) && !event.to_string().contains("redire"));
    // While people assess, how much is told and not how well.
    let results = || stranger.get(&format!("{path}/results")).expect(200);
    let open = results();
    assert_eq!((&open["scores_hidden"], &open["assessors"]), (&json!(true), &json!(3)));
    let first = &open["candidates"][0];
    assert!(first.get("score").is_none() && first.get("rank").is_none());
    let by = &first["criteria"][0];
    assert_eq!((&by["n"], by.get("counts"), by.get("mean")), (&json!(3), None, None));
    assert_eq!(stranger.get(&format!("{path}/comments")).expect(200)["items"], json!([]));
    // One's own, and nobody else's; what is changed or taken back counts no more.
    let own = anne.client.get(&format!("{path}/assessments")).expect(200);
    assert_eq!(own["assessments"].as_array().unwrap().len(), 3);
    assert_eq!(
        story.chloe.client.get(&format!("{path}/assessments")).expect(200)["assessments"][0]["comment"],
        "Rien à redire."
    );
    assert_eq!(stranger.get(&format!("{path}/assessments")).problem(401), "authentication_required");
    let head = story.head();
    assess(anne, &path, &[(&agenda, 1, 3)]);
    assert_eq!(story.head(), head, "to say the same has no effect");
    assess(anne, &path, &[(&other, 1, 1)]);
    anne.client.delete(&format!("{path}/assessments/{agenda}/2")).expect(200);
    let still_open = story.head();
    anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let told = results();
    let (first, second) = (&told["candidates"][0], &told["candidates"][1]);
    assert_eq!((&first["candidate"], &first["rank"], &first["tied"]), (&json!(agenda), &json!(1), &json!(false)));
    // (3 + 3 + 4) / 3 of 4, by the one criterion that anybody assessed.
    assert_eq!(first["score"], json!({"exact": "5/6", "per_mille": 833}));
    let by = &first["criteria"][0];
    assert_eq!((&by["counts"], &by["mean"]), (&json!([0, 0, 0, 2, 1]), &json!({"exact": "10/3", "decimal": "3.33"})));
    assert_eq!((&by["spread"], &by["least"], &by["greatest"]), (&json!("0.47"), &json!(3), &json!(4)));
    assert_eq!((&first["criteria"][1]["n"], first["criteria"][1].get("mean")), (&json!(0), None));
    let coverage = &first["coverage"];
    assert_eq!(
        (&coverage["assessors"], &coverage["weight"], &coverage["of_weight"]),
        (&json!(3), &json!(8), &json!(14))
    );
    assert_eq!((&coverage["per_mille"], &coverage["means_little"]), (&json!(571), &json!(false)));
    assert_eq!((&second["score"]["exact"], &second["coverage"]["means_little"]), (&json!("1/4"), &json!(true)));
    let comments = stranger.get(&format!("{path}/comments?expand=texts")).expect(200);
    assert_eq!(comments["items"][0]["comment"], "Rien à redire.");
    // A past reading is what could be read then.
    let then = stranger.get(&format!("{path}/results?as_of={still_open}")).expect(200);
    assert_eq!(then["scores_hidden"], true);
    assert_eq!(anne.client.put(&format!("{path}/assessments"), &said).problem(409), "selection_not_open");
}

#[test]
fn it_closes_by_its_time() {
    let story = Story::begin();
    let path = prepare(&story);
    for name in ["Agenda libre", "Calendrier+"] {
        propose(&story.bilal, &path, &tool(name, 0, 0));
    }
    let soon = story.server.catalogue.now().millis() + 500;
    let until = json!({"assess_until": domain::ids::Stamp::from_millis(soon).unwrap()});
    story.anne.client.post(&format!("{path}/opening"), &until).expect(200);
    story.wait_for("selection.closed");
    let shown = story.stranger().get(&path).expect(200);
    assert_eq!((&shown["phase"], shown["closed_at"].is_string()), (&json!("closed"), true));
}

#[test]
fn costs_are_compared_over_years_and_by_way_to_set_up() {
    let story = Story::begin();
    let path = prepare(&story);
    let agenda = propose(&story.bilal, &path, &tool("Agenda libre", 10_000, 1_000));
    let other = propose(&story.chloe, &path, &tool("Calendrier+", 0, 4_000));
    for (n, title, cost, days) in [(1, "Par nous", 500, 7), (2, "Par une association", 20_000, 30)] {
        let method = json!({"title": title, "cost": euros(cost), "delay_days": days});
        let set = format!("{path}/candidates/{agenda}/setup-methods/{n}");
        story.bilal.client.seeing(n).put(&set, &method).expect(200);
    }
    let costs = |query: &str| story.stranger().get(&format!("{path}/costs?{query}")).expect(200);
    let three = costs("years=3&expand=texts");
    let of: Vec<_> = three["costs"].as_array().unwrap().iter().collect();
    assert_eq!(of.len(), 3, "two ways to set the first up, and the other");
    assert_eq!(
        (&of[0]["method_title"], &of[0]["total"], &of[0]["delay_days"]),
        (&json!("Par nous"), &json!(13_500), &json!(7))
    );
    assert_eq!(
        (&of[1]["set_up"], &of[1]["yearly_in_all"], &of[1]["total"]),
        (&json!(20_000), &json!(3_000), &json!(33_000))
    );
    assert_eq!((&of[2]["candidate"], &of[2]["total"], of[2].get("method")), (&json!(other), &json!(12_000), None));
    assert_eq!((&costs("")["years"], &costs("")["costs"][2]["total"]), (&json!(5), &json!(20_000)));
    assert_eq!(misfit(&story.stranger().get(&format!("{path}/costs?years=21")), 422).0, "years");
    let gone = format!("{path}/candidates/{agenda}/setup-methods/1");
    story.bilal.client.delete(&gone).expect(200);
    assert_eq!(costs("")["costs"].as_array().unwrap().len(), 2);
}

#[test]
fn the_cost_is_shared_to_the_cent_and_each_payer_answers() {
    let story = Story::begin();
    let (anne, bilal, chloe) = (&story.anne, &story.bilal, &story.chloe);
    let (path, [agenda, _]) = opened(&story);
    let pays = |of: &[(&str, u32)]| -> Vec<Value> {
        of.iter().map(|(actor, basis)| json!({"actor": actor, "basis": basis})).collect()
    };
    let plan = |years: u8, rule: &str, of: &[(&str, u32)]| {
        let new = json!({"candidate": agenda, "years": years, "rule": rule, "payers": pays(of)});
        anne.client.post(&format!("{path}/split"), &new).expect(200)["resource"]["split"].clone()
    };
    assert_eq!(story.stranger().get(&format!("{path}/split")).problem(404), "not_found");
    let thirds = plan(3, "equal", &[(&anne.id, 1), (&bilal.id, 1), (&chloe.id, 1)]);
    let shares = |split: &Value| -> Vec<i64> {
        split["payers"].as_array().unwrap().iter().map(|payer| payer["share"].as_i64().unwrap()).collect()
    };
    assert_eq!((shares(&thirds), &thirds["total"]), (vec![4_334, 4_333, 4_333], &euros(13_000)));
    assert_eq!((&thirds["current"], &thirds["accepted_by_all"]), (&json!(true), &json!(false)));
    assert!(offered(&bilal.client, &path).contains(&"acceptShare".to_owned()));
    bilal.client.post(&format!("{path}/split/acceptance"), &json!({"split": 1})).expect(200);
    let no = json!({"split": 1, "reason": "Notre budget est voté."});
    chloe.client.post(&format!("{path}/split/refusal"), &no).expect(200);
    let answered = story.head();
    let read = |query: &str| story.stranger().get(&format!("{path}/split{query}")).expect(200);
    assert_eq!(read("")["payers"][2]["reason"], "Notre budget est voté.");
    assert!(read("")["payers"][1]["accepted_at"].is_string());
    // Another plan asks anew; what was answered to the one before stays in the history.
    let by_size = plan(3, "by_size", &[(&anne.id, 2), (&bilal.id, 1)]);
    assert_eq!((shares(&by_size), &by_size["split"]), (vec![8_667, 4_333], &json!(2)));
    assert!(by_size["payers"][1].get("accepted_at").is_none());
    assert_eq!(read(&format!("?as_of={answered}"))["split"], 1);
    let late = bilal.client.post(&format!("{path}/split/acceptance"), &json!({"split": 1}));
    assert_eq!(late.problem(409), "split_replaced");
    for payer in [anne, bilal] {
        payer.client.post(&format!("{path}/split/acceptance"), &json!({"split": 2})).expect(200);
    }
    assert_eq!(read("")["accepted_by_all"], true);
    // Whoever represents a payer answers for it.
    let club = json!({"kind": "organisation", "profile": {"name": "Le Club"}});
    let club = id(&anne.client.post(&at("/actors"), &club).expect(201));
    let represents = at(&format!("/actors/{}/representations/{club}", bilal.id));
    anne.client.put(&represents, &json!({})).expect(200);
    plan(1, "by_means", &[(&club, 90_000)]);
    bilal.client.post(&format!("{path}/split/acceptance"), &json!({"split": 3})).expect(200);
    assert_eq!(read("")["accepted_by_all"], true);
    // What costs otherwise than planned is planned anew.
    let mut dearer = tool("Agenda libre", 11_000, 1_000);
    dearer["reason"] = json!("Le devis a changé.");
    anne.client.seeing(1).put(&format!("{path}/candidates/{agenda}"), &dearer).expect(200);
    assert_eq!(read("")["current"], false);
}

#[test]
fn selections_are_filtered_and_walked() {
    let story = Story::begin();
    let made = [prepare(&story), prepare(&story)].map(|path| last(&path));
    let over = json!({"reason": "À revoir."});
    story.anne.client.post(&at(&format!("/selections/{}/abandonment", made[0])), &over).expect(200);
    let page = |query: &str| story.stranger().get(&at(&format!("/selections?{query}"))).expect(200);
    let listed = |query: &str| -> Vec<String> { page(query)["items"].as_array().unwrap().iter().map(id).collect() };
    assert_eq!(listed(""), made);
    assert_eq!(listed("phase=abandoned"), made[..1]);
    let version = page("")["items"][1]["requirements"].as_str().unwrap().to_owned();
    assert_eq!(listed(&format!("requirements={version}")), made[1..]);
    assert_eq!(
        (listed("limit=1"), listed(&format!("limit=1&after={}", made[0]))),
        (made[..1].to_vec(), made[1..].to_vec())
    );
    let title = |query: &str| page(query)["items"][0].get("title").cloned();
    assert_eq!((title(""), title("expand=texts")), (None, Some(json!("Un agenda commun"))));
}
