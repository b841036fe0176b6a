//! The server's own log, `_server`: which networks there are under which slug, and which API keys were issued.
//! Never published. It has the shape of an aggregate, in a log of its own.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::class::{Draw, Few, FromStrVisitor, LogSafe, words};
use crate::envelope::{self, Act, Envelope, Heading};
use crate::event::{CodecError, EventEnum as _, Object, events, read_versioned, refusals};
use crate::ids::{ActorId, EventId, KeyId, Malformed, NetworkId, Stamp};
use crate::names::Slug;

words! {
    /// What a key may be used for.
    pub enum Scope {
        /// Reading.
        Read = "read",
        /// Acting as a member, in whatever role.
        Write = "write",
        /// Founding, settings, roles and keys.
        Admin = "admin",
        /// Imports.
        Import = "import",
    }
}

/// The scopes of a key.
pub type Scopes = Few<Scope, 4>;

/// SHA-256 of a key's secret; 43 base64url characters. The secret has 256 random bits, so that a plain hash is enough.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyHash(pub [u8; 32]);

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyHash({self})")
    }
}

impl FromStr for KeyHash {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Malformed("key hash"))?;
        bytes.try_into().map(Self).map_err(|_| Malformed("key hash"))
    }
}

impl Serialize for KeyHash {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyHash {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(FromStrVisitor::new("a SHA-256 hash in base64url"))
    }
}

impl LogSafe for KeyHash {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(std::array::from_fn(|_| u8::try_from(draw(256)).unwrap_or(0)))
    }
}

/// Whose a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Holder {
    /// Whoever runs the server.
    Operator,
    /// An actor of a network.
    Actor {
        /// The network.
        network: NetworkId,
        /// The actor.
        actor: ActorId,
    },
}

impl LogSafe for Holder {
    fn example(draw: &mut Draw<'_>) -> Self {
        match draw(2) {
            0 => Self::Operator,
            _ => Self::Actor { network: NetworkId::example(draw), actor: ActorId::example(draw) },
        }
    }
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: KeyId,
    /// The hash of its secret.
    pub hash: KeyHash,
    /// Whose it is.
    pub holder: Holder,
    /// What it may be used for.
    pub scopes: Scopes,
    /// When it was issued.
    pub issued_at: Stamp,
    /// Until when it works; without end when absent.
    pub expires_at: Option<Stamp>,
    /// When it was revoked.
    pub revoked_at: Option<Stamp>,
    /// Whether it is a session: its secret is good for nothing but to renew it.
    pub session: bool,
    /// The secret before the last rotation, and until when that still works.
    pub previous: Option<(KeyHash, Stamp)>,
}

impl Key {
    /// Whether a secret of this hash is one of its own at a moment: the one in force, or the one before.
    #[must_use]
    pub fn has_secret(&self, hash: KeyHash, at: Stamp) -> bool {
        self.hash == hash || self.previous.is_some_and(|(previous, until)| previous == hash && at < until)
    }

    /// Whether it works at a moment.
    #[must_use]
    pub fn works(&self, at: Stamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|until| at < until)
    }
}

/// All that the server knows beside its networks' own histories.
#[derive(Debug, Clone, Default)]
pub struct Server {
    slugs: OrdMap<Slug, NetworkId>,
    networks: OrdMap<NetworkId, Slug>,
    keys: OrdMap<KeyId, Key>,
    by_hash: OrdMap<KeyHash, KeyId>,
}

impl Server {
    /// The network under a slug, or under one that it had before.
    #[must_use]
    pub fn network(&self, slug: &str) -> Option<NetworkId> {
        self.slugs.get(&slug.parse::<Slug>().ok()?).copied()
    }

    /// The slug of a network.
    #[must_use]
    pub fn slug(&self, network: NetworkId) -> Option<&Slug> {
        self.networks.get(&network)
    }

    /// All networks in order of their slugs.
    pub fn networks(&self) -> impl Iterator<Item = (&Slug, NetworkId)> {
        let is_current = |(slug, network): &(&Slug, &NetworkId)| self.slug(**network) == Some(*slug);
        self.slugs.iter().filter(is_current).map(|(slug, network)| (slug, *network))
    }

    /// A key by its id.
    #[must_use]
    pub fn key(&self, id: KeyId) -> Option<&Key> {
        self.keys.get(&id)
    }

    /// A key by the hash of its secret, or of the one before the last rotation.
    #[must_use]
    pub fn key_by_hash(&self, hash: KeyHash) -> Option<&Key> {
        self.keys.get(self.by_hash.get(&hash)?)
    }

