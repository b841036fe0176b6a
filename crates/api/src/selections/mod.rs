//! `/v1/networks/{network}/selections`: how a network chooses a tool.

pub mod abandon;
pub mod assessments;
pub mod candidates;
pub mod choice;
pub mod close;
pub mod comments;
pub mod costs;
pub mod criteria;
pub mod get;
pub mod list;
pub mod open;
pub mod prepare;
pub mod presentation;
pub mod resource;
pub mod results;
pub mod shares;
pub mod split;

use actix_web::web::{ServiceConfig, delete, post, put};
use domain::event::Object;
use domain::ids::{ActorId, SelectionId, Version};
use domain::selection::Refusal;
use domain::selection::score::Fraction;
use domain::state::State;
use projection::selections::SelectionRow;
use utoipa::OpenApi;

pub use self::resource::Selection;
pub(crate) use self::resource::render;
use crate::call::Read;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::routing::{read, resource};

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/selections/{{selection}}{below}"), allow);
    config
        .service(
            resource("/selections", "GET, HEAD, POST")
                .route(read().to(list::handler))
                .route(post().to(prepare::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(
            one("/criteria/{criterion}", "PUT, DELETE")
                .route(put().to(criteria::set))
                .route(delete().to(criteria::withdraw)),
        )
        .service(one("/opening", "POST").route(post().to(open::handler)))
        .service(
            one("/assessments", "GET, HEAD, PUT")
                .route(read().to(assessments::own))
                .route(put().to(assessments::assess)),
        )
        .service(one("/assessments/{candidate}/{criterion}", "DELETE").route(delete().to(assessments::take_back)))
        .service(one("/comments", "GET, HEAD").route(read().to(comments::handler)))
        .service(one("/results", "GET, HEAD").route(read().to(results::handler)))
        .service(one("/costs", "GET, HEAD").route(read().to(costs::handler)))
        .service(one("/closing", "POST").route(post().to(close::handler)))
        .service(one("/split", "GET, HEAD, POST").route(read().to(split::get)).route(post().to(split::plan)))
        .service(one("/split/acceptance", "POST").route(post().to(shares::accept)))
        .service(one("/split/refusal", "POST").route(post().to(shares::decline)))
        .service(one("/choice", "POST").route(post().to(choice::handler)))
        .service(one("/abandonment", "POST").route(post().to(abandon::handler)))
        .service(
            one("/presentation", "PUT, DELETE")
                .route(put().to(presentation::link))
                .route(delete().to(presentation::unlink)),
        );
    candidates::routes(config);
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    prepare::handler,
    get::handler,
    criteria::set,
    criteria::withdraw,
    candidates::list::handler,
    candidates::propose::handler,
    candidates::get::handler,
    candidates::revise::handler,
    candidates::withdraw::handler,
    candidates::methods::set,
    candidates::methods::withdraw,
    open::handler,
    assessments::own,
    assessments::assess,
    assessments::take_back,
    comments::handler,
    results::handler,
    costs::handler,
    close::handler,
    split::get,
    split::plan,
    shares::accept,
    shares::decline,
    choice::handler,
    abandon::handler,
    presentation::link,
    presentation::unlink
))]
pub struct Paths;

fn find<Q>(read: &Read<Q>) -> Result<&SelectionRow, Problem> {
    let id: SelectionId = read.caller.path("selection")?;
    Ok(read.views.selections.get(id).ok_or(Refusal::UnknownSelection)?)
}

impl Resource for Selection {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = read.views.selections.get(SelectionId(object.id())).ok_or(Refusal::UnknownSelection)?;
        Ok((row.version, render(read, row)?))
    }
}

/// As which of the payers an actor answers: as itself, else as the first whom it represents.
fn pays_as(state: &State, actor: ActorId, selection: SelectionId) -> Option<ActorId> {
    let split = state.selection.get(selection)?.split.as_ref()?;
    if split.asks(actor) {
        return Some(actor);
    }
    let represents = |payer: &ActorId| state.actor.get(actor).is_some_and(|row| row.represents.contains(payer));
    split.payers.as_slice().iter().map(|payer| payer.actor).find(represents)
}

/// Hundredths as a decimal: `3.25`.
fn decimal(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A fraction as it is: `13/4`.
fn exact(fraction: &Fraction) -> String {
    format!("{}/{}", fraction.numerator, fraction.denominator)
}
