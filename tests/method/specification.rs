//! Step 2: what the network wants to do together and with what means, until a version is adopted.

use serde_json::{Value, json};

use super::Tale;
use crate::story::{at, id};

/// What Anne and the others know of the specification on the way.
struct Writing {
    specification: String,
    goals: String,
    means: String,
}

impl Writing {
    fn below(&self, path: &str) -> String {
        format!("/specifications/{}{path}", self.specification)
    }

    fn requirement(&self, id: &str, path: &str) -> String {
        self.below(&format!("/requirements/{id}{path}"))
    }
}

/// Anne asks the two questions, and people answer them.
fn two_questions_are_asked(tale: &Tale) -> (Writing, Vec<String>) {
    let opened = tale.anne_does(
        "POST",
        "/specifications",
        &json!({
            "title": "Un outil pour le réseau",
            "goals_question": {"title": "Que voulons-nous faire ensemble ?"},
            "means_question": {"title": "Avec quels moyens ?"}
        }),
    );
    let text = |field: &str| opened["resource"][field].as_str().unwrap().to_owned();
    let writing = Writing { specification: id(&opened), goals: text("goals"), means: text("means") };
    let answers = [
        (0, &writing.goals, "Voir qui fait quoi dans la vallée."),
        (11, &writing.goals, "Se prévenir des rencontres, et y venir ensemble."),
        (1, &writing.means, "Rien à installer sur les ordinateurs de l’école."),
        (12, &writing.means, "Un tarif que la commune peut payer."),
    ];
    let answer = |(person, parent, body): (usize, &String, &str)| {
        let answer = json!({"kind": "answer", "parent": parent, "body": body});
        id(&tale.people[person].client.post(&at("/contributions"), &answer).expect(201))
    };
    let contributions = answers.map(answer).into();
    (writing, contributions)
}

/// Whoever takes part proposes what follows from the answers and from what was found in the diagnostic.
fn requirements_are_proposed(tale: &Tale, writing: &Writing, answers: &[String]) -> Vec<String> {
    let finding = format!("finding:{}", tale.finding);
    let of = |answer: usize| format!("contribution:{}", answers[answer]);
    let proposed = [
        (0, json!({"kind": "goal", "title": "Un annuaire de qui fait quoi", "from": [of(0), finding]})),
        (11, json!({"kind": "goal", "title": "Un calendrier des rencontres et du covoiturage", "from": [of(1)]})),
        (1, json!({"kind": "means", "title": "Un simple navigateur", "from": [of(2)]})),
        (13, json!({"kind": "means", "title": "Rien à installer", "from": [of(2)]})),
        (12, json!({"kind": "constraint", "title": "Moins de mille euros par an", "from": [of(3)]})),
    ];
    let propose = |(person, body): (usize, Value)| {
        id(&tale.people[person].client.post(&at(&writing.below("/requirements")), &body).expect(201))
    };
    proposed.map(propose).into()
}

/// Everybody says how much they want each.
fn everybody_says_how_much(tale: &Tale, writing: &Writing, priorities: &[(&String, &str)]) {
    for (requirement, priority) in priorities {
        for person in &tale.people {
            let path = at(&writing.requirement(requirement, "/priority"));
            person.client.put(&path, &json!({"priority": priority})).expect(200);
        }
    }
}

/// Anne publishes a version; its id and what it holds.
fn published(tale: &Tale, writing: &Writing) -> (String, Value) {
    let version = tale.anne_does("POST", &writing.below("/versions"), &json!({}));
    (id(&version), version["resource"].clone())
}

