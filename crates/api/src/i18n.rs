//! Texts for people, in French and English, from a catalogue in two folders, `i18n/fr` and `i18n/en`: a file for the
//! refusals of every aggregate, one for the other problems, one for the reasons. A message's id is its code with `-`
//! for `_`; its title is followed by `.detail`, what one can do next.

use std::sync::LazyLock;

use actix_web::http::header::{self, HeaderMap};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language in which tresse speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

/// What a message is told with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// A text, or a word that a message chooses by.
    Text(String),
    /// A number of things: a message chooses singular or plural by it.
    Count(u64),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Arg {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u16> for Arg {
    fn from(count: u16) -> Self {
        Self::Count(count.into())
    }
}

macro_rules! catalogue {
    ($($name:literal,)*) => {
        /// The files of either language.
        #[cfg(test)]
        const NAMES: &[&str] = &[$($name),*];

        static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
            LazyLock::new(|| bundle(Language::English, &[$(include_str!(concat!("../i18n/en/", $name, ".ftl"))),*]));
        static FRENCH: LazyLock<FluentBundle<FluentResource>> =
            LazyLock::new(|| bundle(Language::French, &[$(include_str!(concat!("../i18n/fr/", $name, ".ftl"))),*]));
    };
}

catalogue! {
    "network",
    "actor",
    "contribution",
    "statement_vote",
    "invitation",
    "invitation_sheet",
    "moderation",
    "action",
    "cooperation",
    "specification",
    "requirement",
    "selection",
    "candidate",
    "tension",
    "decision",
    "server",
    "problems",
    "reasons",
    "activity",
    "meeting",
    "audience",
    "vocabulary",
    "group",
    "exchange",
    "dossier",
    "diagnostic",
    "finding",
    "driver",
    "step",
}

fn bundle(language: Language, files: &[&str]) -> FluentBundle<FluentResource> {
    let tag = language.tag().parse::<LanguageIdentifier>();
    let mut bundle = FluentBundle::new_concurrent(vec![tag.unwrap_or_default()]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::English => |value, _| counted(value, Language::English),
        Language::French => |value, _| counted(value, Language::French),
    }));
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
        _ = bundle.add_resource(resource);
    }
    bundle
}

/// How a number of things is written in a sentence.
fn counted(value: &FluentValue<'_>, language: Language) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    Some(language.grouped(&format!("{:.0}", number.value)))
}

impl Language {
    /// The first language of `Accept-Language` that tresse speaks (RFC 9110 §12.5.4), or English.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        Self::accepted(headers).unwrap_or_default()
    }

    /// The first language of `Accept-Language` that tresse speaks, if there is one.
    #[must_use]
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let mut ranked: Vec<(f32, Self)> = accepted.split(',').take(20).filter_map(Self::ranked).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.first().map(|(_, language)| *language)
    }

    /// The language of a tag, by its primary subtag (RFC 5646 §2.2.1).
    #[must_use]
    pub fn tagged(tag: &str) -> Option<Self> {
        match tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    fn ranked(item: &str) -> Option<(f32, Self)> {
        let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
        let quality = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok())?;
        Some((quality, Self::tagged(tag)?))
    }

    /// Its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::English => &ENGLISH,
            Self::French => &FRENCH,
        }
    }

    /// Digits in groups of three, as the language writes them.
    #[must_use]
    pub fn grouped(self, digits: &str) -> String {
        let separator = match self {
            Self::English => ',',
            Self::French => '\u{202f}',
        };
        let mut grouped = String::with_capacity(digits.len() * 2);
        for (n, digit) in digits.chars().enumerate() {
            if n > 0 && (digits.len() - n).is_multiple_of(3) {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// What stands before decimals.
    #[must_use]
    pub fn decimal_mark(self) -> char {
        match self {
            Self::English => '.',
            Self::French => ',',
        }
    }

    /// The text of a message that tells of numbers of things.
    #[must_use]
    pub fn phrase(self, id: &str, args: &[(&'static str, Arg)]) -> Option<String> {
        let pattern = self.bundle().get_message(id)?.value()?;
        let value = |arg: &Arg| match arg {
            Arg::Text(text) => FluentValue::from(text.clone()),
            Arg::Count(count) => FluentValue::from(*count),
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, value(arg))).collect();
        Some(self.bundle().format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    /// The text of a message of the catalogue.
    #[must_use]
    pub fn say(self, id: &str, args: &[(&'static str, String)]) -> Option<String> {
        let pattern = self.bundle().get_message(id)?.value()?;
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(self.bundle().format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    /// The title and the detail of a code; the code itself where the catalogue has none.
    #[must_use]
    pub fn tell(self, code: &str, args: &[(&'static str, String)]) -> (String, String) {
        let id = code.replace('_', "-");
        let Some(message) = self.bundle().get_message(&id) else { return (code.to_owned(), String::new()) };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let say = |pattern| self.bundle().format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned();
        let title = message.value().map(say).unwrap_or_default();
        let detail = message.get_attribute("detail").map(|detail| say(detail.value())).unwrap_or_default();
        (title, detail)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn language(accepted: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, header::HeaderValue::from_static(accepted));
        Language::of(&headers)
    }

    #[test]
    fn the_best_language_that_tresse_speaks_is_chosen() {
        assert_eq!(language("fr-FR,fr;q=0.9,en;q=0.8"), Language::French);
        assert_eq!(language("de, en;q=0.5, fr;q=0.4"), Language::English);
        assert_eq!(language("de, en;q=0.5, fr;q=0.6"), Language::French);
        assert_eq!(language("de"), Language::English);
        assert_eq!(language(";;,q=,fr;q=x"), Language::English);
    }

    #[test]
    fn no_message_is_told_twice() {
        for language in ["fr", "en"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n").join(language);
            let mut ids = BTreeSet::new();
            for name in NAMES {
                let file = std::fs::read_to_string(folder.join(format!("{name}.ftl"))).unwrap();
                let told = file.lines().filter(|line| !line.starts_with([' ', '#', '}']));
                let told = told.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()));
                told.for_each(|id| assert!(ids.insert(id.clone()), "{id} stands twice in {language}"));
            }
        }
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        for (digits, english, french) in [
            ("7", "7", "7"),
            ("120", "120", "120"),
            ("1200", "1,200", "1\u{202f}200"),
            ("1234567", "1,234,567", "1\u{202f}234\u{202f}567"),
        ] {
            assert_eq!(Language::English.grouped(digits), english);
            assert_eq!(Language::French.grouped(digits), french);
        }
    }

    #[test]
    fn every_file_of_the_folders_is_in_the_catalogue() {
        let names: BTreeSet<String> = NAMES.iter().map(|name| format!("{name}.ftl")).collect();
        for language in ["fr", "en"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n").join(language);
            let files = folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
            assert_eq!(files.collect::<BTreeSet<_>>(), names, "{language}");
        }
    }
}
