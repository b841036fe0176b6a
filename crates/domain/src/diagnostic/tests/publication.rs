use super::*;

#[test]
fn tables_are_published_after_the_close_and_the_last_one_ends_it() {
    let before = over(7).and([base(7, &[])]).and([table(CHOICE, &[0, 0, 0]), table(SCALE, &[7, 0, 0, 0, 0, 0])]);
    assert_eq!(before.clone().state().diagnostic.to_publish().count(), 1);
    let last = table(TIES, &[0; 12]);
    before.when(Command::PublishTable(last.clone())).then([last.clone()]);
    let state = published().state();
    assert_eq!(state.diagnostic.get(first()).unwrap().phase, Phase::Published);
    assert_eq!(state.diagnostic.to_publish().count(), 0);
    published().when(Command::PublishBase(base(7, &[]))).then_nothing();
    published().when(Command::PublishTable(last.clone())).then_nothing();
    published().does_not_admit(last, Refusal::Published);
}

#[test]
fn of_fewer_than_k_people_no_table_is_published() {
    let few = over(7).and([base(4, &[])]);
    assert_eq!(few.clone().state().diagnostic.get(first()).unwrap().phase, Phase::Published);
    assert_eq!(few.clone().state().diagnostic.to_publish().count(), 0);
    few.does_not_admit(table(SCALE, &[0; 6]), Refusal::Published);
}

#[test]
fn a_base_tells_of_those_who_answered_and_of_no_small_column() {
    running().when(Command::PublishBase(base(0, &[]))).refuses(Refusal::NotClosed);
    over(7).when(Command::PublishBase(base(8, &[]))).refuses(Refusal::RespondentsDiffer);
    over(7).and([base(7, &[])]).when(Command::PublishBase(base(7, &[]))).refuses(Refusal::Published);
    let with = |columns: &[(Option<u8>, u32)]| over(12).when(Command::PublishBase(base(12, columns)));
    with(&[(Some(1), 5), (None, 7)]).events();
    with(&[(Some(1), 4), (None, 8)]).refuses(Refusal::TableUnfit);
    with(&[(Some(1), 6), (None, 7)]).refuses(Refusal::TableUnfit);
    with(&[(Some(1), 5), (Some(1), 6)]).refuses(Refusal::TableUnfit);
}

#[test]
fn a_table_is_of_the_shape_of_its_question() {
    over(7).when(Command::PublishTable(table(SCALE, &[0; 6]))).refuses(Refusal::NotClosed);
    let publish = |table: TablePublished| over(7).and([base(7, &[])]).when(Command::PublishTable(table));
    publish(table(SCALE, &[0, 0, 7, 0, 0, 0])).events();
    publish(table(QuestionNo(9), &[0])).refuses(Refusal::UnknownQuestion);
    publish(table(SCALE, &[0; 5])).refuses(Refusal::TableUnfit);
    publish(table(SCALE, &[4, 0, 0, 0, 0, 0])).refuses(Refusal::TableUnfit);
    publish(table(SCALE, &[8, 0, 0, 0, 0, 0])).refuses(Refusal::TableUnfit);
    publish(TablePublished { words: Some(common()), ..table(SCALE, &[0; 6]) }).refuses(Refusal::TableUnfit);
    let measures = Some(TieMeasures { actors: 9, reached: 5, ties: 4, largest: 5, components: 1 });
    publish(TablePublished { ties: measures, ..table(SCALE, &[0; 6]) }).refuses(Refusal::TableUnfit);
    publish(TablePublished { ties: measures, ..table(TIES, &[0; 12]) }).events();
    let once = table(SCALE, &[0; 6]);
    over(7).and([base(7, &[])]).and([once.clone()]).when(Command::PublishTable(once)).refuses(Refusal::Published);
}

#[test]
fn a_table_has_the_columns_of_its_base() {
    let publish = |columns: &[u32]| {
        let mut table = table(SCALE, &[0; 6]);
        for row in &mut table.rows.0 {
            row.columns = columns.iter().map(|people| Cell::shown(*people)).collect();
        }
        over(12).and([base(12, &[(Some(1), 5), (None, 7)])]).when(Command::PublishTable(table))
    };
    publish(&[5, 6]).events();
    publish(&[5]).refuses(Refusal::TableUnfit);
    publish(&[6, 6]).refuses(Refusal::TableUnfit);
}
