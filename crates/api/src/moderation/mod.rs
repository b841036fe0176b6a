//! `/v1/networks/{network}/moderation`, and what is moderated under `/v1/networks/{network}/contributions/{contribution}`

pub mod appeal;
pub mod decision;
pub mod get;
pub mod hidden;
pub mod list;
pub mod queue;
pub mod report;
pub mod review;

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::web::{ServiceConfig, post};
use domain::aggregate::Facts;
use domain::authority::{Action, Principal};
use domain::class::{Commitment, CommonText, OwnText};
use domain::envelope::{Act, By, Evidence};
use domain::event::Object;
use domain::ids::{ContributionId, Position, Stamp, Version};
use domain::moderation::{AppealDecided, AppealOutcome, Appealed, Command, Outcome, Waiting};
use domain::server::Scope;
use domain::state;
use projection::contributions::ContributionRow;
use projection::moderation::{self, CaseRow};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::call::Read;
use crate::contributions::{find, is_hidden};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::routing::{read, resource};
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/contributions/{{contribution}}{below}"), allow);
    config
        .service(resource("/moderation", "GET, HEAD").route(read().to(list::handler)))
        .service(resource("/moderation/queue", "GET, HEAD").route(read().to(queue::handler)))
        .service(one("/moderation", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/hidden-text", "GET, HEAD").route(read().to(hidden::handler)))
        .service(one("/reports", "POST").route(post().to(report::handler)))
        .service(one("/reviews", "POST").route(post().to(review::handler)))
        .service(one("/appeal", "POST").route(post().to(appeal::handler)))
        .service(one("/appeal/decision", "POST").route(post().to(decision::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    queue::handler,
    get::handler,
    hidden::handler,
    report::handler,
    review::handler,
    appeal::handler,
    decision::handler
))]
pub struct Paths;

/// How a contribution is moderated.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "contribution": "01890a5d-ac96-774b-bcce-b302099a8057", "hidden": true, "steps": [{
        "contribution": "01890a5d-ac96-774b-bcce-b302099a8057", "position": 41,
        "recorded_at": "2026-03-05T17:02:11.000Z", "by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        "what": "reviewed", "outcome": "hidden", "automatic": false, "text": 1,
        "rationale": "Le message vise une personne.", "rule": "Règle 3 : pas d'attaque contre les personnes."
    }], "allowed_actions": ["appealReview"]
}))]
pub struct Moderation {
    /// Which contribution.
    #[schema(schema_with = values::id)]
    contribution: ContributionId,
    /// Whether moderators hide its text.
    hidden: bool,
    /// How often it was reported; for moderators.
    #[serde(skip_serializing_if = "Option::is_none")]
    reports: Option<Reports>,
    /// Why it waits for a moderator, the longest first; for moderators.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waits: Vec<Waits>,
    /// Reviews, appeals and what was decided on them, oldest first.
    steps: Vec<Step>,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// How often something was reported.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reports {
    /// By how many persons.
    total: u32,
    /// By how many since the last decision.
    since_last_decision: u32,
    /// By how many for which reason.
    #[schema(value_type = BTreeMap<String, u32>)]
    by_reason: BTreeMap<&'static str, u32>,
}

/// Why something waits for a moderator.
#[derive(Debug, Serialize, ToSchema)]
pub struct Waits {
    /// Why.
    #[schema(schema_with = values::word::<Waiting>)]
    why: Waiting,
    /// Since which position.
    #[schema(value_type = u64)]
    since: Position,
}

/// What happened in moderation.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A moderator decided.
    Reviewed,
    /// The author appealed.
    Appealed,
    /// Another moderator decided the appeal.
    AppealDecided,
}

/// A step in the moderation of a contribution.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModerationStep, example = json!({
    "contribution": "01890a5d-ac96-774b-bcce-b302099a8057", "position": 41, "recorded_at": "2026-03-05T17:02:11.000Z",
    "by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "what": "appeal_decided", "outcome": "overturned",
    "rationale": "Le message parle de la proposition et de personne d'autre."
}))]
pub struct Step {
    /// Of which contribution.
    #[schema(schema_with = values::id)]
    contribution: ContributionId,
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// Whose act it is: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    by: By,
    /// Who entered it, if that was somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    entered_by: Option<By>,
    /// What stands behind an entry on somebody's behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    evidence: Option<Evidence>,
    /// What happened: `reviewed`, `appealed` or `appeal_decided`.
    #[schema(value_type = String, example = "reviewed")]
    what: What,
    /// What was decided: `kept`, `hidden` or `returned` by a review, `upheld` or `overturned` on an appeal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    outcome: Option<&'static str>,
    /// Whether a program decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    automatic: Option<bool>,
    /// Which version of the text was reviewed, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<u32>,
    /// Why it was decided so; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    rationale: Option<Arc<str>>,
    /// The rule that is cited; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    rule: Option<Arc<str>>,
    /// Why the author appealed; for moderators, auditors and the author.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
}

