//! How answers are written down to be sealed. A commitment tells the length of its text to the next power of two, from which
//! one could guess how much somebody wrote: so the JSON is followed by spaces up to one of a few lengths, and most
//! people's answers are of the same.

use super::answers::Answers;

/// The lengths of what is sealed, in bytes: the last is the greatest there is.
pub const LENGTHS: [usize; 4] = [1 << 10, 4 << 10, 16 << 10, 64 << 10];

/// The JSON of somebody's answers, padded; nothing where it is longer than may be sealed.
#[must_use]
pub fn write(answers: &Answers) -> Option<String> {
    let json = serde_json::to_string(answers).ok()?;
    let length = LENGTHS.into_iter().find(|length| json.len() <= *length)?;
    // Padded by bytes: a width of `format!` counts characters.
    let mut padded = json;
    padded.extend(std::iter::repeat_n(' ', length - padded.len()));
    Some(padded)
}

/// Reads what [`write`] wrote.
#[must_use]
pub fn read(padded: &str) -> Option<Answers> {
    serde_json::from_str(padded.trim_end()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::answers::Answer;
    use crate::diagnostic::questionnaire::QuestionNo;

    fn of(text: String) -> Answers {
        Answers([(QuestionNo(0), Answer::Text(text))].into())
    }

    #[test]
    fn the_length_of_what_is_sealed_tells_a_class_of_few() {
        // An é takes two bytes, and the JSON around the text 17.
        for (chars, length) in [(1, 1 << 10), (503, 1 << 10), (504, 4 << 10), (4_000, 16 << 10), (30_000, 64 << 10)] {
            let answers = of("é".repeat(chars));
            let padded = write(&answers).unwrap_or_default();
            assert_eq!(padded.len(), length, "{chars}");
            assert_eq!(read(&padded), Some(answers));
        }
        assert_eq!(write(&of("e".repeat(64 << 10))), None, "more than may be sealed");
    }
}
