//! Which words people answered, and how many each.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::counting::Counted;
use super::suppression::{self, Total};
use super::{Respondent, Row, WordCounts, alone};
use crate::diagnostic::answers::{Answer, MAX_WORDS};
use crate::diagnostic::questionnaire::QuestionNo;

/// The greatest number of words that are published of one question.
pub(super) const MAX_COUNTED: usize = 200;
/// The greatest length of them and their numbers together, as JSON, in bytes.
pub(super) const MAX_BYTES: usize = 8 * 1024;

/// What is left out before a vowel in French; what follows is the word.
const ELIDED: &[&str] =
    &["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu"];
/// Words that say nothing by themselves and are not in the lists of Snowball, from which NLTK has them and `stop-words` has them
/// from there.
const STOP_WORDS: &[&str] = &[
    "ça", "car", "ceci", "cela", "cet", "cette", "chaque", "chez", "comme", "comment", "donc", "dont", "elles",
    "entre", "ils", "leurs", "là", "où", "parce", "plus", "puis", "quand", "que", "quel", "quelle", "quelles", "quels",
    "sans", "si", "sous", "très", "trop", "être", "avoir", "fait", "faire", "aussi", "bien", "peu", "beaucoup", "tout",
    "toute", "toutes", "tous", "ainsi", "alors", "après", "avant", "encore", "ici", "jamais", "mieux", "moins",
    "pendant", "peut", "peuvent", "vers", "also", "could", "many", "may", "might", "much", "one", "us", "would",
];

/// How many people said each word.
pub(super) struct Said {
    people: BTreeMap<String, u32>,
    /// How many words somebody says at most, if there is an end to it.
    each: Option<u32>,
}

/// Counts what `people` answered to a question: the words of a text, or each of the words that came to mind as it is.
pub(super) fn said(number: QuestionNo, people: &[Respondent]) -> Said {
    let mut said = Said { people: BTreeMap::new(), each: None };
    for person in people {
        let words: BTreeSet<String> = match person.answers.0.get(&number) {
            Some(Answer::Words(words)) => {
                said.each = u32::try_from(MAX_WORDS).ok();
                words.iter().map(|word| entry(word)).filter(|word| !word.is_empty()).collect()
            }
            Some(Answer::Text(text)) => tokens(text).collect(),
            _ => continue,
        };
        for word in words {
            *said.people.entry(word).or_default() += 1;
        }
    }
    said
}

/// The row of those who answered, and the words that show beside it.
pub(super) fn shown(counted: &[Counted], said: Said, k: u32) -> (Vec<Row>, WordCounts) {
    let Some(answered) = counted.first() else { return (Vec::new(), WordCounts::default()) };
    let each = said.each;
    let words = said.counts(answered.people, k);
    // So many must have answered for these words.
    let most = words.0.first().map_or(0, |(_, people)| *people);
    let all: u32 = words.0.iter().map(|(_, people)| people).sum();
    let floor = most.max(each.map_or(0, |each| all.div_ceil(each)));
    match suppression::binary(answered, Total::told(floor), k) {
        Some(row) => (vec![row], words),
        None => (vec![alone(answered, k)], WordCounts::default()),
    }
}

impl Said {
    /// The words that at least `k` of `people` said and at least `k` did not, most first.
    fn counts(self, people: u32, k: u32) -> WordCounts {
        let others = people.saturating_sub(k);
        let mut counts: Vec<_> = self.people.into_iter().filter(|(_, n)| *n >= k && *n <= others).collect();
        counts.sort_by(|(one, n), (other, m)| m.cmp(n).then_with(|| one.cmp(other)));
        // Were it more, it would follow that nearly everybody answered.
        let most = self.each.map_or(u32::MAX, |each| each.saturating_mul(others));
        let (mut all, mut bytes) = (0_u32, 2);
        let fits = |(word, n): &(String, u32)| {
            all = all.saturating_add(*n);
            bytes += serde_json::to_string(&(word, n)).map_or(MAX_BYTES, |json| json.len() + 1);
            all <= most && bytes <= MAX_BYTES
        };
        WordCounts(counts.into_iter().take(MAX_COUNTED).take_while(fits).collect())
    }
}

/// In small letters and composed (NFC), with straight apostrophes and without anything that is invisible.
fn normal(text: &str) -> String {
    let letter = |letter: char| match letter {
        '’' | 'ʼ' | '`' | '´' => '\'',
        '‐' | '‑' => '-',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    text.nfc().map(letter).collect::<String>().to_lowercase().nfc().collect()
}

/// A word, or a few that belong together, as it is counted.
fn entry(word: &str) -> String {
    let word = normal(word);
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    word.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text that say something.
fn tokens(text: &str) -> impl Iterator<Item = String> {
    let text = normal(text);
    let inside = |letter: char| letter.is_alphanumeric() || letter == '\'' || letter == '-';
    let pieces: Vec<_> = text.split(|letter: char| !inside(letter)).filter_map(token).collect();
    pieces.into_iter()
}

fn token(mut piece: &str) -> Option<String> {
    let edge = |letter: char| letter == '\'' || letter == '-';
    piece = piece.trim_matches(edge);
    while let Some((before, after)) = piece.split_once('\'') {
        if !ELIDED.contains(&before) {
            break;
        }
        piece = after.trim_matches(edge);
    }
    piece = piece.strip_suffix("'s").unwrap_or(piece);
    let says = piece.chars().count() > 1 && piece.chars().any(char::is_alphabetic) && !is_stop_word(piece);
    says.then(|| piece.to_owned())
}

fn is_stop_word(word: &str) -> bool {
    let listed = |language| stop_words::lookup(language).is_some_and(|words| words.contains(&word));
    STOP_WORDS.contains(&word) || listed("fr") || listed("en")
}
