//! Everything that can happen to diagnostics and findings.

use serde_json::json;

use super::{answer, campaign, close, draft, opened};
use crate::story::{Story, at};

/// Everything that can happen to them; and every text that was typed for it, answers too.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let anne = &story.anne.client;
    let path = draft(story, &campaign());
    anne.seeing(13).put(&path, &json!({"title": "Comment allons-nous ?", "description": "Avant tout."})).expect(200);
    let question =
        json!({"theme": "ict_usage", "kind": "text", "title": "Le téléphone ?", "description": "Fixe ou non."});
    anne.post(&format!("{path}/questions"), &question).expect(200);
    anne.delete(&format!("{path}/questions/7")).expect(200);
    anne.delete(&format!("{path}/questions/1/choices/2")).expect(200);
    let reason = json!({"reason": "Une question était mal posée."});
    anne.post(&format!("{path}/abandonment"), &reason).expect(200);
    // One of which tables are published: as many answer as a figure must tell of.
    let path = opened(story, &campaign());
    let more: Vec<_> = (0..5).map(|n| format!("Personne {n}")).collect();
    for name in &more {
        let member = story.server.join("vallee", anne, name);
        answer(&member.client, &path, &json!({"2": {"scale": 3}, "4": {"words": ["Saperlotte"]}}));
    }
    let own = format!("{path}/answers");
    answer(&story.bilal.client, &path, &json!({"5": {"text": "Une navette, saperlipopette."}}));
    story.bilal.client.delete(&own).expect(200);
    answer(&story.chloe.client, &path, &json!({"2": {"scale": 4}}));
    answer(&story.chloe.client, &path, &json!({"2": {"scale": 5}}));
    close(story, &path);
    let finding = json!({"title": "On se connaît un peu", "description": "Au nord surtout.", "questions": [2]});
    let made = anne.post(&format!("{path}/findings"), &finding).expect(201);
    let one = format!("{path}/findings/{}", made["id"].as_str().unwrap());
    anne.seeing(1).put(&one, &json!({"title": "On se connaît assez", "questions": [2]})).expect(200);
    anne.post(&format!("{one}/withdrawal"), &json!({"reason": "Le tableau fut mal lu."})).expect(200);
    let followed = path.split('/').next_back().unwrap();
    let next = json!({"title": "Un an après", "follows": followed, "copy": true});
    anne.post(&at("/diagnostics"), &next).expect(201);
    vec![
        "Comment travaillons-nous ?",
        "Avant de choisir quoi que ce soit.",
        "Un outil commun, c’est surtout…",
        "du temps gagné",
        "une charge de plus",
        "Qu’en attendez-vous ?",
        "des rendez-vous",
        "des rencontres",
        "des courriels",
        "Se connaît-on bien ?",
        "Utilisez-vous une messagerie ?",
        "Un réseau, en quelques mots ?",
        "Qu’est-ce qui manque ?",
        "Avec qui travaillez-vous ?",
        "Comment allons-nous ?",
        "Avant tout.",
        "Le téléphone ?",
        "Fixe ou non.",
        "Une question était mal posée.",
        "Personne 0",
        "Personne 4",
        "Saperlotte",
        "Une navette, saperlipopette.",
        "On se connaît un peu",
        "Au nord surtout.",
        "On se connaît assez",
        "Le tableau fut mal lu.",
        "Un an après",
    ]
}
