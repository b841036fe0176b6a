//! Campaigns as they come: few people, a few audiences, answers that are more often alike than not.

use std::collections::BTreeSet;

use domain::diagnostic::answers::{Answer, Answers, Tie};
use domain::diagnostic::questionnaire::{
    Channel, ChoiceNo, ChoiceRow, Frequency, Question, QuestionKind, QuestionNo, Questionnaire, Theme,
};
use domain::diagnostic::tables::{Respondent, Tables};
use domain::ids::{ActorId, AudienceId};
use proptest::prelude::*;
use uuid::Uuid;

/// Whatever goes into [`domain::diagnostic::tables::tables`].
#[derive(Debug, Clone)]
pub struct Campaign {
    pub questions: Questionnaire,
    pub people: Vec<Respondent>,
    pub k: u8,
    pub actors: BTreeSet<ActorId>,
}

/// How many choices a question has that has some.
const CHOICES: u8 = 3;
/// How many actors ties are told of.
const NAMED: u8 = 7;

pub fn audience(number: u8) -> AudienceId {
    AudienceId(Uuid::from_u128(1000 + u128::from(number)))
}

fn actor(number: usize) -> ActorId {
    ActorId(Uuid::from_u128(1 + number as u128))
}

fn question(kind: QuestionKind, choices: u8) -> Question {
    let choices = if kind.has_choices() { choices } else { 0 };
    let choices = (0..choices).map(|number| (ChoiceNo(number), Some(ChoiceRow { leaning: None }))).collect();
    Question { theme: Theme::NetworkPractice, kind, choices, repeats: None }
}

/// What somebody answers, by a number that is more often small.
fn answer(kind: QuestionKind, by: usize, drawn: u8) -> Option<Answer> {
    let bits = |of: u8| (0..of).filter(move |bit| drawn >> (bit % 8) & 1 == 1);
    let word = |bit: u8| ["entraide", "Réseau", "réunions", "l’écoute", "e-mail", "fête"][usize::from(bit)].to_owned();
    let of = |all: u8| drawn % (all + 1);
    match kind {
        QuestionKind::Single => (of(CHOICES) < CHOICES).then(|| Answer::Choice(ChoiceNo(of(CHOICES)))),
        QuestionKind::Multiple => (drawn != 0).then(|| Answer::Choices(bits(CHOICES).map(ChoiceNo).collect())),
        QuestionKind::Scale => (of(5) < 5).then(|| Answer::Scale(1 + of(5))),
        QuestionKind::Frequency => Frequency::ALL.get(usize::from(of(5))).map(|often| Answer::Frequency(*often)),
        QuestionKind::Words => (drawn != 0).then(|| Answer::Words(bits(5).map(word).collect())),
        QuestionKind::Text => {
            (drawn != 0).then(|| Answer::Text(bits(6).map(word).collect::<Vec<_>>().join(", il y a ")))
        }
        QuestionKind::Ties => {
            let tie = |bit: u8| Tie {
                actor: actor(usize::from(bit)),
                frequency: Frequency::ALL[(usize::from(drawn) + by * usize::from(bit)) % 5],
                channel: Channel::ALL[(usize::from(drawn) * usize::from(bit)) % 6],
            };
            (drawn != 0).then(|| Answer::Ties(bits(NAMED).map(tie).collect()))
        }
    }
}

/// Two questions, up to a hundred and twenty people of up to four audiences.
pub fn campaigns() -> impl Strategy<Value = Campaign> {
    let kind = || prop::sample::select(QuestionKind::ALL.to_vec());
    let often = || prop_oneof![4 => 0..3_u8, 2 => 0..8_u8, 1 => any::<u8>()];
    let person = (prop_oneof![4 => 0..2_u8, 1 => 0..5_u8], often(), often());
    let people = prop_oneof![
        2 => prop::collection::vec(person.clone(), 0..14),
        2 => prop::collection::vec(person.clone(), 10..30),
        3 => prop::collection::vec(person, 30..120),
    ];
    (kind(), kind(), people, prop::sample::select(vec![3_u8, 5])).prop_map(|(one, other, people, k)| {
        let kinds = [one, other];
        let numbered = || (0..).map(QuestionNo).zip(kinds);
        let respondent = |(number, (of, one, other)): (usize, (u8, u8, u8))| Respondent {
            actor: actor(number),
            audience: (of < 4).then(|| audience(of)),
            answers: Answers(
                numbered()
                    .zip([one, other])
                    .filter_map(|((no, kind), drawn)| Some((no, answer(kind, number, drawn)?)))
                    .collect(),
            ),
        };
        let people: Vec<_> = people.into_iter().enumerate().map(respondent).collect();
        let actors = (0..people.len() + 3).filter(|number| number % 11 != 4).map(actor).collect();
        Campaign { questions: numbered().map(|(no, kind)| (no, question(kind, CHOICES))).collect(), people, k, actors }
    })
}

