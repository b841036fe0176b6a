//! How the cells of a row become the answer to a question.

use std::collections::HashMap;

use domain::diagnostic::answers::{Answer, MAX_TEXT_CHARS, MAX_WORD_CHARS, MAX_WORDS, Tie};
use domain::diagnostic::questionnaire::{Channel, ChoiceNo, Frequency, QuestionKind, QuestionNo};
use domain::ids::ActorId;

use super::asked;
use super::cells::{channel, folded, frequency, ticked, whole};
use super::form::Form;
use super::mapping::{self, Columns, MappingError, Value};

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Nothing,
    Choice(ChoiceNo),
    Scale(u8),
    Frequency(Frequency),
}

/// Where somebody says how they work with an actor.
#[derive(Debug)]
struct TieAt {
    actor: ActorId,
    frequency: usize,
    channel: Result<Channel, usize>,
}

/// How a question is read.
#[derive(Debug)]
pub(super) struct Reading {
    number: QuestionNo,
    kind: QuestionKind,
    /// The columns, and which choice each is of where it is of one.
    columns: Vec<(usize, Option<ChoiceNo>)>,
    separator: Option<String>,
    /// What cells say, by what stands in them.
    values: HashMap<String, Says>,
    ties: Vec<TieAt>,
}

impl Reading {
    pub(super) fn new(
        number: u8,
        told: &mapping::Question,
        asked: &asked::Question,
        form: &Form,
    ) -> Result<Self, MappingError> {
        let kind = asked.kind;
        let unfit = |why| MappingError::Unfit(number, why);
        let mut values: HashMap<_, _> =
            asked.choices.iter().map(|(choice, text)| (folded(text), Says::Choice(*choice))).collect();
        if values.len() < asked.choices.len() && told.values.is_empty() && told.columns.is_none() {
            return Err(unfit("some of its choices differ by case or accents only: say with `values` which is which"));
        }
        for (value, stands_for) in &told.values {
            let says = says(kind, stands_for, asked);
            values.insert(folded(value), says.ok_or_else(|| MappingError::UnknownValue(number, value.clone()))?);
        }
        values.extend(told.ignore.iter().map(|value| (folded(value), Says::Nothing)));
        let columns = match (&told.column, &told.columns) {
            (Some(column), None) => vec![(form.find(column)?, None)],
            (None, Some(Columns::Listed(columns))) if kind == QuestionKind::Words => {
                columns.iter().map(|column| Ok((form.find(column)?, None))).collect::<Result<_, MappingError>>()?
            }
            (None, Some(Columns::Named(columns))) if kind == QuestionKind::Multiple => {
                let choice = |(name, choice): (&String, &Value)| match says(kind, choice, asked) {
                    Some(Says::Choice(choice)) => Ok((form.find(&mapping::Column::Name(name.clone()))?, Some(choice))),
                    _ => Err(MappingError::UnknownValue(number, name.clone())),
                };
                columns.iter().map(choice).collect::<Result<_, _>>()?
            }
            (None, None) if kind == QuestionKind::Ties && !told.ties.is_empty() => vec![],
            (Some(_) | None, Some(_)) => {
                return Err(unfit(
                    "several `columns` are for words (a list) and for multiple choices (each with its choice)",
                ));
            }
            (None, None) => return Err(unfit("it has no `column`")),
        };
        if kind == QuestionKind::Ties && (told.ties.is_empty() || !columns.is_empty()) {
            return Err(unfit("ties are told by `ties`: of each actor the `column` that says how often"));
        }
        let tie = |tie: &mapping::Tie| {
            let frequency = form.find(&tie.column)?;
            let channel = match (&tie.channel_column, tie.channel) {
                (Some(column), None) => Err(form.find(column)?),
                (None, Some(channel)) => Ok(channel),
                _ => return Err(unfit("of each tie either `channel` or `channel_column` is wanted")),
            };
            Ok(TieAt { actor: tie.actor, frequency, channel })
        };
        let mut ties = told.ties.iter().map(tie).collect::<Result<Vec<_>, _>>()?;
        ties.sort_unstable_by_key(|tie| tie.actor);
        Ok(Self { number: QuestionNo(number), kind, columns, separator: told.separator.clone(), values, ties })
    }

