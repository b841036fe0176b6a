//! What an opening freezes, and when.

use super::*;
use crate::actor::{Joined, Left, RoleGranted, Via};
use crate::audience;
use crate::authority::Role;
use crate::class::Few;
use crate::due::{Due, due};
use crate::group;
use crate::ids::{AudienceId, GroupId};
use crate::state;

const MEMBERS: GroupId = GroupId(Uuid::from_u128(1));
const YOUNG: AudienceId = AudienceId(Uuid::from_u128(1));
const IMPORTED: u8 = 8;

fn choice() -> Proposed {
    proposed(rules(approval(), BallotMode::Pseudonymous))
}

fn begin() -> Command {
    Command::Open(road(), None)
}

/// Anne facilitates until 50, Chloé is young, Bilal and the club work in a group, and one more person is imported.
fn mixed_network() -> Given {
    let (name, purpose) = (common(), common());
    let facilitates = RoleGranted { actor: actor(ANNE), role: Role::Facilitator, until: Some(at(50)) };
    let young = audience::Defined { audience: YOUNG, name, description: None, estimated_size: None };
    let added = |n| group::MemberAdded { group: MEMBERS, member: actor(n) };
    let imported = Joined { via: Via::Import, ..joined(IMPORTED, ActorKind::Person) };
    given([founding()])
        .and([young])
        .and([Joined { audience: Some(YOUNG), ..joined(CHLOE, ActorKind::Person) }])
        .and([joined(ANNE, ActorKind::Person), joined(BILAL, ActorKind::Person), imported])
        .and([joined(CLUB, ActorKind::Organisation)])
        .and([facilitates])
        .and([group::Formed { group: MEMBERS, name, purpose }])
        .and([added(CLUB), added(BILAL)])
}

fn listed(actors: &[u8]) -> ElectorateRule {
    ElectorateRule::Listed { actors: Few::new(actors.iter().copied().map(actor).collect()).unwrap() }
}

fn every_rule() -> Vec<(ElectorateRule, Vec<u8>)> {
    vec![
        (ElectorateRule::Persons {}, vec![ANNE, BILAL, CHLOE]),
        (ElectorateRule::Imported {}, vec![IMPORTED]),
        (ElectorateRule::Organisations {}, vec![CLUB]),
        (ElectorateRule::Role { role: Role::Facilitator }, vec![ANNE]),
        (ElectorateRule::Role { role: Role::Tutor }, vec![]),
        (ElectorateRule::Audience { audience: YOUNG }, vec![CHLOE]),
        (ElectorateRule::Group { group: MEMBERS }, vec![BILAL, CLUB]),
        (listed(&[CHLOE, ANNE]), vec![ANNE, CHLOE]),
    ]
}

fn actors(of: &[u8]) -> Vec<ActorId> {
    of.iter().copied().map(actor).collect()
}

/// The opening of what was proposed under these rules.
fn opened(rules: Rules, options: &[u16], electorate: ElectorateRule, electors: &[u8]) -> Opened {
    let standing = |n: &u16| Standing { option: OptionNo(*n), cost: None };
    let drawn = drawn(&rules);
    let promise = drawn.as_ref().and_then(|drawn| drawn.promise);
    Opened {
        decision: road(),
        rules,
        options: Standings::new(options.iter().map(standing).collect()).unwrap(),
        electorate: Electorate::new(electorate, &actors(electors)),
        closes_at: None,
        draws_at: None,
        urn: drawn.and_then(|drawn| drawn.urn),
        promised: promise.map(|(promised, _)| promised),
        secret: promise.map(|(_, secret)| secret),
    }
}

#[test]
fn whoever_fits_the_rule_at_the_opening_may_vote() {
    for (rule, electors) in every_rule() {
        let majority = rules(majority(), BallotMode::RollCall);
        let with = mixed_network().and([Proposed { electorate: rule.clone(), ..proposed(majority.clone()) }]);
        let opening = opened(majority.clone(), &[], rule.clone(), &electors);
        with.clone().when(begin()).then([opening.clone()]);
        let after = with.clone().and([opening.clone()]);
        assert_eq!(*vote(&after).electorate, *actors(&electors));
        for doctored in [&[][..], &[ANNE, BILAL, CHLOE, CLUB, IMPORTED]].map(|other: &[u8]| actors(other)) {
            if doctored != actors(&electors) {
                let electorate = Electorate::new(rule.clone(), &doctored);
                let opening = Opened { electorate, ..opening.clone() };
                with.clone().does_not_admit(opening, Refusal::OpeningDiffers);
            }
        }
        let counted_wrong = Electorate { count: 9, ..opening.electorate.clone() };
        with.does_not_admit(Opened { electorate: counted_wrong, ..opening }, Refusal::OpeningDiffers);
    }
}

