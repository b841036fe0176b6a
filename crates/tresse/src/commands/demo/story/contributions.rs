//! Contributions, their supports, and the votes on statements.

use app::edge;
use app::submission::Step;
use domain::class::Pointer;
use domain::contribution::{Command, LinkKind, Linked, QuestionAsked, QuestionRevised, Revised, Submitted};
use domain::contribution::{SubmittedKind, Supported, Unsupported};
use domain::ids::{ActorId, Stamp};
use domain::statement_vote::{self, Vote};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling, spread};

/// Who contributes what when.
#[derive(Debug, Deserialize)]
pub(super) struct Act {
    at: Stamp,
    by: String,
    #[serde(flatten)]
    deed: Deed,
}

/// What is done; names stand for contributions, themes and audiences.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Ask(Question),
    ReviseQuestion(Question),
    Submit(Text),
    Revise { key: String, title: Option<String>, body: String },
    Withdraw(String),
    Link { from: String, to: String, kind: LinkKind },
    Vote { statement: String, vote: Vote },
    Unsupport(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    key: String,
    title: String,
    body: String,
    theme: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    key: String,
    kind: SubmittedKind,
    parent: Option<String>,
    title: Option<String>,
    body: String,
    theme: Option<String>,
    audience: Option<String>,
}

/// Votes of several people on a statement, one after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Votes {
    statement: String,
    at: Stamp,
    agree: Vec<String>,
    disagree: Vec<String>,
    pass: Vec<String>,
}

/// Several people support a contribution, one after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Supports {
    contribution: String,
    at: Stamp,
    by: Vec<String>,
}

impl Entry for Act {
    fn moments(&self) -> Vec<Moment<'_>> {
        vec![Moment::new(self.at, &self.by, |telling, by| self.deed.tell(telling, by))]
    }
}

impl Entry for Votes {
    fn moments(&self) -> Vec<Moment<'_>> {
        let voters = [(Vote::Agree, &self.agree), (Vote::Disagree, &self.disagree), (Vote::Pass, &self.pass)];
        let voters = voters.into_iter().flat_map(|(vote, by)| by.iter().map(move |by| (vote, by)));
        // Not in order of opinion: every third first.
        let mut voters: Vec<_> = voters.enumerate().collect();
        voters.sort_by_key(|(n, _)| (n % 3, *n));
        let cast = spread(self.at).zip(voters).map(|(at, (_, (vote, by)))| {
            Moment::new(at, by, move |telling, by| telling.vote(by, &self.statement, vote))
        });
        cast.collect()
    }
}

impl Entry for Supports {
    fn moments(&self) -> Vec<Moment<'_>> {
        let support = |(at, by)| {
            Moment::new(at, by, |telling, by| {
                let contribution = telling.contributions.get(&self.contribution)?;
                let supporter = telling.network.pseudonym(by, contribution)?;
                Ok(telling.simple(Command::Support(Supported { contribution, supporter })))
            })
        };
        spread(self.at).zip(self.by.iter().map(String::as_str)).map(support).collect()
    }
}

impl Deed {
    fn tell(&self, telling: &mut Telling<'_>, by: ActorId) -> Result<Vec<Step>, StoryError> {
        let command = match self {
            Self::Ask(question) => return telling.ask(question),
            Self::ReviseQuestion(question) => return telling.revise_question(question),
            Self::Submit(text) => return telling.submit_contribution(text, by),
            Self::Vote { statement, vote } => return telling.vote(by, statement, *vote),
            Self::Revise { key, title, body } => {
                let contribution = telling.contributions.get(key)?;
                let mut draft = telling.draft();
                let title = title.as_deref().map(|title| draft.own(by, Pointer::Title, title)).transpose()?;
                let body = draft.own(by, Pointer::Body, body)?;
                return Ok(vec![draft.ready(Command::Revise(Revised { contribution, title, body }))]);
            }
            Self::Withdraw(key) => Command::Withdraw(telling.contributions.get(key)?),
            Self::Link { from, to, kind } => {
                let (contribution, to) = (telling.contributions.get(from)?, telling.contributions.get(to)?);
                Command::Link(Linked { contribution, to, kind: *kind })
            }
            Self::Unsupport(key) => {
                let contribution = telling.contributions.get(key)?;
                let supporter = telling.network.pseudonym(by, contribution)?;
                Command::Unsupport(Unsupported { contribution, supporter })
            }
        };
        Ok(telling.simple(command))
    }
}

impl Telling<'_> {
    fn ask(&mut self, question: &Question) -> Result<Vec<Step>, StoryError> {
        let contribution = self.contributions.give(&question.key, edge::contribution_id());
        let theme = self.themes.find(question.theme.as_ref())?;
        let mut draft = self.draft();
        let title = draft.common(Pointer::Title, &question.title)?;
        let body = Some(draft.common(Pointer::Body, &question.body)?);
        Ok(vec![draft.ready(Command::Ask(QuestionAsked { contribution, title, body, theme }))])
    }

    fn revise_question(&self, question: &Question) -> Result<Vec<Step>, StoryError> {
        let contribution = self.contributions.get(&question.key)?;
        let mut draft = self.draft();
        let title = draft.common(Pointer::Title, &question.title)?;
        let body = Some(draft.common(Pointer::Body, &question.body)?);
        Ok(vec![draft.ready(Command::ReviseQuestion(QuestionRevised { contribution, title, body }))])
    }

    fn submit_contribution(&mut self, text: &Text, by: ActorId) -> Result<Vec<Step>, StoryError> {
        let parent = self.contributions.find(text.parent.as_ref())?;
        let theme = self.themes.find(text.theme.as_ref())?;
        let audience = self.audiences.find(text.audience.as_ref())?;
        let contribution = self.contributions.give(&text.key, edge::contribution_id());
        let mut draft = self.draft();
        let title = text.title.as_deref().map(|title| draft.own(by, Pointer::Title, title)).transpose()?;
        let body = draft.own(by, Pointer::Body, &text.body)?;
        let kind = text.kind;
        Ok(vec![draft.ready(Command::Submit(Submitted { contribution, kind, parent, title, body, theme, audience }))])
    }

    fn vote(&self, by: ActorId, statement: &str, vote: Vote) -> Result<Vec<Step>, StoryError> {
        let statement = self.contributions.get(statement)?;
        let voter = self.network.pseudonym(by, statement)?;
        Ok(self.simple(statement_vote::Command::Cast { statement, voter, vote }))
    }
}
