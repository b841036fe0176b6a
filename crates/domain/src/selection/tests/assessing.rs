//! Assessments.

use super::*;
use crate::given::When;

fn score(n: u8) -> Score {
    Score::try_from(n).unwrap()
}

/// Of one person, as a command gives it: what was before is told by the rules.
fn assess(of: u8, by: u16, n: u8) -> Assessed {
    Assessed {
        selection: selection(1),
        assessor: pseudonym(1),
        candidate: candidate(of),
        criterion: CriterionNo(by),
        score: score(n),
        was: None,
        here: 0,
        elsewhere: 0,
        comment: None,
    }
}

fn take_back(of: u8, by: u16) -> AssessmentWithdrawn {
    AssessmentWithdrawn {
        selection: selection(1),
        assessor: pseudonym(1),
        candidate: candidate(of),
        criterion: CriterionNo(by),
        was: score(0),
        here: 0,
        elsewhere: 0,
    }
}

fn when(given: Given, e: Assessed) -> When {
    given.when(Command::Assess(e))
}

#[test]
fn an_assessment_tells_what_it_was_before_and_how_many_stand_beside_it() {
    when(open(), assess(1, 1, 3)).then([assess(1, 1, 3)]);
    let one = || open().after(Command::Assess(assess(1, 1, 3)));
    when(one(), assess(1, 1, 3)).then_nothing();
    when(one(), assess(1, 1, 0)).then([Assessed { was: Some(score(3)), ..assess(1, 1, 0) }]);
    when(one(), assess(1, 2, 4)).then([Assessed { here: 1, ..assess(1, 2, 4) }]);
    when(one(), assess(2, 1, 4)).then([Assessed { elsewhere: 1, ..assess(2, 1, 4) }]);
    let other = Assessed { assessor: pseudonym(2), ..assess(1, 2, 4) };
    when(one(), other.clone()).then([other]);
    for doctored in [
        Assessed { was: Some(score(2)), ..assess(1, 1, 0) },
        Assessed { was: Some(score(3)), here: 1, ..assess(1, 1, 0) },
        Assessed { was: Some(score(3)), elsewhere: 1, ..assess(1, 1, 0) },
    ] {
        one().does_not_admit(doctored, Refusal::WasDiffers);
    }
}

#[test]
fn a_comment_is_replaced_with_its_score() {
    let comment = Some(OwnText(text()));
    let commented = Assessed { comment, ..assess(1, 1, 3) };
    when(open(), commented.clone()).then([commented.clone()]);
    let with = || open().and([commented.clone()]);
    when(with(), assess(1, 1, 3)).then([Assessed { was: Some(score(3)), ..assess(1, 1, 3) }]);
    when(with(), commented.clone()).then([Assessed { was: Some(score(3)), ..commented.clone() }]);
}

#[test]
fn what_was_said_is_taken_back() {
    let both = || open().after(Command::Assess(assess(1, 1, 3))).after(Command::Assess(assess(2, 1, 4)));
    let back = AssessmentWithdrawn { was: score(3), elsewhere: 1, ..take_back(1, 1) };
    both().when(Command::WithdrawAssessment(take_back(1, 1))).then([back.clone()]);
    both().does_not_admit(take_back(1, 1), Refusal::WasDiffers);
    open().when(Command::WithdrawAssessment(take_back(1, 1))).refuses(Refusal::NotAssessed);
    open().does_not_admit(take_back(1, 1), Refusal::NotAssessed);
    let again = both().and([back]).after(Command::WithdrawAssessment(take_back(2, 1)));
    assert!(row(&again).assessments.is_empty(), "nobody stays who said nothing");
}

#[test]
fn persons_assess_what_stands_while_it_is_open() {
    let club = || open().and([crate::given::joined(7, crate::actor::ActorKind::Organisation)]).by(7);
    when(club(), assess(1, 1, 3)).refuses(Refusal::NotAPerson);
    when(open(), assess(3, 1, 3)).refuses(Refusal::CandidateUnfit);
    when(open().and([withdrawn(1)]), assess(1, 1, 3)).refuses(Refusal::CandidateUnfit);
    when(open(), assess(1, 4, 3)).refuses(Refusal::CriterionUnfit);
    when(selecting(), assess(1, 1, 3)).refuses(Refusal::NotOpen);
    when(open().and([closed()]), assess(1, 1, 3)).refuses(Refusal::NotOpen);
    when(adopted(), assess(1, 1, 3)).refuses(Refusal::UnknownSelection);
    let timed = || selecting_openly(Some(50)).after(Command::Assess(assess(1, 1, 3)));
    when(timed().later(50), assess(1, 1, 4)).refuses(Refusal::Late);
    timed().later(50).when(Command::WithdrawAssessment(take_back(1, 1))).refuses(Refusal::Late);
}
