//! Numbers with a unit: amounts of money, and parts of a whole.

use serde::{Deserialize, Serialize};

use crate::class::{Draw, LogSafe};
use crate::ids::Malformed;
use crate::names::CurrencyCode;

/// A number of minor units of a currency (cents of a euro), small enough that every JSON reader takes it exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Minor(i64);

impl Minor {
    /// The greatest: 2⁵³ − 1.
    pub const MAX: i64 = (1 << 53) - 1;

    /// The number.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }
}

impl TryFrom<i64> for Minor {
    type Error = Malformed;
    fn try_from(number: i64) -> Result<Self, Malformed> {
        let fits = (-Self::MAX..=Self::MAX).contains(&number);
        fits.then_some(Self(number)).ok_or(Malformed("integer within ±(2⁵³ − 1)"))
    }
}

impl From<Minor> for i64 {
    fn from(minor: Minor) -> Self {
        minor.0
    }
}

impl LogSafe for Minor {
    fn example(draw: &mut Draw<'_>) -> Self {
        let drawn = draw(2 * Self::MAX.unsigned_abs() + 1);
        Self(i64::try_from(drawn).map_or(Self::MAX, |drawn| drawn - Self::MAX))
    }
}

impl CurrencyCode {
    /// How many decimals amounts in this currency have (ISO 4217).
    #[must_use]
    pub fn decimals(&self) -> u32 {
        match self.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
            | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// How much, in minor units.
    pub minor: Minor,
    /// Of which currency.
    pub currency: CurrencyCode,
}

impl LogSafe for Amount {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self { minor: Minor::example(draw), currency: CurrencyCode::example(draw) }
    }
}

/// A part of a whole, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

impl Percent {
    /// The whole.
    pub const MAX: u8 = 100;
}

impl TryFrom<u8> for Percent {
    type Error = Malformed;
    fn try_from(number: u8) -> Result<Self, Malformed> {
        if number > Self::MAX { Err(Malformed("integer from 0 to 100")) } else { Ok(Self(number)) }
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

impl LogSafe for Percent {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(u8::try_from(draw(u64::from(Self::MAX) + 1)).unwrap_or(Self::MAX))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_amount_is_exact_in_every_json_reader() {
        for minor in [-Minor::MAX, -1, 0, 123_450, Minor::MAX] {
            let text = format!(r#"{{"minor":{minor},"currency":"EUR"}}"#);
            let amount: Amount = serde_json::from_str(&text).unwrap();
            assert_eq!(amount.minor.get(), minor);
            assert_eq!(serde_json::to_string(&amount).unwrap(), text);
        }
        for minor in ["9007199254740992", "-9007199254740992", "1.5", "\"1\""] {
            let text = format!(r#"{{"minor":{minor},"currency":"EUR"}}"#);
            assert!(serde_json::from_str::<Amount>(&text).is_err(), "{minor}");
        }
        assert_eq!(Minor::example(&mut |n| n - 1).get(), Minor::MAX);
        assert_eq!(Minor::example(&mut |_| 0).get(), -Minor::MAX);
    }

    #[test]
    fn a_part_is_at_most_the_whole() {
        assert!(serde_json::from_str::<Percent>("100").is_ok());
        assert!(serde_json::from_str::<Percent>("101").is_err() && serde_json::from_str::<Percent>("-1").is_err());
    }
}
