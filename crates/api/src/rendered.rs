//! Lists that were rendered before.
//!
//! What a stranger is shown of a list without texts follows from what was asked, from the views, and from the head that
//! the gate looks from. While nothing happens in a network, the same bytes answer the same question: to render the tallies
//! of 100 statements costs five times what it costs to send them. Texts are never kept here; they go with their keys.
//! Nor are answers to who has a key: what they may do depends on the date too.

use std::sync::Arc;

use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use domain::ids::{NetworkId, Position};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::formats::Format;

/// How many bytes of lists are kept, of all networks together.
const KEPT_BYTES: u64 = 16 << 20;
/// What a list takes, about.
const LIST_BYTES: u64 = 8 << 10;

/// All that a list follows from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    /// The network.
    pub network: NetworkId,
    /// The head of the content.
    pub content: Position,
    /// The head that the gate looks from.
    pub gate: Position,
    /// The path.
    pub path: String,
    /// The query, as it was written.
    pub query: String,
    /// The format.
    pub format: Format,
}

/// A body that is ready to be sent.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its bytes.
    pub bytes: Bytes,
    /// Their format.
    pub format: Format,
    /// Its `ETag`.
    pub tag: String,
    /// Its `Link` to other pages.
    pub links: Option<HeaderValue>,
}

#[derive(Debug, Clone)]
struct ByBytes;

impl Weighter<Question, Arc<Body>> for ByBytes {
    fn weight(&self, question: &Question, body: &Arc<Body>) -> u64 {
        (question.query.len() + body.bytes.len() + 256) as u64
    }
}

/// The lists that are kept.
#[derive(Debug)]
pub struct Rendered(Cache<Question, Arc<Body>, ByBytes>);

impl Default for Rendered {
    fn default() -> Self {
        let lists = usize::try_from(KEPT_BYTES / LIST_BYTES).unwrap_or(1);
        Self(Cache::with_weighter(lists, KEPT_BYTES, ByBytes))
    }
}

impl Rendered {
    /// The answer to a question, rendered unless it is kept.
    ///
    /// # Errors
    /// Those of rendering, of which nothing is kept.
    pub fn answer<E>(&self, question: &Question, render: impl FnOnce() -> Result<Body, E>) -> Result<Arc<Body>, E> {
        if let Some(body) = self.0.get(question) {
            return Ok(body);
        }
        let body = Arc::new(render()?);
        self.0.insert(question.clone(), Arc::clone(&body));
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(gate: u64) -> Question {
        let network = NetworkId(uuid::Uuid::nil());
        let (content, gate) = (Position(1), Position(gate));
        Question { network, content, gate, path: "/".to_owned(), query: String::new(), format: Format::Json }
    }

    fn body(bytes: &'static [u8]) -> Body {
        Body { bytes: Bytes::from_static(bytes), format: Format::Json, tag: String::new(), links: None }
    }

    #[test]
    fn a_list_is_rendered_again_when_something_happened_since() {
        let rendered = Rendered::default();
        let answer = |gate, now| rendered.answer(&question(gate), || Ok::<_, ()>(body(now))).unwrap().bytes.clone();
        assert_eq!(answer(1, b"first"), "first");
        assert_eq!(answer(1, b"second"), "first");
        assert_eq!(answer(2, b"third"), "third");
    }

    #[test]
    fn a_list_in_another_format_is_another_list() {
        let rendered = Rendered::default();
        let answer = |format, now| {
            let question = Question { format, ..question(1) };
            rendered.answer(&question, || Ok::<_, ()>(body(now))).unwrap().bytes.clone()
        };
        assert_eq!(answer(Format::Json, b"{}"), "{}");
        assert_eq!(answer(Format::Csv, b"id"), "id");
        assert_eq!(answer(Format::Json, b"later"), "{}");
    }

    #[test]
    fn nothing_is_kept_of_a_list_that_could_not_be_rendered() {
        let rendered = Rendered::default();
        assert!(rendered.answer(&question(1), || Err(())).is_err());
        assert!(rendered.answer(&question(1), || Ok::<_, ()>(body(b"there"))).is_ok());
    }
}
