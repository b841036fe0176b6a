//! Organisations and services of a territory, from a list as CSV: each joins by import, with its name and what it does.
//!
//! A list has a column `id`, a number or code that stays the same: the actor is found again by `actors:<set>:<id>`. An actor
//! whose row has changed since is told, and stays as it is: who represents it may have described it anew.
//!
//! Beside a list of one's own (docs/imports.md) the lists of authorities of [Alaveteli](https://alaveteli.org) are read:
//! `#id`, `name`, `notes` (`label : text | label : text`), `home_page`, `tag_string`. What they tell becomes the description,
//! a line each. Their tags tell what is no public service: see [`ORGANISATIONS`].

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use domain::actor::ActorKind;
use domain::ids::AudienceId;
use domain::names::{Importer, SourcePart};

use super::report::{About, Telling, What};
use super::rows::{Becomes, Row, SetName, Target};
use super::sheet::{self, Heading, Sheet};
use super::table::{Flaw, MAX_ABOUT, MAX_TITLE, checked};
use super::{FilesError, ImportError, Set, set_name};

/// The columns of one's own list, and of one of authorities.
const HEADINGS: [Heading; 7] = [
    ("id", &["id", "identifiant", "#id"]),
    ("kind", &["kind", "type"]),
    ("name", &["name", "nom"]),
    ("about", &["about", "description", "notes"]),
    ("audience", &["audience", "public"]),
    ("home_page", &["home_page"]),
    ("tag_string", &["tag_string"]),
];
const ID: usize = 0;
const KIND: usize = 1;
const NAME: usize = 2;
const ABOUT: usize = 3;
const AUDIENCE: usize = 4;
const HOME_PAGE: usize = 5;
const TAGS: usize = 6;

/// What a list may call organisations and services, in small letters.
const KINDS: &[(&str, ActorKind)] = &[
    ("organisation", ActorKind::Organisation),
    ("organization", ActorKind::Organisation),
    ("association", ActorKind::Organisation),
    ("entreprise", ActorKind::Organisation),
    ("company", ActorKind::Organisation),
    ("service", ActorKind::Service),
    ("service public", ActorKind::Service),
    ("public service", ActorKind::Service),
    ("person", ActorKind::Person),
    ("personne", ActorKind::Person),
];

/// The tags of the French directory of administrations under which there are associations and the like: respite for
/// carers, housing advice, work for the disabled, jobs for managers, women's rights, youth information, volunteers'
/// resources, anglers, hunters, youth employment, family advice. All other bodies there are public.
pub const ORGANISATIONS: &[&str] = &[
    "accompagnement_personnes_agees",
    "adil",
    "agefiph",
    "apecita",
    "cidf",
    "cij",
    "crib",
    "fdapp",
    "fdc",
    "mission_locale",
    "pif",
];

/// A list of actors.
#[derive(Debug, Clone)]
pub struct List {
    /// The set's name.
    pub name: SourcePart,
    path: PathBuf,
}

impl List {
    /// The list in a file, under the name that is given or else the file's.
    ///
    /// # Errors
    /// [`FilesError::Name`].
    pub fn new(path: &Path, name: Option<&SourcePart>) -> Result<Self, FilesError> {
        Ok(Self { name: set_name(name, path, path.file_stem())?, path: path.to_owned() })
    }

    fn open(&self) -> Result<Sheet<7>, FilesError> {
        let sheet = Sheet::open(self.path.clone(), HEADINGS)?;
        let needed = [(ID, "id (identifiant)"), (NAME, "name (nom)")];
        let kind = (KIND, "kind (type)");
        let kind = (!sheet.table.has(TAGS)).then_some(kind);
        match needed.into_iter().chain(kind).find(|(column, _)| !sheet.table.has(*column)) {
            Some((_, column)) => Err(FilesError::Column { file: self.path.clone(), column }),
            None => Ok(sheet),
        }
    }
}

/// A row of a list.
struct Actor {
    id: SourcePart,
    kind: ActorKind,
    name: String,
    about: Option<String>,
    audience: Option<AudienceId>,
}

