//! The vocabulary of a network: the themes under which it discusses, and the tags by which needs and offers meet.
//!
//! Invariants: labels are the network's texts; nothing new refers to a theme or a tag that was retired, and what referred
//! to it stays. Two terms may have the same label: labels are sealed, and no rule reads a sealed text.

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::CommonText;
use crate::event::{Object, events, refusals};
use crate::ids::{TagId, ThemeId, Version};
use crate::terms::{Term, Terms};

/// The themes and tags of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    themes: Terms<ThemeId>,
    tags: Terms<TagId>,
}

impl Vocabulary {
    /// What is known of a theme.
    #[must_use]
    pub fn theme(&self, id: ThemeId) -> Option<&Term> {
        self.themes.get(id)
    }

    /// What is known of a tag.
    #[must_use]
    pub fn tag(&self, id: TagId) -> Option<&Term> {
        self.tags.get(id)
    }

    /// Whether an event may refer to this, if it is a theme or a tag.
    pub(crate) fn admits_reference(&self, to: Object) -> Result<(), Refusal> {
        if let Object::Theme(id) = to
            && !self.themes.in_force(id)
        {
            return Err(Refusal::UnknownTheme);
        }
        if let Object::Tag(id) = to
            && !self.tags.in_force(id)
        {
            return Err(Refusal::UnknownTag);
        }
        Ok(())
    }

    fn standing_theme(&self, id: ThemeId) -> Result<(), Refusal> {
        self.themes.standing(id, Refusal::NoSuchTheme, Refusal::ThemeRetired)
    }

    fn standing_tag(&self, id: TagId) -> Result<(), Refusal> {
        self.tags.standing(id, Refusal::NoSuchTag, Refusal::TagRetired)
    }
}

/// What may be asked of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Define a theme.
    DefineTheme(ThemeDefined),
    /// Replace its label.
    RelabelTheme(ThemeRelabelled),
    /// Let nothing new refer to it.
    RetireTheme(ThemeId),
    /// Define a tag.
    DefineTag(TagDefined),
    /// Replace its label.
    RelabelTag(TagRelabelled),
    /// Let nothing new refer to it.
    RetireTag(TagId),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::DefineTheme(_)
            | Self::RelabelTheme(_)
            | Self::RetireTheme(_)
            | Self::DefineTag(_)
            | Self::RelabelTag(_)
            | Self::RetireTag(_) => Action::KeepVocabulary,
        }
    }
}

events! {
    /// What happens to the vocabulary.
    pub enum Event in crate::state::Event {
        /// A theme was defined.
        "theme.defined" v 1 signed = ThemeDefined {
            /// Which.
            theme: ThemeId,
            /// The word for it.
            label: CommonText,
        } of |e| vec![Object::Theme(e.theme)],

        /// Its label was replaced.
        "theme.relabelled" v 1 signed = ThemeRelabelled {
            /// Which.
            theme: ThemeId,
            /// The word for it.
            label: CommonText,
        } of |e| vec![Object::Theme(e.theme)],

        /// Nothing new refers to it.
        "theme.retired" v 1 signed = ThemeRetired {
            /// Which.
            theme: ThemeId,
        } of |e| vec![Object::Theme(e.theme)],

        /// A tag was defined.
        "tag.defined" v 1 signed = TagDefined {
            /// Which.
            tag: TagId,
            /// The word for it.
            label: CommonText,
        } of |e| vec![Object::Tag(e.tag)],

        /// Its label was replaced.
        "tag.relabelled" v 1 signed = TagRelabelled {
            /// Which.
            tag: TagId,
            /// The word for it.
            label: CommonText,
        } of |e| vec![Object::Tag(e.tag)],

        /// Nothing new refers to it.
        "tag.retired" v 1 signed = TagRetired {
            /// Which.
            tag: TagId,
        } of |e| vec![Object::Tag(e.tag)],
    }
}

