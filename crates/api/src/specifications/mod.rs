//! `/v1/networks/{network}/specifications`

pub mod adoption;
pub mod difference;
pub mod get;
pub mod list;
mod markdown;
pub mod open;
pub mod publish;
pub mod revise;
pub mod template;
pub mod version;
pub mod versions;

use std::sync::Arc;

use actix_web::web::{ServiceConfig, post, put};
use domain::authority::Principal;
use domain::class::CommonText;
use domain::envelope::By;
use domain::event::Object;
use domain::ids::{
    ContributionId, DecisionId, Position, RequirementId, SpecificationId, SpecificationVersionId, Stamp, Version,
};
use domain::names::CheckpointOrigin;
use domain::requirement::{self, RequirementKind, Sources};
use domain::specification::{self, Command, Refusal, Revised};
use domain::tally::input::Sha;
use projection::specifications::{Adoption, SpecificationRow, VersionRow};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use crate::call::Read;
use crate::offered::{offered_as, some_text};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::routing::{read, resource as path};
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| path(&format!("/specifications/{{specification}}{below}"), allow);
    config
        .service(
            path("/specifications", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(open::handler)),
        )
        .service(one("", "GET, HEAD, PUT").route(read().to(get::handler)).route(put().to(revise::handler)))
        .service(
            one("/versions", "GET, HEAD, POST").route(read().to(versions::handler)).route(post().to(publish::handler)),
        )
        .service(one("/versions/{version}.md", "GET, HEAD").route(read().to(version::markdown)))
        .service(one("/versions/{version}", "GET, HEAD").route(read().to(version::handler)))
        .service(one("/versions/{version}/adoption", "POST").route(post().to(adoption::handler)))
        .service(one("/versions/{version}/difference", "GET, HEAD").route(read().to(difference::handler)))
        .service(one("/versions/{version}/template", "GET, HEAD").route(read().to(template::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    open::handler,
    get::handler,
    revise::handler,
    versions::handler,
    publish::handler,
    version::handler,
    version::markdown,
    adoption::handler,
    difference::handler,
    template::handler
))]
pub struct Paths;

