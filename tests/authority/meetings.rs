//! Meetings, who comes to them, and their minutes.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("meetings.txt");

/// A meeting that has begun and is not over.
fn meeting(kind: &str) -> Value {
    json!({
        "kind": kind, "starts_at": "2020-01-01T18:00:00Z", "ends_at": "2999-01-01T20:00:00Z", "title": "Une rencontre",
        "place": "La salle des fêtes"
    })
}

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let owner = net.person();
    let planned = |kind| {
        let id = net.act("POST", "/meetings", &meeting(kind))["id"].as_str().unwrap().to_owned();
        format!("/meetings/{id}")
    };
    let one = || planned(if variant.is_empty() { "workshop" } else { variant });
    // The owner is named among those who came.
    let held = || {
        let path = one();
        net.act_seeing(Some(1), "PUT", &format!("{path}/attendance"), &json!({"count": 3, "persons": [owner.id]}));
        path
    };
    // And offered to approve the draft that Anne made.
    let drafted = || {
        let path = held();
        net.act_seeing(Some(2), "POST", &format!("{path}/minutes"), &json!({"minutes": "On a bien parlé."}));
        owner.client.put(&net.path(&format!("{path}/approval-offer")), &json!({})).expect(200);
        path
    };
    let named = json!({"approvers": [owner.id]});
    let born = |path: String| {
        let contribution = net.proposal(&owner.client);
        format!("{path}/contributions/{contribution}")
    };
    let text = json!({"title": "Une autre rencontre", "link": "https://visio.example.org/salle"});
    let later = json!({"starts_at": "2020-01-02T18:00:00Z", "ends_at": "2999-01-02T20:00:00Z"});
    let (method, path, body, if_match) = match operation {
        "listMeetings" => ("GET", "/meetings".to_owned(), Value::Null, None),
        "getCalendar" => ("GET", "/meetings.ics".to_owned(), Value::Null, None),
        "getMeeting" => ("GET", one(), Value::Null, None),
        "getMeetingCalendar" => ("GET", one() + ".ics", Value::Null, None),
        "planMeeting" => ("POST", "/meetings".to_owned(), meeting(variant), None),
        "reviseMeeting" => ("PUT", one() + "/text", text, Some(1)),
        "rescheduleMeeting" => ("PUT", one() + "/schedule", later, Some(1)),
        "cancelMeeting" => ("POST", one() + "/cancellation", json!({"reason": "Il neige."}), Some(1)),
        "getOwnRegistration" => ("GET", one() + "/registration", Value::Null, None),
        "registerForMeeting" => ("PUT", one() + "/registration", json!({}), None),
        "unregisterFromMeeting" => ("DELETE", one() + "/registration", Value::Null, None),
        "listRegistrations" => ("GET", one() + "/registrations", Value::Null, None),
        "recordAttendance" => ("PUT", one() + "/attendance", json!({"count": 3, "persons": [owner.id]}), Some(1)),
        "listAttendances" => ("GET", held() + "/attendances", Value::Null, None),
        "withdrawAttendance" => ("DELETE", format!("{}/attendances/{}", held(), owner.id), Value::Null, None),
        "listMinutes" => ("GET", drafted() + "/minutes", Value::Null, None),
        "draftMinutes" => ("POST", one() + "/minutes", json!({"minutes": "On a bien parlé."}), Some(1)),
        "offerApproval" => ("PUT", held() + "/approval-offer", json!({}), None),
        "nameApprovers" => ("PUT", drafted() + "/minutes/1/approvers", named, Some(3)),
        "approveMinutes" => {
            let path = drafted();
            net.act_seeing(Some(3), "PUT", &format!("{path}/minutes/1/approvers"), &named);
            ("PUT", path + "/minutes/1/approval", json!({}), None)
        }
        "linkToMeeting" => ("PUT", born(one()), json!({}), None),
        "unlinkFromMeeting" => {
            let path = born(one());
            net.act("PUT", &path, &json!({}));
            ("DELETE", path, Value::Null, None)
        }
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), if_match })
}
