//! The rules of a campaign's questions and its opening.

use imbl::OrdMap;

use super::questionnaire::{ChoiceNo, MAX_CHOICES, MAX_QUESTIONS, Question, QuestionNo};
use super::{Audiences, ChoiceSet, Diagnostics, Drafted, Event, Opened, Phase, QuestionSet, Refusal, Row};
use crate::aggregate::Context;
use crate::ids::{DiagnosticId, Stamp};

/// Fewer choices than these leave nothing to choose between.
const LEAST_CHOICES: usize = 2;

pub(super) fn set_question(row: &mut Row, e: &QuestionSet) {
    let before = row.question(e.question).filter(|before| before.kind == e.kind);
    let choices = before.map_or_else(OrdMap::new, |before| before.choices.clone());
    row.asked.insert(e.question, Some(Question { theme: e.theme, kind: e.kind, choices, repeats: e.repeats }));
}

pub(super) fn admits_choice(row: &Row, e: &ChoiceSet) -> Result<(), Refusal> {
    let question = row.question(e.question).ok_or(Refusal::UnknownQuestion)?;
    if !question.kind.has_choices() {
        return Err(Refusal::TakesNoChoices);
    }
    let is_gone = question.choices.get(&e.choice).is_some_and(Option::is_none);
    if usize::from(e.choice.0) > question.choices.len() || is_gone {
        return Err(Refusal::UnknownChoice);
    }
    if e.choice.0 >= MAX_CHOICES { Err(Refusal::TooManyChoices) } else { Ok(()) }
}

/// A number that comes after so many.
fn next(numbers: usize) -> u8 {
    u8::try_from(numbers).unwrap_or(u8::MAX)
}

impl Diagnostics {
    pub(super) fn admits_draft(&self, e: &Drafted) -> Result<(), Refusal> {
        if self.get(e.diagnostic).is_some() {
            return Err(Refusal::IdTaken);
        }
        let Some(follows) = e.follows else { return Ok(()) };
        let followed = self.get(follows).ok_or(Refusal::UnknownFollowed)?;
        if followed.phase == Phase::Published { Ok(()) } else { Err(Refusal::FollowedUnpublished) }
    }

    /// A question that comes after those there are.
    pub(super) fn numbered_question(&self, e: &QuestionSet) -> Result<QuestionSet, Refusal> {
        Ok(QuestionSet { question: QuestionNo(next(self.known(e.diagnostic)?.asked.len())), ..e.clone() })
    }

    /// A choice that comes after those there are.
    pub(super) fn numbered_choice(&self, e: &ChoiceSet) -> Result<ChoiceSet, Refusal> {
        let question = self.known(e.diagnostic)?.question(e.question).ok_or(Refusal::UnknownQuestion)?;
        Ok(ChoiceSet { choice: ChoiceNo(next(question.choices.len())), ..e.clone() })
    }

    pub(super) fn admits_question(&self, e: &QuestionSet) -> Result<(), Refusal> {
        let row = self.draft(e.diagnostic)?;
        let is_gone = row.asked.get(&e.question).is_some_and(Option::is_none);
        if usize::from(e.question.0) > row.asked.len() || is_gone {
            return Err(Refusal::UnknownQuestion);
        }
        if e.question.0 >= MAX_QUESTIONS {
            return Err(Refusal::TooManyQuestions);
        }
        let Some(repeats) = e.repeats else { return Ok(()) };
        let repeated = self.repeated(row, repeats).ok_or(Refusal::RepeatsUnknown)?;
        if repeated.kind == e.kind { Ok(()) } else { Err(Refusal::RepeatsOtherKind) }
    }

    /// The question of the campaign before that is asked again.
    fn repeated(&self, row: &Row, number: QuestionNo) -> Option<&Question> {
        self.get(row.follows?)?.question(number)
    }

    pub(super) fn opening(
        &self,
        cx: &Context<'_>,
        diagnostic: DiagnosticId,
        audiences: Audiences,
        closes_at: Option<Stamp>,
    ) -> Result<Vec<Event>, Refusal> {
        self.draft(diagnostic)?;
        Ok(vec![Opened { diagnostic, audiences, closes_at, k: network_k(cx) }.into()])
    }

    pub(super) fn admits_opening(&self, cx: &Context<'_>, e: &Opened) -> Result<(), Refusal> {
        let row = self.draft(e.diagnostic)?;
        let questions = row.questions();
        if questions.is_empty() {
            return Err(Refusal::NoQuestions);
        }
        for question in questions.values() {
            if question.kind.has_choices() && question.standing().count() < LEAST_CHOICES {
                return Err(Refusal::TooFewChoices);
            }
            let Some(repeats) = question.repeats else { continue };
            let repeated = self.repeated(row, repeats).ok_or(Refusal::RepeatsUnknown)?;
            // A row of the table before stands beside the row of the same place in the table after.
            if repeated.standing().count() != question.standing().count() {
                return Err(Refusal::RepeatsDiffer);
            }
        }
        if e.closes_at.is_some_and(|closes_at| closes_at <= cx.stamp) {
            return Err(Refusal::ClosesTooSoon);
        }
        if e.k == network_k(cx) { Ok(()) } else { Err(Refusal::OpeningDiffers) }
    }
}

/// Below how many people the network's figures do not show.
fn network_k(cx: &Context<'_>) -> u8 {
    cx.state.network.charter().map_or(u8::MAX, |charter| charter.k)
}
