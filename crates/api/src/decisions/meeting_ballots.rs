//! `POST /v1/networks/{network}/decisions/{decision}/meeting-ballots`, and `DELETE` of one entry.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::decision::parts::Part;
use domain::decision::{self, Command, Entered, MeetingBallotsEntered, MeetingBallotsWithdrawn, Refusal, Witnesses};
use domain::ids::{DecisionId, MeetingId};
use domain::tally::ballot::Ballot;
use domain::tally::input::Counted;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ballots::in_order;
use super::{Decision, described, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values;

/// Ballots that were taken in a meeting.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMeetingBallots, example = json!({
    "meeting": "01890a5d-ac96-774b-bcce-b302099a8059", "how": "show_of_hands",
    "ballots": [{"ballot": {"say": "yes"}, "count": 14}, {"ballot": {"say": "abstain"}, "count": 2}],
    "witnesses": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]
}))]
pub struct New {
    /// Where they were taken.
    #[schema(value_type = uuid::Uuid)]
    meeting: MeetingId,
    /// How they were taken.
    #[schema(schema_with = values::word::<Entered>)]
    how: Entered,
    /// The ballots, in any order; equal ones are added up. Together at most 48 KiB.
    ballots: Vec<NewCounted>,
    /// Who saw it: 1 to 8 actors.
    #[schema(value_type = Vec<uuid::Uuid>, min_items = 1, max_items = 8)]
    witnesses: Witnesses,
}

/// Equal ballots.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCountedBallots)]
pub struct NewCounted {
    /// The ballot.
    #[schema(value_type = described::Ballot)]
    ballot: Ballot,
    /// How many there are of it.
    #[schema(minimum = 1)]
    count: u32,
}

/// Enter ballots that were taken in a meeting
///
/// For facilitators, until the decision closes, and not of a secret vote. Those who voted there are not known, and should not
/// vote again: there are never more ballots than voters.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/meeting-ballots", operation_id = "enterMeetingBallots",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Entered", body = Written<Decision>), WriteProblems)
)]
pub async fn enter(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Enter>().await
}

/// Take the ballots of a meeting out again
///
/// For facilitators, until the decision closes. The entry stays in the history.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/decisions/{decision}/meeting-ballots/{entry}",
    operation_id = "withdrawMeetingBallots", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"),
        ("entry" = u16, Path, description = "Which entry"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Taken out", body = Written<Decision>), WriteProblems)
)]
pub async fn withdraw(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Entering ballots of a meeting.
pub struct Enter;

impl Operation for Enter {
    const ID: &'static str = "enterMeetingBallots";
    type Body = New;
    type Resource = Decision;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDecisions)?;
        let (decision, row) = target(write)?;
        let New { meeting, how, ballots, witnesses } = &write.body;
        let entry = row.vote.as_ref().map_or(0, |vote| vote.entries);
        let (meeting, how, ballots) = (*meeting, *how, part(row, ballots)?);
        let witnesses = witnesses.clone();
        let entered = MeetingBallotsEntered { decision, meeting, entry, how, ballots, witnesses };
        Ok(write.plan(decision, Command::EnterMeetingBallots(entered)))
    }
}

/// The ballots as they are recorded, each held against the rules so that the one that does not fit is pointed at.
fn part(row: &decision::Row, ballots: &[NewCounted]) -> Result<Part, Problem> {
    let mut counts = BTreeMap::<Ballot, u32>::new();
    for (nth, NewCounted { ballot, count }) in ballots.iter().enumerate() {
        let (ballot, pointer) = (in_order(ballot), format!("/ballots/{nth}"));
        if let Some(vote) = &row.vote {
            let fits = ballot.fits(&row.rules, &vote.options);
            fits.map_err(|unfit| Problem::from(Refusal::from(unfit)).under(&pointer))?;
        }
        let known = counts.entry(ballot).or_default();
        let added = known.checked_add(*count).filter(|_| *count > 0);
        *known = added.ok_or_else(|| Problem::invalid_value(pointer + "/count", Reason::out_of_bounds(1, u32::MAX)))?;
    }
    let ballots = counts.into_iter().map(|(ballot, count)| Counted { voter: None, ballot, count }).collect();
    Part::new(ballots).map_err(|_| Problem::invalid_value("/ballots", Reason::does_not_fit()))
}

/// Taking ballots of a meeting out again.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawMeetingBallots";
    type Body = Empty;
    type Resource = Decision;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let decision: DecisionId = write.caller.path("decision")?;
        let entry = write.caller.path("entry")?;
        Ok(write.plan(decision, Command::WithdrawMeetingBallots(MeetingBallotsWithdrawn { decision, entry })))
    }
}
