//! Who may do what, held against a table written by hand from events.md ("Who may"): every action, every set of roles,
//! every kind of principal, in public networks and in those of their members.

mod action;
mod actor;
mod contribution;
mod cooperation;
mod decision;
mod diagnostic;
mod driver;
mod exchange;
mod group;
mod invitation;
mod meeting;
mod moderation;
mod network;
mod selection;
mod specification;
mod statement_vote;
mod tension;
mod vocabulary;

use std::collections::BTreeSet;

use domain::actor::{ActorKind, Joined, Left, RepresentationStarted, RoleGranted, Via};
use domain::aggregate::{Context, Facts};
use domain::authority::{Action, Denied, Principal, Role, authorise};
use domain::class::{Commitment, CommonText, OwnText};
use domain::contribution::{QuestionAsked, Submitted, SubmittedKind};
use domain::envelope::{Act, By};
use domain::ids::{ActorId, ContributionId, MeetingId, NetworkId, Stamp};
use domain::meeting::{MeetingKind, Planned};
use domain::network::{Founded, Languages, Visibility};
use domain::state::{Event, State};
use uuid::Uuid;

/// Who an action is for, beside the system.
#[derive(Debug, Clone, Copy)]
enum For {
    /// Whoever there is, also where nothing of the network may be read.
    Everyone,
    Readers,
    Members,
    Roles(&'static [Role]),
    /// Whoever owns what the line is about, or represents it; what a role may with others' has a line of its own.
    Own,
    Operator,
    /// The operator, and holders of these roles.
    OperatorOr(&'static [Role]),
    Nobody,
}

const ASKER: ActorId = ActorId(Uuid::from_u128(1));
const OTHER: ActorId = ActorId(Uuid::from_u128(2));
const CLUB: ActorId = ActorId(Uuid::from_u128(3));
const LONELY_CLUB: ActorId = ActorId(Uuid::from_u128(4));
const GONE: ActorId = ActorId(Uuid::from_u128(5));
const UNKNOWN: ActorId = ActorId(Uuid::from_u128(99));
const QUESTION: ContributionId = ContributionId(Uuid::from_u128(1));
const MINE: ContributionId = ContributionId(Uuid::from_u128(2));
const OTHERS: ContributionId = ContributionId(Uuid::from_u128(3));
const NOBODYS: ContributionId = ContributionId(Uuid::from_u128(4));
const NOT_THERE: ContributionId = ContributionId(Uuid::from_u128(99));
const OUTREACH: MeetingId = MeetingId(Uuid::from_u128(1));
const WORKSHOP: MeetingId = MeetingId(Uuid::from_u128(2));
const NO_MEETING: MeetingId = MeetingId(Uuid::from_u128(99));

/// The lines of every aggregate; `ASKER` asks, represents `CLUB`, and wrote `MINE`.
fn table() -> Vec<(Action, For)> {
    [
        // One aggregate a line.
        network::lines(),
        actor::lines(),
        contribution::lines(),
        statement_vote::lines(),
        invitation::lines(),
        meeting::lines(),
        moderation::lines(),
        vocabulary::lines(),
        group::lines(),
        exchange::lines(),
        action::lines(),
        cooperation::lines(),
        decision::lines(),
        tension::lines(),
        specification::lines(),
        diagnostic::lines(),
        driver::lines(),
        selection::lines(),
    ]
    .concat()
}

macro_rules! actions {
    ($($action:pat,)*) => {
        const ACTIONS: &[&str] = &[$(stringify!($action)),*];

        /// A name for every action there is: without its line here a new action does not compile, and without its
        /// line in the table the first test fails.
        fn name(action: Action) -> &'static str {
            match action {
                $($action => stringify!($action),)*
            }
        }
    };
}

actions! {
    Action::Read,
    Action::ReadProfiles,
    Action::ReadContact(_),
    Action::ReadOwnActs,
    Action::FoundNetwork,
    Action::ChangeSettings,
    Action::ArchiveNetwork,
    Action::AddActor,
    Action::ReviseProfile(_),
    Action::StartRepresentation(_),
    Action::EndRepresentation(_),
    Action::ChangeRole(_),
    Action::Leave(_),
    Action::ManageKeys(_),
    Action::AskQuestion,
    Action::Submit,
    Action::Revise(_),
    Action::Withdraw(_),
    Action::Support,
    Action::Link,
    Action::Vote,
    Action::Import,
    Action::EnterFor(_),
    Action::ErasePersonalData(_),
    Action::ReadPersonalData(_),
    Action::Reactivate,
    Action::AcknowledgeNotice(_),
    Action::Expire,
    Action::Invite,
    Action::AcceptInvitation,
    Action::PlanMeeting(_),
    Action::ChangeMeeting(_),
    Action::RunMeeting,
    Action::TakePart,
    Action::LinkToMeeting(_),
    Action::Arrange,
    Action::Report,
    Action::ReadReports,
    Action::Moderate,
    Action::Appeal(_),
    Action::ReadHidden(_),
    Action::KeepVocabulary,
    Action::FormGroup,
    Action::ConveneGroup(_),
    Action::AddToGroup(..),
    Action::DeclareExchange,
    Action::ChangeExchange(_),
    Action::PlanAction,
    Action::FollowAction(_),
    Action::ProposeCooperation,
    Action::AnswerCooperation(_),
    Action::ConductCooperation(_),
    Action::ReadTensions,
    Action::RaiseTension,
    Action::NameMediator(_),
    Action::ActAsRaiser,
    Action::Mediate(_),
    Action::LeaveTensionOpen(_),
    Action::ProposeDecision,
    Action::PrepareDecision(_),
    Action::ConductDecisions,
    Action::CastBallot,
    Action::RecordOutcome,
    Action::ConductSpecification,
    Action::ProposeRequirement,
    Action::Prioritise,
    Action::AmendRequirement,
    Action::WithdrawAmendment(..),
    Action::ConductDiagnostics,
    Action::AnswerDiagnostic,
    Action::PublishTables,
    Action::InviteDriver,
    Action::Drive(_),
    Action::ConductSteps,
    Action::ConductSelection,
    Action::ProposeCandidate,
    Action::ChangeCandidate(_),
    Action::Assess,
    Action::AnswerShare(_),
}

fn happen(state: &mut State, by: By, event: impl Into<Event>) {
    let (act, event, stamp) = (Act::by(by), event.into(), Stamp::default());
    let context = Context { state, act: &act, stamp, facts: Facts::default() };
    assert_eq!(state.admits(&context, &event), Ok(()), "{event:?}");
    state.evolve(&domain::aggregate::Happened { act: &act, recorded_at: stamp }, &event);
}

fn founded(visibility: Visibility) -> Founded {
    Founded {
        network: NetworkId(Uuid::from_u128(1)),
        origin: "tresse.invalid/n".parse().unwrap(),
        verifier_key: "tresse.invalid/n+00000000+AAAA".parse().unwrap(),
        name: CommonText(Commitment::new([0; 32], 1)),
        languages: Languages::new(vec!["fr".parse().unwrap()]).unwrap(),
        time_zone: "Europe/Paris".parse().unwrap(),
        territory: None,
        visibility,
        k: 5,
    }
}

fn planned(meeting: MeetingId, kind: MeetingKind) -> Planned {
    let text = CommonText(Commitment::new([0; 32], 1));
    Planned {
        meeting,
        kind,
        starts_at: Stamp::default(),
        ends_at: Stamp::MAX,
        title: text,
        place: Some(text),
        link: None,
        agenda: None,
        audience: None,
        group: None,
        capacity: None,
    }
}

fn network(visibility: Visibility, roles: &[(Role, Option<Stamp>)]) -> State {
    let mut state = State::default();
    let text = Commitment::new([0; 32], 1);
    let submitted = |contribution| Submitted {
        contribution,
        kind: SubmittedKind::Idea,
        parent: None,
        title: Some(OwnText(text)),
        body: OwnText(text),
        theme: None,
        audience: None,
    };
    happen(&mut state, By::Operator, founded(visibility));
    for (actor, kind) in [
        (ASKER, ActorKind::Person),
        (OTHER, ActorKind::Person),
        (CLUB, ActorKind::Organisation),
        (LONELY_CLUB, ActorKind::Organisation),
        (GONE, ActorKind::Person),
    ] {
        happen(&mut state, By::Operator, Joined { actor, kind, via: Via::Operator, audience: None });
    }
    happen(&mut state, By::Operator, RepresentationStarted { actor: ASKER, organisation: CLUB });
    let question = QuestionAsked { contribution: QUESTION, title: CommonText(text), body: None, theme: None };
    happen(&mut state, By::Actor(ASKER), question);
    for (author, contribution) in [(By::Actor(ASKER), MINE), (By::Actor(OTHER), OTHERS), (By::System, NOBODYS)] {
        happen(&mut state, author, submitted(contribution));
    }
    for (meeting, kind) in [(OUTREACH, MeetingKind::Outreach), (WORKSHOP, MeetingKind::Workshop)] {
        happen(&mut state, By::System, planned(meeting, kind));
    }
    group::happen_all(&mut state);
    exchange::happen_all(&mut state);
    action::arrange(&mut state);
    cooperation::arrange(&mut state);
    decision::arrange(&mut state);
    tension::arrange(&mut state);
    specification::arrange(&mut state);
    selection::arrange(&mut state);
    for (role, until) in roles {
        happen(&mut state, By::Operator, RoleGranted { actor: ASKER, role: *role, until: *until });
        happen(&mut state, By::Operator, RoleGranted { actor: GONE, role: *role, until: *until });
    }
    if roles.iter().any(|(role, _)| *role == Role::Steward) {
        happen(&mut state, By::Operator, RoleGranted { actor: OTHER, role: Role::Steward, until: None });
    }
    happen(&mut state, By::Operator, Left { actor: GONE });
    state
}

fn every_set_of_roles() -> impl Iterator<Item = Vec<Role>> {
    (0..1_usize << Role::ALL.len()).map(|set| {
        Role::ALL.iter().enumerate().filter(|(bit, _)| set & (1 << bit) != 0).map(|(_, role)| *role).collect()
    })
}

fn ask(state: &State, principal: Principal, action: Action) -> Result<(), Denied> {
    authorise(state, Stamp::default(), principal, action)
}

#[test]
fn the_table_has_a_line_for_every_action() {
    let told: BTreeSet<_> = table().iter().map(|(action, _)| name(*action)).collect();
    assert_eq!(told, ACTIONS.iter().copied().collect());
}

#[test]
fn a_member_may_what_the_table_says_of_their_roles_and_nothing_else() {
    for visibility in [Visibility::Public, Visibility::Members] {
        for roles in every_set_of_roles() {
            let state = network(visibility, &roles.iter().map(|role| (*role, None)).collect::<Vec<_>>());
            for (action, whom) in table() {
                let held = |any_of: &[Role]| roles.iter().any(|role| any_of.contains(role));
                let allowed = match whom {
                    For::Everyone | For::Readers | For::Members | For::Own => true,
                    For::Roles(any_of) | For::OperatorOr(any_of) => held(any_of),
                    For::Operator | For::Nobody => false,
                };
                let expected = if allowed { Ok(()) } else { Err(Denied::Forbidden) };
                assert_eq!(ask(&state, Principal::Actor(ASKER), action), expected, "{roles:?} {action:?}");
            }
        }
    }
}

#[test]
fn what_is_ones_own_is_not_the_next_ones_except_by_role() {
    let state = network(Visibility::Public, &[]);
    for (action, whom) in table() {
        if let For::Own = whom {
            assert_eq!(ask(&state, Principal::Actor(OTHER), action), Err(Denied::Forbidden), "{action:?}");
        }
    }
}

#[test]
fn outside_a_network_only_readers_of_a_public_one_the_operator_and_the_system_pass() {
    let outsiders = [Principal::Stranger, Principal::Actor(UNKNOWN), Principal::Actor(GONE), Principal::Operator];
    for visibility in [Visibility::Public, Visibility::Members] {
        for roles in every_set_of_roles() {
            let state = network(visibility, &roles.iter().map(|role| (*role, None)).collect::<Vec<_>>());
            for (action, whom) in table() {
                assert_eq!(ask(&state, Principal::System, action), Ok(()));
                for principal in outsiders {
                    let expected = match (whom, principal, visibility) {
                        (For::Everyone, ..)
                        | (For::Operator | For::OperatorOr(_), Principal::Operator, _)
                        | (For::Readers, _, Visibility::Public) => Ok(()),
                        (_, _, Visibility::Members) => Err(Denied::Hidden),
                        (_, Principal::Stranger, Visibility::Public) => Err(Denied::Unauthenticated),
                        (_, _, Visibility::Public) => Err(Denied::Forbidden),
                    };
                    assert_eq!(ask(&state, principal, action), expected, "{principal:?} {action:?}");
                }
            }
        }
    }
}

#[test]
fn a_role_that_has_ended_opens_nothing() {
    let until = Stamp::from_millis(100);
    let state = network(Visibility::Public, &Role::ALL.iter().map(|role| (*role, until)).collect::<Vec<_>>());
    let at = |ms| Stamp::from_millis(ms).unwrap();
    for (action, whom) in table() {
        if let For::Roles(_) = whom {
            assert_eq!(authorise(&state, at(99), Principal::Actor(ASKER), action), Ok(()), "{action:?}");
            let after = authorise(&state, at(100), Principal::Actor(ASKER), action);
            assert_eq!(after, Err(Denied::Forbidden), "{action:?}");
        }
    }
}

#[test]
fn a_network_that_is_not_founded_is_hidden_from_all_but_operator_and_system() {
    let nothing = State::default();
    for (action, whom) in table() {
        for principal in [Principal::Stranger, Principal::Actor(ASKER)] {
            assert_eq!(ask(&nothing, principal, action), Err(Denied::Hidden), "{action:?}");
        }
        assert_eq!(
            ask(&nothing, Principal::Operator, action).is_ok(),
            matches!(whom, For::Operator | For::OperatorOr(_))
        );
        assert_eq!(ask(&nothing, Principal::System, action), Ok(()));
    }
}

#[test]
fn whoever_left_still_has_rights_over_their_data_and_no_other() {
    for visibility in [Visibility::Public, Visibility::Members] {
        let state = network(visibility, &[]);
        for action in [Action::ReadPersonalData(GONE), Action::ErasePersonalData(GONE)] {
            assert_eq!(ask(&state, Principal::Actor(GONE), action), Ok(()));
        }
        assert!(ask(&state, Principal::Actor(GONE), Action::ReadPersonalData(ASKER)).is_err());
        assert!(ask(&state, Principal::Actor(UNKNOWN), Action::ReadPersonalData(UNKNOWN)).is_err());
        assert!(ask(&state, Principal::Actor(GONE), Action::Submit).is_err());
    }
}
