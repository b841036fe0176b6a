//! What one person answers to a campaign. Confidential: it stands in no event and leaves tresse only inside published
//! tables; an event commits to its JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::questionnaire::{Channel, ChoiceNo, Frequency, Question, QuestionKind, QuestionNo, Questionnaire};
use crate::ids::ActorId;

/// The greatest number of words of an answer.
pub const MAX_WORDS: usize = 5;
/// The greatest length of such a word, or a few that belong together, in characters.
pub const MAX_WORD_CHARS: usize = 60;
/// The greatest length of a text, in characters.
pub const MAX_TEXT_CHARS: usize = 4_000;
/// The greatest number of actors that one says one works with.
pub const MAX_TIES: usize = 64;

/// What one person answers, by question; what they leave out they do not answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<QuestionNo, Answer>);

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// One of its choices.
    Choice(ChoiceNo),
    /// Some of its choices, in ascending order.
    Choices(Vec<ChoiceNo>),
    /// A number from 1 to 5.
    Scale(u8),
    /// How often.
    Frequency(Frequency),
    /// Words that come to mind.
    Words(Vec<String>),
    /// A text.
    Text(String),
    /// With whom one works, in ascending order of actors.
    Ties(Vec<Tie>),
}

/// With whom one works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tie {
    /// With whom.
    pub actor: ActorId,
    /// How often.
    pub frequency: Frequency,
    /// By what channel, mostly.
    pub channel: Channel,
}

/// Why an answer does not fit its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// There is no such question.
    UnknownQuestion,
    /// The question is answered in another way.
    OtherKind,
    /// There is no such choice.
    UnknownChoice,
    /// Not in ascending order, or one twice.
    NotInOrder,
    /// Not from 1 to 5.
    OutOfScale,
    /// It says nothing.
    Empty,
    /// It says too much.
    TooLong,
}

impl Answer {
    fn kind(&self) -> QuestionKind {
        match self {
            Self::Choice(_) => QuestionKind::Single,
            Self::Choices(_) => QuestionKind::Multiple,
            Self::Scale(_) => QuestionKind::Scale,
            Self::Frequency(_) => QuestionKind::Frequency,
            Self::Words(_) => QuestionKind::Words,
            Self::Text(_) => QuestionKind::Text,
            Self::Ties(_) => QuestionKind::Ties,
        }
    }

    fn fits(&self, question: &Question) -> Result<(), Unfit> {
        if self.kind() != question.kind {
            return Err(Unfit::OtherKind);
        }
        let stands = |choice: &ChoiceNo| question.standing().any(|standing| standing == *choice);
        match self {
            Self::Choice(choice) if stands(choice) => Ok(()),
            Self::Choices(choices) if !choices.iter().all(stands) => Err(Unfit::UnknownChoice),
            Self::Choices(choices) => in_order(choices.iter()),
            Self::Choice(_) => Err(Unfit::UnknownChoice),
            Self::Scale(1..=5) | Self::Frequency(_) => Ok(()),
            Self::Scale(_) => Err(Unfit::OutOfScale),
            Self::Words(words) if words.len() > MAX_WORDS => Err(Unfit::TooLong),
            Self::Words(words) => words.iter().try_for_each(|word| fits_within(word, MAX_WORD_CHARS)),
            Self::Text(text) => fits_within(text, MAX_TEXT_CHARS),
            Self::Ties(ties) if ties.len() > MAX_TIES => Err(Unfit::TooLong),
            Self::Ties(ties) => in_order(ties.iter().map(|tie| tie.actor)),
        }
    }
}

fn fits_within(text: &str, chars: usize) -> Result<(), Unfit> {
    match text.trim() {
        "" => Err(Unfit::Empty),
        text if text.chars().count() > chars => Err(Unfit::TooLong),
        _ => Ok(()),
    }
}

fn in_order<T: PartialOrd>(mut items: impl Iterator<Item = T>) -> Result<(), Unfit> {
    let Some(mut last) = items.next() else { return Ok(()) };
    for item in items {
        if item <= last {
            return Err(Unfit::NotInOrder);
        }
        last = item;
    }
    Ok(())
}

