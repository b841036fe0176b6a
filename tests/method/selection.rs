//! Step 3: the tools that there are are assessed by what was adopted, one is chosen, and its cost shared.

use serde_json::{Value, json};

use super::Tale;
use crate::story::{at, id};

fn euros(euros: u32) -> Value {
    json!({"minor": euros * 100, "currency": "EUR"})
}

/// Anne prepares the selection, and two members propose what they know.
fn two_tools_are_proposed(tale: &Tale) -> (String, [String; 2]) {
    let new = json!({"version": tale.version, "title": "Un outil commun", "currency": "EUR"});
    let prepared = tale.anne_does("POST", "/selections", &new);
    let weights = prepared["resource"]["criteria"].as_array().unwrap().iter().map(|criterion| &criterion["weight"]);
    let mut weights: Vec<_> = weights.map(|weight| weight.as_u64().unwrap()).collect();
    weights.sort_unstable();
    assert_eq!(weights, [2, 2, 8, 8, 8], "three must, two could");
    let selection = id(&prepared);
    let path = at(&format!("/selections/{selection}/candidates"));
    let propose = |person: usize, candidate: &Value, method: &Value| {
        let by = &tale.people[person].client;
        let candidate = id(&by.post(&path, candidate).expect(201));
        by.seeing(1).put(&format!("{path}/{candidate}/setup-methods/1"), method).expect(200);
        candidate
    };
    let free = json!({
        "name": "Agenda libre", "link": "https://agenda.example/", "hosting": "Par une association de la vallée",
        "licence": "AGPL-3.0", "licence_kind": "free", "one_off": euros(0), "yearly": euros(240)
    });
    let bought = json!({
        "name": "Réseau pro", "licence_kind": "proprietary", "one_off": euros(500), "yearly": euros(1_200)
    });
    let by_us = json!({"title": "Par une association", "cost": euros(1_200), "delay_days": 30});
    let by_them = json!({"title": "Par l’éditeur", "cost": euros(2_000), "delay_days": 10});
    let candidates = [propose(2, &free, &by_us), propose(14, &bought, &by_them)];
    (selection, candidates)
}

/// Each says how well each candidate meets each criterion.
fn everybody_assesses(tale: &Tale, below: &dyn Fn(&str) -> String, candidates: &[String; 2]) {
    let criteria = tale.shown(&below(""))["criteria"].clone();
    let criteria: Vec<_> = criteria.as_array().unwrap().iter().map(|criterion| &criterion["criterion"]).collect();
    for (n, person) in tale.people.iter().enumerate() {
        let scores = [3 + n % 2, 1 + n % 2];
        let of = |candidate: usize| {
            let score = scores[candidate];
            let one = |criterion: &&Value| json!({"candidate": candidates[candidate], "criterion": criterion, "score": score});
            criteria.iter().map(one).collect::<Vec<_>>()
        };
        let all = [of(0), of(1)].concat();
        let all = json!({"assessments": all});
        person.client.put(&at(&below("/assessments")), &all).expect(200);
    }
}

/// The first plan is too much for one of the payers; the second is accepted by each.
fn the_cost_is_shared(tale: &Tale, below: &dyn Fn(&str) -> String, candidate: &str) {
    let [maison, commune] = &tale.payers[..] else { panic!("two payers") };
    let plan = |rule: &str, basis: [u32; 2]| {
        let payers = json!([{"actor": maison.id, "basis": basis[0]}, {"actor": commune.id, "basis": basis[1]}]);
        let plan = json!({"candidate": candidate, "method": 1, "years": 5, "rule": rule, "payers": payers});
        tale.anne_does("POST", &below("/split"), &plan);
        let payers = tale.shown(&below("/split"))["payers"].clone();
        [0, 1].map(|payer| payers[payer]["share"].as_u64().unwrap())
    };
    assert_eq!(plan("equal", [1, 1]), [120_000, 120_000], "half of 2,400 euros");
    let declined = json!({"split": 1, "reason": "Notre budget est voté."});
    maison.client.post(&at(&below("/split/refusal")), &declined).expect(200);
    assert_eq!(plan("by_means", [1, 3]), [60_000, 180_000]);
    for payer in [maison, commune] {
        payer.client.post(&at(&below("/split/acceptance")), &json!({"split": 2})).expect(200);
    }
    assert_eq!(tale.shown(&below("/split"))["accepted_by_all"], true);
}

