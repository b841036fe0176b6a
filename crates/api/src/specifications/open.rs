//! `POST /v1/networks/{network}/specifications`

use actix_web::HttpResponse;
use app::edge;
use app::submission::Step;
use domain::authority::Action;
use domain::class::Pointer;
use domain::contribution::{self, QuestionAsked};
use domain::event::Object;
use domain::ids::ContributionId;
use domain::requirement::Sources;
use domain::specification::{Command, Opened};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Specification;
use super::template::{Question, Template};
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::i18n::Language;
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::requirements::propose::Text;
use crate::values::{Body, Title};

/// A specification to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSpecification, example = json!({
    "title": "Un outil pour le réseau", "goals_question": {"title": "Que voulons-nous faire ensemble ?"}
}))]
pub struct New {
    /// What it is called; may be left to a template.
    title: Option<Title>,
    /// The question for goals, if it was asked before.
    #[schema(value_type = Option<uuid::Uuid>)]
    goals: Option<ContributionId>,
    /// The question for means, if it was asked before.
    #[schema(value_type = Option<uuid::Uuid>)]
    means: Option<ContributionId>,
    /// The question for goals, to be asked with the opening.
    goals_question: Option<Question>,
    /// The question for means, to be asked with the opening.
    means_question: Option<Question>,
    /// A version of another network's, as `getSpecificationTemplate` gave it: all its requirements are proposed with the opening.
    template: Option<Template>,
}

/// Open a specification
///
/// For facilitators. It grows from two questions: what one wants to do together, and with what means. Each is named if it was
/// asked before; else it is asked with the opening, in the words that are given, those of a template, or tresse's own in the
/// network's first language.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications", operation_id = "openSpecification", tag = "specifications",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Opened", body = Written<Specification>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Open>().await
}

/// Opening a specification.
pub struct Open;

impl Operation for Open {
    const ID: &'static str = "openSpecification";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Specification;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductSpecification)?;
        let New { title, goals, means, goals_question, means_question, template } = &write.body;
        let reference = template.as_ref().map(Template::checked).transpose()?;
        let title = title.as_ref().or(template.as_ref().and_then(|template| template.title.as_ref()));
        let title = title.ok_or_else(|| Problem::invalid_value("/title", Reason::missing()))?;
        let mut commands = Vec::new();
        let asked = [
            ("goals", *goals, goals_question.as_ref(), template.as_ref().and_then(|template| template.goals.as_ref())),
            ("means", *means, means_question.as_ref(), template.as_ref().and_then(|template| template.means.as_ref())),
        ];
        let mut questions = Vec::with_capacity(2);
        for (name, named, given, templates) in asked {
            questions.push(match (named, given) {
                (Some(_), Some(_)) => {
                    return Err(Problem::invalid_value(format!("/{name}_question"), Reason::given_twice()));
                }
                (Some(named), None) => named,
                (None, given) => {
                    let (id, step) = ask(write, name, given.or(templates))?;
                    commands.push(step);
                    id
                }
            });
        }
        let &[goals, means] = questions.as_slice() else { return Err(Problem::not_found()) };
        let (specification, mut draft) = (edge::specification_id(), write.draft());
        let title = draft.common(Pointer::Title, title.as_str())?;
        let opened = Opened { specification, title, goals, means, template: reference };
        commands.push(draft.ready(Command::Open(opened)));
        for required in template.iter().flat_map(|template| &template.requirements) {
            let description = required.description.as_ref();
            let text = Text { kind: required.kind, title: &required.title, description };
            commands.push(text.proposed(write, specification, edge::requirement_id(), Sources::default())?);
        }
        Ok(Plan { object: Object::Specification(specification), commands, subject: None })
    }
}

/// The command that asks one of the two questions.
fn ask(write: &Write<New>, name: &str, question: Option<&Question>) -> Result<(ContributionId, Step), Problem> {
    let (contribution, mut draft) = (edge::contribution_id(), write.draft());
    let live = write.gate.live();
    let first = live.views.network.charter().and_then(|charter| charter.languages.first());
    let language = first.and_then(|tag| Language::tagged(tag.as_str())).unwrap_or_default();
    let usual = || language.say(&format!("specification-question-{name}"), &[]).unwrap_or_default();
    let title = question.map_or_else(usual, |question| question.title.as_str().to_owned());
    let title = draft.common(Pointer::Title, &title)?;
    let body = question.and_then(|question| question.body.as_ref()).map(Body::as_str);
    let body = body.map(|body| draft.common(Pointer::Body, body)).transpose()?;
    let asked = QuestionAsked { contribution, title, body, theme: None };
    Ok((contribution, draft.ready(contribution::Command::Ask(asked))))
}
