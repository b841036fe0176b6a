//! `POST /v1/networks/{network}/diagnostics`

use actix_web::HttpResponse;
use app::edge;
use app::network::Text;
use app::submission::Step;
use domain::authority::Action;
use domain::class::Pointer;
use domain::diagnostic::questionnaire::{ChoiceNo, MAX_QUESTIONS, QuestionNo};
use domain::diagnostic::{ChoiceSet, Command, Drafted, QuestionSet, Refusal};
use domain::event::Object;
use domain::ids::DiagnosticId;
use projection::TextRef;
use projection::diagnostics::QuestionRow;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Diagnostic;
use super::choices::NewChoice;
use super::questions::NewQuestion;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{About, Title};

/// A diagnostic to draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDiagnostic, example = json!({
    "title": "Comment travaillons-nous ensemble ?", "description": "Avant de choisir quoi que ce soit.",
    "questions": [{
        "theme": "ict_representation", "kind": "single", "title": "Un outil commun, c’est surtout…",
        "choices": [
            {"title": "du temps gagné", "leaning": "advantage"},
            {"title": "une charge de plus", "leaning": "disadvantage"}
        ]
    }, {"theme": "network_practice", "kind": "ties", "title": "Avec qui travaillez-vous ?"}]
}))]
pub struct New {
    /// What it is called.
    title: Title,
    /// What it is for.
    description: Option<About>,
    /// The campaign that it follows: a published one, of which it may ask questions again.
    #[schema(value_type = Option<uuid::Uuid>)]
    follows: Option<DiagnosticId>,
    /// Whether it begins with all questions of the campaign that it follows.
    #[serde(default)]
    copy: bool,
    /// Its questions, numbered in this order, after those that are copied.
    #[serde(default)]
    #[schema(max_items = 64)]
    questions: Vec<NewQuestion>,
}

/// Draft a diagnostic
///
/// For facilitators. With its questions and their choices; all may be changed until it opens, and nothing after.
#[utoipa::path(
    post, path = "/v1/networks/{network}/diagnostics", operation_id = "draftDiagnostic", tag = "diagnostics",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Drafted", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Draft>().await
}

/// Drafting a diagnostic.
pub struct Draft;

impl Operation for Draft {
    const ID: &'static str = "draftDiagnostic";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Diagnostic;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let New { title, description, follows, copy, questions } = &write.body;
        let (diagnostic, mut draft) = (edge::diagnostic_id(), write.draft());
        let title = draft.common(Pointer::Title, title.as_str())?;
        let description = description.as_ref().map(|text| draft.common(Pointer::Description, text.as_str()));
        let drafted = Drafted { diagnostic, title, description: description.transpose()?, follows: *follows };
        let mut commands = vec![draft.ready(Command::Draft(drafted))];
        let mut numbers = (0..MAX_QUESTIONS).map(QuestionNo);
        let mut next = || numbers.next().ok_or(Refusal::TooManyQuestions);
        for question in follows.filter(|_| *copy).map(|follows| asked(write, follows)).into_iter().flatten() {
            commands.extend(copied(write, diagnostic, next()?, question)?);
        }
        for (place, question) in questions.iter().enumerate() {
            let at = |problem: Problem| problem.under(&format!("/questions/{place}"));
            commands.extend(question.whole(write, diagnostic, next()?).map_err(at)?);
        }
        Ok(Plan { object: Object::Diagnostic(diagnostic), commands, subject: None })
    }
}

/// The questions that stand of the campaign before.
fn asked(write: &Write<New>, follows: DiagnosticId) -> impl Iterator<Item = &QuestionRow> {
    let row = write.gate.live().views.diagnostics.get(follows);
    row.into_iter().flat_map(projection::diagnostics::DiagnosticRow::standing)
}

/// The commands by which a question is asked again: its texts are sealed anew, and its choices numbered in the same order.
fn copied(
    write: &Write<New>,
    diagnostic: DiagnosticId,
    question: QuestionNo,
    from: &QuestionRow,
) -> Result<Vec<Step>, Problem> {
    let mut draft = write.draft();
    let title = draft.common(Pointer::Title, &opened(write, from.title)?)?;
    let description = from.description.map(|_| opened(write, from.description)).transpose()?;
    let description = description.map(|text| draft.common(Pointer::Description, &text)).transpose()?;
    let (theme, kind, repeats) = (from.theme, from.kind, Some(from.number));
    let set = QuestionSet { diagnostic, question, theme, kind, title, description, repeats };
    let mut commands = vec![draft.ready(Command::SetQuestion(set))];
    for (choice, row) in (0..).map(ChoiceNo).zip(from.standing()) {
        let mut draft = write.draft();
        let title = draft.common(Pointer::Title, &opened(write, row.title)?)?;
        let set = ChoiceSet { diagnostic, question, choice, title, leaning: row.leaning };
        commands.push(draft.ready(Command::SetChoice(set)));
    }
    Ok(commands)
}

/// A text of the network's, which nobody's erasure takes away.
fn opened(write: &Write<New>, text: Option<TextRef>) -> Result<std::sync::Arc<str>, Problem> {
    match text.map(|text| write.network.text(&text)).transpose()? {
        Some(Text::Shown(text)) => Ok(text),
        Some(Text::Erased) | None => Err(Problem::not_found()),
    }
}

impl NewQuestion {
    /// The commands that set it with its choices.
    fn whole(&self, write: &Write<New>, diagnostic: DiagnosticId, number: QuestionNo) -> Result<Vec<Step>, Problem> {
        let mut commands = vec![self.step(write, diagnostic, number, Command::SetQuestion)?];
        if !self.choices().is_empty() && !self.kind().has_choices() {
            return Err(Refusal::TakesNoChoices.into());
        }
        for (choice, new) in (0..).map(ChoiceNo).zip(self.choices()) {
            let new: &NewChoice = new;
            commands.push(new.step(write, (diagnostic, number, choice), Command::SetChoice)?);
        }
        Ok(commands)
    }
}
