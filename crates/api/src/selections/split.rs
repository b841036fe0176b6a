//! `POST` and `GET /v1/networks/{network}/selections/{selection}/split`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::amount::Minor;
use domain::candidate::{self, MethodNo};
use domain::ids::{ActorId, CandidateId, Position, SelectionId, Stamp};
use domain::selection::split::{self, MAX_PAYERS, Payers, SplitRule, Years};
use domain::selection::{Command, Refusal, SplitPlanned};
use projection::selections::{SelectionRow, SplitRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Selection, find};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::texts::shown;
use crate::values;

/// How the cost is to be shared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCostSplit, example = json!({
    "candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "method": 1, "years": 5, "rule": "by_size", "payers": [
        {"actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "basis": 120},
        {"actor": "7d444840-9dc0-4d1b-b245-5ffdce74fad2", "basis": 40}
    ]
}))]
pub struct New {
    /// The cost of which candidate.
    #[schema(schema_with = values::id)]
    candidate: CandidateId,
    /// Set up in which way.
    #[schema(value_type = Option<u8>)]
    method: Option<MethodNo>,
    /// Over how many years, 1 to 20.
    #[schema(value_type = u8, minimum = 1, maximum = 20)]
    years: Years,
    /// By what it is shared: the same for all, by how many people each stands for, or by what each has.
    #[schema(schema_with = values::word::<SplitRule>)]
    rule: SplitRule,
    /// Who pays, 1 to 64 actors; of equal remainders the earlier gets the unit.
    #[schema(min_items = 1, max_items = 64)]
    payers: Vec<NewPayer>,
}

/// Who is to pay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "basis": 120}))]
pub struct NewPayer {
    /// Who.
    #[schema(schema_with = values::id)]
    actor: ActorId,
    /// What its share is in proportion to; 1 where all pay the same.
    #[serde(default = "one")]
    #[schema(minimum = 1, default = 1)]
    basis: u32,
}

fn one() -> u32 {
    1
}

/// How the cost is to be shared, and what the payers answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CostSplit, example = json!({
    "split": 1, "candidate": "01890a5d-ac96-774b-bcce-b302099a8060", "method": 1, "years": 5, "rule": "by_size",
    "total": {"minor": 240_000, "currency": "EUR"}, "current": true, "accepted_by_all": false, "payers": [
        {"actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "basis": 120, "share": 180_000,
            "accepted_at": "2026-03-05T17:02:11.000Z"},
        {"actor": "7d444840-9dc0-4d1b-b245-5ffdce74fad2", "basis": 40, "share": 60_000}
    ], "position": 160, "planned_at": "2026-03-05T17:02:11.000Z"
}))]
pub struct Split {
    /// Which plan this is, from 1.
    split: u16,
    /// The cost of which candidate.
    #[schema(schema_with = values::id)]
    candidate: CandidateId,
    /// Set up in which way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>)]
    method: Option<MethodNo>,
    /// Over how many years.
    #[schema(value_type = u8)]
    years: Years,
    /// By what it is shared.
    #[schema(schema_with = values::word::<SplitRule>)]
    rule: SplitRule,
    /// What is shared: the sum of the shares.
    total: Total,
    /// Whether the candidate still costs that; else a new plan is needed.
    current: bool,
    /// Whether all payers accepted.
    accepted_by_all: bool,
    /// Who pays how much, in the order given.
    payers: Vec<Payer>,
    /// The position of the event that planned it.
    #[schema(value_type = u64)]
    position: Position,
    /// When it was planned.
    #[schema(schema_with = values::time)]
    planned_at: Stamp,
}

/// An amount of the selection's money.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SplitTotal)]
pub struct Total {
    /// How much, in the currency's smallest unit.
    #[schema(value_type = i64)]
    minor: Minor,
    /// The code of the currency (ISO 4217).
    #[schema(value_type = String, pattern = "^[A-Z]{3}$")]
    currency: domain::names::CurrencyCode,
}

/// One of the payers, and what it answered last.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CostSplitPayer)]
pub struct Payer {
    /// Who.
    #[schema(schema_with = values::id)]
    actor: ActorId,
    /// What its share is in proportion to.
    basis: u32,
    /// Its share, in the currency's smallest unit.
    #[schema(value_type = i64)]
    share: Minor,
    /// When it accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Stamp>,
    /// When it declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    declined_at: Option<Stamp>,
    /// Why it declined; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
}

