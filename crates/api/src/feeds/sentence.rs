//! What happened, in a sentence of the reader's language.
//!
//! A sentence is the catalogue's `activity-<type>`. Names of persons are for those who may read profiles; to all others a
//! person is a person of the network. A title that is hidden or erased is not told.

use std::sync::Arc;

use domain::actor::ActorKind;
use domain::authority::Action;
use domain::envelope::{Act, By};
use domain::event::Object;
use domain::ids::ActorId;
use domain::state::Recorded;
use projection::TextRef;
use projection::contributions::TextVersion;

use super::Query;
use crate::call::Read;
use crate::i18n::Language;
use crate::problem::Problem;
use crate::texts::quoted;

/// How far up a thread a title is looked for.
const UP: usize = 32;

/// Who acted, in words.
///
/// # Errors
/// `internal` when a name cannot be opened.
pub fn who(read: &Read<Query>, act: &Act, language: Language) -> Result<String, Problem> {
    Ok(capital(&author(read, act, language)?))
}

fn author(read: &Read<Query>, act: &Act, language: Language) -> Result<String, Problem> {
    match act.on_behalf_of.map(By::Actor).or(act.by) {
        Some(By::Actor(actor)) => name(read, actor, language),
        Some(By::Operator) => Ok(say(language, "activity-operator", &[])),
        Some(By::System) | None => Ok(say(language, "activity-system", &[])),
    }
}

/// What happened.
///
/// # Errors
/// `internal` when a name or a title cannot be opened.
pub fn of(read: &Read<Query>, recorded: &Recorded, language: Language) -> Result<String, Problem> {
    let objects = recorded.event.objects();
    let mut actors = objects.iter().filter_map(|object| if let Object::Actor(id) = object { Some(*id) } else { None });
    let mut next_name = || actors.next().map(|actor| name(read, actor, language)).transpose();
    let (whom, other) = (next_name()?.unwrap_or_default(), next_name()?.unwrap_or_default());
    let data = serde_json::to_value(&recorded.event).map_err(|error| Problem::internal(&error))?;
    let word = ["/role", "/kind", "/outcome", "/side", "/outcome/result", "/step"];
    let word = word.iter().find_map(|field| data.pointer(field)?.as_str());
    let about = if let Some(Object::Contribution(id)) = objects.first() { Some(*id) } else { None };
    let kind = about.and_then(|id| read.views.contributions.get(id)).map_or("", |row| row.kind.as_str());
    let args = [
        ("who", author(read, &recorded.act, language)?),
        ("whom", whom),
        ("other", other),
        ("kind", kind.to_owned()),
        ("word", word.unwrap_or_default().to_owned()),
    ];
    let sentence = capital(&say(language, &message(recorded.event.event_type().name), &args));
    Ok(match objects.first().map(|own| title(read, *own)).transpose()?.flatten() {
        None => sentence,
        Some((title, is_own)) => {
            let id = if is_own { "activity-titled" } else { "activity-about" };
            say(language, id, &[("sentence", sentence), ("title", title.to_string())])
        }
    })
}

/// The id of a type's sentence.
fn message(name: &str) -> String {
    format!("activity-{}", name.replace(['.', '_'], "-"))
}

/// The same, with a capital at the beginning.
fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn say(language: Language, id: &str, args: &[(&'static str, String)]) -> String {
    language.say(id, args).unwrap_or_else(|| id.to_owned())
}

/// What an actor is called, as far as the one who asks may know.
///
/// # Errors
/// `internal` when a name cannot be opened.
pub(crate) fn name<Q>(read: &Read<Q>, actor: ActorId, language: Language) -> Result<String, Problem> {
    let row = read.views.actors.get(actor);
    let kind = row.map_or(ActorKind::Person, |row| row.kind);
    let may_know = kind != ActorKind::Person || read.gate.allows(Action::ReadProfiles);
    let name = quoted(read, row.and_then(|row| row.name).filter(|_| may_know))?;
    let somebody = || say(language, "activity-somebody", &[("kind", kind.as_str().to_owned())]);
    Ok(name.map_or_else(somebody, |name| name.to_string()))
}

/// The title of an object, or else of the nearest contribution above it that has one; and whether it is its own.
fn title(read: &Read<Query>, own: Object) -> Result<Option<(Arc<str>, bool)>, Problem> {
    let (text, is_own) = if let Object::Contribution(id) = own {
        let above = std::iter::successors(Some(id), |id| read.views.contributions.get(*id)?.parent);
        let text = |id| read.views.contributions.get(id)?.versions.last().and_then(TextVersion::title);
        let titled = above.take(UP).find_map(|one| Some((text(one)?, one == id)));
        titled.map_or((None, true), |(text, is_own)| (Some(text), is_own))
    } else {
        (called(read, own), true)
    };
    Ok(quoted(read, text)?.map(|title| (title, is_own)))
}

/// What an object is called that stands alone, as far as the one who asks may know.
fn called(read: &Read<Query>, object: Object) -> Option<TextRef> {
    let views = &read.views;
    match object {
        Object::Meeting(id) => views.meetings.get(id)?.told.title,
        Object::Audience(id) => views.audiences.get(id)?.name,
        Object::Theme(id) => views.vocabulary.themes.get(id)?.label,
        Object::Tag(id) => views.vocabulary.tags.get(id)?.label,
        Object::Group(id) => views.groups.get(id)?.name,
        Object::Action(id) => views.actions.get(id)?.title,
        Object::Cooperation(id) => views.cooperations.get(id)?.title,
        Object::Decision(id) => views.decisions.get(id)?.title,
        Object::Exchange(id) => views.exchanges.get(id)?.title.filter(|_| read.gate.allows(Action::ReadProfiles)),
        Object::Diagnostic(id) => views.diagnostics.get(id)?.title,
        Object::Finding(id) => views.findings.get(id)?.title,
        Object::Specification(id) => views.specifications.get(id)?.title,
        Object::Requirement(id) => views.requirements.get(id)?.texts.last()?.title,
        Object::Selection(id) => views.selections.get(id)?.title,
        Object::Candidate(id) => views.candidates.get(id)?.said.name,
        Object::Network(_)
        | Object::Actor(_)
        | Object::Contribution(_)
        | Object::Key(_)
        | Object::Invitation(_)
        | Object::Tension(_)
        | Object::SpecificationVersion(_)
        | Object::Step(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::event::Signing;
    use domain::state::Event;

    use super::*;

    #[test]
    fn every_signed_event_has_its_sentence_in_every_language() {
        let args = ["who", "whom", "other", "kind", "word"].map(|name| (name, format!("<{name}>")));
        let mut wrong = Vec::new();
        for language in [Language::English, Language::French] {
            for event in Event::examples(&mut |_| 0) {
                let id = message(event.event_type().name);
                let told = language.say(&id, &args);
                let is_told = told.as_ref().is_some_and(|told| !told.is_empty() && !told.contains('{'));
                if is_told != (event.signing() == Signing::Signed) {
                    wrong.push((language, id, told));
                }
            }
        }
        assert!(wrong.is_empty(), "signed events have a sentence, scoped ones have none: {wrong:#?}");
    }
}
