//! The published tables of a diagnostic as they are shown: each row with its name, each cell with its part of the people it is
//! counted among. A cell that does not show is `null` and says so; what was not published is not there at all.

use std::sync::Arc;

use domain::diagnostic::questionnaire::{Channel, ChoiceNo, Frequency, Leaning, QuestionKind, QuestionNo, Theme};
use domain::diagnostic::tables::{Cell, TieMeasures, WordCounts};
use projection::TextRef;
use projection::diagnostics::{Base, DiagnosticRow, QuestionRow, Table};
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// How many people, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReportedCell, example = json!({"n": 12, "of": 40, "per_mille": 300}))]
pub struct Figure {
    /// How many people; `null` where that does not show.
    n: Option<u32>,
    /// Of how many.
    of: u32,
    /// That part of them in thousandths, rounded to the nearest.
    #[serde(skip_serializing_if = "Option::is_none")]
    per_mille: Option<u32>,
    /// Whether it does not show, since a small group would.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    suppressed: bool,
}

impl Figure {
    pub(super) fn of(cell: Cell, of: u32) -> Self {
        let n = cell.get();
        Self { n, of, per_mille: n.and_then(|n| per_mille(n, of)), suppressed: n.is_none() }
    }

    pub(super) fn shown(self) -> Option<u32> {
        self.n
    }

    pub(super) fn people(self) -> u32 {
        self.of
    }

    /// That part in thousandths.
    pub(super) fn thousandths(self) -> Option<u32> {
        self.per_mille
    }
}

/// A part in thousandths, rounded half up; none of nothing.
fn per_mille(n: u32, of: u32) -> Option<u32> {
    let (n, of) = (u64::from(n), u64::from(of));
    let rounded = (n * 2_000 + of).checked_div(of * 2)?;
    u32::try_from(rounded).ok()
}

/// A row of a table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedRow)]
pub struct ReportRow {
    /// What it counts: `choice:<number>`, `scale:<1 to 5>`, `frequency:<word>`, `channel:<word>`, `answered`, `named` or
    /// `unanswered`.
    pub(super) row: String,
    /// What the choice says; absent where texts are not expanded, and of rows that are no choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) title: Option<Arc<str>>,
    /// Of everybody who answered the diagnostic.
    pub(super) all: Figure,
    /// Of the people of each column, in order.
    pub(super) columns: Vec<Figure>,
}

/// An exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReportedFraction, example = json!({"num": 37, "den": 12}))]
pub struct Fraction {
    /// Its numerator.
    num: u64,
    /// Its denominator.
    den: u64,
}

/// The mean of a scale over everybody who chose a number.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReportedMean, example = json!({"exact": {"num": 37, "den": 12}, "decimal": "3.08"}))]
pub struct Mean {
    /// The sum of the numbers, and how many chose one.
    exact: Fraction,
    /// The same with two decimals, rounded half up.
    decimal: String,
}

/// A word that many answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedWord, example = json!({"word": "entraide", "people": 17}))]
pub struct Word {
    /// The word.
    word: String,
    /// How many people answered it.
    people: u32,
}

/// Measures of who works with whom, each tie counted once whoever named it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedTies, example = json!({
    "actors": 60, "reached": 48, "ties": 131, "largest": 45, "components": 2,
    "density": {"num": 262, "den": 3540}, "reach": {"num": 48, "den": 60}
}))]
pub struct Ties {
    /// How many actors there were in the network.
    actors: u32,
    /// How many of them have a tie.
    reached: u32,
    /// How many ties there are between two of them.
    ties: u32,
    /// How many actors the largest group has in which everybody reaches everybody.
    largest: u32,
    /// Into how many such groups those who have a tie fall.
    components: u32,
    /// The ties there are among all that there could be: 2 · ties over actors · (actors − 1).
    density: Fraction,
    /// The actors who have a tie among all.
    reach: Fraction,
}

