//! The description of the API (OpenAPI 3.1), made from the handlers.

use std::collections::BTreeMap;

use utoipa::openapi::path::Parameter;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi};

use crate::formats::described::tell_formats;
use crate::problem::{FieldError, ProblemBody};
use crate::{
    actions, actors, audiences, commands, contributions, cooperations, decisions, diagnostics, drivers, events,
    exchanges, feeds, groups, invitations, keys, meetings, mobilisation, moderation, networks, requirements,
    selections, server, sessions, specifications, steps, tensions, vocabulary,
};

/// What may go wrong with any read.
#[derive(Debug)]
pub struct ReadProblems;

/// What may go wrong with any command.
#[derive(Debug)]
pub struct WriteProblems;

const READ: &[(&str, &str)] = &[
    ("308", "The network has another slug now; see Location"),
    ("400", "Malformed"),
    ("401", "The key does not work, or one is needed"),
    ("403", "Not yours to do"),
    ("404", "Not here, or not for you to know"),
    ("422", "A parameter does not fit"),
    ("429", "Too many requests; see Retry-After"),
    ("500", "Something is wrong on the server's side"),
    ("503", "Not ready for this; see Retry-After"),
];

const FORMAT: &[(&str, &str)] = &[("406", "Not in a format that would do")];

const WRITE: &[(&str, &str)] = &[
    ("409", "A rule says no; the code says which"),
    ("412", "The object has changed since you saw it"),
    ("413", "Too large"),
    ("415", "JSON is wanted"),
    ("428", "Say with If-Match which version you have seen"),
    ("507", "The disk is full; nothing was recorded"),
];

fn problems<'a>(rows: impl Iterator<Item = &'a (&'a str, &'a str)>) -> BTreeMap<String, RefOr<Response>> {
    let content = || ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response = |description: &str| {
        ResponseBuilder::new().description(description).content("application/problem+json", content()).build()
    };
    rows.map(|(status, description)| ((*status).to_owned(), RefOr::T(response(description)))).collect()
}

impl IntoResponses for ReadProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(READ.iter().chain(FORMAT))
    }
}

impl IntoResponses for WriteProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(READ.iter().chain(WRITE))
    }
}

/// Keys are sent as bearer tokens; public reads need none.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("key", bearer);
    }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "tresse",
        description = "The memory and the engine of a territory's network: every action is an immutable event, \
                       replayed into views.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    modifiers(&Bearer),
    security((), ("key" = [])),
    components(schemas(ProblemBody, FieldError)),
    tags(
        (name = "networks", description = "Networks and their settings"),
        (name = "actors", description = "Persons, organisations and services, and their roles"),
        (name = "contributions", description = "Questions, proposals, statements and what is said about them"),
        (name = "history", description = "The immutable history"),
        (name = "feeds", description = "What happened, for people"),
        (name = "keys", description = "API keys"),
        (name = "meetings", description = "Meetings, who comes to them, and their minutes"),
        (name = "server", description = "The server itself"),
        (name = "invitations", description = "Coming in without an identity provider: invitations, and the sessions they open"),
        (name = "moderation", description = "What is reported, reviewed and appealed"),
        (name = "audiences", description = "The publics that a network wants to reach"),
        (name = "vocabulary", description = "Themes and tags"),
        (name = "groups", description = "Working groups and their members"),
        (name = "exchanges", description = "Needs and offers"),
        (name = "actions", description = "What the network undertakes, and what becomes of it"),
        (name = "cooperations", description = "What actors agree to do together"),
        (name = "decisions", description = "Questions that are decided, the ballots, and what came of them"),
        (name = "tensions", description = "Latent conflicts, raised openly or confidentially, and their mediation"),
        (name = "mobilisation", description = "Who goes to those who are not there yet, and how far the network reaches"),
        (name = "steps", description = "The steps of the method"),
        (name = "diagnostics", description = "What the network asks its people, and the tables and findings that come of it"),
        (name = "specifications", description = "What a network asks of its tools: requirements, versions, adoption, reuse"),
        (name = "selections", description = "How a network chooses a tool: criteria, candidates, assessments, costs and their sharing"),
    ),
)]
struct Description;

/// The description of the API: that of each resource's folder.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let parts = vec![
        networks::Paths::openapi(),
        actors::Paths::openapi(),
        keys::Paths::openapi(),
        contributions::Paths::openapi(),
        events::Paths::openapi(),
        feeds::Paths::openapi(),
        commands::Paths::openapi(),
        server::Paths::openapi(),
        invitations::Paths::openapi(),
        sessions::Paths::openapi(),
        meetings::Paths::openapi(),
        moderation::Paths::openapi(),
        audiences::Paths::openapi(),
        vocabulary::Paths::openapi(),
        groups::Paths::openapi(),
        exchanges::Paths::openapi(),
        actions::Paths::openapi(),
        cooperations::Paths::openapi(),
        tensions::Paths::openapi(),
        decisions::Paths::openapi(),
        drivers::Paths::openapi(),
        mobilisation::Paths::openapi(),
        steps::Paths::openapi(),
        diagnostics::Paths::openapi(),
        specifications::Paths::openapi(),
        selections::Paths::openapi(),
        requirements::Paths::openapi(),
    ];
    let mut document = parts.into_iter().fold(Description::openapi(), utoipa::openapi::OpenApi::merge_from);
    tell_formats(&mut document);
    tell_trials(&mut document);
    document
}

/// What makes something answers 200 where it was only tried, or found to have no effect.
fn tell_trials(document: &mut utoipa::openapi::OpenApi) {
    for item in document.paths.paths.values_mut() {
        let Some(operation) = item.post.as_mut() else { continue };
        let is_trial = |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(it) if it.name == "dry_run");
        let may_try = operation.parameters.iter().flatten().any(is_trial);
        let made = operation.responses.responses.get("201").cloned().filter(|_| may_try);
        if let Some(RefOr::T(mut tried)) = made {
            "Tried, with dry_run; or it has no effect".clone_into(&mut tried.description);
            operation.responses.responses.entry("200".to_owned()).or_insert(RefOr::T(tried));
        }
    }
}
