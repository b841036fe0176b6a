//! Which events of the history: what every form of it is filtered by.

use std::num::NonZeroUsize;

use app::network::Stored;
use domain::envelope::{By, Envelope};
use domain::event::Object;
use domain::ids::ActorId;
use domain::state::Event;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::problem::Problem;
use crate::reason::Reason;

/// Which events.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// From this position on.
    #[param(example = 0)]
    pub from: Option<u64>,
    /// Of these types, with commas between them or the parameter repeated; `contribution.*` is every type of an aggregate.
    #[serde(rename = "type")]
    #[param(example = "contribution.*")]
    pub types: Option<String>,
    /// That concern this object.
    #[param(example = "contribution:01890a5d-ac96-774b-bcce-b302099a8057")]
    pub object: Option<String>,
    /// Whose own object, the first one, is of this kind.
    #[param(example = "contribution")]
    pub object_kind: Option<String>,
    /// By this actor, entered for it, or concerning it.
    #[param(value_type = Option<uuid::Uuid>)]
    pub actor: Option<ActorId>,
    /// How many a page has, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    pub after: Option<u64>,
}

impl Query {
    /// The first position to look at.
    pub fn start(&self) -> u64 {
        self.from.unwrap_or(0).max(self.after.map_or(0, |after| after.saturating_add(1)))
    }
}

/// Which events; every condition must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one of these types; of any where there is none.
    types: Vec<&'static str>,
    /// That concern this object.
    pub object: Option<String>,
    /// Whose own object begins so.
    kind: Option<String>,
    /// By, for or concerning this actor, as it is written among the objects.
    actor: Option<(ActorId, String)>,
}

impl Filter {
    /// The filter of a query.
    ///
    /// # Errors
    /// `invalid_parameter` for a type or a kind that there is not.
    pub fn of(query: &Query) -> Result<Self, Problem> {
        let types = query.types.as_deref().map(types).transpose()?.unwrap_or_default();
        let kind = query.object_kind.as_deref().map(kind).transpose()?;
        let actor = query.actor.map(|actor| (actor, By::Actor(actor).to_string()));
        Ok(Self { types, object: query.object.clone(), kind, actor })
    }

    /// Whether an event is one of those that are wanted.
    pub fn holds(&self, stored: &Stored) -> bool {
        if self.types.is_empty() && self.object.is_none() && self.kind.is_none() && self.actor.is_none() {
            return true;
        }
        let Ok(envelope) = Envelope::read(&stored.bytes) else { return false };
        if !self.types.is_empty() && !self.types.contains(&envelope.name.as_ref()) {
            return false;
        }
        let objects = envelope.objects();
        let concerns = |object: &String| objects.contains(&object.as_str());
        let is_by = |actor: ActorId| [envelope.by, envelope.on_behalf_of].contains(&Some(By::Actor(actor)));
        self.object.as_ref().is_none_or(concerns)
            && self.kind.as_ref().is_none_or(|kind| objects.first().is_some_and(|own| own.starts_with(kind)))
            && self.actor.as_ref().is_none_or(|(actor, object)| is_by(*actor) || concerns(object))
    }
}

/// How objects of a kind begin.
fn kind(kind: &str) -> Result<String, Problem> {
    let known = Object::KINDS.iter().find(|known| **known == kind);
    let misfit = || Problem::invalid_parameter("object_kind", Reason::not_one_of(Object::KINDS.join(", ")));
    known.map(|known| format!("{known}:")).ok_or_else(misfit)
}

/// The types of a list; each is one, or all of an aggregate.
fn types(list: &str) -> Result<Vec<&'static str>, Problem> {
    let mut types = Vec::new();
    for wanted in list.split(',').map(str::trim) {
        let aggregate = wanted.strip_suffix('*').filter(|aggregate| aggregate.ends_with('.'));
        let fits = |name: &str| aggregate.map_or(name == wanted, |aggregate| name.starts_with(aggregate));
        let known = Event::types().map(|known| known.name).filter(|name| fits(name));
        let before = types.len();
        types.extend(known);
        NonZeroUsize::new(types.len() - before)
            .ok_or_else(|| Problem::invalid_parameter("type", Reason::does_not_fit()))?;
    }
    Ok(types)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(event: &str) -> Stored {
        Stored { position: 0, recorded_at_ms: 0, bytes: event.to_owned().into() }
    }

    #[test]
    fn a_list_of_types_has_single_ones_and_whole_aggregates() {
        assert_eq!(types("actor.joined").unwrap(), ["actor.joined"]);
        assert_eq!(types("network.*").unwrap(), ["network.founded", "network.settings_changed", "network.archived"]);
        assert_eq!(types("actor.left, statement_vote.*").unwrap(), ["actor.left", "statement_vote.cast"]);
        for unknown in ["", "*", ".*", "nothing.*", "actor", "actor.*,", "actor.joined,actor.unheard_of", "act*"] {
            assert!(types(unknown).is_err(), "{unknown}");
        }
    }

    #[test]
    fn every_condition_must_hold() {
        let (anne, bilal) = ("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "6f9619ff-8b86-4d01-b42d-00cf4fc96400");
        let event = stored(&format!(
            r#"{{"id":"01890a5d-ac96-774b-bcce-b302099a8057","type":"actor.role_granted","v":1,"rules":1,
            "recorded_at":"2026-03-05T17:02:11.000Z","by":"actor:{anne}","objects":["actor:{bilal}"],"data":{{}}}}"#
        ));
        let actor = |id: &str| {
            let actor = id.parse().unwrap();
            Filter { actor: Some((actor, By::Actor(actor).to_string())), ..Filter::default() }
        };
        let object = |id: &str| Filter { object: Some(format!("actor:{id}")), ..Filter::default() };
        let kind = |kind: &str| Filter { kind: Some(format!("{kind}:")), ..Filter::default() };
        let of = |name| Filter { types: vec![name], ..Filter::default() };
        for fits in
            [Filter::default(), actor(anne), actor(bilal), object(bilal), kind("actor"), of("actor.role_granted")]
        {
            assert!(fits.holds(&event), "{fits:?}");
            let other_type = Filter { types: vec!["actor.joined"], ..fits };
            assert!(!other_type.holds(&event));
        }
        let other = "00000000-0000-0000-0000-000000000000";
        for misfit in [actor(other), object(anne), object(other), kind("contribution"), kind("act"), of("actor.left")] {
            assert!(!misfit.holds(&event), "{misfit:?}");
        }
    }
}
