//! Audiences: the publics that a network wants to reach, for which its drivers mobilise and to which its actors belong.
//!
//! Invariants: name and description are the network's texts; an estimate counts somebody; nothing new refers to an
//! audience that was retired, and what referred to it stays.

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::CommonText;
use crate::event::{Object, events, refusals};
use crate::ids::{AudienceId, Version};
use crate::terms::{Term, Terms};

/// The audiences of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audiences {
    terms: Terms<AudienceId>,
}

impl Audiences {
    /// What is known of an audience.
    #[must_use]
    pub fn get(&self, id: AudienceId) -> Option<&Term> {
        self.terms.get(id)
    }

    /// Whether it may be referred to.
    #[must_use]
    pub fn in_force(&self, id: AudienceId) -> bool {
        self.terms.in_force(id)
    }

    /// Whether an event may refer to this, if it is an audience.
    pub(crate) fn admits_reference(&self, to: Object) -> Result<(), Refusal> {
        let Object::Audience(id) = to else { return Ok(()) };
        if self.in_force(id) { Ok(()) } else { Err(Refusal::UnknownAudience) }
    }

    fn standing(&self, id: AudienceId) -> Result<(), Refusal> {
        self.terms.standing(id, Refusal::NoSuchAudience, Refusal::Retired)
    }
}

/// What may be asked of audiences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Define one.
    Define(Defined),
    /// Replace what is said of it.
    Revise(Revised),
    /// Let nothing new refer to it.
    Retire(AudienceId),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Define(_) | Self::Revise(_) | Self::Retire(_) => Action::KeepVocabulary,
        }
    }
}

events! {
    /// What happens to an audience.
    pub enum Event in crate::state::Event {
        /// An audience was defined.
        "audience.defined" v 1 signed = Defined {
            /// Which.
            audience: AudienceId,
            /// Its name.
            name: CommonText,
            /// Who belongs to it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// About how many people it counts; absent where nobody has estimated it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            estimated_size: Option<u32>,
        } of |e| vec![Object::Audience(e.audience)],

        /// What is said of it was replaced.
        "audience.revised" v 1 signed = Revised {
            /// Which.
            audience: AudienceId,
            /// Its name.
            name: CommonText,
            /// Who belongs to it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// About how many people it counts; absent where nobody has estimated it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            estimated_size: Option<u32>,
        } of |e| vec![Object::Audience(e.audience)],

        /// Nothing new refers to it.
        "audience.retired" v 1 signed = Retired {
            /// Which.
            audience: AudienceId,
        } of |e| vec![Object::Audience(e.audience)],
    }
}

refusals! {
    /// Why audiences say no.
    pub enum Refusal {
        /// There is no such audience.
        NoSuchAudience = "no_such_audience" Unknown,
        /// It was retired.
        Retired = "audience_retired" Conflict,
        /// The id is in use.
        IdTaken = "audience_id_taken" Conflict,
        /// An audience counts somebody.
        SizeIsZero = "size_is_zero" Invalid("/estimated_size"),
        /// What is referred to is no audience, or was retired.
        UnknownAudience = "unknown_audience" Invalid("/audience"),
    }
}

impl Aggregate for Audiences {
    const NAME: &'static str = "audience";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, _: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        let estimated = match event {
            Event::Defined(e) => {
                self.terms.free(e.audience, Refusal::IdTaken)?;
                e.estimated_size
            }
            Event::Revised(e) => {
                self.standing(e.audience)?;
                e.estimated_size
            }
            Event::Retired(e) => return self.standing(e.audience),
        };
        if estimated == Some(0) { Err(Refusal::SizeIsZero) } else { Ok(()) }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Define(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::Retire(audience) => vec![Retired { audience }.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Audience(audience) = object else { return None };
        self.get(audience).map(|term| term.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::Defined(e) => self.terms.define(e.audience),
            Event::Revised(e) => self.terms.change(e.audience),
            Event::Retired(e) => self.terms.retire(e.audience),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::actor::{self, ActorKind, Joined};
    use crate::contribution::{self, Submitted, SubmittedKind};
    use crate::given::{Given, founding, given, joined, submitted, text};

    const YOUNG: u8 = 1;

    fn audience(n: u8) -> AudienceId {
        AudienceId(Uuid::from_u128(u128::from(n)))
    }

    fn defined(n: u8, estimated_size: Option<u32>) -> Defined {
        Defined { audience: audience(n), name: CommonText(text()), description: None, estimated_size }
    }

    fn revised(n: u8, estimated_size: Option<u32>) -> Revised {
        Revised { audience: audience(n), name: CommonText(text()), description: None, estimated_size }
    }

    fn network() -> Given {
        given([founding()]).and([joined(1, ActorKind::Person)]).and([defined(YOUNG, Some(300))])
    }

    fn retired() -> Retired {
        Retired { audience: audience(YOUNG) }
    }

    #[test]
    fn an_audience_is_defined_once() {
        network().when(Command::Define(defined(2, None))).then([defined(2, None)]);
        network().when(Command::Define(defined(YOUNG, None))).refuses(Refusal::IdTaken);
    }

    #[test]
    fn an_estimate_counts_somebody() {
        network().when(Command::Define(defined(2, Some(0)))).refuses(Refusal::SizeIsZero);
        network().when(Command::Revise(revised(YOUNG, Some(0)))).refuses(Refusal::SizeIsZero);
        network().when(Command::Revise(revised(YOUNG, Some(1)))).then([revised(YOUNG, Some(1))]);
    }

    #[test]
    fn what_was_retired_changes_no_more() {
        network().when(Command::Retire(audience(YOUNG))).then([retired()]);
        let without = || network().and([retired()]);
        without().when(Command::Retire(audience(YOUNG))).refuses(Refusal::Retired);
        without().when(Command::Revise(revised(YOUNG, None))).refuses(Refusal::Retired);
        network().when(Command::Revise(revised(9, None))).refuses(Refusal::NoSuchAudience);
    }

    #[test]
    fn nothing_refers_to_an_audience_that_is_unknown_or_was_retired() {
        let join = |n| Joined { audience: Some(audience(n)), ..joined(7, ActorKind::Person) };
        let idea = |n| Submitted { audience: Some(audience(n)), ..submitted(7, SubmittedKind::Idea, None) };
        network().when(actor::Command::Join(join(YOUNG))).then([join(YOUNG)]);
        network().when(contribution::Command::Submit(idea(YOUNG))).then([idea(YOUNG)]);
        for (audiences, n) in [(network(), 9), (network().and([retired()]), YOUNG)] {
            audiences.clone().when(actor::Command::Join(join(n))).refuses(Refusal::UnknownAudience);
            audiences.when(contribution::Command::Submit(idea(n))).refuses(Refusal::UnknownAudience);
        }
    }
}
