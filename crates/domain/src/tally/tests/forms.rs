//! What is written for ever, and what is refused before it is.

use serde_json::json;

use super::*;
use crate::ids::{ActorId, Pseudonym};
use crate::tally::ballot::{Say, Unfit};
use crate::tally::input::Voter;
use crate::tally::rules::{Approval, Base, Quorum, Score, Senseless, Threshold};

fn fits(method: Method, ballot: &Ballot) -> Result<(), Unfit> {
    let input = input(method, 4);
    ballot.fits(&input.rules, &input.options)
}

fn approval(most: Option<u16>) -> Method {
    Method::Approval(Approval { winners: 1, most, least: None })
}

#[test]
fn a_ballot_is_of_its_method() {
    let methods = [
        (Method::Consent {}, 0),
        (Method::Majority { threshold: Threshold::Simple, base: Base::Expressed }, 0),
        (approval(None), 1),
        (Method::Runoff {}, 2),
        (Method::Score(Score { winners: 1, highest: 5 }), 3),
        (Method::Judgement { grades: 5 }, 3),
        // Nobody votes.
        (Method::Sortition { seats: 1 }, 4),
    ];
    let ballots = [Ballot::Say(Say::No), approve(&[1]), rank(&[1]), points(&[(1, 1)])];
    for (method, own) in methods {
        for (kind, ballot) in ballots.iter().enumerate() {
            let expected = if kind == own { Ok(()) } else { Err(Unfit::OtherMethod) };
            assert_eq!(fits(method.clone(), ballot), expected, "{method:?}, {ballot:?}");
        }
    }
}

#[test]
fn a_ballot_names_what_stands_once_and_in_order() {
    let score = || Method::Score(Score { winners: 1, highest: 5 });
    for (method, none) in [(approval(None), approve(&[])), (Method::Runoff {}, rank(&[])), (score(), points(&[]))] {
        assert_eq!(fits(method, &none), Ok(()));
    }
    assert_eq!(fits(approval(None), &approve(&[0, 4])), Err(Unfit::UnknownOption));
    assert_eq!(fits(Method::Runoff {}, &rank(&[4])), Err(Unfit::UnknownOption));
    assert_eq!(fits(score(), &points(&[(600, 1)])), Err(Unfit::UnknownOption));
    assert_eq!(fits(approval(None), &approve(&[2, 1])), Err(Unfit::Repeated));
    assert_eq!(fits(approval(None), &approve(&[1, 1])), Err(Unfit::Repeated));
    assert_eq!(fits(score(), &points(&[(1, 1), (1, 2)])), Err(Unfit::Repeated));
    assert_eq!(fits(Method::Runoff {}, &rank(&[3, 1, 0])), Ok(()));
    assert_eq!(fits(Method::Runoff {}, &rank(&[3, 1, 3])), Err(Unfit::Repeated));
}

#[test]
fn a_ballot_gives_what_it_may() {
    assert_eq!(fits(approval(Some(2)), &approve(&[1, 2])), Ok(()));
    assert_eq!(fits(approval(Some(2)), &approve(&[1, 2, 3])), Err(Unfit::TooMany));
    let score = |given| fits(Method::Score(Score { winners: 1, highest: 5 }), &points(&[(0, 0), (1, given)]));
    assert_eq!((score(5), score(6)), (Ok(()), Err(Unfit::PointsOutOfRange)));
    let grade = |given| fits(Method::Judgement { grades: 5 }, &points(&[(0, 0), (1, given)]));
    assert_eq!((grade(4), grade(5)), (Ok(()), Err(Unfit::PointsOutOfRange)));
}

fn fits_budget(ballot_kind: BudgetBallot, limits: Limits, ballot: &Ballot) -> Result<(), Unfit> {
    let mut input = budget(100, ballot_kind, Satisfaction::Votes, BudgetRule::Greedy {}, &[10, 20, 30, 40]);
    if let Method::Budget(rules) = &mut input.rules.method {
        rules.limits = limits;
    }
    input.options[3].cost = None;
    ballot.fits(&input.rules, &input.options)
}

