//! What happened in a network, for people: newest first, each with a sentence. As JSON for front ends, and as an Atom feed
//! for feed readers.

pub mod activity;
pub mod atom;
mod happening;
pub(crate) mod sentence;

use actix_web::HttpRequest;
use actix_web::web::ServiceConfig;
use domain::ids::{ActorId, ThemeId};
use projection::activity::Facet;
use serde::Deserialize;
use utoipa::{IntoParams, OpenApi};

use crate::call::Read;
use crate::i18n::Language;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::routing::{read, resource};

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/activity", "GET, HEAD").route(read().to(activity::handler)))
        .service(resource("/activity.atom", "GET, HEAD").route(read().to(atom::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(activity::handler, atom::handler))]
pub struct Paths;

/// What of all that happened; every given condition must hold.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// What concerns this object.
    #[param(example = "contribution:01890a5d-ac96-774b-bcce-b302099a8057")]
    object: Option<String>,
    /// What this actor did, or what concerns it.
    #[param(value_type = Option<uuid::Uuid>)]
    actor: Option<ActorId>,
    /// This theme, its contributions, and what happened to them.
    #[param(value_type = Option<uuid::Uuid>)]
    theme: Option<ThemeId>,
    /// `fr` or `en`; else the best of `Accept-Language`, else the network's main language.
    #[param(example = "fr")]
    lang: Option<String>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<u64>,
}

impl Query {
    /// What the activity is asked for; the first one leads, since it is the rarest as a rule.
    fn facets(&self) -> Result<Vec<Facet>, Problem> {
        let object = self.object.as_deref().map(|object| {
            let object = object.parse().map(Facet::Object);
            object.map_err(|_| Problem::invalid_parameter("object", Reason::wrong_type("id")))
        });
        let facets = object.transpose()?.into_iter();
        let facets: Vec<_> = facets.chain(self.theme.map(Facet::Theme)).chain(self.actor.map(Facet::Actor)).collect();
        Ok(if facets.is_empty() { vec![Facet::Network] } else { facets })
    }
}

/// In which language to tell: the one that is asked for, else the network's first that tresse speaks.
fn language(read: &Read<Query>, request: &HttpRequest) -> Result<Language, Problem> {
    if let Some(tag) = &read.query.lang {
        let language = Language::tagged(tag).filter(|language| language.tag() == tag);
        return language.ok_or_else(|| Problem::invalid_parameter("lang", Reason::not_one_of("fr, en")));
    }
    let of_network = || {
        let charter = read.views.network.charter()?;
        charter.languages.iter().find_map(|tag| Language::tagged(tag.as_str()))
    };
    Ok(Language::accepted(request.headers()).or_else(of_network).unwrap_or_default())
}
