use super::super::words::{MAX_BYTES, MAX_COUNTED};
use super::*;

fn counted(tables: &Tables) -> Vec<(&str, u32)> {
    let words = tables.questions[0].words.as_ref().unwrap();
    words.0.iter().map(|(word, people)| (word.as_str(), *people)).collect()
}

fn texts(texts: &[(&str, usize)]) -> Tables {
    let answers = texts.iter().flat_map(|(text, times)| vec![Some(Answer::Text((*text).to_owned())); *times]);
    published(QuestionKind::Text, answers.chain(vec![None; 20]))
}

fn words(words: &[(&[&str], usize)]) -> Tables {
    let said = |words: &[&str]| Some(Answer::Words(words.iter().map(|word| (*word).to_owned()).collect()));
    let answers = words.iter().flat_map(|(words, times)| vec![said(words); *times]);
    published(QuestionKind::Words, answers.chain(vec![None; 20]))
}

#[test]
fn a_text_is_its_words_without_those_that_say_nothing() {
    let tables = texts(&[("L’entraide, c'est ce que j’apprécie dans l'association d'Orléans : l'ÉCOUTE !", 6)]);
    let told = [("apprécie", 6), ("association", 6), ("entraide", 6), ("orléans", 6), ("écoute", 6)];
    assert_eq!(counted(&tables), told);
    let tables =
        texts(&[("We don't know the neighbours' needs, nor the network's rules; aujourd’hui rendez-vous 12", 5)]);
    let told = ["aujourd'hui", "know", "needs", "neighbours", "network", "rendez-vous", "rules"].map(|word| (word, 5));
    assert_eq!(counted(&tables).into_iter().filter(|(word, _)| *word != "nor").collect::<Vec<_>>(), told);
}

#[test]
fn somebody_who_says_a_word_twice_says_it() {
    assert_eq!(counted(&texts(&[("Réunions, réunions, RÉUNIONS", 7)])), [("réunions", 7)]);
}

#[test]
fn however_an_accent_is_written_it_is_the_same_word() {
    assert_eq!(counted(&words(&[(&["Re\u{301}seau"], 3), (&["réseau "], 3)])), [("réseau", 6)]);
}

#[test]
fn words_that_came_to_mind_are_counted_whole() {
    let tables = words(&[(&["Lien  social", "l’écoute"], 6), (&["lien social.", "confiance"], 2)]);
    assert_eq!(counted(&tables), [("lien social", 8), ("l'écoute", 6)]);
}

#[test]
fn a_word_of_few_and_one_of_nearly_all_do_not_show() {
    let answers = |with: usize, of: usize| {
        let text = |n: usize| Some(Answer::Text(if n < with { "entraide" } else { "méfiance" }.to_owned()));
        published(QuestionKind::Text, (0..of).map(text))
    };
    assert_eq!(counted(&answers(4, 30)), []);
    assert_eq!(counted(&answers(5, 30)), [("méfiance", 25), ("entraide", 5)]);
    assert_eq!(counted(&answers(30, 30)), []);
}

#[test]
fn what_follows_of_the_number_of_those_who_answered_does_not_show() {
    // Six words of 25 people each: were all told, everybody of 30 would have said five.
    let said =
        |n: usize| -> Vec<String> { (0..6).filter(|word| n % 6 != *word).map(|word| format!("mot{word}")).collect() };
    let tables = published(QuestionKind::Words, (0..30).map(|n| Some(Answer::Words(said(n)))));
    assert_eq!(totals(&tables.questions[0]), [None]);
    assert_eq!(counted(&tables).len(), 5);
}

#[test]
fn not_more_words_show_than_an_event_holds() {
    let many = (0..300).map(|n| format!("mot{n}")).collect::<Vec<_>>().join(" ");
    assert_eq!(counted(&texts(&[(&many, 5)])).len(), MAX_COUNTED);
    let long = (0..150).map(|n| format!("{}{n}", "é".repeat(40))).collect::<Vec<_>>().join(" ");
    let tables = texts(&[(&long, 5)]);
    let json = serde_json::to_string(tables.questions[0].words.as_ref().unwrap()).unwrap();
    assert!(json.len() <= MAX_BYTES && json.len() > MAX_BYTES - 200, "{}", json.len());
}
