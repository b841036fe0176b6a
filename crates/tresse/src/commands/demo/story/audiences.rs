//! The audiences that the network wants to reach.

use app::edge;
use domain::audience::{Command, Defined};
use domain::class::Pointer;
use domain::ids::Stamp;
use serde::Deserialize;

use super::{Entry, Moment};

/// An audience, and who defines it when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Audience {
    key: String,
    at: Stamp,
    by: String,
    name: String,
    description: String,
    size: u32,
}

impl Entry for Audience {
    fn moments(&self) -> Vec<Moment<'_>> {
        vec![Moment::new(self.at, &self.by, |telling, _| {
            let audience = telling.audiences.give(&self.key, edge::audience_id());
            let mut draft = telling.draft();
            let name = draft.common(Pointer::Name, &self.name)?;
            let description = Some(draft.common(Pointer::Description, &self.description)?);
            let defined = Defined { audience, name, description, estimated_size: Some(self.size) };
            Ok(vec![draft.ready(Command::Define(defined))])
        })]
    }
}
