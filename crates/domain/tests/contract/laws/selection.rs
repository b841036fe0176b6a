//! Commands about selections, and what they are prepared from: a specification of their own that was adopted.

use domain::class::{CommonText, Few, OwnText};
use domain::decision::electorate::ElectorateRule;
use domain::ids::{
    ContributionId, DecisionId, MeetingId, Pseudonym, RequirementId, SelectionId, SpecificationId,
    SpecificationVersionId,
};
use domain::meeting::{self, MeetingKind};
use domain::origin::Origin;
use domain::requirement::{self, Priority, RequirementKind};
use domain::selection::criteria::{Criteria, CriterionNo, Weight};
use domain::selection::score::Score;
use domain::selection::split::{Payer, Payers, SplitRule, Years};
use domain::selection::{
    Abandoned, Assessed, AssessmentWithdrawn, Chosen, Command, CriterionSet, CriterionWithdrawn, Event, Prepared,
    PresentationLinked, ShareAccepted, ShareDeclined, SplitPlanned,
};
use domain::tally::ballot::{Ballot, Say};
use domain::tally::input::{Counted, Input, Voter};
use domain::tally::rules::{BallotMode, Method, Rules, TieBreak};
use domain::tally::tally;
use domain::{contribution, decision, specification, state};

use super::candidate::candidate;
use super::{Make, Numbers, actor, id, one_of, stamp, text};

/// Prepared, with candidates.
const PREPARED: u8 = 0;
/// Open, with a split.
const OPEN: u8 = 1;
/// Closed, with a decision for one of its candidates.
const CLOSED: u8 = 2;
/// Not there from the beginning.
const ALL: u8 = 4;

pub(super) fn selection(n: u8) -> SelectionId {
    SelectionId(id(30, n % ALL))
}

fn common(n: u8) -> CommonText {
    CommonText(text(n))
}

/// Of the laws of decisions none is touched: those are 0 to 5.
fn own_decision(n: u8) -> DecisionId {
    DecisionId(id(8, 120 + n))
}

fn version() -> SpecificationVersionId {
    SpecificationVersionId(id(33, 0))
}

fn own_specification() -> SpecificationId {
    SpecificationId(id(34, 0))
}

fn presentation(n: u8) -> MeetingId {
    MeetingId(id(4, 100 + n % 2))
}

fn prepared((a, b, c, _): Numbers) -> Command {
    let version = if c == 11 { SpecificationVersionId(id(33, 9)) } else { version() };
    let (title, currency) = (common(b), "EUR".parse().unwrap());
    Command::Prepare(Prepared { selection: selection(a), version, title, currency, criteria: Criteria::default() })
}

fn criterion(n: u8) -> CriterionNo {
    CriterionNo(u16::from(n % 6))
}

fn criterion_set((a, b, c, d): Numbers) -> Command {
    let (weight, title) = (Weight::try_from(c).unwrap(), (d % 2 == 0).then(|| common(d)));
    Command::SetCriterion(CriterionSet { selection: selection(a), criterion: criterion(b), weight, title })
}

/// Mostly in the one that is open from the beginning.
fn opened(a: u8, d: u8) -> SelectionId {
    if d < 6 { selection(OPEN) } else { selection(a) }
}

fn assessed((a, b, c, d): Numbers) -> Command {
    Command::Assess(Assessed {
        selection: opened(a, d),
        assessor: Pseudonym([a % 4; 16]),
        candidate: candidate(OPEN, b),
        criterion: criterion(b / 2 + 1),
        score: Score::try_from(c % 5).unwrap(),
        was: None,
        here: 0,
        elsewhere: 0,
        comment: (c > 8).then(|| OwnText(text(c))),
    })
}

fn taken_back((a, b, _, d): Numbers) -> Command {
    Command::WithdrawAssessment(AssessmentWithdrawn {
        selection: opened(a, d),
        assessor: Pseudonym([a % 4; 16]),
        candidate: candidate(OPEN, b),
        criterion: criterion(b / 2 + 1),
        was: Score::try_from(0).unwrap(),
        here: 0,
        elsewhere: 0,
    })
}

