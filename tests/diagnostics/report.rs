//! The report: what the tables show, and what they don't.

use serde_json::{Value, json};
use testkit::Member;

use super::{MULTIPLE, SINGLE, answer, campaign, close, opened, people, report};
use crate::story::{Story, at, header, id};

/// Eighteen people: of every question that counts everybody once, three or six stand in each row.
pub(super) fn eighteen(story: &Story) -> Vec<Member> {
    people(story, 18)
}

/// What they answer; the one whom many work with is the first of them.
pub(super) fn answer_all(all: &[Member], path: &str) {
    for (n, member) in all.iter().enumerate() {
        let mut answers = json!({"1": {"choices": if n % 2 == 0 { json!([0]) } else { json!([0, 1]) }}});
        if n < 12 {
            answers["0"] = json!({"choice": n % 2});
        }
        if n < 15 {
            answers["2"] = json!({"scale": 1 + n % 5});
            let often = ["never", "yearly", "monthly", "weekly", "daily"];
            answers["3"] = json!({"frequency": often[n % 5]});
        }
        if n % 2 == 0 {
            answers["4"] = json!({"words": ["Entraide", format!("mot {n}")]});
        }
        if n > 8 {
            answers["5"] = json!({"text": "Un lieu pour se retrouver."});
            let tie = json!({"actor": all[n - 9].id, "frequency": "weekly", "channel": "meeting"});
            answers["6"] = json!({"ties": [tie]});
        }
        answer(&member.client, path, &answers);
    }
}

pub(super) fn question(report: &Value, number: usize) -> &Value {
    let themes = report["themes"].as_array().unwrap().iter();
    let mut questions = themes.flat_map(|theme| theme["questions"].as_array().unwrap());
    questions.find(|question| question["question"] == number).unwrap()
}

fn rows(report: &Value, number: usize) -> Vec<(&str, Option<u64>)> {
    let rows = question(report, number)["rows"].as_array().unwrap().iter();
    rows.map(|row| (row["row"].as_str().unwrap(), row["all"]["n"].as_u64())).collect()
}

#[test]
fn a_report_tells_by_theme_what_enough_people_answered() {
    let story = Story::begin();
    let anne = &story.anne.client;
    anne.patch(&at(""), &json!({"k": 3})).expect(200);
    let all = eighteen(&story);
    let path = opened(&story, &campaign());
    answer_all(&all, &path);
    let open = story.head();
    assert_eq!(anne.get(&format!("{path}/report")).problem(409), "diagnostic_not_published");
    close(&story, &path);
    let head = story.head();
    let told = report(&story.stranger(), &path);
    assert_eq!((&told["basis"], &told["people"], &told["k"]), (&json!("attested"), &json!(18), &json!(3)));
    assert_eq!(told.get("suppressed"), None);
    assert_eq!(rows(&told, SINGLE), [("choice:0", Some(6)), ("choice:1", Some(6)), ("unanswered", Some(6))]);
    let first = &question(&told, SINGLE)["rows"][0];
    assert_eq!(first["all"], json!({"n": 6, "of": 18, "per_mille": 333}));
    assert_eq!(first["title"], "du temps gagné");
    let scale = question(&told, 2);
    assert_eq!(scale["mean"], json!({"exact": {"num": 45, "den": 15}, "decimal": "3.00"}));
    assert_eq!(rows(&told, 3)[3], ("frequency:weekly", Some(3)));
    assert_eq!(question(&told, 4)["words"], json!([{"word": "entraide", "people": 9}]));
    assert_eq!(rows(&told, 5), [("answered", Some(9))]);
    // All have chosen the first, and nobody the last: neither shows, and that is said.
    let hidden = &question(&told, MULTIPLE)["rows"][0]["all"];
    assert_eq!((hidden, hidden.get("n")), (&json!({"n": null, "of": 18, "suppressed": true}), Some(&Value::Null)));
    assert_eq!(rows(&told, MULTIPLE), [("choice:0", None), ("choice:1", Some(9)), ("choice:2", None)]);
    let ranked = |side: &str| -> Vec<Value> {
        told[side].as_array().unwrap().iter().map(|one| json!([one["title"], one["all"]["n"]])).collect()
    };
    assert_eq!(
        ranked("advantages"),
        [json!(["des rencontres", 9]), json!(["du temps gagné", 6]), json!(["des rendez-vous", null])]
    );
    assert_eq!(ranked("disadvantages"), [json!(["une charge de plus", 6]), json!(["des courriels", null])]);
    // Nine ties among all actors; the story's three have none.
    let ties = &question(&told, 6)["ties"];
    assert_eq!((&ties["ties"], &ties["actors"], &ties["reached"]), (&json!(9), &json!(21), &json!(18)));
    assert_eq!(ties["density"], json!({"num": 18, "den": 21 * 20}));
    assert_eq!(ties["reach"], json!({"num": 18, "den": 21}));
    // As of before, there is no report; as of now, for ever the same.
    assert_eq!(anne.get(&format!("{path}/report?as_of={open}")).problem(409), "diagnostic_not_published");
    story.proposal("Un calendrier", "Commun.");
    let then = anne.get(&format!("{path}/report?as_of={head}&expand=texts")).expect(200);
    assert_eq!(then, told);
    let bare = anne.get(&format!("{path}/report")).expect(200);
    assert_eq!((bare.get("title"), question(&bare, 4).get("words")), (None, None));
    // As a table, a line for each cell.
    let csv = story.stranger().with("accept", "text/csv").get(&format!("{path}/report?expand=texts"));
    assert!(header(&csv, "content-type").starts_with("text/csv"));
    let text = String::from_utf8(csv.body.clone()).unwrap();
    assert!(text.starts_with("question,theme,kind,row,title,column,n,of,per_mille,suppressed\r\n"), "{text}");
    assert!(text.contains("0,ict_representation,single,choice:0,du temps gagné,all,6,18,333,false\r\n"), "{text}");
    assert!(text.contains("1,ict_representation,multiple,choice:0,des rendez-vous,all,,18,,true\r\n"), "{text}");
}

