//! Every refusal of decisions that a request reaches.

use serde_json::{Value, json};
use testkit::Reply;

use super::consent::consent;
use super::lots::sortition;
use super::meetings::{begun, entry};
use super::{cast, choice, decision, majority, new, open, propose};
use crate::story::{Story, at, id};

type Told = Vec<(&'static str, Reply)>;

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Every refusal of decisions that a request reaches.
pub fn refusals(story: &Story) -> Told {
    let mut told = of_proposals(story);
    told.extend(of_preparation(story));
    told.extend(of_links(story));
    told.extend(of_ballots(story));
    told.extend(of_methods(story));
    told.extend(of_meetings(story));
    told.extend(of_lots(story));
    told
}

fn budget(currency: &str, ballot: &str, satisfaction: &str, limits: &Value) -> Value {
    let method = json!({
        "kind": "budget", "budget": {"minor": 100_000, "currency": currency}, "ballot": ballot,
        "satisfaction": satisfaction, "rule": {"kind": "equal_shares", "completion": "none"}, "limits": limits
    });
    new("Quels projets ?", &method, "pseudonymous")
}

fn project(minor: i64, currency: &str) -> Value {
    json!({"title": "Un puits", "cost": {"minor": minor, "currency": currency}})
}

fn of_proposals(story: &Story) -> Told {
    let propose = |change: &dyn Fn(&mut Value)| {
        let mut new = choice("pseudonymous");
        change(&mut new);
        story.bilal.client.post(&at("/decisions"), &new)
    };
    let many: Vec<_> = (0..513).map(|n| json!({"title": n.to_string()})).collect();
    let mut priced = budget("EUR", "approval", "votes", &json!({}));
    priced["options"] = json!([project(1, "EUR"), project(1, "CHF")]);
    vec![
        ("rules_senseless", propose(&|new| new["rules"]["method"]["winners"] = json!(0))),
        ("ballot_mode_unfit", propose(&|new| *new = super::new("?", &json!({"kind": "consent"}), "roll_call"))),
        ("ties_unfit", propose(&|new| new["rules"]["ties"] = json!("cheaper"))),
        (
            "closes_too_soon",
            propose(&|new| {
                new["opens_at"] = json!("2999-03-05T18:00:00Z");
                new["closes_at"] = json!("2999-03-05T18:00:00Z");
            }),
        ),
        (
            "closes_by_lot",
            propose(&|new| {
                *new = sortition(story, 1, 100_000);
                new["closes_at"] = json!("2999-03-05T18:00:00Z");
            }),
        ),
        ("unknown_elector", propose(&|new| new["electorate"] = json!({"who": "listed", "actors": [NOBODY]}))),
        ("draw_missing", propose(&|new| new["rules"]["ties"] = json!("lot"))),
        ("draw_unneeded", propose(&|new| new["draw"] = json!("Le loto"))),
        ("takes_no_options", propose(&|new| new["rules"]["method"] = json!({"kind": "sortition", "seats": 1}))),
        ("too_many_options", propose(&|new| new["options"] = json!(many))),
        ("cost_unfit", story.bilal.client.post(&at("/decisions"), &priced)),
    ]
}

fn of_preparation(story: &Story) -> Told {
    let anne = &story.anne.client;
    let opening = |path: &str| anne.post(&format!("{path}/opening"), &json!({}));
    let prepared = propose(story, &choice("pseudonymous"));
    let later = propose(story, &{
        let mut later = majority("roll_call");
        later["opens_at"] = json!("2999-03-05T18:00:00Z");
        later
    });
    let mut none = choice("roll_call");
    none["options"] = json!([{"title": "La seule"}]);
    let mut priced = budget("EUR", "approval", "votes", &json!({}));
    priced["options"] = json!([project(1, "EUR")]);
    let priced = propose(story, &priced);
    anne.seeing(2).put(&priced, &budget("CHF", "approval", "votes", &json!({}))).expect(200);
    let opened = open(story, &choice("roll_call"));
    let voided = propose(story, &choice("roll_call"));
    anne.post(&format!("{voided}/voiding"), &json!({"reason": "Une erreur."})).expect(200);
    vec![
        ("unknown_decision", opening(&decision(NOBODY))),
        ("unknown_option", anne.seeing(3).put(&format!("{prepared}/options/2"), &json!({"title": "x"}))),
        ("decision_opens_later", opening(&later)),
        ("too_few_options", opening(&propose(story, &none))),
        ("cost_missing", opening(&priced)),
        ("decision_opened", anne.delete(&format!("{opened}/options/0"))),
        ("decision_voided", opening(&voided)),
        ("decision_not_open", anne.post(&format!("{prepared}/closing"), &json!({}))),
    ]
}

fn of_links(story: &Story) -> Told {
    let path = propose(story, &choice("roll_call"));
    let link = |to: &str| story.bilal.client.post(&format!("{path}/links"), &json!({"to": to}));
    let gone = story.proposal("Une idée", "Retirée.");
    story.bilal.client.post(&at(&format!("/contributions/{gone}/withdrawal")), &json!({})).expect(200);
    let itself = format!("decision:{}", path.split('/').next_back().unwrap());
    let mut told = vec![
        ("unknown_decision_origin", link(&format!("meeting:{NOBODY}"))),
        ("decision_origin_gone", link(&format!("contribution:{gone}"))),
        ("decision_link_differs", link(&itself)),
    ];
    let ideas: Vec<_> = (0..257)
        .map(|n| {
            let idea = json!({"kind": "idea", "title": n.to_string(), "body": "…"});
            json!({"operation": "submitContribution", "body": idea})
        })
        .collect();
    let made = story.bilal.client.post(&at("/commands"), &json!(ideas)).expect(200);
    let ids: Vec<_> = made["results"].as_array().unwrap().iter().map(id).collect();
    let linking = |idea: &String| {
        let of = json!({"decision": path.split('/').next_back().unwrap()});
        json!({"operation": "linkDecision", "path": of, "body": {"to": format!("contribution:{idea}")}})
    };
    let lines: Vec<_> = ids[1..].iter().map(linking).collect();
    story.bilal.client.post(&at("/commands?atomic=true"), &json!(lines)).expect(200);
    told.push(("too_many_links", link(&format!("contribution:{}", ids[0]))));
    told
}

fn of_ballots(story: &Story) -> Told {
    let (bilal, chloe) = (&story.bilal, &story.chloe);
    let vote = |path: &str, ballot: Value| bilal.client.post(&format!("{path}/ballots"), &json!({"ballot": ballot}));
    let act = |path: &str, below: &str, body: &Value| chloe.client.post(&format!("{path}{below}"), body);
    let mut listed = choice("pseudonymous");
    listed["electorate"] = json!({"who": "listed", "actors": [chloe.id]});
    let by_consent = open(story, &consent());
    let by_majority = open(story, &majority("pseudonymous"));
    // Too few voted in secret for the close to do without the lot, so that nobody closes it before.
    let mut late = choice("secret");
    late["rules"]["ties"] = json!("lot");
    let closes_at = domain::ids::Stamp::from_millis(story.server.catalogue.now().millis() + 700).unwrap();
    (late["closes_at"], late["draws_at"], late["draw"]) =
        (json!(closes_at), json!("2999-03-05T18:00:00Z"), json!("Le loto"));
    let late = open(story, &late);
    cast(chloe, &late, &json!({"approve": [0]}));
    let reason = json!({"reason": "Le terrain est inondé."});
    let mut told = vec![
        ("not_in_electorate", vote(&open(story, &listed), json!({"approve": [0]}))),
        ("objection_unreasoned", vote(&by_consent, json!({"say": "no"}))),
        ("no_objection", act(&by_consent, "/objections/lifting", &json!({}))),
        ("not_by_consent", act(&by_majority, "/objections", &reason)),
    ];
    while story.server.catalogue.now() < closes_at {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let secret = open(story, &majority("secret"));
    let corrected = format!("{secret}/ballots?corrects={}", story.head() - 1);
    told.push(("secret_ballot_told_apart", bilal.client.post(&corrected, &json!({"ballot": {"say": "yes"}}))));
    told.push(("ballot_late", vote(&late, json!({"approve": [0]}))));
    told
}

fn of_methods(story: &Story) -> Told {
    let vote =
        |path: &str, ballot: Value| story.bilal.client.post(&format!("{path}/ballots"), &json!({"ballot": ballot}));
    let chosen = open(story, &choice("pseudonymous"));
    let points = json!({"min_length": 2, "max_points": 5, "max_sum_points": 6});
    let mut points = budget("EUR", "cumulative", "points", &points);
    points["options"] = json!([project(100, "EUR"), project(100, "EUR"), project(100, "EUR")]);
    let mut projects = budget("EUR", "approval", "votes", &json!({"max_length": 2, "max_sum_cost": 100}));
    projects["options"] = points["options"].clone();
    let (points, projects) = (open(story, &points), open(story, &projects));
    vec![
        ("ballot_of_another_method", vote(&chosen, json!({"say": "yes"}))),
        ("ballot_unknown_option", vote(&chosen, json!({"approve": [7]}))),
        ("ballot_repeats", vote(&chosen, json!({"approve": [0, 0]}))),
        ("ballot_too_short", vote(&points, json!({"points": [[0, 1]]}))),
        ("ballot_points_out_of_range", vote(&points, json!({"points": [[0, 1], [1, 6]]}))),
        ("ballot_sum_out_of_range", vote(&points, json!({"points": [[0, 5], [1, 5]]}))),
        ("ballot_too_long", vote(&projects, json!({"approve": [0, 1, 2]}))),
        ("ballot_over_budget", vote(&projects, json!({"approve": [0, 1]}))),
    ]
}

fn of_meetings(story: &Story) -> Told {
    let anne = &story.anne.client;
    let enter = |path: &str, entry: &Value| anne.post(&format!("{path}/meeting-ballots"), entry);
    let with = |name: &str, value: Value| {
        let mut entry = entry(story, &json!([{"ballot": {"say": "yes"}, "count": 1}]));
        entry[name] = value;
        entry
    };
    let planned = json!({
        "kind": "workshop", "starts_at": "2998-03-05T18:00:00Z", "ends_at": "2999-03-05T20:00:00Z",
        "title": "Plus tard", "place": "Ici"
    });
    let ahead = id(&anne.post(&at("/meetings"), &planned).expect(201));
    let path = open(story, &majority("roll_call"));
    let crowd = json!([{"ballot": {"say": "yes"}, "count": 1_000}]);
    vec![
        ("unknown_ballot_meeting", enter(&path, &with("meeting", json!(NOBODY)))),
        ("ballot_meeting_unfit", enter(&path, &with("meeting", json!(ahead)))),
        ("witness_missing", enter(&path, &with("witnesses", json!([])))),
        ("unknown_witness", enter(&path, &with("witnesses", json!([NOBODY])))),
        ("more_ballots_than_voters", enter(&path, &with("ballots", crowd))),
        ("unknown_ballot_entry", anne.delete(&format!("{path}/meeting-ballots/0"))),
        ("secret_ballots_one_by_one", enter(&open(story, &majority("secret")), &with("meeting", json!(begun(story))))),
    ]
}

fn of_lots(story: &Story) -> Told {
    let anne = &story.anne.client;
    let path = open(story, &sortition(story, 1, 1_000_000));
    let numbers = json!({"numbers": [1, 2, 3]});
    let plain = open(story, &majority("roll_call"));
    vec![
        ("nobody_votes", anne.post(&format!("{path}/ballots"), &json!({"ballot": {"approve": []}}))),
        ("lot_missing", anne.post(&format!("{path}/closing"), &json!({}))),
        ("draw_too_early", anne.post(&format!("{path}/lot"), &numbers)),
        ("no_lot", anne.post(&format!("{plain}/lot"), &numbers)),
    ]
}
