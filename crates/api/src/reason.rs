//! Why a part of a request does not fit, in words that the catalogue has in every language.
//!
//! Parsers tell their reasons as English messages. Those of serde and of the domain are recognised here; this crate's
//! own values write a reason's name (`too_long:200`), which is read back.

/// A reason, with what its text needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    name: &'static str,
    args: Vec<(&'static str, String)>,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $function:ident($($arg:ident),*);)*) => {
        impl Reason {
            /// The name of every reason.
            pub const ALL: &[&str] = &[$(stringify!($function)),*];

            $(
                $(#[$doc])*
                #[must_use]
                pub fn $function($($arg: impl ToString),*) -> Self {
                    Self { name: stringify!($function), args: vec![$((stringify!($arg), $arg.to_string())),*] }
                }
            )*

            /// A reason that this crate's own values wrote by [`std::fmt::Display`].
            fn written(text: &str) -> Option<Self> {
                let (name, _values) = text.split_once(':').unwrap_or((text, ""));
                $(if name == stringify!($function) {
                    let mut _next = _values.split(':');
                    return Some(Self::$function($(_next.next().filter(|_| stringify!($arg) != "").unwrap_or_default()),*));
                })*
                None
            }
        }
    };
}

reasons! {
    /// There is no field of this name.
    unknown_field();
    /// There is no parameter of this name.
    unknown_parameter();
    /// It is needed.
    missing();
    /// It was given twice.
    given_twice();
    /// It is not of the type that is wanted, one of the words of the catalogue.
    wrong_type(wanted);
    /// It is none of these words.
    not_one_of(words);
    /// It has nothing but blanks.
    empty();
    /// It has more than `max` characters.
    too_long(max);
    /// It has characters that are no text.
    control_characters();
    /// It lies outside these bounds.
    out_of_bounds(min, max);
    /// It has already passed.
    not_in_the_future();
    /// Only persons have it.
    for_persons_only();
    /// It is for what is entered on somebody's behalf.
    only_on_behalf();
    /// It is for what is entered with evidence.
    only_with_evidence();
    /// What nobody else sees is not tried for somebody else.
    not_tried_for_others();
    /// It has not come yet.
    in_the_future();
    /// A question has none.
    not_for_questions();
    /// It does not fit, for whatever reason.
    does_not_fit();
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)?;
        self.args.iter().try_for_each(|(_, value)| write!(f, ":{value}"))
    }
}

impl Reason {
    /// The id of its text in the catalogue.
    #[must_use]
    pub fn id(&self) -> String {
        format!("reason-{}", self.name.replace('_', "-"))
    }

    /// What its text needs.
    #[must_use]
    pub fn args(&self) -> &[(&'static str, String)] {
        &self.args
    }

    /// The reason behind a parser's message.
    #[must_use]
    pub fn told(message: &str) -> Self {
        let message = message.rsplit_once(" at line ").map_or(message, |(reason, _)| reason);
        let after = |prefix: &str| message.strip_prefix(prefix);
        if let Some(written) = Self::written(message) {
            return written;
        }
        if after("unknown field ").is_some() {
            return Self::unknown_field();
        }
        if after("missing field ").is_some() {
            return Self::missing();
        }
        if after("duplicate field ").is_some() {
            return Self::given_twice();
        }
        if let Some((_, words)) = after("unknown variant ").and_then(|rest| rest.split_once(", expected ")) {
            let words = words.strip_prefix("one of ").unwrap_or(words);
            return Self::not_one_of(words.replace(" or ", ", ").replace('`', ""));
        }
        let wanted = match after("not a valid ") {
            Some(wanted) => Some(wanted),
            None => message.rsplit_once(", expected ").map(|(_, wanted)| wanted),
        };
        match kind(wanted.unwrap_or(message)) {
            Some(kind) => Self::wrong_type(kind),
            None => Self::does_not_fit(),
        }
    }
}

/// The catalogue's word for what a parser wanted.
fn kind(wanted: &str) -> Option<&'static str> {
    let has = |part: &str| wanted.contains(part);
    let integer = || {
        let number = wanted.trim_start_matches(['u', 'i', 'f']);
        number.len() < wanted.len() && number.bytes().all(|byte| byte.is_ascii_digit()) || wanted == "usize"
    };
    Some(match wanted {
        _ if has("RFC 3339") => "time",
        _ if has("UUID") => "id",
        _ if has("language tag") => "language",
        _ if has("IANA") => "time-zone",
        _ if has("territory") => "territory",
        _ if has("slug") => "slug",
        _ if has("source") => "source",
        _ if has("repetition") => "short-list",
        _ if has("currency") => "currency",
        _ if has("origin") => "origin",
        _ if has("`true`") || has("boolean") => "boolean",
        _ if has("digit") || has("too large to fit") || has("integer") || integer() => "number",
        _ if has("e-mail") => "e-mail",
        _ if has("string") => "text",
        _ if has("sequence") || has("array") => "list",
        _ if has("struct") || has("map") => "object",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn the_messages_of_parsers_are_recognised() {
        for (message, reason) in [
            ("unknown field `nom`, expected one of `name`, `k` at line 1 column 8", Reason::unknown_field()),
            ("missing field `name` at line 1 column 2", Reason::missing()),
            ("duplicate field `limit`", Reason::given_twice()),
            ("unknown variant `x`, expected one of `idea`, `proposal`", Reason::not_one_of("idea, proposal")),
            ("unknown variant `x`, expected `public` or `members`", Reason::not_one_of("public, members")),
            ("invalid type: integer `1`, expected a string at line 1 column 9", Reason::wrong_type("text")),
            ("invalid type: string \"a\", expected u8", Reason::wrong_type("number")),
            ("invalid value: integer `300`, expected u8", Reason::wrong_type("number")),
            ("invalid type: null, expected struct Steward", Reason::wrong_type("object")),
            ("invalid digit found in string", Reason::wrong_type("number")),
            ("not a valid RFC 3339 time", Reason::wrong_type("time")),
            ("UUID parsing failed: invalid length", Reason::wrong_type("id")),
            ("too_long:200", Reason::too_long(200)),
            ("out_of_bounds:1:100", Reason::out_of_bounds(1, 100)),
            ("whatever", Reason::does_not_fit()),
        ] {
            assert_eq!(Reason::told(message), reason, "{message}");
        }
    }

    #[test]
    fn every_reason_has_a_text_in_every_language() {
        for language in [Language::English, Language::French] {
            for name in Reason::ALL {
                let text = language.say(&format!("reason-{}", name.replace('_', "-")), &[]);
                assert!(text.is_some_and(|text| !text.is_empty()), "{name} in {language:?}");
            }
            let wanted = |kind: &str| language.say("reason-wrong-type", &[("wanted", kind.to_owned())]);
            for kind in ["time", "id", "number", "text", "list", "object", "language", "e-mail"] {
                assert_ne!(wanted(kind), wanted("something-else"), "{kind} in {language:?}");
            }
        }
    }
}
