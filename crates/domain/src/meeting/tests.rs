use super::*;
use crate::actor::{ActorKind, Left};
use crate::class::Few;
use crate::contribution::SubmittedKind;
use crate::envelope::{Act, By};
use crate::given::{Given, actor, at, contribution, discussion, joined, pseudonym, submitted, text};
use crate::ids::{ActorId, EventId};

/// Who acts in these tests: `given::someone`.
const ANNE: u8 = 1;
const BILAL: u8 = 2;
const CHLOE: u8 = 3;
const IDEA: u8 = 7;

fn meeting() -> MeetingId {
    MeetingId(uuid::Uuid::from_u128(1))
}

fn unknown() -> MeetingId {
    MeetingId(uuid::Uuid::from_u128(99))
}

/// From a moment to another; what is given happens at 1, what is asked at 2.
fn planned(starts_at: i64, ends_at: i64) -> Planned {
    Planned {
        meeting: meeting(),
        kind: MeetingKind::Workshop,
        starts_at: at(starts_at),
        ends_at: at(ends_at),
        title: CommonText(text()),
        place: Some(CommonText(text())),
        link: None,
        agenda: None,
        audience: None,
        group: None,
        capacity: Some(2),
    }
}

fn revised() -> Revised {
    let (title, place) = (CommonText(text()), Some(CommonText(text())));
    let (link, agenda, audience, group, capacity) = (None, None, None, None, Some(2));
    Revised { meeting: meeting(), title, place, link, agenda, audience, group, capacity }
}

fn people() -> Given {
    discussion(6).and([joined(BILAL, ActorKind::Person), joined(CHLOE, ActorKind::Person)]).and([submitted(
        IDEA,
        SubmittedKind::Idea,
        None,
    )])
}

/// A meeting that is to come.
fn ahead() -> Given {
    people().and([planned(10, 20)])
}

/// One that has begun.
fn begun() -> Given {
    people().and([planned(0, 20)])
}

fn cancelled() -> Cancelled {
    Cancelled { meeting: meeting(), reason: CommonText(text()) }
}

fn registered(person: u8) -> Registered {
    Registered { meeting: meeting(), person: pseudonym(person) }
}

fn unregistered(person: u8) -> Unregistered {
    Unregistered { meeting: meeting(), person: pseudonym(person) }
}

fn counted(count: u32) -> AttendanceRecorded {
    AttendanceRecorded { meeting: meeting(), count }
}

fn attended(person: u8) -> Attended {
    Attended { meeting: meeting(), person: pseudonym(person) }
}

fn drafted(draft: u32) -> MinutesDrafted {
    MinutesDrafted { meeting: meeting(), draft, minutes: OwnText(text()) }
}

fn named(draft: u32, approvers: &[u8]) -> ApproversNamed {
    let approvers = Few::new(approvers.iter().copied().map(actor).collect()).unwrap();
    ApproversNamed { meeting: meeting(), draft, approvers }
}

fn offer() -> ApprovalOffered {
    ApprovalOffered { meeting: meeting() }
}

fn approved(draft: u32) -> MinutesApproved {
    MinutesApproved { meeting: meeting(), draft }
}

fn published(draft: u32) -> MinutesPublished {
    MinutesPublished { meeting: meeting(), draft, minutes: CommonText(text()) }
}

fn publish(draft: u32) -> Command {
    Command::Publish { meeting: meeting(), draft, minutes: Some(CommonText(text())) }
}

fn draft_of(meeting: MeetingId) -> Command {
    Command::Draft { meeting, minutes: OwnText(text()) }
}

fn linked(contribution: ContributionId) -> Linked {
    Linked { meeting: meeting(), contribution }
}

/// The first draft is Bilal's, the second Anne's; Anne and Chloé were there, and offered to approve.
fn drafts() -> Given {
    begun()
        .and([counted(5)])
        .and([attended(ANNE), attended(CHLOE)])
        .and_by(BILAL, [drafted(1)])
        .and([drafted(2)])
        .and([offer()])
        .and_by(CHLOE, [offer()])
}

/// The first draft is put to approval by both.
fn in_approval() -> Given {
    drafts().and([named(1, &[ANNE, CHLOE])])
}

/// The first draft is approved.
fn settled() -> Given {
    in_approval().and([approved(1)]).and_by(CHLOE, [approved(1)]).and([published(1)])
}

