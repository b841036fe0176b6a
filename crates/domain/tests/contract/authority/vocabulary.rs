//! Who keeps the vocabulary: audiences, themes and tags.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;

use super::For;

pub fn lines() -> Vec<(A, For)> {
    vec![(A::KeepVocabulary, For::Roles(&[Facilitator]))]
}
