//! Where secret ballots lie until the close.

use app::draft::Draft;
use domain::ids::{Pseudonym, UrnId};
use domain::tally::ballot::Ballot;

use crate::problem::Problem;

/// Seals a ballot into an urn, in place of the one that its voter laid there before.
///
/// STAND-IN: it lays nothing anywhere.
///
/// # Errors
/// When it cannot be sealed.
pub fn lay(_draft: &mut Draft<'_>, _urn: UrnId, _voter: Pseudonym, _ballot: &Ballot) -> Result<(), Problem> {
    Ok(())
}
