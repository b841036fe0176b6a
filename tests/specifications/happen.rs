//! Everything that can happen to specifications.

use serde_json::json;

use super::{about, decide, last, open, publish, require, version_of, want};
use crate::story::Story;

/// Everything that can happen to specifications and requirements; and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let (anne, chloe) = (&story.anne.client, &story.chloe.client);
    let path = open(story);
    anne.seeing(1).put(&path, &json!({"title": "Un outil commun à tous"})).expect(200);
    let new = json!({"kind": "goal", "title": "Repérer les porteurs de projets", "description": "Par village."});
    let requirement = chloe.post(&format!("{path}/requirements"), &new).expect(201);
    let requirement = format!("{path}/requirements/{}", crate::story::id(&requirement));
    want(&story.bilal, &requirement, "should");
    want(&story.bilal, &requirement, "must");
    let amendment = json!({
        "title": "Repérer et relier les porteurs", "description": "Par village et par thème.",
        "reason": "On se croise sans se voir."
    });
    for _ in 0..3 {
        chloe.post(&format!("{requirement}/amendments"), &amendment).expect(200);
    }
    chloe.delete(&format!("{requirement}/amendments/1")).expect(200);
    let refused = json!({"reason": "Cela se dit déjà ailleurs."});
    anne.post(&format!("{requirement}/amendments/2/refusal"), &refused).expect(200);
    let accepted = json!({"reason": "L’atelier l’a demandé."});
    let seen = version_of(story, &requirement);
    anne.seeing(seen).post(&format!("{requirement}/amendments/3/acceptance"), &accepted).expect(200);
    let parts = json!({"into": [
        {"title": "Un répertoire vivant"}, {"kind": "means", "title": "Un plan mural", "description": "À la mairie."}
    ]});
    let split = anne.post(&format!("{requirement}/split"), &parts).expect(200)["resource"]["split_into"].clone();
    let part = format!("{path}/requirements/{}", split[0].as_str().unwrap());
    let other = require(&story.bilal, &path, "constraint", "Aucun abonnement payant", &[]);
    anne.post(&format!("{part}/merges"), &json!({"sources": [last(&other)]})).expect(200);
    let rejected = format!("{path}/requirements/{}", split[1].as_str().unwrap());
    anne.post(&format!("{rejected}/rejection"), &json!({"reason": "Trop cher pour l’instant."})).expect(200);
    anne.post(&format!("{rejected}/reinstatement"), &json!({})).expect(200);
    let version = publish(story, &path);
    let decision = decide(story, &about(&version), "yes");
    anne.post(&format!("{path}/versions/1/adoption"), &json!({"decision": decision})).expect(200);
    vec![
        "Un outil pour la vallée",
        "Un outil commun à tous",
        "Que voulons-nous faire ensemble ?",
        "Repérer les porteurs de projets",
        "Par village.",
        "Repérer et relier les porteurs",
        "Par village et par thème.",
        "On se croise sans se voir.",
        "Cela se dit déjà ailleurs.",
        "L’atelier l’a demandé.",
        "Un répertoire vivant",
        "Un plan mural",
        "À la mairie.",
        "Aucun abonnement payant",
        "Trop cher pour l’instant.",
        "Adoptons-nous ce texte ?",
    ]
}
