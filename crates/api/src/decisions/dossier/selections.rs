//! The selections that a decision is about, as of its opening: what those who voted could read.

use std::sync::Arc;

use app::gate::Gate;
use domain::ids::{Position, SelectionId};
use domain::origin::Origin;
use projection::decisions::DecisionRow;
use projection::history::AsOf;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::problem::Problem;
use crate::selections::candidates::{self, Candidate};
use crate::selections::costs::{self, Costs};
use crate::selections::results::{self, Results};
use crate::selections::{self, Selection};

/// A selection that a decision is about, by itself or by one of its candidates.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkedSelection {
    /// The position of its first event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>)]
    pub(super) position: Option<Position>,
    /// As of which position all below is told: that of the decision's opening, or that of the dossier while it is not open.
    #[schema(value_type = u64)]
    as_of: Position,
    /// The selection, with how the cost was to be shared.
    pub(super) selection: Selection,
    /// Its candidates, in order of proposing.
    candidates: Vec<Candidate>,
    /// What all assessors said together.
    pub(super) results: Results,
    /// What candidates cost, over as many years as the plan of sharing, or 5.
    pub(super) costs: Costs,
}

/// The selections that a decision is linked to.
pub(super) fn of<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Vec<LinkedSelection>, Problem> {
    let mut ids: Vec<SelectionId> = Vec::new();
    for link in &row.links {
        let id = match *link {
            Origin::Selection(id) => Some(id),
            Origin::Candidate(id) => read.views.candidates.get(id).map(|row| row.selection),
            Origin::Contribution(_)
            | Origin::Meeting(_)
            | Origin::Decision(_)
            | Origin::Requirement(_)
            | Origin::SpecificationVersion(_)
            | Origin::Finding(_) => None,
        };
        ids.extend(id.filter(|id| !ids.contains(id)));
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let then = at_opening(read, row)?;
    let linked = |id: SelectionId| {
        // One that was linked after the opening is told as it is now.
        let now = Read { views: Arc::clone(&read.views), ..at_opening(read, row)? };
        let known = then.views.selections.get(id).map(|row| (&then, row));
        let Some((then, row)) = known.or_else(|| now.views.selections.get(id).map(|row| (&now, row))) else {
            return Ok(None);
        };
        let years = row.split.as_ref().map(|split| split.years);
        let candidates = then.views.candidates.of(id).map(|row| candidates::render(then, row));
        Ok(Some(LinkedSelection {
            position: row.positions.first().copied(),
            as_of: then.views.head,
            selection: selections::render(then, row)?.without_offers(),
            candidates: candidates
                .map(|candidate| candidate.map(Candidate::without_offers))
                .collect::<Result<_, Problem>>()?,
            results: results::of(then, row)?,
            costs: costs::of(then, row, years)?,
        }))
    };
    ids.into_iter().filter_map(|id| linked(id).transpose()).collect()
}

/// The same read, as of when the decision opened if it has.
fn at_opening<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Read<()>, Problem> {
    let (views, at) = match &row.opened {
        Some(opened) => (read.network.as_of(AsOf::Position(opened.position))?, opened.recorded_at),
        None => (Arc::clone(&read.views), read.at),
    };
    Ok(Read {
        caller: read.caller.clone(),
        network: Arc::clone(&read.network),
        views,
        gate: Gate::new(read.network.live(), read.gate.principal(), read.gate.now()),
        at,
        texts: true,
        query: (),
    })
}
