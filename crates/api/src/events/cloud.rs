//! Events of the history as CloudEvents 1.0, in its JSON format.
//!
//! The context attributes tell what the envelope tells: those that CloudEvents has no name for are extensions that begin
//! with `tresse`. `data` is the stored one.

use app::network::Stored;
use domain::envelope::{By, Envelope, Evidence};
use domain::ids::{EventId, Stamp};
use domain::names::{CheckpointOrigin, SourceId};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::call::Read;
use crate::problem::Problem;
use crate::reason::Reason;

/// The media type of one event (structured content mode).
pub const ONE: &str = "application/cloudevents+json";
/// The media type of many (batched content mode).
pub const BATCH: &str = "application/cloudevents-batch+json";

/// Refuses `expand=texts`: what was typed is no part of an event, and a CloudEvent has no place beside it.
///
/// # Errors
/// `invalid_parameter`.
pub fn without_texts<Q>(read: &Read<Q>) -> Result<(), Problem> {
    if read.texts { Err(Problem::invalid_parameter("expand", Reason::does_not_fit())) } else { Ok(()) }
}

/// An event of the history as a CloudEvent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "specversion": "1.0", "id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "source": "//tresse.example/01890a5d-ac96-774b-bcce-b302099a8050", "type": "contribution.withdrawn",
    "subject": "contribution:01890a5d-ac96-774b-bcce-b302099a8058", "time": "2026-03-05T17:02:11.000Z",
    "datacontenttype": "application/json", "tresseposition": 41, "tresseversion": 1, "tresserules": 1,
    "tresseby": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "tresseobjects": "contribution:01890a5d-ac96-774b-bcce-b302099a8058",
    "data": {"contribution": "01890a5d-ac96-774b-bcce-b302099a8058"}
}))]
pub struct CloudEvent {
    /// `1.0`.
    specversion: &'static str,
    /// The event's id.
    #[schema(schema_with = crate::values::id)]
    id: EventId,
    /// The network, as its checkpoints name it: `//` and their origin.
    source: String,
    /// The event's type.
    #[serde(rename = "type")]
    name: String,
    /// The event's own object.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// When it was recorded.
    #[schema(schema_with = crate::values::time)]
    time: Stamp,
    /// `application/json`.
    datacontenttype: &'static str,
    /// Where it stands: the number of events before it.
    #[serde(rename = "tresseposition")]
    position: u64,
    /// The version of its type.
    #[serde(rename = "tresseversion")]
    version: u16,
    /// The revision of the rules that were in force.
    #[serde(rename = "tresserules")]
    rules: u16,
    /// Who acted.
    #[serde(rename = "tresseby", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    by: Option<By>,
    /// For whom it was entered.
    #[serde(rename = "tressefor", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    on_behalf_of: Option<By>,
    /// What stands behind an entry on somebody's behalf.
    #[serde(rename = "tresseevidence", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    evidence: Option<Evidence>,
    /// When it happened, where that was not when it was recorded.
    #[serde(rename = "tresseoccurredat", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    occurred_at: Option<Stamp>,
    /// Where it was imported from.
    #[serde(rename = "tressesource", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    imported_from: Option<SourceId>,
    /// The event that it corrects.
    #[serde(rename = "tressecorrects", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    corrects: Option<EventId>,
    /// All objects that it concerns, its own first, with blanks between them.
    #[serde(rename = "tresseobjects")]
    objects: String,
    /// The event itself.
    #[schema(value_type = Object)]
    data: Box<RawValue>,
}

impl CloudEvent {
    /// A stored event of the network of this origin.
    ///
    /// # Errors
    /// `internal` for bytes that are no event.
    pub fn of(origin: &CheckpointOrigin, stored: &Stored) -> Result<Self, Problem> {
        let envelope = Envelope::read(&stored.bytes).map_err(|error| Problem::internal(&error))?;
        let objects = envelope.objects();
        Ok(Self {
            specversion: "1.0",
            id: envelope.id,
            source: format!("//{origin}"),
            name: envelope.name.into_owned(),
            subject: objects.first().map(|own| (*own).to_owned()),
            time: envelope.recorded_at,
            datacontenttype: "application/json",
            position: stored.position,
            version: envelope.v,
            rules: envelope.rules,
            by: envelope.by,
            on_behalf_of: envelope.on_behalf_of,
            evidence: envelope.evidence,
            occurred_at: envelope.occurred_at,
            imported_from: envelope.source,
            corrects: envelope.corrects,
            objects: objects.join(" "),
            data: envelope.data.to_owned(),
        })
    }
}
