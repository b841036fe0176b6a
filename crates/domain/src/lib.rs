//! Pure rules: aggregates, their commands, events and refusals, and the event codec.
//!
//! What is here reads no clock, no randomness and no environment, and knows neither HTTP nor storage: ids, stamps and
//! commitments are inputs. An aggregate is one file; [`state`] registers it in one line.

pub mod action;
pub mod actor;
pub mod aggregate;
pub mod amount;
pub mod audience;
pub mod authority;
pub mod candidate;
mod civil;
pub mod class;
pub mod contribution;
pub mod cooperation;
pub mod decision;
pub mod diagnostic;
pub mod driver;
pub mod due;
pub mod envelope;
pub mod event;
pub mod exchange;
pub mod finding;
#[cfg(test)]
mod given;
pub mod group;
pub mod ids;
pub mod invitation;
pub mod meeting;
pub mod moderation;
pub mod names;
pub mod network;
pub mod origin;
pub mod requirement;
pub mod selection;
pub mod server;
pub mod specification;
pub mod state;
pub mod statement_vote;
pub mod step;
pub mod tally;
pub mod tension;
pub mod terms;
pub mod vocabulary;
