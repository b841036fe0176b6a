//! Amounts of money as decimal text, and in minor units.

use domain::amount::Minor;

/// Minor units in a unit of the currency: the format has no other.
const HUNDRED: i64 = 100;

/// The amount of a text: digits, and perhaps a point with one or two more. Nothing below nothing, and nothing too large.
#[must_use]
pub fn read(text: &str) -> Option<Minor> {
    let (units, decimals) = text.split_once('.').map_or((text, None), |(units, decimals)| (units, Some(decimals)));
    let hundredths = match decimals.map(str::as_bytes) {
        None => 0,
        Some([tenths]) => digit(*tenths)? * 10,
        Some([tenths, hundredths]) => digit(*tenths)? * 10 + digit(*hundredths)?,
        Some(_) => return None,
    };
    if units.is_empty() {
        return None;
    }
    let more = |sum: i64, byte: u8| sum.checked_mul(10)?.checked_add(digit(byte)?);
    let units = units.bytes().try_fold(0, more)?;
    Minor::try_from(units.checked_mul(HUNDRED)?.checked_add(hundredths)?).ok()
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

/// The shortest text of an amount.
#[must_use]
pub fn write(amount: Minor) -> String {
    let (sign, amount) = (if amount.get() < 0 { "-" } else { "" }, amount.get().unsigned_abs());
    let hundred = HUNDRED.unsigned_abs();
    match (amount / hundred, amount % hundred) {
        (units, 0) => format!("{sign}{units}"),
        (units, hundredths) if hundredths % 10 == 0 => format!("{sign}{units}.{}", hundredths / 10),
        (units, hundredths) => format!("{sign}{units}.{hundredths:02}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_has_at_most_two_decimals_and_is_not_below_nothing() {
        let minor = |text: &str| read(text).map(Minor::get);
        for (text, minor_units) in [
            ("0", 0),
            ("1000", 100_000),
            ("15000.50", 1_500_050),
            ("5000.5", 500_050),
            ("0.07", 7),
            ("007", 700),
            ("90071992547409.91", Minor::MAX),
        ] {
            assert_eq!(minor(text), Some(minor_units), "{text}");
        }
        for text in [
            "",
            ".",
            ".5",
            "5.",
            "1.234",
            "-1",
            "+1",
            "1,5",
            "1 000",
            "1e3",
            "NaN",
            "١",
            "90071992547409.92",
            "99999999999999999999999999",
            "1.2.3",
        ] {
            assert_eq!(minor(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_is_read_as_it_was_written(amount in 0..=Minor::MAX) {
            let amount = Minor::try_from(amount).unwrap();
            prop_assert_eq!(read(&write(amount)), Some(amount));
        }
    }
}
