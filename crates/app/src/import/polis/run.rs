//! The import of one conversation.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use domain::actor::{self, ActorKind, Joined, Via};
use domain::authority::{Action, Principal};
use domain::class::Pointer;
use domain::contribution::{self, QuestionAsked, Submitted, SubmittedKind};
use domain::envelope::{Act, By};
use domain::ids::{ActorId, ContributionId, Position, Stamp};
use domain::names::{Importer, SourceId};
use domain::state::{Event, Recorded};
use domain::statement_vote;
use vault::SealError;

use super::Options;
use super::files::{Cast, Comment, Conversation, Flaw, Summary};
use super::votes::{Numbered, Unsorted};
use crate::draft::Draft;
use crate::edge;
use crate::import::ImportError;
use crate::import::report::{self, Broken, Numbers, Report, Watcher};
use crate::import::sort::Sorter;
use crate::import::window::{Settled, Window};
use crate::network::{EventLog as _, HistoryError, Network};
use crate::submission::{Imported, Mac, Step, Submission, SubmitError};

/// The report in the making, and who is told meanwhile.
pub(super) struct Telling<'w> {
    pub(super) watcher: &'w mut dyn Watcher,
    pub(super) report: Report,
    /// The conversation in hand.
    now: report::Conversation,
    done: u64,
    total: u64,
}

impl<'w> Telling<'w> {
    pub(super) fn new(watcher: &'w mut dyn Watcher, report: Report) -> Self {
        Self { watcher, report, now: report::Conversation::default(), done: 0, total: 0 }
    }

    /// Turns to a conversation.
    pub(super) fn begin(&mut self, conversation: &Conversation) {
        self.now = report::Conversation { conversation: conversation.name.to_string(), ..Default::default() };
    }

    /// The conversation in hand is done.
    pub(super) fn end(&mut self) {
        self.report.conversations.push(std::mem::take(&mut self.now));
    }

    fn left_out(&mut self, file: &Path, line: u64, reason: String) {
        let broken = Broken { file: file.to_owned(), line, reason };
        self.watcher.left_out(&broken);
        self.report.keep(broken);
    }

    fn broken(&mut self, file: &Path, line: u64, flaw: &impl ToString) {
        self.now.broken += 1;
        self.left_out(file, line, flaw.to_string());
    }

    fn progress(&mut self, rows: u64) {
        self.done += rows;
        self.watcher.progress(self.done, self.total);
    }
}

/// What a first pass over the files found; its votes went elsewhere.
pub(super) struct Survey {
    summary: Summary,
    /// The first statement or vote.
    first_at: Option<Stamp>,
    /// In order of time.
    statements: Vec<Comment>,
}

/// Reads every row, tells what is broken, and hands on the votes that are not.
pub(super) fn survey(
    conversation: &Conversation,
    telling: &mut Telling<'_>,
    mut keep: impl FnMut(&Cast) -> io::Result<()>,
) -> Result<Survey, ImportError> {
    let summary = conversation.summary()?;
    for (line, flaw) in &summary.flaws {
        telling.broken(&conversation.summary_path(), *line, flaw);
    }
    let of_summary = telling.now.broken;
    let statements = survey_statements(conversation, telling)?;
    let lines: HashMap<u32, u64> = statements.iter().map(|statement| (statement.id, statement.line)).collect();
    let mut first_at = statements.first().map(|statement| statement.at);
    let mut votes = conversation.votes()?;
    while let Some((line, vote)) = votes.next()? {
        telling.now.rows_read.votes += 1;
        let known = |cast: &Cast| lines.contains_key(&cast.statement);
        match vote {
            Ok(cast) if known(&cast) => {
                keep(&cast).map_err(|source| ImportError::Io { path: votes.0.path.clone(), source })?;
                first_at = Some(first_at.map_or(cast.at, |first| first.min(cast.at)));
            }
            Ok(cast) => {
                telling.broken(&votes.0.path, line, &Flaw::UnknownStatement(cast.statement));
            }
            Err(flaw) => telling.broken(&votes.0.path, line, &flaw),
        }
    }
    telling.total += telling.now.rows_read.statements + telling.now.rows_read.votes;
    telling.progress(telling.now.broken - of_summary);
    Ok(Survey { summary, first_at, statements })
}

