//! `POST /v1/networks/{network}/selections/{selection}/candidates`

use actix_web::HttpResponse;
use app::draft::Draft;
use app::edge;
use domain::amount::Amount;
use domain::authority::Action;
use domain::candidate::{Command, LicenceKind, Proposed};
use domain::class::{CommonText, Pointer};
use domain::ids::SelectionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Candidate;
use crate::actions::Money;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, About, Name, RoomAddress};

/// A tool to propose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCandidate, example = json!({
    "name": "Agenda libre", "link": "https://agenda.example/", "hosting": "Par une association de la vallée",
    "licence": "AGPL-3.0", "licence_kind": "free", "one_off": {"minor": 0, "currency": "EUR"},
    "yearly": {"minor": 24_000, "currency": "EUR"}
}))]
pub struct New {
    /// What it is called.
    name: Name,
    /// Where there is more about it, on the web.
    link: Option<RoomAddress>,
    /// Where and by whom it is run.
    hosting: Option<About>,
    /// Under which licence it may be used.
    licence: Option<Name>,
    /// What that licence allows.
    #[schema(schema_with = values::word::<LicenceKind>)]
    licence_kind: LicenceKind,
    /// What it costs once, however it is set up: in the selection's currency, and not below nothing.
    #[schema(value_type = Money)]
    one_off: Amount,
    /// What it costs each year.
    #[schema(value_type = Money)]
    yearly: Amount,
}

/// The texts of a candidate.
pub(super) struct Typed<'a> {
    /// What it is called.
    pub(super) name: &'a Name,
    /// Where there is more about it.
    pub(super) link: Option<&'a RoomAddress>,
    /// Where and by whom it is run.
    pub(super) hosting: Option<&'a About>,
    /// Under which licence it may be used.
    pub(super) licence: Option<&'a Name>,
}

/// Those texts, sealed.
pub(super) struct Sealed {
    /// What it is called.
    pub(super) name: CommonText,
    /// Where there is more about it.
    pub(super) link: Option<CommonText>,
    /// Where and by whom it is run.
    pub(super) hosting: Option<CommonText>,
    /// Under which licence it may be used.
    pub(super) licence: Option<CommonText>,
}

impl Typed<'_> {
    pub(super) fn seal(&self, draft: &mut Draft<'_>) -> Result<Sealed, Problem> {
        let name = draft.common(Pointer::Name, self.name.as_str())?;
        let mut some = |pointer, text: Option<&str>| text.map(|text| draft.common(pointer, text)).transpose();
        let link = some(Pointer::Link, self.link.map(RoomAddress::as_str))?;
        let hosting = some(Pointer::Hosting, self.hosting.map(About::as_str))?;
        let licence = some(Pointer::Licence, self.licence.map(Name::as_str))?;
        Ok(Sealed { name, link, hosting, licence })
    }
}

/// Propose a tool
///
/// For members, until the selection opens. All costs of a selection are in its currency.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/candidates", operation_id = "proposeCandidate",
    tag = "selections",
    params(InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Doing, CommandHeaders),
    request_body = New,
    responses((status = 201, description = "Proposed", body = Written<Candidate>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Propose>().await
}

/// Proposing a tool.
pub struct Propose;

impl Operation for Propose {
    const ID: &'static str = "proposeCandidate";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Candidate;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ProposeCandidate)?;
        let selection: SelectionId = write.caller.path("selection")?;
        let New { name, link, hosting, licence, licence_kind, one_off, yearly } = &write.body;
        let typed = Typed { name, link: link.as_ref(), hosting: hosting.as_ref(), licence: licence.as_ref() };
        let (candidate, mut draft) = (edge::candidate_id(), write.draft());
        let Sealed { name, link, hosting, licence } = typed.seal(&mut draft)?;
        let (licence_kind, one_off, yearly) = (*licence_kind, one_off.clone(), yearly.clone());
        let proposed = Proposed { candidate, selection, name, link, hosting, licence, licence_kind, one_off, yearly };
        Ok(Plan::of(candidate, draft.ready(Command::Propose(proposed))))
    }
}