refusals! {
    /// Why the vocabulary says no.
    pub enum Refusal {
        /// There is no such theme.
        NoSuchTheme = "no_such_theme" Unknown,
        /// It was retired.
        ThemeRetired = "theme_retired" Conflict,
        /// The id is in use.
        ThemeIdTaken = "theme_id_taken" Conflict,
        /// What is referred to is no theme, or was retired.
        UnknownTheme = "unknown_theme" Invalid("/theme"),
        /// There is no such tag.
        NoSuchTag = "no_such_tag" Unknown,
        /// It was retired.
        TagRetired = "tag_retired" Conflict,
        /// The id is in use.
        TagIdTaken = "tag_id_taken" Conflict,
        /// What is referred to is no tag, or was retired.
        UnknownTag = "unknown_tag" Invalid("/tags"),
    }
}

impl Aggregate for Vocabulary {
    const NAME: &'static str = "vocabulary";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, _: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::ThemeDefined(e) => self.themes.free(e.theme, Refusal::ThemeIdTaken),
            Event::ThemeRelabelled(e) => self.standing_theme(e.theme),
            Event::ThemeRetired(e) => self.standing_theme(e.theme),
            Event::TagDefined(e) => self.tags.free(e.tag, Refusal::TagIdTaken),
            Event::TagRelabelled(e) => self.standing_tag(e.tag),
            Event::TagRetired(e) => self.standing_tag(e.tag),
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(vec![match command {
            Command::DefineTheme(e) => e.into(),
            Command::RelabelTheme(e) => e.into(),
            Command::RetireTheme(theme) => ThemeRetired { theme }.into(),
            Command::DefineTag(e) => e.into(),
            Command::RelabelTag(e) => e.into(),
            Command::RetireTag(tag) => TagRetired { tag }.into(),
        }])
    }

    fn version(&self, object: Object) -> Option<Version> {
        if let Object::Theme(theme) = object {
            return self.theme(theme).map(|term| term.version);
        }
        let Object::Tag(tag) = object else { return None };
        self.tag(tag).map(|term| term.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::ThemeDefined(e) => self.themes.define(e.theme),
            Event::ThemeRelabelled(e) => self.themes.change(e.theme),
            Event::ThemeRetired(e) => self.themes.retire(e.theme),
            Event::TagDefined(e) => self.tags.define(e.tag),
            Event::TagRelabelled(e) => self.tags.change(e.tag),
            Event::TagRetired(e) => self.tags.retire(e.tag),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::actor::ActorKind;
    use crate::class::{Few, OwnText};
    use crate::contribution::{self, Moved, QuestionAsked, Submitted, SubmittedKind};
    use crate::exchange::{self, Declared, Side, What};
    use crate::given::{Given, contribution, founding, given, joined, submitted, text};
    use crate::ids::ExchangeId;

    const ROADS: u8 = 1;
    const BIKES: u8 = 2;

    fn theme(n: u8) -> ThemeId {
        ThemeId(Uuid::from_u128(u128::from(n)))
    }

    fn tag(n: u8) -> TagId {
        TagId(Uuid::from_u128(u128::from(n)))
    }

    fn theme_defined(n: u8) -> ThemeDefined {
        ThemeDefined { theme: theme(n), label: CommonText(text()) }
    }

    fn tag_defined(n: u8) -> TagDefined {
        TagDefined { tag: tag(n), label: CommonText(text()) }
    }

    fn network() -> Given {
        given([founding()]).and([joined(1, ActorKind::Person)]).and([theme_defined(ROADS)]).and([tag_defined(BIKES)])
    }

    fn without() -> Given {
        network().and([ThemeRetired { theme: theme(ROADS) }]).and([TagRetired { tag: tag(BIKES) }])
    }

    #[test]
    fn a_term_is_defined_once() {
        network().when(Command::DefineTheme(theme_defined(9))).then([theme_defined(9)]);
        network().when(Command::DefineTag(tag_defined(9))).then([tag_defined(9)]);
        network().when(Command::DefineTheme(theme_defined(ROADS))).refuses(Refusal::ThemeIdTaken);
        network().when(Command::DefineTag(tag_defined(BIKES))).refuses(Refusal::TagIdTaken);
    }

    #[test]
    fn a_term_is_relabelled_until_it_is_retired() {
        let of_theme = |n| ThemeRelabelled { theme: theme(n), label: CommonText(text()) };
        let of_tag = |n| TagRelabelled { tag: tag(n), label: CommonText(text()) };
        network().when(Command::RelabelTheme(of_theme(ROADS))).then([of_theme(ROADS)]);
        network().when(Command::RelabelTag(of_tag(BIKES))).then([of_tag(BIKES)]);
        network().when(Command::RelabelTheme(of_theme(9))).refuses(Refusal::NoSuchTheme);
        network().when(Command::RelabelTag(of_tag(9))).refuses(Refusal::NoSuchTag);
        without().when(Command::RelabelTheme(of_theme(ROADS))).refuses(Refusal::ThemeRetired);
        without().when(Command::RelabelTag(of_tag(BIKES))).refuses(Refusal::TagRetired);
    }

    #[test]
    fn a_term_is_retired_once() {
        network().when(Command::RetireTheme(theme(ROADS))).then([ThemeRetired { theme: theme(ROADS) }]);
        network().when(Command::RetireTag(tag(BIKES))).then([TagRetired { tag: tag(BIKES) }]);
        without().when(Command::RetireTheme(theme(ROADS))).refuses(Refusal::ThemeRetired);
        without().when(Command::RetireTag(tag(BIKES))).refuses(Refusal::TagRetired);
    }

    #[test]
    fn nothing_refers_to_a_theme_that_is_unknown_or_was_retired() {
        let (contribution, title, body) = (contribution(7), CommonText(text()), None);
        let ask = |n| QuestionAsked { contribution, title, body, theme: Some(theme(n)) };
        let idea = |n| Submitted { theme: Some(theme(n)), ..submitted(7, SubmittedKind::Idea, None) };
        network().when(contribution::Command::Ask(ask(ROADS))).then([ask(ROADS)]);
        network().when(contribution::Command::Submit(idea(ROADS))).then([idea(ROADS)]);
        for (vocabulary, n) in [(network(), 9), (without(), ROADS)] {
            vocabulary.clone().when(contribution::Command::Ask(ask(n))).refuses(Refusal::UnknownTheme);
            vocabulary.when(contribution::Command::Submit(idea(n))).refuses(Refusal::UnknownTheme);
        }
    }

    #[test]
    fn what_had_a_theme_that_was_retired_keeps_it_or_leaves_it() {
        let (idea, theme) =
            (Submitted { theme: Some(theme(ROADS)), ..submitted(7, SubmittedKind::Idea, None) }, theme(ROADS));
        let question =
            QuestionAsked { contribution: contribution(8), title: CommonText(text()), body: None, theme: None };
        let given = || network().and([idea.clone()]).and([question.clone()]).and([ThemeRetired { theme }]);
        let moved = |parent: Option<u8>, kept: bool| Moved {
            contribution: contribution(7),
            parent: parent.map(contribution),
            theme: kept.then_some(theme),
            was_parent: None,
            was_theme: Some(theme),
        };
        for event in [moved(Some(8), true), moved(None, false)] {
            let Moved { contribution, parent, theme, .. } = event.clone();
            given().when(contribution::Command::Move { contribution, parent, theme }).then([event]);
        }
        let back = contribution::Command::Move { contribution: contribution(7), parent: None, theme: Some(theme) };
        given().and([moved(None, false)]).when(back).refuses(Refusal::UnknownTheme);
    }

    #[test]
    fn nothing_refers_to_a_tag_that_is_unknown_or_was_retired() {
        let offer = |tags: &[u8]| Declared {
            exchange: ExchangeId(Uuid::from_u128(1)),
            side: Side::Offer,
            what: What::Equipment,
            tags: Few::new(tags.iter().copied().map(tag).collect()).unwrap_or_else(|_| unreachable!()),
            audience: None,
            territory: None,
            title: OwnText(text()),
            body: None,
        };
        let both = network().and([tag_defined(3)]);
        both.when(exchange::Command::Declare(offer(&[BIKES, 3]))).then([offer(&[BIKES, 3])]);
        network().when(exchange::Command::Declare(offer(&[BIKES, 9]))).refuses(Refusal::UnknownTag);
        without().when(exchange::Command::Declare(offer(&[BIKES]))).refuses(Refusal::UnknownTag);
    }
}
