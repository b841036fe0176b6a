//! Diagnostics: asked, answered by each, published, and what was found in them.

use std::collections::BTreeMap;

use app::edge;
use app::submission::Step;
use domain::class::{Few, Pointer};
use domain::diagnostic::answers::{Answer, Answers, Tie};
use domain::diagnostic::questionnaire::{Channel, ChoiceNo, Frequency, Leaning, QuestionKind, QuestionNo, Theme};
use domain::diagnostic::{Audiences, ChoiceSet, Command, Drafted, QuestionSet, padding};
use domain::envelope::Evidence;
use domain::finding::{self, Published};
use domain::ids::{ActorId, DiagnosticId, Stamp};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling, spread};

/// A campaign, from its first question to what was found in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Diagnostic {
    key: String,
    /// The campaign that it follows, whose questions it asks again.
    follows: Option<String>,
    at: Stamp,
    by: String,
    title: String,
    body: Option<String>,
    opened: Stamp,
    closed: Stamp,
    #[serde(default)]
    questions: Vec<Question>,
    answers: Vec<Given>,
    #[serde(default)]
    findings: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    theme: Theme,
    kind: QuestionKind,
    title: String,
    #[serde(default)]
    choices: Vec<Choice>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    title: String,
    leaning: Option<Leaning>,
}

/// What several people answer, one after another; `paper` names who enters it for them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    at: Stamp,
    by: Vec<String>,
    paper: Option<String>,
    /// By the number of the question.
    answers: BTreeMap<String, Answer>,
    /// To the question with whom one works.
    ties: Vec<(String, Frequency, Channel)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    key: String,
    at: Stamp,
    by: String,
    title: String,
    body: String,
    questions: Vec<u8>,
}

impl Entry for Diagnostic {
    fn moments(&self) -> Vec<Moment<'_>> {
        let mut moments = vec![
            Moment::new(self.at, &self.by, |telling, _| self.draft(telling)),
            Moment::new(self.opened, &self.by, |telling, _| self.open(telling)),
            Moment::new(self.closed, &self.by, |telling, _| Ok(telling.simple(Command::Close(self.id(telling)?)))),
        ];
        for given in &self.answers {
            let answer = spread(given.at).zip(&given.by).map(|(at, person)| {
                let answer = |telling: &mut Telling<'_>, person| self.answer(telling, person, given);
                match &given.paper {
                    None => Moment::new(at, person, answer),
                    Some(by) => Moment::new(at, by, answer).entered_for(person, Evidence::Paper),
                }
            });
            moments.extend(answer);
        }
        let find = |found| move |telling: &mut Telling<'_>, _| self.find(telling, found);
        moments.extend(self.findings.iter().map(|found| Moment::new(found.at, &found.by, find(found))));
        moments
    }
}

impl Diagnostic {
    fn id(&self, telling: &Telling<'_>) -> Result<DiagnosticId, StoryError> {
        telling.diagnostics.get(&self.key)
    }

    /// Its questions: its own, or those of the campaign that it follows.
    fn questions<'q>(&'q self, telling: &'q Telling<'_>) -> Result<&'q [Question], StoryError> {
        let Some(first) = &self.follows else { return Ok(&self.questions) };
        let first = telling.story.diagnostics.iter().find(|diagnostic| diagnostic.key == *first);
        first.map(|first| &*first.questions).ok_or_else(|| StoryError::Unknown(self.key.clone()))
    }

    fn draft(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let follows = telling.diagnostics.find(self.follows.as_ref())?;
        let diagnostic = telling.diagnostics.give(&self.key, edge::diagnostic_id());
        let mut draft = telling.draft();
        let title = draft.common(Pointer::Title, &self.title)?;
        let body = self.body.as_deref().map(|body| draft.common(Pointer::Description, body)).transpose()?;
        let mut steps = vec![draft.ready(Command::Draft(Drafted { diagnostic, title, description: body, follows }))];
        for (number, asked) in (0..).map(QuestionNo).zip(self.questions(telling)?) {
            let mut draft = telling.draft();
            let title = draft.common(Pointer::Title, &asked.title)?;
            let (question, Question { theme, kind, .. }) = (number, asked);
            let (theme, kind, repeats) = (*theme, *kind, follows.map(|_| number));
            let set = QuestionSet { diagnostic, question, theme, kind, title, description: None, repeats };
            steps.push(draft.ready(Command::SetQuestion(set)));
            for (choice, Choice { title, leaning }) in (0..).map(ChoiceNo).zip(&asked.choices) {
                let mut draft = telling.draft();
                let (title, leaning) = (draft.common(Pointer::Title, title)?, *leaning);
                steps.push(draft.ready(Command::SetChoice(ChoiceSet { diagnostic, question, choice, title, leaning })));
            }
        }
        Ok(steps)
    }

    fn open(&self, telling: &Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let (diagnostic, audiences) = (self.id(telling)?, Audiences::default());
        Ok(telling.simple(Command::Open { diagnostic, audiences, closes_at: None }))
    }

    fn answer(&self, telling: &Telling<'_>, by: ActorId, given: &Given) -> Result<Vec<Step>, StoryError> {
        let unknown = || StoryError::Unknown(self.key.clone());
        let mut answers = BTreeMap::new();
        for (number, answer) in &given.answers {
            answers.insert(QuestionNo(number.parse().map_err(|_| unknown())?), answer.clone());
        }
        let ties = self.questions(telling)?.iter().position(|question| question.kind == QuestionKind::Ties);
        if let Some(number) = ties.and_then(|number| u8::try_from(number).ok()) {
            let tie = |(with, frequency, channel): &(String, Frequency, Channel)| {
                let actor = telling.actors.get(with)?;
                Ok(Tie { actor, frequency: *frequency, channel: *channel })
            };
            let mut ties = given.ties.iter().map(tie).collect::<Result<Vec<_>, StoryError>>()?;
            ties.sort_by_key(|tie| tie.actor);
            answers.insert(QuestionNo(number), Answer::Ties(ties));
        }
        let (diagnostic, answers) = (self.id(telling)?, Answers(answers));
        let mut draft = telling.draft();
        let sealed = draft.own(by, Pointer::Answers, &padding::write(&answers).ok_or_else(unknown)?)?;
        let respondent = telling.network.pseudonym(by, diagnostic)?;
        Ok(vec![draft.ready(Command::Answer { diagnostic, respondent, sealed, answers })])
    }

    fn find(&self, telling: &mut Telling<'_>, found: &Finding) -> Result<Vec<Step>, StoryError> {
        let unknown = || StoryError::Unknown(found.key.clone());
        let finding = telling.findings.give(&found.key, edge::finding_id());
        let mut draft = telling.draft();
        let title = draft.common(Pointer::Title, &found.title)?;
        let description = Some(draft.common(Pointer::Description, &found.body)?);
        let questions = found.questions.iter().copied().map(QuestionNo).collect();
        let questions = Few::new(questions).map_err(|_| unknown())?;
        let published = Published { finding, diagnostic: self.id(telling)?, title, description, questions };
        Ok(vec![draft.ready(finding::Command::Publish(published))])
    }
}
