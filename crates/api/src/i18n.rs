//! Texts for people, in French and English, from a catalogue in two folders, `i18n/fr` and `i18n/en`: a file for the
//! refusals of every aggregate, one for the other problems, one for the reasons. A message's id is its code with `-`
//! for `_`; its title is followed by `.detail`, what one can do next.

use std::sync::LazyLock;

use actix_web::http::header::{self, HeaderMap};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
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

macro_rules! catalogue {
    ($($name:literal,)*) => {
        /// The files of either language.
        #[cfg(test)]
        const NAMES: &[&str] = &[$($name),*];

        static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
            LazyLock::new(|| bundle("en", &[$(include_str!(concat!("../i18n/en/", $name, ".ftl"))),*]));
        static FRENCH: LazyLock<FluentBundle<FluentResource>> =
            LazyLock::new(|| bundle("fr", &[$(include_str!(concat!("../i18n/fr/", $name, ".ftl"))),*]));
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
}

fn bundle(language: &str, files: &[&str]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.parse::<LanguageIdentifier>().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
        _ = bundle.add_resource(resource);
    }
    bundle
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
    fn every_file_of_the_folders_is_in_the_catalogue() {
        let names: BTreeSet<String> = NAMES.iter().map(|name| format!("{name}.ftl")).collect();
        for language in ["fr", "en"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n").join(language);
            let files = folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
            assert_eq!(files.collect::<BTreeSet<_>>(), names, "{language}");
        }
    }
}
