//! Who may do what with selections and their candidates: what one proposed is one's own until people assess it.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;
use domain::candidate::{LicenceKind, Proposed};
use domain::class::{Commitment, CommonText};
use domain::decision;
use domain::decision::electorate::ElectorateRule;
use domain::envelope::By;
use domain::ids::{
    ActorId, CandidateId, ContributionId, DecisionId, Pseudonym, RequirementId, SelectionId, SpecificationId,
    SpecificationVersionId,
};
use domain::origin::Origin;
use domain::requirement::{self, RequirementKind};
use domain::selection::criteria::{Criteria, Criterion, CriterionNo, Frozen, Weighed, Weight};
use domain::selection::split::{Payer, Payers, SplitRule, Years};
use domain::selection::{Candidates, Opened, Prepared, SplitPlanned};
use domain::specification;
use domain::state::State;
use domain::tally::ballot::{Ballot, Say};
use domain::tally::rules::{BallotMode, Method, Rules, TieBreak};
use domain::tally::tally;
use uuid::Uuid;

use super::{ASKER, CLUB, For, GONE, OTHER, QUESTION, happen};

const PREPARED: SelectionId = SelectionId(Uuid::from_u128(1));
/// Open; the club is to pay.
const THE_CLUBS: SelectionId = SelectionId(Uuid::from_u128(2));
/// Open; others are to pay.
const OTHERS: SelectionId = SelectionId(Uuid::from_u128(3));
const NOT_THERE: SelectionId = SelectionId(Uuid::from_u128(99));
const MINE: CandidateId = CandidateId(Uuid::from_u128(11));
const NEXT_ONES: CandidateId = CandidateId(Uuid::from_u128(12));
const LEFT: CandidateId = CandidateId(Uuid::from_u128(13));
/// Mine too, and assessed.
const ASSESSED: CandidateId = CandidateId(Uuid::from_u128(21));
const NO_CANDIDATE: CandidateId = CandidateId(Uuid::from_u128(99));

const VERSION: SpecificationVersionId = SpecificationVersionId(Uuid::from_u128(41));
const WANTED: RequirementId = RequirementId(Uuid::from_u128(41));

fn text() -> CommonText {
    CommonText(Commitment::new([0; 32], 1))
}

/// A version with one requirement, adopted by a decision that nobody objected to.
fn adopt(state: &mut State) {
    let (specification, decision) = (SpecificationId(Uuid::from_u128(41)), DecisionId(Uuid::from_u128(41)));
    let means = ContributionId(Uuid::from_u128(41));
    let by = || By::Actor(OTHER);
    let asked = domain::contribution::QuestionAsked { contribution: means, title: text(), body: None, theme: None };
    happen(state, by(), asked);
    let opened = specification::Opened { specification, title: text(), goals: QUESTION, means, template: None };
    happen(state, by(), opened);
    let wanted = requirement::Proposed {
        requirement: WANTED,
        specification,
        kind: RequirementKind::Goal,
        title: text(),
        description: None,
        from: requirement::Sources::default(),
    };
    happen(state, by(), wanted);
    let items = specification::Items::new(specification::items(state, specification)).unwrap();
    happen(state, by(), specification::VersionPublished { specification, version: VERSION, number: 1, items });
    decide(state, decision);
    happen(state, by(), specification::Adopted { specification, version: VERSION, decision });
}

fn decide(state: &mut State, decision: DecisionId) {
    let (method, mode) = (Method::Consent {}, BallotMode::Pseudonymous);
    let rules = Rules { method, mode, quorum: None, ties: TieBreak::ListedFirst };
    let rule = ElectorateRule::Persons {};
    let proposed = decision::Proposed {
        decision,
        title: text(),
        body: None,
        rules: rules.clone(),
        electorate: rule.clone(),
        opens_at: None,
        closes_at: None,
        draws_at: None,
        draw: None,
        details: None,
    };
    happen(state, By::System, proposed);
    happen(state, By::System, decision::Linked { decision, to: Origin::SpecificationVersion(VERSION) });
    let electors = decision::electorate::of(state, &rule, domain::ids::Stamp::default());
    let opened = decision::Opened {
        decision,
        rules,
        options: decision::Standings::default(),
        electorate: decision::electorate::Electorate::new(rule, &electors),
        closes_at: None,
        draws_at: None,
        urn: None,
        promised: None,
        secret: None,
    };
    happen(state, By::System, opened);
    let (voter, ballot) = (Pseudonym([7; 16]), Ballot::Say(Say::Yes));
    happen(state, By::System, decision::BallotCastPseudonymously { decision, voter, ballot, was: None });
    happen(state, By::System, decision::Closed { decision, ballots: 1, parts: None, sha256: None });
    let input = state.decision.get(decision).and_then(|row| row.input(decision)).unwrap();
    let (counted, input) = (tally(&input), Some(input.sha256()));
    let (outcome, sums) = (counted.outcome, counted.sums);
    happen(state, By::System, decision::OutcomeRecorded { decision, outcome, sums, input });
}

