//! Somebody who has all that is published of a question and a solver of linear programs, and asks what a number that does not show
//! can be.

use domain::diagnostic::questionnaire::{Channel, Frequency, QuestionKind};
use domain::diagnostic::tables::{Columns, QuestionTable, Row};
use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// So many people of one column of whom nothing else is known; one person, or the others.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// Which column.
    pub column: usize,
    /// How many they are.
    pub people: u32,
}

/// The smallest and greatest value that something can have.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The smallest.
    pub min: f64,
    /// The greatest.
    pub max: f64,
}

impl Span {
    /// Whether it holds two whole numbers, so that one can't be told.
    pub fn is_open(self) -> bool {
        self.max - self.min > 1.0 - EPSILON
    }

    /// Whether it reaches from `from` to `to`.
    pub fn covers(self, from: u32, to: u32) -> bool {
        self.min < f64::from(from) + EPSILON && self.max > f64::from(to) - EPSILON
    }
}

/// How exact the solver is.
const EPSILON: f64 = 1e-6;

type Sum = Vec<(usize, f64)>;

/// All that is known of one question.
pub struct Attacker {
    most: Vec<f64>,
    known: Vec<(Sum, ComparisonOp, f64)>,
    /// By row, then by column: how many people.
    cells: Vec<Vec<usize>>,
    /// By group, then by row: how many of them.
    groups: Vec<Vec<usize>>,
    /// The row of those who did not answer.
    unanswered: Option<usize>,
}

impl Attacker {
    /// Knows a table, the size of its columns, and into which groups people fall.
    pub fn new(kind: QuestionKind, people: u32, columns: &Columns, table: &QuestionTable, groups: &[Group]) -> Self {
        let told: Vec<u32> = columns.as_slice().iter().map(|column| column.people).collect();
        let sizes = if told.is_empty() { vec![people] } else { told };
        let mut it = Self { most: vec![], known: vec![], cells: vec![], groups: vec![], unanswered: None };
        it.cells = table.rows.0.iter().map(|_| sizes.iter().map(|size| it.number(*size)).collect()).collect();
        it.groups = groups.iter().map(|group| table.rows.0.iter().map(|_| it.number(group.people)).collect()).collect();
        it.people_stand_in_rows(kind, groups, &sizes);
        for (row, shown) in table.rows.0.iter().enumerate() {
            it.sees(row, shown);
        }
        if kind == QuestionKind::Ties {
            it.knows_ties(table);
        }
        if let Some(words) = &table.words {
            let (named, all) = (it.total(0), words.0.iter().map(|(_, people)| people).sum::<u32>());
            for (_, people) in &words.0 {
                it.knows(named.clone(), ComparisonOp::Ge, *people);
            }
            if kind == QuestionKind::Words {
                it.knows(named.iter().map(|(number, _)| (*number, 5.0)).collect(), ComparisonOp::Ge, all);
            }
        }
        it
    }

    fn number(&mut self, most: u32) -> usize {
        self.most.push(f64::from(most));
        self.most.len() - 1
    }

    /// Learns something more, from beside the table.
    pub fn knows(&mut self, sum: Sum, is: ComparisonOp, so_many: u32) {
        self.known.push((sum, is, f64::from(so_many)));
    }

    /// How many of everybody stand in a row, as a sum.
    pub fn total(&self, row: usize) -> Sum {
        self.cells[row].iter().map(|cell| (*cell, 1.0)).collect()
    }

    fn people_stand_in_rows(&mut self, kind: QuestionKind, groups: &[Group], sizes: &[u32]) {
        let once = matches!(kind, QuestionKind::Single | QuestionKind::Scale | QuestionKind::Frequency);
        self.unanswered = once.then(|| self.cells.len() - 1);
        for (column, size) in sizes.iter().enumerate() {
            let within: Vec<_> = groups.iter().enumerate().filter(|(_, group)| group.column == column).collect();
            assert_eq!(within.iter().map(|(_, group)| group.people).sum::<u32>(), *size, "each is in a group");
            for row in 0..self.cells.len() {
                let mut sum: Sum = within.iter().map(|(number, _)| (self.groups[*number][row], 1.0)).collect();
                sum.push((self.cells[row][column], -1.0));
                self.knows(sum, ComparisonOp::Eq, 0);
            }
        }
        for (number, group) in groups.iter().enumerate().filter(|_| once) {
            self.knows(self.groups[number].iter().map(|row| (*row, 1.0)).collect(), ComparisonOp::Eq, group.people);
        }
    }

