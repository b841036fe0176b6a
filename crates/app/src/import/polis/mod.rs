//! Conversations of [Polis](https://pol.is): a question with statements that people vote on.
//!
//! | of the source | becomes | found again by |
//! | --- | --- | --- |
//! | the conversation | a question, asked by the operator | source `polis:<conversation>:question` |
//! | an author or voter | an actor without name or contact, joined by import | person `polis:<conversation>:<person>` |
//! | a comment | a statement under the question, of its author | source `polis:<conversation>:<comment>` |
//! | a vote that changes something | a vote | row `polis:<conversation>:<comment>.<voter>.<n-th row of theirs>` |
//!
//! In this order: the question, people by their number, statements by time, votes by time. Sources stand in the events of
//! question and statements, and as MACs in the private section of all; persons only as blind indexes, since the number of
//! a person in a published set tells who they are there.
//!
//! What happened when is told of the question (its first statement or vote), of statements and of votes, and not of
//! people: they joined when they first acted, and the time would name the vote that they cast first.

mod files;
mod votes;

use std::collections::HashMap;
use std::io;
use std::path::Path;

use domain::contribution::SubmittedKind;
use domain::ids::Stamp;
use domain::names::{Importer, SourceId};

pub use files::Conversation;

use super::people::People;
use super::report::{About, Telling, What};
use super::rows::{Becomes, Row, SetName, Target};
use super::table::Flaw;
use super::{FilesError, ImportError, Set};
use files::{Cast, Comment, Moderation, Summary};
use votes::{Numbered, Unsorted};

impl Set for Conversation {
    fn hand_over<T: Target>(
        &self,
        scratch: &Path,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let [statements, votes] = self.paths();
        let becomes = [What::Questions, What::People, What::Statements, What::Votes];
        telling.begin(self.name.as_str(), &becomes, [(What::Statements, statements), (What::Votes, votes)]);
        let io = |source| FilesError::Io { path: scratch.to_owned(), source };
        let set = SetName { importer: Importer::Polis, set: self.name.clone() };
        let (mut people, mut votes) = (People::new(scratch), Unsorted::new(scratch));
        let found = survey(self, telling, |cast| {
            people.push(cast.voter)?;
            votes.push(cast)
        })?;
        for statement in &found.statements {
            people.push(statement.author).map_err(io)?;
        }
        let votes = votes.sorted(scratch).map_err(io)?;
        telling.figure("repeats_dropped", votes.repeats);
        telling.dropped(votes.repeats);

        let question = set.row("question")?;
        let Summary { title, body, .. } = &found.summary;
        let asked = Becomes::Question { title, body: body.as_deref() };
        let row = Row { source: &question, person: None, occurred_at: found.first_at, becomes: asked };
        target.take(About { what: What::Questions, line: None }, &row, telling).map_err(ImportError::Target)?;
        people.hand_over(&set, scratch, target, telling)?;
        hand_over_statements(self, &set, &question, &found.statements, target, telling)?;
        for vote in votes {
            hand_over_vote(&set, &vote.map_err(io)?, target, telling)?;
        }
        Ok(())
    }
}

/// What a first pass over the files found; its votes went elsewhere.
struct Survey {
    summary: Summary,
    /// The first statement or vote.
    first_at: Option<Stamp>,
    /// In order of time.
    statements: Vec<Comment>,
}

