//! Texts as they are shown.

use std::sync::Arc;

use app::network::Text;
use projection::TextRef;

use crate::call::Read;
use crate::problem::Problem;

/// What stands for a text whose key was destroyed.
const ERASED: &str = "[erased]";

/// Opens a text, if there is one.
///
/// # Errors
/// `internal` when it cannot be opened.
pub fn shown<Q>(read: &Read<Q>, text: Option<TextRef>) -> Result<Option<Arc<str>>, Problem> {
    text.map(|text| match read.network.text(&text) {
        Ok(Text::Shown(text)) => Ok(text),
        Ok(Text::Erased) => Ok(ERASED.into()),
        Err(error) => Err(error.into()),
    })
    .transpose()
}
