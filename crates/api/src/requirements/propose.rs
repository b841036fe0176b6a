//! `POST /v1/networks/{network}/specifications/{specification}/requirements`

use actix_web::HttpResponse;
use app::edge;
use app::submission::Step;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::{RequirementId, SpecificationId};
use domain::origin::Source;
use domain::requirement::{Command, Proposed, RequirementKind, Sources};
use domain::specification::Refusal;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Requirement;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values::{self, About, Title};

/// A requirement to propose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRequirement, example = json!({
    "kind": "goal", "title": "Voir d’un coup d’œil qui fait quoi",
    "from": ["contribution:01890a5d-ac96-774b-bcce-b302099a8057"]
}))]
pub struct New {
    /// What it is.
    #[schema(schema_with = values::word::<RequirementKind>)]
    kind: RequirementKind,
    /// What is required.
    title: Title,
    /// What there is to say about it.
    description: Option<About>,
    /// What it comes from: `contribution:<id>`, `finding:<id>` or `requirement:<id>`; up to sixteen.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 16)]
    from: Vec<Source>,
}

/// Propose a requirement
///
/// For every member. Its text is the network's; what it comes from must take part.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications/{specification}/requirements",
    operation_id = "proposeRequirement", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"), Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Proposed", body = Written<Requirement>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Propose>().await
}

/// Proposing a requirement.
pub struct Propose;

impl Operation for Propose {
    const ID: &'static str = "proposeRequirement";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Requirement;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let specification: SpecificationId = write.caller.path("specification")?;
        write.may(Action::ProposeRequirement)?;
        write.gate.live().state.specification.get(specification).ok_or(Refusal::UnknownSpecification)?;
        let New { kind, title, description, from } = &write.body;
        let from = Sources::new(from.clone());
        let from = from.map_err(|_| Problem::invalid_value("/from", Reason::wrong_type("short-list")))?;
        let requirement = edge::requirement_id();
        let text = Text { kind: *kind, title, description: description.as_ref() };
        Ok(Plan::of(requirement, text.proposed(write, specification, requirement, from)?))
    }
}

/// What a requirement says.
#[derive(Debug, Clone, Copy)]
pub struct Text<'b> {
    /// What it is.
    pub kind: RequirementKind,
    /// What is required.
    pub title: &'b Title,
    /// What there is to say about it.
    pub description: Option<&'b About>,
}

impl Text<'_> {
    /// The command that proposes it.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn proposed<B>(
        &self,
        write: &Write<B>,
        specification: SpecificationId,
        requirement: RequirementId,
        from: Sources,
    ) -> Result<Step, Problem> {
        let mut draft = write.draft();
        let title = draft.common(Pointer::Title, self.title.as_str())?;
        let description = self.description.map(About::as_str);
        let description = description.map(|text| draft.common(Pointer::Description, text)).transpose()?;
        let proposed = Proposed { requirement, specification, kind: self.kind, title, description, from };
        Ok(draft.ready(Command::Propose(proposed)))
    }
}