#[test]
fn a_meeting_is_planned_somewhere_and_ends_after_it_begins() {
    people().when(Command::Plan(planned(10, 20))).then([planned(10, 20)]);
    people().when(Command::Plan(planned(0, 1))).then([planned(0, 1)]);
    let on_the_web = Planned { place: None, link: Some(CommonText(text())), ..planned(10, 20) };
    people().when(Command::Plan(on_the_web.clone())).then([on_the_web]);
    ahead().when(Command::Plan(planned(10, 20))).refuses(Refusal::IdTaken);
    let nowhere = Planned { place: None, ..planned(10, 20) };
    people().when(Command::Plan(nowhere)).refuses(Refusal::WhereMissing);
    people().when(Command::Plan(planned(10, 10))).refuses(Refusal::EndsTooSoon);
    let for_nobody = Planned { capacity: Some(0), ..planned(10, 20) };
    people().when(Command::Plan(for_nobody)).refuses(Refusal::CapacityTooSmall);
}

#[test]
fn what_is_told_of_a_meeting_is_replaced() {
    ahead().when(Command::Revise(revised())).then([revised()]);
    let nowhere = Revised { place: None, ..revised() };
    ahead().when(Command::Revise(nowhere)).refuses(Refusal::WhereMissing);
    let for_one = Revised { capacity: Some(1), ..revised() };
    let two = ahead().and([registered(1), registered(2)]);
    two.when(Command::Revise(for_one)).refuses(Refusal::CapacityTooSmall);
    let elsewhere = Revised { meeting: unknown(), ..revised() };
    ahead().when(Command::Revise(elsewhere)).refuses(Refusal::UnknownMeeting);
}

#[test]
fn a_meeting_is_moved_to_another_time() {
    let moved = |starts_at, ends_at| Rescheduled { meeting: meeting(), starts_at: at(starts_at), ends_at: at(ends_at) };
    ahead().when(Command::Reschedule(moved(30, 40))).then([moved(30, 40)]);
    ahead().when(Command::Reschedule(moved(10, 20))).then_nothing();
    ahead().when(Command::Reschedule(moved(30, 30))).refuses(Refusal::EndsTooSoon);
    let state = ahead().and([moved(30, 40)]).state();
    assert_eq!(state.meeting.get(meeting()).map(|row| (row.starts_at, row.version)), Some((at(30), Version(2))));
}

#[test]
fn what_was_cancelled_takes_nothing_more_and_what_was_held_is_not_cancelled() {
    ahead().when(Command::Cancel(cancelled())).then([cancelled()]);
    let gone = || begun().and([cancelled()]);
    let moved = Rescheduled { meeting: meeting(), starts_at: at(30), ends_at: at(40) };
    for command in [
        Command::Cancel(cancelled()),
        Command::Revise(revised()),
        Command::Reschedule(moved),
        Command::Register(registered(1)),
        Command::Unregister(unregistered(1)),
        Command::RecordAttendance(counted(1)),
        Command::Attend(attended(1)),
        draft_of(meeting()),
        Command::OfferApproval(offer()),
        Command::Link(linked(contribution(IDEA))),
    ] {
        gone().when(command).refuses(Refusal::MeetingCancelled);
    }
    begun().and([counted(0)]).when(Command::Cancel(cancelled())).refuses(Refusal::MeetingWasHeld);
}

#[test]
fn a_person_registers_once_while_there_is_room_and_time() {
    ahead().when(Command::Register(registered(1))).then([registered(1)]);
    ahead().when(Command::Unregister(unregistered(1))).then_nothing();
    let with = || ahead().and([registered(1)]);
    with().when(Command::Register(registered(1))).then_nothing();
    with().does_not_admit(registered(1), Refusal::AlreadyRegistered);
    with().when(Command::Unregister(unregistered(1))).then([unregistered(1)]);
    ahead().does_not_admit(unregistered(1), Refusal::NotRegistered);
    let full = || with().and([registered(2)]);
    full().when(Command::Register(registered(3))).refuses(Refusal::MeetingFull);
    full().and([unregistered(2)]).when(Command::Register(registered(3))).then([registered(3)]);
    let over = || people().and([planned(0, 2)]).and([registered(1)]);
    over().when(Command::Register(registered(2))).refuses(Refusal::RegistrationOver);
    over().when(Command::Unregister(unregistered(1))).refuses(Refusal::RegistrationOver);
    let unlimited = people().and([Planned { capacity: None, ..planned(10, 20) }]).and([registered(1), registered(2)]);
    unlimited.when(Command::Register(registered(3))).then([registered(3)]);
}

