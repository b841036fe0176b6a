//! Dates of stamps. A history holds two stamps an event, and the one form in which they are written needs no parser of all
//! that RFC 3339 allows. Days are counted as Howard Hinnant does in "chrono-Compatible Low-Level Date Algorithms"
//! (<https://howardhinnant.github.io/date_algorithms.html>).

const DAY_MS: i64 = 86_400_000;
/// From the first of March of the year 0, with which a cycle of 400 years begins, to 1970-01-01.
const EPOCH_DAYS: i64 = 719_468;
const CYCLE_DAYS: i64 = 146_097;

/// Milliseconds since 1970 of `YYYY-MM-DDTHH:MM:SS.mmmZ`; `None` for any other form, and for what is no date and time.
pub(crate) fn read(text: &str) -> Option<i64> {
    let bytes: &[u8; 24] = text.as_bytes().try_into().ok()?;
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', rest @ ..] = *bytes else { return None };
    let [h1, h2, b':', mi1, mi2, b':', s1, s2, b'.', ms1, ms2, ms3, b'Z'] = rest else { return None };
    let date = (number([y1, y2, y3, y4])?, number([mo1, mo2])?, number([d1, d2])?);
    let (hour, minute, second) = (number([h1, h2])?, number([mi1, mi2])?, number([s1, s2])?);
    let days = days_of(date);
    if date_of(days) != date || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1_000 + number([ms1, ms2, ms3])?)
}

/// `YYYY-MM-DDTHH:MM:SS.mmmZ` of an instant in the years 0 to 9999.
pub(crate) fn write(ms: i64) -> [u8; 24] {
    let (year, month, day) = date_of(ms.div_euclid(DAY_MS));
    let ms = ms.rem_euclid(DAY_MS);
    let ([y1, y2, y3, y4], [mo1, mo2], [d1, d2]) = (digits(year), digits(month), digits(day));
    let ([h1, h2], [mi1, mi2]) = (digits(ms / 3_600_000), digits(ms / 60_000 % 60));
    let ([s1, s2], [ms1, ms2, ms3]) = (digits(ms / 1_000 % 60), digits(ms % 1_000));
    [
        y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2, b'.', ms1, ms2, ms3,
        b'Z',
    ]
}

fn number<const N: usize>(digits: [u8; N]) -> Option<i64> {
    digits.into_iter().try_fold(0, |number, digit| {
        let value = digit.wrapping_sub(b'0');
        (value <= 9).then_some(number * 10 + i64::from(value))
    })
}

fn digits<const N: usize>(mut number: i64) -> [u8; N] {
    let mut digits = [b'0'; N];
    for digit in digits.iter_mut().rev() {
        *digit += u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    digits
}

/// Days since 1970-01-01 of year, month and day; what a day too many makes is a day of the next month.
fn days_of((year, month, day): (i64, i64, i64)) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_cycle = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    year.div_euclid(400) * CYCLE_DAYS + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - EPOCH_DAYS
}

/// Year, month and day.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH_DAYS;
    let of_cycle = days.rem_euclid(CYCLE_DAYS);
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = year + days.div_euclid(CYCLE_DAYS) * 400;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;
    use crate::ids::Stamp;

    proptest! {
        #[test]
        fn a_stamp_is_written_and_read_as_rfc_3339_says(ms in -62_135_596_800_000_i64..=Stamp::MAX.millis()) {
            let text = String::from_utf8(write(ms).to_vec()).unwrap();
            prop_assert_eq!(&text, &format!("{:.3}", jiff::Timestamp::from_millisecond(ms).unwrap()));
            prop_assert_eq!(read(&text), Some(ms));
        }
    }

    #[test]
    fn what_is_no_date_or_time_is_not_read() {
        for text in [
            "2023-02-29T00:00:00.000Z",
            "2023-13-01T00:00:00.000Z",
            "2023-00-01T00:00:00.000Z",
            "2023-01-00T00:00:00.000Z",
            "2023-01-01T24:00:00.000Z",
            "2023-01-01T00:60:00.000Z",
            "2023-01-01T00:00:60.000Z",
            "2023-01-01T00:00:00.00xZ",
            "2023-01-01T00:00:00.000+",
            "2023-01-01T00:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(read("2024-02-29T00:00:00.000Z").is_some());
    }
}
