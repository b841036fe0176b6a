//! Who may do what: one total function, held against a hand-written table by the HTTP tests.

use crate::actor::ActorKind;
use crate::class::words;
use crate::envelope::{Act, By};
use crate::ids::{
    ActionId, ActorId, CandidateId, ContributionId, CooperationId, DecisionId, ExchangeId, GroupId, MeetingId,
    RequirementId, SelectionId, Stamp, TensionId,
};
use crate::meeting::MeetingKind;
use crate::network::Visibility;
use crate::selection;
use crate::state::State;
use crate::tension::Raiser;

words! {
    /// A role in a network, beside that of member, which every actor has who joined and has not left.
    pub enum Role {
        /// Drives the mobilisation of audiences.
        Driver = "driver",
        /// Accompanies learners.
        Tutor = "tutor",
        /// Animates the network: adds actors, asks questions, opens and closes what has phases.
        Facilitator = "facilitator",
        /// Reviews what was reported.
        Moderator = "moderator",
        /// Answers for settings, roles, and the rights of persons.
        Steward = "steward",
        /// Reads the whole history.
        Auditor = "auditor",
    }
}

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u8);

impl Roles {
    fn bit(role: Role) -> u8 {
        match role {
            Role::Driver => 1,
            Role::Tutor => 1 << 1,
            Role::Facilitator => 1 << 2,
            Role::Moderator => 1 << 3,
            Role::Steward => 1 << 4,
            Role::Auditor => 1 << 5,
        }
    }

    /// Whether a role is among them.
    #[must_use]
    pub fn has(self, role: Role) -> bool {
        self.0 & Self::bit(role) != 0
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |set, role| set | Self::bit(role)))
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Principal {
    /// Somebody who did not say who they are.
    Stranger,
    /// An actor of the network.
    Actor(ActorId),
    /// Whoever runs the server.
    Operator,
    /// The server itself, at a moment that was due.
    System,
}

impl Principal {
    /// Whom events name; nobody for a stranger.
    #[must_use]
    pub fn by(self) -> Option<By> {
        match self {
            Self::Stranger => None,
            Self::Actor(actor) => Some(By::Actor(actor)),
            Self::Operator => Some(By::Operator),
            Self::System => Some(By::System),
        }
    }
}

