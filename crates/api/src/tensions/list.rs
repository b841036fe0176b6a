//! `GET /v1/networks/{network}/tensions`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::ids::{ActorId, TensionId};
use domain::tension::Phase;
use projection::tensions::Filter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Tension, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which tensions, for members.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// As far as this.
    #[param(schema_with = values::word::<Phase>)]
    phase: Option<Phase>,
    /// Raised confidentially, or openly.
    confidential: Option<bool>,
    /// That this actor mediates, or is asked to.
    #[param(value_type = Option<uuid::Uuid>)]
    mediator: Option<ActorId>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<TensionId>,
}

/// How many tensions there are, and for members a page of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "counts": [{"confidential": true, "phase": "in_mediation", "count": 1}],
    "items": [{
        "id": "01890a5d-ac96-774b-bcce-b302099a8057", "confidential": true,
        "mediator": "7d444840-9dc0-4d1b-b245-5ffdce74fad2", "phase": "in_mediation",
        "raised_at": "2026-03-05T17:02:11.000Z", "version": 3
    }]
}))]
pub struct Tensions<'p> {
    /// How many there are of each kind, of all tensions.
    counts: Vec<Kind>,
    /// The items, for members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Tension>>)]
    items: Option<&'p [Tension]>,
    /// Give it as `after` to get the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'p str>,
}

/// How many tensions there are of a kind.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TensionCount)]
pub struct Kind {
    /// Raised confidentially, or openly.
    confidential: bool,
    /// As far as this.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// How many.
    count: u32,
}

/// Count tensions, and list them for members
///
/// In order of raising. Strangers learn how many there are, as JSON only. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/tensions", operation_id = "listTensions", tag = "tensions",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "Counts, and a page", body = Tensions<'_>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { phase, confidential, mediator, limit, after } = read.query;
    let size = page_size(limit)?;
    let tensions = &read.views.tensions;
    let kinds = [false, true].into_iter().flat_map(|kind| Phase::ALL.iter().map(move |phase| (kind, *phase)));
    let count = |(confidential, phase)| {
        let count = tensions.count(confidential, phase);
        (count > 0).then_some(Kind { confidential, phase, count })
    };
    let counts = kinds.filter_map(count).collect();
    if !read.gate.allows(Action::ReadTensions) {
        let nothing: Page<Tension> = Page { items: Vec::new(), next: None };
        return read.answer_list(&nothing, &Tensions { counts, items: None, next: None });
    }
    let filter = Filter { phase, confidential, mediator };
    let rows = tensions.after(after).filter(|row| filter.holds(row));
    let page = page(rows, size, |row| row.id.to_string(), |row| render(&read, row))?;
    read.answer_list(&page, &Tensions { counts, items: Some(&page.items), next: page.next.as_deref() })
}
