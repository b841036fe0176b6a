//! A line of a batch: an operation with what its own request would say.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::web::Bytes;
use domain::authority::Action;
use domain::envelope::{Act, By, Evidence};
use domain::ids::{ActorId, Stamp, Version};
use domain::names::SourceId;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::import::Newcomers;
use crate::body::parse_json;
use crate::call::{Doing, Write};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values;

/// A command of a batch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CommandLine, example = json!({
    "operation": "voteOnStatement", "path": {"contribution": "01890a5d-ac96-774b-bcce-b302099a8057"},
    "body": {"vote": "agree"}
}))]
pub struct Line {
    /// The operationId.
    pub(super) operation: String,
    /// The segments of its path, but the network's.
    #[serde(default)]
    path: BTreeMap<String, String>,
    /// Its body.
    #[schema(value_type = Option<Object>)]
    body: Option<Box<RawValue>>,
    /// As the parameter of its own request.
    #[schema(value_type = Option<uuid::Uuid>)]
    on_behalf_of: Option<ActorId>,
    /// As the parameter of its own request.
    #[schema(schema_with = values::word::<Evidence>)]
    evidence: Option<Evidence>,
    /// As the parameter of its own request; of an import, when it happened.
    #[schema(value_type = Option<String>, format = DateTime)]
    occurred_at: Option<Stamp>,
    /// As the parameter of its own request.
    corrects: Option<u64>,
    /// The object's version that you have seen.
    #[schema(value_type = Option<u32>)]
    if_match: Option<Version>,
    /// Where it is imported from; with a key of scope `import`, by the operator and stewards.
    pub(super) import: Option<Import>,
}

/// Where a line is imported from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"source": "madrid:decide:p16", "person": "madrid:decide:u92"}))]
pub struct Import {
    /// The row, `<importer>:<set>:<row>`: what was imported before is left as it is.
    #[schema(value_type = String)]
    pub(super) source: SourceId,
    /// The person of the set whose act it is, `<importer>:<set>:<person>`; who is not known yet joins.
    #[schema(value_type = Option<String>)]
    pub(super) person: Option<SourceId>,
}

/// The lines of a body: of a JSON array, or of NDJSON; a line that does not fit is told in its place.
///
/// # Errors
/// `unsupported_media_type`, `malformed_json`.
pub(super) fn parse(media_type: Option<&str>, body: &[u8]) -> Result<Vec<Result<Line, Problem>>, Problem> {
    let is = |wanted: &str| media_type.is_some_and(|declared| declared.eq_ignore_ascii_case(wanted));
    if is("application/x-ndjson") {
        let lines = body.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        return Ok(lines.map(parse_json).collect());
    }
    if !is("application/json") {
        return Err(Problem::unsupported_media_type());
    }
    let items = serde_json::from_slice::<Vec<&RawValue>>(body).map_err(|error| match error.classify() {
        Category::Data => Problem::invalid_value("", Reason::wrong_type("list")),
        Category::Io | Category::Syntax | Category::Eof => Problem::malformed_json(&error),
    })?;
    Ok(items.into_iter().map(|item| parse_json(item.get().as_bytes())).collect())
}

impl Line {
    /// The request that the line stands for.
    ///
    /// # Errors
    /// Those of its parameters; `forbidden` and `insufficient_scope` for an import.
    pub(super) async fn write(
        &self,
        whole: &Write<Bytes>,
        newcomers: Option<&Newcomers>,
    ) -> Result<(Write<Bytes>, Option<&SourceId>), Problem> {
        let mut caller = whole.caller.clone();
        let segments = self.path.iter().map(|(name, value)| (name.clone(), value.clone()));
        caller.asked = Arc::new(caller.asked.on_line(segments));
        let body = self.body.as_ref().map(|body| Bytes::copy_from_slice(body.get().as_bytes())).unwrap_or_default();
        let mut doing = Doing {
            dry_run: whole.dry_run,
            on_behalf_of: self.on_behalf_of,
            evidence: self.evidence,
            occurred_at: self.occurred_at,
            corrects: self.corrects,
        };
        let (act, corrects, part_of) = match &self.import {
            None => {
                let (act, corrects) = doing.act(&whole.network, &whole.gate).await?;
                (act, corrects, None)
            }
            Some(import) => {
                super::import::check(whole)?;
                let occurred_at = doing.occurred_at.take();
                let (act, corrects) = doing.act(&whole.network, &whole.gate).await?;
                let by = match &import.person {
                    None => Some(By::Operator),
                    Some(person) => Some(By::Actor(
                        newcomers
                            .and_then(|known| known.of(person))
                            .ok_or_else(|| Problem::invalid_value("/import/person", Reason::does_not_fit()))?,
                    )),
                };
                (Act { by, occurred_at, source: Some(import.source.clone()), ..act }, corrects, Some(Action::Import))
            }
        };
        let write = Write {
            caller,
            network: Arc::clone(&whole.network),
            gate: whole.gate.clone(),
            act,
            corrects,
            part_of,
            body,
            idempotency: None,
            if_match: self.if_match,
            dry_run: whole.dry_run,
        };
        Ok((write, self.import.as_ref().map(|import| &import.source)))
    }
}
