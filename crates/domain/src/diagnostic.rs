//! Diagnostics: campaigns of questions by which actors see together how they work and what tools they use.
//!
//! - [`questionnaire`]: the questions of a campaign, as they are frozen when it opens;
//! - [`answers`]: what one person answers, and whether it fits; never in an event, only sealed;
//! - [`padding`]: how answers are written down to be sealed;
//! - [`tables`]: what is published of all answers when a campaign closes.
//!
//! A campaign is drafted and opened; from then on its questions are frozen, and the persons whom it asks answer, once each,
//! anew as often as they like. It closes by a command or by its time: answers that come later are refused by the stamp,
//! whether or not the closing was written down. The answers are opened once after the close, beside the writer, and
//! published as tables in one frame.
//!
//! Invariants: a respondent has one set of answers, the latest; what is frozen does not change; each question has one table,
//! of the shape of its question, and no number in it tells of fewer than k people; where fewer than k answered, there is none.
//!
//! That a pseudonym's owner is asked, that answers fit their questions, and that tables are of the answers, is attested:
//! the history tells none of it, so `decide` or whoever computes sees to it, and `admits` does not ask.

pub mod answers;
mod command;
mod event;
pub mod padding;
mod preparation;
mod publication;
pub mod questionnaire;
mod refusal;
pub mod tables;
#[cfg(test)]
mod tests;

use imbl::{OrdMap, OrdSet};

use self::answers::{Answer, Answers};
pub use self::command::Command;
pub use self::event::{
    Abandoned, AnswerWithdrawn, Answered, BasePublished, ChoiceSet, ChoiceWithdrawn, Closed, Drafted, Event, Opened,
    QuestionSet, QuestionWithdrawn, Revised, TablePublished,
};
use self::questionnaire::{ChoiceRow, Question, QuestionNo, Questionnaire};
pub use self::refusal::Refusal;
use self::tables::Columns;
use crate::actor::ActorKind;
use crate::aggregate::{Aggregate, Context, Happened};
use crate::class::{Few, words};
use crate::event::Object;
use crate::ids::{ActorId, AudienceId, DiagnosticId, Pseudonym, Stamp, Version};
use crate::state::State;

/// Whom a campaign asks: the persons of these audiences; without one, all.
pub type Audiences = Few<AudienceId, 16>;

words! {
    /// How far a campaign is.
    pub enum Phase {
        /// Its questions are being written.
        Draft = "draft",
        /// It is answered.
        Open = "open",
        /// The answers are frozen, and are being counted.
        Closed = "closed",
        /// Its tables are published.
        Published = "published",
        /// It was given up.
        Abandoned = "abandoned",
    }
}

/// How many people all tables of a campaign count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// All together.
    pub people: u32,
    /// In columns by audience.
    pub columns: Columns,
    /// The questions whose tables are published.
    pub published: OrdSet<QuestionNo>,
}

/// What is known of one campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How far it is.
    pub phase: Phase,
    /// The campaign that it follows.
    pub follows: Option<DiagnosticId>,
    /// Its questions by number; nothing for one that was withdrawn.
    pub asked: OrdMap<QuestionNo, Option<Question>>,
    /// Whom it asks, once it is open.
    pub audiences: Audiences,
    /// When it closes by itself.
    pub closes_at: Option<Stamp>,
    /// Of how many people at least a cell tells that is published.
    pub k: u8,
    /// Who has answered.
    pub respondents: OrdSet<Pseudonym>,
    /// How many people its tables count, once they are published.
    pub base: Option<Base>,
    /// Number of events of its own.
    pub version: Version,
}

impl Row {
    /// The questions that stand.
    #[must_use]
    pub fn questions(&self) -> Questionnaire {
        self.asked.iter().filter_map(|(number, question)| Some((*number, question.clone()?))).collect()
    }

    /// A question that stands.
    #[must_use]
    pub fn question(&self, number: QuestionNo) -> Option<&Question> {
        self.asked.get(&number)?.as_ref()
    }

    /// Whether it asks this actor: a person who takes part, of an audience that it asks.
    #[must_use]
    pub fn asks(&self, state: &State, actor: ActorId) -> bool {
        let Ok(row) = state.actor.active(actor) else { return false };
        let audiences = self.audiences.as_slice();
        let is_of_them = row.audience.is_some_and(|audience| audiences.contains(&audience));
        row.kind == ActorKind::Person && (audiences.is_empty() || is_of_them)
    }

    fn people(&self) -> u32 {
        u32::try_from(self.respondents.len()).unwrap_or(u32::MAX)
    }
}

/// The campaigns of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    rows: OrdMap<DiagnosticId, Row>,
    /// What closes by itself, and when.
    times: OrdSet<(Stamp, DiagnosticId)>,
    /// Those whose answers are frozen, and of which no table is published yet.
    to_publish: OrdSet<DiagnosticId>,
}

