//! The operations that a line of a batch may name: every one that changes a network.

use std::pin::Pin;

use actix_web::web::Bytes;
use app::submission::Imported;

use super::Planned;
use crate::body::parse_json;
use crate::call::Write;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::{
    actions, actors, audiences, contributions, cooperations, decisions, diagnostics, drivers, exchanges, groups,
    invitations, meetings, moderation, networks, requirements, selections, specifications, steps, tensions, vocabulary,
};

type Planning = Pin<Box<dyn Future<Output = Result<Planned, Problem>>>>;
pub(super) type Planner = fn(Write<Bytes>, Option<Imported>) -> Planning;

macro_rules! operations {
    ($($operation:path,)*) => {
        const OPERATIONS: &[(&str, Planner)] = &[
            $((<$operation as Operation>::ID, |write, imported| Box::pin(plan::<$operation>(write, imported))),)*
        ];
    };
}

operations! {
    networks::settings::Change,
    networks::archive::Archive,
    actors::add::Add,
    actors::profile::Revise,
    actors::role::Grant,
    actors::role::Revoke,
    actors::representation::Start,
    actors::representation::End,
    actors::leave::Leave,
    actors::erase::Erase,
    contributions::submit::Submit,
    contributions::revise::Revise,
    contributions::withdraw::Withdraw,
    contributions::support::Give,
    contributions::support::TakeBack,
    contributions::link::Link,
    contributions::vote::Cast,
    actors::reactivate::Reactivate,
    actors::notice::Acknowledge,
    invitations::revoke::Revoke,
    meetings::plan::Planning,
    meetings::revise::Revise,
    meetings::reschedule::Reschedule,
    meetings::cancel::Cancel,
    meetings::registration::Register,
    meetings::registration::Unregister,
    meetings::attendance::Record,
    meetings::attendances::Withdraw,
    meetings::minutes::Drafting,
    meetings::offer::Offer,
    meetings::approvers::Name,
    meetings::approval::Approve,
    meetings::contributions::Link,
    meetings::contributions::Unlink,
    contributions::merge::Merge,
    contributions::place::Move,
    moderation::report::Report,
    moderation::review::Review,
    moderation::appeal::Appeal,
    moderation::decision::Decide,
    audiences::define::Define,
    audiences::revise::Revise,
    audiences::retire::Retire,
    vocabulary::define::DefineTheme,
    vocabulary::relabel::RelabelTheme,
    vocabulary::retire::RetireTheme,
    vocabulary::define::DefineTag,
    vocabulary::relabel::RelabelTag,
    vocabulary::retire::RetireTag,
    groups::form::Form,
    groups::revise::Revise,
    groups::member::Add,
    groups::member::Leave,
    groups::convener::Name,
    groups::dissolve::Dissolve,
    exchanges::declare::Declare,
    exchanges::revise::Revise,
    exchanges::withdraw::Withdraw,
    actions::plan::PlanOne,
    actions::replan::Replan,
    actions::milestone::Set,
    actions::milestone::Revise,
    actions::reach::Reach,
    actions::progress::Report,
    actions::obstacle::Block,
    actions::obstacle::Unblock,
    actions::complete::Complete,
    actions::abandon::Abandon,
    cooperations::propose::Propose,
    cooperations::answer::Accept,
    cooperations::answer::Decline,
    cooperations::start::Start,
    cooperations::review::Review,
    cooperations::end::End,
    tensions::raise::Raise,
    tensions::mediator::Name,
    tensions::mediation::Accept,
    tensions::mediation::Decline,
    tensions::steps::Agree,
    tensions::settle::Settle,
    tensions::leave_open::LeaveOpen,
    decisions::propose::Propose,
    decisions::amend::Amend,
    decisions::options::Add,
    decisions::options::Revise,
    decisions::options::Withdraw,
    decisions::links::Link,
    decisions::links::Unlink,
    decisions::open::Open,
    decisions::ballots::Cast,
    decisions::objections::Raise,
    decisions::objections::Lift,
    decisions::meeting_ballots::Enter,
    decisions::meeting_ballots::Withdraw,
    decisions::close::Close,
    decisions::lot::Draw,
    decisions::void::Void,
    drivers::invite::Invite,
    drivers::answer::Accept,
    drivers::answer::Decline,
    drivers::step_back::StepBack,
    drivers::commitment::Commit,
    drivers::commitment::Release,
    steps::open::Open,
    steps::goal::SetGoal,
    steps::close::Close,
    diagnostics::draft::Draft,
    diagnostics::revise::Revise,
    diagnostics::questions::Add,
    diagnostics::questions::Revise,
    diagnostics::questions::Withdraw,
    diagnostics::choices::Add,
    diagnostics::choices::Revise,
    diagnostics::choices::Withdraw,
    diagnostics::open::Open,
    diagnostics::answers::Give,
    diagnostics::answers::TakeBack,
    diagnostics::close::Close,
    diagnostics::abandon::Abandon,
    diagnostics::findings::Publish,
    diagnostics::findings::Revise,
    diagnostics::findings::Withdraw,
    specifications::open::Open,
    specifications::revise::Revise,
    specifications::publish::Publish,
    specifications::adoption::Adopt,
    requirements::propose::Propose,
    requirements::priority::Prioritise,
    requirements::amendments::Amend,
    requirements::amendments::Withdraw,
    requirements::answer::Accept,
    requirements::answer::Refuse,
    requirements::split::SplitOne,
    requirements::merge::Merge,
    requirements::phase::Reject,
    requirements::phase::Reinstate,
    selections::prepare::Prepare,
    selections::criteria::Set,
    selections::criteria::Withdraw,
    selections::candidates::propose::Propose,
    selections::candidates::revise::Revise,
    selections::candidates::withdraw::Withdraw,
    selections::candidates::methods::Set,
    selections::candidates::methods::Withdraw,
    selections::open::Open,
    selections::assessments::Assess,
    selections::assessments::TakeBack,
    selections::close::Close,
    selections::split::PlanOne,
    selections::shares::Accept,
    selections::shares::Decline,
    selections::choice::Choose,
    selections::abandon::Abandon,
    selections::presentation::Link,
    selections::presentation::Unlink,
}

/// The operationIds that a line may name.
pub fn operations() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().map(|(id, _)| *id)
}

/// What plans an operation.
pub(super) fn planner(operation: &str) -> Option<Planner> {
    OPERATIONS.iter().find(|(id, _)| *id == operation).map(|(_, planner)| *planner)
}

async fn plan<O: Operation>(write: Write<Bytes>, imported: Option<Imported>) -> Result<Planned, Problem> {
    let body = parse_json::<O::Body>(&write.body)?;
    let (object, unit) = write.with_body(body).unit::<O>().await?;
    Ok(Planned { object, creates: O::CREATES, unit, imported })
}
