//! From which address a request comes: that of the connection, or what proxies that are trusted say of it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Once;

use actix_web::http::header::HeaderMap;
use serde::{Deserialize, Serialize};

/// The bits of an IPv6 address that tell one subscriber from another.
const SUBSCRIBER: u32 = 64;

/// A block of addresses: `10.0.0.0/8`, `2001:db8::/32`, or a single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Block {
    address: IpAddr,
    prefix: u8,
}

/// The text is no block of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoBlock(String);

impl std::fmt::Display for NoBlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is no address and no block of addresses such as 10.0.0.0/8", self.0)
    }
}

impl std::error::Error for NoBlock {}

impl FromStr for Block {
    type Err = NoBlock;

    fn from_str(text: &str) -> Result<Self, NoBlock> {
        let parse = || {
            let (address, prefix) =
                text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
            let address: IpAddr = address.parse().ok()?;
            let all = if address.is_ipv4() { 32 } else { 128 };
            let prefix = prefix.map_or(Some(all), |prefix| prefix.parse().ok())?;
            (prefix <= all).then_some(Self { address, prefix })
        };
        parse().ok_or_else(|| NoBlock(text.to_owned()))
    }
}

impl TryFrom<String> for Block {
    type Error = NoBlock;

    fn try_from(text: String) -> Result<Self, NoBlock> {
        text.parse()
    }
}

impl From<Block> for String {
    fn from(block: Block) -> Self {
        format!("{}/{}", block.address, block.prefix)
    }
}

impl Block {
    fn contains(self, address: IpAddr) -> bool {
        let (own, other, all) = match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits(), other.to_bits(), 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
        };
        let differing: u128 = own ^ other;
        differing.checked_shr(all - u32::from(self.prefix)).unwrap_or(0) == 0
    }
}

/// The proxies that are trusted to say whose request they pass on.
#[derive(Debug, Clone, Default)]
pub struct Proxies(pub Vec<Block>);

impl Proxies {
    /// The address of the client: the last that no trusted proxy has, as far as trusted proxies tell.
    ///
    /// Where a request has both `Forwarded` and `X-Forwarded-For`, and they do not say the same, one of them was written
    /// by the client: then neither is believed.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.trusts(peer) {
            if self.0.is_empty() && headers.contains_key("x-forwarded-for") {
                warn_of_proxy();
            }
            return peer;
        }
        let told = |name, parse: fn(&str) -> Option<IpAddr>| {
            let hops: Vec<_> =
                headers.get_all(name).flat_map(|value| value.to_str().unwrap_or_default().split(',')).collect();
            (!hops.is_empty()).then(|| self.last_client(peer, hops.iter().rev().map(|hop| parse(hop.trim()))))
        };
        match (told("forwarded", forwarded_for), told("x-forwarded-for", address_of)) {
            (Some(one), Some(other)) if one != other => peer,
            (Some(client), _) | (None, Some(client)) => client,
            (None, None) => peer,
        }
    }

    /// Walks back from the nearest hop; what cannot be read ends the walk at the last hop that could.
    fn last_client(&self, peer: IpAddr, hops: impl Iterator<Item = Option<IpAddr>>) -> IpAddr {
        let mut client = peer;
        for hop in hops {
            let Some(address) = hop else { break };
            client = address;
            if !self.trusts(address) {
                break;
            }
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|block| block.contains(address))
    }
}

fn warn_of_proxy() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::warn!(
            "a request came with X-Forwarded-For, and trusted_proxies is empty: all clients of that proxy share one \
             address, and its limits"
        );
    });
}

/// An address, with or without a port, with or without brackets.
fn address_of(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse().map(|address: SocketAddr| address.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// The `for` of one element of `Forwarded` (RFC 7239 §4).
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, node) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    address_of(node.trim().trim_matches('"'))
}

