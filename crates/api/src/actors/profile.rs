//! `PUT /v1/networks/{network}/actors/{actor}/profile`

use actix_web::HttpResponse;
use app::Network;
use app::draft::Draft;
use app::submission::Step;
use domain::actor::{ActorKind, Command, OrganisationDescribed, ProfileRevised, Refusal};
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::ActorId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Actor;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
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
pub fn draft(network: &Network, actor: ActorId, kind: ActorKind, profile: &Profile) -> Result<Step, Problem> {
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
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Profile,
    responses((status = 200, description = "Replaced", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write<Profile>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Replacing a profile.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseProfile";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Profile;
    type Resource = Actor;

    async fn plan(write: &Write<Profile>) -> Result<Plan, Problem> {
        let actor: ActorId = write.caller.path("actor")?;
        let kind = write.gate.live().state.actor.get(actor).map(|row| row.kind);
        let kind = kind.ok_or(Refusal::UnknownActor)?;
        write.may(Action::ReviseProfile(actor))?;
        Ok(Plan::of(actor, draft(&write.network, actor, kind, &write.body)?))
    }
}
