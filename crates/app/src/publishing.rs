//! Publishing what came of a diagnostic, beside the writer: after the close the answers are opened once, counted, and recorded as
//! tables in one frame.
//!
//! Whose answers they are nobody can tell from a pseudonym: so everybody's is made and compared. Who was erased has none any
//! more, and what they answered does not open: they are not counted.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};

use domain::authority::Principal;
use domain::class::Pointer;
use domain::diagnostic::tables::{QuestionTable, Respondent, Tables, tables};
use domain::diagnostic::{BasePublished, Command, Phase, Row, TablePublished, padding};
use domain::envelope::{Act, By};
use domain::ids::DiagnosticId;
use domain::state;
use projection::{TextOwner, TextRef};
use vault::SealError;

use crate::draft::Draft;
use crate::network::{Live, Network, TextError};
use crate::submission::{Step, Submission, SubmitError};

/// Counts the answers to one campaign, if they are to be counted, and records the tables.
pub(crate) fn publish(network: &Weak<Network>, live: Arc<Live>, id: DiagnosticId) -> Result<(), SubmitError> {
    let Some(row) = live.state.diagnostic.get(id).filter(|row| row.phase == Phase::Closed).cloned() else {
        return Ok(());
    };
    let actors: BTreeSet<_> = live.state.actor.all_active().map(|(actor, _)| actor).collect();
    let Some(holding) = network.upgrade() else { return Ok(()) };
    let people = respondents(&holding, &live, id, &row).map_err(|error| {
        tracing::error!(diagnostic = %id, %error, "the answers to a diagnostic could not be opened");
        SubmitError::Stopped
    })?;
    // Nothing of the network is held while it is counted.
    drop((holding, live));
    let tables = tables(&row.questions(), &people, row.k, &actors);
    let Some(network) = network.upgrade() else { return Ok(()) };
    let steps = steps(&network, id, tables).map_err(|error| {
        tracing::error!(diagnostic = %id, %error, "the tables of a diagnostic could not be sealed");
        SubmitError::Stopped
    })?;
    let answer = network.submit_blocking(Submission::new(Principal::System, Act::by(By::System), steps))?;
    answer.blocking_recv().map_err(|_| SubmitError::OutcomeUnknown)?.map_err(SubmitError::from)?;
    Ok(())
}

impl Network {
    /// Binds what is remembered of a request with answers to the key of whose they are: by a MAC under a lasting key, whoever
    /// has that key could try what somebody might have answered, also after their data was erased.
    pub(crate) fn bound_to_respondents(&self, mut submission: Submission) -> Submission {
        let Some(idempotency) = submission.idempotency.as_mut() else { return submission };
        for unit in &submission.units {
            let answers = |step: &Step| matches!(step.command, state::Command::Diagnostic(Command::Answer { .. }));
            let respondent = unit.act.subject().filter(|_| unit.steps.iter().any(answers));
            let body = hex::encode(idempotency.body);
            if let Some(bound) = respondent.and_then(|subject| self.vault().pseudonym(subject, &body).ok()) {
                idempotency.body = bound.0;
            }
        }
        submission
    }
}

/// Everybody who answered whose answers can be opened, with what they answered last.
fn respondents(network: &Network, live: &Live, id: DiagnosticId, row: &Row) -> Result<Vec<Respondent>, TextError> {
    let mut people = Vec::with_capacity(row.respondents.len());
    for actor in live.views.actors.after(None).map(|actor| actor.id) {
        // Who has no key any more was erased.
        let Ok(person) = network.pseudonym(actor, id) else { continue };
        let Some(text) = live.known.answers(id, person).filter(|_| row.respondents.contains(&person)) else {
            continue;
        };
        // Said outright, so that nobody is looked for behind the pseudonym again.
        let Some(opened) = network.opened(&TextRef { owner: TextOwner::Actor(actor), ..text })? else { continue };
        let Some(answers) = padding::read(&opened.text) else { continue };
        let audience = live.state.actor.get(actor).and_then(|row| row.audience);
        people.push(Respondent { actor, audience, answers });
    }
    Ok(people)
}

/// A command for each event, so that each may hold a sealed text; all are recorded together.
fn steps(network: &Network, diagnostic: DiagnosticId, tables: Tables) -> Result<Vec<Step>, SealError> {
    let Tables { people, columns, questions } = tables;
    let base = BasePublished { diagnostic, people, columns };
    let mut steps = vec![Draft::new(network.vault()).ready(Command::PublishBase(base))];
    for QuestionTable { question, rows, words, ties } in questions {
        let mut draft = Draft::new(network.vault());
        let words = words.map(|words| {
            let json = serde_json::to_string(&words).map_err(|_| SealError::TooLong)?;
            draft.common(Pointer::Words, &json)
        });
        let words = words.transpose()?;
        steps.push(draft.ready(Command::PublishTable(TablePublished { diagnostic, question, rows, words, ties })));
    }
    Ok(steps)
}
