//! What somebody finds out who writes down all tables of whole numbers that agree with what shows.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use super::super::counting::Counted;
use super::super::suppression::{Total, binary, partition};
use super::super::{Cell, Row};

const K: u32 = 3;
/// Of how many tables it is looked up what would show of them.
const MOST: usize = 200;

/// A table as it was counted: by column, how many stand in each row. Everybody is one column where there are no others.
type Counts = Vec<Vec<u32>>;

fn counted(columns: &Counts, has_columns: bool) -> Vec<Counted> {
    let rows = columns[0].len();
    let totals: Vec<u32> = columns.iter().map(|column| column.iter().sum()).collect();
    let row = |row: usize| Counted {
        all: columns.iter().map(|column| column[row]).sum(),
        people: totals.iter().sum(),
        columns: columns.iter().zip(&totals).map(|(column, of)| (column[row], *of)).filter(|_| has_columns).collect(),
    };
    (0..rows).map(row).collect()
}

/// All ways in which `people` fall into the rows of one column that agree with the cells that show.
fn fillings(people: u32, shown: &[Cell]) -> Vec<Vec<u32>> {
    let Some((first, rest)) = shown.split_first() else {
        return if people == 0 { vec![vec![]] } else { vec![] };
    };
    let values = first.get().map_or(0..=people, |value| value..=value);
    let fits = values.filter(|value| *value <= people);
    let fill = |value: u32| {
        fillings(people - value, rest).into_iter().map(move |mut filling| {
            filling.insert(0, value);
            filling
        })
    };
    fits.flat_map(fill).collect()
}

/// All tables that agree with what shows of one whose columns count so many people.
fn agreeing(totals: &[u32], shown: &[Row], has_columns: bool) -> Vec<Counts> {
    let column = |number: usize| -> Vec<Cell> {
        shown.iter().map(|row| if has_columns { row.columns[number] } else { row.all }).collect()
    };
    let mut tables: Vec<Counts> = vec![vec![]];
    for (number, people) in totals.iter().enumerate() {
        let fillings = fillings(*people, &column(number));
        let with = |table: &Counts| {
            let table = table.clone();
            fillings
                .iter()
                .map(move |filling| {
                    let mut table = table.clone();
                    table.push(filling.clone());
                    table
                })
                .collect::<Vec<_>>()
        };
        tables = tables.iter().flat_map(with).collect();
    }
    let agrees = |table: &Counts| {
        shown.iter().enumerate().all(|(row, shown)| {
            let all: u32 = table.iter().map(|column| column[row]).sum();
            shown.all.get().is_none_or(|value| value == all)
        })
    };
    tables.retain(agrees);
    tables
}

/// Some table: rows, columns, and whether these are told.
fn some() -> impl Strategy<Value = (Counts, bool)> {
    let value = prop_oneof![2 => Just(0_u32), 4 => 1..4_u32, 3 => 3..6_u32, 1 => 6..9_u32];
    // Two choices and those who did not answer, or more.
    let sizes = vec![(3, 1), (4, 1), (3, 2), (3, 2), (4, 2), (3, 3)];
    prop::sample::select(sizes).prop_flat_map(move |(rows, columns): (usize, usize)| {
        let column =
            prop::collection::vec(value.clone(), rows).prop_filter("k people", |of| of.iter().sum::<u32>() >= K);
        (prop::collection::vec(column, columns), Just(columns > 1))
    })
}

/// The values of each cell in all of these tables; the totals of rows are a column before the others.
fn values(tables: &[Counts]) -> Vec<Vec<BTreeSet<u32>>> {
    let rows = tables[0][0].len();
    let of = |table: &Counts, row: usize, column: usize| match column {
        0 => table.iter().map(|column| column[row]).sum(),
        column => table[column - 1][row],
    };
    let cell = |row: usize, column: usize| tables.iter().map(|table| of(table, row, column)).collect();
    (0..rows).map(|row| (0..=tables[0].len()).map(|column| cell(row, column)).collect()).collect()
}

