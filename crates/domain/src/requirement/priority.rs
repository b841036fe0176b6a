//! How much people want a requirement, and what that makes together.

use serde::{Deserialize, Serialize};

use crate::class::words;

words! {
    /// How much a person wants a requirement, the most demanding first (Clegg and Barker, “Case Method Fast-Track”, 1994).
    pub enum Priority {
        /// Without it the whole is worth nothing.
        Must = "must",
        /// Important.
        Should = "should",
        /// Welcome.
        Could = "could",
        /// Not this time.
        Wont = "wont",
    }
}

/// How many persons gave each priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Must.
    pub must: u32,
    /// Should.
    pub should: u32,
    /// Could.
    pub could: u32,
    /// Won't.
    pub wont: u32,
}

impl Counts {
    fn of(&mut self, priority: Priority) -> &mut u32 {
        match priority {
            Priority::Must => &mut self.must,
            Priority::Should => &mut self.should,
            Priority::Could => &mut self.could,
            Priority::Wont => &mut self.wont,
        }
    }

    /// A person gives a priority, who gave another before, or none.
    pub fn change(&mut self, was: Option<Priority>, now: Priority) {
        if let Some(was) = was {
            let count = self.of(was);
            *count = count.saturating_sub(1);
        }
        let count = self.of(now);
        *count = count.saturating_add(1);
    }

    /// How many persons gave one.
    #[must_use]
    pub fn persons(&self) -> u64 {
        [self.must, self.should, self.could, self.wont].into_iter().map(u64::from).sum()
    }

    /// The median; `None` as long as nobody gave one. Of an even number the less demanding of the two in the middle, so that
    /// nothing becomes a must by half of the voices alone.
    #[must_use]
    pub fn median(&self) -> Option<Priority> {
        // From the least demanding: the one at (n − 1) / 2, counted from 0.
        let mut before = self.persons().checked_sub(1)? / 2;
        let ascending = [
            (Priority::Wont, self.wont),
            (Priority::Could, self.could),
            (Priority::Should, self.should),
            (Priority::Must, self.must),
        ];
        for (priority, count) in ascending {
            match before.checked_sub(u64::from(count)) {
                Some(left) => before = left,
                None => return Some(priority),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(priorities: &[Priority]) -> Option<Priority> {
        let mut counts = Counts::default();
        for priority in priorities {
            counts.change(None, *priority);
        }
        counts.median()
    }

    #[test]
    fn the_median_of_an_even_number_is_the_less_demanding_of_the_two_in_the_middle() {
        use Priority::{Could, Must, Should, Wont};
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Must]), Some(Must));
        assert_eq!(of(&[Must, Wont]), Some(Wont));
        assert_eq!(of(&[Must, Must, Wont]), Some(Must));
        assert_eq!(of(&[Must, Should, Could, Wont]), Some(Could));
        assert_eq!(of(&[Must, Must, Should, Should]), Some(Should));
        assert_eq!(of(&[Must, Must, Must, Should]), Some(Must));
        assert_eq!(of(&[Wont, Wont, Should, Must, Must]), Some(Should));
    }

    #[test]
    fn the_latest_of_a_person_counts() {
        let mut counts = Counts::default();
        counts.change(None, Priority::Must);
        counts.change(Some(Priority::Must), Priority::Could);
        assert_eq!(counts, Counts { could: 1, ..Counts::default() });
        assert_eq!((counts.persons(), counts.median()), (1, Some(Priority::Could)));
    }
}
