//! Participatory budgets as files: the [`.pb` format](https://pabulib.org/format) of Pabulib, read and written.
//!
//! UTF-8, with a byte order mark or without. Three sections, each with its title on a line of its own, a header, and a row a
//! line; fields are separated by `;`, and quoted where they hold one.
//!
//! | section | a row is | fields that are needed |
//! | --- | --- | --- |
//! | `META` | what there is to know of the vote | `key`, `value` |
//! | `PROJECTS` | a project | `project_id`, `cost` |
//! | `VOTES` | a ballot | `voter_id`, `vote` (ids of projects, separated by commas), for points `points` |
//!
//! Other keys and columns are kept as they are. Nothing here knows of networks: [`read`] makes structures of a file,
//! [`write`] a file of structures, [`words`] and [`ballots`] say what they mean to a decision, and [`election`] writes one.

pub mod amount;
pub mod ballots;
pub mod election;
pub mod flaw;
pub mod meta;
pub mod read;
mod rows;
pub mod table;
#[cfg(test)]
mod tests;
pub mod words;
pub mod write;

pub use flaw::{Broken, Flaw};
pub use meta::Meta;
pub use read::{File, Head, NotRead, Project, Vote};
pub use rows::RowError;
pub use table::Table;

/// How many projects a file may have: as many as a decision has options.
pub const MAX_PROJECTS: usize = domain::tally::ballot::MAX_OPTIONS as usize;
/// How many votes a file may have.
pub const MAX_VOTES: u64 = 1_000_000;
/// The greatest length of a row, in bytes. What is longer begins with a quote that nothing ends.
pub const MAX_ROW_BYTES: usize = 256 << 10;
/// The greatest length of a field of `META` and `PROJECTS`, in characters.
pub const MAX_FIELD: usize = 8_000;
/// The greatest length of the id of a project, in characters.
pub const MAX_ID: usize = 100;
/// The greatest length of `META`, and of a project's row, each with its header, in characters.
pub const MAX_DETAILS: usize = 16_000;
/// The greatest length of `META` and `PROJECTS` together, in bytes: they are recorded together.
pub const MAX_HEAD_BYTES: usize = 1 << 20;