impl Diagnostics {
    /// What is known of a campaign.
    #[must_use]
    pub fn get(&self, id: DiagnosticId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// The campaigns whose answers are frozen and can be counted.
    pub fn to_publish(&self) -> impl Iterator<Item = DiagnosticId> {
        self.to_publish.iter().copied()
    }

    /// What is due by itself, in order of time.
    pub(crate) fn due(&self) -> impl Iterator<Item = (Stamp, Command)> {
        self.times.iter().map(|(moment, id)| (*moment, Command::Close(*id)))
    }

    fn known(&self, id: DiagnosticId) -> Result<&Row, Refusal> {
        self.get(id).ok_or(Refusal::UnknownDiagnostic)
    }

    /// One that was not given up.
    fn standing(&self, id: DiagnosticId) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        if row.phase == Phase::Abandoned { Err(Refusal::Abandoned) } else { Ok(row) }
    }

    /// One that is still being written.
    fn draft(&self, id: DiagnosticId) -> Result<&Row, Refusal> {
        let row = self.standing(id)?;
        if row.phase == Phase::Draft { Ok(row) } else { Err(Refusal::Opened) }
    }

    /// One that takes answers at a moment.
    fn open(&self, id: DiagnosticId, at: Stamp) -> Result<&Row, Refusal> {
        let row = self.standing(id)?;
        if row.phase != Phase::Open {
            return Err(Refusal::NotOpen);
        }
        if row.closes_at.is_some_and(|closes_at| closes_at <= at) { Err(Refusal::Late) } else { Ok(row) }
    }

    /// What somebody answers, if the campaign asks them and it fits.
    fn answering(
        &self,
        cx: &Context<'_>,
        id: DiagnosticId,
        respondent: Pseudonym,
        answers: &Answers,
    ) -> Result<bool, Refusal> {
        let row = self.open(id, cx.stamp)?;
        let asked = cx.act.subject().filter(|subject| row.asks(cx.state, *subject)).ok_or(Refusal::NotAddressed)?;
        if answers.0.is_empty() {
            return Err(Refusal::AnswersMissing);
        }
        answers.fit(&row.questions()).map_err(|(_, unfit)| Refusal::from(unfit))?;
        for answer in answers.0.values() {
            let Answer::Ties(ties) = answer else { continue };
            if ties.iter().any(|tie| tie.actor == asked || cx.state.actor.get(tie.actor).is_none()) {
                return Err(Refusal::TieUnfit);
            }
        }
        padding::write(answers).ok_or(Refusal::AnswersTooLong)?;
        Ok(row.respondents.contains(&respondent))
    }

    fn admits_answer(&self, cx: &Context<'_>, e: &Answered) -> Result<(), Refusal> {
        let row = self.open(e.diagnostic, cx.stamp)?;
        if row.respondents.contains(&e.respondent) == e.revises { Ok(()) } else { Err(Refusal::WasDiffers) }
    }

    fn closing(&self, id: DiagnosticId) -> Result<Vec<Event>, Refusal> {
        let row = self.standing(id)?;
        Ok(match row.phase {
            Phase::Closed | Phase::Published => vec![],
            Phase::Draft | Phase::Open | Phase::Abandoned => {
                vec![Closed { diagnostic: id, people: row.people() }.into()]
            }
        })
    }

    fn admits_closing(&self, e: &Closed) -> Result<(), Refusal> {
        let row = self.standing(e.diagnostic)?;
        if row.phase != Phase::Open {
            return Err(Refusal::NotOpen);
        }
        if e.people == row.people() { Ok(()) } else { Err(Refusal::RespondentsDiffer) }
    }

    fn admits_end(&self, id: DiagnosticId) -> Result<(), Refusal> {
        match self.standing(id)?.phase {
            Phase::Closed | Phase::Published => Err(Refusal::Closed),
            Phase::Draft | Phase::Open | Phase::Abandoned => Ok(()),
        }
    }
}