fn prepare(state: &mut State, selection: SelectionId) {
    let weight = Weight::try_from(2).unwrap();
    let criterion = Criterion { number: CriterionNo(1), requirement: WANTED, weight };
    let criteria = Criteria::new(vec![criterion]).unwrap();
    let currency = "EUR".parse().unwrap();
    happen(state, By::System, Prepared { selection, version: VERSION, title: text(), currency, criteria });
}

fn propose(state: &mut State, selection: SelectionId, candidate: CandidateId, by: ActorId) {
    let nothing = || domain::amount::Amount { minor: 0.try_into().unwrap(), currency: "EUR".parse().unwrap() };
    let proposed = Proposed {
        candidate,
        selection,
        name: text(),
        link: None,
        hosting: None,
        licence: None,
        licence_kind: LicenceKind::Free,
        one_off: nothing(),
        yearly: nothing(),
    };
    happen(state, By::Actor(by), proposed);
}

/// Open, with a plan by which an actor pays.
fn share(state: &mut State, selection: SelectionId, candidates: [CandidateId; 2], payer: ActorId) {
    let weighed = Weighed { number: CriterionNo(1), weight: Weight::try_from(2).unwrap() };
    let criteria = Frozen::new(vec![weighed]).unwrap();
    let [candidate, _] = candidates;
    let candidates = Candidates::new(candidates.to_vec()).unwrap();
    happen(state, By::System, Opened { selection, criteria, candidates, assess_until: None });
    let payer = Payer { actor: payer, basis: 1, share: 0.try_into().unwrap() };
    let (payers, years) = (Payers::new(vec![payer]).unwrap(), Years::try_from(1).unwrap());
    let (split, method, rule) = (1, None, SplitRule::Equal);
    happen(state, By::System, SplitPlanned { selection, split, candidate, method, years, rule, payers });
}

pub fn arrange(state: &mut State) {
    adopt(state);
    prepare(state, PREPARED);
    for (candidate, by) in [(MINE, ASKER), (NEXT_ONES, OTHER), (LEFT, GONE)] {
        propose(state, PREPARED, candidate, by);
    }
    for (selection, candidates, payer) in [
        (THE_CLUBS, [ASSESSED, CandidateId(Uuid::from_u128(22))], CLUB),
        (OTHERS, [31, 32].map(|n| CandidateId(Uuid::from_u128(n))), OTHER),
    ] {
        prepare(state, selection);
        for candidate in candidates {
            propose(state, selection, candidate, ASKER);
        }
        share(state, selection, candidates, payer);
    }
}

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::ConductSelection, For::Roles(&[Facilitator])),
        (A::ProposeCandidate, For::Members),
        (A::ChangeCandidate(MINE), For::Own),
        (A::ChangeCandidate(NEXT_ONES), For::Roles(&[Facilitator])),
        (A::ChangeCandidate(LEFT), For::Roles(&[Facilitator])),
        (A::ChangeCandidate(ASSESSED), For::Roles(&[Facilitator])),
        (A::ChangeCandidate(NO_CANDIDATE), For::Members),
        (A::Assess, For::Members),
        (A::AnswerShare(PREPARED), For::Nobody),
        (A::AnswerShare(THE_CLUBS), For::Own),
        (A::AnswerShare(OTHERS), For::Nobody),
        (A::AnswerShare(NOT_THERE), For::Members),
    ]
}