/// The candidates are presented to everybody.
fn the_tools_are_presented(tale: &Tale, below: &dyn Fn(&str) -> String) {
    let presentation = json!({
        "kind": "presentation", "starts_at": "2026-09-24T18:00:00Z", "ends_at": "2026-09-24T20:00:00Z",
        "title": "Deux outils, une soirée", "place": "La salle des fêtes"
    });
    let meeting = id(&tale.anne_does("POST", "/meetings", &presentation));
    tale.anne_does("PUT", &below("/presentation"), &json!({"meeting": meeting}));
    tale.on("2026-09-25");
    tale.anne_changes(&format!("/meetings/{meeting}"), "PUT", "/attendance", &json!({"count": 41}));
}

/// The whole step, until a decision has chosen.
pub fn the_network_chooses(tale: &mut Tale) {
    tale.on("2026-09-07");
    tale.opens_the_step("selection", "Un outil choisi ensemble, et payé ensemble.");
    let (selection, candidates) = two_tools_are_proposed(tale);
    let below = |path: &str| format!("/selections/{selection}{path}");
    tale.anne_does("POST", &below("/opening"), &json!({}));
    everybody_assesses(tale, &below, &candidates);
    let open = tale.story.head();
    assert_eq!(tale.shown(&below("/results"))["scores_hidden"], true, "nobody is swayed while it is open");
    the_tools_are_presented(tale, &below);
    tale.anne_does("POST", &below("/closing"), &json!({}));

    let results = tale.shown(&below("/results"));
    let told = |rank: usize| {
        let of = &results["candidates"][rank];
        (of["candidate"].as_str().unwrap(), of["rank"].as_u64().unwrap(), of["score"]["exact"].as_str().unwrap())
    };
    assert_eq!(told(0), (candidates[0].as_str(), 1, "7/8"), "3 and a half of 4");
    assert_eq!(told(1), (candidates[1].as_str(), 2, "3/8"));
    assert_eq!((&results["assessors"], &results["scores_hidden"]), (&json!(20), &json!(false)));
    let costs = tale.shown(&below("/costs?years=5"));
    let totals: Vec<_> = costs["costs"].as_array().unwrap().iter().map(|cost| &cost["total"]).collect();
    assert_eq!(totals, [240_000, 850_000], "set up, and run for five years");
    the_cost_is_shared(tale, &below, &candidates[0]);

    let [free, bought] = &candidates;
    let question = json!({
        "title": "Quel outil ?", "electorate": {"who": "persons"},
        "rules": {"method": {"kind": "approval", "winners": 1}, "mode": "secret", "ties": "listed_first"},
        "options": [{"title": "Agenda libre", "candidate": free}, {"title": "Réseau pro", "candidate": bought}]
    });
    let decision =
        tale.decides(&question, &format!("selection:{selection}"), |n| json!({"approve": [usize::from(n >= 15)]}));
    assert_eq!(tale.shown(&format!("/decisions/{decision}"))["outcome"]["options"], json!([0]));
    tale.anne_does("POST", &below("/choice"), &json!({"candidate": free, "decision": decision}));
    let chosen = tale.shown(&below(""));
    assert_eq!((&chosen["phase"], &chosen["chosen"]["candidate"]), (&json!("chosen"), &json!(free)), "{chosen}");
    assert_eq!(tale.shown(&below(&format!("?as_of={open}")))["phase"], "open");
    tale.watch("/selections?expand=texts");
    for path in ["", "/candidates?expand=texts", "/results", "/costs?years=5", "/split"] {
        tale.watch(below(path));
    }
    tale.watch(format!("/decisions/{decision}"));
    tale.closes_the_step("selection", "Agenda libre, pour cinq ans.");
}
