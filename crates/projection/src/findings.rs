//! Findings of diagnostics, in order of publishing.

use std::sync::Arc;

use domain::class::Pointer;
use domain::finding::{Event, Questions};
use domain::ids::{ActorId, DiagnosticId, FindingId, Stamp, Version};
use domain::state::Recorded;
use imbl::{OrdMap, OrdSet};

use crate::TextRef;

/// What is shown of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Its id.
    pub id: FindingId,
    /// Of which campaign.
    pub diagnostic: DiagnosticId,
    /// Who published it.
    pub author: Option<ActorId>,
    /// What was found.
    pub title: Option<TextRef>,
    /// What there is to say about it.
    pub description: Option<TextRef>,
    /// On which questions' tables it rests.
    pub questions: Questions,
    /// When it was published.
    pub published_at: Stamp,
    /// When it was last replaced.
    pub revised_at: Option<Stamp>,
    /// When it was withdrawn, and why.
    pub withdrawn: Option<(Stamp, Option<TextRef>)>,
    /// Number of events of its own.
    pub version: Version,
}

/// All findings ever published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingsView {
    rows: OrdMap<FindingId, Arc<FindingRow>>,
    of: OrdSet<(DiagnosticId, FindingId)>,
}

impl FindingsView {
    /// One finding.
    #[must_use]
    pub fn get(&self, id: FindingId) -> Option<&FindingRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those of a campaign that were published after `after`, in order of publishing.
    pub fn of(&self, diagnostic: DiagnosticId, after: Option<FindingId>) -> impl Iterator<Item = &FindingRow> {
        let (least, greatest) = (FindingId(uuid::Uuid::nil()), FindingId(uuid::Uuid::max()));
        let ids = self.of.range((diagnostic, after.unwrap_or(least))..=(diagnostic, greatest));
        ids.map(|(_, id)| *id).filter(move |id| Some(*id) > after).filter_map(|id| self.get(id))
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let text = |pointer| TextRef::of(recorded, pointer);
        match event {
            Event::Published(e) => {
                let row = FindingRow {
                    id: e.finding,
                    diagnostic: e.diagnostic,
                    author: recorded.act.subject(),
                    title: text(Pointer::Title),
                    description: text(Pointer::Description),
                    questions: e.questions.clone(),
                    published_at: at,
                    revised_at: None,
                    withdrawn: None,
                    version: Version(1),
                };
                self.rows.insert(e.finding, Arc::new(row));
                self.of.insert((e.diagnostic, e.finding));
            }
            Event::Revised(e) => self.change(e.finding, |row| {
                (row.title, row.description) = (text(Pointer::Title), text(Pointer::Description));
                (row.questions, row.revised_at) = (e.questions.clone(), Some(at));
            }),
            Event::Withdrawn(e) => self.change(e.finding, |row| row.withdrawn = Some((at, text(Pointer::Reason)))),
        }
    }

    fn change(&mut self, id: FindingId, change: impl FnOnce(&mut FindingRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}