#[test]
fn who_leaves_before_the_opening_does_not_vote_and_who_joins_after_it_neither() {
    for (rule, electors) in every_rule() {
        let event = Proposed { electorate: rule, ..proposed(rules(majority(), BallotMode::RollCall)) };
        let gone: Vec<_> = electors.iter().map(|n| Left { actor: actor(*n) }).collect();
        let without = mixed_network().and([event.clone()]).and(gone).after(begin());
        assert!(vote(&without).electorate.is_empty());
        without.by(ANNE).when(by_name(YES)).refuses(Refusal::NotInElectorate);
        let with = mixed_network().and([event]).after(begin()).and([joined(9, ActorKind::Person)]);
        assert_eq!(*vote(&with).electorate, *actors(&electors));
        with.by(9).when(by_name(YES)).refuses(Refusal::NotInElectorate);
    }
}

#[test]
fn a_role_counts_until_its_end() {
    let electorate = ElectorateRule::Role { role: Role::Facilitator };
    let event = Proposed { electorate, ..proposed(rules(majority(), BallotMode::RollCall)) };
    let with = |ms| vote(&mixed_network().and([event.clone()]).later(ms).after(begin()));
    assert_eq!((with(49).electorate.len(), with(50).electorate.len()), (1, 0));
}

#[test]
fn a_group_that_was_dissolved_since_it_was_proposed_still_votes() {
    let electorate = ElectorateRule::Group { group: MEMBERS };
    let event = || Proposed { electorate: electorate.clone(), ..proposed(rules(majority(), BallotMode::RollCall)) };
    let dissolved = || mixed_network().and([event()]).and([group::Dissolved { group: MEMBERS }]);
    assert_eq!(*vote(&dissolved().after(begin())).electorate, *actors(&[BILAL, CLUB]));
    dissolved().when(Command::Amend(amended(event()))).refuses(group::Refusal::NotAtWork);
}

#[test]
fn an_opening_tells_what_was_proposed_and_nothing_else() {
    let rules = choice().rules;
    let opening = || opened(rules.clone(), &[0, 1, 2], ElectorateRule::Persons {}, &[1, 2, 3, 4, 5, 6]);
    prepared(choice()).when(begin()).then([opening()]);
    let simpler = Rules { method: Method::Runoff {}, ..rules.clone() };
    let fewer = Electorate::new(ElectorateRule::Persons {}, &actors(&[1, 2, 3]));
    let costly = Standing { option: OptionNo(2), cost: Some(5.try_into().unwrap()) };
    let with_cost = opening().options.as_slice()[..2].iter().copied().chain([costly]).collect();
    for doctored in [
        Opened { rules: simpler, ..opening() },
        opened(rules.clone(), &[0, 1], ElectorateRule::Persons {}, &[1, 2, 3, 4, 5, 6]),
        opened(rules.clone(), &[0, 2, 1], ElectorateRule::Persons {}, &[1, 2, 3, 4, 5, 6]),
        Opened { options: Standings::new(with_cost).unwrap(), ..opening() },
        Opened { electorate: fewer, ..opening() },
        Opened { electorate: Electorate { rule: listed(&[1, 2, 3, 4, 5, 6]), ..opening().electorate }, ..opening() },
        Opened { closes_at: Some(at(9)), ..opening() },
        Opened { draws_at: Some(at(9)), ..opening() },
        Opened { urn: Some(urn()), ..opening() },
        Opened { promised: Some(promise(SECRET)), secret: Some(common()), ..opening() },
        Opened { promised: Some(promise(SECRET)), ..opening() },
        Opened { secret: Some(common()), ..opening() },
    ] {
        prepared(choice()).does_not_admit(doctored, Refusal::OpeningDiffers);
    }
    network().when(begin()).refuses(Refusal::UnknownDecision);
}

#[test]
fn a_secret_vote_has_an_urn_of_its_own() {
    let secret = || proposed(rules(approval(), BallotMode::Secret));
    let drawn = |urn| Command::Open(road(), Some(Drawn { urn, promise: None }));
    prepared(secret()).when(begin()).refuses(Refusal::OpeningDiffers);
    prepared(secret()).when(drawn(None)).refuses(Refusal::OpeningDiffers);
    let after = prepared(secret()).after(drawn(Some(urn())));
    assert_eq!((vote(&after).urn, after.clone().state().decision.urn(urn())), (Some(urn()), Some(road())));
    prepared(choice()).when(drawn(Some(urn()))).refuses(Refusal::OpeningDiffers);
    let other = Proposed { decision: decision(2), ..proposed(rules(majority(), BallotMode::Secret)) };
    let same = Command::Open(decision(2), Some(Drawn { urn: Some(urn()), promise: None }));
    after.and([other]).when(same).refuses(Refusal::IdTaken);
}

