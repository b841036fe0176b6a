//! Step 1: drivers, what they commit to, meetings with those who are not there yet, and the launch.

use serde_json::{Value, json};

use super::Tale;
use crate::story::id;

/// Anne invites three to drive: a young one and an elder accept, the third has no time.
fn drivers_are_found(tale: &Tale) {
    let [young, .., busy] = &tale.people[..] else { panic!("there are people") };
    let elder = &tale.people[10];
    for member in [young, elder, busy] {
        tale.anne_does("POST", "/drivers", &json!({"actor": member.id}));
    }
    for (driver, audience, goal) in
        [(young, &tale.young, "Un délégué par lycée."), (elder, &tale.elders, "Un thé par quartier.")]
    {
        let below = |path: &str| crate::story::at(&format!("/drivers/{}{path}", driver.id));
        driver.client.post(&below("/acceptance"), &json!({})).expect(200);
        driver.client.put(&below(&format!("/commitments/{audience}")), &json!({"goal": goal})).expect(200);
    }
    let refusal = crate::story::at(&format!("/drivers/{}/refusal", busy.id));
    busy.client.post(&refusal, &json!({"reason": "Pas avant l’automne."})).expect(200);
}

fn meeting(tale: &Tale, kind: &str, day: &str, title: &str, audience: Option<&str>) -> String {
    let mut planned = json!({
        "kind": kind, "starts_at": format!("{day}T18:00:00Z"), "ends_at": format!("{day}T20:00:00Z"),
        "title": title, "place": "La salle des fêtes"
    });
    if let Some(audience) = audience {
        planned["audience"] = audience.into();
    }
    id(&tale.anne_does("POST", "/meetings", &planned))
}

fn so_many_came(tale: &Tale, meeting: &str, count: u32) {
    tale.anne_changes(&format!("/meetings/{meeting}"), "PUT", "/attendance", &json!({"count": count}));
}

fn codes(coverage: &Value) -> Vec<&str> {
    coverage["remaining"].as_array().unwrap().iter().map(|todo| todo["code"].as_str().unwrap()).collect()
}

/// The whole step, until nothing remains to be done.
pub fn the_network_reaches_out(tale: &mut Tale) {
    tale.on("2026-03-02");
    tale.opens_the_step("mobilisation", "Que chaque public ait été rencontré avant l’été.");
    let before = tale.shown("/mobilisation");
    let expected = [
        "no_driver",
        "launch_not_planned",
        "audience_without_driver",
        "audience_without_driver",
        "audience_not_met",
        "audience_not_met",
    ];
    assert_eq!(codes(&before), expected);

    drivers_are_found(tale);
    let (young, elders) = (tale.young.clone(), tale.elders.clone());
    let lycee = meeting(tale, "outreach", "2026-03-12", "Au foyer du lycée", Some(&young));
    let tea = meeting(tale, "outreach", "2026-03-19", "Le thé du jeudi", Some(&elders));
    let launch = meeting(tale, "launch", "2026-04-16", "Le lancement", None);
    assert_eq!(codes(&tale.shown("/mobilisation")), ["launch_not_held", "audience_not_met", "audience_not_met"]);

    tale.on("2026-04-17");
    let held = tale.shown("/mobilisation");
    assert_eq!(codes(&held), ["meeting_not_counted"; 3], "time has passed, and nobody has said who came");
    for (meeting, count) in [(&lycee, 23), (&tea, 17), (&launch, 70)] {
        so_many_came(tale, meeting, count);
    }
    let coverage = tale.shown("/mobilisation");
    assert_eq!(codes(&coverage), Vec::<&str>::new());
    assert_eq!(coverage["launch"]["attendance"], 70);
    let [of_young, of_elders] = &coverage["audiences"].as_array().unwrap()[..] else { panic!("two audiences") };
    let told = |of: &Value| (of["actors"].clone(), of["share_per_mille"].clone(), of["outreach"]["attendance"].clone());
    assert_eq!(told(of_young), (json!(10), json!(15), json!(23)), "10 of 640 are 15 in a thousand");
    assert_eq!(told(of_elders), (json!(10), json!(11), json!(17)));
    let expected = json!({"invited": 3, "pending": 0, "accepted": 2, "declined": 1, "lapsed": 0, "driving": 2});
    assert_eq!(coverage["drivers"], expected);
    tale.watch("/drivers?expand=texts");
    tale.watch("/meetings?expand=texts");
    tale.closes_the_step("mobilisation", "Les deux publics ont été rencontrés, et soixante-dix personnes sont venues.");
}