/// The network that an address counts for: itself, or the first 64 bits of an IPv6 address, within which a subscriber has
/// as many as they like.
#[must_use]
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => v4,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << (128 - SUBSCRIBER)))),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn proxies(blocks: &[&str]) -> Proxies {
        Proxies(blocks.iter().map(|block| block.parse().unwrap()).collect())
    }

    fn client(proxies: &Proxies, peer: &str, told: &[(&'static str, &'static str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in told {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_block_holds_its_addresses() {
        let holds = |block: &str, address: &str| block.parse::<Block>().unwrap().contains(address.parse().unwrap());
        assert!(holds("10.0.0.0/8", "10.255.1.2") && !holds("10.0.0.0/8", "11.0.0.0"));
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("127.0.0.1", "::ffff:127.0.0.1"), "a v4 address on a v6 socket");
        assert!(holds("2001:db8::/32", "2001:db8:1::1") && !holds("2001:db8::/32", "2001:db9::"));
        assert!(holds("0.0.0.0/0", "203.0.113.9") && holds("::/0", "::1") && !holds("0.0.0.0/0", "::1"));
        for no in ["", "10.0.0.0/33", "::/129", "10.0.0", "localhost", "10.0.0.0/x", "10.0.0.0/-1"] {
            assert!(no.parse::<Block>().is_err(), "{no}");
        }
    }

    #[test]
    fn nobody_is_believed_but_trusted_proxies() {
        let none = Proxies::default();
        assert_eq!(client(&none, "203.0.113.9", &[("x-forwarded-for", "198.51.100.1")]), "203.0.113.9");
        assert_eq!(
            client(&none, "127.0.0.1", &[("x-forwarded-for", "198.51.100.1")]),
            "127.0.0.1",
            "not even loopback"
        );
        let some = proxies(&["10.0.0.0/8"]);
        assert_eq!(client(&some, "203.0.113.9", &[("x-forwarded-for", "198.51.100.1")]), "203.0.113.9");
        assert_eq!(client(&some, "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn the_client_is_the_last_address_that_no_proxy_has() {
        let some = proxies(&["10.0.0.0/8", "2001:db8:ffff::/48"]);
        for (header, value, wanted) in [
            ("x-forwarded-for", "198.51.100.1", "198.51.100.1"),
            ("x-forwarded-for", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
            ("x-forwarded-for", "1.1.1.1, 198.51.100.1, 10.0.0.7", "198.51.100.1"),
            ("x-forwarded-for", "198.51.100.1:4711", "198.51.100.1"),
            ("x-forwarded-for", "[2001:db8::1]:4711", "2001:db8::1"),
            ("x-forwarded-for", "198.51.100.1, nonsense, 10.0.0.7", "10.0.0.7"),
            ("x-forwarded-for", "", "10.0.0.1"),
            ("forwarded", "for=198.51.100.1;proto=https", "198.51.100.1"),
            ("forwarded", "for=1.1.1.1, By=x; For=\"[2001:db8::1]:80\"", "2001:db8::1"),
            ("forwarded", "for=198.51.100.1, for=\"[2001:db8:ffff::1]\"", "198.51.100.1"),
            ("forwarded", "for=_hidden", "10.0.0.1"),
            ("forwarded", "proto=https", "10.0.0.1"),
        ] {
            assert_eq!(client(&some, "10.0.0.1", &[(header, value)]), wanted, "{header}: {value}");
        }
        let lines = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(client(&some, "10.0.0.1", &lines), "198.51.100.1", "the lines are one list");
    }

    #[test]
    fn a_header_that_the_proxy_passed_on_unread_is_not_believed() {
        let some = proxies(&["10.0.0.0/8"]);
        let forged = [("forwarded", "for=1.2.3.4"), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(client(&some, "10.0.0.1", &forged), "10.0.0.1");
        let agreed = [("forwarded", "for=198.51.100.1"), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(client(&some, "10.0.0.1", &agreed), "198.51.100.1");
    }

    #[test]
    fn a_subscriber_of_ipv6_is_64_bits_wide() {
        let of = |address: &str| network_of(address.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(of("203.0.113.9"), "203.0.113.9");
    }
}
