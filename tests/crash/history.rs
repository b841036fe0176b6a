//! A network's history as another process tells it, folded anew.

use std::path::Path;
use std::process::Output;

use domain::ids::Position;
use domain::state::Recorded;
use projection::Views;
use serde_json::Value;

use super::load::SLUG;
use super::served;

/// What `tresse export log` wrote.
pub struct History {
    /// Each event's exact bytes.
    pub events: Vec<String>,
    /// Whether opening the log cut a frame whose sync did not finish.
    pub was_torn: bool,
}

impl History {
    /// Reads the history in another process.
    pub fn exported(data: &Path) -> Self {
        Self::of(&served::output(&["export", "log", "--network", SLUG], data))
    }

    /// What another process wrote.
    pub fn of(ended: &Output) -> Self {
        let (lines, errors) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
        assert!(ended.status.success(), "{errors}");
        let events = lines.lines().enumerate().map(|(position, line)| {
            let event = line.strip_prefix(&format!("{{\"position\":{position},\"event\":"));
            let event = event.and_then(|rest| rest.strip_suffix('}')).expect("positions have no gap");
            event.to_owned()
        });
        let was_torn = errors.contains("cutting a frame");
        Self { events: events.collect(), was_torn }
    }

    /// How many events there are.
    pub fn head(&self) -> u64 {
        self.events.len() as u64
    }

    /// An event's type and first object.
    pub fn told(&self, position: u64) -> (String, String) {
        let event: Value = serde_json::from_str(&self.events[usize::try_from(position).unwrap()]).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&event["type"]), text(&event["objects"][0]))
    }

    /// The views of a fresh replay of the first `head` events.
    pub fn replayed(&self, head: u64) -> Views {
        let mut views = Views::default();
        for (position, event) in (0..head).zip(&self.events) {
            views.apply(&Recorded::read(Position(position), event.as_bytes()).unwrap());
        }
        views
    }

    /// No join without its profile.
    pub fn has_only_whole_joins(&self) {
        for position in 0..self.head() {
            let (name, actor) = self.told(position);
            if name == "actor.joined" {
                assert!(position + 1 < self.head(), "half a join at the end");
                assert_eq!(self.told(position + 1), ("actor.profile_revised".to_owned(), actor));
            }
        }
    }
}
