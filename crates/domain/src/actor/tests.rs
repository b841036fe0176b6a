//! Given, when, then.

use super::*;
use crate::class::{CommonText, OwnText};
use crate::envelope::Evidence;
use crate::given::{Given, actor, at, founding, given, joined, network as the_network, text};
use crate::network::{Archived, SettingsChanged};

const ANNE: u8 = 1;
const BILAL: u8 = 2;
const CLUB: u8 = 9;

fn steward(of: u8, until: Option<Stamp>) -> RoleGranted {
    RoleGranted { actor: actor(of), role: Role::Steward, until }
}

fn network() -> Given {
    given([founding()])
        .and([joined(ANNE, ActorKind::Person), joined(BILAL, ActorKind::Person)])
        .and([joined(CLUB, ActorKind::Organisation)])
        .and([steward(ANNE, None)])
}

fn profile(of: u8) -> ProfileRevised {
    ProfileRevised { actor: actor(of), name: OwnText(text()), contact: Some(OwnText(text())), about: None }
}

fn description(of: u8) -> OrganisationDescribed {
    OrganisationDescribed { actor: actor(of), name: CommonText(text()), about: None }
}

#[test]
fn what_is_entered_for_somebody_needs_evidence_unless_by_who_represents_them() {
    let entered = |by, on_behalf_of, evidence| Act {
        on_behalf_of: Some(actor(on_behalf_of)),
        evidence,
        ..Act::by(By::Actor(actor(by)))
    };
    let represents = RepresentationStarted { actor: actor(BILAL), organisation: actor(CLUB) };
    let state = network().and([represents]).state();
    let admits = |act: Act| state.actor.admits_act(&act);
    assert_eq!(admits(entered(ANNE, BILAL, Some(Evidence::Paper))), Ok(()));
    assert_eq!(admits(entered(BILAL, CLUB, None)), Ok(()));
    assert_eq!(admits(entered(ANNE, BILAL, None)), Err(Refusal::EvidenceMissing));
    assert_eq!(admits(entered(ANNE, CLUB, None)), Err(Refusal::EvidenceMissing));
    assert_eq!(admits(entered(ANNE, 99, Some(Evidence::Paper))), Err(Refusal::UnknownSubject));
}

#[test]
fn a_persons_data_is_erased_for_good_also_after_they_left() {
    let erased = |of| PersonalDataErased { actor: actor(of), reason: ErasureReason::Request };
    let left = Left { actor: actor(BILAL) };
    network().when(Command::Erase(erased(BILAL))).then([erased(BILAL)]);
    let gone = network().and([left]).and([erased(BILAL)]);
    gone.clone().when(Command::Erase(erased(BILAL))).then_nothing();
    gone.clone().does_not_admit(erased(BILAL), Refusal::AlreadyErased);
    gone.clone().when(Command::Leave(actor(BILAL))).refuses(Refusal::ActorLeft);
    assert!(gone.state().actor.is_erased(actor(BILAL)));
    network().when(Command::Erase(erased(ANNE))).refuses(Refusal::LastSteward);
    network().when(Command::Erase(erased(CLUB))).refuses(Refusal::NotAPerson);
    network().when(Command::Erase(erased(99))).refuses(Refusal::UnknownActor);
}

#[test]
fn an_actor_joins_once() {
    network().when(Command::Join(joined(3, ActorKind::Person))).then([joined(3, ActorKind::Person)]);
    network().when(Command::Join(joined(ANNE, ActorKind::Person))).refuses(Refusal::AlreadyJoined);
}

#[test]
fn a_person_has_a_profile_and_an_organisation_a_description() {
    network().when(Command::ReviseProfile(profile(BILAL))).then([profile(BILAL)]);
    network().when(Command::ReviseProfile(profile(CLUB))).refuses(Refusal::NotAPerson);
    network().when(Command::ReviseProfile(profile(77))).refuses(Refusal::UnknownActor);
    network().when(Command::Describe(description(CLUB))).then([description(CLUB)]);
    network().when(Command::Describe(description(ANNE))).refuses(Refusal::NotAnOrganisation);
}

#[test]
fn a_contact_belongs_to_one_person() {
    let taken_by = |of| Fact::Known(Contact::TakenBy(actor(of)));
    network().knowing(taken_by(ANNE)).when(Command::ReviseProfile(profile(BILAL))).refuses(Refusal::ContactTaken);
    network().knowing(taken_by(BILAL)).when(Command::ReviseProfile(profile(BILAL))).then([profile(BILAL)]);
    network().knowing(Fact::Known(Contact::Free)).when(Command::ReviseProfile(profile(BILAL))).then([profile(BILAL)]);
}

#[test]
fn a_person_represents_an_organisation_until_it_ends() {
    let start = RepresentationStarted { actor: actor(BILAL), organisation: actor(CLUB) };
    let end = RepresentationEnded { actor: actor(BILAL), organisation: actor(CLUB) };
    let person = RepresentationStarted { organisation: actor(ANNE), ..start.clone() };
    network().when(Command::Represent(start.clone())).then([start.clone()]);
    network().and([start.clone()]).when(Command::Represent(start.clone())).then_nothing();
    network().when(Command::Represent(person)).refuses(Refusal::NotAnOrganisation);
    network().and([start]).when(Command::StopRepresenting(end.clone())).then([end.clone()]);
    network().when(Command::StopRepresenting(end)).refuses(Refusal::NotRepresented);
}

