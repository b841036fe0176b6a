//! `/v1/networks/{network}/specifications/{specification}/requirements`

pub mod amendments;
pub mod answer;
pub mod get;
pub mod list;
pub mod merge;
pub mod phase;
pub mod priority;
pub mod propose;
pub mod provenance;
mod resource;
pub mod split;

use actix_web::web::{ServiceConfig, delete, post, put};
use domain::event::Object;
use domain::ids::{RequirementId, SpecificationId, Version};
use domain::requirement::Refusal;
use projection::requirements::RequirementRow;
use utoipa::OpenApi;

pub use self::resource::{Amendment, Requirement, Text, render};
use crate::call::{Read, Write};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::routing::{read, resource as path};

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    const ALL: &str = "/specifications/{specification}/requirements";
    let one = |below: &str, allow| path(&format!("{ALL}/{{requirement}}{below}"), allow);
    config
        .service(path(ALL, "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(propose::handler)))
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(
            one("/priority", "GET, HEAD, PUT").route(read().to(priority::own)).route(put().to(priority::prioritise)),
        )
        .service(one("/amendments", "POST").route(post().to(amendments::propose)))
        .service(one("/amendments/{number}", "DELETE").route(delete().to(amendments::withdraw)))
        .service(one("/amendments/{number}/acceptance", "POST").route(post().to(answer::accept)))
        .service(one("/amendments/{number}/refusal", "POST").route(post().to(answer::refuse)))
        .service(one("/split", "POST").route(post().to(split::handler)))
        .service(one("/merges", "POST").route(post().to(merge::handler)))
        .service(one("/rejection", "POST").route(post().to(phase::reject)))
        .service(one("/reinstatement", "POST").route(post().to(phase::reinstate)))
        .service(one("/provenance", "GET, HEAD").route(read().to(provenance::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    propose::handler,
    get::handler,
    priority::prioritise,
    priority::own,
    amendments::propose,
    amendments::withdraw,
    answer::accept,
    answer::refuse,
    split::handler,
    merge::handler,
    phase::reject,
    phase::reinstate,
    provenance::handler
))]
pub struct Paths;

/// The requirement of the path, which is one of the specification of the path.
fn find<Q>(read: &Read<Q>) -> Result<&RequirementRow, Problem> {
    let specification: SpecificationId = read.caller.path("specification")?;
    let row = read.views.requirements.get(read.caller.path("requirement")?);
    Ok(row.filter(|row| row.specification == specification).ok_or(Refusal::UnknownRequirement)?)
}

/// The requirement that a command is about.
fn target<B>(write: &Write<B>) -> Result<RequirementId, Problem> {
    let specification: SpecificationId = write.caller.path("specification")?;
    let requirement: RequirementId = write.caller.path("requirement")?;
    let row = write.gate.live().state.requirement.get(requirement);
    row.filter(|row| row.specification == specification).ok_or(Refusal::UnknownRequirement)?;
    Ok(requirement)
}

impl Resource for Requirement {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = read.views.requirements.get(RequirementId(object.id())).ok_or(Refusal::UnknownRequirement)?;
        Ok((row.version, render(read, row, true)?))
    }
}
