//! Every refusal of selections and candidates that a request reaches.

use testkit::Reply;

use super::*;

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Every refusal that a request reaches, with its code.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let mut refused = preparing(story);
    refused.extend(proposing(story));
    refused.extend(assessing(story));
    refused.extend(sharing(story));
    refused.extend(choosing(story));
    refused
}

fn preparing(story: &Story) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let spec =
        at(&format!("/specifications/{}", id(&anne.post(&at("/specifications"), &json!({"title": "x"})).expect(201))));
    anne.post(&format!("{spec}/requirements"), &json!({"kind": "goal", "title": "x"})).expect(201);
    let draft = id(&anne.post(&format!("{spec}/versions"), &json!({})).expect(201));
    let prepared =
        |version: &str| anne.post(&at("/selections"), &json!({"version": version, "title": "x", "currency": "EUR"}));
    let path = prepare(story);
    let set = |n: u8, body: &Value| {
        let version = anne.get(&path).expect(200)["version"].as_u64().unwrap();
        anne.seeing(u32::try_from(version).unwrap()).put(&format!("{path}/criteria/{n}"), body)
    };
    let open = |body: &Value| anne.post(&format!("{path}/opening"), body);
    let mut refused = vec![
        ("unknown_selection", anne.post(&at(&format!("/selections/{NOBODY}/closing")), &json!({}))),
        ("unknown_selection_version", prepared(NOBODY)),
        ("selection_version_not_adopted", prepared(&draft)),
        ("unknown_criterion", anne.delete(&format!("{path}/criteria/9"))),
        ("criterion_untitled", set(4, &json!({"weight": 1}))),
        ("too_few_candidates", open(&json!({}))),
        ("unknown_presentation_meeting", anne.put(&format!("{path}/presentation"), &json!({"meeting": NOBODY}))),
    ];
    let workshop = json!({
        "kind": "workshop", "title": "x", "place": "y", "starts_at": "2999-03-05T18:00:00Z",
        "ends_at": "2999-03-05T20:00:00Z"
    });
    let workshop = id(&anne.post(&at("/meetings"), &workshop).expect(201));
    refused.push(("not_a_presentation", anne.put(&format!("{path}/presentation"), &json!({"meeting": workshop}))));
    for name in ["Agenda", "Calendrier"] {
        propose(&story.bilal, &path, &tool(name, 0, 0));
    }
    refused.push(("assess_until_past", open(&json!({"assess_until": "2020-01-01T00:00:00Z"}))));
    for n in 1..=3 {
        set(n, &json!({"weight": 0})).expect(200);
    }
    refused.push(("selection_nothing_counts", open(&json!({}))));
    set(1, &json!({"weight": 1})).expect(200);
    open(&json!({})).expect(200);
    refused.push(("selection_opened", set(1, &json!({"weight": 2}))));
    anne.post(&format!("{path}/abandonment"), &json!({"reason": "x"})).expect(200);
    refused.push(("selection_over", anne.post(&format!("{path}/abandonment"), &json!({"reason": "x"}))));
    refused
}

fn proposing(story: &Story) -> Vec<(&'static str, Reply)> {
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let path = prepare(story);
    let new = |new: &Value| bilal.post(&format!("{path}/candidates"), new);
    let francs = json!({"minor": 1, "currency": "CHF"});
    let (mut once, mut yearly) = (tool("x", 0, 0), tool("x", 0, 0));
    once["one_off"] = francs.clone();
    yearly["yearly"] = euros(-1);
    let agenda = propose(&story.bilal, &path, &tool("Agenda", 0, 0));
    let below = format!("{path}/candidates/{agenda}");
    let method = |cost: &Value| json!({"title": "x", "cost": cost, "delay_days": 1});
    let mut refused = vec![
        ("unknown_candidate", bilal.get(&format!("{path}/candidates/{NOBODY}"))),
        ("unknown_candidate_selection", bilal.post(&at(&format!("/selections/{NOBODY}/candidates")), &tool("x", 0, 0))),
        ("one_off_cost_unfit", new(&once)),
        ("yearly_cost_unfit", new(&yearly)),
        ("setup_cost_unfit", bilal.seeing(1).put(&format!("{below}/setup-methods/1"), &method(&francs))),
        ("unknown_setup_method", bilal.delete(&format!("{below}/setup-methods/1"))),
    ];
    for n in 1..=16 {
        bilal.seeing(n).put(&format!("{below}/setup-methods/{n}"), &method(&euros(1))).expect(200);
    }
    let more = bilal.seeing(17).put(&format!("{below}/setup-methods/17"), &method(&euros(1)));
    refused.push(("too_many_setup_methods", more));
    let gone = propose(&story.bilal, &path, &tool("x", 0, 0));
    let withdraw =
        |candidate: &str| anne.post(&format!("{path}/candidates/{candidate}/withdrawal"), &json!({"reason": "x"}));
    withdraw(&gone).expect(200);
    refused.push(("candidate_withdrawn", withdraw(&gone)));
    for _ in 2..32 {
        propose(&story.bilal, &path, &tool("x", 0, 0));
    }
    refused.push(("too_many_candidates", new(&tool("x", 0, 0))));
    anne.post(&format!("{path}/opening"), &json!({})).expect(200);
    refused.push(("candidate_too_late", new(&tool("x", 0, 0))));
    refused.push(("correction_unexplained", anne.seeing(17).put(&below, &tool("x", 0, 0))));
    anne.post(&format!("{path}/abandonment"), &json!({"reason": "x"})).expect(200);
    refused.push(("candidate_selection_over", withdraw(&agenda)));
    refused
}

