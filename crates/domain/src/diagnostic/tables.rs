//! What is published of the answers to a campaign when it closes: tables in which no small group shows.
//!
//! A table stands over everybody who answered the campaign, in columns by audience; audiences of which fewer than k people
//! answered share a column, so that every column counts k people or more and may be told. What does not show is one value,
//! [`Cell::SUPPRESSED`], whatever the reason.

mod columns;
mod counting;
mod suppression;
mod ties;
mod words;

pub(in crate::diagnostic) use self::counting::counts_everybody_once;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::counting::Counted;
pub(super) use self::counting::rows_of;
use self::suppression::Total;
use super::answers::Answers;
use super::questionnaire::{MAX_CHOICES, Question, QuestionKind, QuestionNo, Questionnaire};
use crate::class::{Draw, Few, LogSafe};
use crate::event::Object;
use crate::ids::{ActorId, AudienceId};

/// How many people; or that this does not show. In JSON a number, or `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cell(Option<u32>);

impl Cell {
    /// What does not show.
    pub const SUPPRESSED: Self = Self(None);

    /// So many people.
    #[must_use]
    pub fn shown(people: u32) -> Self {
        Self(Some(people))
    }

    /// How many, if it shows.
    #[must_use]
    pub fn get(self) -> Option<u32> {
        self.0
    }
}

impl LogSafe for Cell {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(LogSafe::example(draw))
    }
}

/// The greatest number of columns of a table beside the one over everybody.
pub const MAX_COLUMNS: usize = 17;

/// The people of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Of this audience; without one, of all the others together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceId>,
    /// How many of them answered the campaign.
    pub people: u32,
}

impl LogSafe for Column {
    fn example(draw: &mut Draw<'_>) -> Self {
        // What it names was in force when the campaign opened, and may have been retired since.
        Self { audience: LogSafe::example(draw), people: u32::example(draw) }
    }

    fn refers(&self, _tell: &mut dyn FnMut(Object)) {}
}

/// The columns of all tables of a campaign; none where a table by audience would show a small group.
pub type Columns = Few<Column, MAX_COLUMNS>;

/// A row of a table: how many of everybody, and of each column in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Of everybody.
    pub all: Cell,
    /// Of each column.
    pub columns: Vec<Cell>,
}

/// The rows of a question: for `single` its standing choices, then those who did not answer; for `multiple` its standing
/// choices; for `scale` 1 to 5, then those who did not answer; for `frequency` its words, then those who did not
/// answer; for `words` and `text` those who answered; for `ties` those who named somebody, then, for each frequency and for each
/// channel, those who named somebody so.
///
/// Rows that end with those who did not answer count everybody once. Each other row stands against the rest of everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rows(pub Vec<Row>);

impl LogSafe for Rows {
    fn example(draw: &mut Draw<'_>) -> Self {
        let (rows, columns) = (draw(u64::from(MAX_CHOICES) + 2), draw(MAX_COLUMNS as u64 + 1));
        let row = |draw: &mut Draw<'_>| Row {
            all: Cell::example(draw),
            columns: (0..columns).map(|_| Cell::example(draw)).collect(),
        };
        Self((0..rows).map(|_| row(draw)).collect())
    }
}

/// Measures of the graph of who works with whom, each tie counted once whoever named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieMeasures {
    /// How many actors there were in the network when the campaign closed.
    pub actors: u32,
    /// How many of them have a tie.
    pub reached: u32,
    /// How many ties there are between two of them.
    pub ties: u32,
    /// How many actors the largest group has in which everybody reaches everybody.
    pub largest: u32,
    /// Into how many such groups those who have a tie fall.
    pub components: u32,
}

impl LogSafe for TieMeasures {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self {
            actors: u32::example(draw),
            reached: u32::example(draw),
            ties: u32::example(draw),
            largest: u32::example(draw),
            components: u32::example(draw),
        }
    }
}

/// The words that at least k people answered, and how many people each, most first: sealed, since people typed them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WordCounts(pub Vec<(String, u32)>);

/// What is published of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionTable {
    /// Which question.
    pub question: QuestionNo,
    /// Its rows.
    pub rows: Rows,
    /// Of the words that were answered.
    pub words: Option<WordCounts>,
    /// Of the ties that were told.
    pub ties: Option<TieMeasures>,
}

/// Somebody who answered a campaign, at its close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respondent {
    /// Who.
    pub actor: ActorId,
    /// Of which audience, if of any.
    pub audience: Option<AudienceId>,
    /// What they answered last.
    pub answers: Answers,
}

/// All that is published of the answers to a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// How many people answered.
    pub people: u32,
    /// The columns of all its tables.
    pub columns: Columns,
    /// A table for each question that stands, in their order; none when fewer than k people answered.
    pub questions: Vec<QuestionTable>,
}

/// What is published of what `people` answered to `questions`, so that no group of fewer than `k` shows; `actors` are those who
/// take part when the campaign closes, among whom ties count. The order of `people` doesn't matter; each is named once.
#[must_use]
pub fn tables(questions: &Questionnaire, people: &[Respondent], k: u8, actors: &BTreeSet<ActorId>) -> Tables {
    let k = u32::from(k.max(1));
    let total = count(people.len());
    if total < k {
        return Tables { people: total, columns: Columns::default(), questions: Vec::new() };
    }
    let (columns, placed) = columns::divide(people, k);
    let table = |(number, question): (&QuestionNo, &Question)| {
        let counts = counting::counts(*number, question, people, &placed, columns.as_slice(), actors);
        let (mut words, mut measures) = (None, None);
        let rows = match question.kind {
            QuestionKind::Single | QuestionKind::Scale | QuestionKind::Frequency => suppression::partition(&counts, k),
            QuestionKind::Multiple => counts.iter().map(|row| alone(row, k)).collect(),
            QuestionKind::Words | QuestionKind::Text => {
                let (rows, said) = words::shown(&counts, words::said(*number, people), k);
                words = Some(said);
                rows
            }
            QuestionKind::Ties => {
                let (rows, told) = ties::shown(&counts, &ties::graph(*number, people, actors), k);
                measures = told;
                rows
            }
        };
        QuestionTable { question: *number, rows: Rows(rows), words, ties: measures }
    };
    let questions = questions.iter().map(table).collect();
    Tables { people: total, columns, questions }
}

/// A row with which no other has anything in common.
fn alone(row: &Counted, k: u32) -> Row {
    suppression::binary(row, Total::FREE, k).unwrap_or_else(|| row.hidden())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