#[test]
fn no_more_persons_are_named_than_were_counted() {
    let withdrawn = AttendanceWithdrawn { meeting: meeting(), person: pseudonym(1) };
    ahead().when(Command::RecordAttendance(counted(3))).refuses(Refusal::NotBegun);
    begun().when(Command::RecordAttendance(counted(3))).then([counted(3)]);
    begun().and([counted(3)]).when(Command::RecordAttendance(counted(3))).then_nothing();
    begun().when(Command::Attend(attended(1))).refuses(Refusal::CountBelowNamed);
    let one = || begun().and([counted(1)]).and([attended(1)]);
    one().when(Command::Attend(attended(1))).then_nothing();
    one().does_not_admit(attended(1), Refusal::AlreadyNamed);
    one().when(Command::Attend(attended(2))).refuses(Refusal::CountBelowNamed);
    one().when(Command::RecordAttendance(counted(0))).refuses(Refusal::CountBelowNamed);
    one().when(Command::WithdrawAttendance(withdrawn.clone())).then([withdrawn.clone()]);
    begun().when(Command::WithdrawAttendance(withdrawn.clone())).then_nothing();
    begun().does_not_admit(withdrawn.clone(), Refusal::NotNamed);
    one().and([withdrawn]).when(Command::RecordAttendance(counted(0))).then([counted(0)]);
}

#[test]
fn drafts_are_numbered_one_after_another() {
    ahead().when(draft_of(meeting())).refuses(Refusal::NotBegun);
    begun().when(draft_of(meeting())).then([drafted(1)]);
    drafts().when(draft_of(meeting())).then([drafted(3)]);
    drafts().does_not_admit(drafted(2), Refusal::DraftNumberDiffers);
}

#[test]
fn only_who_attended_offers_to_approve() {
    let with = || begun().and([counted(5)]).and([attended(ANNE)]);
    let who = |person| Fact::Known(pseudonym(person));
    with().knowing_person(who(ANNE)).when(Command::OfferApproval(offer())).then([offer()]);
    with().knowing_person(who(BILAL)).when(Command::OfferApproval(offer())).refuses(Refusal::NotAnAttendee);
    with().when(Command::OfferApproval(offer())).then([offer()]);
    drafts().when(Command::OfferApproval(offer())).then_nothing();
    drafts().does_not_admit(offer(), Refusal::AlreadyOffered);
    with().acting(Act::by(By::System)).does_not_admit(offer(), Refusal::NotAnAttendee);
}

#[test]
fn a_draft_is_put_to_approval_by_others_than_its_author_who_offered() {
    drafts().when(Command::NameApprovers(named(1, &[ANNE, CHLOE]))).then([named(1, &[ANNE, CHLOE])]);
    in_approval().when(Command::NameApprovers(named(1, &[CHLOE, ANNE]))).then_nothing();
    in_approval().when(Command::NameApprovers(named(1, &[CHLOE]))).then([named(1, &[CHLOE])]);
    in_approval().when(Command::NameApprovers(named(2, &[CHLOE]))).then([named(2, &[CHLOE])]);
    drafts().when(Command::NameApprovers(named(1, &[]))).refuses(Refusal::ApproversMissing);
    drafts().when(Command::NameApprovers(named(1, &[ANNE, BILAL]))).refuses(Refusal::ApprovalNotOffered);
    drafts().when(Command::NameApprovers(named(2, &[ANNE, CHLOE]))).refuses(Refusal::DrafterApproves);
    for unknown in [0, 3] {
        drafts().when(Command::NameApprovers(named(unknown, &[CHLOE]))).refuses(Refusal::UnknownDraft);
    }
    let left = drafts().and([Left { actor: actor(CHLOE) }]);
    left.when(Command::NameApprovers(named(1, &[CHLOE]))).refuses(Refusal::ApprovalNotOffered);
    settled().when(Command::NameApprovers(named(1, &[CHLOE]))).refuses(Refusal::DraftAlreadyApproved);
}

