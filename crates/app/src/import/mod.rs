//! Imports: the rows of a foreign data set become the same commands that everybody else submits, in order of time.
//!
//! What reads a set (a [`Set`]) tells its rows in the set's own terms ([`Row`]), and knows nothing of where they go (a
//! [`Target`]): a [`Directory`] here, or a server in the command line.
//!
//! An import may be started again at any time, after it was done or after it was killed, also on the other target: each row
//! is found again by the MAC of its source id, and each person by a blind index, both from private sections. It holds a
//! bounded number of rows: what must be ordered is sorted on the disk ([`sort`]), and what waits is counted.

pub mod actors;
pub mod answers;
mod changed;
mod directory;
pub mod madrid;
pub mod pabulib;
mod people;
pub mod polis;
pub mod report;
mod rows;
mod sheet;
mod sort;
mod table;
mod window;

use std::path::{Path, PathBuf};

use domain::ids::Position;
use domain::names::{Slug, SourcePart, TimeZoneName};
use domain::network::Languages;

pub use changed::ChangedError;
pub use directory::{Directory, DirectoryError, answering, answers_mac, contact_index, person_index, row_mac};
pub use rows::{Becomes, Choice, Given, Nowhere, Proposal, Row, Target};

use crate::known::Known;
use report::{Report, Telling, Watcher};

/// Why a set could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// There is nothing to import.
    #[error("{}: {wanted}", path.display())]
    NoSet {
        /// Where.
        path: PathBuf,
        /// What is wanted instead.
        wanted: &'static str,
    },
    /// A name cannot stand in source ids.
    #[error("{}: a set's name has up to 48 letters, digits, `.`, `_` and `-`: rename it, or give one with --set", .0.display())]
    Name(PathBuf),
    /// A file lacks a column.
    #[error("{}: there is no column {column}", file.display())]
    Column {
        /// The file.
        file: PathBuf,
        /// The column.
        column: &'static str,
    },
    /// A file is coded in a way that is not read.
    #[error("{}: this is UTF-16; save it as UTF-8", .0.display())]
    Utf16(PathBuf),
    /// A file could not be read, or a temporary one not be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What a file of answers is to be read by does not fit.
    #[error("{}: {source}", path.display())]
    Mapping {
        /// The file that tells it.
        path: PathBuf,
        /// What is wrong with it.
        source: answers::MappingError,
    },
    /// The time zone is none of the IANA database.
    #[error("{0} is not a time zone of the IANA database")]
    TimeZone(TimeZoneName),
}

/// Why an import could not go on. What is recorded stays; started again, it goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError<E: std::error::Error> {
    /// The set could not be read.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// Its rows are not taken.
    #[error(transparent)]
    Target(E),
}

/// What to import into.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The network; founded, public, if there is none.
    pub network: Slug,
    /// The languages of a network that is founded.
    pub languages: Languages,
    /// The time zone of a network that is founded.
    pub time_zone: TimeZoneName,
}

/// A foreign data set.
pub trait Set {
    /// Hands over its rows, each after those that it names; tells of what cannot be read.
    ///
    /// # Errors
    /// [`ImportError`].
    fn hand_over<T: Target>(
        &self,
        scratch: &Path,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>>;
}

/// Reads every row and records nothing; the report tells what is broken.
///
/// # Errors
/// [`ImportError`].
pub fn check<S: Set>(
    sets: &[S],
    network: &Slug,
    watcher: &mut dyn Watcher,
) -> Result<Report, ImportError<std::convert::Infallible>> {
    let mut telling = Telling::new(watcher, network.clone());
    hand_over(sets, &std::env::temp_dir(), &mut Nowhere, &mut telling)?;
    let report = telling.report();
    Ok(Report { refused: report.left_out() > 0, ..report })
}

/// Imports sets. What was imported before is left as it is. Temporary files lie in `scratch`. Blocks, and is not for a
/// thread of a runtime.
///
/// # Errors
/// [`ImportError`]; what was recorded stays, and the import may be started again.
pub fn import<S: Set, T: Target>(
    sets: &[S],
    scratch: &Path,
    target: &mut T,
    mut telling: Telling<'_>,
) -> Result<Report, ImportError<T::Error>> {
    hand_over(sets, scratch, target, &mut telling)?;
    Ok(telling.report())
}

fn hand_over<S: Set, T: Target>(
    sets: &[S],
    scratch: &Path,
    target: &mut T,
    telling: &mut Telling<'_>,
) -> Result<(), ImportError<T::Error>> {
    for set in sets {
        set.hand_over(scratch, target, telling)?;
        target.finish(telling).map_err(ImportError::Target)?;
        telling.end();
    }
    Ok(())
}

/// The name of a set: the one that is given, or else that of its folder or file.
fn set_name(
    given: Option<&SourcePart>,
    path: &Path,
    named: Option<&std::ffi::OsStr>,
) -> Result<SourcePart, FilesError> {
    let of_path = || named.and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
    given.cloned().or_else(of_path).ok_or_else(|| FilesError::Name(path.to_owned()))
}

/// What a process remembers of so many rows that it recorded itself: more than a load would, which sorts them. Made up,
/// so that an import's own memory can be told from the network's.
#[must_use]
pub fn remembered_rows(rows: u64) -> Known {
    let mut known = Known::default();
    for row in 0..rows {
        let [high, low] = [0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03].map(|odd: u64| row.wrapping_mul(odd));
        known.learn_source((u128::from(high) << 64 | u128::from(low)).to_be_bytes(), Position(row));
    }
    known
}
