//! The lines of an iCalendar stream (RFC 5545 §3.1): CRLF, folded so that none is longer than 75 octets.

use domain::ids::Stamp;

/// The longest line, in octets, without its end.
const MAX_OCTETS: usize = 75;

/// A calendar in the making.
#[derive(Debug)]
pub struct Calendar(String);

impl Calendar {
    /// Begins one, with the name that calendar programs show (RFC 7986 §5.1, and as they did before).
    pub fn begin(name: Option<&str>) -> Self {
        let mut calendar = Self(String::new());
        calendar.line("BEGIN", "VCALENDAR");
        calendar.line("VERSION", "2.0");
        calendar.line("PRODID", "-//tresse//meetings//EN");
        for property in ["NAME", "X-WR-CALNAME"] {
            if let Some(name) = name {
                calendar.text(property, name);
            }
        }
        calendar
    }

    /// The whole stream.
    pub fn end(mut self) -> String {
        self.line("END", "VCALENDAR");
        self.0
    }

    /// A property whose value needs no escaping.
    pub fn line(&mut self, property: &str, value: &str) {
        let mut octets = 0;
        for character in property.chars().chain([':']).chain(value.chars()) {
            if octets + character.len_utf8() > MAX_OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(character);
            octets += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property with a text (§3.3.11).
    pub fn text(&mut self, property: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len());
        for character in text.replace("\r\n", "\n").chars() {
            match character {
                '\\' | ';' | ',' => escaped.extend(['\\', character]),
                '\n' | '\r' => escaped.push_str("\\n"),
                other => escaped.push(other),
            }
        }
        self.line(property, &escaped);
    }

    /// A property with an instant, in UTC and whole seconds (§3.3.5).
    pub fn time(&mut self, property: &str, at: Stamp) {
        let written = at.to_string();
        let seconds = written.split('.').next().unwrap_or_default();
        self.line(property, &(seconds.replace(['-', ':'], "") + "Z"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Calendar)) -> String {
        let mut calendar = Calendar(String::new());
        write(&mut calendar);
        calendar.0
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        for text in ["a".repeat(400), "é".repeat(200), "🌻".repeat(100), format!("a{}", "€".repeat(150))] {
            let lines = written(|calendar| calendar.text("SUMMARY", &text));
            assert!(lines.split("\r\n").all(|line| line.len() <= MAX_OCTETS));
            assert!(lines.matches("\r\n ").count() >= 5, "it is folded");
            assert_eq!(lines.replace("\r\n ", ""), format!("SUMMARY:{text}\r\n"));
        }
        let fits = "a".repeat(MAX_OCTETS - "SUMMARY:".len());
        assert_eq!(written(|calendar| calendar.text("SUMMARY", &fits)).matches("\r\n").count(), 1);
    }

    #[test]
    fn what_has_a_meaning_of_its_own_is_escaped() {
        let text = written(|calendar| calendar.text("DESCRIPTION", "a,b;c\\d\ne\r\nf\rg:\"h\""));
        assert_eq!(text, "DESCRIPTION:a\\,b\\;c\\\\d\\ne\\nf\\ng:\"h\"\r\n");
    }

    #[test]
    fn an_instant_is_in_utc_and_whole_seconds() {
        let at = "2026-03-05T17:02:11.999Z".parse().unwrap();
        assert_eq!(written(|calendar| calendar.time("DTSTART", at)), "DTSTART:20260305T170211Z\r\n");
    }
}
