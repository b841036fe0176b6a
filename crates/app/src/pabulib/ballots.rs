//! Votes of a file as ballots, and ballots as votes of a file.

use domain::tally::ballot::{Ballot, OptionNo};
use domain::tally::rules::BudgetBallot;

use super::flaw::{Flaw, shortened};
use super::read::{Head, Vote};
use super::words::has_points;

/// The ballot of a vote: its projects are the options of their numbers.
///
/// # Errors
/// [`Flaw`].
pub fn read(vote: &Vote<'_>, kind: BudgetBallot, head: &Head) -> Result<Ballot, Flaw> {
    let named = named(vote.vote, head)?;
    if has_points(kind) {
        let points = points(vote.points.unwrap_or_default())?;
        let (points_given, projects) = (points.len(), named.len());
        if points_given != projects {
            return Err(Flaw::Points { points: points_given, projects });
        }
        let mut given: Vec<_> = named.into_iter().zip(points).collect();
        given.sort_unstable();
        return Ok(Ballot::Points(given.into()));
    }
    let mut options = named;
    if kind == BudgetBallot::Ordinal {
        return Ok(Ballot::Rank(options.into()));
    }
    options.sort_unstable();
    Ok(Ballot::Approve(options.into()))
}

/// The projects of a list, each once.
fn named(list: &str, head: &Head) -> Result<Vec<OptionNo>, Flaw> {
    let mut named: Vec<OptionNo> = Vec::new();
    for id in items(list) {
        let option = OptionNo(head.number(id).ok_or_else(|| Flaw::UnknownProject(shortened(id)))?);
        if named.contains(&option) {
            return Err(Flaw::NamedTwice(shortened(id)));
        }
        named.push(option);
    }
    Ok(named)
}

fn points(list: &str) -> Result<Vec<u16>, Flaw> {
    let point = |text: &str| text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    items(list).map(|text| point(text).ok_or(Flaw::IsNot("points", "whole numbers from 0 to 65535"))).collect()
}

/// The items of a list; none of an empty one.
fn items(list: &str) -> impl Iterator<Item = &str> {
    let whole = (!list.trim().is_empty()).then_some(list);
    whole.into_iter().flat_map(|list| list.split(',')).map(str::trim)
}

/// The vote of a ballot: its projects by their ids, and their points where it has any.
#[must_use]
pub fn write<'i>(ballot: &Ballot, id: impl Fn(OptionNo) -> &'i str) -> (String, Option<String>) {
    let named: Vec<_> = ballot.options().map(id).collect();
    let points = match ballot {
        Ballot::Points(points) => {
            let points: Vec<_> = points.iter().map(|(_, points)| points.to_string()).collect();
            Some(points.join(","))
        }
        Ballot::Say(_) | Ballot::Approve(_) | Ballot::Rank(_) => None,
    };
    (named.join(","), points)
}

/// What a ballot gives to each project on it, as `score` counts it: its points, or its rank with the last one worth 1.
pub fn scores(ballot: &Ballot) -> impl Iterator<Item = (OptionNo, u64)> + '_ {
    let (ranked, points): (&[OptionNo], &[(OptionNo, u16)]) = match ballot {
        Ballot::Rank(ranked) => (ranked, &[]),
        Ballot::Points(points) => (&[], points),
        Ballot::Say(_) | Ballot::Approve(_) => (&[], &[]),
    };
    let ranks = ranked.iter().rev().copied().zip(1..);
    ranks.chain(points.iter().map(|(option, points)| (*option, u64::from(*points))))
}
