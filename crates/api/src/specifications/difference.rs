//! `GET …/versions/{version}/difference`: what changed from one version to another, requirement by requirement.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use domain::ids::{Position, RequirementId};
use domain::origin::Source;
use domain::requirement::{Phase, PhaseKind};
use domain::specification::{self, Refusal};
use projection::requirements::RequirementRow;
use projection::specifications::VersionRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::version::Item;
use super::{find, find_version};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values;

/// From which version.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// The number of an earlier version to compare with; the one before unless that is said.
    #[param(minimum = 1)]
    from: Option<u16>,
}

/// What changed from one version to another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SpecificationDifference, example = json!({
    "from": 1, "to": 2, "added": [], "removed": [], "changed": [{
        "requirement": "01890a5d-ac96-774b-bcce-b302099a8061", "text_changed": true, "kind_changed": false,
        "priority_changed": false,
        "before": {
            "requirement": "01890a5d-ac96-774b-bcce-b302099a8061", "text": 1, "kind": "goal",
            "title": "Voir d’un coup d’œil qui fait quoi"
        },
        "after": {
            "requirement": "01890a5d-ac96-774b-bcce-b302099a8061", "text": 2, "kind": "goal",
            "title": "Voir d’un coup d’œil qui fait quoi, et où"
        }
    }],
    "unchanged": 11
}))]
pub struct Difference {
    /// The number of the version before; absent where the first is compared with nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<u16>,
    /// The number of the version after.
    to: u16,
    /// What only the version after has.
    added: Vec<Added>,
    /// What only the version before has.
    removed: Vec<Removed>,
    /// What both have, with another text, kind or priority.
    changed: Vec<InBoth>,
    /// How many requirements are the same in both.
    unchanged: usize,
}

/// A requirement that only the version after has.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AddedRequirement)]
pub struct Added {
    /// As it is there.
    #[serde(flatten)]
    item: Item,
    /// The requirements of the version before that it is a part of, or that were merged into it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<uuid::Uuid>)]
    comes_from: Vec<RequirementId>,
}

/// A requirement that only the version before has.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RemovedRequirement)]
pub struct Removed {
    /// As it was there.
    #[serde(flatten)]
    item: Item,
    /// What became of it until the version after.
    #[schema(schema_with = values::word::<PhaseKind>)]
    became: PhaseKind,
    /// What it was split into, or merged into.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<uuid::Uuid>)]
    into: Vec<RequirementId>,
}

/// A requirement that both have.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangedRequirement)]
pub struct InBoth {
    /// Which.
    #[schema(schema_with = values::id)]
    requirement: RequirementId,
    /// Whether its text is another.
    text_changed: bool,
    /// Whether it is of another kind.
    kind_changed: bool,
    /// Whether its median priority is another.
    priority_changed: bool,
    /// As it was.
    before: Item,
    /// As it is.
    after: Item,
}

/// Compare two versions of a specification
///
/// Requirement by requirement: what was added and what that comes from, what was removed and what became of it, what has another
/// text, kind or priority, with both texts.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/versions/{version}/difference",
    operation_id = "compareSpecificationVersions", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("version" = String, Path, description = "The version's number, or its id", example = "2"), Query, Moment
    ),
    responses((status = 200, description = "The difference", body = Difference), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let row = find(&read)?;
    let after = find_version(&read, row)?;
    let before = match read.query.from {
        Some(number) if number > after.number => {
            return Err(Problem::invalid_parameter("from", Reason::out_of_bounds(1, after.number)));
        }
        Some(number) => Some(read.views.specifications.numbered(row, number).ok_or(Refusal::UnknownVersion)?),
        None => read.views.specifications.numbered(row, after.number.saturating_sub(1)),
    };
    read.answer(&compare(&read, before, after)?)
}

fn compare<Q>(read: &Read<Q>, before: Option<&VersionRow>, after: &VersionRow) -> Result<Difference, Problem> {
    let by_id = |row: &VersionRow| -> BTreeMap<RequirementId, specification::Item> {
        row.items.iter().map(|item| (item.requirement, *item)).collect()
    };
    let (old, new) = (before.map(by_id).unwrap_or_default(), by_id(after));
    let mut difference = Difference {
        from: before.map(|version| version.number),
        to: after.number,
        added: Vec::new(),
        removed: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
    };
    for (id, item) in &new {
        match old.get(id) {
            None => difference.added.push(added(read, item, |id| old.contains_key(&id))?),
            Some(was) if was == item => difference.unchanged += 1,
            Some(was) => difference.changed.push(InBoth {
                requirement: *id,
                text_changed: was.text != item.text,
                kind_changed: was.kind != item.kind,
                priority_changed: was.priority != item.priority,
                before: Item::of(read, was)?,
                after: Item::of(read, item)?,
            }),
        }
    }
    for item in old.iter().filter(|(id, _)| !new.contains_key(id)).map(|(_, item)| item) {
        difference.removed.push(removed(read, item, after.position)?);
    }
    Ok(difference)
}

fn added<Q>(
    read: &Read<Q>,
    item: &specification::Item,
    was_there: impl Fn(RequirementId) -> bool,
) -> Result<Added, Problem> {
    let row = read.views.requirements.get(item.requirement);
    let sources = row.into_iter().flat_map(|row| row.from.as_slice().iter().copied());
    let sources = sources.filter_map(|source| if let Source::Requirement(id) = source { Some(id) } else { None });
    let merged = row.into_iter().flat_map(|row| row.merged_from.iter().map(|(id, _)| *id));
    let mut comes_from: Vec<_> = sources.chain(merged).filter(|id| was_there(*id)).collect();
    comes_from.sort_unstable();
    comes_from.dedup();
    Ok(Added { item: Item::of(read, item)?, comes_from })
}

/// What became of it by then: what ended later, or is back, had been rejected, for nothing else comes back.
fn removed<Q>(read: &Read<Q>, item: &specification::Item, until: Position) -> Result<Removed, Problem> {
    let ended = |row: &&RequirementRow| row.ended.is_some_and(|(_, position)| position < until);
    let row = read.views.requirements.get(item.requirement).filter(ended);
    let became = row.map_or(PhaseKind::Rejected, |row| row.phase.kind());
    let into = match row.map(|row| (row.phase, &row.parts)) {
        Some((Phase::Split, parts)) => parts.clone(),
        Some((Phase::Merged { into }, _)) => vec![into],
        Some((Phase::Standing | Phase::Rejected, _)) | None => Vec::new(),
    };
    Ok(Removed { item: Item::of(read, item)?, became, into })
}
