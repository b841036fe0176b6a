//! The working groups of the network.

use app::edge;
use domain::class::Pointer;
use domain::group::{Command, ConvenerNamed, Formed, MemberAdded};
use domain::ids::Stamp;
use serde::Deserialize;

use super::{Entry, Moment, spread};

/// A group: who forms it when, who joins it one after another, and who is named to convene it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    key: String,
    at: Stamp,
    by: String,
    name: String,
    purpose: String,
    members: Vec<String>,
    convener: String,
    convened_at: Stamp,
}

impl Entry for Group {
    fn moments(&self) -> Vec<Moment<'_>> {
        let form = Moment::new(self.at, &self.by, |telling, _| {
            let group = telling.groups.give(&self.key, edge::group_id());
            let mut draft = telling.draft();
            let name = draft.common(Pointer::Name, &self.name)?;
            let purpose = draft.common(Pointer::Purpose, &self.purpose)?;
            Ok(vec![draft.ready(Command::Form(Formed { group, name, purpose }))])
        });
        let join = |(at, by)| {
            Moment::new(at, by, |telling, member| {
                let group = telling.groups.get(&self.key)?;
                Ok(telling.simple(Command::AddMember(MemberAdded { group, member })))
            })
        };
        let convene = Moment::new(self.convened_at, &self.by, |telling, _| {
            let (group, convener) = (telling.groups.get(&self.key)?, telling.actors.get(&self.convener)?);
            Ok(telling.simple(Command::NameConvener(ConvenerNamed { group, convener })))
        });
        let join = spread(self.at).skip(1).zip(self.members.iter().map(String::as_str)).map(join);
        std::iter::once(form).chain(join).chain([convene]).collect()
    }
}
