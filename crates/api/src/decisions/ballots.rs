//! `POST /v1/networks/{network}/decisions/{decision}/ballots`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::decision::Command;
use domain::ids::{ActorId, Pseudonym};
use domain::tally::ballot::Ballot;
use domain::tally::rules::BallotMode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Decision, described, target, urn, votes_as};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// A ballot to cast.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBallot, example = json!({"ballot": {"approve": [0, 3]}}))]
pub struct New {
    /// The ballot.
    #[schema(value_type = described::Ballot)]
    ballot: Ballot,
}

/// Cast a ballot, or change one's ballot
///
/// For the electorate, until the decision closes; the latest ballot counts. In a roll call the event names the voter; else
/// it shows a pseudonym that is valid in this decision alone, and of a secret vote nothing of the ballot. Whoever represents
/// an organisation that may vote casts its ballot.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/ballots", operation_id = "castBallot", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Cast", body = Written<Decision>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Cast>().await
}

/// Casting a ballot.
pub struct Cast;

impl Operation for Cast {
    const ID: &'static str = "castBallot";
    type Body = New;
    type Resource = Decision;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let voter = Voter::of(write)?;
        let (decision, row) = target(write)?;
        let (ballot, mut draft) = (in_order(&write.body.ballot), write.draft());
        let person = match row.rules.mode {
            BallotMode::RollCall => None,
            BallotMode::Pseudonymous | BallotMode::Secret => Some(voter.pseudonym(write)?),
        };
        if let Some(person) = person {
            urn::lay(&mut draft, decision, row, person, &ballot)?;
        }
        let command = Command::Cast { decision, voter: person, ballot };
        Ok(Plan { subject: voter.represented, ..Plan::of(decision, draft.ready(command)) })
    }
}

/// Whose ballot or objection it is.
pub(super) struct Voter {
    /// The actor.
    pub actor: ActorId,
    /// The same, where the caller represents it without saying so.
    pub represented: Option<ActorId>,
}

impl Voter {
    /// Of a decision's command: the one for whom it is entered, else the caller, or the first whom they represent and who
    /// may vote.
    ///
    /// # Errors
    /// `authentication_required`, `forbidden`.
    pub fn of<B>(write: &Write<B>) -> Result<Self, Problem> {
        let actor = write.subject(Action::CastBallot)?;
        let (_, row) = target(write)?;
        let state = &write.gate.live().state;
        let represented = if write.act.on_behalf_of.is_none() { votes_as(state, actor, row) } else { None };
        let represented = represented.filter(|represented| *represented != actor);
        Ok(Self { actor: represented.unwrap_or(actor), represented })
    }

    /// What stands for them inside the decision.
    ///
    /// # Errors
    /// `invalid_parameter` when it is only tried for somebody else.
    pub fn pseudonym<B>(&self, write: &Write<B>) -> Result<Pseudonym, Problem> {
        let (decision, _) = target(write)?;
        let own = write.pseudonym(Action::CastBallot, decision)?;
        self.represented.map_or(Ok(own), |actor| Ok(write.network.pseudonym(actor, decision)?))
    }
}

/// The same ballot with its options in ascending order, where their order says nothing. Whether one stands there twice is
/// for the rules to say.
pub(super) fn in_order(ballot: &Ballot) -> Ballot {
    match ballot {
        Ballot::Say(_) | Ballot::Rank(_) => ballot.clone(),
        Ballot::Approve(options) => Ballot::Approve(sorted(options)),
        Ballot::Points(points) => Ballot::Points(sorted(points)),
    }
}

fn sorted<T: Ord + Copy>(items: &[T]) -> Arc<[T]> {
    let mut items = items.to_vec();
    items.sort_unstable();
    items.into()
}
