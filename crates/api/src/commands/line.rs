//! A line of a batch: an operation with what its own request would say.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::web::Bytes;
use app::import::{answering, answers_mac, person_index, row_mac};
use app::submission::Imported;
use domain::authority::Action;
use domain::envelope::{Act, By, Evidence};
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, Stamp, Version};
use domain::names::SourceId;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::import::{Named, body_under};
use crate::actors::add::Add;
use crate::body::parse_json;
use crate::call::{Caller, Doing, Write};
use crate::contributions::submit::Submit;
use crate::diagnostics::answers::{self, Give};
use crate::operation::Operation;
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

/// The request that a line stands for, and which row it was.
pub(super) type Told = (Write<Bytes>, Option<Imported>);

/// Where a line is imported from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"source": "madrid:decide:c17", "person": "madrid:decide:92", "under": "madrid:decide:p7"}))]
pub struct Import {
    /// The row, `<importer>:<set>:<row>`: what was imported before is left as it is. All but a person is a row.
    #[schema(value_type = Option<String>)]
    source: Option<SourceId>,
    /// The person of the set whose act it is, `<importer>:<set>:<person>`; who is not known yet joins. With `addActor` and
    /// without a source, the person who joins.
    #[schema(value_type = Option<String>)]
    person: Option<SourceId>,
    /// The row that it stands under or is about: its contribution is `parent` in the body of `submitContribution`, and in the
    /// path of others what it became is `contribution` or `decision`. It was imported before, or by a line before this one.
    #[schema(value_type = Option<String>)]
    under: Option<SourceId>,
    /// The e-mail address of the person whose act it is: if somebody of the network has it, it is theirs.
    contact: Option<String>,
    /// The audience that the person joins, if they are not known yet.
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
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

/// Which row it is that somebody answered so: the same row with other answers takes the place of these.
fn answered(row: &SourceId, evidence: Option<Evidence>, write: &mut Write<Bytes>) -> Result<Imported, Problem> {
    let person = write.act.subject();
    let person = person.ok_or_else(|| Problem::invalid_value("/import/person", Reason::missing()))?;
    write.act = Act { occurred_at: write.act.occurred_at, ..answering(person, evidence) };
    let given: answers::New = parse_json(&write.body)?;
    Ok(Imported::Row(answers_mac(write.network.vault(), person, row, &given.recorded())?))
}

impl Line {
    /// Whether it lets a person of the set join, and does nothing else.
    fn lets_join(&self) -> bool {
        self.operation == Add::ID && self.import.as_ref().is_some_and(|import| import.source.is_none())
    }

    /// The row of an actor that it adds.
    pub(super) fn added(&self) -> Option<&SourceId> {
        self.import.as_ref()?.source.as_ref().filter(|_| self.operation == Add::ID)
    }

    /// The row that it stands under.
    pub(super) fn under(&self) -> Option<&SourceId> {
        self.import.as_ref()?.under.as_ref()
    }

    /// The person whose act it is.
    pub(super) fn person(&self) -> Option<&SourceId> {
        self.import.as_ref()?.person.as_ref().filter(|_| !self.lets_join())
    }

    /// The person whose act it is, with the address by which they may be known and the audience that they would join.
    pub(super) fn joining(&self) -> Option<(&SourceId, Option<&str>, Option<AudienceId>)> {
        let import = self.import.as_ref()?;
        Some((self.person()?, import.contact.as_deref(), import.audience))
    }

    /// What it names of the set.
    pub(super) fn named(&self) -> impl Iterator<Item = &SourceId> {
        self.under().into_iter().chain(self.person())
    }

    /// The row, or the person, that it brings in.
    pub(super) fn brings_in(&self) -> Option<&SourceId> {
        let import = self.import.as_ref()?;
        import.source.as_ref().or(import.person.as_ref().filter(|_| self.lets_join()))
    }

