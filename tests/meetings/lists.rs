//! Lists of meetings: order, filters, cursors, and what is still to come.

use serde_json::json;

use super::{begin_at, change, plan, stamp, workshop};
use crate::audiences;
use crate::story::{at, id, misfit};

#[test]
fn meetings_are_listed_in_the_order_in_which_they_begin() {
    let dir = tempfile::tempdir().unwrap();
    let (story, clock) = begin_at(dir.path(), "2026-01-01T00:00:00Z");
    let (anne, audience) = (&story.anne.client, audiences::define(&story, "Les jeunes", None));
    let planned = |kind: &str, day: &str, audience: Option<&str>| {
        let mut planned = workshop(day);
        planned["kind"] = kind.into();
        planned["audience"] = audience.into();
        let path = plan(anne, &planned);
        path[path.len() - 36..].to_owned()
    };
    let third = planned("workshop", "2026-03-12", None);
    let first = planned("outreach", "2025-12-30", Some(&audience));
    let second = planned("outreach", "2026-02-01", Some(&audience));
    let fourth = planned("workshop", "2026-03-12", None);
    let listed = |query: &str| {
        let page = story.stranger().get(&at(&format!("/meetings?{query}"))).expect(200);
        page["items"].as_array().unwrap().iter().map(id).collect::<Vec<_>>()
    };
    let all = [&first, &second, &third, &fourth].map(Clone::clone);
    assert_eq!(listed(""), all);
    assert_eq!(listed("sort=-start"), all.iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!(listed("kind=outreach"), all[..2]);
    assert_eq!(listed(&format!("audience={audience}&until=2026-01-01T00:00:00Z")), all[..1]);
    assert_eq!(listed("from=2026-02-01T17:30:00Z"), all[1..], "what begins at that very moment is in");
    assert_eq!(listed("until=2026-02-01T17:30:00Z"), all[..1], "and not here");
    assert_eq!(listed("from=2026-03-01T00:00:00Z&until=2026-02-01T00:00:00Z"), Vec::<String>::new());
    assert_eq!(listed("from=2026-03-01T00:00:00Z&until=2026-02-01T00:00:00Z&sort=-start"), Vec::<String>::new());
    for (sort, expected) in
        [("start", all.clone()), ("-start", all.iter().rev().cloned().collect::<Vec<_>>().try_into().unwrap())]
    {
        let (mut walked, mut after) = (Vec::new(), String::new());
        loop {
            let page = story.stranger().get(&at(&format!("/meetings?limit=1&sort={sort}{after}"))).expect(200);
            walked.extend(page["items"].as_array().unwrap().iter().map(id));
            let Some(next) = page.get("next") else { break };
            after = format!("&after={}", next.as_str().unwrap());
        }
        assert_eq!(walked, expected, "{sort}: also of two that begin at once");
    }
    // What is still to come depends on the moment, also for a stranger who asks twice.
    assert_eq!(listed("upcoming=true"), all[1..]);
    let head = story.head();
    clock.tell(stamp("2026-02-15T00:00:00Z"));
    assert_eq!(listed("upcoming=true"), all[2..]);
    change(anne, "POST", &at(&format!("/meetings/{fourth}")), "/cancellation", &json!({"reason": "Il neige."}))
        .expect(200);
    assert_eq!(listed("upcoming=true"), all[2..3]);
    assert_eq!(listed(&format!("upcoming=true&as_of={head}")), all[1..], "as of then, at that moment");
    assert_eq!(listed("upcoming=true&as_of=2026-02-01T19:29:59Z"), all[1..]);
    assert_eq!(listed("upcoming=true&as_of=2026-02-01T19:30:00Z"), all[2..]);
    let later = json!({"starts_at": "2027-01-01T00:00:00Z", "ends_at": "2027-01-02T00:00:00Z"});
    change(anne, "PUT", &at(&format!("/meetings/{second}")), "/schedule", &later).expect(200);
    assert_eq!(listed("sort=-start&limit=1"), [second], "a moved meeting takes its new place");
    assert_eq!(misfit(&story.stranger().get(&at("/meetings?after=x_y")), 422).0, "after");
    assert_eq!(misfit(&story.stranger().get(&at("/meetings?sort=title")), 422).0, "sort");
    let bare = story.stranger().get(&at("/meetings?limit=1")).expect(200)["items"][0].clone();
    let full = story.stranger().get(&at("/meetings?limit=1&expand=texts")).expect(200)["items"][0].clone();
    assert_eq!((bare.get("title"), &full["title"]), (None, &json!("Nos besoins")));
}