#[test]
fn a_ballot_of_a_budget_is_of_its_kind() {
    use BudgetBallot::{Approval, Choose1, Cumulative, Ordinal, Scoring};
    let ballots = [Ballot::Say(Say::Yes), approve(&[1, 2]), rank(&[2, 1]), points(&[(1, 1), (2, 9)])];
    for (kind, own) in [(Approval, 1), (Choose1, 1), (Ordinal, 2), (Cumulative, 3), (Scoring, 3)] {
        for (at, ballot) in ballots.iter().enumerate() {
            let expected = match (at == own, kind) {
                (true, Choose1) => Err(Unfit::TooMany),
                (true, _) => Ok(()),
                (false, _) => Err(Unfit::OtherMethod),
            };
            assert_eq!(fits_budget(kind, Limits::default(), ballot), expected, "{kind:?}, {ballot:?}");
        }
    }
    let none = Limits::default;
    assert_eq!(fits_budget(Choose1, none(), &approve(&[1])), Ok(()));
    assert_eq!(fits_budget(Choose1, Limits { max_length: Some(2), ..none() }, &approve(&[1, 2])), Err(Unfit::TooMany));
    assert_eq!(fits_budget(Approval, none(), &approve(&[4])), Err(Unfit::UnknownOption));
    assert_eq!(fits_budget(Approval, none(), &approve(&[2, 1])), Err(Unfit::Repeated));
    assert_eq!(fits_budget(Ordinal, none(), &rank(&[2, 2])), Err(Unfit::Repeated));
    assert_eq!(fits_budget(Scoring, none(), &points(&[(2, 1), (1, 1)])), Err(Unfit::Repeated));
}

#[test]
fn a_ballot_of_a_budget_keeps_its_limits_and_may_be_blank() {
    let length = Limits { min_length: Some(2), max_length: Some(2), ..Limits::default() };
    let approves = |limits, options: &[u16]| fits_budget(BudgetBallot::Approval, limits, &approve(options));
    assert_eq!(approves(length, &[1, 2]), Ok(()));
    assert_eq!(approves(length, &[1]), Err(Unfit::TooFew));
    assert_eq!(approves(length, &[0, 1, 2]), Err(Unfit::TooMany));
    let cost = |cost| Limits { max_sum_cost: Some(minor(cost)), ..Limits::default() };
    // The last has no cost.
    assert_eq!(approves(cost(50), &[1, 2, 3]), Ok(()));
    assert_eq!(approves(cost(49), &[1, 2, 3]), Err(Unfit::OverBudget));
    let limits = Limits {
        min_points: Some(2),
        max_points: Some(5),
        min_sum_points: Some(6),
        max_sum_points: Some(9),
        min_length: Some(1),
        ..Limits::default()
    };
    let gives = |given: &[(u16, u16)]| fits_budget(BudgetBallot::Cumulative, limits, &points(given));
    assert_eq!(gives(&[(0, 2), (1, 4)]), Ok(()));
    assert_eq!(gives(&[(0, 4), (1, 5)]), Ok(()));
    assert_eq!(gives(&[(0, 1), (1, 5)]), Err(Unfit::PointsOutOfRange));
    assert_eq!(gives(&[(0, 6)]), Err(Unfit::PointsOutOfRange));
    assert_eq!(gives(&[(0, 5)]), Err(Unfit::SumOutOfRange));
    assert_eq!(gives(&[(0, 5), (1, 5)]), Err(Unfit::SumOutOfRange));
    assert_eq!(gives(&[]), Ok(()));
    assert_eq!(approves(length, &[]), Ok(()));
}

fn sense(method: Method, change: impl FnOnce(&mut Rules)) -> Result<(), Senseless> {
    let mut rules = input(method, 0).rules;
    change(&mut rules);
    rules.make_sense()
}

