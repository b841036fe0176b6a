//! `GET` and `POST /v1/networks/{network}/actions/{action}/progress`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::action::{Command, Progressed};
use domain::amount::Percent;
use domain::authority::Action::FollowAction;
use domain::class::Pointer;
use domain::envelope::By;
use domain::ids::{ActionId, Position, Stamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Action, find};
use crate::answer::Page;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::texts::shown;
use crate::values::{self, About};

/// How an action goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProgress, example = json!({"percent": 40, "note": "Les arbres sont commandés."}))]
pub struct New {
    /// How much of it is done, in hundredths.
    #[schema(maximum = 100)]
    percent: u8,
    /// How it goes, in one's own words.
    note: Option<About>,
}

/// What was told of how an action goes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "position": 41, "by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "recorded_at": "2026-03-05T17:02:11.000Z",
    "percent": 40, "note": "Les arbres sont commandés."
}))]
pub struct Progress {
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
    /// Whose word it is: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String)]
    by: By,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// How much was done, in hundredths.
    #[schema(value_type = u8, maximum = 100)]
    percent: Percent,
    /// How it went; `[erased]` after its author's data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    note: Option<Arc<str>>,
}

/// Read all that was told of how an action goes
///
/// Oldest first.
#[utoipa::path(
    get, path = "/v1/networks/{network}/actions/{action}/progress", operation_id = "listProgress", tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "All of it", body = Page<Progress>), ReadProblems)
)]
pub async fn list(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("action")?)?;
    let items = row.progress.iter().map(|told| {
        Ok(Progress {
            position: told.position,
            by: told.by,
            recorded_at: told.recorded_at,
            percent: told.percent,
            note: shown(&read, told.note)?,
        })
    });
    let items = items.collect::<Result<Vec<_>, Problem>>()?;
    read.answer_page(&Page { items, next: None })
}

/// Say how an action goes
///
/// By who answers for it, or a facilitator.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actions/{action}/progress", operation_id = "reportProgress", tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Told", body = Written<Action>), WriteProblems)
)]
pub async fn report(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Report>().await
}

/// Saying how an action goes.
pub struct Report;

impl Operation for Report {
    const ID: &'static str = "reportProgress";
    type Body = New;
    type Resource = Action;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let action: ActionId = write.caller.path("action")?;
        let author = write.subject(FollowAction(action))?;
        let New { percent, note } = &write.body;
        let out_of_bounds = |_| Problem::invalid_value("/percent", Reason::out_of_bounds(0, Percent::MAX));
        let percent = Percent::try_from(*percent).map_err(out_of_bounds)?;
        let mut draft = write.draft();
        let note = note.as_ref().map(|note| draft.own(author, Pointer::Note, note.as_str())).transpose()?;
        Ok(Plan::of(action, draft.ready(Command::Progress(Progressed { action, percent, note }))))
    }
}
