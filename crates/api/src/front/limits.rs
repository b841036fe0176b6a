//! How much one caller may ask for: with a key, each key for itself; without one, each address.
//!
//! A *guess* is what shows a secret that may be wrong. Wrong ones count for the address they come from, and once there
//! were too many, no more are tried from there, right or wrong.

use std::hash::{BuildHasher as _, RandomState};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage as _, ResponseError as _};
use governor::clock::{Clock, MonotonicClock};
use governor::middleware::StateInformationMiddleware;
use governor::{Quota, RateLimiter};

use super::peer::{Proxies, network_of};
use super::table::{Asked, Table};
use crate::problem::{Problem, problem_of};

/// The codes of refusals that tell a guess was wrong. An operation that takes a code adds the refusal of a wrong one.
const WRONG_GUESSES: &[&str] = &["invalid_credentials", "invitation_not_valid", "session_not_valid"];
/// Below this, requests are those of whoever's key they show; elsewhere nobody finds out whether it works.
const KEYED: &str = "/v1/";
/// What is never limited: a probe must not fail because somebody else asked too much.
const HEALTH: &str = "/health/";

/// How many requests a caller may make in a minute; 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Reads, by key or address.
    pub reads_per_minute: u32,
    /// Commands, by key or address.
    pub writes_per_minute: u32,
    /// Wrong secrets, by address.
    pub guesses_per_minute: u32,
}

impl Limits {
    /// No limits.
    pub const NONE: Self = Self { reads_per_minute: 0, writes_per_minute: 0, guesses_per_minute: 0 };
}

impl Default for Limits {
    /// Enough for a hall of people behind one address, and too little to keep a server busy.
    fn default() -> Self {
        Self { reads_per_minute: 6_000, writes_per_minute: 600, guesses_per_minute: 20 }
    }
}

/// One limit: a full bucket at first, and as much again a minute.
#[derive(Debug)]
struct Limit<C: Clock = MonotonicClock> {
    name: &'static str,
    per_minute: NonZeroU32,
    limiter: RateLimiter<Asked, Table, C, StateInformationMiddleware>,
}

impl<C: Clock> Limit<C> {
    fn new(name: &'static str, per_minute: u32, clock: C) -> Option<Self> {
        let per_minute = NonZeroU32::new(per_minute)?;
        let limiter = RateLimiter::new(Quota::per_minute(per_minute), Table::default(), clock);
        Some(Self { name, per_minute, limiter })
    }

    /// What is left after it; or that nothing is, and when there will be.
    fn ask(&self, asked: Asked) -> Result<Left, Left> {
        match self.limiter.check_key(&asked) {
            Ok(snapshot) => Ok(self.left(snapshot.remaining_burst_capacity(), 60)),
            Err(not_until) => {
                let wait = not_until.wait_time_from(self.limiter.clock().now());
                let wait_s = u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX).max(1);
                Err(self.left(0, wait_s))
            }
        }
    }

    fn left(&self, requests: u32, seconds: u32) -> Left {
        Left { name: self.name, per_minute: self.per_minute, requests, seconds }
    }
}

/// What a caller may still ask for.
#[derive(Debug, Clone, Copy)]
pub struct Left {
    name: &'static str,
    per_minute: NonZeroU32,
    requests: u32,
    /// In how many seconds there is more.
    pub seconds: u32,
}