fn assessing(story: &Story) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let (path, [agenda, _]) = opened(story);
    let say = |by: &Client, path: &str, candidate: &str, criterion: u16| {
        let one = json!({"candidate": candidate, "criterion": criterion, "score": 1});
        by.put(&format!("{path}/assessments"), &json!({"assessments": [one]}))
    };
    let club = json!({"kind": "organisation", "profile": {"name": "Le Club"}});
    let club = id(&anne.post(&at("/actors"), &club).expect(201));
    let key = anne.post(&at(&format!("/actors/{club}/keys")), &json!({"scopes": ["read", "write"]})).expect(201);
    let club = story.server.caller(key["secret"].as_str().unwrap());
    vec![
        ("selection_candidate_unfit", say(anne, &path, NOBODY, 1)),
        ("selection_criterion_unfit", say(anne, &path, &agenda, 99)),
        ("assessor_not_a_person", say(&club, &path, &agenda, 1)),
        ("not_assessed", anne.delete(&format!("{path}/assessments/{agenda}/1"))),
        ("selection_not_open", say(anne, &prepare(story), &agenda, 1)),
    ]
}

fn sharing(story: &Story) -> Vec<(&'static str, Reply)> {
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let gone = story.server.join("vallee", anne, "Fatou");
    gone.client.post(&at(&format!("/actors/{}/departure", gone.id)), &json!({})).expect(200);
    let (path, [agenda, other]) = opened(story);
    let plan = |path: &str, method: Option<u8>, payers: Value| {
        let new = json!({"candidate": agenda, "method": method, "years": 2, "rule": "equal", "payers": payers});
        anne.post(&format!("{path}/split"), &new)
    };
    let bilal_pays = || json!([{"actor": story.bilal.id}]);
    let mut refused = vec![
        ("selection_not_opened", plan(&prepare(story), None, bilal_pays())),
        ("split_method_unfit", plan(&path, Some(1), bilal_pays())),
        ("payers_missing", plan(&path, None, json!([]))),
        ("payer_twice", plan(&path, None, json!([{"actor": story.bilal.id}, {"actor": story.bilal.id}]))),
        ("unknown_payer", plan(&path, None, json!([{"actor": NOBODY}]))),
        ("payer_left", plan(&path, None, json!([{"actor": gone.id}]))),
        ("payer_basis_unfit", plan(&path, None, json!([{"actor": story.bilal.id, "basis": 2}]))),
    ];
    let accept = |split: u16| bilal.post(&format!("{path}/split/acceptance"), &json!({"split": split}));
    for _ in 0..2 {
        plan(&path, None, bilal_pays()).expect(200);
    }
    refused.push(("split_replaced", accept(1)));
    let mut dearer = tool("Agenda libre", 9_007_199_254_740_991, 1);
    dearer["reason"] = json!("x");
    anne.seeing(1).put(&format!("{path}/candidates/{agenda}"), &dearer).expect(200);
    refused.push(("split_outdated", accept(2)));
    refused.push(("split_too_large", plan(&path, None, bilal_pays())));
    // Options of a decision that stand for tools.
    let new = json!({
        "title": "x", "electorate": {"who": "persons"},
        "rules": {"method": {"kind": "approval", "winners": 1}, "mode": "roll_call", "ties": "listed_first"}
    });
    let decision = at(&format!("/decisions/{}", id(&anne.post(&at("/decisions"), &new).expect(201))));
    let option = |tool: &str| anne.post(&format!("{decision}/options"), &json!({"title": "x", "candidate": tool}));
    refused.push(("unknown_option_candidate", option(NOBODY)));
    option(&other).expect(200);
    refused.push(("option_candidate_twice", option(&other)));
    refused
}

fn choosing(story: &Story) -> Vec<(&'static str, Reply)> {
    let choose = |path: &str, candidate: &str, decision: &str| {
        let choice = json!({"candidate": candidate, "decision": decision});
        story.anne.client.post(&format!("{path}/choice"), &choice)
    };
    let (path, [agenda, other]) = closed(story);
    let (open, [its, _]) = opened(story);
    let about = format!("candidate:{agenda}");
    let undecided = last(&voting(story, "consent", &[], &about));
    let unlinked = decide(story, "consent", &[], "", &json!({"say": "yes"}));
    let passed = decide(story, "consent", &[], &about, &json!({"say": "yes"}));
    vec![
        ("selection_not_closed", choose(&open, &its, &passed)),
        ("unknown_selection_decision", choose(&path, &agenda, NOBODY)),
        ("selection_undecided", choose(&path, &agenda, &undecided)),
        ("selection_decision_unlinked", choose(&path, &agenda, &unlinked)),
        ("selection_decided_otherwise", choose(&path, &other, &passed)),
    ]
}
