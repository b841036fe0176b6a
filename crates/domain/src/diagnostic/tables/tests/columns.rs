use super::super::{Cell, Column, MAX_COLUMNS, Tables};
use super::*;

/// What is published when so many people of each audience answer, half of them each of two choices.
fn of(sizes: &[(Option<u16>, u16)]) -> Tables {
    let people = sizes.iter().flat_map(|(of, people)| (0..*people).map(move |n| (of.map(audience), n % 2)));
    let answer = |n: u16| Answer::Choice(ChoiceNo(u8::try_from(n).unwrap()));
    let people: Vec<_> = (0..).zip(people).map(|(n, (of, chosen))| person(n, of, Some(answer(chosen)))).collect();
    tables(&question(QuestionKind::Single, 2), &people, 5, &BTreeSet::new())
}

fn column(of: Option<u16>, people: u32) -> Column {
    Column { audience: of.map(audience), people }
}

#[test]
fn small_audiences_share_a_column_with_those_of_none() {
    let tables = of(&[(Some(3), 12), (Some(1), 4), (None, 3), (Some(2), 11)]);
    assert_eq!(tables.columns.as_slice(), [column(Some(2), 11), column(Some(3), 12), column(None, 7)]);
}

#[test]
fn the_smallest_audience_joins_the_others_while_they_are_few() {
    let tables = of(&[(Some(1), 12), (Some(2), 4), (Some(3), 6)]);
    assert_eq!(tables.columns.as_slice(), [column(Some(1), 12), column(None, 10)]);
}

#[test]
fn a_single_column_is_none() {
    let tables = of(&[(Some(1), 12), (Some(2), 4)]);
    assert_eq!(tables.columns.as_slice(), []);
    assert!(tables.questions[0].rows.0.iter().all(|row| row.columns.is_empty()));
    assert_eq!(of(&[(Some(1), 12)]).columns.as_slice(), []);
}

#[test]
fn audiences_without_anybody_else_have_all_the_columns() {
    let tables = of(&[(Some(1), 12), (Some(2), 14)]);
    assert_eq!(tables.columns.as_slice(), [column(Some(1), 12), column(Some(2), 14)]);
}

#[test]
fn of_more_audiences_than_columns_the_smallest_share_one() {
    let sizes: Vec<_> = (0..20).map(|n| (Some(n), 10 + n)).collect();
    let columns = of(&sizes).columns;
    assert_eq!(columns.as_slice().len(), MAX_COLUMNS);
    assert_eq!(columns.as_slice().last(), Some(&column(None, 10 + 11 + 12 + 13)));
    let fitting: Vec<_> = (0..17).map(|n| (Some(n), 10 + n)).collect();
    assert!(of(&fitting).columns.as_slice().iter().all(|column| column.audience.is_some()));
}

#[test]
fn a_small_cell_hides_three_more_before_totals_are_hidden() {
    let mut people = Vec::new();
    for (of, answers) in [(1, [9, 2, 8]), (2, [7, 6, 9]), (3, [8, 9, 7])] {
        for (choice, times) in (0_u8..).zip(answers) {
            let answer = (choice < 2).then_some(Answer::Choice(ChoiceNo(choice)));
            for _ in 0..times {
                people.push(person(u16::try_from(people.len()).unwrap(), Some(audience(of)), answer.clone()));
            }
        }
    }
    let tables = tables(&question(QuestionKind::Single, 2), &people, 5, &BTreeSet::new());
    let rows = &tables.questions[0].rows.0;
    assert_eq!(totals(&tables.questions[0]), [Some(24), Some(17), Some(24)]);
    assert_eq!(rows[0].columns, [9, 7, 8].map(Cell::shown));
    let hides = |row: usize| rows[row].columns.iter().map(|cell| cell.get().is_none()).collect::<Vec<_>>();
    assert_eq!((hides(1), hides(2)), (vec![true, true, false], vec![true, true, false]));
}