fn survey_statements(conversation: &Conversation, telling: &mut Telling<'_>) -> Result<Vec<Comment>, ImportError> {
    let (mut statements, mut lines) = (Vec::new(), HashMap::new());
    let mut comments = conversation.comments()?;
    while let Some((line, comment)) = comments.next()? {
        telling.now.rows_read.statements += 1;
        let comment = comment.and_then(|comment| match lines.insert(comment.id, line) {
            None => Ok(comment),
            Some(first) => {
                lines.insert(comment.id, first);
                Err(Flaw::RepeatedStatement(comment.id, first))
            }
        });
        match comment {
            Ok(comment) => {
                let moderated = &mut telling.now.moderated;
                match comment.moderated {
                    1 => moderated.accepted += 1,
                    0 => moderated.not_moderated += 1,
                    _ => moderated.rejected += 1,
                }
                statements.push(comment);
            }
            Err(flaw) => telling.broken(&comments.0.path, line, &flaw),
        }
    }
    // A stable sort: those at one time stay in order of the file.
    statements.sort_by_key(|statement| statement.at);
    Ok(statements)
}

/// What a submission is about: what it counts as, and its row, if it is one.
#[derive(Debug, Clone, Copy)]
enum About {
    Question,
    Person,
    Statement(u64),
    Vote(u64),
}

impl About {
    fn of(self, numbers: &mut Numbers) -> &mut u64 {
        match self {
            Self::Question => &mut numbers.questions,
            Self::Person => &mut numbers.people,
            Self::Statement(_) => &mut numbers.statements,
            Self::Vote(_) => &mut numbers.votes,
        }
    }

    fn line(self) -> Option<u64> {
        match self {
            Self::Question | Self::Person => None,
            Self::Statement(line) | Self::Vote(line) => Some(line),
        }
    }
}

/// The import of one conversation under way.
struct Run<'r, 'w> {
    network: &'r Network,
    conversation: &'r Conversation,
    telling: &'r mut Telling<'w>,
    window: Window<'r, About>,
    /// The file whose rows are submitted.
    file: PathBuf,
}

/// Imports a conversation.
pub(super) fn import(
    network: &Network,
    conversation: &Conversation,
    options: &Options,
    telling: &mut Telling<'_>,
) -> Result<(), ImportError> {
    let scratch = &options.scratch;
    let scratch_io = |source| ImportError::Io { path: scratch.clone(), source };
    let (mut people, mut votes) = (Sorter::new(scratch), Unsorted::new(scratch));
    let found = survey(conversation, telling, |cast| {
        people.push(cast.voter.to_be_bytes())?;
        votes.push(cast)
    })?;
    for statement in &found.statements {
        people.push(statement.author.to_be_bytes()).map_err(scratch_io)?;
    }
    let votes = votes.sorted(scratch).map_err(scratch_io)?;
    telling.now.repeats_dropped = votes.repeats;
    telling.progress(votes.repeats);

    let window = Window::new(network);
    let mut run = Run { network, conversation, telling, window, file: PathBuf::new() };
    let question = run.question(&found.summary, found.first_at)?;
    let mut before = None;
    for person in people.sorted().map_err(scratch_io)? {
        let person = u32::from_be_bytes(person.map_err(scratch_io)?);
        if before.replace(person) != Some(person) {
            run.person(person)?;
        }
    }
    run.drain()?;
    let statements = run.statements(question, &found.statements)?;
    run.file = conversation.votes()?.0.path;
    for vote in votes {
        run.vote(&statements, &vote.map_err(scratch_io)?)?;
    }
    run.drain()?;
    telling.end();
    Ok(())
}

