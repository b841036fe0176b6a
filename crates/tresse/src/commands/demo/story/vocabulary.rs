//! The themes and tags of the network.

use app::edge;
use domain::class::Pointer;
use domain::ids::Stamp;
use domain::vocabulary::{Command, TagDefined, ThemeDefined};
use serde::Deserialize;

use super::{Entry, Moment};

/// A theme, and who defines it when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Theme {
    key: String,
    at: Stamp,
    by: String,
    label: String,
}

/// A tag, and who defines it when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    key: String,
    at: Stamp,
    by: String,
    label: String,
}

impl Entry for Theme {
    fn moments(&self) -> Vec<Moment<'_>> {
        vec![Moment::new(self.at, &self.by, |telling, _| {
            let theme = telling.themes.give(&self.key, edge::theme_id());
            let mut draft = telling.draft();
            let label = draft.common(Pointer::Label, &self.label)?;
            Ok(vec![draft.ready(Command::DefineTheme(ThemeDefined { theme, label }))])
        })]
    }
}

impl Entry for Tag {
    fn moments(&self) -> Vec<Moment<'_>> {
        vec![Moment::new(self.at, &self.by, |telling, _| {
            let tag = telling.tags.give(&self.key, edge::tag_id());
            let mut draft = telling.draft();
            let label = draft.common(Pointer::Label, &self.label)?;
            Ok(vec![draft.ready(Command::DefineTag(TagDefined { tag, label }))])
        })]
    }
}