#[test]
fn a_role_is_granted_until_a_moment_to_come() {
    let tutor = |until| RoleGranted { actor: actor(BILAL), role: Role::Tutor, until };
    network().when(Command::GrantRole(tutor(Some(at(99))))).then([tutor(Some(at(99)))]);
    network().and([tutor(None)]).when(Command::GrantRole(tutor(None))).then_nothing();
    network().when(Command::GrantRole(tutor(Some(at(0))))).refuses(Refusal::UntilIsPast);
    let state = network().and([tutor(Some(at(99)))]).state();
    let holds = |when| state.actor.roles(actor(BILAL), at(when)).is_some_and(|roles| roles.has(Role::Tutor));
    assert!(holds(98) && !holds(99));
}

#[test]
fn a_role_that_is_not_held_cannot_be_revoked() {
    let revoked = RoleRevoked { actor: actor(BILAL), role: Role::Tutor };
    network().when(Command::RevokeRole(revoked)).refuses(Refusal::RoleNotHeld);
}

#[test]
fn the_last_lasting_steward_stays() {
    let revoke = RoleRevoked { actor: actor(ANNE), role: Role::Steward };
    network().when(Command::RevokeRole(revoke.clone())).refuses(Refusal::LastSteward);
    network().when(Command::GrantRole(steward(ANNE, Some(at(99))))).refuses(Refusal::LastSteward);
    network().when(Command::Leave(actor(ANNE))).refuses(Refusal::LastSteward);
    let for_a_while = network().and([steward(BILAL, Some(at(99)))]);
    for_a_while.when(Command::RevokeRole(revoke.clone())).refuses(Refusal::LastSteward);
    network().and([steward(BILAL, None)]).when(Command::RevokeRole(revoke.clone())).then([revoke]);
}

#[test]
fn whoever_has_left_holds_no_role_and_takes_no_part() {
    let left = Left { actor: actor(BILAL) };
    let gone = network().and([steward(BILAL, None)]).and([left.clone()]);
    network().when(Command::Leave(actor(BILAL))).then([left]);
    assert_eq!(gone.clone().state().actor.roles(actor(BILAL), at(1)), None);
    gone.when(Command::ReviseProfile(profile(BILAL))).refuses(Refusal::ActorLeft);
}

#[test]
fn whoever_has_left_may_come_back_without_the_roles_of_before() {
    let gone = network().and([steward(BILAL, None)]).and([Left { actor: actor(BILAL) }]);
    let back = Reactivated { actor: actor(BILAL) };
    gone.clone().when(Command::Reactivate(actor(BILAL))).then([back.clone()]);
    let state = gone.and([back.clone()]).state();
    assert_eq!(state.actor.roles(actor(BILAL), at(1)), Some(Roles::default()));
    network().when(Command::Reactivate(actor(BILAL))).then_nothing();
    network().does_not_admit(back, Refusal::NotLeft);
    network().when(Command::Reactivate(actor(99))).refuses(Refusal::UnknownActor);
    let erased = PersonalDataErased { actor: actor(BILAL), reason: ErasureReason::Request };
    network().and([erased]).when(Command::Reactivate(actor(BILAL))).refuses(Refusal::AlreadyErased);
}

#[test]
fn a_role_expires_at_its_end_and_once() {
    let tutor = |until| RoleGranted { actor: actor(BILAL), role: Role::Tutor, until };
    let expired = RoleExpired { actor: actor(BILAL), role: Role::Tutor };
    let (over, to_come) = (network().and([tutor(Some(at(2)))]), network().and([tutor(Some(at(3)))]));
    over.clone().when(Command::ExpireRole(expired.clone())).then([expired.clone()]);
    let ended = over.and([RoleRevoked { actor: actor(BILAL), role: Role::Tutor }]);
    ended.when(Command::ExpireRole(expired.clone())).then_nothing();
    to_come.clone().when(Command::ExpireRole(expired.clone())).then_nothing();
    to_come.does_not_admit(expired.clone(), Refusal::RoleStillHolds);
    network().and([tutor(None)]).does_not_admit(expired.clone(), Refusal::RoleStillHolds);
    network().when(Command::ExpireRole(expired.clone())).then_nothing();
    network().does_not_admit(expired, Refusal::RoleNotHeld);
}

#[test]
fn a_person_takes_note_of_the_notice_in_force() {
    let noticed = || {
        let notice = SettingsChanged { notice: Some(CommonText(text())), ..SettingsChanged::nothing(the_network()) };
        network().and([notice])
    };
    let of = |n, notice| NoticeAcknowledged { actor: actor(n), notice };
    noticed().when(Command::AcknowledgeNotice(of(BILAL, 1))).then([of(BILAL, 1)]);
    noticed().and([of(BILAL, 1)]).when(Command::AcknowledgeNotice(of(BILAL, 1))).then_nothing();
    noticed().when(Command::AcknowledgeNotice(of(BILAL, 2))).refuses(Refusal::NotTheNotice);
    noticed().when(Command::AcknowledgeNotice(of(CLUB, 1))).refuses(Refusal::NotAPerson);
    network().when(Command::AcknowledgeNotice(of(BILAL, 0))).refuses(Refusal::NotTheNotice);
}

#[test]
fn the_network_erases_by_retention_no_sooner_than_it_says() {
    let by_retention = PersonalDataErased { actor: actor(BILAL), reason: ErasureReason::Retention };
    let keeps = |retention_days| SettingsChanged { retention_days, ..SettingsChanged::nothing(the_network()) };
    let left = || network().and([Left { actor: actor(BILAL) }]);
    left().when(Command::Erase(by_retention.clone())).refuses(Refusal::StillRetained);
    left().and([keeps(Some(30))]).when(Command::Erase(by_retention)).refuses(Refusal::StillRetained);
}

#[test]
fn data_is_erased_also_when_the_network_is_closed() {
    let closed = network().and([Archived { network: the_network() }]);
    let erased = PersonalDataErased { actor: actor(BILAL), reason: ErasureReason::OwnRequest };
    closed.when(Command::Erase(erased.clone())).then([erased]);
}
