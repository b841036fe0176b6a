//! Findings: what a network's actors see in the published tables of a diagnostic. Later steps refer to them: requirements come
//! from findings.
//!
//! Invariants: a finding rests on published tables; one that was withdrawn stays known, and is not revised any more.

use imbl::OrdMap;

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, Few};
use crate::diagnostic::Phase;
use crate::diagnostic::questionnaire::QuestionNo;
use crate::event::{Object, events, refusals};
use crate::ids::{DiagnosticId, FindingId, Version};

/// The questions on whose tables a finding rests.
pub type Questions = Few<QuestionNo, 16>;

/// What is known of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Of which campaign.
    pub diagnostic: DiagnosticId,
    /// On which tables it rests.
    pub questions: Questions,
    /// Whether it does not hold any more.
    pub is_withdrawn: bool,
    /// Number of events of its own.
    pub version: Version,
}

/// The findings of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    rows: OrdMap<FindingId, Row>,
}

impl Findings {
    /// What is known of a finding.
    #[must_use]
    pub fn get(&self, id: FindingId) -> Option<&Row> {
        self.rows.get(&id)
    }

    fn standing(&self, id: FindingId) -> Result<&Row, Refusal> {
        let row = self.get(id).ok_or(Refusal::UnknownFinding)?;
        if row.is_withdrawn { Err(Refusal::Withdrawn) } else { Ok(row) }
    }

    fn change(&mut self, id: FindingId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}

/// What may be asked of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Publish one.
    Publish(Published),
    /// Replace it.
    Revise(Revised),
    /// Withdraw it.
    Withdraw(Withdrawn),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Publish(_) | Self::Revise(_) | Self::Withdraw(_) => Action::ConductDiagnostics,
        }
    }
}

events! {
    /// What happens to findings.
    pub enum Event in crate::state::Event {
        /// A finding was published.
        "finding.published" v 1 signed = Published {
            /// Which.
            finding: FindingId,
            /// Of which campaign.
            diagnostic: DiagnosticId,
            /// What was found.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// On which questions' tables it rests.
            questions: Questions,
        } of |e| vec![Object::Finding(e.finding), Object::Diagnostic(e.diagnostic)],

        /// It was replaced.
        "finding.revised" v 1 signed = Revised {
            /// Which.
            finding: FindingId,
            /// What was found.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// On which questions' tables it rests.
            questions: Questions,
        } of |e| vec![Object::Finding(e.finding)],

        /// It does not hold any more.
        "finding.withdrawn" v 1 signed = Withdrawn {
            /// Which.
            finding: FindingId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Finding(e.finding)],
    }
}

refusals! {
    /// Why findings' rules say no.
    pub enum Refusal {
        /// There is no such finding.
        UnknownFinding = "unknown_finding" Unknown,
        /// The id is another finding's.
        IdTaken = "finding_id_taken" Conflict,
        /// There is no such campaign.
        UnknownDiagnostic = "unknown_diagnostic_of_finding" Unknown,
        /// The campaign's tables are not published.
        Unpublished = "finding_before_publication" Conflict,
        /// There is no table of such a question.
        UnknownQuestion = "unknown_question_of_finding" Invalid("/questions"),
        /// It was withdrawn.
        Withdrawn = "finding_withdrawn" Conflict,
    }
}

fn rests_on_tables(cx: &Context<'_>, diagnostic: DiagnosticId, questions: &Questions) -> Result<(), Refusal> {
    let row = cx.state.diagnostic.get(diagnostic).ok_or(Refusal::UnknownDiagnostic)?;
    if row.phase != Phase::Published {
        return Err(Refusal::Unpublished);
    }
    let has_table = |number| row.base.as_ref().is_some_and(|base| base.published.contains(number));
    if questions.as_slice().iter().all(has_table) { Ok(()) } else { Err(Refusal::UnknownQuestion) }
}

