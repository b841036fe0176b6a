//! By what candidates are assessed: one criterion a requirement of the version that was adopted, and those added by hand.

use serde::{Deserialize, Serialize};

use crate::class::{Draw, Few, LogSafe};
use crate::ids::{Malformed, RequirementId};
use crate::requirement::Priority;
use crate::specification::Item;

/// The greatest number of criteria of a selection, those that were withdrawn among them.
pub const MAX_CRITERIA: usize = 256;

/// The number of a criterion in its selection, in the order of listing, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CriterionNo(pub u16);

impl LogSafe for CriterionNo {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(u16::try_from(draw(MAX_CRITERIA as u64) + 1).unwrap_or(1))
    }
}

/// How much a criterion counts beside the others: 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Weight(u8);

impl Weight {
    /// The greatest.
    pub const MAX: u8 = 100;

    /// The number.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }

    /// What a requirement weighs that people gave this priority: must 8, should 4, could 2; won't makes no criterion. One
    /// that nobody prioritised weighs like one that could be: that it is in the version says that it is wanted.
    #[must_use]
    pub fn of(priority: Option<Priority>) -> Option<Self> {
        match priority {
            Some(Priority::Must) => Some(Self(8)),
            Some(Priority::Should) => Some(Self(4)),
            Some(Priority::Could) | None => Some(Self(2)),
            Some(Priority::Wont) => None,
        }
    }
}

impl TryFrom<u8> for Weight {
    type Error = Malformed;
    fn try_from(number: u8) -> Result<Self, Malformed> {
        if number > Self::MAX { Err(Malformed("integer from 0 to 100")) } else { Ok(Self(number)) }
    }
}

impl From<Weight> for u8 {
    fn from(weight: Weight) -> Self {
        weight.0
    }
}

impl LogSafe for Weight {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(u8::try_from(draw(u64::from(Self::MAX) + 1)).unwrap_or(0))
    }
}

/// A criterion that was made of a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its number.
    pub number: CriterionNo,
    /// Of which requirement.
    pub requirement: RequirementId,
    /// How much it counts.
    pub weight: Weight,
}

impl LogSafe for Criterion {
    fn example(draw: &mut Draw<'_>) -> Self {
        let (number, requirement) = (CriterionNo::example(draw), RequirementId::example(draw));
        Self { number, requirement, weight: Weight::example(draw) }
    }
}

/// The criteria that a version of a specification gives.
pub type Criteria = Few<Criterion, MAX_CRITERIA>;

/// A criterion as it is frozen when a selection opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    /// Its number.
    pub number: CriterionNo,
    /// How much it counts.
    pub weight: Weight,
}

impl LogSafe for Weighed {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self { number: CriterionNo::example(draw), weight: Weight::example(draw) }
    }
}

/// The criteria that are assessed, in ascending order.
pub type Frozen = Few<Weighed, MAX_CRITERIA>;

/// The criteria that the items of a version give, in their order.
#[must_use]
pub fn generated(items: &[Item]) -> Vec<Criterion> {
    let wanted = items.iter().filter_map(|item| Some((item.requirement, Weight::of(item.priority)?)));
    let numbered = (1..).map(CriterionNo).zip(wanted);
    numbered.map(|(number, (requirement, weight))| Criterion { number, requirement, weight }).collect()
}
