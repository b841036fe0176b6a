//! What is published of a diagnostic's answers tells nothing of anybody: random campaigns, attacked with linear programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod campaigns;
mod lp;

use domain::class::Few;
use domain::diagnostic::questionnaire::{QuestionKind, QuestionNo};
use domain::diagnostic::tables::{Cell, Column, QuestionTable, Row, Rows, Tables, WordCounts, tables};
use proptest::prelude::*;

use campaigns::{Campaign, campaigns};
use lp::{Attacker, Group, finds_nothing};

fn published(campaign: &Campaign) -> Tables {
    tables(&campaign.questions, &campaign.people, campaign.k, &campaign.actors)
}

/// One person of each column, and the others of it.
fn groups(tables: &Tables) -> Vec<Group> {
    let told: Vec<u32> = tables.columns.as_slice().iter().map(|column| column.people).collect();
    let sizes = if told.is_empty() { vec![tables.people] } else { told };
    let split = |(column, people): (usize, u32)| [Group { column, people: 1 }, Group { column, people: people - 1 }];
    sizes.into_iter().enumerate().filter(|(_, people)| *people > 0).flat_map(split).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_has_a_solver_finds_out_no_answer(campaign in campaigns()) {
        let tables = published(&campaign);
        let groups = groups(&tables);
        for table in &tables.questions {
            let kind = campaign.questions[&table.question].kind;
            let attacker = Attacker::new(kind, tables.people, &tables.columns, table, &groups);
            let small = |row, column| campaign.is_small(&tables, table.question, row, column);
            finds_nothing(&attacker, table, &groups, u32::from(campaign.k), small);
        }
    }

    #[test]
    fn what_shows_is_true_and_of_k_people_or_more(campaign in campaigns()) {
        let tables = published(&campaign);
        let k = u32::from(campaign.k);
        prop_assert_eq!(tables.people as usize, campaign.people.len());
        prop_assert_eq!(tables.questions.is_empty(), tables.people < k);
        let columns = tables.columns.as_slice();
        prop_assert!(columns.len() != 1 && columns.iter().all(|column| column.people >= k));
        prop_assert!(columns.is_empty() || columns.iter().map(|column| column.people).sum::<u32>() == tables.people);
        for table in &tables.questions {
            let kind = campaign.questions[&table.question].kind;
            let once = matches!(kind, QuestionKind::Single | QuestionKind::Scale | QuestionKind::Frequency);
            for (number, row) in table.rows.0.iter().enumerate() {
                prop_assert_eq!(row.columns.len(), columns.len());
                let cells = std::iter::once((None, row.all));
                let cells = cells.chain(row.columns.iter().enumerate().map(|(column, cell)| (Some(column), *cell)));
                for (column, people) in cells.filter_map(|(column, cell)| cell.get().map(|people| (column, people))) {
                    let (counted, of) = campaign.count(&tables, table.question, number, column);
                    prop_assert_eq!(people, counted);
                    let is_unanswered = once && number + 1 == table.rows.0.len();
                    prop_assert!(is_unanswered || people >= k && of - people >= k, "{:?}", table);
                }
            }
            for (_, people) in table.words.iter().flat_map(|words| &words.0) {
                prop_assert!((k..=tables.people - k).contains(people));
            }
        }
    }

    #[test]
    fn who_is_counted_first_makes_no_difference(campaign in campaigns(), turn in 0..30_usize) {
        let once = published(&campaign);
        prop_assert_eq!(&published(&campaign), &once);
        let mut turned = campaign.clone();
        let by = turn % turned.people.len().max(1);
        turned.people.rotate_left(by);
        prop_assert_eq!(&published(&turned), &once);
        turned.people.reverse();
        prop_assert_eq!(&published(&turned), &once);
    }
}

#[test]
fn the_attacker_reads_a_cell_that_only_is_small_and_hidden() {
    let column = |people| Column { audience: None, people };
    let columns = Few::new(vec![Column { audience: Some(campaigns::audience(0)), people: 12 }, column(14)]).unwrap();
    let shown = |people: &[Option<u32>]| -> Vec<Cell> {
        people.iter().map(|people| people.map_or(Cell::SUPPRESSED, Cell::shown)).collect()
    };
    let row = |all, columns: &[Option<u32>]| Row { all: Cell::shown(all), columns: shown(columns) };
    let rows = Rows(vec![row(9, &[None, Some(7)]), row(17, &[Some(10), Some(7)])]);
    let table = QuestionTable { question: QuestionNo(0), rows, words: None::<WordCounts>, ties: None };
    let groups = [Group { column: 0, people: 12 }, Group { column: 1, people: 14 }];
    let attacker = Attacker::new(QuestionKind::Single, 26, &columns, &table, &groups);
    let span = attacker.cell(0, Some(0));
    assert!(!span.is_open() && span.covers(2, 2), "{span:?}");
    let found = std::panic::catch_unwind(|| finds_nothing(&attacker, &table, &groups, 5, |_, _| true));
    assert!(found.is_err(), "what is found out makes the tests fail");
}

#[test]
fn the_attacker_reads_the_answer_of_whoever_answers_like_everybody() {
    let rows = Rows(vec![
        Row { all: Cell::shown(8), columns: vec![] },
        Row { all: Cell::SUPPRESSED, columns: vec![] },
        Row { all: Cell::SUPPRESSED, columns: vec![] },
    ]);
    let table = QuestionTable { question: QuestionNo(0), rows, words: None, ties: None };
    let groups = [Group { column: 0, people: 1 }, Group { column: 0, people: 7 }];
    let attacker = Attacker::new(QuestionKind::Single, 8, &Few::default(), &table, &groups);
    let span = attacker.answer(0, 0);
    assert!(!span.is_open() && span.covers(1, 1), "{span:?}");
}

#[test]
fn the_campaigns_that_are_drawn_show_something_and_hide_something() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut shown, mut hidden, mut words, mut measures) = (0, 0, 0, 0);
    for _ in 0..200 {
        let tables = published(&campaigns().new_tree(&mut runner).unwrap().current());
        for table in &tables.questions {
            let cells = table.rows.0.iter().flat_map(|row| row.columns.iter().chain([&row.all]));
            let of: Vec<_> = cells.map(|cell| cell.get().is_some()).collect();
            shown += of.iter().filter(|shows| **shows).count();
            hidden += of.iter().filter(|shows| !**shows).count();
            words += table.words.iter().map(|words| words.0.len()).sum::<usize>();
            measures += usize::from(table.ties.is_some());
        }
    }
    let told = [shown, hidden, words, measures];
    assert!(told.iter().all(|number| *number > 20), "{told:?}");
}