    pub(super) fn number(&self) -> QuestionNo {
        self.number
    }

    /// What a row answers, or why it does not fit.
    pub(super) fn answer(&self, form: &Form) -> Result<Option<Answer>, &'static str> {
        let cells: Vec<_> = self.columns.iter().map(|(column, choice)| (form.cell(*column), *choice)).collect();
        let first = cells.first().map(|(cell, _)| cell.as_str()).unwrap_or_default();
        match self.kind {
            QuestionKind::Single | QuestionKind::Scale | QuestionKind::Frequency => self.one(first),
            QuestionKind::Multiple if cells.iter().any(|(_, choice)| choice.is_some()) => self.boxes(&cells),
            QuestionKind::Multiple => self.several(first),
            QuestionKind::Words => self.words(&cells),
            QuestionKind::Text => self.text(first),
            QuestionKind::Ties => self.named(form),
        }
    }

    fn says(&self, cell: &str) -> Option<Says> {
        let cell = folded(cell);
        if cell.is_empty() {
            return Some(Says::Nothing);
        }
        let by_kind = || match self.kind {
            QuestionKind::Scale => whole(&cell).filter(|number| (1..=5).contains(number)).map(Says::Scale),
            QuestionKind::Frequency | QuestionKind::Ties => frequency(&cell).map(Says::Frequency),
            QuestionKind::Single | QuestionKind::Multiple | QuestionKind::Words | QuestionKind::Text => None,
        };
        self.values.get(&cell).copied().or_else(by_kind)
    }

    fn one(&self, cell: &str) -> Result<Option<Answer>, &'static str> {
        let unknown = match self.kind {
            QuestionKind::Scale => "what stands there is no number from 1 to 5",
            QuestionKind::Frequency => "what stands there is no frequency",
            QuestionKind::Single
            | QuestionKind::Multiple
            | QuestionKind::Words
            | QuestionKind::Text
            | QuestionKind::Ties => "what stands there is none of its choices",
        };
        match (self.kind, self.says(cell).ok_or(unknown)?) {
            (_, Says::Nothing) => Ok(None),
            (QuestionKind::Single, Says::Choice(choice)) => Ok(Some(Answer::Choice(choice))),
            (QuestionKind::Scale, Says::Scale(number)) => Ok(Some(Answer::Scale(number))),
            (QuestionKind::Frequency, Says::Frequency(often)) => Ok(Some(Answer::Frequency(often))),
            (_, Says::Choice(_) | Says::Scale(_) | Says::Frequency(_)) => Err(unknown),
        }
    }

    /// A column for each choice.
    fn boxes(&self, cells: &[(String, Option<ChoiceNo>)]) -> Result<Option<Answer>, &'static str> {
        let mut chosen = Vec::new();
        for (cell, choice) in cells {
            let own_text = || (self.says(cell) == choice.map(Says::Choice)).then_some(true);
            let is_ticked = ticked(&folded(cell)).or_else(own_text);
            if is_ticked.ok_or("what stands there is neither yes nor no")? {
                chosen.extend(*choice);
            }
        }
        chosen.sort_unstable();
        chosen.dedup();
        Ok(cells.iter().any(|(cell, _)| !cell.is_empty()).then_some(Answer::Choices(chosen)))
    }

    /// Several choices in one cell, whose own texts may hold what stands between them.
    fn several(&self, cell: &str) -> Result<Option<Answer>, &'static str> {
        if self.says(cell) == Some(Says::Nothing) {
            return Ok(None);
        }
        let separator = self.separator.as_deref().filter(|separator| !separator.is_empty());
        let pieces: Vec<_> = separator.map_or_else(|| vec![cell], |separator| cell.split(separator).collect());
        let (mut chosen, mut rest) = (Vec::new(), pieces.as_slice());
        while !rest.is_empty() {
            let longest_first = (1..=rest.len()).rev();
            let found = longest_first.filter_map(|many| {
                let (taken, left) = rest.split_at_checked(many)?;
                Some((self.says(&taken.join(separator.unwrap_or_default()))?, left))
            });
            let (says, left) = found.into_iter().next().ok_or("what stands there is none of its choices")?;
            if let Says::Choice(choice) = says {
                chosen.push(choice);
            }
            rest = left;
        }
        chosen.sort_unstable();
        chosen.dedup();
        Ok(Some(Answer::Choices(chosen)))
    }

    fn words(&self, cells: &[(String, Option<ChoiceNo>)]) -> Result<Option<Answer>, &'static str> {
        let separators: Vec<char> = match self.separator.as_deref() {
            Some(separator) => separator.chars().collect(),
            None => vec![',', ';', '\n', '\r'],
        };
        let pieces = cells.iter().flat_map(|(cell, _)| cell.split(|letter| separators.contains(&letter)));
        let words: Vec<_> = pieces.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let words: Vec<_> = words.into_iter().filter(|word| self.says(word) != Some(Says::Nothing)).collect();
        match words.len() {
            0 => Ok(None),
            many if many > MAX_WORDS => Err("there are more than five words"),
            _ if words.iter().any(|word| word.chars().count() > MAX_WORD_CHARS) => {
                Err("a word has more than 60 characters")
            }
            _ => Ok(Some(Answer::Words(words))),
        }
    }

    fn text(&self, cell: &str) -> Result<Option<Answer>, &'static str> {
        if self.says(cell) == Some(Says::Nothing) {
            return Ok(None);
        }
        let text = cell.replace("\r\n", "\n").replace('\r', "\n");
        if text.chars().count() > MAX_TEXT_CHARS {
            return Err("the text has more than 4,000 characters");
        }
        if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')) {
            return Err("the text holds control characters");
        }
        Ok(Some(Answer::Text(text)))
    }

    fn named(&self, form: &Form) -> Result<Option<Answer>, &'static str> {
        let (mut ties, mut is_answered) = (Vec::new(), false);
        for at in &self.ties {
            let cell = form.cell(at.frequency);
            is_answered |= !cell.is_empty();
            let says = self.says(&cell).ok_or("what stands there is no frequency")?;
            let Says::Frequency(frequency) = says else { continue };
            let channel = match at.channel {
                Ok(channel) => channel,
                Err(column) => channel(&folded(&form.cell(column))).ok_or("what stands there is no channel")?,
            };
            ties.push(Tie { actor: at.actor, frequency, channel });
        }
        Ok(is_answered.then_some(Answer::Ties(ties)))
    }
}

/// What a value of the mapping stands for.
fn says(kind: QuestionKind, value: &Value, asked: &asked::Question) -> Option<Says> {
    match (kind, value) {
        (QuestionKind::Single | QuestionKind::Multiple, Value::Number(number)) => {
            let choice = asked.choices.iter().find(|(choice, _)| choice.0 == *number);
            choice.map(|(choice, _)| Says::Choice(*choice))
        }
        (QuestionKind::Single | QuestionKind::Multiple, Value::Word(text)) => {
            let choice = asked.choices.iter().find(|(_, own)| folded(own) == folded(text));
            choice.map(|(choice, _)| Says::Choice(*choice))
        }
        (QuestionKind::Scale, Value::Number(number @ 1..=5)) => Some(Says::Scale(*number)),
        (QuestionKind::Frequency | QuestionKind::Ties, Value::Word(word)) => word.parse().ok().map(Says::Frequency),
        _ => None,
    }
}