    /// The request that the line stands for.
    ///
    /// # Errors
    /// Those of its parameters; `forbidden` and `insufficient_scope` for an import.
    pub(super) async fn write(&self, whole: &Write<Bytes>, named: Option<&Named>) -> Result<Told, Problem> {
        let mut doing = Doing {
            dry_run: whole.dry_run,
            on_behalf_of: self.on_behalf_of,
            evidence: self.evidence,
            occurred_at: self.occurred_at,
            corrects: self.corrects,
        };
        if self.import.is_some() {
            super::import::check(whole)?;
        }
        // When something happened is for the set to say.
        let occurred_at = self.import.as_ref().and_then(|_| doing.occurred_at.take());
        // For whom something was entered, too.
        let evidence = self.import.as_ref().and_then(|_| doing.evidence.take());
        let (act, corrects) = doing.act(&whole.network, &whole.gate).await?;
        let mut write = self.request(whole, act, corrects);
        let Some(import) = &self.import else { return Ok((write, None)) };
        write.part_of = Some(Action::Import);
        write.act.occurred_at = occurred_at;
        let mut imported = self.import(import, named, &mut write)?;
        if let Some(row) = import.source.as_ref().filter(|_| self.operation == Give::ID) {
            imported = answered(row, evidence, &mut write)?;
        } else if evidence.is_some() {
            return Err(Problem::invalid_value("/evidence", Reason::does_not_fit()));
        }
        Ok((write, Some(imported)))
    }

    /// The request as if it were no import.
    fn request(&self, whole: &Write<Bytes>, act: Act, corrects: Option<Object>) -> Write<Bytes> {
        let body = self.body.as_ref().map(|body| Bytes::copy_from_slice(body.get().as_bytes())).unwrap_or_default();
        Write {
            caller: self.caller(whole, None),
            network: Arc::clone(&whole.network),
            gate: whole.gate.clone(),
            act,
            corrects,
            part_of: None,
            became: None,
            body,
            idempotency: None,
            if_match: self.if_match,
            dry_run: whole.dry_run,
        }
    }

    /// Who asks, on the path of the line, which is that of an object where one is given.
    fn caller(&self, whole: &Write<Bytes>, under: Option<Object>) -> Caller {
        let mut caller = whole.caller.clone();
        let segments = self.path.iter().map(|(name, value)| (name.clone(), value.clone()));
        let under = under.map(|object| (object.kind().to_owned(), object.id().to_string()));
        caller.asked = Arc::new(caller.asked.on_line(segments.chain(under)));
        caller
    }

    /// Puts in whose act it is, which row it was, and what it stands under.
    fn import(&self, import: &Import, named: Option<&Named>, write: &mut Write<Bytes>) -> Result<Imported, Problem> {
        let vault = write.network.vault();
        if let (true, Some(person)) = (self.lets_join(), &import.person) {
            let index = person_index(vault, person);
            write.act.by = Some(By::Operator);
            write.became = write.network.live().known.person(&index).map(Object::Actor);
            return Ok(Imported::Person(index));
        }
        let missing = || Problem::invalid_value("/import/source", Reason::missing());
        let row = import.source.as_ref().ok_or_else(missing)?;
        let imported = Imported::Row(row_mac(vault, row));
        let unknown = |pointer: &str| Problem::invalid_value(pointer, Reason::does_not_fit());
        write.act.source = Some(row.clone());
        write.became = named.and_then(|named| named.row(row));
        write.act.by = Some(match &import.person {
            None => By::Operator,
            Some(person) => {
                let actor = named.and_then(|named| named.person(person));
                By::Actor(actor.ok_or_else(|| unknown("/import/person"))?)
            }
        });
        if let Some(under) = &import.under {
            let object = named.and_then(|named| named.row(under)).ok_or_else(|| unknown("/import/under"))?;
            match &self.body {
                Some(body) if self.operation == Submit::ID => write.body = body_under(body, object.id())?,
                _ => write.caller = self.caller(write, Some(object)),
            }
        }
        Ok(imported)
    }
}