#[test]
fn columns_are_told_by_audience_and_few_people_not_at_all() {
    let story = Story::begin();
    let anne = &story.anne.client;
    anne.patch(&at(""), &json!({"k": 3})).expect(200);
    let audience = id(&anne.post(&at("/audiences"), &json!({"name": "Les élus"})).expect(201));
    let paper = |n: usize, audience: Option<&str>, path: &str, choices: Value| {
        let mut person = json!({"kind": "person", "profile": {"name": format!("Personne {n}")}});
        person["audience"] = audience.map_or(Value::Null, |audience| json!(audience));
        person.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let person = id(&anne.post(&at("/actors"), &person).expect(201));
        let path = format!("{path}/answers?on_behalf_of={person}&evidence=paper");
        anne.put(&path, &json!({"answers": {"1": choices}})).expect(200);
    };
    let path = opened(&story, &campaign());
    for n in 0..12 {
        let choices = if n % 2 == 0 { json!({"choices": [0]}) } else { json!({"choices": []}) };
        paper(n, (n < 6).then_some(audience.as_str()), &path, choices);
    }
    close(&story, &path);
    let told = report(anne, &path);
    assert_eq!(told["columns"], json!([{"audience": audience, "name": "Les élus", "people": 6}, {"people": 6}]));
    let row = &question(&told, MULTIPLE)["rows"][0];
    assert_eq!(row["all"], json!({"n": 6, "of": 12, "per_mille": 500}));
    let half = json!({"n": 3, "of": 6, "per_mille": 500});
    assert_eq!(row["columns"], json!([half, half]));
    // Two people are too few for any table.
    let path = opened(&story, &campaign());
    for member in [&story.bilal, &story.chloe] {
        answer(&member.client, &path, &json!({"2": {"scale": 3}}));
    }
    close(&story, &path);
    let told = report(anne, &path);
    assert_eq!((&told["people"], &told["suppressed"]), (&json!(2), &json!(true)));
    assert_eq!(question(&told, 2).get("rows"), None);
}

#[test]
fn findings_rest_on_tables_are_revised_and_withdrawn() {
    let story = Story::begin();
    let anne = &story.anne.client;
    anne.patch(&at(""), &json!({"k": 3})).expect(200);
    let path = opened(&story, &campaign());
    for member in [&story.anne, &story.bilal, &story.chloe] {
        answer(&member.client, &path, &json!({"2": {"scale": 3}}));
    }
    let findings = format!("{path}/findings");
    let finding = json!({"title": "On se connaît peu", "description": "Surtout au nord.", "questions": [2, 0]});
    assert_eq!(anne.post(&findings, &finding).problem(409), "finding_before_publication");
    close(&story, &path);
    assert_eq!(story.bilal.client.post(&findings, &finding).problem(403), "forbidden");
    let made = anne.post(&findings, &finding);
    let one = header(&made, "location").to_owned();
    made.expect(201);
    let shown = story.stranger().get(&one).expect(200);
    assert_eq!((&shown["title"], &shown["questions"]), (&json!("On se connaît peu"), &json!([2, 0])));
    let linked = &report(anne, &path)["findings"];
    assert_eq!(linked, &json!([{"id": shown["id"], "title": "On se connaît peu", "href": one}]));
    let revised = json!({"title": "On se connaît assez peu", "questions": [2]});
    assert_eq!(anne.put(&one, &revised).problem(428), "precondition_required");
    let after = anne.seeing(1).put(&one, &revised).expect(200);
    assert_eq!((&after["version"], after["resource"].get("description")), (&json!(2), None));
    let withdrawn = anne.post(&format!("{one}/withdrawal"), &json!({"reason": "Le tableau était mal lu."})).expect(200);
    assert_eq!(withdrawn["resource"]["reason"], "Le tableau était mal lu.");
    assert_eq!(report(anne, &path)["findings"], json!([]));
    let listed = story.stranger().get(&format!("{findings}?expand=texts")).expect(200);
    assert_eq!(listed["items"][0]["title"], "On se connaît assez peu");
    assert_eq!(anne.seeing(3).put(&one, &revised).problem(409), "finding_withdrawn");
}