    /// The keys of a holder in order of issue.
    pub fn keys_of(&self, holder: Holder) -> impl Iterator<Item = &Key> {
        self.keys.values().filter(move |key| key.holder == holder)
    }

    /// The rule: may this event follow this state?
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn admits(&self, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Registered(e) if self.slugs.contains_key(&e.slug) => Err(Refusal::SlugTaken),
            Event::Registered(e) if self.networks.contains_key(&e.network) => Err(Refusal::AlreadyRegistered),
            Event::KeyIssued(e) if self.keys.contains_key(&e.key) || self.by_hash.contains_key(&e.hash) => {
                Err(Refusal::KeyExists)
            }
            Event::KeyIssued(e) if e.scopes.as_slice().is_empty() => Err(Refusal::NoScope),
            Event::KeyRevoked(e) => match self.key(e.key) {
                None => Err(Refusal::UnknownKey),
                Some(key) if key.revoked_at.is_some() => Err(Refusal::KeyRevoked),
                Some(_) => Ok(()),
            },
            Event::KeyRotated(e) => match self.key(e.key) {
                None => Err(Refusal::UnknownKey),
                Some(key) if key.revoked_at.is_some() => Err(Refusal::KeyRevoked),
                Some(_) if self.by_hash.contains_key(&e.hash) => Err(Refusal::KeyExists),
                Some(key) if key.session != e.expires_at.is_some() => Err(Refusal::KeyOfSession),
                Some(_) => Ok(()),
            },
            Event::SlugChanged(e) => match self.slugs.get(&e.slug) {
                _ if !self.networks.contains_key(&e.network) => Err(Refusal::UnknownNetwork),
                Some(network) if *network != e.network => Err(Refusal::SlugTaken),
                Some(_) | None => Ok(()),
            },
            Event::Registered(_) | Event::KeyIssued(_) => Ok(()),
        }
    }

    /// Folds an event in.
    pub fn evolve(&mut self, recorded_at: Stamp, event: &Event) {
        match event {
            Event::Registered(e) => {
                self.slugs.insert(e.slug.clone(), e.network);
                self.networks.insert(e.network, e.slug.clone());
            }
            Event::KeyIssued(e) => {
                let key = Key {
                    id: e.key,
                    hash: e.hash,
                    holder: e.holder,
                    scopes: e.scopes.clone(),
                    issued_at: recorded_at,
                    expires_at: e.expires_at,
                    revoked_at: None,
                    session: e.session,
                    previous: None,
                };
                self.by_hash.insert(e.hash, e.key);
                self.keys.insert(e.key, key);
            }
            Event::KeyRevoked(e) => {
                if let Some(key) = self.keys.get_mut(&e.key) {
                    key.revoked_at = Some(recorded_at);
                }
            }
            Event::KeyRotated(e) => {
                let Some(key) = self.keys.get_mut(&e.key) else { return };
                let before = std::mem::replace(&mut key.hash, e.hash);
                key.expires_at = e.expires_at.or(key.expires_at);
                if let Some((forgotten, _)) = key.previous.take() {
                    self.by_hash.remove(&forgotten);
                }
                match e.previous_until {
                    Some(until) => key.previous = Some((before, until)),
                    None => _ = self.by_hash.remove(&before),
                }
                self.by_hash.insert(e.hash, e.key);
            }
            Event::SlugChanged(e) => {
                self.slugs.insert(e.slug.clone(), e.network);
                self.networks.insert(e.network, e.slug.clone());
            }
        }
    }
}

/// An event of `_server`.
pub type ServerEvent = Event;