/// A specification.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8060", "title": "Un outil pour le réseau",
    "goals": "01890a5d-ac96-774b-bcce-b302099a8057", "means": "01890a5d-ac96-774b-bcce-b302099a8058",
    "opened_by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "opened_at": "2026-03-05T17:02:11.000Z", "position": 60,
    "versions": 2, "adopted": {
        "version": "01890a5d-ac96-774b-bcce-b302099a8063", "number": 1, "decision": "01890a5d-ac96-774b-bcce-b302099a8064",
        "recorded_at": "2026-06-05T17:02:11.000Z", "position": 402
    },
    "version": 4, "allowed_actions": ["proposeRequirement"]
}))]
pub struct Specification {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: SpecificationId,
    /// What it is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// The question for goals: contributions under it are what goals come from.
    #[schema(schema_with = values::id)]
    goals: ContributionId,
    /// The question for means.
    #[schema(schema_with = values::id)]
    means: ContributionId,
    /// What it was begun from.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<BegunFrom>,
    /// Who opened it: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    opened_by: By,
    /// When it was opened.
    #[schema(schema_with = values::time)]
    opened_at: Stamp,
    /// The position of the event that opened it.
    #[schema(value_type = u64)]
    position: Position,
    /// How many versions were published.
    versions: usize,
    /// The version that is adopted: the latest adoption, unless its decision was declared void.
    #[serde(skip_serializing_if = "Option::is_none")]
    adopted: Option<AdoptedVersion>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// The published version of another network's that a specification was begun from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SpecificationTemplateSource)]
pub struct BegunFrom {
    /// The network, as its checkpoints name it.
    #[schema(value_type = String)]
    network: CheckpointOrigin,
    /// Its specification.
    #[schema(schema_with = values::id)]
    specification: SpecificationId,
    /// The number of the version.
    version: u16,
    /// SHA-256 of the template.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    sha256: Sha,
}

/// The version that is adopted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AdoptedVersion)]
pub struct AdoptedVersion {
    /// Its id.
    #[schema(schema_with = values::id)]
    version: SpecificationVersionId,
    /// Its number.
    number: u16,
    /// How it was adopted.
    #[serde(flatten)]
    adopted: Adopted,
}

/// How a version was adopted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SpecificationAdoption)]
pub struct Adopted {
    /// By which decision.
    #[schema(schema_with = values::id)]
    decision: DecisionId,
    /// When that was recorded.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
}

impl Adopted {
    /// The adoption of a version, unless its decision was declared void.
    fn of<Q>(read: &Read<Q>, row: &VersionRow) -> Option<Self> {
        let Adoption { decision, recorded_at, position } = row.adopted?;
        let is_void = read.views.decisions.get(decision)?.phase == domain::decision::Phase::Voided;
        (!is_void).then_some(Self { decision, recorded_at, position })
    }
}

/// The specification of the path.
fn find<Q>(read: &Read<Q>) -> Result<&SpecificationRow, Problem> {
    let id: SpecificationId = read.caller.path("specification")?;
    Ok(read.views.specifications.get(id).ok_or(Refusal::UnknownSpecification)?)
}

/// The version of the path, by its number or its id.
fn find_version<'r, Q>(read: &'r Read<Q>, row: &SpecificationRow) -> Result<&'r VersionRow, Problem> {
    let views = &read.views.specifications;
    let version = if let Ok(number) = read.caller.path::<u16>("version") {
        views.numbered(row, number)
    } else {
        let version = views.version(read.caller.path("version")?);
        version.filter(|version| version.specification == row.id)
    };
    Ok(version.ok_or(Refusal::UnknownVersion)?)
}

fn render<Q>(read: &Read<Q>, row: &SpecificationRow) -> Result<Specification, Problem> {
    let adopted = row.adopted.and_then(|id| read.views.specifications.version(id));
    let adopted = adopted.and_then(|version| {
        let (id, number) = (version.id, version.number);
        Some(AdoptedVersion { version: id, number, adopted: Adopted::of(read, version)? })
    });
    let template = row.template.as_ref().map(|template| BegunFrom {
        network: template.network.clone(),
        specification: template.specification,
        version: template.version,
        sha256: template.sha256,
    });
    Ok(Specification {
        id: row.id,
        title: shown(read, row.title.filter(|_| read.texts))?,
        goals: row.goals,
        means: row.means,
        template,
        opened_by: row.opened_by,
        opened_at: row.opened_at,
        position: row.position,
        versions: row.versions.len(),
        adopted,
        version: row.version,
        allowed_actions: allowed(read, row),
    })
}

fn allowed<Q>(read: &Read<Q>, row: &SpecificationRow) -> Vec<&'static str> {
    let Principal::Actor(_) = read.gate.principal() else { return Vec::new() };
    let (specification, title) = (row.id, CommonText(some_text()));
    let proposed = requirement::Proposed {
        requirement: RequirementId(Uuid::max()),
        specification,
        kind: RequirementKind::Goal,
        title,
        description: None,
        from: Sources::default(),
    };
    let version = SpecificationVersionId(Uuid::max());
    let tried: [(&str, domain::state::Command); 3] = [
        ("reviseSpecification", Command::Revise(Revised { specification, title }).into()),
        ("proposeRequirement", requirement::Command::Propose(proposed).into()),
        ("publishSpecificationVersion", Command::Publish { specification, version }.into()),
    ];
    offered_as(read, None, tried)
}

impl Resource for Specification {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = read.views.specifications.get(SpecificationId(object.id()));
        let row = row.ok_or(specification::Refusal::UnknownSpecification)?;
        Ok((row.version, render(read, row)?))
    }
}
