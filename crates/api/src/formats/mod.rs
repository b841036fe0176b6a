//! The formats of lists: JSON, lines of JSON, and CSV. Which one is for the client to say, in `Accept`.

pub mod csv;
pub mod described;
pub mod links;

use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Page;
use crate::problem::Problem;
use crate::quality;

/// A format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// An object with the items and the cursor of the next page.
    Json,
    /// An item a line.
    Ndjson,
    /// A line of names, then an item a line.
    Csv,
}

impl Format {
    /// All of them, the most usual first.
    pub const ALL: [Self; 3] = [Self::Json, Self::Ndjson, Self::Csv];
    const TOLD: &str = "application/json, application/x-ndjson, text/csv";

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => "text/csv",
        }
    }

    /// Its media type with its parameters (RFC 4180 §3).
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json | Self::Ndjson => self.media_type(),
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// The format of a list for a client that accepts this.
    ///
    /// # Errors
    /// `not_acceptable`.
    pub fn of_list(accept: Option<&str>) -> Result<Self, Problem> {
        Self::best(&Self::ALL, accept).ok_or_else(|| Problem::not_acceptable(Self::TOLD))
    }

    /// The format of what is no list.
    ///
    /// # Errors
    /// `not_acceptable`.
    pub fn of_object(accept: Option<&str>) -> Result<Self, Problem> {
        Self::best(&[Self::Json], accept).ok_or_else(|| Problem::not_acceptable(Self::Json.media_type()))
    }

    /// The one that the client likes best; of those it likes as much the first.
    fn best(offered: &[Self], accept: Option<&str>) -> Option<Self> {
        let media_types: Vec<_> = offered.iter().map(|format| format.media_type()).collect();
        let best = quality::best(&media_types, accept)?;
        offered.iter().find(|format| format.media_type() == best).copied()
    }

    /// The bytes of a page.
    ///
    /// # Errors
    /// None but `internal`.
    pub fn write<T: Serialize + ToSchema>(self, page: &Page<T>) -> Result<Vec<u8>, Problem> {
        let internal = |error| Problem::internal(&error);
        match self {
            Self::Json => serde_json::to_vec(page).map_err(internal),
            Self::Ndjson => {
                let mut lines = Vec::new();
                for item in &page.items {
                    serde_json::to_writer(&mut lines, item).map_err(internal)?;
                    lines.push(b'\n');
                }
                Ok(lines)
            }
            Self::Csv => csv::table(&page.items).map_err(|error| Problem::internal(&error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_says_which_format_it_gets() {
        use Format::{Csv, Json, Ndjson};
        for (accept, wanted) in [
            ("*/*", Some(Json)),
            ("", Some(Json)),
            ("text/csv", Some(Csv)),
            ("TEXT/CSV; charset=utf-8", Some(Csv)),
            ("application/x-ndjson", Some(Ndjson)),
            ("application/*", Some(Json)),
            ("text/*", Some(Csv)),
            ("text/csv, */*;q=0.1", Some(Csv)),
            ("text/csv;q=0.5, application/json;q=0.4", Some(Csv)),
            ("text/csv, application/json", Some(Json)),
            ("application/json;q=0, */*", Some(Ndjson)),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Json)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("nonsense", None),
        ] {
            assert_eq!(Format::of_list(Some(accept)).ok(), wanted, "{accept}");
        }
        assert_eq!(Format::of_list(None).ok(), Some(Json));
        assert!(Format::of_object(Some("text/csv")).is_err() && Format::of_object(Some("*/*")).is_ok());
    }
}