fn split((a, b, c, d): Numbers) -> Command {
    let rule = one_of(SplitRule::ALL, c);
    let basis = |n: u8| if rule == SplitRule::Equal { 1 } else { u32::from(n) + 1 };
    let payer = |n| Payer { actor: actor(n), basis: basis(n), share: 0.try_into().unwrap() };
    let selection = opened(a, d);
    let of = if selection == self::selection(CLOSED) { CLOSED } else { OPEN };
    Command::PlanSplit(SplitPlanned {
        selection,
        split: 0,
        candidate: candidate(of, b),
        method: (c == 11).then_some(domain::candidate::MethodNo(1)),
        years: Years::try_from(c + 1).unwrap(),
        rule,
        payers: Payers::new((0..=d % 4).map(payer).collect()).unwrap(),
    })
}

fn choice((a, b, ..): Numbers) -> Command {
    let decision = if b < 8 { own_decision(1) } else { DecisionId(id(8, b % 6)) };
    let of = if a < 8 { CLOSED } else { a };
    let candidate = candidate(CLOSED, u8::from(b == 7));
    Command::Choose(Chosen { selection: selection(of), candidate, decision })
}

/// What tells something that the state does not hold: another comment.
pub(super) fn leaves_the_state(event: &state::Event) -> bool {
    let state::Event::Selection(event) = event else { return false };
    matches!(event, Event::Assessed(e) if e.was == Some(e.score))
}

/// A decision by consent of the first two actors, about something, that passes.
fn passes(n: u8, about: Origin) -> Vec<state::Command> {
    let id = own_decision(n);
    let (method, mode) = (Method::Consent {}, BallotMode::Pseudonymous);
    let rules = Rules { method, mode, quorum: None, ties: TieBreak::ListedFirst };
    let proposed = decision::Proposed {
        decision: id,
        title: common(n),
        body: None,
        rules: rules.clone(),
        electorate: ElectorateRule::Listed { actors: Few::new(vec![actor(0), actor(1)]).unwrap() },
        opens_at: None,
        closes_at: None,
        draws_at: None,
        draw: None,
        details: None,
    };
    let (options, pool, voter, ballot) = (vec![], vec![], Pseudonym([1; 16]), Ballot::Say(Say::Yes));
    let ballots = vec![Counted { voter: Some(Voter::Person(voter)), ballot: ballot.clone(), count: 1 }];
    let input = Input { decision: id, rules, options, electorate: 2, pool, seed: None, ballots };
    let counted = tally(&input);
    let (outcome, sums, input) = (counted.outcome, counted.sums, Some(input.sha256()));
    let recorded = decision::OutcomeRecorded { decision: id, outcome, sums, input };
    let commands = [
        decision::Command::Propose(proposed),
        decision::Command::Link(decision::Linked { decision: id, to: about }),
        decision::Command::Open(id, None),
        decision::Command::Cast { decision: id, voter: Some(voter), ballot },
        decision::Command::Close(id),
        decision::Command::RecordOutcome(recorded),
    ];
    commands.map(Into::into).into()
}

