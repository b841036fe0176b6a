//! The input of a tally: all that its outcome depends on, in one value that anybody can be given.

use std::fmt;
use std::io;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::ballot::{Ballot, Standing};
use super::rules::{Quorum, Rules};
use super::trace::QuorumCount;
use crate::class::{Draw, FromStrVisitor, LogSafe};
use crate::ids::{ActorId, DecisionId, Malformed, Pseudonym};

/// A SHA-256 hash, or as many random bytes: 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha(pub [u8; 32]);

impl Sha {
    /// The hash of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha({self})")
    }
}

impl FromStr for Sha {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| Malformed("64 hex digits"))?;
        Ok(Self(bytes))
    }
}

impl Serialize for Sha {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(FromStrVisitor::new("64 hex digits"))
    }
}

impl LogSafe for Sha {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(std::array::from_fn(|_| u8::try_from(draw(256)).unwrap_or(0)))
    }
}

/// Who cast a ballot: an actor by name, or a person inside the decision. In JSON a UUID, or 32 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voter {
    /// By name, in a roll call.
    Actor(ActorId),
    /// Inside the decision.
    Person(Pseudonym),
}

impl fmt::Display for Voter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(actor) => actor.fmt(f),
            Self::Person(person) => person.fmt(f),
        }
    }
}

impl FromStr for Voter {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let malformed = |_| Malformed("voter");
        if text.contains('-') {
            text.parse().map(Self::Actor).map_err(malformed)
        } else {
            text.parse().map(Self::Person).map_err(malformed)
        }
    }
}

impl Serialize for Voter {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Voter {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(FromStrVisitor::new("a UUID or 32 hex digits"))
    }
}

/// Equal ballots that nobody is named for, or one ballot with its voter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Who cast it, where that is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voter: Option<Voter>,
    /// The ballot.
    pub ballot: Ballot,
    /// How many there are of it.
    pub count: u32,
}

impl LogSafe for Counted {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self { voter: None, ballot: Ballot::example(draw), count: u32::example(draw) }
    }
}

/// All that the outcome of a decision depends on. Whoever has it, has all that there is to count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Of which decision.
    pub decision: DecisionId,
    /// The rules, as they were frozen.
    pub rules: Rules,
    /// The options that stood, in ascending order of their numbers.
    pub options: Vec<Standing>,
    /// How many might vote.
    pub electorate: u32,
    /// Those who might, in ascending order; only where a lot is drawn among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pool: Vec<ActorId>,
    /// What lots are drawn from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<Sha>,
    /// The ballots, in ascending order: those without voters first, by content, then by voter.
    pub ballots: Vec<Counted>,
}

impl Input {
    /// Brings the ballots into their order: what is hashed does not depend on the order in which they came.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.ballots.sort_unstable();
        self
    }

    /// SHA-256 of its compact JSON, fields in the order of this struct: what an outcome is bound to.
    ///
    /// # Panics
    /// Never: what it holds can be written as JSON.
    #[must_use]
    pub fn sha256(&self) -> Sha {
        let mut hasher = Hashing(Sha256::new());
        match serde_json::to_writer(io::BufWriter::with_capacity(1 << 16, &mut hasher), self) {
            Ok(()) => Sha(hasher.0.finalize().into()),
            Err(_) => unreachable!("an input has no map with keys that are not strings"),
        }
    }

    /// How many ballots there are.
    #[must_use]
    pub fn cast(&self) -> u64 {
        self.ballots.iter().map(|counted| u64::from(counted.count)).sum()
    }

    /// Whether enough took part.
    #[must_use]
    pub fn quorum(&self) -> QuorumCount {
        let (cast, electorate) = (self.cast(), u64::from(self.electorate));
        let needed = match self.rules.quorum {
            None => 0,
            Some(Quorum::Ballots(ballots)) => u64::from(ballots),
            Some(Quorum::Percent(percent)) => (electorate * u64::from(u8::from(percent))).div_ceil(100),
        };
        QuorumCount { needed, cast, electorate, is_met: cast >= needed }
    }

    /// The ballots that fit the rules: all, unless somebody has doctored them.
    pub fn fitting(&self) -> impl Iterator<Item = &Counted> {
        self.ballots.iter().filter(|counted| counted.ballot.fits(&self.rules, &self.options).is_ok())
    }

    /// The same, each with how many there are of it.
    pub(super) fn fitting_counts(&self) -> impl Iterator<Item = (&Ballot, u64)> {
        self.fitting().map(|counted| (&counted.ballot, counted.count.into()))
    }
}

struct Hashing(Sha256);

impl io::Write for &mut Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