#[test]
fn parameters_have_their_ranges() {
    let sense = |method| sense(method, |_| ());
    let ok = |is_in_range| if is_in_range { Ok(()) } else { Err(Senseless::Parameter) };
    for base in [Base::Expressed, Base::Cast, Base::Electorate] {
        let simple = Method::Majority { threshold: Threshold::Simple, base };
        assert_eq!(sense(simple), ok(base == Base::Expressed));
        assert_eq!(sense(Method::Majority { threshold: Threshold::TwoThirds, base }), Ok(()));
    }
    for n in [0, 1, 2, 10, 11, 256, 257, 1_000, 1_001] {
        let percent = None;
        assert_eq!(sense(Method::Approval(Approval { winners: n, most: None, least: percent })), ok(n > 0));
        assert_eq!(sense(approval(Some(n))), ok(n > 0));
        assert_eq!(sense(Method::Score(Score { winners: n, highest: 5 })), ok(n > 0));
        assert_eq!(sense(Method::Score(Score { winners: 1, highest: n })), ok((1..=1_000).contains(&n)));
        let grades = u8::try_from(n).unwrap_or(u8::MAX);
        assert_eq!(sense(Method::Judgement { grades }), ok((2..=10).contains(&grades)));
    }
}

#[test]
fn some_methods_have_a_mode_of_their_own() {
    for mode in [BallotMode::RollCall, BallotMode::Pseudonymous, BallotMode::Secret] {
        let ok = |fits| if fits { Ok(()) } else { Err(Senseless::Mode) };
        let is_pseudonymous = mode == BallotMode::Pseudonymous;
        assert_eq!(sense(Method::Consent {}, |rules| rules.mode = mode), ok(is_pseudonymous));
        assert_eq!(sense(Method::Runoff {}, |rules| rules.mode = mode), Ok(()));
        for seats in [0, 1, 256, 257] {
            let drawn = sense(Method::Sortition { seats }, |rules| rules.mode = mode);
            let is_in_range = (1..=256).contains(&seats);
            assert_eq!(drawn, if is_in_range { ok(mode == BallotMode::RollCall) } else { Err(Senseless::Parameter) });
        }
    }
    let with_quorum = |rules: &mut Rules| (rules.mode, rules.quorum) = (BallotMode::RollCall, Some(Quorum::Ballots(1)));
    assert_eq!(sense(Method::Sortition { seats: 1 }, with_quorum), Err(Senseless::Mode));
}

#[test]
fn only_what_costs_something_is_cheaper() {
    let cheaper = |rules: &mut Rules| rules.ties = TieBreak::Cheaper;
    assert_eq!(sense(approval(None), cheaper), Err(Senseless::Ties));
    let budget = budget(1, BudgetBallot::Approval, Satisfaction::Votes, BudgetRule::Greedy {}, &[]);
    assert_eq!(sense(budget.rules.method, cheaper), Ok(()));
}

#[test]
fn a_budget_counts_what_its_ballots_say() {
    use BudgetBallot::{Approval, Choose1, Cumulative, Ordinal, Scoring};
    use Satisfaction::{Borda0, Borda1, Borda1TimesCost, Cost, Points, PointsTimesCost, Votes};
    for ballot in [Approval, Choose1, Ordinal, Cumulative, Scoring] {
        for worth in [Votes, Cost, Points, PointsTimesCost, Borda0, Borda1, Borda1TimesCost] {
            for rule in [BudgetRule::Greedy {}, equal_shares(Completion::None)] {
                let is_counted = match ballot {
                    Approval | Choose1 => matches!(worth, Votes | Cost),
                    Ordinal => matches!(worth, Borda0 | Borda1 | Borda1TimesCost),
                    Cumulative | Scoring => matches!(worth, Points | PointsTimesCost),
                };
                let by_cost = matches!(worth, Cost | PointsTimesCost | Borda1TimesCost);
                let makes_sense = is_counted && (rule != BudgetRule::Greedy {} || !by_cost);
                let made = budget(1, ballot, worth, rule, &[]).rules.make_sense();
                assert_eq!(made.is_ok(), makes_sense, "{ballot:?}, {worth:?}, {rule:?}");
            }
        }
    }
    let with = |money, limits| {
        let mut input = budget(money, Cumulative, Points, BudgetRule::Greedy {}, &[]);
        if let Method::Budget(rules) = &mut input.rules.method {
            rules.limits = limits;
        }
        input.rules.make_sense().is_ok()
    };
    let none = Limits::default;
    assert!(with(1, none()) && !with(0, none()) && !with(-1, none()));
    let cost = |cost| Limits { max_sum_cost: Some(minor(cost)), ..none() };
    assert!(with(1, cost(0)) && !with(1, cost(-1)));
    let length = |low, high| Limits { min_length: Some(low), max_length: Some(high), ..none() };
    assert!(with(1, length(2, 2)) && !with(1, length(3, 2)));
    let given = |low, high| Limits { min_points: Some(low), max_points: Some(high), ..none() };
    assert!(with(1, given(2, 2)) && !with(1, given(3, 2)));
    let sum = |low, high| Limits { min_sum_points: Some(low), max_sum_points: Some(high), ..none() };
    assert!(with(1, sum(2, 2)) && !with(1, sum(3, 2)));
}

