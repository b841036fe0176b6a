//! Step 0: how the network is seen and lived, and what it makes of its tools; and the same questions a year later.

use serde_json::{Value, json};

use super::Tale;
use crate::story::{at, id};

/// A question of every kind, under the four themes of the method.
fn questions() -> Value {
    json!([
        {
            "theme": "network_representation", "kind": "single", "title": "Un réseau, c’est d’abord…",
            "choices": [{"title": "des personnes"}, {"title": "des projets"}, {"title": "un outil"}]
        },
        {
            "theme": "ict_representation", "kind": "multiple", "title": "Que vous apporte le numérique, que vous coûte-t-il ?",
            "choices": [
                {"title": "du temps gagné", "leaning": "advantage"}, {"title": "de la distance", "leaning": "disadvantage"}
            ]
        },
        {"theme": "network_practice", "kind": "scale", "title": "Il est facile de savoir qui fait quoi."},
        {"theme": "ict_usage", "kind": "frequency", "title": "À quelle fréquence partagez-vous un document ?"},
        {"theme": "network_representation", "kind": "words", "title": "Quels mots vous viennent à l’esprit ?"},
        {"theme": "network_practice", "kind": "text", "title": "Que vous manque-t-il ?"},
        {"theme": "network_practice", "kind": "ties", "title": "Avec qui travaillez-vous ?"}
    ])
}

/// What the nth person answers; the year after, four more share documents every day.
fn answers(tale: &Tale, n: usize, later: bool) -> Value {
    let is_even = n.is_multiple_of(2);
    let shares_daily = if later { n < 14 } else { is_even };
    let neighbour = &tale.people[(n + 1) % tale.people.len()].id;
    json!({"answers": {
        "0": {"choice": n % 2},
        "1": {"choices": [n % 2]},
        "2": {"scale": if is_even { 2 } else { 4 }},
        "3": {"frequency": if shares_daily { "daily" } else { "yearly" }},
        "4": {"words": [if is_even { "entraide" } else { "réunions" }]},
        "5": {"text": if is_even { "Un calendrier commun." } else { "Du temps, surtout." }},
        "6": {"ties": [{"actor": neighbour, "frequency": "weekly", "channel": "meeting"}]}
    }})
}

/// A campaign is opened, everybody answers, one on paper, and it is closed.
fn everybody_is_asked(tale: &Tale, new: &Value, later: bool) -> String {
    let diagnostic = id(&tale.anne_does("POST", "/diagnostics", new));
    let below = |path: &str| format!("/diagnostics/{diagnostic}{path}");
    tale.anne_does("POST", &below("/opening"), &json!({}));
    for (n, person) in tale.people.iter().enumerate().skip(1) {
        person.client.put(&at(&below("/answers")), &answers(tale, n, later)).expect(200);
    }
    let on_paper = format!("{}?on_behalf_of={}&evidence=paper", below("/answers"), tale.people[0].id);
    tale.anne_does("PUT", &on_paper, &answers(tale, 0, later));
    tale.anne_does("POST", &below("/closing"), &json!({}));
    tale.until(&below(""), |shown| shown["phase"] == "published");
    diagnostic
}

/// The table of a question.
fn question(report: &Value, number: u64) -> &Value {
    let themes = report["themes"].as_array().unwrap().iter();
    let mut questions = themes.flat_map(|theme| theme["questions"].as_array().unwrap());
    questions.find(|question| question["question"] == number).unwrap()
}

fn row<'r>(table: &'r Value, name: &str) -> &'r Value {
    table["rows"].as_array().unwrap().iter().find(|row| row["row"] == name).unwrap()
}

/// The whole step: the campaign, its tables, and what is found in them.
pub fn the_network_looks_at_itself(tale: &mut Tale) {
    tale.on("2026-01-12");
    tale.opens_the_step("diagnostic", "Que chacun ait dit comment il voit le réseau.");
    let new = json!({"title": "Notre réseau en janvier", "questions": questions()});
    let diagnostic = everybody_is_asked(tale, &new, false);

    let report = tale.shown(&format!("/diagnostics/{diagnostic}/report?expand=texts"));
    assert_eq!((&report["people"], &report["k"]), (&json!(20), &json!(5)));
    assert_eq!(report["themes"].as_array().unwrap().len(), 4);
    let half = json!({"n": 10, "of": 20, "per_mille": 500});
    for choice in ["choice:0", "choice:1"] {
        assert_eq!(row(question(&report, 1), choice)["all"], half, "half of all chose {choice}");
    }
    assert_eq!(report["advantages"][0]["title"], "du temps gagné");
    assert_eq!(report["disadvantages"][0]["all"], half);
    let words = json!([{"word": "entraide", "people": 10}, {"word": "réunions", "people": 10}]);
    assert_eq!(question(&report, 4)["words"], words);
    assert_eq!(question(&report, 6)["ties"]["ties"], 20, "each works with the next one, round the table");
    let answered = tale.people[3].client.get(&at(&format!("/diagnostics/{diagnostic}/answers"))).expect(200);
    assert_eq!(answered["answers"], answers(tale, 3, false)["answers"], "one's own answers are one's own to read");

    let finding = json!({
        "title": "Personne ne sait qui fait quoi", "description": "La moitié le dit, des deux publics.", "questions": [2]
    });
    let finding = id(&tale.anne_does("POST", &format!("/diagnostics/{diagnostic}/findings"), &finding));
    tale.watch("/diagnostics?expand=texts");
    tale.watch(format!("/diagnostics/{diagnostic}/report?expand=texts"));
    tale.watch(format!("/diagnostics/{diagnostic}/findings?expand=texts"));
    (tale.diagnostic, tale.finding) = (diagnostic, finding);
    tale.closes_the_step("diagnostic", "Vingt réponses, un constat.");
}

/// A year later the same questions are asked again.
pub fn the_network_looks_again(tale: &mut Tale) {
    tale.on("2027-01-11");
    tale.opens_the_step("follow_up", "Voir ce qui a changé en un an.");
    let new = json!({"title": "Notre réseau un an après", "follows": tale.diagnostic, "copy": true});
    let diagnostic = everybody_is_asked(tale, &new, true);
    let report = tale.shown(&format!("/diagnostics/{diagnostic}/report?expand=texts"));
    let comparison = &report["comparison"];
    assert_eq!((&comparison["follows"], &comparison["people"]), (&json!(tale.diagnostic), &json!(20)));
    let compared = comparison["questions"].as_array().unwrap();
    assert_eq!(compared.len(), 7, "every question was asked again");
    let advantage = row(&compared[1], "choice:0");
    assert_eq!((&advantage["before"]["n"], &advantage["change_per_mille"]), (&json!(10), &json!(0)));
    tale.watch(format!("/diagnostics/{diagnostic}/report?expand=texts"));
    tale.closes_the_step("follow_up", "Les usages ont changé, l’entraide reste.");
}
