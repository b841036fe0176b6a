//! `PUT /v1/networks/{network}/actors/{actor}/profile`

use actix_web::HttpResponse;
use app::Network;
use app::draft::{Draft, Ready};
use domain::actor::{ActorKind, Command, OrganisationDescribed, ProfileRevised, Refusal};
use domain::class::Pointer;
use domain::event::Object;
use domain::ids::ActorId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Actor, rendered};
use crate::answer::Written;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values::{About, Email, Name};

/// A profile.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Anne Berger", "about": "Bénévole au jardin partagé."}))]
pub struct Profile {
    /// The name to show.
    pub name: Name,
    /// Who it is.
    pub about: Option<About>,
    /// A person's e-mail address; one address belongs to one person.
    pub contact: Option<Email>,
}

/// Seals a profile: a person's own texts, an organisation's common ones.
pub fn draft(network: &Network, actor: ActorId, kind: ActorKind, profile: &Profile) -> Result<Ready, Problem> {
    let mut draft = Draft::new(network.vault());
    let (name, about) = (profile.name.as_str(), profile.about.as_ref().map(About::as_str));
    if kind == ActorKind::Person {
        let name = draft.own(actor, Pointer::Name, name)?;
        let about = about.map(|about| draft.own(actor, Pointer::About, about)).transpose()?;
        let contact = profile.contact.as_ref().map(|email| draft.contact(actor, email.as_str())).transpose()?;
        return Ok(draft.ready(Command::ReviseProfile(ProfileRevised { actor, name, contact, about })));
    }
    if profile.contact.is_some() {
        return Err(Problem::invalid_value("/contact", Reason::for_persons_only()));
    }
    let name = draft.common(Pointer::Name, name)?;
    let about = about.map(|about| draft.common(Pointer::About, about)).transpose()?;
    Ok(draft.ready(Command::Describe(OrganisationDescribed { actor, name, about })))
}

/// Replace a profile
///
/// A person's by that person; an organisation's by whoever represents it, or by a facilitator while nobody does.
#[utoipa::path(
    put, path = "/v1/networks/{network}/actors/{actor}/profile", operation_id = "reviseProfile", tag = "actors",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("actor" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Profile,
    responses((status = 200, description = "Replaced", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write<Profile>) -> Result<HttpResponse, Problem> {
    let actor: ActorId = write.caller.path("actor")?;
    let kind = write.gate.live().state.actor.get(actor).map(|row| row.kind);
    let kind = kind.ok_or(Refusal::UnknownActor)?;
    write.gate.check(domain::authority::Action::ReviseProfile(actor))?;
    let ready = draft(&write.network, actor, kind, &write.body)?;
    let done = write.submit(vec![ready], Some(Object::Actor(actor))).await?;
    write.answer(&done, actor.0, false, |read| rendered(read, actor))
}