/// A version of a specification that was adopted: a must, a should, and one that nobody gave a priority.
fn adopted() -> Vec<state::Command> {
    let questions = [0, 1].map(|n| ContributionId(id(35, n)));
    let ask = |contribution| {
        let asked = contribution::QuestionAsked { contribution, title: common(1), body: None, theme: None };
        contribution::Command::Ask(asked).into()
    };
    let (specification, [goals, means]) = (own_specification(), questions);
    let opened = specification::Opened { specification, title: common(1), goals, means, template: None };
    let required = |n| {
        requirement::Command::Propose(requirement::Proposed {
            requirement: RequirementId(id(36, n)),
            specification,
            kind: RequirementKind::Goal,
            title: common(n),
            description: None,
            from: Few::default(),
        })
        .into()
    };
    let prioritised = |(n, priority)| {
        let (requirement, person) = (RequirementId(id(36, n)), Pseudonym([1; 16]));
        requirement::Command::Prioritise { requirement, person, priority }.into()
    };
    let published = specification::Command::Publish { specification, version: version() }.into();
    let decision = own_decision(0);
    let adopted = specification::Command::Adopt(specification::Adopted { specification, version: version(), decision });
    let requirements = (0..3).map(required).chain([(0, Priority::Must), (1, Priority::Should)].map(prioritised));
    let opened = specification::Command::Open(opened).into();
    let until_published = questions.map(ask).into_iter().chain([opened]).chain(requirements).chain([published]);
    let decided = passes(0, Origin::SpecificationVersion(version()));
    until_published.chain(decided).chain([adopted.into()]).collect()
}

/// Two meetings in which candidates may be presented.
fn presentations() -> impl Iterator<Item = state::Command> {
    let planned = |n| meeting::Planned {
        meeting: presentation(n),
        kind: MeetingKind::Presentation,
        starts_at: stamp(10),
        ends_at: stamp(1_000),
        title: common(n),
        place: Some(common(n)),
        link: None,
        agenda: None,
        audience: None,
        group: None,
        capacity: None,
    };
    (0..2).map(move |n| meeting::Command::Plan(planned(n)).into())
}

/// One selection in each phase, each with two candidates.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    let prepared = (PREPARED..=CLOSED).map(|n| prepared((n, 0, 0, 0)).into());
    let candidates = (PREPARED..=CLOSED).flat_map(|n| (0..2).map(move |b| super::candidate::proposed(n, b, 0).into()));
    let set_up = super::candidate::set_up(PREPARED);
    let opened = [
        Command::Open(selection(OPEN), None),
        Command::Open(selection(CLOSED), None),
        Command::Close(selection(CLOSED)),
        split((OPEN, 0, 0, 1)),
        assessed((0, 0, 3, 0)),
    ];
    let chosen = passes(1, Origin::Candidate(candidate(CLOSED, 0)));
    let all = adopted().into_iter().chain(presentations()).chain(prepared).chain(candidates).chain([set_up]);
    all.chain(opened.map(Into::into)).chain(chosen).map(|command| (0, command)).collect()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (1, |numbers| prepared(numbers).into()),
    (2, |numbers| criterion_set(numbers).into()),
    (1, |(a, b, ..)| {
        let (selection, criterion) = (selection(a), criterion(b));
        Command::WithdrawCriterion(CriterionWithdrawn { selection, criterion }).into()
    }),
    (1, |(a, b, ..)| Command::Open(selection(a), (b > 8).then(|| stamp(u32::from(b)))).into()),
    (8, |numbers| assessed(numbers).into()),
    (3, |numbers| taken_back(numbers).into()),
    (1, |(a, ..)| Command::Close(selection(a)).into()),
    (2, |numbers| split(numbers).into()),
    (2, |(a, b, _, d)| Command::AcceptShare(ShareAccepted { selection: opened(a, d), split: u16::from(b % 3) }).into()),
    (2, |(a, b, _, d)| {
        let (selection, split) = (opened(a, d), u16::from(b % 3));
        Command::DeclineShare(ShareDeclined { selection, split, reason: (b % 2 == 0).then(|| common(b)) }).into()
    }),
    (2, |numbers| choice(numbers).into()),
    (1, |(a, b, ..)| Command::Abandon(Abandoned { selection: selection(a), reason: common(b) }).into()),
    (2, |(a, b, ..)| {
        let (selection, meeting) = (selection(a), if b == 11 { MeetingId(id(4, 0)) } else { presentation(b) });
        Command::LinkPresentation(PresentationLinked { selection, meeting }).into()
    }),
    (2, |(a, ..)| Command::UnlinkPresentation(selection(a)).into()),
];