impl Answers {
    /// Whether the answers fit a campaign's questions.
    ///
    /// # Errors
    /// The first question, in order, whose answer does not, and why.
    pub fn fit(&self, questions: &Questionnaire) -> Result<(), (QuestionNo, Unfit)> {
        for (number, answer) in &self.0 {
            let question = questions.get(number).ok_or((*number, Unfit::UnknownQuestion))?;
            answer.fits(question).map_err(|unfit| (*number, unfit))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use uuid::Uuid;

    use super::*;
    use crate::diagnostic::questionnaire::{ChoiceRow, Theme};

    fn asked(kind: QuestionKind) -> Questionnaire {
        let row = Some(ChoiceRow { leaning: None });
        let choices = if kind.has_choices() { vec![row, None, row] } else { vec![] };
        let choices = (0..).map(ChoiceNo).zip(choices).collect();
        let question = Question { theme: Theme::IctUsage, kind, choices, repeats: None };
        Questionnaire::unit(QuestionNo(1), question)
    }

    fn given(kind: QuestionKind, answer: &str) -> Result<(), Unfit> {
        let answers: Answers = serde_json::from_str(&format!(r#"{{"1":{answer}}}"#)).unwrap();
        answers.fit(&asked(kind)).map_err(|(number, unfit)| {
            assert_eq!(number, QuestionNo(1));
            unfit
        })
    }

    #[test]
    fn an_answer_is_of_its_questions_kind() {
        let answers = [
            (QuestionKind::Single, r#"{"choice":0}"#),
            (QuestionKind::Multiple, r#"{"choices":[0,2]}"#),
            (QuestionKind::Scale, r#"{"scale":5}"#),
            (QuestionKind::Frequency, r#"{"frequency":"weekly"}"#),
            (QuestionKind::Words, r#"{"words":["entraide","lien social"]}"#),
            (QuestionKind::Text, r#"{"text":"On se connaît peu."}"#),
            (QuestionKind::Ties, r#"{"ties":[]}"#),
        ];
        for (asked, _) in answers {
            for (given_kind, answer) in answers {
                let expected = if asked == given_kind { Ok(()) } else { Err(Unfit::OtherKind) };
                assert_eq!(given(asked, answer), expected, "{asked} {answer}");
            }
        }
    }

    #[test]
    fn an_answer_keeps_within_what_is_asked() {
        assert_eq!(given(QuestionKind::Single, r#"{"choice":1}"#), Err(Unfit::UnknownChoice), "withdrawn");
        assert_eq!(given(QuestionKind::Multiple, r#"{"choices":[0,7]}"#), Err(Unfit::UnknownChoice));
        assert_eq!(given(QuestionKind::Multiple, r#"{"choices":[2,0]}"#), Err(Unfit::NotInOrder));
        assert_eq!(given(QuestionKind::Multiple, r#"{"choices":[2,2]}"#), Err(Unfit::NotInOrder));
        assert_eq!(given(QuestionKind::Multiple, r#"{"choices":[]}"#), Ok(()));
        assert_eq!(given(QuestionKind::Scale, r#"{"scale":0}"#), Err(Unfit::OutOfScale));
        assert_eq!(given(QuestionKind::Text, r#"{"text":"  "}"#), Err(Unfit::Empty));
        let long = format!(r#"{{"text":"{}"}}"#, "é".repeat(MAX_TEXT_CHARS + 1));
        assert_eq!(given(QuestionKind::Text, &long), Err(Unfit::TooLong));
        assert_eq!(given(QuestionKind::Words, r#"{"words":["a","b","c","d","e","f"]}"#), Err(Unfit::TooLong));
        let tie = |n: u128| format!(r#"{{"actor":"{}","frequency":"daily","channel":"meeting"}}"#, Uuid::from_u128(n));
        assert_eq!(given(QuestionKind::Ties, &format!(r#"{{"ties":[{},{}]}}"#, tie(1), tie(2))), Ok(()));
        let twice = format!(r#"{{"ties":[{},{}]}}"#, tie(1), tie(1));
        assert_eq!(given(QuestionKind::Ties, &twice), Err(Unfit::NotInOrder));
    }

    #[test]
    fn an_answer_to_what_nobody_asked_is_none() {
        let answers: Answers = serde_json::from_str(r#"{"0":{"scale":1},"1":{"scale":1}}"#).unwrap();
        let unknown = answers.fit(&asked(QuestionKind::Scale));
        assert_eq!(unknown, Err((QuestionNo(0), Unfit::UnknownQuestion)));
    }
}
