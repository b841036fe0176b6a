//! A row of a foreign set in the set's own terms, and where rows go.
//!
//! A row names other rows and people by their source ids only. Which ids of the network these are is for the [`Target`] to
//! know: so a set is read in one way, whether it goes to a data directory or through a server.

use std::convert::Infallible;

use domain::actor::ActorKind;
use domain::amount::Amount;
use domain::class::Pointer;
use domain::contribution::SubmittedKind;
use domain::decision::electorate::ElectorateRule;
use domain::diagnostic::answers::Answers;
use domain::envelope::Evidence;
use domain::ids::{AudienceId, DiagnosticId, Stamp};
use domain::names::{Importer, SourceId, SourcePart};
use domain::statement_vote::Vote;
use domain::tally::ballot::Ballot;
use domain::tally::rules::Rules;

use super::FilesError;
use super::report::{About, Telling};

/// A row to import.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    /// The row; of a person, the person.
    pub source: &'t SourceId,
    /// The person whose act it is; without one it is the operator's.
    pub person: Option<&'t SourceId>,
    /// When it happened.
    pub occurred_at: Option<Stamp>,
    /// What it becomes.
    pub becomes: Becomes<'t>,
}

/// What a row becomes.
#[derive(Debug, Clone)]
pub enum Becomes<'t> {
    /// An actor without name or contact, who stands for an author or voter of the set.
    Person,
    /// An organisation or a service.
    Actor {
        /// Which of the two.
        kind: ActorKind,
        /// Its name.
        name: &'t str,
        /// What it does.
        about: Option<&'t str>,
        /// The audience it belongs to.
        audience: Option<AudienceId>,
    },
    /// A question.
    Question {
        /// The question.
        title: &'t str,
        /// What there is to say about it.
        body: Option<&'t str>,
    },
    /// Any other contribution.
    Contribution {
        /// What it is.
        kind: SubmittedKind,
        /// The row it stands under.
        under: Option<&'t SourceId>,
        /// Its title.
        title: Option<&'t str>,
        /// Its text.
        body: &'t str,
    },
    /// A vote.
    Vote {
        /// The row of the statement.
        on: &'t SourceId,
        /// The vote.
        vote: Vote,
    },
    /// A decision with its options.
    Decision(&'t Proposal),
    /// The opening of a decision.
    Opening {
        /// The row of the decision.
        of: &'t SourceId,
    },
    /// A ballot.
    Ballot {
        /// The row of the decision.
        of: &'t SourceId,
        /// The ballot.
        ballot: &'t Ballot,
    },
    /// The close of a decision.
    Close {
        /// The row of the decision.
        of: &'t SourceId,
    },
    /// What somebody answered to a diagnostic. Whom the network does not know joins.
    Answers(&'t Given),
}

/// What somebody answered to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// To which.
    pub diagnostic: DiagnosticId,
    /// What.
    pub answers: Answers,
    /// The e-mail address by which they are known if they take part already.
    pub contact: Option<String>,
    /// The audience that they join, if they are not known.
    pub audience: Option<AudienceId>,
    /// What stands behind it, if somebody else enters it.
    pub evidence: Option<Evidence>,
}

/// A decision with its options, which are numbered in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The question.
    pub title: String,
    /// What the set says beyond that.
    pub details: String,
    /// How ballots are cast and counted.
    pub rules: Rules,
    /// Who may vote.
    pub electorate: ElectorateRule,
    /// The options.
    pub options: Vec<Choice>,
}

/// An option of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub cost: Amount,
    /// What the set says beyond that.
    pub details: String,
}

impl Becomes<'_> {
    /// The texts of each command that it becomes, in their order.
    #[must_use]
    pub fn texts(&self) -> Vec<Vec<(Pointer, &str)>> {
        match *self {
            Self::Person => vec![Vec::new()],
            Self::Actor { name, about, .. } => {
                vec![Vec::new(), there([(Pointer::Name, Some(name)), (Pointer::About, about)])]
            }
            Self::Question { title, body } => vec![there([(Pointer::Title, Some(title)), (Pointer::Body, body)])],
            Self::Contribution { title, body, .. } => {
                vec![there([(Pointer::Title, title), (Pointer::Body, Some(body))])]
            }
            Self::Decision(proposal) => {
                let texts = |title, details| vec![(Pointer::Title, title), (Pointer::Source, details)];
                let options = proposal.options.iter().map(|option| texts(&*option.title, &*option.details));
                std::iter::once(texts(&proposal.title, &proposal.details)).chain(options).collect()
            }
            Self::Vote { .. } | Self::Opening { .. } | Self::Ballot { .. } | Self::Close { .. } | Self::Answers(_) => {
                Vec::new()
            }
        }
    }
}

/// Those of two texts that there are.
fn there(texts: [(Pointer, Option<&str>); 2]) -> Vec<(Pointer, &str)> {
    texts.into_iter().filter_map(|(pointer, text)| text.map(|text| (pointer, text))).collect()
}

/// Where rows go: a data directory, or a server.
pub trait Target {
    /// Why it takes no more.
    type Error: std::error::Error;

    /// Takes a row that comes after those that it names. What became of it is told then or later.
    ///
    /// # Errors
    /// When no further row can be taken.
    fn take(&mut self, about: About, row: &Row<'_>, telling: &mut Telling<'_>) -> Result<(), Self::Error>;

    /// Waits until it is told of all rows what became of them.
    ///
    /// # Errors
    /// When that cannot be known.
    fn finish(&mut self, telling: &mut Telling<'_>) -> Result<(), Self::Error>;
}

/// Takes rows nowhere: for whoever wants to know which cannot be read.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

impl Target for Nowhere {
    type Error = Infallible;

    fn take(&mut self, _: About, _: &Row<'_>, _: &mut Telling<'_>) -> Result<(), Infallible> {
        Ok(())
    }

    fn finish(&mut self, _: &mut Telling<'_>) -> Result<(), Infallible> {
        Ok(())
    }
}

/// The name under which rows of a set are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SetName {
    pub(super) importer: Importer,
    pub(super) set: SourcePart,
}

impl SetName {
    /// The source id of a row or person.
    pub(super) fn row(&self, row: &str) -> Result<SourceId, FilesError> {
        let row = row.parse().map_err(|_| FilesError::Name(row.into()))?;
        Ok(SourceId { importer: self.importer, set: self.set.clone(), row })
    }
}
