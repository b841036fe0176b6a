//! `/v1/networks/{network}/selections/{selection}/candidates`

pub mod get;
pub mod list;
pub mod methods;
pub mod propose;
pub mod resource;
pub mod revise;
pub mod withdraw;

use actix_web::web::{ServiceConfig, delete, post, put};
use domain::candidate::{Command, LicenceKind, Proposed, Refusal};
use domain::class::CommonText;
use domain::event::Object;
use domain::ids::{CandidateId, SelectionId, Version};
use projection::candidates::CandidateRow;

pub use self::resource::Candidate;
pub(crate) use self::resource::render;
use crate::call::Read;
use crate::offered::{offered_as, some_text};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::routing::{read, resource};

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let all = "/selections/{selection}/candidates";
    let one = |below: &str, allow| resource(&format!("{all}/{{candidate}}{below}"), allow);
    config
        .service(resource(all, "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(propose::handler)))
        .service(one("", "GET, HEAD, PUT").route(read().to(get::handler)).route(put().to(revise::handler)))
        .service(one("/withdrawal", "POST").route(post().to(withdraw::handler)))
        .service(
            one("/setup-methods/{method}", "PUT, DELETE")
                .route(put().to(methods::set))
                .route(delete().to(methods::withdraw)),
        );
}

/// A candidate of the selection of the path.
fn find<Q>(read: &Read<Q>) -> Result<&CandidateRow, Problem> {
    let (selection, candidate): (SelectionId, CandidateId) =
        (read.caller.path("selection")?, read.caller.path("candidate")?);
    let row = read.views.candidates.get(candidate).filter(|row| row.selection == selection);
    Ok(row.ok_or(Refusal::UnknownCandidate)?)
}

impl Resource for Candidate {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = read.views.candidates.get(CandidateId(object.id())).ok_or(Refusal::UnknownCandidate)?;
        Ok((row.version, render(read, row)?))
    }
}

/// What one may do about the candidates of a selection.
pub(super) fn offered<Q>(read: &Read<Q>, selection: SelectionId) -> Vec<&'static str> {
    let Some(row) = read.views.selections.get(selection) else { return Vec::new() };
    let nothing = domain::amount::Amount { minor: domain::amount::Minor::default(), currency: row.currency.clone() };
    let proposed = Proposed {
        candidate: CandidateId(uuid::Uuid::nil()),
        selection,
        name: CommonText(some_text()),
        link: None,
        hosting: None,
        licence: None,
        licence_kind: LicenceKind::Free,
        one_off: nothing.clone(),
        yearly: nothing,
    };
    offered_as(read, None, [("proposeCandidate", Command::Propose(proposed).into())])
}