/// What one may want to do in a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Read what the network shows to everyone who may read it.
    Read,
    /// Read names and profiles of persons, and whatever else is for members.
    ReadProfiles,
    /// Read how to reach a person.
    ReadContact(ActorId),
    /// Read one's own scoped acts.
    ReadOwnActs,
    /// Found a network.
    FoundNetwork,
    /// Change its settings.
    ChangeSettings,
    /// Close it for good.
    ArchiveNetwork,
    /// Let an actor join.
    AddActor,
    /// Replace a profile or a description.
    ReviseProfile(ActorId),
    /// Let a person represent this organisation.
    StartRepresentation(ActorId),
    /// End a representation of this person.
    EndRepresentation(ActorId),
    /// Grant or revoke this role.
    ChangeRole(Role),
    /// Let this actor leave.
    Leave(ActorId),
    /// Let whoever has left take part again.
    Reactivate,
    /// Take note of the network's information notice, for this actor.
    AcknowledgeNotice(ActorId),
    /// Write down what has ended by itself.
    Expire,
    /// Invite people: issue, list and revoke invitations.
    Invite,
    /// Come in with an invitation's code.
    AcceptInvitation,
    /// List, issue and revoke the keys of this actor.
    ManageKeys(ActorId),
    /// Put a question to the network.
    AskQuestion,
    /// Submit any other contribution.
    Submit,
    /// Replace the text of this contribution.
    Revise(ContributionId),
    /// Take this contribution out of the discussion.
    Withdraw(ContributionId),
    /// Support, or support no more.
    Support,
    /// Link contributions.
    Link,
    /// Merge contributions, or put them elsewhere.
    Arrange,
    /// Vote on statements.
    Vote,
    /// Bring in a foreign data set, in the name of the people it names.
    Import,
    /// Enter what this actor did.
    EnterFor(ActorId),
    /// Destroy what makes this person's data readable.
    ErasePersonalData(ActorId),
    /// Read all that is held of this person.
    ReadPersonalData(ActorId),
    /// Plan a meeting of this kind.
    PlanMeeting(MeetingKind),
    /// Revise, reschedule or cancel this meeting.
    ChangeMeeting(MeetingId),
    /// Read who registers for meetings and who attends, record it, and put minutes to approval.
    RunMeeting,
    /// Register for meetings, draft their minutes and approve them.
    TakePart,
    /// Say that this contribution was born in a meeting, or that it was not.
    LinkToMeeting(ContributionId),
    /// Report contributions to moderators.
    Report,
    /// Read what was reported, and how often.
    ReadReports,
    /// Review contributions, and decide appeals.
    Moderate,
    /// Appeal against the last review of this contribution.
    Appeal(ContributionId),
    /// Read what moderators hide of this contribution, and what its author said against that.
    ReadHidden(ContributionId),
    /// Define, change and retire audiences, themes and tags.
    KeepVocabulary,
    /// Form a working group.
    FormGroup,
    /// Change this group, name who convenes it, and dissolve it.
    ConveneGroup(GroupId),
    /// Let this actor work in this group.
    AddToGroup(GroupId, ActorId),
    /// Declare a need or an offer.
    DeclareExchange,
    /// Revise or withdraw this need or offer.
    ChangeExchange(ExchangeId),
    /// Plan actions and their milestones.
    PlanAction,
    /// Say how this action goes, and how it ended.
    FollowAction(ActionId),
    /// Propose a cooperation.
    ProposeCooperation,
    /// Accept or decline this cooperation.
    AnswerCooperation(CooperationId),
    /// Start, review and end this cooperation.
    ConductCooperation(CooperationId),
    /// Read tensions beyond their counts.
    ReadTensions,
    /// Raise a tension.
    RaiseTension,
    /// Name who is to mediate this open tension.
    NameMediator(TensionId),
    /// Choose the mediator of a confidential tension and take it back: the rules know who raised it, and nobody else does.
    ActAsRaiser,
    /// Do what the mediator of this tension does.
    Mediate(TensionId),
    /// Leave this open tension as it is.
    LeaveTensionOpen(TensionId),
    /// Propose a decision.
    ProposeDecision,
    /// Amend this decision and its options, and link it, until it opens.
    PrepareDecision(DecisionId),
    /// Open decisions and close them, enter ballots of a meeting, draw lots, void.
    ConductDecisions,
    /// Cast a ballot, object, and read the receipt: the rules know who may vote where.
    CastBallot,
    /// Write down what came of a decision.
    RecordOutcome,
    /// Open specifications, publish and adopt versions; split, merge and reject requirements, and answer amendments.
    ConductSpecification,
    /// Propose a requirement.
    ProposeRequirement,
    /// Say how much a requirement is wanted.
    Prioritise,
    /// Propose another text for a requirement.
    AmendRequirement,
    /// Withdraw this amendment of this requirement.
    WithdrawAmendment(RequirementId, u16),
    /// Draft diagnostics, open and close them, publish what is found in them.
    ConductDiagnostics,
    /// Answer a diagnostic, and read what one answered: the rules know whom it asks.
    AnswerDiagnostic,
    /// Publish the tables of a diagnostic.
    PublishTables,
    /// Invite actors to drive the mobilisation.
    InviteDriver,
    /// Answer such an invitation, commit to audiences and step back, as this actor.
    Drive(ActorId),
    /// Open and close the steps of the method, and set their goals.
    ConductSteps,
    /// Prepare selections, open and close them, plan how the cost is shared, and say what was chosen.
    ConductSelection,
    /// Propose a tool.
    ProposeCandidate,
    /// Revise and withdraw this tool, and the ways to set it up.
    ChangeCandidate(CandidateId),
    /// Assess tools.
    Assess,
    /// Accept or decline a share of what is chosen in this selection.
    AnswerShare(SelectionId),
}

/// Why one may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// What it is about must not even be known to exist.
    #[error("not_found")]
    Hidden,
    /// Say who you are first.
    #[error("authentication_required")]
    Unauthenticated,
    /// It is not theirs to do.
    #[error("forbidden")]
    Forbidden,
}

