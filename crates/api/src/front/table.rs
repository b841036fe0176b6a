//! A bounded table of who has used how much.
//!
//! It never grows: a set of eight rows holds whoever falls into it, and when a ninth comes, the one who owes the least
//! makes room. So in a flood of callers those are forgotten of whom there was little to remember, those who owe much
//! stay, and nobody pays for another.

use std::sync::{Mutex, PoisonError};

use governor::nanos::Nanos;
use governor::state::StateStore;

const SETS: usize = 4_096;
const ROWS: usize = 8;

/// What is asked of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asked {
    /// Whether one more would do; nothing is remembered.
    Look(u64),
    /// One more.
    Take(u64),
}

/// A caller, by a keyed hash, and until when what they used is paid for: nanoseconds since the limit began, 0 for a free
/// row.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    who: u64,
    until: u64,
}

/// The table: 544 KiB, whoever comes.
#[derive(Debug)]
pub struct Table(Box<[Mutex<[Row; ROWS]>]>);

impl Default for Table {
    fn default() -> Self {
        Self((0..SETS).map(|_| Mutex::default()).collect())
    }
}

impl StateStore for Table {
    type Key = Asked;

    fn measure_and_replace<T, F, E>(&self, asked: &Asked, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let (Asked::Look(who) | Asked::Take(who)) = *asked;
        let nth = usize::try_from(who % SETS as u64).unwrap_or_default();
        let Some(set) = self.0.get(nth) else { return decide(None).map(|(told, _)| told) };
        let mut rows = set.lock().unwrap_or_else(PoisonError::into_inner);
        let known = rows.iter().find(|row| row.who == who && row.until > 0);
        let (told, until) = decide(known.map(|row| row.until.into()))?;
        if matches!(asked, Asked::Take(_)) {
            let own = rows.iter_mut().min_by_key(|row| (row.who != who, row.until));
            if let Some(row) = own {
                *row = Row { who, until: until.into() };
            }
        }
        Ok(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One more of 10 ns for `who`, of which 100 ns may stand open at time 0.
    fn take(table: &Table, who: u64) -> bool {
        let decide = |until: Option<Nanos>| {
            let until = until.map_or(0, Nanos::as_u64);
            if until >= 100 { Err(()) } else { Ok(((), Nanos::from(until + 10))) }
        };
        table.measure_and_replace(&Asked::Take(who), decide).is_ok()
    }

    #[test]
    fn each_pays_for_themselves() {
        let table = Table::default();
        let took = |who| (0..20).filter(|_| take(&table, who)).count();
        // All of one set.
        for n in 0..ROWS as u64 {
            assert_eq!(took(1 + n * SETS as u64), 10);
        }
    }

    #[test]
    fn a_flood_of_callers_frees_nobody_who_went_over() {
        let table = Table::default();
        let over = 7;
        while take(&table, over) {}
        for n in 1..100_000 {
            assert!(take(&table, over + n * SETS as u64), "a newcomer is not held for others");
        }
        assert!(!take(&table, over));
        assert_eq!(size_of_val(&*table.0), 544 << 10, "and it has not grown");
    }

    #[test]
    fn looking_takes_nothing() {
        let table = Table::default();
        let look =
            || table.measure_and_replace(&Asked::Look(3), |until| Ok::<_, ()>((until.is_some(), Nanos::from(9))));
        assert_eq!((look(), look()), (Ok(false), Ok(false)));
        take(&table, 3);
        assert_eq!(look(), Ok(true));
    }
}