    fn sees(&mut self, row: usize, shown: &Row) {
        if let Some(people) = shown.all.get() {
            self.knows(self.total(row), ComparisonOp::Eq, people);
        }
        for (column, cell) in shown.columns.iter().enumerate() {
            if let Some(people) = cell.get() {
                self.knows(vec![(self.cells[row][column], 1.0)], ComparisonOp::Eq, people);
            }
        }
    }

    /// Whoever named somebody did so with a frequency and by a channel.
    fn knows_ties(&mut self, table: &QuestionTable) {
        let never = 1;
        let channels = 1 + Frequency::ALL.len();
        let families = [never + 1..channels, channels..channels + Channel::ALL.len()];
        for line in self.groups.clone() {
            for family in &families {
                let mut sum: Sum = family.clone().map(|row| (line[row], 1.0)).collect();
                sum.push((line[0], -1.0));
                self.knows(sum, ComparisonOp::Ge, 0);
                for row in family.clone() {
                    self.knows(vec![(line[0], 1.0), (line[row], -1.0)], ComparisonOp::Ge, 0);
                }
            }
        }
        let Some(measures) = table.ties else { return };
        let named = self.total(0);
        let times = |by: f64| named.iter().map(|(number, _)| (*number, by)).collect::<Sum>();
        self.knows(named.clone(), ComparisonOp::Le, measures.reached);
        self.knows(named.clone(), ComparisonOp::Ge, measures.components);
        self.knows(times(64.0), ComparisonOp::Ge, measures.ties);
        self.knows(times(f64::from(measures.actors - 1)), ComparisonOp::Ge, measures.ties);
        self.knows(named.clone(), ComparisonOp::Le, 2 * measures.ties);
    }

    /// What somebody of a group of one can have answered: whether they stand in a row.
    pub fn answer(&self, group: usize, row: usize) -> Span {
        self.span(&vec![(self.groups[group][row], 1.0)])
    }

    /// What a cell can be, or of everybody without a column.
    pub fn cell(&self, row: usize, column: Option<usize>) -> Span {
        match column {
            Some(column) => self.span(&vec![(self.cells[row][column], 1.0)]),
            None => self.span(&self.total(row)),
        }
    }

    fn span(&self, sum: &Sum) -> Span {
        let end = |direction| {
            let mut problem = Problem::new(direction);
            let weight = |number: usize| sum.iter().filter(|(one, _)| *one == number).map(|(_, by)| by).sum();
            let numbers: Vec<_> = self
                .most
                .iter()
                .enumerate()
                .map(|(number, most)| problem.add_var(weight(number), (0.0, *most)))
                .collect();
            for (sum, is, so_many) in &self.known {
                let sum: Vec<_> = sum.iter().map(|(number, by)| (numbers[*number], *by)).collect();
                problem.add_constraint(sum.as_slice(), *is, *so_many);
            }
            problem.solve().expect("what is published is true").into_solution().expect("solved").objective()
        };
        Span { min: end(OptimizationDirection::Minimize), max: end(OptimizationDirection::Maximize) }
    }
}

/// Finds nothing out: neither a number that does not show, nor whether one is below `k`, nor anybody's answer; that somebody
/// did not answer at all, which a row of its own tells, is none.
///
/// # Panics
/// If something is found out.
pub fn finds_nothing(
    attacker: &Attacker,
    table: &QuestionTable,
    groups: &[Group],
    k: u32,
    is_small: impl Fn(usize, Option<usize>) -> bool,
) {
    for (number, row) in table.rows.0.iter().enumerate() {
        let cells = std::iter::once((None, row.all));
        let cells = cells.chain(row.columns.iter().enumerate().map(|(column, cell)| (Some(column), *cell)));
        for (column, _) in cells.filter(|(_, cell)| cell.get().is_none()) {
            let span = attacker.cell(number, column);
            assert!(span.is_open(), "row {number}, {column:?} is {span:?} in {table:?}");
            if is_small(number, column) && attacker.unanswered != Some(number) {
                assert!(span.covers(0, k), "row {number}, {column:?} is {span:?} in {table:?}");
            }
        }
        if attacker.unanswered == Some(number) {
            continue;
        }
        for (group, _) in groups.iter().enumerate().filter(|(_, group)| group.people == 1) {
            let span = attacker.answer(group, number);
            assert!(span.is_open(), "whether {group} stands in row {number} is {span:?} in {table:?}");
        }
    }
}