/// Who an action is for.
enum Rule {
    /// Whoever there is, also where nothing of the network may be read.
    Everyone,
    Reader,
    Member,
    Holder(&'static [Role]),
    ThemselvesOr(ActorId, &'static [Role]),
    /// Whose the data is, also after they left; nobody for them.
    SubjectOr(ActorId, &'static [Role]),
    /// One of these actors, or whoever represents one.
    OneOfOr(Vec<ActorId>, &'static [Role]),
    Operator,
    OperatorOr(&'static [Role]),
    Nobody,
}

fn rule(state: &State, action: Action) -> Rule {
    use Role::{Driver, Facilitator, Moderator, Steward};
    match action {
        Action::Read => Rule::Reader,
        Action::ReadProfiles
        | Action::ReadOwnActs
        | Action::Submit
        | Action::Support
        | Action::Link
        | Action::Vote
        | Action::TakePart
        | Action::Report
        | Action::DeclareExchange
        | Action::ProposeCooperation
        | Action::ReadTensions
        | Action::RaiseTension
        | Action::ActAsRaiser
        | Action::ProposeDecision
        | Action::CastBallot
        | Action::ProposeRequirement
        | Action::Prioritise
        | Action::AmendRequirement
        | Action::AnswerDiagnostic
        | Action::ProposeCandidate
        | Action::Assess => Rule::Member,
        Action::ReadContact(actor) | Action::ManageKeys(actor) => Rule::ThemselvesOr(actor, &[Steward]),
        Action::ErasePersonalData(actor) => Rule::SubjectOr(actor, &[Steward]),
        Action::ReadPersonalData(actor) => Rule::SubjectOr(actor, &[]),
        Action::FoundNetwork => Rule::Operator,
        Action::Import => Rule::OperatorOr(&[Steward]),
        Action::PlanMeeting(MeetingKind::Outreach) => Rule::Holder(&[Driver, Facilitator]),
        Action::AddActor
        | Action::AskQuestion
        | Action::Reactivate
        | Action::Arrange
        | Action::RunMeeting
        | Action::PlanMeeting(_)
        | Action::KeepVocabulary
        | Action::FormGroup
        | Action::PlanAction
        | Action::ConductDecisions
        | Action::ConductSpecification
        | Action::ConductDiagnostics
        | Action::InviteDriver
        | Action::ConductSelection => Rule::Holder(&[Facilitator]),
        Action::ReadReports | Action::Moderate => Rule::Holder(&[Moderator]),
        Action::ReviseProfile(actor) => match state.actor.get(actor).map(|row| row.kind) {
            Some(ActorKind::Organisation | ActorKind::Service) if !state.actor.is_represented(actor) => {
                Rule::ThemselvesOr(actor, &[Facilitator])
            }
            Some(_) => Rule::ThemselvesOr(actor, &[]),
            None => Rule::Member,
        },
        Action::Leave(actor) | Action::AcknowledgeNotice(actor) => Rule::ThemselvesOr(actor, &[]),
        Action::Expire | Action::RecordOutcome | Action::PublishTables => Rule::Nobody,
        Action::AcceptInvitation => Rule::Everyone,
        Action::EnterFor(actor) => Rule::ThemselvesOr(actor, &[Facilitator]),
        Action::StartRepresentation(_) | Action::ChangeRole(Role::Driver | Role::Tutor) | Action::ConductSteps => {
            Rule::Holder(&[Facilitator, Steward])
        }
        Action::EndRepresentation(actor) => Rule::ThemselvesOr(actor, &[Facilitator, Steward]),
        Action::ChangeSettings
        | Action::ArchiveNetwork
        | Action::Invite
        | Action::ChangeRole(Role::Facilitator | Role::Moderator | Role::Steward | Role::Auditor) => {
            Rule::Holder(&[Steward])
        }
        Action::Revise(contribution)
        | Action::Withdraw(contribution)
        | Action::LinkToMeeting(contribution)
        | Action::Appeal(contribution)
        | Action::ReadHidden(contribution) => of_contribution(state, contribution, action),
        Action::ChangeMeeting(meeting) => match state.meeting.get(meeting).map(|row| row.kind) {
            Some(kind) => rule(state, Action::PlanMeeting(kind)),
            None => Rule::Member,
        },
        Action::Drive(actor) => state.actor.get(actor).map_or(Rule::Member, |_| Rule::ThemselvesOr(actor, &[])),
        Action::ConveneGroup(group) => convener(state, group),
        Action::AddToGroup(group, member) => match state.group.get(group) {
            Some(row) => Rule::OneOfOr(vec![member, row.convener.unwrap_or(member)], &[Facilitator]),
            None => Rule::Member,
        },
        Action::ChangeExchange(exchange) => declarer(state, exchange),
        Action::FollowAction(action) => responsible(state, action),
        Action::PrepareDecision(decision) => proposer(state, decision),
        Action::AnswerCooperation(cooperation) => parties(state, cooperation, &[]),
        Action::ConductCooperation(cooperation) => parties(state, cooperation, &[Facilitator]),
        Action::NameMediator(tension) | Action::LeaveTensionOpen(tension) | Action::Mediate(tension) => {
            of_tension(state, tension, action)
        }
        Action::WithdrawAmendment(requirement, number) => amender(state, requirement, number),
        Action::ChangeCandidate(candidate) => of_candidate(state, candidate),
        Action::AnswerShare(selection) => payers(state, selection),
    }
}

fn of_contribution(state: &State, contribution: ContributionId, action: Action) -> Rule {
    use Role::{Auditor, Facilitator, Moderator};
    let row = state.contribution.get(contribution);
    let author = row.and_then(|row| row.author);
    let is_question = row.is_some_and(|row| row.kind == crate::contribution::Kind::Question);
    let readers: &[Role] = &[Moderator, Auditor];
    match (action, author) {
        (Action::ReadHidden(_), Some(author)) => Rule::ThemselvesOr(author, readers),
        (Action::ReadHidden(_), None) => Rule::Holder(readers),
        _ if row.is_none() => Rule::Member,
        (Action::LinkToMeeting(_), Some(author)) => Rule::ThemselvesOr(author, &[Facilitator]),
        (Action::LinkToMeeting(_), None) => Rule::Holder(&[Facilitator]),
        (Action::Revise(_) | Action::Withdraw(_), _) if is_question => Rule::Holder(&[Facilitator]),
        (_, author) => author.map_or(Rule::Nobody, |author| Rule::ThemselvesOr(author, &[])),
    }
}

fn responsible(state: &State, action: ActionId) -> Rule {
    let row = state.action.get(action);
    row.map_or(Rule::Member, |row| Rule::OneOfOr(row.responsible.as_slice().to_vec(), &[Role::Facilitator]))
}

fn convener(state: &State, group: GroupId) -> Rule {
    match state.group.get(group).map(|row| row.convener) {
        Some(Some(convener)) => Rule::ThemselvesOr(convener, &[Role::Facilitator]),
        Some(None) => Rule::Holder(&[Role::Facilitator]),
        None => Rule::Member,
    }
}

fn declarer(state: &State, exchange: ExchangeId) -> Rule {
    let Some(row) = state.exchange.get(exchange) else { return Rule::Member };
    row.owner.map_or(Rule::Nobody, |owner| Rule::ThemselvesOr(owner, &[]))
}

fn proposer(state: &State, decision: DecisionId) -> Rule {
    let row = state.decision.get(decision);
    row.map_or(Rule::Member, |row| Rule::OneOfOr(row.proposer.into_iter().collect(), &[Role::Facilitator]))
}

fn amender(state: &State, requirement: RequirementId, number: u16) -> Rule {
    let amendment = state.requirement.get(requirement).and_then(|row| row.amendment(number));
    let Some(amendment) = amendment else { return Rule::Member };
    amendment.author.map_or(Rule::Nobody, |author| Rule::ThemselvesOr(author, &[]))
}

/// Once people assess it, what one proposed is no longer one's own to change.
fn of_candidate(state: &State, candidate: CandidateId) -> Rule {
    let Some(row) = state.candidate.get(candidate) else { return Rule::Member };
    let is_prepared = state.selection.get(row.selection).is_some_and(|row| row.phase == selection::Phase::Prepared);
    let proposer = row.proposer.filter(|_| is_prepared);
    Rule::OneOfOr(proposer.into_iter().collect(), &[Role::Facilitator])
}

fn payers(state: &State, selection: SelectionId) -> Rule {
    let Some(row) = state.selection.get(selection) else { return Rule::Member };
    let payers = row.split.iter().flat_map(|split| split.payers.as_slice());
    Rule::OneOfOr(payers.map(|payer| payer.actor).collect(), &[])
}

fn parties(state: &State, cooperation: CooperationId, roles: &'static [Role]) -> Rule {
    let row = state.cooperation.get(cooperation);
    row.map_or(Rule::Member, |row| Rule::OneOfOr(row.parties.as_slice().to_vec(), roles))
}

fn of_tension(state: &State, tension: TensionId, action: Action) -> Rule {
    let Some(row) = state.tension.get(tension) else { return Rule::Member };
    let mediator = row.mediator.map(|mediator| mediator.actor);
    if let Action::Mediate(_) = action {
        return Rule::OneOfOr(mediator.into_iter().collect(), &[]);
    }
    let Raiser::Openly(raiser) = row.raiser else { return Rule::Nobody };
    let mediator = if let Action::LeaveTensionOpen(_) = action { mediator } else { None };
    Rule::OneOfOr(raiser.into_iter().chain(mediator).collect(), &[Role::Facilitator])
}

/// Whether `principal` may do `action` in this network at this moment. Total: every action has its rule.
///
/// # Errors
/// [`Denied`]; `Hidden` for whoever may not read the network at all.
pub fn authorise(state: &State, at: Stamp, principal: Principal, action: Action) -> Result<(), Denied> {
    let roles = match principal {
        Principal::Actor(actor) => state.actor.roles(actor, at),
        Principal::Stranger | Principal::Operator | Principal::System => None,
    };
    let rule = rule(state, action);
    if matches!(
        (principal, &rule),
        (Principal::System, _) | (Principal::Operator, Rule::Operator | Rule::OperatorOr(_))
    ) {
        return Ok(());
    }
    if matches!(rule, Rule::Everyone) && state.network.charter().is_some() {
        return Ok(());
    }
    let visibility = state.network.charter().map_or(Visibility::Members, |charter| charter.visibility);
    if let (Principal::Actor(asker), Rule::SubjectOr(subject, _)) = (principal, &rule)
        && asker == *subject
        && state.actor.get(asker).is_some()
    {
        return Ok(());
    }
    let Some(roles) = roles else {
        return match (visibility, rule, principal) {
            (Visibility::Public, Rule::Reader, _) => Ok(()),
            (Visibility::Members, _, _) => Err(Denied::Hidden),
            (Visibility::Public, _, Principal::Stranger) => Err(Denied::Unauthenticated),
            (Visibility::Public, _, Principal::Actor(_) | Principal::Operator | Principal::System) => {
                Err(Denied::Forbidden)
            }
        };
    };
    let allowed = match rule {
        Rule::Everyone | Rule::Reader | Rule::Member => true,
        Rule::Holder(any_of) | Rule::OperatorOr(any_of) | Rule::SubjectOr(_, any_of) => {
            any_of.iter().any(|role| roles.has(*role))
        }
        Rule::ThemselvesOr(owner, any_of) => {
            is_or_represents(state, principal, owner) || any_of.iter().any(|role| roles.has(*role))
        }
        Rule::OneOfOr(owners, any_of) => {
            owners.iter().any(|owner| is_or_represents(state, principal, *owner))
                || any_of.iter().any(|role| roles.has(*role))
        }
        Rule::Operator | Rule::Nobody => false,
    };
    if allowed { Ok(()) } else { Err(Denied::Forbidden) }
}

/// Whether `principal` may do `action` as `act` says: for themselves, or entering what somebody else did who may do it. An import
/// brings in what people did elsewhere: it is for whoever may import.
///
/// # Errors
/// [`Denied`].
pub fn authorise_act(state: &State, at: Stamp, principal: Principal, act: &Act, action: Action) -> Result<(), Denied> {
    let entered_for = act.on_behalf_of.filter(|_| action != Action::Import);
    let Some(person) = entered_for else { return authorise(state, at, principal, action) };
    authorise(state, at, principal, Action::EnterFor(person))?;
    if state.actor.active(person).is_err() {
        // The rules say so, and in clearer words.
        return Ok(());
    }
    authorise(state, at, Principal::Actor(person), action).map_err(|_| Denied::Forbidden)
}

fn is_or_represents(state: &State, principal: Principal, owner: ActorId) -> bool {
    let Principal::Actor(actor) = principal else { return false };
    actor == owner || state.actor.get(actor).is_some_and(|row| row.represents.contains(&owner))
}
