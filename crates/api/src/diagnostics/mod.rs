//! `/v1/networks/{network}/diagnostics`

pub mod abandon;
mod allowed;
pub mod answers;
pub mod choices;
pub mod close;
mod compared;
pub mod described;
pub mod draft;
pub mod findings;
pub mod get;
pub mod list;
pub mod open;
pub mod questions;
pub mod report;
mod reported;
pub mod resource;
pub mod revise;

use actix_web::web::{ServiceConfig, delete, post, put};
use domain::diagnostic::{self, Refusal};
use domain::event::Object;
use domain::ids::{DiagnosticId, Version};
use projection::diagnostics::DiagnosticRow;
use utoipa::OpenApi;

pub use self::resource::Diagnostic;
use self::resource::render;
use crate::call::{Read, Write};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::routing::{read, resource as path};

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| path(&format!("/diagnostics/{{diagnostic}}{below}"), allow);
    config
        .service(
            path("/diagnostics", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(draft::handler)),
        )
        .service(one("", "GET, HEAD, PUT").route(read().to(get::handler)).route(put().to(revise::handler)))
        .service(one("/questions", "POST").route(post().to(questions::add)))
        .service(
            one("/questions/{question}", "DELETE, PUT")
                .route(put().to(questions::revise))
                .route(delete().to(questions::withdraw)),
        )
        .service(one("/questions/{question}/choices", "POST").route(post().to(choices::add)))
        .service(
            one("/questions/{question}/choices/{choice}", "DELETE, PUT")
                .route(put().to(choices::revise))
                .route(delete().to(choices::withdraw)),
        )
        .service(one("/opening", "POST").route(post().to(open::handler)))
        .service(
            one("/answers", "DELETE, GET, HEAD, PUT")
                .route(read().to(answers::own))
                .route(put().to(answers::give))
                .route(delete().to(answers::take_back)),
        )
        .service(one("/closing", "POST").route(post().to(close::handler)))
        .service(one("/abandonment", "POST").route(post().to(abandon::handler)))
        .service(one("/report", "GET, HEAD").route(read().to(report::handler)))
        .service(
            one("/findings", "GET, HEAD, POST").route(read().to(findings::list)).route(post().to(findings::publish)),
        )
        .service(
            one("/findings/{finding}", "GET, HEAD, PUT")
                .route(read().to(findings::get))
                .route(put().to(findings::revise)),
        )
        .service(one("/findings/{finding}/withdrawal", "POST").route(post().to(findings::withdraw)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    draft::handler,
    get::handler,
    revise::handler,
    questions::add,
    questions::revise,
    questions::withdraw,
    choices::add,
    choices::revise,
    choices::withdraw,
    open::handler,
    answers::give,
    answers::own,
    answers::take_back,
    close::handler,
    abandon::handler,
    report::handler,
    findings::list,
    findings::publish,
    findings::get,
    findings::revise,
    findings::withdraw
))]
pub struct Paths;

fn find<Q>(read: &Read<Q>, id: DiagnosticId) -> Result<&DiagnosticRow, Problem> {
    Ok(read.views.diagnostics.get(id).ok_or(Refusal::UnknownDiagnostic)?)
}

impl Resource for Diagnostic {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, DiagnosticId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

/// What is known now of the campaign that a command is about.
fn target<B>(write: &Write<B>) -> Result<(DiagnosticId, &diagnostic::Row), Problem> {
    let id: DiagnosticId = write.caller.path("diagnostic")?;
    Ok((id, write.gate.live().state.diagnostic.get(id).ok_or(Refusal::UnknownDiagnostic)?))
}
