#![allow(clippy::unwrap_used)]
use uuid::Uuid;

use super::*;
use crate::actor::{self, ActorKind, Left, RepresentationStarted, RoleExpired, RoleGranted, RoleRevoked};
use crate::audience;
use crate::class::CommonText;
use crate::envelope::{Act, By};
use crate::given::{Given, actor, at, founding, given, joined, text};
use crate::ids::Stamp;

const ANNE: u8 = 1;
const BILAL: u8 = 2;
const CLUB: u8 = 3;
const YOUNG: u8 = 1;

fn audience(n: u8) -> AudienceId {
    AudienceId(Uuid::from_u128(u128::from(n)))
}

fn defined(n: u8) -> audience::Defined {
    audience::Defined { audience: audience(n), name: CommonText(text()), description: None, estimated_size: None }
}

fn network() -> Given {
    given([founding()])
        .and([joined(ANNE, ActorKind::Person), joined(BILAL, ActorKind::Person)])
        .and([joined(CLUB, ActorKind::Organisation)])
        .and([defined(YOUNG)])
}

fn invited(n: u8) -> Invited {
    Invited { driver: actor(n) }
}

fn accepted(n: u8) -> Accepted {
    Accepted { driver: actor(n) }
}

fn declined(n: u8) -> Declined {
    Declined { driver: actor(n), reason: Some(OwnText(text())) }
}

fn stepped_back(n: u8) -> SteppedBack {
    SteppedBack { driver: actor(n), reason: None }
}

fn granted(n: u8, until: Option<Stamp>) -> RoleGranted {
    RoleGranted { actor: actor(n), role: Role::Driver, until }
}

fn committed(n: u8, goal: bool) -> Committed {
    Committed { driver: actor(n), audience: audience(YOUNG), goal: goal.then(|| OwnText(text())) }
}

fn released(n: u8) -> Released {
    Released { driver: actor(n), was_audience: audience(YOUNG) }
}

/// Bilal was invited.
fn asked() -> Given {
    network().and([invited(BILAL)])
}

/// Bilal drives.
fn with_a_driver() -> Given {
    asked().and_by(BILAL, [accepted(BILAL)]).and([granted(BILAL, None)])
}

fn is_committed(given: Given) -> bool {
    given.state().driver.commitment(actor(BILAL), audience(YOUNG)).is_some()
}

#[test]
fn who_takes_part_and_does_not_drive_is_invited_once() {
    let invite = |n| Command::Invite(actor(n));
    network().when(invite(BILAL)).then([invited(BILAL)]);
    network().when(invite(CLUB)).then([invited(CLUB)]);
    asked().when(invite(BILAL)).then_nothing();
    asked().does_not_admit(invited(BILAL), Refusal::AlreadyInvited);
    network().when(invite(99)).refuses(Refusal::UnknownDriver);
    network().and([Left { actor: actor(BILAL) }]).when(invite(BILAL)).refuses(Refusal::DriverLeft);
    with_a_driver().when(invite(BILAL)).refuses(Refusal::AlreadyDriving);
    network().and([granted(BILAL, None)]).when(invite(BILAL)).refuses(Refusal::AlreadyDriving);
    let declined = asked().and_by(BILAL, [declined(BILAL)]);
    declined.when(invite(BILAL)).then([invited(BILAL)]);
}

#[test]
fn each_answers_once_and_for_themselves() {
    asked().by(BILAL).when(Command::Accept(actor(BILAL))).then([accepted(BILAL)]);
    asked().by(BILAL).when(Command::Decline(declined(BILAL))).then([declined(BILAL)]);
    asked().when(Command::Accept(actor(BILAL))).refuses(Refusal::NotTheDriver);
    asked().when(Command::Decline(declined(BILAL))).refuses(Refusal::NotTheDriver);
    network().by(BILAL).when(Command::Accept(actor(BILAL))).refuses(Refusal::NotInvited);
    let answered = || with_a_driver().by(BILAL);
    answered().when(Command::Accept(actor(BILAL))).refuses(Refusal::NotInvited);
    answered().when(Command::Decline(declined(BILAL))).refuses(Refusal::NotInvited);
    network().when(Command::Accept(actor(99))).refuses(Refusal::NoSuchDriver);
    // An invitation does not outlive its actor's leaving.
    let back = asked().and([Left { actor: actor(BILAL) }]).and([actor::Reactivated { actor: actor(BILAL) }]);
    back.by(BILAL).when(Command::Accept(actor(BILAL))).refuses(Refusal::NotInvited);
}

