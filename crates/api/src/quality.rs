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

/// The one of the offered media types that a client likes best; of those it likes as much the first.
#[must_use]
pub fn best<'o>(offered: &[&'o str], accept: Option<&str>) -> Option<&'o str> {
    let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else { return offered.first().copied() };
    let mut best = None;
    for media_type in offered {
        let weight = weight(media_type, accept);
        if weight > best.map_or(0.0, |(_, most)| most) {
            best = Some((*media_type, weight));
        }
    }
    best.map(|(media_type, _)| media_type)
}

/// How much a client likes a media type: what the range says that tells it most closely (RFC 9110 §12.5.1).
fn weight(media_type: &str, accept: &str) -> f32 {
    let kind = media_type.split('/').next().unwrap_or_default();
    let closeness = |range: &str| match range.split_once('/') {
        _ if range.eq_ignore_ascii_case(media_type) => Some(2),
        Some(("*", "*")) => Some(0),
        Some((of, "*")) if of.eq_ignore_ascii_case(kind) => Some(1),
        _ => None,
    };
    let ranges = weighted(accept).filter_map(|(range, weight)| Some((closeness(range)?, weight)));
    ranges.max_by_key(|(closeness, _)| *closeness).map_or(0.0, |(_, weight)| weight)
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
