//! Ballots without their voters, in parts that fit an event.

use serde::{Deserialize, Serialize};

use crate::class::{Draw, LogSafe};
use crate::ids::Malformed;
use crate::tally::ballot::Ballot;
use crate::tally::input::{Counted, Sha};

/// The greatest length of a part as JSON, in bytes.
pub const MAX_PART_BYTES: usize = 48 * 1024;

/// Some ballots that nobody is named for, in ascending order: at most 48 KiB as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Part(Vec<Counted>);

impl Part {
    /// Ballots of a meeting.
    ///
    /// # Errors
    /// [`Malformed`] when one names its voter, none is counted, they are not in ascending order, or too many.
    pub fn new(ballots: Vec<Counted>) -> Result<Self, Malformed> {
        let is_anonymous = |counted: &Counted| counted.voter.is_none() && counted.count > 0;
        let in_order = ballots.is_sorted_by(|one, other| one.ballot < other.ballot);
        let fits = ballots.iter().all(is_anonymous) && in_order && len(&ballots) <= MAX_PART_BYTES;
        if fits { Ok(Self(ballots)) } else { Err(Malformed("ballots in ascending order, at most 48 KiB")) }
    }

    /// The ballots.
    #[must_use]
    pub fn as_slice(&self) -> &[Counted] {
        &self.0
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|counted| u64::from(counted.count)).sum()
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl LogSafe for Part {
    fn example(draw: &mut Draw<'_>) -> Self {
        let mut ballots = Vec::new();
        for _ in 0..draw(400) {
            let count = 1 + u32::try_from(draw(u64::from(u32::MAX))).unwrap_or(0);
            ballots.push(Counted { voter: None, ballot: Ballot::example(draw), count });
        }
        ballots.sort_unstable();
        ballots.dedup_by(|one, other| one.ballot == other.ballot);
        let mut bytes = 2;
        ballots.retain(|counted| {
            let with = bytes + len_in_part(counted);
            let fits = with <= MAX_PART_BYTES;
            if fits {
                bytes = with;
            }
            fits
        });
        Self(ballots)
    }
}

fn len(ballots: &[Counted]) -> usize {
    serde_json::to_vec(ballots).map_or(usize::MAX, |json| json.len())
}

/// With the comma after it.
fn len_in_part(counted: &Counted) -> usize {
    len(std::slice::from_ref(counted)) - 1
}

/// Counts equal ballots, in ascending order: nothing is left of the order in which they came.
#[must_use]
pub fn counted(ballots: &[Ballot]) -> Vec<Counted> {
    let mut sorted: Vec<_> = ballots.iter().collect();
    sorted.sort_unstable();
    let equal = sorted.chunk_by(|one, other| one == other);
    equal
        .filter_map(|equal| {
            let count = u32::try_from(equal.len()).unwrap_or(u32::MAX);
            equal.first().map(|ballot| Counted { voter: None, ballot: (*ballot).clone(), count })
        })
        .collect()
}

/// SHA-256 of ballots as compact JSON.
#[must_use]
pub fn sha256(ballots: &[Counted]) -> Sha {
    Sha::of(&serde_json::to_vec(ballots).unwrap_or_default())
}

/// Cuts ballots into parts.
#[must_use]
pub fn cut(ballots: &[Counted]) -> Vec<Part> {
    let (mut parts, mut part, mut bytes) = (Vec::new(), Vec::new(), 2);
    for counted in ballots {
        let more = len_in_part(counted);
        if bytes + more > MAX_PART_BYTES {
            parts.push(Part(std::mem::take(&mut part)));
            bytes = 2;
        }
        part.push(counted.clone());
        bytes += more;
    }
    if !part.is_empty() {
        parts.push(Part(part));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::ballot::OptionNo;

    #[test]
    fn ballots_are_cut_into_parts_that_fit_and_lose_nothing() {
        let ballots: Vec<_> = (0..5_000_u16)
            .map(|n| Ballot::Approve((0..n % 60).map(OptionNo).chain([OptionNo(61 + n % 400)]).collect()))
            .collect();
        let all = counted(&ballots);
        let parts = cut(&all);
        assert!(parts.len() > 1);
        for part in &parts {
            assert_eq!(Part::new(part.as_slice().to_vec()).as_ref(), Ok(part));
        }
        let again: Vec<_> = parts.iter().flat_map(|part| part.as_slice().to_vec()).collect();
        assert_eq!(again, all);
        assert_eq!(parts.iter().map(Part::count).sum::<u64>(), 5_000);
    }

    #[test]
    fn a_part_names_nobody_and_is_in_order() {
        let one = |n, count| Counted { voter: None, ballot: Ballot::Approve([OptionNo(n)].into()), count };
        assert!(Part::new(vec![one(1, 1), one(2, 3)]).is_ok());
        for wrong in [vec![one(2, 1), one(1, 1)], vec![one(1, 1), one(1, 1)], vec![one(1, 0)]] {
            assert!(Part::new(wrong).is_err());
        }
    }
}