/// What was published of a question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedQuestion)]
pub struct ReportQuestion {
    /// Its number.
    #[schema(value_type = u8)]
    pub(super) question: QuestionNo,
    /// What it is about.
    #[schema(schema_with = values::word::<Theme>)]
    pub(super) theme: Theme,
    /// How it was answered.
    #[schema(schema_with = values::word::<QuestionKind>)]
    pub(super) kind: QuestionKind,
    /// The question; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) title: Option<Arc<str>>,
    /// Its table; absent where fewer people answered the diagnostic than a figure must tell of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rows: Option<Vec<ReportRow>>,
    /// The mean of a scale, where every number of everybody shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<Mean>,
    /// The words that enough people answered, most first; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Vec<Word>>,
    /// Measures of who works with whom, where they show.
    #[serde(skip_serializing_if = "Option::is_none")]
    ties: Option<Ties>,
}

/// Something good or bad about information and communication technology, and how many people chose it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedLeaning)]
pub struct Ranked {
    /// Of which question.
    #[schema(value_type = u8)]
    question: QuestionNo,
    /// Which choice.
    #[schema(value_type = u8)]
    choice: ChoiceNo,
    /// What it says; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// Of everybody who answered the diagnostic.
    all: Figure,
}

/// What the rows of a question count, in their order, and what its choices say.
pub(super) fn names(question: &QuestionRow) -> Vec<(String, Option<TextRef>)> {
    let choices = || question.standing().map(|choice| (format!("choice:{}", choice.number.0), choice.title));
    let often = || Frequency::ALL.iter().map(|often| (format!("frequency:{often}"), None));
    let one = |name: &str| std::iter::once((name.to_owned(), None));
    match question.kind {
        QuestionKind::Single => choices().chain(one("unanswered")).collect(),
        QuestionKind::Multiple => choices().collect(),
        QuestionKind::Scale => (1..=5).map(|n| (format!("scale:{n}"), None)).chain(one("unanswered")).collect(),
        QuestionKind::Frequency => often().chain(one("unanswered")).collect(),
        QuestionKind::Words | QuestionKind::Text => one("answered").collect(),
        QuestionKind::Ties => {
            let channels = Channel::ALL.iter().map(|channel| (format!("channel:{channel}"), None));
            one("named").chain(often()).chain(channels).collect()
        }
    }
}

/// A question with its table.
pub(super) fn question<Q>(read: &Read<Q>, row: &QuestionRow, base: &Base) -> Result<ReportQuestion, Problem> {
    let table = row.table.as_ref();
    let words = table.and_then(|table| table.words).filter(|_| read.texts);
    Ok(ReportQuestion {
        question: row.number,
        theme: row.theme,
        kind: row.kind,
        title: shown(read, row.title.filter(|_| read.texts))?,
        rows: table.map(|table| rows(read, row, table, base)).transpose()?,
        mean: table.filter(|_| row.kind == QuestionKind::Scale).and_then(mean),
        words: words.map(|words| counted(read, words)).transpose()?,
        ties: table.and_then(|table| table.ties).map(ties),
    })
}

fn rows<Q>(read: &Read<Q>, question: &QuestionRow, table: &Table, base: &Base) -> Result<Vec<ReportRow>, Problem> {
    let named = names(question).into_iter().zip(&table.rows.0);
    let rows = named.map(|((row, title), counted)| {
        let columns = counted.columns.iter().zip(base.columns.as_slice());
        Ok(ReportRow {
            row,
            title: shown(read, title.filter(|_| read.texts))?,
            all: Figure::of(counted.all, base.people),
            columns: columns.map(|(cell, column)| Figure::of(*cell, column.people)).collect(),
        })
    });
    rows.collect()
}

