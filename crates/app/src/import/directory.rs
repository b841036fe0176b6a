//! Rows become commands to a network of a data directory that this process has to itself.

use std::collections::HashMap;
use std::sync::Arc;

use domain::actor::{self, ActorKind, Joined, OrganisationDescribed, Via};
use domain::authority::{Action, Principal};
use domain::class::Pointer;
use domain::contribution::{self, QuestionAsked, Submitted};
use domain::decision::{self, OptionSet, Proposed};
use domain::diagnostic::answers::Answers;
use domain::diagnostic::{self, padding};
use domain::envelope::{Act, By, Evidence};
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, ContributionId, DecisionId, Position};
use domain::names::SourceId;
use domain::network::{DEFAULT_K, Visibility};
use domain::state::Refusal;
use domain::statement_vote;
use domain::tally::ballot::OptionNo;
use vault::{SealError, Vault};

use super::changed::ChangedError;
use super::report::{About, Founded, Telling};
use super::rows::{Becomes, Given, Proposal, Row, Target};
use super::window::{Settled, Window};
use super::{Destination, FilesError};
use crate::catalogue::{Catalogue, FoundOutcome};
use crate::draft::Draft;
use crate::edge;
use crate::founding::{FoundError, Founding};
use crate::network::{EventLog as _, HistoryError, Network, ReadError, read_event};
use crate::submission::{Imported, Mac, Step, Submission, SubmitError};
use crate::tallying;

