//! Preparation, criteria, the opening and the close.

use super::*;
use crate::decision::Voided;
use crate::ids::MeetingId;
use crate::meeting::{Cancelled, MeetingKind, Planned};

fn opened() -> Opened {
    let criteria = [(1, 8), (2, 4), (3, 2)].map(|(n, w)| Weighed { number: CriterionNo(n), weight: weight(w) });
    Opened {
        selection: selection(1),
        criteria: Frozen::new(criteria.to_vec()).unwrap(),
        candidates: Candidates::new(vec![candidate(1), candidate(2)]).unwrap(),
        assess_until: None,
    }
}

fn open_now() -> Command {
    Command::Open(selection(1), None)
}

fn with_two() -> Given {
    selecting().and([tool(1, 0, 0), tool(2, 0, 0)])
}

#[test]
fn an_adopted_version_gives_a_criterion_for_each_requirement_that_people_want() {
    let asked = Prepared { criteria: Criteria::default(), ..prepared() };
    adopted().when(Command::Prepare(asked.clone())).then([prepared()]);
    adopted().does_not_admit(asked, Refusal::CriteriaDiffer);
    selecting().when(Command::Prepare(prepared())).refuses(Refusal::IdTaken);
    let unknown = Prepared { version: version(9), ..prepared() };
    adopted().when(Command::Prepare(unknown)).refuses(Refusal::UnknownVersion);
}

#[test]
fn a_version_whose_adoption_was_voided_gives_none() {
    let voided = adopted().and([Voided { decision: decision(1), reason: common() }]);
    voided.when(Command::Prepare(prepared())).refuses(Refusal::VersionNotAdopted);
}

#[test]
fn criteria_are_changed_added_and_withdrawn_until_it_opens() {
    let set = Command::SetCriterion;
    selecting().when(set(criterion(1, 9, false))).then([criterion(1, 9, false)]);
    selecting().when(set(criterion(1, 8, false))).then_nothing();
    selecting().when(set(criterion(4, 1, true))).then([criterion(4, 1, true)]);
    selecting().when(set(criterion(4, 1, false))).refuses(Refusal::CriterionUntitled);
    selecting().when(set(criterion(5, 1, true))).refuses(Refusal::UnknownCriterion);
    adopted().when(set(criterion(1, 1, false))).refuses(Refusal::UnknownSelection);
    let gone = || selecting().and([criterion_withdrawn(2)]);
    gone().when(set(criterion(2, 1, true))).refuses(Refusal::UnknownCriterion);
    gone().when(Command::WithdrawCriterion(criterion_withdrawn(2))).refuses(Refusal::UnknownCriterion);
    open().when(set(criterion(1, 9, false))).refuses(Refusal::Opened);
    selecting().and([abandoned()]).when(set(criterion(1, 9, false))).refuses(Refusal::Over);
    let row = row(&selecting().and([criterion(1, 9, true)]));
    assert_eq!(row.criteria[&CriterionNo(1)].unwrap().requirement, Some(requirement(1)), "it stays a requirement's");
    let many = u16::try_from(MAX_CRITERIA).unwrap();
    let full = selecting().and((4..=many).map(|n| criterion(n, 0, true)));
    full.when(set(criterion(many + 1, 1, true))).refuses(Refusal::TooManyCriteria);
}

#[test]
fn an_opening_freezes_what_stands() {
    with_two().when(open_now()).then([opened()]);
    let other = Opened { candidates: Candidates::new(vec![candidate(1)]).unwrap(), ..opened() };
    with_two().does_not_admit(other, Refusal::OpeningDiffers);
    selecting().and([tool(1, 0, 0)]).when(open_now()).refuses(Refusal::TooFewCandidates);
    with_two().and([withdrawn(1)]).when(open_now()).refuses(Refusal::TooFewCandidates);
    open().when(open_now()).refuses(Refusal::Opened);
    let weightless = with_two().and([criterion(1, 0, false), criterion(2, 0, false)]).and([criterion_withdrawn(3)]);
    weightless.when(open_now()).refuses(Refusal::NothingCounts);
    with_two().when(Command::Open(selection(1), Some(at(2)))).refuses(Refusal::AssessUntilPast);
    let until = Opened { assess_until: Some(at(3)), ..opened() };
    with_two().when(Command::Open(selection(1), Some(at(3)))).then([until]);
}

#[test]
fn it_closes_once_by_a_command_or_by_its_time() {
    open().when(close()).then([closed()]);
    open().and([closed()]).when(close()).then_nothing();
    open().and([closed()]).does_not_admit(closed(), Refusal::NotOpen);
    selecting().when(close()).refuses(Refusal::NotOpen);
    let timed = || selecting_openly(Some(50));
    let due = |given: Given, ms| crate::due::due(&given.state(), at(ms));
    assert_eq!(due(timed(), 49).next, Some(at(50)));
    assert_eq!(due(timed(), 50).commands, vec![close().into()]);
    for over in [timed().and([closed()]), timed().and([abandoned()])] {
        assert_eq!(due(over, 50).commands, vec![]);
    }
}

#[test]
fn it_is_given_up_once() {
    for going_on in [selecting(), open(), open().and([closed()])] {
        going_on.when(Command::Abandon(abandoned())).then([abandoned()]);
    }
    selecting().and([abandoned()]).when(Command::Abandon(abandoned())).refuses(Refusal::Over);
}

pub(super) fn meeting(n: u8) -> MeetingId {
    MeetingId(uuid::Uuid::from_u128(n.into()))
}

pub(super) fn planned(n: u8, kind: MeetingKind) -> Planned {
    Planned {
        meeting: meeting(n),
        kind,
        starts_at: at(10),
        ends_at: at(20),
        title: common(),
        place: Some(common()),
        link: None,
        agenda: None,
        audience: None,
        group: None,
        capacity: None,
    }
}

#[test]
fn candidates_are_presented_in_one_meeting_at_a_time() {
    let linked = |n| PresentationLinked { selection: selection(1), meeting: meeting(n) };
    let link = |n| Command::LinkPresentation(linked(n));
    let unlink = || Command::UnlinkPresentation(selection(1));
    let unlinked = || PresentationUnlinked { selection: selection(1), meeting: meeting(1) };
    let with = || {
        let kinds = [(1, MeetingKind::Presentation), (2, MeetingKind::Presentation), (3, MeetingKind::Workshop)];
        selecting().and(kinds.map(|(n, kind)| planned(n, kind)))
    };
    with().when(link(1)).then([linked(1)]);
    with().when(link(3)).refuses(Refusal::NoPresentation);
    with().when(link(9)).refuses(Refusal::UnknownMeeting);
    let cancelled = Cancelled { meeting: meeting(1), reason: common() };
    with().and([cancelled]).when(link(1)).refuses(Refusal::NoPresentation);
    let presented = || with().and([linked(1)]);
    presented().when(link(1)).then_nothing();
    presented().does_not_admit(linked(1), Refusal::PresentationDiffers);
    presented().when(link(2)).then([linked(2)]);
    presented().when(unlink()).then([unlinked()]);
    with().when(unlink()).then_nothing();
    with().does_not_admit(unlinked(), Refusal::PresentationDiffers);
    presented().and([abandoned()]).when(unlink()).refuses(Refusal::Over);
    with().and([abandoned()]).when(link(1)).refuses(Refusal::Over);
}
