//! Where the other pages of a list are (RFC 8288).

use actix_web::http::header::HeaderValue;

/// The parameter that takes a cursor.
const AFTER: &str = "after";

/// The `Link` of a page: what was asked for, after the next cursor and after none; none for a list that is one page.
#[must_use]
pub fn links(path: &str, query: &str, next: Option<&str>) -> Option<HeaderValue> {
    let asked = || form_urlencoded::parse(query.as_bytes());
    if next.is_none() && !asked().any(|(name, _)| name == AFTER) {
        return None;
    }
    let link = |after: Option<&str>, rel: &str| {
        let kept = asked().filter(|(name, _)| name != AFTER);
        let pairs = kept.chain(after.map(|after| (AFTER.into(), after.into())));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("<{path}{mark}{query}>; rel=\"{rel}\"")
    };
    let links: Vec<_> = next.map(|next| link(Some(next), "next")).into_iter().chain([link(None, "first")]).collect();
    HeaderValue::from_str(&links.join(", ")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_what_was_asked_for() {
        let told = |query, next| links("/v1/x", query, next).map(|links| links.to_str().unwrap().to_owned());
        assert_eq!(told("", None), None);
        assert_eq!(told("", Some("a b")).unwrap(), "</v1/x?after=a+b>; rel=\"next\", </v1/x>; rel=\"first\"");
        assert_eq!(told("after=1&limit=2", None).unwrap(), "</v1/x?limit=2>; rel=\"first\"");
        assert_eq!(
            told("limit=2&after=1&sort=-a", Some("3")).unwrap(),
            "</v1/x?limit=2&sort=-a&after=3>; rel=\"next\", </v1/x?limit=2&sort=-a>; rel=\"first\""
        );
    }
}