/// Why a data directory takes no more.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// What it is to be founded with does not fit.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The network could not be founded.
    #[error(transparent)]
    Found(#[from] FoundError),
    /// The network could not be loaded.
    #[error(transparent)]
    Open(#[from] crate::OpenError),
    /// The history could not be read.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// What a row said when it was imported could not be read.
    #[error(transparent)]
    Changed(#[from] ChangedError),
    /// The writer stopped, or refused what all other rows stand under.
    #[error("the network does not take it: {0}")]
    Submit(#[from] SubmitError),
    /// Keys of newcomers could not be made.
    #[error(transparent)]
    Vault(#[from] vault::VaultError),
    /// A text could not be sealed.
    #[error(transparent)]
    Seal(SealError),
    /// A source id was recorded by another kind of event than the one it belongs to.
    #[error("event {0} is not what its source id says")]
    Foreign(Position),
}

impl From<ReadError> for DirectoryError {
    fn from(error: ReadError) -> Self {
        Self::History(error.into())
    }
}

/// Why a row is not handed to the writer.
enum Kept {
    /// It was recorded before, with other texts perhaps.
    There { changed: bool },
    /// It cannot be.
    Refused(&'static str),
    /// Nor can any other.
    Failed(DirectoryError),
}

impl<E: Into<DirectoryError>> From<E> for Kept {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<SealError> for Kept {
    fn from(error: SealError) -> Self {
        match error {
            SealError::NoKey(_) => Self::Refused("the person's keys were destroyed"),
            error @ (SealError::Random(_) | SealError::TooLong) => Self::Failed(DirectoryError::Seal(error)),
        }
    }
}

/// The MAC by which a row is found again.
#[must_use]
pub fn row_mac(vault: &Vault, row: &SourceId) -> Mac {
    vault.mac("source", &[row.to_string().as_bytes()])
}

/// The blind index by which a person of a set is found again.
#[must_use]
pub fn person_index(vault: &Vault, person: &SourceId) -> Mac {
    vault.blind_index("person", &person.to_string())
}

/// The blind index by which somebody is found who has an e-mail address.
#[must_use]
pub fn contact_index(vault: &Vault, address: &str) -> Mac {
    vault.blind_index("contact", &address.trim().to_lowercase())
}

/// The MAC by which the answers of a row are found again; other answers of the same row have another one. It is made with the
/// person's own key: with a lasting one, whoever has that could try what they might have answered, also after their data was
/// erased.
///
/// # Errors
/// [`SealError::NoKey`] where it was.
pub fn answers_mac(vault: &Vault, person: ActorId, row: &SourceId, answers: &Answers) -> Result<Mac, SealError> {
    let json = serde_json::to_string(answers).map_err(|_| SealError::TooLong)?;
    Ok(vault.pseudonym(person, &format!("import:{row}:{json}"))?.0)
}

/// The circumstances in which somebody's answers are entered.
#[must_use]
pub fn answering(person: ActorId, evidence: Option<Evidence>) -> Act {
    match evidence {
        None => Act::by(By::Actor(person)),
        // What is scoped tells who entered it, and not for whom.
        Some(_) => Act { on_behalf_of: Some(person), evidence, ..Act::by(By::Operator) },
    }
}

/// A network of a data directory.
#[derive(Debug)]
pub struct Directory {
    network: Arc<Network>,
    window: Window<About>,
    /// What rows became, so far as other rows named them or they are on their way.
    objects: HashMap<Mac, Object>,
}

impl Directory {
    /// The network to import into, which is founded if there is none.
    ///
    /// # Errors
    /// [`DirectoryError`].
    pub fn open(catalogue: &Catalogue, into: &Destination, telling: &mut Telling<'_>) -> Result<Self, DirectoryError> {
        let network = match catalogue.server().network(into.network.as_str()) {
            Some(network) => network,
            None => found(catalogue, into, telling)?,
        };
        let network = catalogue.load(network)?;
        network.live().state.network.is_open().map_err(|refusal| SubmitError::from(Refusal::from(refusal)))?;
        Ok(Self { window: Window::new(Arc::clone(&network)), network, objects: HashMap::new() })
    }

    /// What the writer is to be given of a row.
    fn submission(&mut self, row: &Row<'_>, telling: &mut Telling<'_>) -> Result<Submission, Kept> {
        if let Becomes::Answers(given) = row.becomes {
            return self.answers(row, given, telling);
        }
        let (vault, live) = (self.network.vault(), self.network.live());
        let (imported, source) = match row.becomes {
            // The number of a person in a published set tells who they are there: it stands in no event.
            Becomes::Person => (Imported::Person(person_index(vault, row.source)), None),
            Becomes::Actor { .. }
            | Becomes::Question { .. }
            | Becomes::Contribution { .. }
            | Becomes::Vote { .. }
            | Becomes::Decision(_)
            | Becomes::Opening { .. }
            | Becomes::Ballot { .. }
            | Becomes::Close { .. }
            | Becomes::Answers(_) => (Imported::Row(row_mac(vault, row.source)), Some(row.source.clone())),
        };
        match imported {
            Imported::Person(index) if live.known.person(&index).is_some() => {
                return Err(Kept::There { changed: false });
            }
            Imported::Row(mac) => {
                if let Some(position) = live.known.source(&mac) {
                    let changed = self.network.had_other_texts(position, &row.becomes.texts())?;
                    return Err(Kept::There { changed });
                }
            }
            Imported::Person(_) => (),
        }
        let by = match row.person {
            None => By::Operator,
            Some(person) => By::Actor(self.actor(person, telling)?.ok_or(Kept::Refused("its author did not join"))?),
        };
        let steps = self.steps(row, by)?.into_iter().map(|step| step.as_part_of(Action::Import)).collect();
        let act = Act { occurred_at: row.occurred_at, source, ..Act::by(by) };
        Ok(Submission { imported: Some(imported), ..Submission::new(Principal::Operator, act, steps) })
    }

    fn steps(&mut self, row: &Row<'_>, by: By) -> Result<Vec<Step>, Kept> {
        let author = || match by {
            By::Actor(author) => Ok(author),
            By::Operator | By::System => Err(Kept::Refused("it has no author")),
        };
        let network = Arc::clone(&self.network);
        let mut draft = Draft::new(network.vault());
        Ok(match row.becomes {
            Becomes::Person => {
                let (kind, via, audience) = (ActorKind::Person, Via::Import, None);
                let joined = Joined { actor: network.vault().spare_subject()?, kind, via, audience };
                vec![draft.ready(actor::Command::Join(joined))]
            }
            Becomes::Actor { kind, name, about, audience } => {
                let (actor, via) = (network.vault().spare_subject()?, Via::Import);
                let joined = Joined { actor, kind, via, audience };
                let joins = Draft::new(network.vault()).ready(actor::Command::Join(joined));
                let name = draft.common(Pointer::Name, name)?;
                let about = about.map(|about| draft.common(Pointer::About, about)).transpose()?;
                vec![joins, draft.ready(actor::Command::Describe(OrganisationDescribed { actor, name, about }))]
            }
            Becomes::Question { title, body } => {
                let contribution = edge::contribution_id();
                self.becomes(row.source, contribution);
                let title = draft.common(Pointer::Title, title)?;
                let body = body.map(|body| draft.common(Pointer::Body, body)).transpose()?;
                let asked = QuestionAsked { contribution, title, body, theme: None };
                vec![draft.ready(contribution::Command::Ask(asked))]
            }
            Becomes::Contribution { kind, under, title, body } => {
                let parent = under.map(|under| self.contribution(under)).transpose()?;
                let author = author()?;
                let title = title.map(|title| draft.own(author, Pointer::Title, title)).transpose()?;
                let body = draft.own(author, Pointer::Body, body)?;
                let contribution = edge::contribution_id();
                self.becomes(row.source, contribution);
                let (theme, audience) = (None, None);
                let submitted = Submitted { contribution, kind, parent, title, body, theme, audience };
                vec![draft.ready(contribution::Command::Submit(submitted))]
            }
            Becomes::Vote { on, vote } => {
                let statement = self.contribution(on)?;
                let voter = network.pseudonym(author()?, statement)?;
                vec![draft.ready(statement_vote::Command::Cast { statement, voter, vote })]
            }
            Becomes::Decision(proposal) => {
                let decision = edge::decision_id();
                self.becomes(row.source, decision);
                propose(&network, decision, proposal)?
            }
            Becomes::Opening { of } => vec![draft.ready(decision::Command::Open(self.decision(of)?, None))],
            Becomes::Ballot { of, ballot } => {
                let (decision, ballot) = (self.decision(of)?, ballot.clone());
                let voter = Some(network.pseudonym(author()?, decision)?);
                vec![draft.ready(decision::Command::Cast { decision, voter, ballot })]
            }
            Becomes::Close { of } => vec![draft.ready(decision::Command::Close(self.decision(of)?))],
            Becomes::Answers(_) => return Err(Kept::Refused("it has no author")),
        })
    }

    /// What somebody answered, who joins if nobody is known by their address or from their file.
    fn answers(&mut self, row: &Row<'_>, given: &Given, telling: &mut Telling<'_>) -> Result<Submission, Kept> {
        let network = Arc::clone(&self.network);
        let vault = network.vault();
        let person = row.person.ok_or(Kept::Refused("it has no author"))?;
        let member = given.contact.as_ref().map(|address| contact_index(vault, address));
        let member = member.and_then(|index| network.live().known.contact(&index));
        let actor = match member {
            Some(member) => member,
            None => match self.actor(person, telling)? {
                Some(known) => known,
                None => self.let_join(person, given.audience, telling)?,
            },
        };
        let mac = answers_mac(vault, actor, row.source, &given.answers)?;
        if network.live().known.source(&mac).is_some() {
            return Err(Kept::There { changed: false });
        }
        let padded = padding::write(&given.answers).ok_or(Kept::Refused("the answers are too long"))?;
        let respondent = network.pseudonym(actor, given.diagnostic)?;
        let mut draft = Draft::new(vault);
        let sealed = draft.own(actor, Pointer::Answers, &padded)?;
        let (diagnostic, answers) = (given.diagnostic, given.answers.clone());
        let step = draft.ready(diagnostic::Command::Answer { diagnostic, respondent, sealed, answers });
        let act = answering(actor, given.evidence);
        let imported = Some(Imported::Row(mac));
        Ok(Submission { imported, ..Submission::new(Principal::Operator, act, vec![step.as_part_of(Action::Import)]) })
    }

    fn let_join(
        &mut self,
        person: &SourceId,
        audience: Option<AudienceId>,
        telling: &mut Telling<'_>,
    ) -> Result<ActorId, Kept> {
        let (actor, kind, via) = (self.network.vault().spare_subject()?, ActorKind::Person, Via::Import);
        let step = Draft::new(self.network.vault()).ready(actor::Command::Join(Joined { actor, kind, via, audience }));
        let imported = Some(Imported::Person(person_index(self.network.vault(), person)));
        let joins = Submission {
            imported,
            ..Submission::new(Principal::Operator, Act::by(By::Operator), vec![step.as_part_of(Action::Import)])
        };
        let outcome = self.network.submit_blocking(joins)?.blocking_recv().map_err(|_| SubmitError::Stopped)?;
        match outcome.map_err(SubmitError::from) {
            Ok(_) => self.actor(person, telling)?.ok_or(Kept::Refused("its author did not join")),
            Err(SubmitError::Refused(_)) => Err(Kept::Refused("its author's audience is none of the network's")),
            Err(error) => Err(error.into()),
        }
    }

    fn becomes(&mut self, row: &SourceId, object: impl Into<Object>) {
        self.objects.insert(row_mac(self.network.vault(), row), object.into());
    }

    /// The contribution that a row became.
    fn contribution(&mut self, row: &SourceId) -> Result<ContributionId, Kept> {
        self.object(row, |object| if let Object::Contribution(id) = object { Some(id) } else { None })
    }

    /// The decision that a row became.
    fn decision(&mut self, row: &SourceId) -> Result<DecisionId, Kept> {
        self.object(row, |object| if let Object::Decision(id) = object { Some(id) } else { None })
    }

    fn object<T>(&mut self, row: &SourceId, is: impl Fn(Object) -> Option<T>) -> Result<T, Kept> {
        let mac = row_mac(self.network.vault(), row);
        if let Some(object) = self.objects.get(&mac).copied().and_then(&is) {
            return Ok(object);
        }
        let left_out = Kept::Refused("what it stands under was left out");
        let position = self.network.live().known.source(&mac).ok_or(left_out)?;
        let recorded = read_event(position, &self.network.log().event(position.0)?.bytes)?;
        let object = recorded.object().ok_or(DirectoryError::Foreign(position))?;
        let known = is(object).ok_or(DirectoryError::Foreign(position))?;
        self.objects.insert(mac, object);
        Ok(known)
    }

    /// The actor who stands for a person, who may be on the way.
    fn actor(&mut self, person: &SourceId, telling: &mut Telling<'_>) -> Result<Option<ActorId>, DirectoryError> {
        let index = person_index(self.network.vault(), person);
        let known = self.network.live().known.person(&index);
        if known.is_some() {
            return Ok(known);
        }
        self.settle_all(telling)?;
        Ok(self.network.live().known.person(&index))
    }

    fn settle_all(&mut self, telling: &mut Telling<'_>) -> Result<(), DirectoryError> {
        while let Some(settled) = self.window.settle() {
            settle(settled, telling)?;
        }
        Ok(())
    }
}

impl Target for Directory {
    type Error = DirectoryError;

    fn take(&mut self, about: About, row: &Row<'_>, telling: &mut Telling<'_>) -> Result<(), DirectoryError> {
        match self.submission(row, telling) {
            Ok(submission) => match self.window.submit(about, submission)? {
                Some(settled) => settle(settled, telling),
                None => Ok(()),
            },
            Err(Kept::There { changed }) => {
                telling.already_there(about, changed);
                Ok(())
            }
            Err(Kept::Refused(reason)) => {
                telling.refused(about, reason);
                Ok(())
            }
            Err(Kept::Failed(error)) => Err(error),
        }
    }

    /// Waits until it is told of all rows what became of them. Whatever waits to be counted then is counted: no timer runs
    /// here.
    fn finish(&mut self, telling: &mut Telling<'_>) -> Result<(), DirectoryError> {
        self.settle_all(telling)?;
        Ok(tallying::settle(&self.network)?)
    }
}

/// What proposes a decision with its options.
fn propose(network: &Network, decision: DecisionId, proposal: &Proposal) -> Result<Vec<Step>, Kept> {
    let Proposal { title, details, rules, electorate, options } = proposal;
    let mut draft = Draft::new(network.vault());
    let proposed = Proposed {
        decision,
        title: draft.common(Pointer::Title, title)?,
        body: None,
        rules: rules.clone(),
        electorate: electorate.clone(),
        opens_at: None,
        closes_at: None,
        draws_at: None,
        draw: None,
        details: Some(draft.common(Pointer::Source, details)?),
    };
    let mut steps = vec![draft.ready(decision::Command::Propose(proposed))];
    for (option, choice) in (0..).map(OptionNo).zip(options) {
        let mut draft = Draft::new(network.vault());
        let set = OptionSet {
            decision,
            option,
            title: draft.common(Pointer::Title, &choice.title)?,
            body: None,
            cost: Some(choice.cost.clone()),
            details: Some(draft.common(Pointer::Source, &choice.details)?),
            candidate: None,
        };
        steps.push(draft.ready(decision::Command::SetOption(set)));
    }
    Ok(steps)
}

fn settle((about, recorded): Settled<About>, telling: &mut Telling<'_>) -> Result<(), DirectoryError> {
    match recorded {
        Ok(true) => telling.recorded(about),
        Ok(false) => telling.already_there(about, false),
        Err(SubmitError::Refused(refusal)) if about.line.is_some() => telling.refused(about, &refusal.to_string()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn found(
    catalogue: &Catalogue,
    into: &Destination,
    telling: &mut Telling<'_>,
) -> Result<domain::ids::NetworkId, DirectoryError> {
    let time_zone = into.time_zone.clone();
    jiff::tz::TimeZone::get(time_zone.as_str()).map_err(|_| FilesError::TimeZone(time_zone.clone()))?;
    let founding = Founding {
        slug: into.network.clone(),
        name: into.network.to_string(),
        languages: into.languages.clone(),
        time_zone,
        territory: None,
        visibility: Visibility::Public,
        k: DEFAULT_K,
        steward_kind: ActorKind::Person,
        steward_name: None,
    };
    match catalogue.found(&founding, None)? {
        FoundOutcome::Founded(founded) => {
            telling.founded(&Founded { steward: founded.steward, key: founded.secret.expose() });
            Ok(founded.network)
        }
        FoundOutcome::Replayed(_) => Err(SubmitError::KeyReused.into()),
    }
}