impl Run<'_, '_> {
    /// Asks the question, if it was not asked before.
    fn question(&mut self, summary: &Summary, first_at: Option<Stamp>) -> Result<ContributionId, ImportError> {
        let (source, mac) = self.source("question")?;
        if let Some(position) = self.network.live().known.source(&mac) {
            self.already_there(About::Question);
            return self.contribution_at(position);
        }
        let contribution = edge::contribution_id();
        let mut draft = Draft::new(self.network.vault());
        let title = draft.common(Pointer::Title, &summary.title)?;
        let body = summary.body.as_deref().map(|body| draft.common(Pointer::Body, body)).transpose()?;
        let asked = QuestionAsked { contribution, title, body, theme: None };
        let act = Act { occurred_at: first_at, source: Some(source), ..Act::by(By::Operator) };
        self.submit(About::Question, act, draft.ready(contribution::Command::Ask(asked)), Imported::Row(mac))?;
        self.drain()?;
        Ok(contribution)
    }

    /// Lets a person join who did not before.
    fn person(&mut self, person: u32) -> Result<(), ImportError> {
        let index = self.person_index(person);
        if self.network.live().known.person(&index).is_some() {
            self.already_there(About::Person);
            return Ok(());
        }
        let vault = self.network.vault();
        let joined =
            Joined { actor: vault.spare_subject()?, kind: ActorKind::Person, via: Via::Import, audience: None };
        let ready = Draft::new(vault).ready(actor::Command::Join(joined));
        self.submit(About::Person, Act::by(By::Operator), ready, Imported::Person(index))
    }

    /// Submits the statements that were not submitted before; returns all of them.
    fn statements(
        &mut self,
        question: ContributionId,
        statements: &[Comment],
    ) -> Result<HashMap<u32, ContributionId>, ImportError> {
        let mut comments = self.conversation.comments()?;
        self.file.clone_from(&comments.0.path);
        let mut submitted = HashMap::with_capacity(statements.len());
        for statement in statements {
            let about = About::Statement(statement.line);
            let (source, mac) = self.source(&statement.id.to_string())?;
            if let Some(position) = self.network.live().known.source(&mac) {
                self.already_there(about);
                submitted.insert(statement.id, self.contribution_at(position)?);
                continue;
            }
            let Some(author) = self.actor(statement.author) else {
                self.refused(about, "its author did not join");
                continue;
            };
            let mut draft = Draft::new(self.network.vault());
            let sealed = match comments.text_of(statement)? {
                Ok(text) => draft.own(author, Pointer::Body, text),
                Err(flaw) => {
                    self.refused(about, &flaw.to_string());
                    continue;
                }
            };
            let Some(body) = self.unless_erased(about, sealed)? else { continue };
            let (contribution, kind) = (edge::contribution_id(), SubmittedKind::Statement);
            let (title, parent, theme, audience) = (None, Some(question), None, None);
            let submit = Submitted { contribution, kind, parent, title, body, theme, audience };
            let act = Act { occurred_at: Some(statement.at), source: Some(source), ..Act::by(By::Actor(author)) };
            self.submit(about, act, draft.ready(contribution::Command::Submit(submit)), Imported::Row(mac))?;
            submitted.insert(statement.id, contribution);
        }
        self.drain()?;
        Ok(submitted)
    }

    /// Casts a vote, if it was not cast before.
    fn vote(&mut self, statements: &HashMap<u32, ContributionId>, vote: &Numbered) -> Result<(), ImportError> {
        let Numbered { cast, ordinal } = *vote;
        let about = About::Vote(cast.line);
        let mac = self.mac(&format!("{}.{}.{ordinal}", cast.statement, cast.voter));
        if self.network.live().known.source(&mac).is_some() {
            self.already_there(about);
            return Ok(());
        }
        let Some((statement, person)) = statements.get(&cast.statement).copied().zip(self.actor(cast.voter)) else {
            self.refused(about, "its statement or voter was left out");
            return Ok(());
        };
        let Some(voter) = self.unless_erased(about, self.network.pseudonym(person, statement))? else { return Ok(()) };
        let command = statement_vote::Command::Cast { statement, voter, vote: cast.vote };
        // A scoped act: neither who nor from which row, lest anything could tell it.
        let act = Act { occurred_at: Some(cast.at), ..Act::default() };
        self.submit(about, act, Draft::new(self.network.vault()).ready(command), Imported::Row(mac))
    }