#[test]
fn those_who_were_named_approve_what_was_put_to_them() {
    in_approval().when(Command::Approve(approved(1))).then([approved(1)]);
    in_approval().when(Command::Approve(approved(2))).refuses(Refusal::DraftNotInApproval);
    drafts().when(Command::Approve(approved(1))).refuses(Refusal::DraftNotInApproval);
    drafts().when(Command::Approve(approved(3))).refuses(Refusal::UnknownDraft);
    in_approval()
        .acting(Act::by(By::Actor(actor(BILAL))))
        .when(Command::Approve(approved(1)))
        .refuses(Refusal::NotAnApprover);
    in_approval().acting(Act::by(By::Operator)).when(Command::Approve(approved(1))).refuses(Refusal::NotAnApprover);
    let once = || in_approval().and([approved(1)]);
    once().when(Command::Approve(approved(1))).then_nothing();
    once().does_not_admit(approved(1), Refusal::AlreadyApproved);
    // Whose attendance was withdrawn since approves nothing.
    let withdrawn = AttendanceWithdrawn { meeting: meeting(), person: pseudonym(ANNE) };
    let gone = in_approval().and([withdrawn]).knowing_person(Fact::Known(pseudonym(ANNE)));
    gone.when(Command::Approve(approved(1))).refuses(Refusal::NotAnAttendee);
    // Who is named anew is asked anew.
    once().and([named(1, &[ANNE])]).when(Command::Approve(approved(1))).then([approved(1)]);
}

#[test]
fn minutes_are_published_when_all_have_approved_and_not_before() {
    let once = || in_approval().and([approved(1)]);
    once().when(publish(1)).then_nothing();
    once().does_not_admit(published(1), Refusal::ApprovalsMissing);
    let both = || once().and_by(CHLOE, [approved(1)]);
    both().when(publish(1)).then([published(1)]);
    both().when(publish(2)).then_nothing();
    both().does_not_admit(published(2), Refusal::DraftNotInApproval);
    let erased = Command::Publish { meeting: meeting(), draft: 1, minutes: None };
    both().when(erased).refuses(Refusal::DraftErased);
    settled().when(publish(1)).then_nothing();
}

#[test]
fn approved_minutes_are_corrected_by_a_draft_that_says_so_and_needs_approval_again() {
    settled().when(draft_of(meeting())).refuses(Refusal::CorrectionExpected);
    let act = Act { corrects: Some(EventId(uuid::Uuid::from_u128(5))), ..Act::by(By::Actor(actor(BILAL))) };
    settled().acting(act.clone()).when(draft_of(meeting())).then([drafted(3)]);
    let corrected = || settled().and_told(&act, [drafted(3)]);
    corrected().when(publish(3)).then_nothing();
    let again = || corrected().and_by(ANNE, [named(3, &[ANNE])]).and_by(ANNE, [approved(3)]);
    again().when(publish(3)).then([published(3)]);
    let state = again().and_by(ANNE, [published(3)]).state();
    assert!(
        state.meeting.get(meeting()).is_some_and(|row| row.minutes.are_approved() && row.minutes.round().is_none())
    );
}

#[test]
fn a_contribution_is_born_in_a_meeting_once() {
    let unlinked = Unlinked { meeting: meeting(), contribution: contribution(IDEA) };
    let idea = || linked(contribution(IDEA));
    ahead().when(Command::Link(idea())).then([idea()]);
    ahead().when(Command::Link(linked(contribution(99)))).refuses(Refusal::UnknownChild);
    ahead().when(Command::Unlink(unlinked.clone())).then_nothing();
    ahead().does_not_admit(unlinked.clone(), Refusal::NotBornThere);
    let with = || ahead().and([idea()]);
    with().when(Command::Link(idea())).then_nothing();
    with().does_not_admit(idea(), Refusal::AlreadyBornThere);
    with().when(Command::Unlink(unlinked.clone())).then([unlinked]);
}

#[test]
fn what_others_do_to_a_meeting_does_not_change_its_version() {
    let version = |given: Given| given.state().version(Object::Meeting(meeting()));
    assert_eq!(version(ahead()), Some(Version(1)));
    assert_eq!(version(ahead().and([registered(1)]).and([linked(contribution(IDEA))])), Some(Version(1)));
    assert_eq!(version(begun().and([counted(5)]).and([attended(1)])), Some(Version(2)));
    // Planned, counted, drafted twice, put to approval, published.
    assert_eq!(version(settled()), Some(Version(6)));
    assert_eq!(ahead().state().version(Object::Actor(ActorId(uuid::Uuid::nil()))), None);
}