events! {
    /// What happens to the server.
    pub enum Event in ServerLog {
        /// A network was founded, and is known under a slug.
        "network.registered" v 1 signed = Registered {
            /// Which.
            network: NetworkId,
            /// Its name in addresses.
            slug: Slug,
        } of |e| vec![Object::Network(e.network)],

        /// An API key was issued.
        "key.issued" v 1 signed = KeyIssued {
            /// Its id.
            key: KeyId,
            /// The hash of its secret.
            hash: KeyHash,
            /// Whose it is.
            holder: Holder,
            /// What it may be used for.
            scopes: Scopes,
            /// Until when it works.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            expires_at: Option<Stamp>,
            /// Whether it is a session.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            session: bool,
        } of |e| vec![Object::Key(e.key)],

        /// An API key was revoked.
        "key.revoked" v 1 signed = KeyRevoked {
            /// Which.
            key: KeyId,
        } of |e| vec![Object::Key(e.key)],

        /// An API key has another secret.
        "key.rotated" v 1 signed = KeyRotated {
            /// Which.
            key: KeyId,
            /// The hash of its new secret.
            hash: KeyHash,
            /// Until when the secret before still works; no longer at all when absent.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            previous_until: Option<Stamp>,
            /// Until when a session goes on that is renewed; of other keys this does not change.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            expires_at: Option<Stamp>,
        } of |e| vec![Object::Key(e.key)],

        /// A network has another name in addresses; the one before stays its own, and leads to the new one.
        "slug.changed" v 1 signed = SlugChanged {
            /// Which.
            network: NetworkId,
            /// Its new name in addresses.
            slug: Slug,
        } of |e| vec![Object::Network(e.network)],
    }
}

refusals! {
    /// Why the server's log says no.
    pub enum Refusal {
        /// Another network has this slug.
        SlugTaken = "slug_taken" Conflict,
        /// The network is known already.
        AlreadyRegistered = "network_already_registered" Conflict,
        /// The id or the secret is in use.
        KeyExists = "key_exists" Conflict,
        /// A key without scope is of no use.
        NoScope = "scope_missing" Invalid("/scopes"),
        /// There is no such key.
        UnknownKey = "unknown_key" Unknown,
        /// It was revoked before.
        KeyRevoked = "key_already_revoked" Conflict,
        /// The secret of a session changes by its renewal only, and that of other keys by rotation only.
        KeyOfSession = "key_of_a_session" Conflict,
        /// There is no such network.
        UnknownNetwork = "unknown_network" Unknown,
    }
}

/// What an event of `_server` goes into: the event itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerLog(pub Event);

impl From<Event> for ServerLog {
    fn from(event: Event) -> Self {
        Self(event)
    }
}

/// The bytes to store of an event of `_server`.
///
/// # Errors
/// Only when the event cannot be written as JSON.
pub fn write(id: EventId, recorded_at: Stamp, act: &Act, event: &Event) -> Result<Vec<u8>, serde_json::Error> {
    let objects: Vec<String> = event.objects().iter().map(ToString::to_string).collect();
    envelope::write(Heading { id, recorded_at }, event.event_type(), act, &objects, event)
}

