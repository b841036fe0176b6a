//! The one place where the clock is read and randomness is drawn.
#![allow(clippy::disallowed_methods)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::ids::{
    ActionId, AudienceId, CandidateId, ContributionId, CooperationId, DecisionId, DiagnosticId, EventId, ExchangeId,
    FindingId, GroupId, InvitationId, KeyId, MeetingId, MilestoneId, NetworkId, RequirementId, SelectionId,
    SpecificationId, SpecificationVersionId, Stamp, TagId, TensionId, ThemeId,
};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Now, in whole milliseconds.
    fn now(&self) -> Stamp;
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Stamp {
        Stamp::from_millis(jiff::Timestamp::now().as_millisecond()).unwrap_or(Stamp::MAX)
    }
}

/// A clock that is told the time: for the demo's story and for tests.
#[derive(Debug, Default)]
pub struct ToldClock(AtomicI64);

impl ToldClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn new(now: Stamp) -> Self {
        Self(AtomicI64::new(now.millis()))
    }

    /// Tells it the time.
    pub fn tell(&self, now: Stamp) {
        self.0.store(now.millis(), Ordering::Relaxed);
    }
}

impl Clock for ToldClock {
    fn now(&self) -> Stamp {
        Stamp::from_millis(self.0.load(Ordering::Relaxed)).unwrap_or(Stamp::MAX)
    }
}

/// A new id of an event; ids drawn one after another are in order.
#[must_use]
pub fn event_id() -> EventId {
    EventId(ordered())
}

/// A new id of a contribution; ids drawn one after another are in order.
#[must_use]
pub fn contribution_id() -> ContributionId {
    ContributionId(ordered())
}

/// A new id of an invitation; ids drawn one after another are in order.
#[must_use]
pub fn invitation_id() -> InvitationId {
    InvitationId(ordered())
}

/// A new id of a meeting; ids drawn one after another are in order.
#[must_use]
pub fn meeting_id() -> MeetingId {
    MeetingId(ordered())
}

/// A new id of a network.
#[must_use]
pub fn network_id() -> NetworkId {
    NetworkId(ordered())
}

/// A new id of an API key.
#[must_use]
pub fn key_id() -> KeyId {
    KeyId(ordered())
}

/// A name for a request that came without one.
#[must_use]
pub fn request_id() -> Uuid {
    Uuid::new_v4()
}

/// A new id of an audience; ids drawn one after another are in order.
#[must_use]
pub fn audience_id() -> AudienceId {
    AudienceId(ordered())
}

/// A new id of a theme; ids drawn one after another are in order.
#[must_use]
pub fn theme_id() -> ThemeId {
    ThemeId(ordered())
}

/// A new id of a tag; ids drawn one after another are in order.
#[must_use]
pub fn tag_id() -> TagId {
    TagId(ordered())
}

/// A new id of a working group; ids drawn one after another are in order.
#[must_use]
pub fn group_id() -> GroupId {
    GroupId(ordered())
}

/// A new id of a need or an offer; ids drawn one after another are in order.
#[must_use]
pub fn exchange_id() -> ExchangeId {
    ExchangeId(ordered())
}

/// A new id of an action.
#[must_use]
pub fn action_id() -> ActionId {
    ActionId(ordered())
}

/// A new id of a milestone.
#[must_use]
pub fn milestone_id() -> MilestoneId {
    MilestoneId(ordered())
}

/// A new id of a cooperation.
#[must_use]
pub fn cooperation_id() -> CooperationId {
    CooperationId(ordered())
}

/// A new id of a tension.
#[must_use]
pub fn tension_id() -> TensionId {
    TensionId(ordered())
}

/// A new id of a decision.
#[must_use]
pub fn decision_id() -> DecisionId {
    DecisionId(ordered())
}

/// A new id of a diagnostic.
#[must_use]
pub fn diagnostic_id() -> DiagnosticId {
    DiagnosticId(ordered())
}

/// A new id of a finding.
#[must_use]
pub fn finding_id() -> FindingId {
    FindingId(ordered())
}

/// A new id of a specification.
#[must_use]
pub fn specification_id() -> SpecificationId {
    SpecificationId(ordered())
}

/// A new id of a version of a specification.
#[must_use]
pub fn specification_version_id() -> SpecificationVersionId {
    SpecificationVersionId(ordered())
}

/// A new id of a requirement.
#[must_use]
pub fn requirement_id() -> RequirementId {
    RequirementId(ordered())
}

/// A new id of a selection.
#[must_use]
pub fn selection_id() -> SelectionId {
    SelectionId(ordered())
}

/// A new id of a candidate.
#[must_use]
pub fn candidate_id() -> CandidateId {
    CandidateId(ordered())
}

/// UUIDv7 (RFC 9562 §5.7), never smaller than the one drawn before, also when the clock steps back.
fn ordered() -> Uuid {
    static LAST: Mutex<Uuid> = Mutex::new(Uuid::nil());
    let mut last = LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let drawn = Uuid::now_v7();
    *last = if drawn > *last { drawn } else { after(*last) };
    *last
}

/// The next UUIDv7: one more in its random part.
fn after(last: Uuid) -> Uuid {
    let (high, low) = last.as_u64_pair();
    let variant = low & 0xc000_0000_0000_0000;
    Uuid::from_u64_pair(high, variant | (low.wrapping_add(1) & 0x3fff_ffff_ffff_ffff))
}

/// 256 random bits.
///
/// # Errors
/// When the system has no randomness to give.
pub fn random_256() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// 80 random bits: what an invitation's code is made of.
///
/// # Errors
/// When the system has no randomness to give.
pub fn random_80() -> Result<[u8; 10], getrandom::Error> {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_drawn_one_after_another_are_in_order_and_of_version_7() {
        let mut last = ordered();
        for _ in 0..10_000 {
            let next = ordered();
            assert!(next > last && next.get_version_num() == 7);
            last = next;
        }
        assert!(after(last) > last && after(last).get_version_num() == 7);
    }
}
