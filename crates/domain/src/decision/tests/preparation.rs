//! What is proposed, and how that changes until it opens.

use super::*;
use crate::class::Few;
use crate::contribution::{SubmittedKind, Withdrawn};
use crate::given::{contribution, submitted};
use crate::ids::GroupId;
use crate::meeting::{self, MeetingKind};
use crate::{audience, group};

const IDEA: u8 = 9;

fn pseudonymous(method: Method) -> Rules {
    rules(method, BallotMode::Pseudonymous)
}

fn propose(event: Proposed) -> Command {
    Command::Propose(event)
}

fn refuses(event: Proposed, refusal: Refusal) {
    network().when(propose(event)).refuses(refusal);
}

#[test]
fn a_decision_is_proposed_once() {
    let event = || proposed(pseudonymous(approval()));
    network().when(propose(event())).then([event()]);
    network().and([event()]).when(propose(event())).refuses(Refusal::IdTaken);
    let row = row(&network().by(BILAL).after(propose(event())));
    assert_eq!((row.proposer, row.phase, row.version), (Some(actor(BILAL)), Phase::Proposed, Version(1)));
}

#[test]
fn rules_that_cannot_be_counted_are_refused() {
    refuses(proposed(pseudonymous(Method::Judgement { grades: 1 })), Refusal::RulesSenseless);
    let unlike = budget(BudgetBallot::Approval, Satisfaction::Points, Limits::default());
    refuses(proposed(pseudonymous(unlike)), Refusal::RulesSenseless);
    for mode in [BallotMode::RollCall, BallotMode::Secret] {
        refuses(proposed(rules(Method::Consent {}, mode)), Refusal::ModeUnfit);
    }
    refuses(by_lot(pseudonymous(sortition()), 100), Refusal::ModeUnfit);
    let cheaper = Rules { ties: TieBreak::Cheaper, ..pseudonymous(approval()) };
    refuses(proposed(cheaper.clone()), Refusal::TiesUnfit);
    let amended = amended(proposed(cheaper));
    prepared(proposed(pseudonymous(approval()))).when(Command::Amend(amended)).refuses(Refusal::TiesUnfit);
}

#[test]
fn a_decision_closes_after_it_opens() {
    let times = |opens_at: i64, closes_at: i64| {
        let (opens_at, closes_at) = (Some(at(opens_at)), Some(at(closes_at)));
        Proposed { opens_at, closes_at, ..proposed(pseudonymous(majority())) }
    };
    network().when(propose(times(10, 11))).then([times(10, 11)]);
    refuses(times(10, 10), Refusal::ClosesTooSoon);
    refuses(times(10, 9), Refusal::ClosesTooSoon);
    let lot = by_lot(rules(sortition(), BallotMode::RollCall), 100);
    refuses(Proposed { closes_at: Some(at(50)), ..lot }, Refusal::ClosesByLot);
}

#[test]
fn what_depends_on_a_lot_names_a_draw_that_comes_after_the_last_ballot() {
    let equal = || Rules { ties: TieBreak::Lot, ..pseudonymous(approval()) };
    let times = |opens_at: Option<i64>, closes_at: Option<i64>| {
        let (opens_at, closes_at) = (opens_at.map(at), closes_at.map(at));
        Proposed { opens_at, closes_at, ..by_lot(equal(), 100) }
    };
    for fits in [times(None, None), times(Some(99), None), times(Some(10), Some(100))] {
        network().when(propose(fits.clone())).then([fits]);
    }
    refuses(times(Some(100), None), Refusal::DrawMissing);
    refuses(times(None, Some(101)), Refusal::DrawMissing);
    refuses(Proposed { draws_at: None, ..by_lot(equal(), 100) }, Refusal::DrawMissing);
    refuses(Proposed { draw: None, ..by_lot(equal(), 100) }, Refusal::DrawMissing);
    refuses(proposed(rules(sortition(), BallotMode::RollCall)), Refusal::DrawMissing);
    refuses(by_lot(pseudonymous(approval()), 100), Refusal::DrawUnneeded);
    let named = Proposed { draw: Some(common()), ..proposed(pseudonymous(approval())) };
    refuses(named, Refusal::DrawUnneeded);
}