#[test]
fn a_lot_is_promised_when_it_opens() {
    let lots = || by_lot(rules(sortition(), BallotMode::RollCall), 100);
    prepared(lots()).when(begin()).refuses(Refusal::OpeningDiffers);
    let promised = vote(&open(lots())).promised;
    assert_eq!(promised, Some(promise(SECRET)));
    let unneeded = Some(Drawn { urn: None, promise: Some((promise(SECRET), common())) });
    prepared(choice()).when(Command::Open(road(), unneeded)).refuses(Refusal::OpeningDiffers);
}

#[test]
fn it_opens_once() {
    open(choice()).when(begin()).then_nothing();
    open(choice()).after(close()).when(begin()).then_nothing();
    let again = opened(choice().rules, &[0, 1, 2], ElectorateRule::Persons {}, &[1, 2, 3, 4, 5, 6]);
    open(choice()).does_not_admit(again, Refusal::Opened);
    prepared(choice()).and([voided()]).when(begin()).refuses(Refusal::Voided);
}

#[test]
fn it_does_not_open_before_its_time_nor_after_its_close_or_its_draw() {
    let times = Proposed { opens_at: Some(at(10)), closes_at: Some(at(20)), ..choice() };
    prepared(times.clone()).later(9).when(begin()).refuses(Refusal::OpensLater);
    assert_eq!(row(&prepared(times.clone()).later(10).after(begin())).phase, Phase::Open);
    prepared(times).later(20).when(begin()).refuses(Refusal::ClosesTooSoon);
    let lots = by_lot(rules(sortition(), BallotMode::RollCall), 30);
    let drawn = Command::Open(road(), drawn(&lots.rules));
    prepared(lots.clone()).later(30).when(drawn.clone()).refuses(Refusal::DrawMissing);
    assert_eq!(row(&prepared(lots).later(29).after(drawn)).phase, Phase::Open);
}

#[test]
fn all_secret_ballots_together_can_be_published_in_one_frame() {
    let method = Method::Score(Score { winners: 1, highest: 1_000 });
    let with = |persons: u128, mode| {
        let crowd = (0..persons)
            .map(|n| Joined { actor: ActorId(Uuid::from_u128(10_000 + n)), ..joined(1, ActorKind::Person) });
        let options = (0..MAX_OPTIONS).map(|n| option(n, None));
        let event = proposed(rules(method.clone(), mode));
        given([founding()]).and(crowd).and([event]).and(options)
    };
    let drawn = || Command::Open(road(), Some(Drawn { urn: Some(urn()), promise: None }));
    let most = {
        let options: Vec<_> = (0..MAX_OPTIONS).map(|n| Standing { option: OptionNo(n), cost: None }).collect();
        MAX_SECRET_BYTES / (open::longest_ballot(&rules(method.clone(), BallotMode::Secret), &options) as u64 + 22)
    };
    assert!((3_000..5_000).contains(&most), "{most}");
    with(u128::from(most) + 1, BallotMode::Secret).when(drawn()).refuses(Refusal::SecretTooLarge);
    assert_eq!(row(&with(u128::from(most) + 1, BallotMode::Pseudonymous).after(begin())).phase, Phase::Open);
    assert_eq!(row(&with(u128::from(most), BallotMode::Secret).after(drawn())).phase, Phase::Open);
}

#[test]
fn no_ballot_is_longer_than_what_all_are_padded_to() {
    let options: Vec<_> = [0, 9, 10, 99, 100, 511].map(|n| Standing { option: OptionNo(n), cost: None }).into();
    let all: Vec<_> = options.iter().map(|standing| standing.option.0).collect();
    let with_points = points(&all.iter().map(|n| (*n, u16::MAX)).collect::<Vec<_>>());
    let of = |ballot, satisfaction| budget(ballot, satisfaction, Limits::default());
    for (method, ballots) in [
        (majority(), vec![YES, NO, ABSTAIN]),
        (approval(), vec![approve(&all), approve(&[])]),
        (Method::Runoff {}, vec![rank(&all)]),
        (Method::Score(Score { winners: 1, highest: 1_000 }), vec![points(&all.map_to(1_000))]),
        (Method::Judgement { grades: 10 }, vec![points(&all.map_to(9))]),
        (of(BudgetBallot::Ordinal, Satisfaction::Borda1), vec![rank(&all)]),
        (of(BudgetBallot::Cumulative, Satisfaction::Points), vec![with_points]),
    ] {
        let rules = rules(method, BallotMode::Secret);
        for ballot in ballots {
            assert_eq!(ballot.fits(&rules, &options), Ok(()));
            let json = serde_json::to_string(&ballot).unwrap();
            assert!(json.len() <= open::longest_ballot(&rules, &options), "{json}");
        }
    }
}

