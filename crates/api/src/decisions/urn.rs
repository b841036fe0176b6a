//! Where secret ballots lie until the close.

use app::draft::Draft;
use app::draft::SealError;
use app::urn::Laid;
use domain::decision::{Phase, Refusal, Row};
use domain::ids::{DecisionId, Pseudonym};
use domain::tally::ballot::Ballot;

use crate::problem::Problem;

/// Seals a ballot into the urn of a secret vote, in place of the one that its voter laid there before. Where the vote is not
/// open, nothing is laid anywhere: the rules say so.
///
/// # Errors
/// Those of a ballot that does not fit; `decision_not_open` once the urn's key is gone.
pub fn lay(
    draft: &mut Draft<'_>,
    decision: DecisionId,
    row: &Row,
    voter: Pseudonym,
    ballot: &Ballot,
) -> Result<(), Problem> {
    let open = row.vote.as_ref().filter(|_| row.phase == Phase::Open);
    let Some((vote, urn)) = open.and_then(|vote| Some((vote, vote.urn?))) else { return Ok(()) };
    ballot.fits(&row.rules, &vote.options).map_err(Refusal::from)?;
    match draft.lay(Laid { urn, decision, voter }, ballot, row.longest_ballot()) {
        Err(SealError::NoKey(_)) => Err(Refusal::NotOpen.into()),
        laid => Ok(laid?),
    }
}