#[test]
fn whoever_may_vote_is_known_when_it_is_proposed() {
    let of = |electorate| Proposed { electorate, ..proposed(pseudonymous(majority())) };
    let listed = |actors: &[u8]| {
        let actors = Few::new(actors.iter().copied().map(actor).collect()).unwrap();
        of(ElectorateRule::Listed { actors })
    };
    network().when(propose(listed(&[ANNE, CLUB]))).then([listed(&[ANNE, CLUB])]);
    refuses(listed(&[ANNE, 99]), Refusal::UnknownElector);
    let gone = || network().and([crate::actor::Left { actor: actor(BILAL) }]);
    gone().when(propose(listed(&[ANNE, BILAL]))).refuses(Refusal::UnknownElector);
    let amend = Command::Amend(amended(listed(&[BILAL])));
    gone().and([of(ElectorateRule::Persons {})]).when(amend).refuses(Refusal::UnknownElector);
    let (audience, group) = (crate::ids::AudienceId(Uuid::from_u128(1)), GroupId(Uuid::from_u128(1)));
    let unknown = of(ElectorateRule::Audience { audience });
    network().when(propose(unknown)).refuses(audience::Refusal::UnknownAudience);
    let unknown = of(ElectorateRule::Group { group });
    network().when(propose(unknown)).refuses(group::Refusal::NotAtWork);
}

#[test]
fn what_was_proposed_is_replaced_until_it_opens() {
    let secret = || amended(proposed(rules(majority(), BallotMode::Secret)));
    let with = || prepared(proposed(pseudonymous(approval())));
    with().when(Command::Amend(secret())).then([secret()]);
    let after = row(&with().after(Command::Amend(secret())));
    assert_eq!((after.rules.mode, after.version), (BallotMode::Secret, Version(5)));
    network().when(Command::Amend(secret())).refuses(Refusal::UnknownDecision);
    let open = || open(proposed(pseudonymous(approval())));
    open().when(Command::Amend(secret())).refuses(Refusal::Opened);
    open().when(Command::SetOption(option(0, None))).refuses(Refusal::Opened);
    open().when(Command::WithdrawOption(withdrawn(0))).refuses(Refusal::Opened);
    with().and([voided()]).when(Command::Amend(secret())).refuses(Refusal::Voided);
}

#[test]
fn options_are_numbered_in_order_and_no_number_is_given_twice() {
    let with = || prepared(proposed(pseudonymous(approval())));
    for n in [0, 2, 3] {
        with().when(Command::SetOption(option(n, None))).then([option(n, None)]);
    }
    with().when(Command::SetOption(option(4, None))).refuses(Refusal::UnknownOption);
    with().when(Command::WithdrawOption(withdrawn(1))).then([withdrawn(1)]);
    with().when(Command::WithdrawOption(withdrawn(3))).refuses(Refusal::UnknownOption);
    let without = || with().and([withdrawn(1)]);
    without().when(Command::WithdrawOption(withdrawn(1))).refuses(Refusal::UnknownOption);
    without().when(Command::SetOption(option(1, None))).refuses(Refusal::UnknownOption);
    without().when(Command::SetOption(option(3, None))).then([option(3, None)]);
    let opened = without().and([option(3, None), option(0, None)]).after(Command::Open(road(), None));
    let stand: Vec<_> = vote(&opened).options.iter().map(|standing| standing.option.0).collect();
    assert_eq!(stand, [0, 2, 3]);
}

#[test]
fn an_option_that_is_added_comes_after_those_there_are_whatever_number_it_says() {
    let with = || prepared(proposed(pseudonymous(approval())));
    for thought in [0, 3, 9] {
        with().when(Command::AddOption(option(thought, None))).then([option(3, None)]);
        with().and([withdrawn(2)]).when(Command::AddOption(option(thought, None))).then([option(3, None)]);
    }
    network().when(Command::AddOption(option(0, None))).refuses(Refusal::UnknownDecision);
    open(proposed(pseudonymous(approval()))).when(Command::AddOption(option(0, None))).refuses(Refusal::Opened);
    prepared(proposed(pseudonymous(majority())))
        .when(Command::AddOption(option(0, None)))
        .refuses(Refusal::TakesNoOptions);
}

#[test]
fn a_decision_has_at_most_512_options() {
    let full = network().and([proposed(pseudonymous(approval()))]).and((0..MAX_OPTIONS).map(|n| option(n, None)));
    full.clone().when(Command::SetOption(option(511, None))).then([option(511, None)]);
    full.clone().when(Command::SetOption(option(512, None))).refuses(Refusal::TooManyOptions);
    full.when(Command::AddOption(option(0, None))).refuses(Refusal::TooManyOptions);
}

