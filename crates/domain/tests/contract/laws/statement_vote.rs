//! Votes on statements.

use domain::ids::Pseudonym;
use domain::statement_vote::{Command, Vote};

use super::{Make, contribution, one_of};

pub const COMMANDS: &[(u32, Make)] = &[(16, |(a, b, c, _)| {
    let statement = contribution(if a < 8 { 4 + a % 2 } else { c });
    let (voter, vote) = (Pseudonym([b % 3; 16]), one_of(Vote::ALL, c));
    Command::Cast { statement, voter, vote }.into()
})];
