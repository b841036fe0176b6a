//! How answers are described: the domain has them, and reads and writes their JSON. Only the descriptions of these types are used.
#![allow(dead_code, reason = "only their descriptions are used; the domain has the values")]

use domain::diagnostic::questionnaire::{Channel, Frequency};
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::values;

/// An answer to one question, of its kind.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DiagnosticAnswer, example = json!({"choice": 2}))]
pub enum Answer {
    /// One of its choices.
    Choice(u8),
    /// Some of its choices.
    Choices(Vec<u8>),
    /// A number from 1 to 5.
    Scale(u8),
    /// How often.
    Frequency(Often),
    /// Up to 5 words that come to mind, of 60 characters at most.
    Words(Vec<String>),
    /// A text of 4,000 characters at most.
    Text(String),
    /// With whom one works: up to 64 actors.
    Ties(Vec<Tie>),
}

/// How often.
#[derive(Debug, Serialize)]
pub struct Often(Frequency);

impl PartialSchema for Often {
    fn schema() -> RefOr<Schema> {
        values::word::<Frequency>().into()
    }
}

impl ToSchema for Often {
    fn name() -> std::borrow::Cow<'static, str> {
        "DiagnosticFrequency".into()
    }
}

/// With whom one works.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DiagnosticTie, example = json!({
    "actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "frequency": "weekly", "channel": "meeting"
}))]
pub struct Tie {
    /// With whom.
    actor: Uuid,
    /// How often.
    #[schema(schema_with = values::word::<Frequency>)]
    frequency: Frequency,
    /// By what channel, mostly.
    #[schema(schema_with = values::word::<Channel>)]
    channel: Channel,
}