/// The mean of the numbers 1 to 5, each as often as its row of everybody tells: only where all show, and somebody chose one.
fn mean(table: &Table) -> Option<Mean> {
    let (mut num, mut den) = (0_u64, 0_u64);
    for (number, row) in (1..=5).zip(&table.rows.0) {
        let people = u64::from(row.all.get()?);
        num += number * people;
        den += people;
    }
    let hundredths = (num * 200 + den).checked_div(den * 2)?;
    let decimal = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    Some(Mean { exact: Fraction { num, den }, decimal })
}

fn counted<Q>(read: &Read<Q>, words: TextRef) -> Result<Vec<Word>, Problem> {
    let text = shown(read, Some(words))?.unwrap_or_default();
    let counts: WordCounts = serde_json::from_str(&text).map_err(|error| Problem::internal(&error))?;
    Ok(counts.0.into_iter().map(|(word, people)| Word { word, people }).collect())
}

fn ties(measures: TieMeasures) -> Ties {
    let TieMeasures { actors, reached, ties, largest, components } = measures;
    let all = u64::from(actors);
    let density = Fraction { num: 2 * u64::from(ties), den: all * all.saturating_sub(1) };
    let reach = Fraction { num: reached.into(), den: all };
    Ties { actors, reached, ties, largest, components, density, reach }
}

/// The choices about information and communication technology that lean so, those that most people chose first; those that do
/// not show come last, in the order of asking.
pub(super) fn ranked<Q>(read: &Read<Q>, row: &DiagnosticRow, leaning: Leaning) -> Result<Vec<Ranked>, Problem> {
    let Some(base) = row.base.as_ref() else { return Ok(Vec::new()) };
    let mut ranked = Vec::new();
    for question in row.standing().filter(|question| question.theme == Theme::IctRepresentation) {
        let Some(table) = question.table.as_ref() else { continue };
        for (choice, counted) in question.standing().zip(&table.rows.0) {
            if choice.leaning == Some(leaning) {
                let title = shown(read, choice.title.filter(|_| read.texts))?;
                let all = Figure::of(counted.all, base.people);
                ranked.push(Ranked { question: question.number, choice: choice.number, title, all });
            }
        }
    }
    ranked.sort_by_key(|ranked| std::cmp::Reverse(ranked.all.shown()));
    Ok(ranked)
}

#[cfg(test)]
mod tests {
    use domain::diagnostic::tables::{Row, Rows};

    use super::*;

    fn table(all: [Option<u32>; 6]) -> Table {
        let cell = |people: Option<u32>| people.map_or(Cell::SUPPRESSED, Cell::shown);
        let rows = Rows(all.map(|people| Row { all: cell(people), columns: vec![] }).into());
        Table { rows, words: None, ties: None }
    }

    #[test]
    fn a_part_is_rounded_to_the_nearest_thousandth() {
        assert_eq!(per_mille(1, 3), Some(333));
        assert_eq!(per_mille(2, 3), Some(667));
        assert_eq!(per_mille(1, 2_000), Some(1), "a half is rounded up");
        assert_eq!(per_mille(0, 7), Some(0));
        assert_eq!(per_mille(0, 0), None);
    }

    #[test]
    fn a_mean_is_exact_and_only_there_where_all_numbers_show() {
        let mean_of = |all| mean(&table(all)).map(|mean| (mean.exact, mean.decimal));
        let shown = mean_of([Some(5), Some(0), Some(0), Some(0), Some(6), Some(9)]);
        assert_eq!(shown, Some((Fraction { num: 35, den: 11 }, "3.18".to_owned())));
        let half = mean_of([Some(100), Some(1), Some(0), Some(0), Some(99), None]);
        assert_eq!(half, Some((Fraction { num: 597, den: 200 }, "2.99".to_owned())), "2.985 is rounded up");
        assert_eq!(mean_of([Some(5), None, Some(0), Some(0), Some(6), Some(9)]), None);
        assert_eq!(mean_of([Some(0), Some(0), Some(0), Some(0), Some(0), Some(9)]), None, "nobody chose any");
    }
}
