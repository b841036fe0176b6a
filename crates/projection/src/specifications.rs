//! Specifications and their published versions, in order of opening.

use std::sync::Arc;

use domain::class::Pointer;
use domain::envelope::By;
use domain::ids::{ContributionId, DecisionId, Position, SpecificationId, SpecificationVersionId, Stamp, Version};
use domain::specification::{Event, Item, TemplateRef};
use domain::state::Recorded;
use imbl::OrdMap;

use crate::TextRef;

/// What is shown of a specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecificationRow {
    /// Its id.
    pub id: SpecificationId,
    /// What it is called.
    pub title: Option<TextRef>,
    /// The question for goals.
    pub goals: ContributionId,
    /// The question for means.
    pub means: ContributionId,
    /// What it was begun from.
    pub template: Option<TemplateRef>,
    /// Who opened it.
    pub opened_by: By,
    /// When it was opened.
    pub opened_at: Stamp,
    /// The position of the event that opened it.
    pub position: Position,
    /// Its versions, in order of their numbers.
    pub versions: Vec<SpecificationVersionId>,
    /// The version that was adopted last.
    pub adopted: Option<SpecificationVersionId>,
    /// Number of events of its own.
    pub version: Version,
}

/// How a version was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adoption {
    /// By which decision.
    pub decision: DecisionId,
    /// When that was recorded.
    pub recorded_at: Stamp,
    /// The position of its event.
    pub position: Position,
}

/// What is shown of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Its id.
    pub id: SpecificationVersionId,
    /// Of which specification.
    pub specification: SpecificationId,
    /// Its number, from 1.
    pub number: u16,
    /// What was required, in order of the requirements' ids.
    pub items: Arc<[Item]>,
    /// Who published it.
    pub published_by: By,
    /// When it was published.
    pub published_at: Stamp,
    /// The position of its event.
    pub position: Position,
    /// How it was adopted last.
    pub adopted: Option<Adoption>,
}

/// All specifications ever opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpecificationsView {
    rows: OrdMap<SpecificationId, Arc<SpecificationRow>>,
    versions: OrdMap<SpecificationVersionId, Arc<VersionRow>>,
}

impl SpecificationsView {
    /// One specification.
    #[must_use]
    pub fn get(&self, id: SpecificationId) -> Option<&SpecificationRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those opened after `after`, in order of opening.
    pub fn after(&self, after: Option<SpecificationId>) -> impl Iterator<Item = &SpecificationRow> {
        crate::after(&self.rows, after)
    }

    /// One version.
    #[must_use]
    pub fn version(&self, id: SpecificationVersionId) -> Option<&VersionRow> {
        self.versions.get(&id).map(AsRef::as_ref)
    }

    /// The versions of a specification, in order of their numbers.
    pub fn versions<'a>(&'a self, row: &'a SpecificationRow) -> impl Iterator<Item = &'a VersionRow> {
        row.versions.iter().filter_map(|id| self.version(*id))
    }

    /// The version of a specification that has a number.
    #[must_use]
    pub fn numbered(&self, row: &SpecificationRow, number: u16) -> Option<&VersionRow> {
        let index = usize::from(number).checked_sub(1)?;
        self.version(*row.versions.get(index)?)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let (at, position) = (recorded.recorded_at, recorded.position);
        let title = || TextRef::of(recorded, Pointer::Title);
        match event {
            Event::Opened(e) => {
                let row = SpecificationRow {
                    id: e.specification,
                    title: title(),
                    goals: e.goals,
                    means: e.means,
                    template: e.template.clone(),
                    opened_by: crate::author(recorded),
                    opened_at: at,
                    position,
                    versions: Vec::new(),
                    adopted: None,
                    version: Version(1),
                };
                self.rows.insert(e.specification, Arc::new(row));
            }
            Event::Revised(e) => self.change(e.specification, |row| row.title = title()),
            Event::VersionPublished(e) => {
                let row = VersionRow {
                    id: e.version,
                    specification: e.specification,
                    number: e.number,
                    items: e.items.as_slice().into(),
                    published_by: crate::author(recorded),
                    published_at: at,
                    position,
                    adopted: None,
                };
                self.versions.insert(e.version, Arc::new(row));
                self.change(e.specification, |row| row.versions.push(e.version));
            }
            Event::Adopted(e) => {
                if let Some(row) = self.versions.get_mut(&e.version) {
                    let adoption = Adoption { decision: e.decision, recorded_at: at, position };
                    Arc::make_mut(row).adopted = Some(adoption);
                }
                self.change(e.specification, |row| row.adopted = Some(e.version));
            }
        }
    }

    fn change(&mut self, id: SpecificationId, change: impl FnOnce(&mut SpecificationRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}
