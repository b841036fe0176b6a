//! Themes and tags, and how many contributions each theme has, in order of definition.

use std::sync::Arc;

use domain::class::Pointer;
use domain::contribution;
use domain::ids::{Stamp, TagId, ThemeId, Version};
use domain::state::Recorded;
use domain::vocabulary::Event;
use imbl::OrdMap;

use crate::{TextRef, after};

/// What is shown of a theme or a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRow<Id> {
    /// Its id.
    pub id: Id,
    /// The word for it.
    pub label: Option<TextRef>,
    /// When it was defined.
    pub defined_at: Stamp,
    /// When it was retired.
    pub retired_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

/// All terms of one kind ever defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsView<Id: Ord> {
    rows: OrdMap<Id, Arc<TermRow<Id>>>,
}

impl<Id: Ord> Default for TermsView<Id> {
    fn default() -> Self {
        Self { rows: OrdMap::new() }
    }
}

impl<Id: Ord + Copy> TermsView<Id> {
    /// One term.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&TermRow<Id>> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those defined after `last`, in order of definition.
    pub fn after(&self, last: Option<Id>) -> impl Iterator<Item = &TermRow<Id>> {
        after(&self.rows, last)
    }

    fn define(&mut self, recorded: &Recorded, id: Id) {
        let (label, defined_at) = (TextRef::of(recorded, Pointer::Label), recorded.recorded_at);
        self.rows.insert(id, Arc::new(TermRow { id, label, defined_at, retired_at: None, version: Version(1) }));
    }

    fn relabel(&mut self, recorded: &Recorded, id: Id) {
        self.change(id, |row| row.label = TextRef::of(recorded, Pointer::Label));
    }

    fn retire(&mut self, recorded: &Recorded, id: Id) {
        self.change(id, |row| row.retired_at = Some(recorded.recorded_at));
    }

    fn change(&mut self, id: Id, change: impl FnOnce(&mut TermRow<Id>)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}

/// The themes and tags of a network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VocabularyView {
    /// The themes.
    pub themes: TermsView<ThemeId>,
    /// The tags.
    pub tags: TermsView<TagId>,
    contributions: OrdMap<ThemeId, u32>,
}

impl VocabularyView {
    /// How many contributions a theme has, those that were withdrawn included.
    #[must_use]
    pub fn contributions(&self, theme: ThemeId) -> u32 {
        self.contributions.get(&theme).copied().unwrap_or_default()
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        match event {
            Event::ThemeDefined(e) => self.themes.define(recorded, e.theme),
            Event::ThemeRelabelled(e) => self.themes.relabel(recorded, e.theme),
            Event::ThemeRetired(e) => self.themes.retire(recorded, e.theme),
            Event::TagDefined(e) => self.tags.define(recorded, e.tag),
            Event::TagRelabelled(e) => self.tags.relabel(recorded, e.tag),
            Event::TagRetired(e) => self.tags.retire(recorded, e.tag),
        }
    }

    /// Counts the contributions of each theme.
    pub(crate) fn apply_contribution(&mut self, event: &contribution::Event) {
        if let contribution::Event::QuestionAsked(asked) = event {
            self.count(asked.theme, |count| count.saturating_add(1));
        }
        if let contribution::Event::Submitted(submitted) = event {
            self.count(submitted.theme, |count| count.saturating_add(1));
        }
        if let contribution::Event::Moved(moved) = event {
            self.count(moved.was_theme, |count| count.saturating_sub(1));
            self.count(moved.theme, |count| count.saturating_add(1));
        }
    }

    fn count(&mut self, theme: Option<ThemeId>, change: impl FnOnce(u32) -> u32) {
        if let Some(theme) = theme {
            let count = self.contributions.entry(theme).or_default();
            *count = change(*count);
        }
    }
}
