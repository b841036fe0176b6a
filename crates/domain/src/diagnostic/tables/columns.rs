//! Into which columns people fall.

use std::collections::BTreeMap;

use super::{Column, Columns, MAX_COLUMNS, Respondent, count};
use crate::class::Few;
use crate::ids::AudienceId;

/// The columns, each of `k` people or more, and in which of them each of `people` stands; none where there would be one only.
///
/// Audiences stand in the order of their ids. Those of fewer than `k`, the smallest of too many, and whoever has none stand
/// together in the last column; while these are fewer than `k`, the smallest audience joins them.
pub(super) fn divide(people: &[Respondent], k: u32) -> (Columns, Vec<Option<usize>>) {
    let mut sizes: BTreeMap<AudienceId, u32> = BTreeMap::new();
    for audience in people.iter().filter_map(|person| person.audience) {
        *sizes.entry(audience).or_default() += 1;
    }
    let mut alone: Vec<_> = sizes.iter().map(|(audience, size)| (*size, *audience)).collect();
    alone.sort_unstable();
    // The smallest are first, and are taken from the end.
    alone.reverse();
    let mut pooled = count(people.len()) - alone.iter().map(|(size, _)| size).sum::<u32>();
    while let Some((size, _)) = alone.last() {
        let too_many = alone.len() + usize::from(pooled > 0) > MAX_COLUMNS;
        if *size >= k && !too_many && (pooled == 0 || pooled >= k) {
            break;
        }
        pooled += size;
        alone.pop();
    }
    let mut columns: Vec<_> =
        alone.iter().map(|(people, audience)| Column { audience: Some(*audience), people: *people }).collect();
    columns.sort_unstable_by_key(|column| column.audience);
    if pooled > 0 {
        columns.push(Column { audience: None, people: pooled });
    }
    match Few::new(columns) {
        Ok(columns) if columns.as_slice().len() > 1 => {
            let placed = people.iter().map(|person| place(columns.as_slice(), person.audience)).collect();
            (columns, placed)
        }
        _ => (Columns::default(), vec![None; people.len()]),
    }
}

fn place(columns: &[Column], audience: Option<AudienceId>) -> Option<usize> {
    let own = columns.iter().position(|column| column.audience.is_some() && column.audience == audience);
    own.or_else(|| columns.iter().position(|column| column.audience.is_none()))
}