trait MapTo {
    fn map_to(&self, points: u16) -> Vec<(u16, u16)>;
}

impl MapTo for Vec<u16> {
    fn map_to(&self, points: u16) -> Vec<(u16, u16)> {
        self.iter().map(|n| (*n, points)).collect()
    }
}

fn is_due(given: &Given, ms: i64) -> Due {
    due(&given.clone().state(), at(ms))
}

fn both(commands: &[Command], next: Option<i64>) -> Due {
    Due { commands: commands.iter().cloned().map(state::Command::from).collect(), next: next.map(at) }
}

#[test]
fn openings_and_closings_are_due_in_order_of_time() {
    let times = |n, opens_at, closes_at| Proposed {
        decision: decision(n),
        opens_at: Some(at(opens_at)),
        closes_at: Some(at(closes_at)),
        ..proposed(rules(majority(), BallotMode::RollCall))
    };
    let (first, second) = (decision(1), decision(2));
    let with = network().and([times(1, 30, 40), times(2, 20, 60)]);
    assert_eq!(is_due(&with, 19), both(&[], Some(20)));
    let openings = [Command::Open(second, None), Command::Open(first, None)];
    assert_eq!(is_due(&with, 30), both(&openings, None));
    let open = with.later(30).after(Command::Open(first, None)).after(Command::Open(second, None));
    assert_eq!(is_due(&open, 30), both(&[], Some(40)));
    assert_eq!(is_due(&open, 60), both(&[Command::Close(first), Command::Close(second)], None));
    let closed = open.later(60).after(Command::Close(first)).and([Voided { decision: second, ..voided() }]);
    assert_eq!(is_due(&closed, 99), Due::default());
    closed.when(Command::Close(first)).then_nothing();
}

#[test]
fn what_would_be_refused_is_not_due() {
    let times = || Proposed { opens_at: Some(at(10)), closes_at: Some(at(20)), ..choice() };
    let due_at = |given: &Given, ms| is_due(given, ms).commands.len();
    assert_eq!(due_at(&prepared(times()), 10), 1);
    let too_few = prepared(times()).and([withdrawn(0), withdrawn(1)]);
    assert_eq!(due_at(&too_few, 10), 0, "there is nothing to choose between");
    assert_eq!(due_at(&too_few.and([option(3, None)]), 10), 1);
    assert_eq!(due_at(&prepared(times()), 20), 0, "it should have closed");
    let to_budget = || rules(approved_budget(), BallotMode::Pseudonymous);
    let no_costs = prepared(times()).and([amended(Proposed { rules: to_budget(), ..times() })]);
    assert_eq!(due_at(&no_costs, 10), 0, "projects have no cost");
    let sooner = prepared(times()).and([amended(Proposed { opens_at: Some(at(5)), ..times() })]);
    assert_eq!((due_at(&sooner, 5), is_due(&sooner, 4).next), (1, Some(at(5))));
    let by_hand = prepared(times()).and([amended(Proposed { opens_at: None, ..times() })]);
    assert_eq!(is_due(&by_hand, 15), Due::default());
}

#[test]
fn a_close_is_due_at_the_draw_where_no_other_time_is_set_and_waits_for_a_lot_that_it_needs() {
    let ties = |mode| by_lot(Rules { ties: TieBreak::Lot, ..rules(approval(), mode) }, 100);
    let open_roll_call = open(ties(BallotMode::RollCall));
    assert_eq!(is_due(&open_roll_call, 99), both(&[], Some(100)));
    assert_eq!(is_due(&open_roll_call, 100), both(&[close()], None));
    let secret = open(ties(BallotMode::Secret));
    assert_eq!(is_due(&secret, 100), both(&[close()], None), "nobody has voted");
    let few = secret.by(ANNE).after(as_person(ANNE, approve(&[0]))).knowing_urn([approve(&[0])]).later(100);
    assert_eq!(is_due(&few, 100), Due::default());
    few.clone().when(close()).refuses(Refusal::LotMissing);
    let drawn = few.after(Command::DrawLot(lot(SECRET, &[7])));
    assert_eq!(is_due(&drawn, 100), both(&[close()], None));
    assert_eq!(row(&drawn.after(close())).phase, Phase::Decided);
    let lots = open(by_lot(rules(sortition(), BallotMode::RollCall), 100));
    assert_eq!(is_due(&lots, 999), Due::default(), "somebody looks up the draw");
}