fn cell(row: &Row, column: usize) -> Cell {
    column.checked_sub(1).map_or(row.all, |column| row.columns[column])
}

/// That of what shows of a table no small cell can be told from any number up to k, no hidden one is known, and
/// nobody's answer follows.
///
/// Those who did not answer, if there is such a row, answer nothing: how many they are may show.
fn keeps(columns: &Counts, shown: &[Row], has_columns: bool, unanswered: Option<usize>) {
    let totals: Vec<u32> = columns.iter().map(|column| column.iter().sum()).collect();
    let agreeing = agreeing(&totals, shown, has_columns);
    assert!(agreeing.contains(columns), "what shows is true");
    let counted = values(std::slice::from_ref(columns));
    let possible = values(&agreeing);
    for (number, row) in shown.iter().enumerate() {
        for column in 0..=row.columns.len() {
            let value = *counted[number][column].first().unwrap();
            let possible = &possible[number][column];
            if unanswered == Some(number) {
                assert!(cell(row, column).get().is_none_or(|told| told == value), "{row:?}");
                continue;
            }
            match cell(row, column).get() {
                Some(told) => assert!(told == value && value >= K, "{row:?}"),
                None if value < K => assert!((0..=K).all(|any| possible.contains(&any)), "{shown:?} {possible:?}"),
                None => assert!(possible.len() > 1, "{shown:?}"),
            }
            let of = if column == 0 { totals.iter().sum() } else { totals[column - 1] };
            assert!(*possible.last().unwrap() > 0 && *possible.first().unwrap() < of, "{shown:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_small_cell_can_be_told_from_none_or_from_k((columns, has_columns) in some()) {
        let shown = partition(&counted(&columns, has_columns), K);
        keeps(&columns, &shown, has_columns, Some(columns[0].len() - 1));
    }

    #[test]
    fn a_row_against_the_rest_tells_of_neither((columns, has_columns) in some()) {
        let columns: Counts = columns.iter().map(|column| vec![column[0], column[1..].iter().sum()]).collect();
        let both = counted(&columns, has_columns);
        let row = binary(&both[0], Total::FREE, K).unwrap_or_else(|| both[0].hidden());
        let left = |cell: &Cell, of: u32| cell.get().map_or(Cell::SUPPRESSED, |value| Cell::shown(of - value));
        let rest = Row {
            all: left(&row.all, both[0].people),
            columns: row.columns.iter().zip(&both[0].columns).map(|(cell, (_, of))| left(cell, *of)).collect(),
        };
        keeps(&columns, &[row, rest], has_columns, None);
    }

}

/// Whoever knows how cells are chosen leaves out the tables of which others would have been; in docs/adr/0020 stands how often they
/// find something out so.
#[test]
fn whoever_knows_how_cells_are_chosen_seldom_finds_out_a_small_one() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut looked_at, mut found) = (0, 0);
    while looked_at < 100 {
        let (columns, has_columns) = some().new_tree(&mut runner).unwrap().current();
        let shown = partition(&counted(&columns, has_columns), K);
        let totals: Vec<u32> = columns.iter().map(|column| column.iter().sum()).collect();
        let mut alike = agreeing(&totals, &shown, has_columns);
        // Of more than this, no cell is known.
        if alike.len() > MOST {
            continue;
        }
        looked_at += 1;
        alike.retain(|table| partition(&counted(table, has_columns), K) == shown);
        let (counted, possible) = (values(std::slice::from_ref(&columns)), values(&alike));
        let answered = counted.len() - 1;
        let cells = counted.iter().take(answered).flatten().zip(possible.iter().flatten());
        let is_known = |(counted, possible): (&BTreeSet<u32>, &BTreeSet<u32>)| {
            counted.iter().all(|value| *value < K) && possible.len() < 2
        };
        found += usize::from(cells.into_iter().any(is_known));
    }
    eprintln!("found in {found} of {looked_at}");
    assert!(found * 20 <= looked_at, "{found} of {looked_at}");
}