#[test]
fn a_proposal_takes_no_options_and_none_of_another_method_are_left() {
    let with = || prepared(proposed(pseudonymous(majority())));
    with().when(Command::SetOption(option(0, None))).refuses(Refusal::TakesNoOptions);
    let to_majority = amended(proposed(pseudonymous(majority())));
    let amended = prepared(proposed(pseudonymous(approval()))).and([to_majority]);
    amended.clone().when(Command::WithdrawOption(withdrawn(0))).then([withdrawn(0)]);
    assert!(vote(&amended.after(Command::Open(road(), None))).options.is_empty());
}

#[test]
fn a_project_has_a_cost_in_the_currency_of_the_budget_and_other_options_have_none() {
    let with = || prepared(proposed(pseudonymous(approved_budget())));
    let costs = |cost: Option<Amount>| Command::SetOption(OptionSet { cost, ..option(3, None) });
    with().when(costs(Some(euros(0)))).then([option(3, Some(0))]);
    with().when(costs(Some(euros(-1)))).refuses(Refusal::CostUnfit);
    with().when(costs(Some(Amount { currency: "CHF".parse().unwrap(), ..euros(1) }))).refuses(Refusal::CostUnfit);
    with().when(costs(None)).refuses(Refusal::CostUnfit);
    prepared(proposed(pseudonymous(approval()))).when(costs(Some(euros(1)))).refuses(Refusal::CostUnfit);
    let to_budget = amended(proposed(pseudonymous(approved_budget())));
    let without = prepared(proposed(pseudonymous(approval()))).and([to_budget]);
    without.when(Command::Open(road(), None)).refuses(Refusal::CostMissing);
}

#[test]
fn there_is_something_to_choose_between() {
    let open = Command::Open(road(), None);
    let with = || prepared(proposed(pseudonymous(approval())));
    with().and([withdrawn(0), withdrawn(1)]).when(open.clone()).refuses(Refusal::TooFewOptions);
    network().and([proposed(pseudonymous(approval()))]).when(open.clone()).refuses(Refusal::TooFewOptions);
    let projects = || prepared(proposed(pseudonymous(approved_budget()))).and([withdrawn(0), withdrawn(1)]);
    assert_eq!(vote(&projects().after(open.clone())).options.len(), 1, "one project may be funded, or not");
    projects().and([withdrawn(2)]).when(open).refuses(Refusal::TooFewOptions);
}

fn link(to: Origin) -> Linked {
    Linked { decision: road(), to }
}

fn idea() -> Origin {
    Origin::Contribution(contribution(IDEA))
}

fn with_idea() -> Given {
    let idea = submitted(IDEA, SubmittedKind::Idea, None);
    prepared(proposed(pseudonymous(approval()))).and([idea])
}

#[test]
fn a_decision_says_what_it_comes_from_whatever_its_phase() {
    with_idea().when(Command::Link(link(idea()))).then([link(idea())]);
    let linked = || with_idea().and([link(idea())]);
    linked().when(Command::Link(link(idea()))).then_nothing();
    let unlinked = || Unlinked { decision: road(), to: idea() };
    linked().when(Command::Unlink(unlinked())).then([unlinked()]);
    with_idea().when(Command::Unlink(unlinked())).then_nothing();
    let opened = with_idea().after(Command::Open(road(), None));
    let version = row(&opened).version;
    let linked = opened.and([link(idea())]);
    assert_eq!(row(&linked).version, version, "a link is no event of the decision's own");
    linked.clone().after(close()).when(Command::Unlink(unlinked())).then([unlinked()]);
    linked.and([voided()]).when(Command::Unlink(unlinked())).refuses(Refusal::Voided);
    network().when(Command::Link(link(idea()))).refuses(Refusal::UnknownDecision);
}

#[test]
fn a_link_leads_to_something_that_stands() {
    with_idea().when(Command::Link(link(Origin::Contribution(contribution(8))))).refuses(Refusal::UnknownOrigin);
    let withdrawn = with_idea().and([Withdrawn { contribution: contribution(IDEA) }]);
    withdrawn.when(Command::Link(link(idea()))).refuses(Refusal::OriginGone);
    let other = || Proposed { decision: decision(2), ..proposed(pseudonymous(majority())) };
    let to_other = || link(Origin::Decision(decision(2)));
    with_idea().when(Command::Link(to_other())).refuses(Refusal::UnknownOrigin);
    with_idea().and([other()]).when(Command::Link(to_other())).then([to_other()]);
    let void = with_idea().and([other()]).and([Voided { decision: decision(2), ..voided() }]);
    void.when(Command::Link(to_other())).refuses(Refusal::OriginGone);
    let met = meeting::Planned {
        meeting: crate::ids::MeetingId(Uuid::from_u128(1)),
        kind: MeetingKind::Workshop,
        starts_at: at(1),
        ends_at: at(9),
        title: common(),
        place: Some(common()),
        link: None,
        agenda: None,
        audience: None,
        group: None,
        capacity: None,
    };
    let to_meeting = || link(Origin::Meeting(met.meeting));
    with_idea().and([met.clone()]).when(Command::Link(to_meeting())).then([to_meeting()]);
    let cancelled = meeting::Cancelled { meeting: met.meeting, reason: common() };
    with_idea().and([met.clone()]).and([cancelled]).when(Command::Link(to_meeting())).refuses(Refusal::OriginGone);
}

