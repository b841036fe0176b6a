//! Texts as they are shown. Whatever shows one comes through here.

use std::sync::Arc;

use app::network::Text;
use projection::TextRef;

use crate::call::Read;
use crate::problem::Problem;

/// What stands for a text whose key was destroyed.
const ERASED: &str = "[erased]";
/// What stands for a text that moderators hide.
const HIDDEN: &str = "[hidden]";

/// A text that is shown, if there is one.
pub type Shown = Result<Option<Arc<str>>, Problem>;

/// Opens a text, if there is one. What moderators hide is hidden as of this very moment: a long stream may have begun
/// before they did.
///
/// # Errors
/// `internal` when it cannot be opened.
pub fn shown<Q>(read: &Read<Q>, text: Option<TextRef>) -> Shown {
    text.map(|text| {
        if read.network.live().hides(&text) {
            return Ok(HIDDEN.into());
        }
        Ok(match read.network.text(&text)? {
            Text::Shown(text) => text,
            Text::Erased => ERASED.into(),
        })
    })
    .transpose()
}

/// A text for a sentence to quote: none where there is nothing to quote, since it is hidden or erased.
///
/// # Errors
/// `internal` when it cannot be opened.
pub fn quoted<Q>(read: &Read<Q>, text: Option<TextRef>) -> Shown {
    let Some(text) = text.filter(|text| !read.network.live().hides(text)) else { return Ok(None) };
    Ok(match read.network.text(&text)? {
        Text::Shown(text) => Some(text),
        Text::Erased => None,
    })
}

/// Opens a text for whoever may read what moderators hide; that is for the caller to say.
///
/// # Errors
/// `internal` when it cannot be opened.
pub fn uncovered<Q>(read: &Read<Q>, text: Option<TextRef>) -> Shown {
    text.map(|text| Ok(read.network.opened(&text)?.map_or(ERASED.into(), |opened| opened.text.as_str().into())))
        .transpose()
}
