use super::*;

fn repeating(question: QuestionNo, kind: QuestionKind, repeats: QuestionNo) -> QuestionSet {
    QuestionSet { diagnostic: diagnostic(2), repeats: Some(repeats), ..asked(question, kind) }
}

#[test]
fn a_campaign_is_drafted_once_and_revised_until_it_opens() {
    network().when(Command::Draft(drafted(1, None))).then([drafted(1, None)]);
    draft().when(Command::Draft(drafted(1, None))).refuses(Refusal::IdTaken);
    let revised = Revised { diagnostic: first(), title: common(), description: Some(common()) };
    draft().when(Command::Revise(revised.clone())).then([revised.clone()]);
    running().when(Command::Revise(revised.clone())).refuses(Refusal::Opened);
    network().when(Command::Revise(revised)).refuses(Refusal::UnknownDiagnostic);
}

#[test]
fn questions_are_numbered_in_order_and_a_number_is_given_once() {
    let next = QuestionSet { question: QuestionNo(3), ..asked(CHOICE, QuestionKind::Words) };
    draft().when(Command::AddQuestion(asked(CHOICE, QuestionKind::Words))).then([next.clone()]);
    draft().when(Command::SetQuestion(next)).then([asked(QuestionNo(3), QuestionKind::Words)]);
    let gap = asked(QuestionNo(4), QuestionKind::Words);
    draft().when(Command::SetQuestion(gap)).refuses(Refusal::UnknownQuestion);
    let withdrawn = QuestionWithdrawn { diagnostic: first(), question: SCALE };
    draft().when(Command::WithdrawQuestion(withdrawn.clone())).then([withdrawn.clone()]);
    let without = draft().and([withdrawn.clone()]);
    without.clone().when(Command::WithdrawQuestion(withdrawn)).refuses(Refusal::UnknownQuestion);
    without.clone().when(Command::SetQuestion(asked(SCALE, QuestionKind::Scale))).refuses(Refusal::UnknownQuestion);
    without
        .when(Command::AddQuestion(asked(SCALE, QuestionKind::Scale)))
        .then([asked(QuestionNo(3), QuestionKind::Scale)]);
    let full = network().and([drafted(1, None)]).and((0..64).map(|n| asked(QuestionNo(n), QuestionKind::Text)));
    full.when(Command::AddQuestion(asked(CHOICE, QuestionKind::Text))).refuses(Refusal::TooManyQuestions);
    running().when(Command::AddQuestion(asked(CHOICE, QuestionKind::Text))).refuses(Refusal::Opened);
}

#[test]
fn choices_are_of_questions_that_are_answered_by_choosing() {
    draft().when(Command::AddChoice(choice(0))).then([choice(2)]);
    draft().when(Command::SetChoice(choice(1))).then([choice(1)]);
    draft().when(Command::SetChoice(choice(3))).refuses(Refusal::UnknownChoice);
    let of_scale = ChoiceSet { question: SCALE, ..choice(0) };
    draft().when(Command::AddChoice(of_scale)).refuses(Refusal::TakesNoChoices);
    let of_nothing = ChoiceSet { question: QuestionNo(9), ..choice(0) };
    draft().when(Command::AddChoice(of_nothing.clone())).refuses(Refusal::UnknownQuestion);
    draft().when(Command::SetChoice(of_nothing)).refuses(Refusal::UnknownQuestion);
    let withdrawn = ChoiceWithdrawn { diagnostic: first(), question: CHOICE, choice: ChoiceNo(1) };
    draft().when(Command::WithdrawChoice(withdrawn.clone())).then([withdrawn.clone()]);
    draft().and([withdrawn.clone()]).when(Command::WithdrawChoice(withdrawn.clone())).refuses(Refusal::UnknownChoice);
    draft().and([withdrawn]).when(Command::AddChoice(choice(0))).then([choice(2)]);
    let full = draft().and((2..32).map(choice));
    full.when(Command::AddChoice(choice(0))).refuses(Refusal::TooManyChoices);
}

#[test]
fn a_question_of_another_kind_loses_its_choices() {
    let same = draft().and([asked(CHOICE, QuestionKind::Single)]);
    same.when(Command::AddChoice(choice(0))).then([choice(2)]);
    let another = draft().and([asked(CHOICE, QuestionKind::Multiple)]);
    another.when(Command::AddChoice(choice(0))).then([choice(0)]);
}

#[test]
fn it_opens_with_something_to_ask_and_something_to_choose_between() {
    draft().when(opening()).then([opened()]);
    running().when(opening()).refuses(Refusal::Opened);
    network().and([drafted(1, None)]).when(opening()).refuses(Refusal::NoQuestions);
    let withdrawn = ChoiceWithdrawn { diagnostic: first(), question: CHOICE, choice: ChoiceNo(0) };
    draft().and([withdrawn]).when(opening()).refuses(Refusal::TooFewChoices);
    draft().later(CLOSES).when(opening()).refuses(Refusal::ClosesTooSoon);
    draft().does_not_admit(Opened { k: DEFAULT_K + 1, ..opened() }, Refusal::OpeningDiffers);
}

#[test]
fn it_asks_audiences_that_are_in_force() {
    let audiences = Audiences::new(vec![audience(1)]).unwrap();
    let only = Opened { audiences, ..opened() };
    let command = |audiences| Command::Open { diagnostic: first(), audiences, closes_at: Some(at(CLOSES)) };
    draft().when(command(only.audiences.clone())).then([only]);
    let unknown = Audiences::new(vec![audience(7)]).unwrap();
    draft().when(command(unknown)).refuses(audience::Refusal::UnknownAudience);
}

#[test]
fn only_a_published_campaign_is_followed() {
    published().when(Command::Draft(drafted(2, Some(1)))).then([drafted(2, Some(1))]);
    network().when(Command::Draft(drafted(2, Some(1)))).refuses(Refusal::UnknownFollowed);
    over(7).when(Command::Draft(drafted(2, Some(1)))).refuses(Refusal::FollowedUnpublished);
}

#[test]
fn a_question_is_asked_again_in_the_same_way() {
    let following = || published().and([drafted(2, Some(1))]);
    let again = repeating(QuestionNo(0), QuestionKind::Scale, SCALE);
    following().when(Command::AddQuestion(again.clone())).then([again.clone()]);
    let another = repeating(QuestionNo(0), QuestionKind::Text, SCALE);
    following().when(Command::AddQuestion(another)).refuses(Refusal::RepeatsOtherKind);
    let unknown = repeating(QuestionNo(0), QuestionKind::Scale, QuestionNo(9));
    following().when(Command::AddQuestion(unknown)).refuses(Refusal::RepeatsUnknown);
    let of_none = QuestionSet { diagnostic: first(), ..again };
    draft().when(Command::AddQuestion(of_none)).refuses(Refusal::RepeatsUnknown);
}

#[test]
fn a_question_that_is_asked_again_has_the_choices_that_it_had() {
    let choices = |standing: &[u8]| {
        let of = |n: &u8| ChoiceSet { diagnostic: diagnostic(2), ..choice(*n) };
        published()
            .and([drafted(2, Some(1))])
            .and([repeating(QuestionNo(0), QuestionKind::Single, CHOICE)])
            .and(standing.iter().map(of))
    };
    let opening = Command::Open { diagnostic: diagnostic(2), audiences: Audiences::default(), closes_at: None };
    choices(&[0, 1]).when(opening.clone()).events();
    choices(&[0, 1, 2]).when(opening).refuses(Refusal::RepeatsDiffer);
}
