//! Meetings as calendars, read back by a parser that has nothing to do with who wrote them.

use icalendar::{Calendar, CalendarComponent, Component as _, Event};
use serde_json::json;
use testkit::Reply;

use super::{begin_at, change, plan, stamp, workshop};
use crate::story::{at, header, misfit};

pub fn events(reply: &Reply) -> Vec<Event> {
    assert_eq!((reply.status, header(reply, "content-type")), (200, "text/calendar; charset=utf-8"));
    let calendar: Calendar = std::str::from_utf8(&reply.body).unwrap().parse().unwrap();
    let events = calendar.components.into_iter().map(|component| {
        let CalendarComponent::Event(event) = component else { panic!("{component:?} is no event") };
        event
    });
    events.collect()
}

/// What an event of a calendar says, once.
pub fn says<'e>(event: &'e Event, property: &str) -> &'e str {
    let several = event.multi_properties().get(property).filter(|several| several.len() == 1);
    let said = event.property_value(property).or_else(|| several?.first().map(icalendar::Property::value));
    said.unwrap_or_else(|| panic!("no {property} in {event:?}"))
}

#[test]
fn a_calendar_says_what_the_meetings_say() {
    let dir = tempfile::tempdir().unwrap();
    let (story, clock) = begin_at(dir.path(), "2026-01-01T09:00:00Z");
    let anne = &story.anne.client;
    let mut planned = workshop("2026-03-12");
    let agenda = format!("Tour de table ; besoins, envies\\craintes\nPuis {}", "é€🌻".repeat(100));
    (planned["agenda"], planned["link"]) =
        (agenda.as_str().into(), "https://visio.example.org/salle?nom=besoins,2;x".into());
    let meeting = plan(anne, &planned);
    let mut feast = workshop("2026-03-11");
    (feast["kind"], feast["title"]) = ("convivial".into(), "Un repas".into());
    let feast = plan(anne, &feast);
    clock.tell(stamp("2026-01-02T10:11:12.345Z"));
    change(anne, "POST", &feast, "/cancellation", &json!({"reason": "La salle n’est plus libre."})).expect(200);

    let reply = story.stranger().get(&at("/meetings.ics"));
    let text = std::str::from_utf8(&reply.body).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
    assert!(text.contains("X-WR-CALNAME:Réseau de la vallée\r\n"));
    let [cancelled, event] = &events(&reply)[..] else { panic!("two meetings, in the order in which they begin") };
    for (property, value) in [
        ("UID", &meeting[meeting.len() - 36..]),
        ("SUMMARY", "Nos besoins"),
        ("DESCRIPTION", &agenda),
        ("LOCATION", "La Maison des associations, salle 2"),
        ("URL", "https://visio.example.org/salle?nom=besoins,2;x"),
        ("DTSTART", "20260312T173000Z"),
        ("DTEND", "20260312T193000Z"),
        ("DTSTAMP", "20260101T090000Z"),
        ("SEQUENCE", "1"),
        ("STATUS", "CONFIRMED"),
    ] {
        assert_eq!(says(event, property), value, "{property}");
    }
    for (property, value) in [
        ("UID", &feast[feast.len() - 36..]),
        ("STATUS", "CANCELLED"),
        ("COMMENT", "La salle n’est plus libre."),
        ("SEQUENCE", "2"),
        ("CREATED", "20260101T090000Z"),
        ("DTSTAMP", "20260102T101112Z"),
        ("LAST-MODIFIED", "20260102T101112Z"),
    ] {
        assert_eq!(says(cancelled, property), value, "{property}");
    }
    assert_eq!(cancelled.property_value("URL"), None);

    // The same history is the same bytes, whenever it is asked for; who registers changes nothing of it.
    let tag = header(&reply, "etag").to_owned();
    clock.tell(stamp("2026-02-01T00:00:00Z"));
    story.chloe.client.put(&format!("{meeting}/registration"), &json!({})).expect(200);
    let again = story.stranger().with("if-none-match", &tag).get(&at("/meetings.ics"));
    assert_eq!((again.status, again.body.len()), (304, 0));
    let later = json!({"starts_at": "2026-03-19T17:30:00Z", "ends_at": "2026-03-19T19:30:00Z"});
    change(anne, "PUT", &meeting, "/schedule", &later).expect(200);
    let moved = story.stranger().with("if-none-match", &tag).get(&at("/meetings.ics"));
    let event = &events(&moved)[1];
    assert_eq!((says(event, "DTSTART"), says(event, "SEQUENCE")), ("20260319T173000Z", "2"));
    let feasts = events(&story.stranger().get(&at("/meetings.ics?kind=convivial")));
    assert_eq!(feasts.iter().map(|event| says(event, "SUMMARY")).collect::<Vec<_>>(), ["Un repas"]);
    let one = events(&story.stranger().get(&format!("{feast}.ics")));
    assert_eq!((one.len(), says(&one[0], "SUMMARY")), (1, "Un repas"));
    assert_eq!(story.stranger().get(&at("/meetings/x.ics")).problem(404), "not_found");
    let head = story.stranger().send("HEAD", &at("/meetings.ics"), b"");
    assert_eq!((head.status, head.body.len(), header(&head, "content-type")), (200, 0, "text/calendar; charset=utf-8"));
    let web = |link: &str| {
        let mut planned = workshop("2026-04-01");
        planned["link"] = link.into();
        misfit(&anne.post(&at("/meetings"), &planned), 422)
    };
    assert!(web("javascript:alert(1)").1.contains("https://"));
    assert_eq!(web("https://x.org/\r\nEND:VCALENDAR").0, "/link");
}