#[test]
fn an_organisation_drives_through_who_represents_it() {
    let represented = network().and([RepresentationStarted { actor: actor(BILAL), organisation: actor(CLUB) }]);
    let in_its_name = Act { on_behalf_of: Some(actor(CLUB)), ..Act::by(By::Actor(actor(BILAL))) };
    let asked = represented.and([invited(CLUB)]).acting(in_its_name);
    asked.clone().when(Command::Accept(actor(CLUB))).then([accepted(CLUB)]);
    let drives = asked.and([accepted(CLUB)]).and([granted(CLUB, None)]);
    drives.clone().when(Command::Commit(committed(CLUB, true))).then([committed(CLUB, true)]);
    drives.by(BILAL).when(Command::Commit(committed(CLUB, true))).refuses(Refusal::NotTheDriver);
}

#[test]
fn only_who_holds_the_role_commits_and_steps_back() {
    let driver = || with_a_driver().by(BILAL);
    driver().when(Command::Commit(committed(BILAL, false))).then([committed(BILAL, false)]);
    driver().when(Command::StepBack(stepped_back(BILAL))).then([stepped_back(BILAL)]);
    asked().by(BILAL).when(Command::Commit(committed(BILAL, false))).refuses(Refusal::NotDriving);
    asked().by(BILAL).when(Command::StepBack(stepped_back(BILAL))).refuses(Refusal::NotDriving);
    with_a_driver().when(Command::Commit(committed(BILAL, false))).refuses(Refusal::NotTheDriver);
    with_a_driver().when(Command::StepBack(stepped_back(BILAL))).refuses(Refusal::NotTheDriver);
    // Granted by hand it is the same, until its end.
    let by_hand = || network().and([granted(BILAL, Some(at(10)))]).by(BILAL);
    by_hand().later(9).when(Command::Commit(committed(BILAL, true))).then([committed(BILAL, true)]);
    by_hand().later(10).when(Command::Commit(committed(BILAL, true))).refuses(Refusal::NotDriving);
}

#[test]
fn a_commitment_is_made_once_and_its_goal_is_replaced() {
    let plain = || with_a_driver().and_by(BILAL, [committed(BILAL, false)]).by(BILAL);
    plain().when(Command::Commit(committed(BILAL, false))).then_nothing();
    plain().does_not_admit(committed(BILAL, false), Refusal::AlreadyCommitted);
    let with_goal = || plain().and([committed(BILAL, true)]);
    with_goal().when(Command::Commit(committed(BILAL, true))).then([committed(BILAL, true)]);
    with_goal().when(Command::Commit(committed(BILAL, false))).then([committed(BILAL, false)]);
    let elsewhere = Committed { audience: audience(9), ..committed(BILAL, false) };
    plain().when(Command::Commit(elsewhere)).refuses(audience::Refusal::UnknownAudience);
}

#[test]
fn a_commitment_is_released_also_where_the_audience_was_retired() {
    let with = || with_a_driver().and_by(BILAL, [committed(BILAL, false)]);
    with().by(BILAL).when(Command::Release(released(BILAL))).then([released(BILAL)]);
    let retired = with().and([audience::Retired { audience: audience(YOUNG) }]);
    retired.by(BILAL).when(Command::Release(released(BILAL))).then([released(BILAL)]);
    with_a_driver().by(BILAL).when(Command::Release(released(BILAL))).then_nothing();
    with_a_driver().by(BILAL).does_not_admit(released(BILAL), Refusal::NotCommitted);
    with().when(Command::Release(released(BILAL))).refuses(Refusal::NotTheDriver);
}

#[test]
fn commitments_end_with_the_role_and_do_not_come_back_with_it() {
    let with = || with_a_driver().and_by(BILAL, [committed(BILAL, false)]);
    assert!(is_committed(with()));
    let revoked = || RoleRevoked { actor: actor(BILAL), role: Role::Driver };
    assert!(!is_committed(with().and([revoked()]).and([granted(BILAL, None)])));
    assert!(!is_committed(with().and_by(BILAL, [stepped_back(BILAL)])));
    assert!(!is_committed(with().and([Left { actor: actor(BILAL) }])));
    let prolonged = with().and([granted(BILAL, Some(at(10)))]);
    assert!(is_committed(prolonged.clone()), "another grant of the same role goes on with it");
    let expired = RoleExpired { actor: actor(BILAL), role: Role::Driver };
    assert!(!is_committed(prolonged.later(10).and([expired])));
    let tutor = RoleGranted { role: Role::Tutor, ..granted(BILAL, None) };
    let other = with().and([tutor]).and([RoleRevoked { role: Role::Tutor, ..revoked() }]);
    assert!(is_committed(other), "other roles have nothing to do with it");
}
