//! How many wrong codes are taken from one place for one network: ten at once, and one more every six minutes. After that no
//! code is tried from there, right or wrong. Only wrong ones count, so that a hall of people behind one address comes in.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::ids::{NetworkId, Stamp};

use crate::problem::Problem;

/// How many wrong codes may come at once.
const AT_ONCE: i64 = 10;
/// How long one of them counts, in milliseconds.
const EACH_MS: i64 = 6 * 60_000;
/// How many places are remembered; a code has 80 bits, so that forgetting them does no harm.
const PLACES: usize = 65_536;

/// From where, and for which network.
pub type Place = (Option<IpAddr>, NetworkId);

/// The wrong codes of the last hour, by place: until when they count, as if they had come one after another.
#[derive(Debug, Default)]
pub struct Guesses(Mutex<HashMap<Place, i64>>);

impl Guesses {
    /// Refuses to try a code from where too many wrong ones came from.
    ///
    /// # Errors
    /// `too_many_guesses`.
    pub fn check(&self, place: Place, now: Stamp) -> Result<(), Problem> {
        let counts_until = self.lock().get(&narrow(place)).copied().unwrap_or(0);
        match counts_until - (AT_ONCE - 1) * EACH_MS - now.millis() {
            ..=0 => Ok(()),
            wait_ms => Err(Problem::too_many_guesses(u32::try_from(wait_ms / 1_000 + 1).unwrap_or(u32::MAX))),
        }
    }

    /// A code was wrong.
    pub fn count(&self, place: Place, now: Stamp) {
        let mut wrong = self.lock();
        if wrong.len() >= PLACES {
            wrong.retain(|_, until| *until > now.millis());
        }
        if wrong.len() >= PLACES {
            wrong.clear();
        }
        let until = wrong.entry(narrow(place)).or_default();
        *until = (*until).max(now.millis()) + EACH_MS;
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Place, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of IPv6 the network: a household has as many addresses there as it likes.
fn narrow((from, network): Place) -> Place {
    let from = from.map(|from| match from.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    });
    (from, network)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Stamp {
        Stamp::from_millis(ms).unwrap()
    }

    fn place(address: &str, network: u128) -> Place {
        (Some(address.parse().unwrap()), NetworkId(uuid::Uuid::from_u128(network)))
    }

    #[test]
    fn after_ten_wrong_codes_one_is_tried_every_six_minutes() {
        let (guesses, here) = (Guesses::default(), place("192.0.2.1", 1));
        for _ in 0..AT_ONCE {
            assert!(guesses.check(here, at(0)).is_ok());
            guesses.count(here, at(0));
        }
        assert!(guesses.check(here, at(EACH_MS - 1)).is_err() && guesses.check(here, at(EACH_MS)).is_ok());
        guesses.count(here, at(EACH_MS));
        assert!(guesses.check(here, at(EACH_MS)).is_err());
        assert!(guesses.check(here, at(20 * EACH_MS)).is_ok());
        assert!(
            guesses.check(place("192.0.2.2", 1), at(0)).is_ok() && guesses.check(place("192.0.2.1", 2), at(0)).is_ok()
        );
    }

    #[test]
    fn addresses_of_one_household_are_one_place() {
        let guesses = Guesses::default();
        for n in 0..AT_ONCE {
            guesses.count(place(&format!("2001:db8:0:1::{n}"), 1), at(0));
        }
        assert!(guesses.check(place("2001:db8:0:1:ffff::1", 1), at(0)).is_err());
        assert!(guesses.check(place("2001:db8:0:2::1", 1), at(0)).is_ok());
        guesses.count(place("::ffff:192.0.2.1", 1), at(0));
        assert_eq!(narrow(place("::ffff:192.0.2.1", 1)), place("192.0.2.1", 1));
    }
}
