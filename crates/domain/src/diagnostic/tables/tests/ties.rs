use super::super::TieMeasures;
use super::*;
use crate::diagnostic::answers::Tie;
use crate::diagnostic::questionnaire::{Channel, Frequency};

fn tie(to: u16, frequency: Frequency, channel: Channel) -> Tie {
    Tie { actor: actor(to), frequency, channel }
}

fn weekly(to: u16) -> Tie {
    tie(to, Frequency::Weekly, Channel::Meeting)
}

/// What is published of `people` people who name these, with k = 5.
fn named(people: u16, ties: impl Fn(u16) -> Vec<Tie>) -> QuestionTable {
    let mut tables = published(QuestionKind::Ties, (0..people).map(|n| Some(Answer::Ties(ties(n)))));
    tables.questions.remove(0)
}

#[test]
fn a_tie_counts_once_whoever_named_it() {
    // A ring of twelve who name each other, and three of a line of which one names the two others.
    let table = named(30, |n| match n {
        0..12 => {
            let mut two = [(n + 1) % 12, (n + 11) % 12];
            two.sort_unstable();
            two.map(weekly).to_vec()
        }
        12 => vec![weekly(13), weekly(14)],
        _ => vec![],
    });
    let measures = TieMeasures { actors: 30, reached: 15, ties: 14, largest: 12, components: 2 };
    assert_eq!((table.ties, totals(&table)[0]), (Some(measures), Some(13)));
}

#[test]
fn oneself_never_and_those_who_do_not_take_part_are_no_ties() {
    let table = named(30, |n| match n {
        0..8 => vec![tie(n + 8, Frequency::Never, Channel::Email)],
        8..16 => vec![weekly(n)],
        16..24 => vec![weekly(999)],
        _ => vec![weekly(n - 24)],
    });
    // Six named somebody; eight said of somebody that it is never.
    assert_eq!(totals(&table)[..2], [Some(6), Some(8)]);
    assert_eq!(table.ties.map(|measures| (measures.ties, measures.reached)), Some((6, 12)));
}

#[test]
fn few_ties_and_nearly_all_ties_are_not_measured() {
    assert_eq!(named(30, |n| if n < 4 { vec![weekly(n + 10)] } else { vec![] }).ties, None);
    let all = named(7, |n| (0..7).filter(|other| *other != n).map(weekly).collect());
    assert_eq!((all.ties, totals(&all)[0]), (None, None));
}

#[test]
fn nearly_everybody_naming_somebody_is_measured_only_where_this_does_not_follow() {
    let ring = named(30, |n| vec![weekly((n + 1) % 30)]);
    assert_eq!(
        (ring.ties.map(|measures| (measures.reached, measures.components)), totals(&ring)[0]),
        (Some((30, 1)), None)
    );
    // Of 30 only 28 can have named somebody if no more are reached.
    let two_less = named(30, |n| if n < 28 { vec![weekly((n + 1) % 28)] } else { vec![] });
    assert_eq!((two_less.ties, totals(&two_less)[0]), (None, None));
}

#[test]
fn a_small_frequency_is_not_reckoned_from_the_others() {
    let often = [Frequency::Yearly, Frequency::Monthly, Frequency::Weekly, Frequency::Daily];
    let of = |n: u16| match n {
        0..5 => Some(often[0]),
        5..10 => Some(often[1]),
        10..15 => Some(often[2]),
        15..19 => Some(often[3]),
        _ => None,
    };
    let table = named(30, |n| of(n).map(|often| tie((n + 1) % 30, often, Channel::Meeting)).into_iter().collect());
    // Nineteen named somebody: 5 + 5 + 5, and four more a day.
    assert_eq!(totals(&table)[..6], [Some(19), None, Some(5), Some(5), None, None]);
    assert_eq!(totals(&table)[6..], [Some(19), None, None, None, None, None]);
}

#[test]
fn where_nothing_but_small_rows_would_give_each_other_away_nothing_shows() {
    let often = [Frequency::Yearly, Frequency::Monthly, Frequency::Weekly, Frequency::Daily];
    let table = named(30, |n| match n {
        0..16 => vec![tie((n + 1) % 30, often[usize::from(n % 4)], Channel::Meeting)],
        _ => vec![],
    });
    assert_eq!((totals(&table), table.ties), (vec![None; 12], None));
}

#[test]
fn what_the_size_of_a_column_gives_away_does_not_show() {
    // Of 30 people 24 are of the first audience. 25 named somebody: so did one of the others at least.
    let of = |many: u16| {
        let ties = |n: u16| if n < many { vec![weekly((n + 1) % 30)] } else { vec![] };
        let of = |n: u16| Some(audience(u16::from(n >= 24)));
        let people: Vec<_> = (0..30).map(|n| person(n, of(n), Some(Answer::Ties(ties(n))))).collect();
        let tables = tables(&question(QuestionKind::Ties, 0), &people, 5, &(0..30).map(actor).collect());
        assert_eq!(tables.columns.as_slice().len(), 2);
        assert!(tables.questions[0].rows.0.iter().flat_map(|row| &row.columns).all(|cell| cell.get().is_none()));
        (totals(&tables.questions[0])[0], tables.questions[0].ties.is_some())
    };
    assert_eq!((of(24), of(25)), ((Some(24), true), (None, false)));
}