impl Left {
    /// Tells it in the headers of draft-ietf-httpapi-ratelimit-headers-10.
    pub fn tell(&self, headers: &mut HeaderMap) {
        let Self { name, per_minute, requests, seconds } = self;
        let told = [
            ("ratelimit-policy", format!("\"{name}\";q={per_minute};w=60")),
            ("ratelimit", format!("\"{name}\";r={requests};t={seconds}")),
        ];
        for (name, value) in told {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

/// Who asks, as far as limits are concerned.
#[derive(Hash)]
enum Who<'r> {
    Network(IpAddr),
    Secret(&'r str),
}

/// The limits of a server, and what was used of them.
#[derive(Debug)]
pub struct Door {
    reads: Option<Limit>,
    writes: Option<Limit>,
    guesses: Option<Limit>,
    proxies: Proxies,
    hasher: RandomState,
}

impl Door {
    /// A door that nobody went through yet.
    #[must_use]
    pub fn new(limits: Limits, proxies: Proxies) -> Self {
        Self {
            reads: Limit::new("reads", limits.reads_per_minute, MonotonicClock),
            writes: Limit::new("writes", limits.writes_per_minute, MonotonicClock),
            guesses: Limit::new("guesses", limits.guesses_per_minute, MonotonicClock),
            proxies,
            hasher: RandomState::new(),
        }
    }

    /// Lets a request in, or tells when it may come again.
    fn admit(&self, request: &ServiceRequest) -> Result<Option<Left>, Left> {
        if request.path().starts_with(HEALTH) || request.method() == Method::OPTIONS {
            return Ok(None);
        }
        let secret = bearer(request.headers());
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if let Some(guesses) = &self.guesses
            && (secret.is_some() || !reads)
        {
            guesses.ask(Asked::Look(self.hash(&self.network(request))))?;
        }
        let Some(limit) = (if reads { &self.reads } else { &self.writes }) else { return Ok(None) };
        let who =
            secret.filter(|_| request.path().starts_with(KEYED)).map_or_else(|| self.network(request), Who::Secret);
        limit.ask(Asked::Take(self.hash(&who))).map(Some)
    }

    fn network(&self, request: &ServiceRequest) -> Who<'static> {
        Who::Network(self.network_of(request.peer_addr(), request.headers()))
    }

    /// The network that a request comes from, for the one whose limits it counts.
    #[must_use]
    pub fn network_of(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> IpAddr {
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
        network_of(self.proxies.client(peer, headers))
    }

    fn hash(&self, who: &Who<'_>) -> u64 {
        self.hasher.hash_one(who)
    }
}

/// What stands after the scheme of `Authorization`, whichever it is.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or_default();
    Some(text.split_once(' ').map_or(text, |(_, secret)| secret.trim()))
}

/// The middleware that holds the limits; what is left stands in the extensions of the request, for its headers.
///
/// # Errors
/// None of its own.
pub async fn hold(
    door: Data<Door>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let left = match door.admit(&request) {
        Ok(left) => left,
        Err(none) => {
            request.extensions_mut().insert(none);
            return Ok(request.into_response(Problem::too_many_requests(none.seconds).error_response()));
        }
    };
    if let Some(left) = left {
        request.extensions_mut().insert(left);
    }
    let from = door.guesses.as_ref().map(|guesses| (guesses, door.hash(&door.network(&request))));
    let response = next.call(request).await?.map_into_boxed_body();
    let wrong = problem_of(&response).is_some_and(|problem| WRONG_GUESSES.contains(&problem.code()));
    if let Some((guesses, network)) = from.filter(|_| wrong) {
        _ = guesses.ask(Asked::Take(network));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn what_was_used_comes_back_with_time() {
        let clock = FakeRelativeClock::default();
        let limit = Limit::new("reads", 60, clock.clone()).unwrap();
        let take = || limit.ask(Asked::Take(1));
        for n in (0..60).rev() {
            assert_eq!(take().unwrap().requests, n);
        }
        assert_eq!(take().unwrap_err().seconds, 1);
        assert_eq!(limit.ask(Asked::Take(2)).unwrap().requests, 59, "each for themselves");
        clock.advance(Duration::from_secs(3));
        assert_eq!((0..10).filter(|_| take().is_ok()).count(), 3);
        clock.advance(Duration::from_secs(3_600));
        assert_eq!(take().unwrap().requests, 59, "and no more than that");
    }

    #[test]
    fn seconds_to_wait_are_whole_and_enough() {
        let clock = FakeRelativeClock::default();
        let limit = Limit::new("guesses", 20, clock.clone()).unwrap();
        while limit.ask(Asked::Take(1)).is_ok() {}
        let wait_s = limit.ask(Asked::Look(1)).unwrap_err().seconds;
        assert_eq!(wait_s, 3);
        clock.advance(Duration::from_secs(u64::from(wait_s)));
        assert!(limit.ask(Asked::Look(1)).is_ok());
    }

    #[test]
    fn nought_is_no_limit() {
        assert!(Limit::new("reads", 0, MonotonicClock).is_none());
    }

    #[test]
    fn what_is_left_is_told_in_two_headers() {
        let mut headers = HeaderMap::new();
        Limit::new("reads", 60, MonotonicClock).unwrap().left(59, 60).tell(&mut headers);
        assert_eq!(headers.get("ratelimit-policy").unwrap(), "\"reads\";q=60;w=60");
        assert_eq!(headers.get("ratelimit").unwrap(), "\"reads\";r=59;t=60");
    }
}
