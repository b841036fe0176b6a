//! The minutes of a meeting: drafted by whoever takes part, approved by named attendees, then the network's text.
//!
//! Invariants: an attendee is named in public only after they offered it in public themselves, so that approving is what
//! tells of their presence, and nothing else; nobody approves their own draft; when all have approved, and not before,
//! the draft becomes the network's text; what is approved is corrected by another draft, which needs approval again.

use imbl::OrdSet;

use super::{ApproversNamed, MinutesDrafted, Refusal};
use crate::actor::Actors;
use crate::envelope::Act;
use crate::ids::ActorId;

/// How many may be asked to approve a draft.
pub const MAX_APPROVERS: usize = 12;

/// The minutes of one meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Minutes {
    /// Who wrote each draft, the first one first.
    drafters: Vec<Option<ActorId>>,
    /// Who offered to approve.
    offered: OrdSet<ActorId>,
    /// The draft that is put to approval.
    round: Option<Round>,
    /// The drafts that were approved by all.
    approved: OrdSet<u32>,
}

/// A draft that is put to approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Which.
    pub draft: u32,
    /// Who is to approve it.
    pub named: OrdSet<ActorId>,
    /// Who of them has.
    pub approved: OrdSet<ActorId>,
}

impl Minutes {
    /// The draft that is put to approval.
    #[must_use]
    pub fn round(&self) -> Option<&Round> {
        self.round.as_ref()
    }

    /// Whether some draft was approved by all.
    #[must_use]
    pub fn are_approved(&self) -> bool {
        !self.approved.is_empty()
    }

    /// The number of the next draft.
    #[must_use]
    pub fn next_draft(&self) -> u32 {
        u32::try_from(self.drafters.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    pub(super) fn has_offer_of(&self, person: ActorId) -> bool {
        self.offered.contains(&person)
    }

    pub(super) fn names_already(&self, e: &ApproversNamed) -> bool {
        let named = e.approvers.as_slice();
        self.round.as_ref().is_some_and(|round| {
            round.draft == e.draft
                && round.named.len() == named.len()
                && named.iter().all(|one| round.named.contains(one))
        })
    }

    pub(super) fn has_approval_of(&self, draft: u32, person: Option<ActorId>) -> bool {
        let round = self.round.as_ref().filter(|round| round.draft == draft);
        round.zip(person).is_some_and(|(round, person)| round.approved.contains(&person))
    }

    fn drafter(&self, draft: u32) -> Result<Option<ActorId>, Refusal> {
        let index = usize::try_from(draft).ok().and_then(|draft| draft.checked_sub(1));
        index.and_then(|index| self.drafters.get(index)).copied().ok_or(Refusal::UnknownDraft)
    }

    pub(super) fn admits_draft(&self, e: &MinutesDrafted, act: &Act) -> Result<(), Refusal> {
        if e.draft != self.next_draft() {
            return Err(Refusal::DraftNumberDiffers);
        }
        if self.are_approved() && act.corrects.is_none() { Err(Refusal::CorrectionExpected) } else { Ok(()) }
    }

    pub(super) fn admits_offer(&self, person: Option<ActorId>) -> Result<(), Refusal> {
        let person = person.ok_or(Refusal::NotAnAttendee)?;
        if self.has_offer_of(person) { Err(Refusal::AlreadyOffered) } else { Ok(()) }
    }

    pub(super) fn admits_naming(&self, e: &ApproversNamed, actors: &Actors) -> Result<(), Refusal> {
        let (drafter, named) = (self.drafter(e.draft)?, e.approvers.as_slice());
        if self.approved.contains(&e.draft) {
            return Err(Refusal::DraftAlreadyApproved);
        }
        if named.is_empty() {
            return Err(Refusal::ApproversMissing);
        }
        if !named.iter().all(|one| self.has_offer_of(*one) && actors.active(*one).is_ok()) {
            return Err(Refusal::ApprovalNotOffered);
        }
        if drafter.is_some_and(|drafter| named.contains(&drafter)) { Err(Refusal::DrafterApproves) } else { Ok(()) }
    }

    fn in_approval(&self, draft: u32) -> Result<&Round, Refusal> {
        self.drafter(draft)?;
        self.round.as_ref().filter(|round| round.draft == draft).ok_or(Refusal::DraftNotInApproval)
    }

    pub(super) fn admits_approval(&self, draft: u32, person: Option<ActorId>) -> Result<(), Refusal> {
        let round = self.in_approval(draft)?;
        let person = person.filter(|person| round.named.contains(person)).ok_or(Refusal::NotAnApprover)?;
        if round.approved.contains(&person) { Err(Refusal::AlreadyApproved) } else { Ok(()) }
    }

    pub(super) fn admits_publication(&self, draft: u32) -> Result<(), Refusal> {
        let round = self.in_approval(draft)?;
        if round.named == round.approved { Ok(()) } else { Err(Refusal::ApprovalsMissing) }
    }

    pub(super) fn draft(&mut self, by: Option<ActorId>) {
        self.drafters.push(by);
    }

    pub(super) fn offer(&mut self, by: Option<ActorId>) {
        self.offered.extend(by);
    }

    /// Naming anew begins anew: who approved before is asked again.
    pub(super) fn name(&mut self, e: &ApproversNamed) {
        let named = e.approvers.as_slice().iter().copied().collect();
        self.round = Some(Round { draft: e.draft, named, approved: OrdSet::new() });
    }

    pub(super) fn approve(&mut self, by: Option<ActorId>) {
        if let Some(round) = &mut self.round {
            round.approved.extend(by);
        }
    }

    pub(super) fn publish(&mut self, draft: u32) {
        self.round = None;
        self.approved.insert(draft);
    }
}
