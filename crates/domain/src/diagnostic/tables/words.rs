//! Which words people answered, and how many each.

use std::collections::{BTreeMap, BTreeSet};

use super::{Respondent, WordCounts, count};
use crate::diagnostic::answers::Answer;
use crate::diagnostic::questionnaire::{QuestionKind, QuestionNo};

/// The words that at least `k` of `people` answered and at least `k` did not, most first; nothing of a question that asks for no words.
pub(super) fn counted(number: QuestionNo, kind: QuestionKind, people: &[Respondent], k: u32) -> Option<WordCounts> {
    let whole = match kind {
        QuestionKind::Words => true,
        QuestionKind::Text => false,
        QuestionKind::Single
        | QuestionKind::Multiple
        | QuestionKind::Scale
        | QuestionKind::Frequency
        | QuestionKind::Ties => {
            return None;
        }
    };
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for person in people {
        let said: BTreeSet<String> = match person.answers.0.get(&number) {
            Some(Answer::Words(words)) if whole => words.iter().map(|word| word.trim().to_lowercase()).collect(),
            Some(Answer::Text(text)) if !whole => {
                text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect()
            }
            _ => continue,
        };
        for word in said.into_iter().filter(|word| !word.is_empty()) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let others = count(people.len()).saturating_sub(k);
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, n)| *n >= k && *n <= others).collect();
    counts.sort_by(|(one, n), (other, m)| m.cmp(n).then_with(|| one.cmp(other)));
    counts.truncate(200);
    Some(WordCounts(counts))
}
