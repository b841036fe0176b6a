//! Which texts an event commits to.

use domain::actor;
use domain::class::Pointer;
use domain::contribution;
use domain::ids::ActorId;
use domain::network;
use domain::state::{Event, Recorded};

use crate::{TextOwner, TextRef};

/// The texts that an event commits to; with the person whose profile it is, where it is one.
#[must_use]
pub fn of(recorded: &Recorded) -> Vec<(TextRef, Option<ActorId>)> {
    let (owner, person) = match &recorded.event {
        Event::Actor(actor::Event::ProfileRevised(e)) => (TextOwner::Actor(e.actor), Some(e.actor)),
        Event::Contribution(contribution::Event::Submitted(_) | contribution::Event::Revised(_)) => {
            (recorded.act.subject().map_or(TextOwner::Network, TextOwner::Actor), None)
        }
        Event::Network(_) | Event::Actor(_) | Event::Contribution(_) | Event::StatementVote(_) => {
            (TextOwner::Network, None)
        }
    };
    pointers(&recorded.event)
        .into_iter()
        .flatten()
        .map(|pointer| (TextRef::of(recorded, pointer, owner), person))
        .collect()
}

fn pointers(event: &Event) -> [Option<Pointer>; 3] {
    use Pointer::{About, Body, Contact, Name, Notice, Title};
    match event {
        Event::Network(network::Event::Founded(_)) => [Some(Name), None, None],
        Event::Network(network::Event::SettingsChanged(e)) => [e.name.map(|_| Name), e.notice.map(|_| Notice), None],
        Event::Actor(actor::Event::ProfileRevised(e)) => {
            [Some(Name), e.contact.map(|_| Contact), e.about.map(|_| About)]
        }
        Event::Actor(actor::Event::OrganisationDescribed(e)) => [Some(Name), e.about.map(|_| About), None],
        Event::Contribution(contribution::Event::QuestionAsked(e)) => [Some(Title), e.body.map(|_| Body), None],
        Event::Contribution(contribution::Event::QuestionRevised(e)) => [Some(Title), e.body.map(|_| Body), None],
        Event::Contribution(contribution::Event::Submitted(e)) => [e.title.map(|_| Title), Some(Body), None],
        Event::Contribution(contribution::Event::Revised(e)) => [e.title.map(|_| Title), Some(Body), None],
        Event::Network(network::Event::Archived(_))
        | Event::Actor(
            actor::Event::Joined(_)
            | actor::Event::RepresentationStarted(_)
            | actor::Event::RepresentationEnded(_)
            | actor::Event::RoleGranted(_)
            | actor::Event::RoleRevoked(_)
            | actor::Event::Left(_),
        )
        | Event::Contribution(
            contribution::Event::Withdrawn(_)
            | contribution::Event::Supported(_)
            | contribution::Event::Unsupported(_)
            | contribution::Event::Linked(_),
        )
        | Event::StatementVote(_) => [None; 3],
    }
}