/// What a plan shares, if the candidate still costs that.
fn is_current<Q>(read: &Read<Q>, split: &SplitRow) -> bool {
    let candidate = read.views.candidates.get(split.candidate);
    let Some(candidate) = candidate.filter(|row| row.phase == candidate::Phase::Standing) else { return false };
    let set_up = split.method.map(|number| {
        let method = candidate.methods.iter().find(|method| method.number == number && !method.withdrawn);
        method.map(|method| method.cost.minor)
    });
    let Some(set_up) = set_up.map_or(Some(None), |found| found.map(Some)) else { return false };
    let (one_off, yearly) = (candidate.said.one_off.minor, candidate.said.yearly.minor);
    split::total(one_off, set_up, yearly, split.years) == Some(sum(split))
}

fn sum(split: &SplitRow) -> Minor {
    let sum: i64 = split.payers.iter().map(|payer| payer.share.get()).sum();
    Minor::try_from(sum).unwrap_or_default()
}

/// The plan as it is shown.
///
/// # Errors
/// When a text cannot be opened.
pub(super) fn shown_split<Q>(read: &Read<Q>, row: &SelectionRow, split: &SplitRow) -> Result<Split, Problem> {
    let payer = |payer: &projection::selections::PayerRow| {
        Ok(Payer {
            actor: payer.actor,
            basis: payer.basis,
            share: payer.share,
            accepted_at: payer.accepted_at,
            declined_at: payer.declined_at,
            reason: shown(read, payer.reason.filter(|_| read.texts))?,
        })
    };
    Ok(Split {
        split: split.number,
        candidate: split.candidate,
        method: split.method,
        years: split.years,
        rule: split.rule,
        total: Total { minor: sum(split), currency: row.currency.clone() },
        current: is_current(read, split),
        accepted_by_all: split.payers.iter().all(|payer| payer.accepted_at.is_some()),
        payers: split.payers.iter().map(payer).collect::<Result<_, Problem>>()?,
        position: split.position,
        planned_at: split.planned_at,
    })
}

/// One actor, who pays for all.
pub(super) fn sole(actor: ActorId) -> Payers {
    let payer = split::Payer { actor, basis: 1, share: Minor::default() };
    Payers::new(vec![payer]).unwrap_or_default()
}

/// Read how the cost is to be shared
///
/// The last plan, and what each payer answered last. Earlier plans are read with `as_of`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections/{selection}/split", operation_id = "getCostSplit",
    tag = "selections",
    params(InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Moment),
    responses((status = 200, description = "The plan", body = Split), ReadProblems)
)]
pub async fn get(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read)?;
    let split = row.split.as_ref().ok_or_else(Problem::not_found)?;
    read.answer(&shown_split(&read, row, split)?)
}

/// Plan how the cost is shared
///
/// For facilitators, once the selection is open. What the candidate costs over the years is shared by the rule; the shares sum to
/// it exactly: each payer gets the whole part of its quota, and the units that are left go to the largest remainders. Each payer is
/// asked; a new plan takes the place of the one before and asks anew.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/split", operation_id = "planCostSplit",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Doing, CommandHeaders,
        ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Planned", body = Written<Selection>), WriteProblems)
)]
pub async fn plan(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<PlanOne>().await
}

/// Planning how the cost is shared.
pub struct PlanOne;

impl Operation for PlanOne {
    const ID: &'static str = "planCostSplit";
    type Body = New;
    type Resource = Selection;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        let New { candidate, method, years, rule, payers } = &write.body;
        if payers.len() > MAX_PAYERS {
            return Err(Problem::invalid_value("/payers", Reason::out_of_bounds(1, MAX_PAYERS)));
        }
        let payer = |payer: &NewPayer| split::Payer { actor: payer.actor, basis: payer.basis, share: Minor::default() };
        let payers = Payers::new(payers.iter().map(payer).collect()).map_err(|_| Refusal::PayerTwice)?;
        let (candidate, method, years, rule) = (*candidate, *method, *years, *rule);
        // Which plan it is, the writer knows.
        let planned = SplitPlanned { selection, split: 0, candidate, method, years, rule, payers };
        Ok(write.plan(selection, Command::PlanSplit(planned)))
    }
}