/// Reads the stored bytes of an event of `_server`.
///
/// # Errors
/// [`CodecError`].
pub fn read(bytes: &[u8]) -> Result<(Stamp, Event), CodecError> {
    let envelope = Envelope::read(bytes)?;
    let event = read_versioned(&envelope.name, envelope.v, envelope.data, &[])?;
    Ok((envelope.recorded_at, event))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::given::at;

    fn key(n: u8) -> KeyIssued {
        KeyIssued {
            key: KeyId(uuid::Uuid::from_u128(n.into())),
            hash: KeyHash([n; 32]),
            holder: Holder::Operator,
            scopes: Scopes::new(vec![Scope::Admin]).unwrap(),
            expires_at: Some(at(100)),
            session: false,
        }
    }

    fn rotated(n: u8, hash: u8, previous_until: Option<i64>) -> KeyRotated {
        let previous_until = previous_until.map(at);
        KeyRotated { key: key(n).key, hash: KeyHash([hash; 32]), previous_until, expires_at: None }
    }

    fn registered(n: u8, slug: &str) -> Event {
        Registered { network: NetworkId(uuid::Uuid::from_u128(n.into())), slug: slug.parse().unwrap() }.into()
    }

    fn given(events: &[Event]) -> Server {
        let mut server = Server::default();
        for event in events {
            assert_eq!(server.admits(event), Ok(()));
            server.evolve(at(1), event);
        }
        server
    }

    #[test]
    fn a_slug_and_a_network_are_registered_once() {
        let server = given(&[registered(1, "vallee")]);
        assert_eq!(server.admits(&registered(2, "vallee")), Err(Refusal::SlugTaken));
        assert_eq!(server.admits(&registered(1, "plaine")), Err(Refusal::AlreadyRegistered));
        assert!(server.network("vallee").is_some() && server.network("plaine").is_none());
    }

    #[test]
    fn a_key_works_until_it_expires_or_is_revoked() {
        let revoked: Event = KeyRevoked { key: key(1).key }.into();
        let server = given(&[key(1).into()]);
        let found = server.key_by_hash(KeyHash([1; 32])).unwrap();
        assert!(found.works(at(99)) && !found.works(at(100)));
        let server = given(&[key(1).into(), revoked.clone()]);
        assert!(!server.key(key(1).key).unwrap().works(at(2)));
        assert_eq!(server.admits(&revoked), Err(Refusal::KeyRevoked));
    }

    #[test]
    fn a_key_is_issued_once_with_a_scope_and_revoked_if_known() {
        let scopeless = KeyIssued { scopes: Scopes::new(vec![]).unwrap(), ..key(2) };
        let server = given(&[key(1).into()]);
        assert_eq!(server.admits(&key(1).into()), Err(Refusal::KeyExists));
        assert_eq!(server.admits(&scopeless.into()), Err(Refusal::NoScope));
        assert_eq!(server.admits(&KeyRevoked { key: key(3).key }.into()), Err(Refusal::UnknownKey));
    }

    #[test]
    fn a_rotated_key_has_another_secret_and_the_one_before_for_a_while() {
        let has = |server: &Server, hash: u8, now: i64| {
            let key = server.key_by_hash(KeyHash([hash; 32]));
            key.is_some_and(|key| key.has_secret(KeyHash([hash; 32]), at(now)))
        };
        let at_once = given(&[key(1).into(), rotated(1, 2, None).into()]);
        assert_eq!([1, 2].map(|hash| has(&at_once, hash, 2)), [false, true]);
        let later = given(&[key(1).into(), rotated(1, 2, Some(50)).into()]);
        assert_eq!([1, 2].map(|hash| has(&later, hash, 49)), [true, true]);
        assert_eq!([1, 2].map(|hash| has(&later, hash, 50)), [false, true]);
        let again = given(&[key(1).into(), rotated(1, 2, Some(50)).into(), rotated(1, 3, Some(50)).into()]);
        assert_eq!([1, 2, 3].map(|hash| has(&again, hash, 49)), [false, true, true]);
    }

    #[test]
    fn only_a_key_that_works_is_rotated_to_a_new_secret_and_a_session_by_renewal() {
        let server = given(&[key(1).into(), key(2).into(), KeyRevoked { key: key(2).key }.into()]);
        let renewed = KeyRotated { expires_at: Some(at(9)), ..rotated(1, 7, None) };
        assert_eq!(server.admits(&rotated(3, 7, None).into()), Err(Refusal::UnknownKey));
        assert_eq!(server.admits(&rotated(2, 7, None).into()), Err(Refusal::KeyRevoked));
        assert_eq!(server.admits(&rotated(1, 1, None).into()), Err(Refusal::KeyExists));
        assert_eq!(server.admits(&renewed.clone().into()), Err(Refusal::KeyOfSession));
        let session = given(&[KeyIssued { session: true, ..key(1) }.into()]);
        assert_eq!(session.admits(&rotated(1, 7, None).into()), Err(Refusal::KeyOfSession));
        let session = given(&[KeyIssued { session: true, ..key(1) }.into(), renewed.into()]);
        assert_eq!(session.key(key(1).key).unwrap().expires_at, Some(at(9)));
    }

    #[test]
    fn a_network_keeps_the_slugs_it_had() {
        let to = |n: u8, slug: &str| -> Event {
            SlugChanged { network: NetworkId(uuid::Uuid::from_u128(n.into())), slug: slug.parse().unwrap() }.into()
        };
        let server = given(&[registered(1, "vallee"), registered(2, "plaine"), to(1, "val")]);
        assert_eq!(server.network("vallee"), server.network("val"));
        assert_eq!(server.networks().map(|(slug, _)| slug.as_str()).collect::<Vec<_>>(), ["plaine", "val"]);
        assert_eq!(server.admits(&to(2, "vallee")), Err(Refusal::SlugTaken), "it stays reserved");
        assert_eq!(server.admits(&to(1, "vallee")), Ok(()), "and may come back");
        assert_eq!(server.admits(&registered(3, "vallee")), Err(Refusal::SlugTaken));
        assert_eq!(server.admits(&to(3, "mont")), Err(Refusal::UnknownNetwork));
    }

    #[test]
    fn events_of_the_server_read_back_as_written() {
        let event: Event = key(1).into();
        let bytes = write(EventId(uuid::Uuid::nil()), at(5), &Act::by(envelope::By::Operator), &event).unwrap();
        assert_eq!(read(&bytes).unwrap(), (at(5), event));
    }
}