impl Set for List {
    fn hand_over<T: Target>(
        &self,
        _: &Path,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        telling.begin(self.name.as_str(), &[What::Actors], [(What::Actors, self.path.clone())]);
        let set = SetName { importer: Importer::Actors, set: self.name.clone() };
        let mut sheet = self.open()?;
        telling.figure("read_as_windows_1252", u64::from(sheet.coding == sheet::Coding::Windows1252));
        let mut lines = HashMap::new();
        while sheet.table.advance()? {
            // What a spreadsheet leaves at the end of a list.
            if sheet.table.is_blank() {
                continue;
            }
            telling.read(What::Actors);
            let line = sheet.table.line();
            let about = About { what: What::Actors, line: Some(line) };
            let actor = read(&sheet).and_then(|actor| match *lines.entry(actor.id.clone()).or_insert(line) {
                first if first == line => Ok(actor),
                first => Err(Flaw::Repeated("id", actor.id.to_string(), first)),
            });
            let actor = match actor {
                Ok(actor) => actor,
                Err(flaw) => {
                    telling.broken(about, &flaw);
                    continue;
                }
            };
            telling.figure(if actor.kind == ActorKind::Service { "services" } else { "organisations" }, 1);
            telling.figure("letters_mended", u64::from((0..HEADINGS.len()).any(|column| sheet.cell(column).1)));
            let source = set.row(actor.id.as_str())?;
            let Actor { kind, audience, .. } = actor;
            let becomes = Becomes::Actor { kind, name: &actor.name, about: actor.about.as_deref(), audience };
            let row = Row { source: &source, person: None, occurred_at: None, becomes };
            target.take(about, &row, telling).map_err(ImportError::Target)?;
        }
        Ok(())
    }
}

fn read(sheet: &Sheet<7>) -> Result<Actor, Flaw> {
    sheet.table.check_width()?;
    let (id, _) = sheet.cell(ID);
    if id.is_empty() {
        return Err(Flaw::Missing("id"));
    }
    let id = id.parse().map_err(|_| Flaw::IsNot("id", "up to 48 letters, digits, `.`, `_` and `-`"))?;
    let name = sheet.text(NAME, MAX_TITLE, false)?.ok_or(Flaw::Missing("name"))?;
    let audience = match sheet.cell(AUDIENCE).0 {
        none if none.is_empty() => None,
        audience => Some(audience.parse().map_err(|_| Flaw::IsNot("audience", "the id of an audience"))?),
    };
    if !sheet.table.has(TAGS) {
        let about = sheet.text(ABOUT, MAX_ABOUT, true)?;
        return Ok(Actor { id, kind: kind(&sheet.cell(KIND).0)?, name, about, audience });
    }
    let (tags, _) = sheet.cell(TAGS);
    let is_organisation = tags.split_whitespace().any(|tag| ORGANISATIONS.contains(&tag));
    let kind = if is_organisation { ActorKind::Organisation } else { ActorKind::Service };
    Ok(Actor { id, kind, name, about: authority_about(sheet, &tags)?, audience })
}

fn kind(word: &str) -> Result<ActorKind, Flaw> {
    if word.is_empty() {
        return Err(Flaw::Missing("kind"));
    }
    let word = word.to_lowercase();
    match KINDS.iter().find(|(known, _)| *known == word) {
        Some((_, ActorKind::Person)) => Err(Flaw::APerson),
        Some((_, kind)) => Ok(*kind),
        None => Err(Flaw::IsNoneOf("kind", "organisation, association, entreprise (company), service")),
    }
}

/// What is told of an authority, a line each: its notes, its page, its tags.
fn authority_about(sheet: &Sheet<7>, tags: &str) -> Result<Option<String>, Flaw> {
    let ((notes, _), (page, _)) = (sheet.cell(ABOUT), sheet.cell(HOME_PAGE));
    let notes = notes.split(" | ").map(str::trim).map(str::to_owned);
    let page = format!("Site : {page}");
    let tags = format!("Type : {tags}");
    // A label with nothing after it says nothing.
    let says = |line: &String| line.split_once(':').map_or(line.as_str(), |(_, text)| text).trim() != "";
    let about = notes.chain([page, tags]).filter(says).collect::<Vec<_>>().join("\n");
    if about.is_empty() {
        return Ok(None);
    }
    checked("notes", &about, MAX_ABOUT, true)?;
    Ok(Some(about))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_in_french_and_english() {
        assert_eq!(kind("Association"), Ok(ActorKind::Organisation));
        assert_eq!(kind("SERVICE PUBLIC"), Ok(ActorKind::Service));
        assert_eq!(kind("personne"), Err(Flaw::APerson));
        assert_eq!(kind(""), Err(Flaw::Missing("kind")));
        assert!(matches!(kind("club"), Err(Flaw::IsNoneOf(..))));
    }
}