/// Reads every row, tells what is broken, and hands on the votes that are not.
fn survey(
    conversation: &Conversation,
    telling: &mut Telling<'_>,
    mut keep: impl FnMut(&Cast) -> io::Result<()>,
) -> Result<Survey, FilesError> {
    let summary = conversation.summary()?;
    for (line, flaw) in &summary.flaws {
        telling.broken_in(&conversation.summary_path(), *line, flaw);
    }
    let statements = survey_statements(conversation, telling)?;
    let lines: HashMap<u32, u64> = statements.iter().map(|statement| (statement.id, statement.place.line())).collect();
    let mut first_at = statements.first().map(|statement| statement.at);
    let mut votes = conversation.votes()?;
    while let Some((line, vote)) = votes.next()? {
        telling.read(What::Votes);
        let known = vote.and_then(|cast| match lines.get(&cast.statement) {
            Some(_) => Ok(cast),
            None => Err(Flaw::Unknown("statement", cast.statement)),
        });
        match known {
            Ok(cast) => {
                keep(&cast).map_err(|source| FilesError::Io { path: votes.0.path().to_owned(), source })?;
                first_at = Some(first_at.map_or(cast.at, |first| first.min(cast.at)));
            }
            Err(flaw) => telling.broken(About { what: What::Votes, line: Some(line) }, &flaw),
        }
    }
    Ok(Survey { summary, first_at, statements })
}

fn survey_statements(conversation: &Conversation, telling: &mut Telling<'_>) -> Result<Vec<Comment>, FilesError> {
    let (mut statements, mut lines) = (Vec::new(), HashMap::new());
    let mut comments = conversation.comments()?;
    for figure in ["moderated_accepted", "moderated_not_yet", "moderated_rejected"] {
        telling.figure(figure, 0);
    }
    while let Some((line, comment)) = comments.next()? {
        telling.read(What::Statements);
        let comment = comment.and_then(|comment| match *lines.entry(comment.id).or_insert(line) {
            first if first == line => Ok(comment),
            first => Err(Flaw::Repeated("statement", comment.id.to_string(), first)),
        });
        match comment {
            Ok(comment) => {
                let moderated = match comment.moderated {
                    Moderation::Accepted => "moderated_accepted",
                    Moderation::NotYet => "moderated_not_yet",
                    Moderation::Rejected => "moderated_rejected",
                };
                telling.figure(moderated, 1);
                statements.push(comment);
            }
            Err(flaw) => telling.broken(About { what: What::Statements, line: Some(line) }, &flaw),
        }
    }
    // A stable sort: those at one time stay in order of the file.
    statements.sort_by_key(|statement| statement.at);
    Ok(statements)
}

fn hand_over_statements<T: Target>(
    conversation: &Conversation,
    set: &SetName,
    question: &SourceId,
    statements: &[Comment],
    target: &mut T,
    telling: &mut Telling<'_>,
) -> Result<(), ImportError<T::Error>> {
    let mut comments = conversation.comments()?;
    for statement in statements {
        let about = About { what: What::Statements, line: Some(statement.place.line()) };
        let body = match comments.text_of(statement)? {
            Ok(body) => body,
            Err(flaw) => {
                telling.broken(about, &flaw);
                continue;
            }
        };
        let (source, author) = (set.row(&statement.id.to_string())?, set.row(&statement.author.to_string())?);
        let (kind, under) = (SubmittedKind::Statement, Some(question));
        let becomes = Becomes::Contribution { kind, under, title: None, body };
        let row = Row { source: &source, person: Some(&author), occurred_at: Some(statement.at), becomes };
        target.take(about, &row, telling).map_err(ImportError::Target)?;
    }
    Ok(())
}

fn hand_over_vote<T: Target>(
    set: &SetName,
    vote: &Numbered,
    target: &mut T,
    telling: &mut Telling<'_>,
) -> Result<(), ImportError<T::Error>> {
    let Numbered { cast: Cast { statement, voter, at, vote, line }, ordinal } = *vote;
    let source = set.row(&format!("{statement}.{voter}.{ordinal}"))?;
    let (on, person) = (set.row(&statement.to_string())?, set.row(&voter.to_string())?);
    let becomes = Becomes::Vote { on: &on, vote };
    let row = Row { source: &source, person: Some(&person), occurred_at: Some(at), becomes };
    target.take(About { what: What::Votes, line: Some(line) }, &row, telling).map_err(ImportError::Target)
}