impl Aggregate for Diagnostics {
    const NAME: &'static str = "diagnostic";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Drafted(e) => self.admits_draft(e),
            Event::Revised(e) => self.draft(e.diagnostic).map(drop),
            Event::QuestionSet(e) => self.admits_question(e),
            Event::QuestionWithdrawn(e) => {
                self.draft(e.diagnostic)?.question(e.question).ok_or(Refusal::UnknownQuestion).map(drop)
            }
            Event::ChoiceSet(e) => preparation::admits_choice(self.draft(e.diagnostic)?, e),
            Event::ChoiceWithdrawn(e) => {
                let question = self.draft(e.diagnostic)?.question(e.question).ok_or(Refusal::UnknownQuestion)?;
                let stands = question.choices.get(&e.choice).is_some_and(Option::is_some);
                if stands { Ok(()) } else { Err(Refusal::UnknownChoice) }
            }
            Event::Opened(e) => self.admits_opening(cx, e),
            Event::Answered(e) => self.admits_answer(cx, e),
            Event::AnswerWithdrawn(e) => {
                let has_answered = self.open(e.diagnostic, cx.stamp)?.respondents.contains(&e.respondent);
                if has_answered { Ok(()) } else { Err(Refusal::NotAnswered) }
            }
            Event::Closed(e) => self.admits_closing(e),
            Event::BasePublished(e) => self.admits_base(e),
            Event::TablePublished(e) => self.admits_table(e),
            Event::Abandoned(e) => self.admits_end(e.diagnostic),
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Draft(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::AddQuestion(e) => vec![self.numbered_question(&e)?.into()],
            Command::SetQuestion(e) => vec![e.into()],
            Command::WithdrawQuestion(e) => vec![e.into()],
            Command::AddChoice(e) => vec![self.numbered_choice(&e)?.into()],
            Command::SetChoice(e) => vec![e.into()],
            Command::WithdrawChoice(e) => vec![e.into()],
            Command::Open { diagnostic, audiences, closes_at } => self.opening(cx, diagnostic, audiences, closes_at)?,
            Command::Answer { diagnostic, respondent, sealed, answers } => {
                let revises = self.answering(cx, diagnostic, respondent, &answers)?;
                vec![Answered { diagnostic, respondent, answers: sealed, revises }.into()]
            }
            Command::WithdrawAnswer(e) => vec![e.into()],
            Command::Close(diagnostic) => self.closing(diagnostic)?,
            Command::PublishBase(e) if self.known(e.diagnostic)?.phase == Phase::Published => vec![],
            Command::PublishBase(e) => vec![e.into()],
            Command::PublishTable(e) if self.known(e.diagnostic)?.phase == Phase::Published => vec![],
            Command::PublishTable(e) => vec![e.into()],
            Command::Abandon(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Diagnostic(diagnostic) = object else { return None };
        self.get(diagnostic).map(|row| row.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::Drafted(e) => {
                let row = Row {
                    phase: Phase::Draft,
                    follows: e.follows,
                    asked: OrdMap::new(),
                    audiences: Audiences::default(),
                    closes_at: None,
                    k: 0,
                    respondents: OrdSet::new(),
                    base: None,
                    version: Version(1),
                };
                self.rows.insert(e.diagnostic, row);
            }
            Event::Revised(e) => self.change(e.diagnostic, |_| ()),
            Event::QuestionSet(e) => self.change(e.diagnostic, |row| preparation::set_question(row, e)),
            Event::QuestionWithdrawn(e) => self.change(e.diagnostic, |row| _ = row.asked.insert(e.question, None)),
            Event::ChoiceSet(e) => self.change_question(e.diagnostic, e.question, |question| {
                question.choices.insert(e.choice, Some(ChoiceRow { leaning: e.leaning }));
            }),
            Event::ChoiceWithdrawn(e) => self.change_question(e.diagnostic, e.question, |question| {
                question.choices.insert(e.choice, None);
            }),
            Event::Opened(e) => {
                self.change(e.diagnostic, |row| {
                    row.phase = Phase::Open;
                    row.audiences = e.audiences.clone();
                    row.closes_at = e.closes_at;
                    row.k = e.k;
                });
                self.times.extend(e.closes_at.map(|at| (at, e.diagnostic)));
            }
            Event::Answered(e) => self.touch(e.diagnostic, |row| _ = row.respondents.insert(e.respondent)),
            Event::AnswerWithdrawn(e) => self.touch(e.diagnostic, |row| _ = row.respondents.remove(&e.respondent)),
            Event::Closed(e) => {
                self.end(e.diagnostic, Phase::Closed);
                self.to_publish.insert(e.diagnostic);
            }
            Event::BasePublished(e) => self.publish(e.diagnostic, |row| {
                let (people, columns) = (e.people, e.columns.clone());
                row.base = Some(Base { people, columns, published: OrdSet::new() });
            }),
            Event::TablePublished(e) => self.publish(e.diagnostic, |row| {
                if let Some(base) = row.base.as_mut() {
                    base.published.insert(e.question);
                }
            }),
            Event::Abandoned(e) => self.end(e.diagnostic, Phase::Abandoned),
        }
    }
}

impl Diagnostics {
    fn touch(&mut self, id: DiagnosticId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            change(row);
        }
    }

    /// An event of the campaign's own: answers are none.
    fn change(&mut self, id: DiagnosticId, change: impl FnOnce(&mut Row)) {
        self.touch(id, |row| {
            row.version.bump();
            change(row);
        });
    }

    fn change_question(&mut self, id: DiagnosticId, number: QuestionNo, change: impl FnOnce(&mut Question)) {
        self.change(id, |row| {
            if let Some(Some(question)) = row.asked.get_mut(&number) {
                change(question);
            }
        });
    }

    /// Something of its tables is published; with the last of them it ends.
    fn publish(&mut self, id: DiagnosticId, change: impl FnOnce(&mut Row)) {
        let mut is_whole = false;
        self.change(id, |row| {
            change(row);
            is_whole = publication::is_whole(row);
            if is_whole {
                row.phase = Phase::Published;
            }
        });
        if is_whole {
            self.to_publish.remove(&id);
        }
    }

    /// It takes no more answers: nothing is due.
    fn end(&mut self, id: DiagnosticId, phase: Phase) {
        if let Some(at) = self.get(id).and_then(|row| row.closes_at) {
            self.times.remove(&(at, id));
        }
        self.change(id, |row| row.phase = phase);
    }
}
