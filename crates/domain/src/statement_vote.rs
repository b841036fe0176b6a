//! Statement votes: what each person thinks of a statement. A scoped act: the voter is a pseudonym valid for this
//! statement alone, so that anyone can recount "one person, the latest vote counts" and nobody can link two statements.
//!
//! Invariants: only statements are voted on; each vote says what the voter's vote was before (`was`), so that tallies
//! fold without a table of voters.

use imbl::OrdMap;

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::words;
use crate::contribution::{self, Kind};
use crate::event::{Object, events, refusals};
use crate::ids::{ContributionId, Pseudonym};

words! {
    /// What a person thinks of a statement.
    pub enum Vote {
        /// Agrees.
        Agree = "agree",
        /// Disagrees.
        Disagree = "disagree",
        /// Neither, or no opinion.
        Pass = "pass",
    }
}

/// The latest vote of every voter on every statement. A table a statement: pseudonyms come in no order, and a small table
/// finds the place of the next one sooner than one of all votes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementVotes {
    latest: OrdMap<ContributionId, OrdMap<Pseudonym, Vote>>,
}

impl StatementVotes {
    /// The voter's latest vote on the statement.
    #[must_use]
    pub fn latest(&self, statement: ContributionId, voter: Pseudonym) -> Option<Vote> {
        self.latest.get(&statement)?.get(&voter).copied()
    }

    /// How many (voter, statement) pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.latest.values().map(OrdMap::len).sum()
    }

    /// Whether nobody voted yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.latest.is_empty()
    }
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Vote, or change one's vote.
    Cast {
        /// On which statement.
        statement: ContributionId,
        /// The voter, inside this statement.
        voter: Pseudonym,
        /// The vote.
        vote: Vote,
    },
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Cast { .. } => Action::Vote,
        }
    }
}

events! {
    /// What happens to statement votes.
    pub enum Event in crate::state::Event {
        /// A vote was cast or changed.
        "statement_vote.cast" v 1 scoped = Cast {
            /// On which statement.
            statement: ContributionId,
            /// The voter, inside this statement.
            voter: Pseudonym,
            /// The vote.
            vote: Vote,
            /// The voter's vote before; absent for the first.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            was: Option<Vote>,
        } of |e| vec![Object::Contribution(e.statement)],
    }
}

refusals! {
    /// Why a vote is refused.
    pub enum Refusal {
        /// There is no such contribution.
        UnknownStatement = "unknown_statement" Unknown,
        /// Only statements are voted on.
        NotAStatement = "not_a_statement" Conflict,
        /// Its author withdrew it.
        StatementWithdrawn = "statement_withdrawn" Conflict,
        /// It was merged into another.
        StatementMerged = "statement_merged" Conflict,
        /// Moderators hide it.
        StatementHidden = "statement_hidden" Conflict,
        /// The event does not tell the voter's vote before.
        WasDiffers = "was_differs" Conflict,
    }
}

impl Aggregate for StatementVotes {
    const NAME: &'static str = "statement_vote";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        let Event::Cast(cast) = event;
        let row = cx.state.contribution.get(cast.statement).ok_or(Refusal::UnknownStatement)?;
        if row.kind != Kind::Statement {
            return Err(Refusal::NotAStatement);
        }
        match cx.state.contribution.taking_part(cx, cast.statement) {
            Err(contribution::Refusal::Withdrawn) => return Err(Refusal::StatementWithdrawn),
            Err(contribution::Refusal::MergedAway) => return Err(Refusal::StatementMerged),
            Err(_) => return Err(Refusal::StatementHidden),
            Ok(_) => (),
        }
        if self.latest(cast.statement, cast.voter) != cast.was {
            return Err(Refusal::WasDiffers);
        }
        Ok(())
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        let Command::Cast { statement, voter, vote } = command;
        let was = self.latest(statement, voter);
        if was == Some(vote) {
            return Ok(vec![]);
        }
        Ok(vec![Cast { statement, voter, vote, was }.into()])
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        let Event::Cast(cast) = event;
        self.latest.entry(cast.statement).or_default().insert(cast.voter, cast.vote);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::ActorKind;
    use crate::class::{CommonText, Few};
    use crate::contribution::{Merged, SubmittedKind, Withdrawn};
    use crate::given::{Given, contribution, discussion, joined, pseudonym, submitted, text};
    use crate::moderation::{Outcome, Reviewed};

    const QUESTION: u8 = 1;
    const STATEMENT: u8 = 2;

    fn network() -> Given {
        discussion(QUESTION).and([submitted(STATEMENT, SubmittedKind::Statement, Some(QUESTION))])
    }

    fn cast(on: u8, vote: Vote, was: Option<Vote>) -> Cast {
        Cast { statement: contribution(on), voter: pseudonym(7), vote, was }
    }

    fn command(on: u8, vote: Vote) -> Command {
        Command::Cast { statement: contribution(on), voter: pseudonym(7), vote }
    }

    #[test]
    fn a_vote_tells_what_it_was_before() {
        let first = cast(STATEMENT, Vote::Agree, None);
        network().when(command(STATEMENT, Vote::Agree)).then([first.clone()]);
        let changed = cast(STATEMENT, Vote::Pass, Some(Vote::Agree));
        network().and([first.clone()]).when(command(STATEMENT, Vote::Pass)).then([changed]);
        network().and([first]).when(command(STATEMENT, Vote::Agree)).then_nothing();
    }

    #[test]
    fn only_standing_statements_are_voted_on() {
        network().when(command(99, Vote::Agree)).refuses(Refusal::UnknownStatement);
        network().when(command(QUESTION, Vote::Agree)).refuses(Refusal::NotAStatement);
        let withdrawn = Withdrawn { contribution: contribution(STATEMENT) };
        network().and([withdrawn]).when(command(STATEMENT, Vote::Agree)).refuses(Refusal::StatementWithdrawn);
        let sources = Few::new(vec![contribution(STATEMENT)]).unwrap_or_else(|_| unreachable!());
        let merged = Merged { contribution: contribution(3), sources };
        let with = network().and([submitted(3, SubmittedKind::Statement, Some(QUESTION))]).and([merged]);
        with.when(command(STATEMENT, Vote::Agree)).refuses(Refusal::StatementMerged);
        let (rationale, rule) = (CommonText(text()), Some(CommonText(text())));
        let (contribution, outcome) = (contribution(STATEMENT), Outcome::Hidden);
        let hidden = Reviewed { contribution, text: 1, outcome, automatic: false, rationale, rule };
        let with = network().and([joined(2, ActorKind::Person)]).by(2).and([hidden]);
        with.when(command(STATEMENT, Vote::Agree)).refuses(Refusal::StatementHidden);
    }

    #[test]
    fn a_doctored_was_is_not_admitted() {
        let doctored = cast(STATEMENT, Vote::Agree, Some(Vote::Disagree));
        network().does_not_admit(doctored, Refusal::WasDiffers);
    }
}