fn render_step<Q>(read: &Read<Q>, step: &moderation::Step) -> Result<Step, Problem> {
    let text = |text| shown(read, Option::filter(text, |_| read.texts));
    let bare = Step {
        contribution: step.contribution,
        position: step.position,
        recorded_at: step.recorded_at,
        by: step.by,
        entered_by: step.entered.map(|(by, _)| by),
        evidence: step.entered.map(|(_, evidence)| evidence),
        what: What::Appealed,
        outcome: None,
        automatic: None,
        text: None,
        rationale: None,
        rule: None,
        reason: None,
    };
    Ok(match step.what {
        moderation::What::Reviewed { outcome, automatic, text: version, rationale, rule } => Step {
            what: What::Reviewed,
            outcome: Some(outcome.as_str()),
            automatic: Some(automatic),
            text: Some(version),
            rationale: text(rationale)?,
            rule: text(rule)?,
            ..bare
        },
        moderation::What::Appealed { reason } => {
            let reason = reason.filter(|_| read.gate.allows(Action::ReadHidden(step.contribution)));
            Step { reason: text(reason)?, ..bare }
        }
        moderation::What::AppealDecided { outcome, rationale } => {
            Step { what: What::AppealDecided, outcome: Some(outcome.as_str()), rationale: text(rationale)?, ..bare }
        }
    })
}

/// The moderation of a contribution as it is shown to the one who asks.
fn render<Q>(read: &Read<Q>, row: &ContributionRow) -> Result<Moderation, Problem> {
    let case = read.views.moderation.get(row.id);
    let steps = case.map(|case| case.steps.as_slice()).unwrap_or_default();
    let for_moderators = read.gate.allows(Action::ReadReports);
    let waits = |case: &CaseRow| case.waits.iter().map(|(why, since)| Waits { why: *why, since: *since }).collect();
    Ok(Moderation {
        contribution: row.id,
        hidden: row.versions.last().is_some_and(|version| is_hidden(read, version)),
        reports: for_moderators.then(|| reports(case)),
        waits: case.filter(|_| for_moderators).map(waits).unwrap_or_default(),
        steps: steps.iter().map(|step| render_step(read, step)).collect::<Result<_, _>>()?,
        allowed_actions: allowed(read, row.id),
    })
}

fn reports(case: Option<&CaseRow>) -> Reports {
    let by_reason = case.map(|case| case.reports.as_slice()).unwrap_or_default();
    Reports {
        total: by_reason.iter().map(|(_, count)| count).sum(),
        since_last_decision: case.map_or(0, |case| case.open_reports),
        by_reason: by_reason.iter().map(|(reason, count)| (reason.as_str(), *count)).collect(),
    }
}

impl Resource for Moderation {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, ContributionId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

/// Which operations the writer would accept from the caller now: each is tried on the live state.
fn allowed<Q>(read: &Read<Q>, contribution: ContributionId) -> Vec<&'static str> {
    let Principal::Actor(actor) = read.gate.principal() else { return Vec::new() };
    if !read.caller.may_write(Scope::Write) {
        return Vec::new();
    }
    let text = Commitment::new([0; 32], 1);
    let (rationale, rule, automatic) = (CommonText(text), Some(CommonText(text)), false);
    let outcome = AppealOutcome::Upheld;
    let tried: [(&str, state::Command); 3] = [
        (
            "reviewContribution",
            Command::Review { contribution, outcome: Outcome::Kept, automatic, rationale, rule }.into(),
        ),
        ("appealReview", Command::Appeal(Appealed { contribution, reason: OwnText(text) }).into()),
        ("decideAppeal", Command::DecideAppeal(AppealDecided { contribution, outcome, rationale }).into()),
    ];
    let (live, act) = (read.gate.live(), Act::by(By::Actor(actor)));
    let accepted = |command: &state::Command| {
        read.gate.allows(command.action()) && live.state.would_act(&act, read.gate.now(), Facts::default(), command)
    };
    tried.into_iter().filter(|(_, command)| accepted(command)).map(|(name, _)| name).collect()
}