#[test]
fn methods_are_written_so() {
    let budget = |rule| budget(1_050, BudgetBallot::Choose1, Satisfaction::Borda1TimesCost, rule, &[]).rules.method;
    let written = [
        (Method::Consent {}, json!({"kind": "consent"})),
        (
            Method::Majority { threshold: Threshold::TwoThirds, base: Base::Electorate },
            json!({"kind": "majority", "threshold": "two_thirds", "base": "electorate"}),
        ),
        (approval(None), json!({"kind": "approval", "winners": 1})),
        (
            Method::Approval(Approval { winners: 2, most: Some(3), least: Some(10.try_into().unwrap()) }),
            json!({"kind": "approval", "winners": 2, "most": 3, "least": 10}),
        ),
        (Method::Score(Score { winners: 1, highest: 9 }), json!({"kind": "score", "winners": 1, "highest": 9})),
        (Method::Judgement { grades: 7 }, json!({"kind": "judgement", "grades": 7})),
        (Method::Runoff {}, json!({"kind": "runoff"})),
        (Method::Sortition { seats: 12 }, json!({"kind": "sortition", "seats": 12})),
        (
            budget(BudgetRule::Greedy {}),
            json!({
                "kind": "budget",
                "budget": {"minor": 1050, "currency": "EUR"},
                "ballot": "choose_1",
                "satisfaction": "borda_1_times_cost",
                "rule": {"kind": "greedy"},
            }),
        ),
    ];
    for (method, json) in written {
        assert_eq!(serde_json::to_value(&method).unwrap(), json);
        assert_eq!(serde_json::from_value::<Method>(json).unwrap(), method);
    }
    for unknown in
        [json!({"kind": "consent", "more": 1}), json!({"kind": "judgement"}), json!({"kind": "runoff", "grades": 2})]
    {
        assert!(serde_json::from_value::<Method>(unknown).is_err());
    }
}

#[test]
fn rules_are_written_so() {
    let mut rules =
        budget(7, BudgetBallot::Scoring, Satisfaction::Points, equal_shares(Completion::AddOneThenUtilitarian), &[])
            .rules;
    rules.quorum = Some(Quorum::Percent(25.try_into().unwrap()));
    if let Method::Budget(rules) = &mut rules.method {
        rules.limits = Limits { max_points: Some(5), ..Limits::default() };
    }
    let json = concat!(
        r#"{"method":{"kind":"budget","budget":{"minor":7,"currency":"EUR"},"ballot":"scoring","satisfaction":"points","#,
        r#""rule":{"kind":"equal_shares","completion":"add_one_then_utilitarian"},"limits":{"max_points":5}},"#,
        r#""mode":"pseudonymous","quorum":{"percent":25},"ties":"listed_first"}"#,
    );
    assert_eq!(serde_json::to_string(&rules).unwrap(), json);
    assert_eq!(serde_json::from_str::<Rules>(json).unwrap(), rules);
    let plain = r#"{"method":{"kind":"runoff"},"mode":"secret","ties":"lot"}"#;
    let rules: Rules = serde_json::from_str(plain).unwrap();
    assert_eq!(serde_json::to_string(&rules).unwrap(), plain);
}