impl Aggregate for Findings {
    const NAME: &'static str = "finding";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Published(e) if self.get(e.finding).is_some() => Err(Refusal::IdTaken),
            Event::Published(e) => rests_on_tables(cx, e.diagnostic, &e.questions),
            Event::Revised(e) => rests_on_tables(cx, self.standing(e.finding)?.diagnostic, &e.questions),
            Event::Withdrawn(e) => self.standing(e.finding).map(drop),
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(vec![match command {
            Command::Publish(e) => e.into(),
            Command::Revise(e) => e.into(),
            Command::Withdraw(e) => e.into(),
        }])
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Finding(finding) = object else { return None };
        self.get(finding).map(|row| row.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::Published(e) => {
                let Published { diagnostic, questions, .. } = e.clone();
                let row = Row { diagnostic, questions, is_withdrawn: false, version: Version(1) };
                self.rows.insert(e.finding, row);
            }
            Event::Revised(e) => self.change(e.finding, |row| row.questions = e.questions.clone()),
            Event::Withdrawn(e) => self.change(e.finding, |row| row.is_withdrawn = true),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use uuid::Uuid;

    use super::*;
    use crate::actor::ActorKind;
    use crate::class::OwnText;
    use crate::diagnostic::questionnaire::{QuestionKind, Theme};
    use crate::diagnostic::tables::{Cell, Columns, Row as TableRow, Rows};
    use crate::diagnostic::{Answered, Audiences, BasePublished, Closed, Drafted, Opened, QuestionSet, TablePublished};
    use crate::given::{Given, founding, given, joined, pseudonym, text};
    use crate::network::DEFAULT_K;

    const DIAGNOSTIC: DiagnosticId = DiagnosticId(Uuid::from_u128(1));
    const ASKED: QuestionNo = QuestionNo(0);

    fn common() -> CommonText {
        CommonText(text())
    }

    fn published(n: u8) -> Published {
        let (finding, questions) = (FindingId(Uuid::from_u128(n.into())), Questions::new(vec![ASKED]).unwrap());
        Published { finding, diagnostic: DIAGNOSTIC, title: common(), description: None, questions }
    }

    fn revised(n: u8) -> Revised {
        let Published { finding, title, description, questions, .. } = published(n);
        Revised { finding, title, description, questions }
    }

    fn withdrawn() -> Withdrawn {
        Withdrawn { finding: published(1).finding, reason: common() }
    }

    fn answered(n: u8) -> Answered {
        let (respondent, answers) = (pseudonym(n), OwnText(text()));
        Answered { diagnostic: DIAGNOSTIC, respondent, answers, revises: false }
    }

    fn closed() -> Given {
        let (diagnostic, title) = (DIAGNOSTIC, common());
        let asked = QuestionSet {
            diagnostic,
            question: ASKED,
            theme: Theme::NetworkPractice,
            kind: QuestionKind::Text,
            title,
            description: None,
            repeats: None,
        };
        given([founding()])
            .and([joined(1, ActorKind::Person)])
            .and([Drafted { diagnostic, title, description: None, follows: None }])
            .and([asked])
            .and([Opened { diagnostic, audiences: Audiences::default(), closes_at: None, k: DEFAULT_K }])
            .and((0..DEFAULT_K).map(answered))
            .and([Closed { diagnostic, people: DEFAULT_K.into() }])
    }

    fn network() -> Given {
        let rows = Rows(vec![TableRow { all: Cell::SUPPRESSED, columns: vec![] }]);
        closed()
            .and([BasePublished { diagnostic: DIAGNOSTIC, people: DEFAULT_K.into(), columns: Columns::default() }])
            .and([TablePublished { diagnostic: DIAGNOSTIC, question: ASKED, rows, words: None, ties: None }])
    }

    #[test]
    fn a_finding_rests_on_published_tables() {
        network().when(Command::Publish(published(1))).then([published(1)]);
        closed().when(Command::Publish(published(1))).refuses(Refusal::Unpublished);
        let of_another = Published { diagnostic: DiagnosticId(Uuid::from_u128(9)), ..published(1) };
        network().when(Command::Publish(of_another)).refuses(Refusal::UnknownDiagnostic);
        let questions = Questions::new(vec![QuestionNo(9)]).unwrap();
        let of_no_table = Published { questions, ..published(1) };
        network().when(Command::Publish(of_no_table)).refuses(Refusal::UnknownQuestion);
        network().and([published(1)]).when(Command::Publish(published(1))).refuses(Refusal::IdTaken);
    }

    #[test]
    fn a_finding_is_revised_until_it_is_withdrawn() {
        let found = || network().and([published(1)]);
        found().when(Command::Revise(revised(1))).then([revised(1)]);
        found().when(Command::Revise(revised(2))).refuses(Refusal::UnknownFinding);
        found().when(Command::Withdraw(withdrawn())).then([withdrawn()]);
        found().and([withdrawn()]).when(Command::Revise(revised(1))).refuses(Refusal::Withdrawn);
        found().and([withdrawn()]).when(Command::Withdraw(withdrawn())).refuses(Refusal::Withdrawn);
    }
}
