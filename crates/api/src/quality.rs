//! Headers in which a client weighs what it would like: `Accept`, `Accept-Encoding` (RFC 9110 §12.4.2).

/// How many items of such a header are looked at.
const ITEMS: usize = 32;

/// The items of a header without their parameters, each with its weight from 0 to 1. An item whose weight is none is left
/// out.
pub fn weighted(value: &str) -> impl Iterator<Item = (&str, f32)> {
    value.split(',').take(ITEMS).filter_map(|item| {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let mut parameters = parameters.split(';').filter_map(|parameter| parameter.trim().split_once('='));
        let weight = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
        let weight = weight.map_or(Some(1.0), |(_, weight)| weight.trim().parse().ok())?;
        (!name.trim().is_empty() && (0.0..=1.0).contains(&weight)).then_some((name.trim(), weight))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_have_a_weight_of_1_unless_they_say_otherwise() {
        let told: Vec<_> = weighted("text/csv; charset=utf-8; Q=0.5, gzip,br;q=x, ;q=1, identity;q=0, a;q=2").collect();
        assert_eq!(told, [("text/csv", 0.5), ("gzip", 1.0), ("identity", 0.0)]);
        assert_eq!(weighted("").count(), 0);
        assert_eq!(weighted(&"a,".repeat(1_000)).count(), ITEMS);
    }
}