/// An input with everything in it that an input can have.
fn fixed() -> Input {
    let mut input =
        budget(100_000, BudgetBallot::Approval, Satisfaction::Cost, equal_shares(Completion::None), &[500, 0]);
    input.options[1].cost = None;
    input.options[1].option = OptionNo(3);
    input.pool = vec![ActorId(Uuid::from_u128(7))];
    let voters = [Voter::Person(Pseudonym([3; 16])), Voter::Actor(ActorId(Uuid::from_u128(9)))];
    for (voter, ballot) in voters.into_iter().zip([approve(&[3]), approve(&[0, 3])]) {
        input.ballots.push(Counted { voter: Some(voter), ballot, count: 1 });
    }
    let others = [Ballot::Say(Say::Abstain), rank(&[3, 0]), points(&[(0, 7)]), approve(&[])];
    others.into_iter().fold(input, |input, ballot| input.cast_by(2, ballot)).seeded(0xab).in_order()
}

#[test]
fn the_hash_of_an_input_is_for_ever() {
    let seed = "ab".repeat(32);
    let json = [
        r#"{"decision":"00000000-0000-0000-0000-000000000001","#,
        r#""rules":{"method":{"kind":"budget","budget":{"minor":100000,"currency":"EUR"},"ballot":"approval","#,
        r#""satisfaction":"cost","rule":{"kind":"equal_shares","completion":"none"}},"#,
        r#""mode":"pseudonymous","ties":"listed_first"},"#,
        r#""options":[{"option":0,"cost":500},{"option":3}],"electorate":100,"#,
        r#""pool":["00000000-0000-0000-0000-000000000007"],"seed":""#,
        &seed,
        r#"","ballots":["#,
        r#"{"ballot":{"say":"abstain"},"count":2},{"ballot":{"approve":[]},"count":2},"#,
        r#"{"ballot":{"rank":[3,0]},"count":2},{"ballot":{"points":[[0,7]]},"count":2},"#,
        r#"{"voter":"00000000-0000-0000-0000-000000000009","ballot":{"approve":[0,3]},"count":1},"#,
        r#"{"voter":"03030303030303030303030303030303","ballot":{"approve":[3]},"count":1}]}"#,
    ]
    .concat();
    let input = fixed();
    assert_eq!(serde_json::to_string(&input).unwrap(), json);
    assert_eq!(serde_json::from_str::<Input>(&json).unwrap(), input);
    assert_eq!(input.sha256(), Sha::of(json.as_bytes()));
    assert_eq!(input.sha256().to_string(), "b97ea19e6cbd0cafd27b8dc7e3ebb31767f13537a32f90b17a71ed494a4290e3");
    // In whatever order the ballots came.
    let mut turned = input.clone();
    turned.ballots.reverse();
    assert_eq!(turned.in_order().sha256(), input.sha256());
}

#[test]
fn steps_are_written_so() {
    let tied = Step::Tied { between: vec![OptionNo(2), OptionNo(0)], first: OptionNo(2), by: TieBreak::ListedLast };
    let bought = Step::Bought { option: OptionNo(1), price: "5/3".to_owned(), payers: 3, emptied: 1, cost: 5 };
    let summed = Step::Summed { sums: Sums::Options(vec![(OptionNo(0), 4)]) };
    let written = [
        (tied, json!({"step": "tied", "between": [2, 0], "first": 2, "by": "listed_last"})),
        (bought, json!({"step": "bought", "option": 1, "price": "5/3", "payers": 3, "emptied": 1, "cost": 5})),
        (summed, json!({"step": "summed", "sums": {"options": [[0, 4]]}})),
    ];
    for (step, json) in written {
        assert_eq!(serde_json::to_value(&step).unwrap(), json);
        assert_eq!(serde_json::from_value::<Step>(json).unwrap(), step);
    }
}
