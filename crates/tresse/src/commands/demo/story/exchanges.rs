//! What the actors of the network need and offer.

use app::edge;
use domain::class::Pointer;
use domain::exchange::{Command, Declared, Side, Tags, What};
use domain::ids::Stamp;
use domain::names::TerritoryCode;
use serde::Deserialize;

use super::{Entry, Moment, StoryError};

/// A need or an offer: who declares it when, for themselves or for an organisation, and withdraws it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    key: String,
    at: Stamp,
    by: String,
    #[serde(rename = "for")]
    on_behalf_of: Option<String>,
    side: Side,
    what: What,
    title: String,
    body: String,
    tags: Vec<String>,
    audience: Option<String>,
    territory: Option<TerritoryCode>,
    withdrawn_at: Option<Stamp>,
}

impl Entry for Exchange {
    fn moments(&self) -> Vec<Moment<'_>> {
        let declare = Moment::new(self.at, &self.by, |telling, owner| {
            let exchange = telling.exchanges.give(&self.key, edge::exchange_id());
            let tags: Vec<_> = self.tags.iter().map(|tag| telling.tags.get(tag)).collect::<Result<_, _>>()?;
            let tags = Tags::new(tags).map_err(|_| StoryError::Unknown(self.key.clone()))?;
            let audience = telling.audiences.find(self.audience.as_ref())?;
            let mut draft = telling.draft();
            let title = draft.own(owner, Pointer::Title, &self.title)?;
            let body = Some(draft.own(owner, Pointer::Body, &self.body)?);
            let (side, what, territory) = (self.side, self.what, self.territory.clone());
            let declared = Declared { exchange, side, what, tags, audience, territory, title, body };
            Ok(vec![draft.ready(Command::Declare(declared))])
        });
        let withdraw = self.withdrawn_at.map(|at| {
            Moment::new(at, &self.by, |telling, _| {
                Ok(telling.simple(Command::Withdraw(telling.exchanges.get(&self.key)?)))
            })
        });
        let of_organisation = |moment| Moment { on_behalf_of: self.on_behalf_of.as_deref(), ..moment };
        std::iter::once(declare).chain(withdraw).map(of_organisation).collect()
    }
}
