//! Needs and offers, in order of declaration.

use std::sync::Arc;

use domain::class::Pointer;
use domain::envelope::{By, Evidence};
use domain::exchange::{Event, Side, Tags, What};
use domain::ids::{ActorId, AudienceId, ExchangeId, Stamp, TagId, Version};
use domain::names::TerritoryCode;
use domain::state::Recorded;
use imbl::OrdMap;

use crate::{TextRef, after};

/// What is shown of a need or an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRow {
    /// Its id.
    pub id: ExchangeId,
    /// Whether it is needed or offered.
    pub side: Side,
    /// What it is.
    pub what: What,
    /// Whose it is; `None` for what the operator or the system declared.
    pub actor: Option<ActorId>,
    /// Who entered it, where that was somebody else, and what stands behind the entry.
    pub entered: Option<(By, Evidence)>,
    /// Its tags.
    pub tags: Tags,
    /// The audience it is for.
    pub audience: Option<AudienceId>,
    /// Where it is.
    pub territory: Option<TerritoryCode>,
    /// A few words.
    pub title: Option<TextRef>,
    /// What there is to say about it.
    pub body: Option<TextRef>,
    /// When it was declared.
    pub declared_at: Stamp,
    /// When it was withdrawn, or its actor left.
    pub withdrawn_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

/// Which needs and offers to list; every given condition must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// On this side.
    pub side: Option<Side>,
    /// Of this kind.
    pub what: Option<What>,
    /// With this tag.
    pub tag: Option<TagId>,
    /// For this audience.
    pub audience: Option<AudienceId>,
    /// Of this actor.
    pub actor: Option<ActorId>,
    /// Also what has ended.
    pub withdrawn: bool,
}

impl Filter {
    fn holds(&self, row: &ExchangeRow) -> bool {
        (self.withdrawn || row.withdrawn_at.is_none())
            && self.side.is_none_or(|side| row.side == side)
            && self.what.is_none_or(|what| row.what == what)
            && self.tag.is_none_or(|tag| row.tags.as_slice().contains(&tag))
            && self.audience.is_none_or(|audience| row.audience == Some(audience))
            && self.actor.is_none_or(|actor| row.actor == Some(actor))
    }
}

/// All needs and offers ever declared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExchangesView {
    rows: OrdMap<ExchangeId, Arc<ExchangeRow>>,
}

impl ExchangesView {
    /// One need or offer.
    #[must_use]
    pub fn get(&self, id: ExchangeId) -> Option<&ExchangeRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those that fit and were declared after `last`, in order of declaration.
    pub fn list(&self, filter: Filter, last: Option<ExchangeId>) -> impl Iterator<Item = &ExchangeRow> {
        after(&self.rows, last).filter(move |row| filter.holds(row))
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let (title, body) = (TextRef::of(recorded, Pointer::Title), TextRef::of(recorded, Pointer::Body));
        match event {
            Event::Declared(e) => {
                let row = ExchangeRow {
                    id: e.exchange,
                    side: e.side,
                    what: e.what,
                    actor: recorded.act.subject(),
                    entered: recorded.act.by.zip(recorded.act.evidence),
                    tags: e.tags.clone(),
                    audience: e.audience,
                    territory: e.territory.clone(),
                    title,
                    body,
                    declared_at: at,
                    withdrawn_at: None,
                    version: Version(1),
                };
                self.rows.insert(e.exchange, Arc::new(row));
            }
            Event::Revised(e) => self.change(e.exchange, |row| {
                (row.what, row.tags, row.audience) = (e.what, e.tags.clone(), e.audience);
                (row.territory, row.title, row.body) = (e.territory.clone(), title, body);
            }),
            Event::Withdrawn(e) => self.change(e.exchange, |row| row.withdrawn_at = Some(at)),
        }
    }

    /// An actor left the network, and what they need and offer ends.
    pub(crate) fn departs(&mut self, actor: ActorId, at: Stamp) {
        let filter = Filter { actor: Some(actor), ..Filter::default() };
        let theirs: Vec<_> = self.list(filter, None).map(|row| row.id).collect();
        for id in theirs {
            if let Some(row) = self.rows.get_mut(&id) {
                Arc::make_mut(row).withdrawn_at = Some(at);
            }
        }
    }

    fn change(&mut self, id: ExchangeId, change: impl FnOnce(&mut ExchangeRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}
