use super::*;
use crate::due::due;
use crate::envelope::{Act, By, Evidence};

fn tie(n: u8) -> Tie {
    Tie { actor: actor(n), frequency: Frequency::Weekly, channel: Channel::Meeting }
}

fn said(question: QuestionNo, answer: Answer) -> Command {
    answers([(question, answer)])
}

#[test]
fn who_is_asked_answers_and_answers_anew_until_the_close() {
    let command = || said(SCALE, Answer::Scale(4));
    let first = answered(ELUE, false);
    running().by(ELUE).when(command()).then([first.clone()]);
    running().and([first.clone()]).by(ELUE).when(command()).then([answered(ELUE, true)]);
    draft().by(ELUE).when(command()).refuses(Refusal::NotOpen);
    running().by(ELUE).later(CLOSES).when(command()).refuses(Refusal::Late);
    running().and([closed(0)]).by(ELUE).when(command()).refuses(Refusal::NotOpen);
    running().and([first]).does_not_admit(answered(ELUE, false), Refusal::WasDiffers);
    running().does_not_admit(answered(ELUE, true), Refusal::WasDiffers);
}

#[test]
fn persons_of_the_audiences_answer_and_nobody_else() {
    let command = || said(SCALE, Answer::Scale(4));
    running().by(CLUB).when(command()).refuses(Refusal::NotAddressed);
    let only = Opened { audiences: Audiences::new(vec![audience(1)]).unwrap(), ..opened() };
    draft().and([only.clone()]).by(ELUE).when(command()).then([answered(ELUE, false)]);
    draft().and([only.clone()]).by(3).when(command()).refuses(Refusal::NotAddressed);
    let paper = |of| Act {
        on_behalf_of: Some(actor(of)),
        evidence: Some(Evidence::Paper),
        ..Act::by(By::Actor(actor(FACILITATOR)))
    };
    draft().and([only.clone()]).acting(paper(ELUE)).when(command()).then([answered(ELUE, false)]);
    draft().and([only]).acting(paper(3)).when(command()).refuses(Refusal::NotAddressed);
}

#[test]
fn an_answer_fits_its_question() {
    let refuses = |command: Command, refusal: Refusal| running().by(ELUE).when(command).refuses(refusal);
    refuses(answers([]), Refusal::AnswersMissing);
    refuses(said(QuestionNo(9), Answer::Scale(1)), Refusal::AnswerToNoQuestion);
    refuses(said(SCALE, Answer::Choice(ChoiceNo(0))), Refusal::AnswerOfAnotherKind);
    refuses(said(CHOICE, Answer::Choice(ChoiceNo(2))), Refusal::AnswerUnknownChoice);
    refuses(said(SCALE, Answer::Scale(6)), Refusal::AnswerOutOfScale);
    refuses(said(TIES, Answer::Ties(vec![tie(4), tie(3)])), Refusal::AnswerNotInOrder);
    refuses(said(TIES, Answer::Ties(vec![tie(ELUE)])), Refusal::TieUnfit);
    refuses(said(TIES, Answer::Ties(vec![tie(99)])), Refusal::TieUnfit);
    running().by(ELUE).when(said(TIES, Answer::Ties(vec![tie(3), tie(CLUB)]))).then([answered(ELUE, false)]);
}

#[test]
fn what_is_written_says_something_and_not_too_much() {
    let texts = |n: u8| network().and([drafted(1, None)]).and((0..n).map(|n| asked(QuestionNo(n), QuestionKind::Text)));
    let running = |n: u8| texts(n).and([opened()]).by(ELUE);
    running(1).when(said(CHOICE, Answer::Text(" ".to_owned()))).refuses(Refusal::AnswerEmpty);
    running(1).when(said(CHOICE, Answer::Text("x".repeat(4_001)))).refuses(Refusal::AnswerTooLong);
    let all = |n: u8| answers((0..n).map(|n| (QuestionNo(n), Answer::Text("x".repeat(4_000)))));
    running(16).when(all(16)).events();
    running(17).when(all(17)).refuses(Refusal::AnswersTooLong);
}

#[test]
fn answers_are_taken_back_until_the_close() {
    let withdrawn = || AnswerWithdrawn { diagnostic: first(), respondent: pseudonym(ELUE) };
    let with = || running().and([answered(ELUE, false)]);
    with().by(ELUE).when(Command::WithdrawAnswer(withdrawn())).then([withdrawn()]);
    running().by(ELUE).when(Command::WithdrawAnswer(withdrawn())).refuses(Refusal::NotAnswered);
    with().later(CLOSES).by(ELUE).when(Command::WithdrawAnswer(withdrawn())).refuses(Refusal::Late);
    with().and([withdrawn()]).when(Command::Close(first())).then([closed(0)]);
}

#[test]
fn it_closes_by_its_time_or_before_and_once() {
    let state = running().state();
    assert_eq!(due(&state, at(CLOSES - 1)).next, Some(at(CLOSES)));
    assert_eq!(due(&state, at(CLOSES)).commands, vec![Command::Close(first()).into()]);
    running().and([answered(3, false), answered(4, false)]).when(Command::Close(first())).then([closed(2)]);
    running().and([closed(0)]).when(Command::Close(first())).then_nothing();
    assert!(due(&running().and([closed(0)]).state(), at(CLOSES)).commands.is_empty());
    draft().when(Command::Close(first())).refuses(Refusal::NotOpen);
    running().and([answered(3, false)]).does_not_admit(closed(2), Refusal::RespondentsDiffer);
}

#[test]
fn it_is_given_up_before_it_closes() {
    let abandoned = || Abandoned { diagnostic: first(), reason: common() };
    draft().when(Command::Abandon(abandoned())).then([abandoned()]);
    running().when(Command::Abandon(abandoned())).then([abandoned()]);
    assert!(due(&running().and([abandoned()]).state(), at(CLOSES)).commands.is_empty());
    over(1).when(Command::Abandon(abandoned())).refuses(Refusal::Closed);
    let given_up = running().and([abandoned()]).by(ELUE);
    given_up.when(said(SCALE, Answer::Scale(4))).refuses(Refusal::Abandoned);
}