/// As many people, questions and columns as there are at most in a town, answering as they like; measured by an example.
#[allow(dead_code, reason = "of the example alone")]
pub fn large() -> Campaign {
    let mut drawn = 7_u64;
    let mut draw = |below: u64| {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from((drawn >> 33) % below).unwrap()
    };
    let kinds: Vec<_> = (0..40).map(|n| QuestionKind::ALL[n % QuestionKind::ALL.len()]).collect();
    let numbered = || (0..).map(QuestionNo).zip(kinds.iter().copied());
    let mut respondent = |number: usize| {
        let of = draw(17);
        let answers = numbered().filter_map(|(no, kind)| Some((no, answer(kind, number, draw(200))?))).collect();
        Respondent { actor: actor(number), audience: Some(audience(of)), answers: Answers(answers) }
    };
    let people: Vec<_> = (0..2_000).map(&mut respondent).collect();
    let actors = (0..people.len()).map(actor).collect();
    // Of 32 choices nobody takes most.
    Campaign { questions: numbered().map(|(no, kind)| (no, question(kind, 32))).collect(), people, k: 5, actors }
}

impl Campaign {
    /// Of how many people a cell is, and of how many they are, counted one by one.
    pub fn count(&self, tables: &Tables, number: QuestionNo, row: usize, column: Option<usize>) -> (u32, u32) {
        let told: Vec<_> = tables.columns.as_slice().iter().map(|column| column.audience).collect();
        let is_within = |person: &&Respondent| {
            let own = told.iter().position(|audience| audience.is_some() && *audience == person.audience);
            let place = own.or_else(|| told.iter().position(Option::is_none));
            column.is_none() || place == column
        };
        let within: Vec<_> = self.people.iter().filter(is_within).collect();
        let stands = within.iter().filter(|person| self.stands(person, number, row)).count();
        (u32::try_from(stands).unwrap(), u32::try_from(within.len()).unwrap())
    }

    /// Whether a cell, or what it leaves of a row that stands against the rest, is below k.
    pub fn is_small(&self, tables: &Tables, number: QuestionNo, row: usize, column: Option<usize>) -> bool {
        self.count(tables, number, row, column).0 < u32::from(self.k)
    }

    fn stands(&self, person: &Respondent, number: QuestionNo, row: usize) -> bool {
        let given = person.answers.0.get(&number);
        let counts = |tie: &&Tie| {
            let both = self.actors.contains(&tie.actor) && self.actors.contains(&person.actor);
            tie.frequency != Frequency::Never && tie.actor != person.actor && both
        };
        match (self.questions[&number].kind, given) {
            (QuestionKind::Single, None) => row == usize::from(CHOICES),
            (QuestionKind::Scale | QuestionKind::Frequency, None) => row == 5,
            (_, Some(Answer::Choice(choice))) => row == usize::from(choice.0),
            (_, Some(Answer::Choices(choices))) => choices.iter().any(|choice| row == usize::from(choice.0)),
            (_, Some(Answer::Scale(number))) => row + 1 == usize::from(*number),
            (_, Some(Answer::Frequency(often))) => Frequency::ALL[..].get(row) == Some(often),
            (_, Some(Answer::Words(words))) => !words.is_empty(),
            (_, Some(Answer::Text(_))) => true,
            (_, Some(Answer::Ties(ties))) => match row {
                0 => ties.iter().any(|tie| counts(&tie)),
                1 => ties.iter().any(|tie| tie.frequency == Frequency::Never),
                2..6 => ties.iter().filter(counts).any(|tie| tie.frequency == Frequency::ALL[row - 1]),
                row => ties.iter().filter(counts).any(|tie| tie.channel == Channel::ALL[row - 6]),
            },
            (_, None) => false,
        }
    }
}