    fn submit(&mut self, about: About, act: Act, ready: Step, imported: Imported) -> Result<(), ImportError> {
        let steps = vec![ready.as_part_of(Action::Import)];
        let submission = Submission { imported: Some(imported), ..Submission::new(Principal::Operator, act, steps) };
        match self.window.submit(about, submission)? {
            Some(settled) => self.settled(settled),
            None => Ok(()),
        }
    }

    /// Waits for all answers.
    fn drain(&mut self) -> Result<(), ImportError> {
        while let Some(settled) = self.window.settle() {
            self.settled(settled)?;
        }
        Ok(())
    }

    fn settled(&mut self, (about, recorded): Settled<About>) -> Result<(), ImportError> {
        match recorded {
            Ok(true) => {
                *about.of(&mut self.telling.now.recorded) += 1;
                self.done(about);
            }
            Ok(false) => self.already_there(about),
            Err(SubmitError::Refused(refusal)) if about.line().is_some() => self.refused(about, &refusal.to_string()),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn already_there(&mut self, about: About) {
        *about.of(&mut self.telling.now.already_there) += 1;
        self.done(about);
    }

    fn refused(&mut self, about: About, reason: &str) {
        self.telling.now.refused += 1;
        self.telling.left_out(&self.file, about.line().unwrap_or(0), format!("refused: {reason}"));
        self.done(about);
    }

    fn done(&mut self, about: About) {
        self.telling.progress(u64::from(about.line().is_some()));
    }

    /// What needs a person's keys is refused once they are destroyed.
    fn unless_erased<T>(&mut self, about: About, done: Result<T, SealError>) -> Result<Option<T>, ImportError> {
        match done {
            Ok(done) => Ok(Some(done)),
            Err(SealError::NoKey(_)) => {
                self.refused(about, "the person's keys were destroyed");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The source id of a row, and the MAC by which it is found again.
    fn source(&self, row: &str) -> Result<(SourceId, Mac), ImportError> {
        let name = || ImportError::Name(row.into());
        let row_part = row.parse().map_err(|_| name())?;
        Ok((SourceId { importer: Importer::Polis, set: self.conversation.name.clone(), row: row_part }, self.mac(row)))
    }

    fn mac(&self, row: &str) -> Mac {
        self.network.vault().mac("source", &[self.named(row).as_bytes()])
    }

    fn person_index(&self, person: u32) -> Mac {
        self.network.vault().blind_index("person", &self.named(&person.to_string()))
    }

    fn named(&self, row: &str) -> String {
        format!("{}:{}:{row}", Importer::Polis, self.conversation.name)
    }

    /// The actor who stands for a person.
    fn actor(&self, person: u32) -> Option<ActorId> {
        self.network.live().known.person(&self.person_index(person))
    }

    /// The contribution that was submitted at a position.
    fn contribution_at(&self, position: Position) -> Result<ContributionId, ImportError> {
        let stored = self.network.log().event(position.0)?;
        let recorded = Recorded::read(position, &stored.bytes)
            .map_err(|source| ImportError::History(HistoryError::Codec { position, source }))?;
        let Event::Contribution(
            contribution::Event::QuestionAsked(QuestionAsked { contribution, .. })
            | contribution::Event::Submitted(Submitted { contribution, .. }),
        ) = recorded.event
        else {
            return Err(ImportError::Foreign(position));
        };
        Ok(contribution)
    }
}