/// The whole step: two versions, and the second is adopted.
pub fn the_network_says_what_it_wants(tale: &mut Tale) {
    tale.on("2026-05-04");
    tale.opens_the_step("specification", "Un cahier des charges que nous adoptons ensemble.");
    let (writing, answers) = two_questions_are_asked(tale);
    let requirements = requirements_are_proposed(tale, &writing, &answers);
    let [directory, calendar, browser, nothing_installed, cheap] = &requirements[..] else { panic!("five") };
    let priorities = [(directory, "must"), (calendar, "should"), (browser, "must"), (cheap, "could")];
    everybody_says_how_much(tale, &writing, &priorities);
    // Two say the same, one says two things.
    let sources = json!({"sources": [nothing_installed]});
    tale.anne_changes(&writing.requirement(browser, ""), "POST", "/merges", &sources);
    let (_, first) = published(tale, &writing);
    assert_eq!((&first["number"], &first["requirements"]), (&json!(1), &json!(4)));
    let then = tale.story.head();

    let parts = json!({"into": [{"title": "Un calendrier des rencontres"}, {"title": "Du covoiturage pour y venir"}]});
    tale.anne_changes(&writing.requirement(calendar, ""), "POST", "/split", &parts);
    let parts = tale.shown(&writing.requirement(calendar, ""))["split_into"].clone();
    let [meetings, lifts] = [0, 1].map(|part| parts[part].as_str().unwrap().to_owned());
    everybody_says_how_much(tale, &writing, &[(&meetings, "must"), (&lifts, "could")]);
    let amendment = json!({"title": "Un annuaire de qui fait quoi, et où", "reason": "La vallée est longue."});
    let amended = at(&writing.requirement(directory, "/amendments"));
    tale.people[5].client.post(&amended, &amendment).expect(200);
    tale.anne_changes(&writing.requirement(directory, ""), "POST", "/amendments/1/acceptance", &json!({}));
    let (version, second) = published(tale, &writing);
    assert_eq!((&second["number"], &second["requirements"]), (&json!(2), &json!(5)));

    let difference = tale.shown(&writing.below("/versions/2/difference?from=1"));
    let list = |name: &str| difference[name].as_array().unwrap();
    assert_eq!((list("added").len(), list("removed").len(), list("changed").len()), (2, 1, 1), "{difference}");
    assert_eq!((&difference["unchanged"], &list("removed")[0]["requirement"]), (&json!(2), &json!(calendar)));
    assert_eq!(list("changed")[0]["after"]["title"], "Un annuaire de qui fait quoi, et où");
    let provenance = tale.shown(&writing.requirement(&lifts, "/provenance?expand=texts"));
    assert_eq!(provenance["from"][0]["object"], format!("requirement:{calendar}"));
    assert_eq!(provenance["from"][0]["from"][0]["title"], "Se prévenir des rencontres, et y venir ensemble.");
    let found = tale.shown(&writing.requirement(directory, "/provenance?expand=texts")).to_string();
    assert!(found.contains("Personne ne sait qui fait quoi"), "back to what was found in the diagnostic: {found}");

    let decision = adopted(tale, &version);
    tale.anne_does("POST", &writing.below("/versions/2/adoption"), &json!({"decision": decision}));
    let specification = tale.shown(&writing.below(""));
    assert_eq!((&specification["adopted"]["number"], &specification["versions"]), (&json!(2), &json!(2)));
    let as_then = tale.shown(&writing.below(&format!("?as_of={then}")));
    assert_eq!((as_then.get("adopted"), &as_then["versions"]), (None, &json!(1)));
    tale.watch("/specifications?expand=texts");
    for below in ["/requirements?expand=texts", "/versions", "/versions/1", "/versions/2", "/versions/2/difference"] {
        tale.watch(writing.below(below));
    }
    tale.watch(writing.requirement(&lifts, "/provenance?expand=texts"));
    tale.watch(format!("/decisions/{decision}"));
    tale.version = version;
    tale.closes_the_step("specification", "La deuxième version est adoptée.");
}

/// The network decides on a version by a majority.
fn adopted(tale: &Tale, version: &str) -> String {
    let question = json!({
        "title": "Adoptons-nous ce cahier des charges ?", "electorate": {"who": "persons"},
        "rules": {
            "method": {"kind": "majority", "threshold": "two_thirds", "base": "cast"}, "mode": "pseudonymous",
            "ties": "listed_first"
        }
    });
    let decided = tale.decides(
        &question,
        &format!("specification_version:{version}"),
        |n| json!({"say": if n < 18 { "yes" } else { "no" }}),
    );
    assert_eq!(tale.shown(&format!("/decisions/{decided}"))["outcome"]["result"], "passed");
    decided
}