#[test]
fn a_link_is_told_once_and_never_to_itself() {
    with_idea().when(Command::Link(link(Origin::Decision(road())))).refuses(Refusal::LinkDiffers);
    with_idea().and([link(idea())]).does_not_admit(link(idea()), Refusal::LinkDiffers);
    with_idea().does_not_admit(Unlinked { decision: road(), to: idea() }, Refusal::LinkDiffers);
}

#[test]
fn a_decision_has_at_most_256_links() {
    let of = |n: u128| DecisionId(Uuid::from_u128(1_000 + n));
    let others = (0..=256).map(|n| Proposed { decision: of(n), ..proposed(pseudonymous(majority())) });
    let links = (0..256).map(|n| link(Origin::Decision(of(n))));
    let full = with_idea().and(others).and(links);
    full.when(Command::Link(link(Origin::Decision(of(256))))).refuses(Refusal::TooManyLinks);
}

#[test]
fn an_option_stands_for_a_tool_that_may_be_chosen_and_no_two_for_the_same() {
    use crate::given::{candidate, selecting, selection, tool};
    let between = Proposed { decision: decision(9), ..proposed(pseudonymous(approval())) };
    let with = || selecting().and([tool(1, 0, 0), tool(2, 0, 0)]).and([between.clone()]);
    let of = |n, tool| OptionSet { decision: decision(9), candidate: Some(candidate(tool)), ..option(n, None) };
    with().when(Command::SetOption(of(0, 1))).then([of(0, 1)]);
    with().when(Command::SetOption(of(0, 3))).refuses(Refusal::UnknownCandidate);
    let reason = common();
    let gone = crate::candidate::Withdrawn { candidate: candidate(1), selection: selection(1), reason };
    with().and([gone]).when(Command::SetOption(of(0, 1))).refuses(Refusal::UnknownCandidate);
    let over = crate::selection::Abandoned { selection: selection(1), reason };
    with().and([over]).when(Command::SetOption(of(0, 1))).refuses(Refusal::UnknownCandidate);
    let one = || with().and([of(0, 1)]);
    one().when(Command::SetOption(of(1, 1))).refuses(Refusal::CandidateTwice);
    one().when(Command::SetOption(of(0, 2))).then([of(0, 2)]);
    let stands_for =
        |given: Given, n| given.state().decision.get(decision(9)).unwrap().stands_for.get(&OptionNo(n)).copied();
    assert_eq!(stands_for(one(), 0), Some(candidate(1)));
    let without = OptionSet { candidate: None, ..of(0, 1) };
    assert_eq!(stands_for(one().and([without]), 0), None);
    let withdrawn = OptionWithdrawn { decision: decision(9), option: OptionNo(0) };
    assert_eq!(stands_for(one().and([withdrawn]), 0), None);
}

#[test]
fn a_decision_is_about_a_selection_or_a_tool_that_stands() {
    use crate::given::{candidate, selecting, selection, tool};
    let link = |to| Linked { decision: decision(9), to };
    let about = Proposed { decision: decision(9), ..proposed(pseudonymous(majority())) };
    let with = || selecting().and([tool(1, 0, 0)]).and([about.clone()]);
    let links = [link(Origin::Selection(selection(1))), link(Origin::Candidate(candidate(1)))];
    for to in links.clone() {
        with().when(Command::Link(to.clone())).then([to]);
    }
    for to in [Origin::Selection(selection(2)), Origin::Candidate(candidate(2))] {
        with().when(Command::Link(link(to))).refuses(Refusal::UnknownOrigin);
    }
    let over = || with().and([crate::selection::Abandoned { selection: selection(1), reason: common() }]);
    for to in links {
        over().when(Command::Link(to)).refuses(Refusal::OriginGone);
    }
}
