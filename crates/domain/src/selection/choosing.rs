//! The rule of the choice: nothing is chosen but by a decision that was about it when it opened.

use super::{Chosen, Phase, Refusal, Selections};
use crate::aggregate::Context;
use crate::candidate;
use crate::decision::Unruled;
use crate::ids::{CandidateId, DecisionId, SelectionId};
use crate::origin::Origin;
use crate::state::State;
use crate::tally::outcome::Outcome;

/// What a decision chose: the candidate that it was about, if it passed, or the one whose option won alone.
///
/// # Errors
/// Why it chose nothing in this selection.
pub fn choice(state: &State, selection: SelectionId, decision: DecisionId) -> Result<CandidateId, Refusal> {
    let of_selection = |link| {
        let Origin::Candidate(candidate) = link else { return None };
        state.candidate.get(candidate).filter(|row| row.selection == selection).map(|_| candidate)
    };
    let candidates: Vec<_> = state.decision.opened_on(decision).filter_map(of_selection).collect();
    let ruling = |on| state.decision.ruling(decision, on);
    let sole = match candidates.as_slice() {
        [candidate] => ruling(Origin::Candidate(*candidate)).map(|outcome| (outcome, *candidate)),
        _ => Err(Unruled::Unlinked),
    };
    if let Ok((Outcome::Passed {}, candidate)) = sole {
        return Ok(candidate);
    }
    let options = state.decision.get(decision).map(|row| &row.stands_for);
    match (ruling(Origin::Selection(selection)), sole) {
        (Err(Unruled::Unknown), _) => Err(Refusal::UnknownDecision),
        (Err(Unruled::Undecided), _) => Err(Refusal::Undecided),
        (Ok(Outcome::Elected { options: won }), _) => match won.as_slice() {
            [option] => options.and_then(|options| options.get(option)).copied().ok_or(Refusal::DecidedOtherwise),
            _ => Err(Refusal::DecidedOtherwise),
        },
        // Of two candidates it would not tell which.
        (Ok(Outcome::Passed {}) | Err(Unruled::Unlinked), Err(_)) => Err(Refusal::DecisionUnlinked),
        (Ok(_), _) | (Err(Unruled::Unlinked), Ok(_)) => Err(Refusal::DecidedOtherwise),
    }
}

impl Selections {
    pub(super) fn admits_choice(&self, cx: &Context<'_>, e: &Chosen) -> Result<(), Refusal> {
        let row = self.going_on(e.selection)?;
        if row.phase != Phase::Closed {
            return Err(Refusal::NotClosed);
        }
        let stands = cx.state.candidate.get(e.candidate).is_some_and(|row| row.phase == candidate::Phase::Standing);
        if !stands || !row.candidates.contains(&e.candidate) {
            return Err(Refusal::CandidateUnfit);
        }
        if choice(cx.state, e.selection, e.decision)? == e.candidate { Ok(()) } else { Err(Refusal::DecidedOtherwise) }
    }
}
