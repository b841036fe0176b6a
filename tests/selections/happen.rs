//! Everything that can happen to selections and candidates.

use super::*;

/// Everything that can happen; and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let path = prepare(story);
    anne.seeing(1).put(&format!("{path}/criteria/4"), &json!({"weight": 1, "title": "D’un bel aspect"})).expect(200);
    anne.delete(&format!("{path}/criteria/4")).expect(200);
    let new = json!({
        "name": "Agenda des communs", "link": "https://agenda.example/vallee", "hosting": "Chez une association",
        "licence": "Une licence libre", "licence_kind": "free", "one_off": euros(10_000), "yearly": euros(1_000)
    });
    let agenda = propose(&story.bilal, &path, &new);
    let other = propose(&story.chloe, &path, &tool("Calendrier des marchés", 0, 4_000));
    let at_agenda = format!("{path}/candidates/{agenda}");
    let method = json!({
        "title": "Installé par nous", "description": "Un samedi suffit.", "cost": euros(1), "delay_days": 7
    });
    bilal.seeing(1).put(&format!("{at_agenda}/setup-methods/1"), &method).expect(200);
    bilal.delete(&format!("{at_agenda}/setup-methods/1")).expect(200);
    let planned = json!({
        "kind": "presentation", "title": "Deux agendas en vrai", "place": "La salle des fêtes",
        "starts_at": "2999-03-05T18:00:00Z", "ends_at": "2999-03-05T20:00:00Z"
    });
    let meeting = id(&anne.post(&at("/meetings"), &planned).expect(201));
    anne.put(&format!("{path}/presentation"), &json!({"meeting": meeting})).expect(200);
    anne.delete(&format!("{path}/presentation")).expect(200);
    anne.post(&format!("{path}/opening"), &json!({})).expect(200);
    let said = json!({"assessments": [
        {"candidate": agenda, "criterion": 1, "score": 3, "comment": "Ma voisine s’y retrouve."},
        {"candidate": other, "criterion": 1, "score": 1}
    ]});
    bilal.put(&format!("{path}/assessments"), &said).expect(200);
    bilal.delete(&format!("{path}/assessments/{other}/1")).expect(200);
    let mut corrected = tool("Agenda des communs bis", 11_000, 1_000);
    corrected["reason"] = json!("Le devis a été revu.");
    anne.seeing(3).put(&at_agenda, &corrected).expect(200);
    let gone = json!({"reason": "L’éditeur a fermé."});
    anne.post(&format!("{path}/candidates/{other}/withdrawal"), &gone).expect(200);
    let payers = json!([{"actor": story.bilal.id}, {"actor": story.chloe.id}]);
    let plan = json!({"candidate": agenda, "years": 2, "rule": "equal", "payers": payers});
    anne.post(&format!("{path}/split"), &plan).expect(200);
    bilal.post(&format!("{path}/split/acceptance"), &json!({"split": 1})).expect(200);
    let no = json!({"split": 1, "reason": "La caisse est vide."});
    story.chloe.client.post(&format!("{path}/split/refusal"), &no).expect(200);
    anne.post(&format!("{path}/closing"), &json!({})).expect(200);
    let decision = decide(story, "consent", &[], &format!("candidate:{agenda}"), &json!({"say": "yes"}));
    anne.post(&format!("{path}/choice"), &json!({"candidate": agenda, "decision": decision})).expect(200);
    let over = json!({"reason": "Le besoin a disparu."});
    anne.post(&format!("{}/abandonment", prepare(story)), &over).expect(200);
    vec![
        "Un agenda commun",
        "D’un bel aspect",
        "Agenda des communs",
        "https://agenda.example/vallee",
        "Chez une association",
        "Une licence libre",
        "Calendrier des marchés",
        "Installé par nous",
        "Un samedi suffit.",
        "Deux agendas en vrai",
        "La salle des fêtes",
        "Ma voisine s’y retrouve.",
        "Agenda des communs bis",
        "Le devis a été revu.",
        "L’éditeur a fermé.",
        "La caisse est vide.",
        "Le besoin a disparu.",
    ]
}
