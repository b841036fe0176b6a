//! What the events of a log tell of people whose keys must be there, or gone.

use std::collections::HashSet;

use domain::envelope::Envelope;
use domain::event::CodecError;
use domain::ids::ActorId;

/// The event that says that a person's data was erased, with the actor as its own object.
const ERASED: &str = "actor.personal_data_erased";

/// Who joined, and who was erased.
#[derive(Debug, Default)]
pub(super) struct People {
    joined: HashSet<ActorId>,
    erased: HashSet<ActorId>,
}

impl People {
    /// Takes in the next event. Only envelopes are read, so that events of a later tresse do no harm.
    pub(super) fn learn(&mut self, event: &[u8]) -> Result<(), CodecError> {
        let envelope = Envelope::read(event)?;
        let of = match envelope.name.as_ref() {
            "actor.joined" => &mut self.joined,
            ERASED => &mut self.erased,
            _ => return Ok(()),
        };
        let own = envelope.objects().first().and_then(|object| object.strip_prefix("actor:"));
        of.extend(own.and_then(|id| id.parse::<ActorId>().ok()));
        Ok(())
    }

    /// How many were erased.
    pub(super) fn erased(&self) -> u64 {
        self.erased.len() as u64
    }

    /// How many joined and have no keys, though they were not erased.
    pub(super) fn without_keys(&self, has_keys: impl Fn(ActorId) -> bool) -> u64 {
        self.joined.difference(&self.erased).filter(|actor| !has_keys(**actor)).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_who_joined_and_were_not_erased_must_have_keys() {
        let id = |n: u128| ActorId(uuid::Uuid::from_u128(n));
        let event = |name: &str, n: u128| {
            let heading = format!(r#"{{"id":"{}","type":"{name}","v":1,"rules":1"#, uuid::Uuid::from_u128(7));
            let objects = format!(r#""objects":["actor:{}","actor:{}"],"data":{{}}}}"#, id(n), id(9));
            format!(r#"{heading},"recorded_at":"2026-03-01T09:00:00.000Z",{objects}"#)
        };
        let mut people = People::default();
        for (name, n) in [("actor.joined", 1), ("actor.joined", 2), ("actor.joined", 3), ("actor.left", 3), (ERASED, 2)]
        {
            people.learn(event(name, n).as_bytes()).unwrap();
        }
        assert_eq!((people.erased(), people.without_keys(|_| true), people.without_keys(|_| false)), (1, 0, 2));
        assert_eq!(people.without_keys(|actor| actor == id(1)), 1);
        assert!(people.learn(b"{}").is_err());
    }
}
