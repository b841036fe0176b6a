//! What every handler begins with: who asks, of which network, as of when, and with which body.
//!
//! [`Read`] resolves a read: the views as of the position asked for, behind the gate from the head. [`Write`] resolves a
//! command: its body, idempotency key, `If-Match` and `dry_run`. [`Caller`] is what both share.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpRequest, web};
use app::gate::Gate;
use app::network::{EventLog as _, read_event};
use app::submission::{Idempotency, Mac};
use app::{Catalogue, Network};
use domain::authority::{Action, Denied, Principal};
use domain::envelope::{Act, By, Evidence};
use domain::event::Object;
use domain::ids::{ActorId, EventId, KeyId, NetworkId, Position, Pseudonym, Stamp, Version};
use domain::server::{Holder, Key, Scope};
use domain::state::Refusal;
use projection::Views;
use projection::history::AsOf;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::body::{MAX_BODY_BYTES, body_bytes, named_field, parse_body};
use crate::i18n::Language;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::rendered::Rendered;
use crate::values;

/// How long `at_least` waits.
const PATIENCE: Duration = Duration::from_secs(5);

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// Who asks.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The catalogue that serves them.
    pub catalogue: Arc<Catalogue>,
    /// The lists that were rendered before.
    pub rendered: Arc<Rendered>,
    key: Option<Key>,
    pub(crate) asked: Arc<Asked>,
}

/// What of a request handlers look at, apart from the connection.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) query: String,
    /// How the server is called here: scheme and host.
    origin: String,
    segments: Vec<(String, String)>,
    accept: Option<String>,
    pub(crate) language: Language,
}

impl Asked {
    fn of(request: &HttpRequest) -> Self {
        let accept: Vec<_> =
            request.headers().get_all(header::ACCEPT).filter_map(|value| value.to_str().ok()).collect();
        let segments = request.match_info().iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            path: request.path().to_owned(),
            query: request.query_string().to_owned(),
            origin: format!("{}://{}", request.connection_info().scheme(), request.connection_info().host()),
            segments: segments.collect(),
            accept: (!accept.is_empty()).then(|| accept.join(",")),
            language: Language::of(request.headers()),
        }
    }

    /// What a line of a batch asks in its place: the same network, and the segments of its own path.
    pub(crate) fn on_line(&self, segments: impl Iterator<Item = (String, String)>) -> Self {
        let network = self.segments.iter().filter(|(name, _)| name == "network").cloned();
        Self {
            path: self.path.clone(),
            query: String::new(),
            origin: self.origin.clone(),
            segments: network.chain(segments.filter(|(name, _)| name != "network")).collect(),
            accept: None,
            language: self.language,
        }
    }

    /// The path in a network that is named otherwise.
    fn path_in(&self, network: &str) -> String {
        let rest = self.path.splitn(5, '/').nth(4).map(|rest| format!("/{rest}")).unwrap_or_default();
        format!("/v1/networks/{network}{rest}")
    }

    fn segment(&self, name: &str) -> Option<&str> {
        self.segments.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Caller {
    pub(crate) fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let catalogue = request.app_data::<web::Data<Catalogue>>().ok_or_else(Problem::not_found)?;
        let catalogue = Arc::clone(catalogue);
        let rendered = Arc::clone(request.app_data::<web::Data<Rendered>>().ok_or_else(Problem::not_found)?);
        let key = key_shown(&catalogue, request.headers().get(header::AUTHORIZATION))?;
        Ok(Self { catalogue, rendered, key, asked: Arc::new(Asked::of(request)) })
    }

    /// The same caller at this moment, who shows what was shown before.
    ///
    /// # Errors
    /// `invalid_credentials` once it does not work any more.
    pub(crate) fn again(&self, shown: Option<&HeaderValue>) -> Result<Self, Problem> {
        Ok(Self { key: key_shown(&self.catalogue, shown)?, ..self.clone() })
    }

    /// Whose key it is.
    #[must_use]
    pub fn holder(&self) -> Option<Holder> {
        self.key.as_ref().map(|key| key.holder)
    }

    /// The session whose token they sent.
    #[must_use]
    pub fn session(&self) -> Option<&Key> {
        self.key.as_ref().filter(|key| key.session)
    }

    /// Which key it is.
    #[must_use]
    pub fn key(&self) -> Option<KeyId> {
        self.key.as_ref().map(|key| key.id)
    }

    /// Who they are in a network; a key of another network makes a stranger.
    fn principal(&self, network: &Network) -> Principal {
        match self.holder() {
            Some(Holder::Operator) => Principal::Operator,
            Some(Holder::Actor { network: of, actor }) if of == network.id() => Principal::Actor(actor),
            Some(Holder::Actor { .. }) | None => Principal::Stranger,
        }
    }

    /// Refuses a key that lacks a scope; who has no key has nothing to lack.
    ///
    /// # Errors
    /// `insufficient_scope`.
    pub fn needs(&self, scope: Scope) -> Result<(), Problem> {
        match &self.key {
            Some(key) if !key.scopes.as_slice().contains(&scope) => Err(Problem::insufficient_scope(scope)),
            _ => Ok(()),
        }
    }

    /// Whether the key is for changes, and for those of a scope.
    #[must_use]
    pub fn may_write(&self, scope: Scope) -> bool {
        self.needs(Scope::Write).and_then(|()| self.needs(scope)).is_ok()
    }

    /// Refuses everyone but the operator.
    ///
    /// # Errors
    /// `authentication_required`, `forbidden`, `insufficient_scope`.
    pub fn must_be_operator(&self) -> Result<(), Problem> {
        match self.holder() {
            None => Err(Denied::Unauthenticated.into()),
            Some(Holder::Actor { .. }) => Err(Denied::Forbidden.into()),
            Some(Holder::Operator) => self.needs(Scope::Admin),
        }
    }

    /// Whether the header `Accept` names a media type.
    #[must_use]
    pub fn accepts(&self, media_type: &str) -> bool {
        self.asked.accept.as_deref().is_some_and(|accept| accept.contains(media_type))
    }

    /// The whole address of a path, as the server is called here.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.asked.origin)
    }

    /// The header `Accept`.
    #[must_use]
    pub fn accept(&self) -> Option<&str> {
        self.asked.accept.as_deref()
    }

    /// The path that was asked for.
    #[must_use]
    pub fn request_path(&self) -> &str {
        &self.asked.path
    }

    /// A segment of the path.
    ///
    /// # Errors
    /// `not_found` when it is not what it should be: then there is nothing under it.
    pub fn path<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.asked.segment(name).and_then(|text| text.parse().ok()).ok_or_else(Problem::not_found)
    }

    /// The network of the path; a slug that it had before leads to the one it has.
    pub(crate) fn network_id(&self) -> Result<NetworkId, Problem> {
        let (slug, server) = (self.asked.segment("network").unwrap_or_default(), self.catalogue.server());
        let id = server.network(slug).ok_or_else(Problem::not_found)?;
        match server.slug(id) {
            Some(current) if current.as_str() != slug => {
                let query = if self.asked.query.is_empty() { String::new() } else { format!("?{}", self.asked.query) };
                Err(Problem::network_moved(&format!("{}{query}", self.asked.path_in(current.as_str()))))
            }
            Some(_) | None => Ok(id),
        }
    }

    pub(crate) async fn network(&self) -> Result<Arc<Network>, Problem> {
        let id = self.network_id()?;
        if let Some(loaded) = self.catalogue.loaded(id) {
            return Ok(loaded);
        }
        let catalogue = Arc::clone(&self.catalogue);
        Ok(web::block(move || catalogue.load(id)).await??)
    }

    /// What they may see of a network now.
    pub(crate) fn gate(&self, network: &Network) -> Gate {
        Gate::new(network.live(), self.principal(network), self.catalogue.now())
    }

    /// The MACs of the `Idempotency-Key` and of what was asked with it.
    pub(crate) fn idempotency(&self, request: &HttpRequest, body: &[u8]) -> Result<Option<Idempotency>, Problem> {
        let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
        let key = value.as_bytes();
        if key.is_empty() || key.len() > 255 {
            return Err(Problem::invalid_header("Idempotency-Key"));
        }
        let vault = self.catalogue.server_log().vault();
        let holder = app::known::holder_bytes(self.holder());
        let method = request.method().as_str().as_bytes();
        // A network is known by its id: a retry finds what it did also when the slug has changed since.
        let path = self.network_id().map_or_else(|_| self.asked.path.clone(), |id| self.asked.path_in(&id.to_string()));
        let mac = |purpose, parts: &[&[u8]]| -> Mac { vault.mac(purpose, parts) };
        Ok(Some(Idempotency {
            key: mac("idempotency-key", &[&holder, method, path.as_bytes(), key]),
            body: mac("idempotency-body", &[request.query_string().as_bytes(), body]),
        }))
    }
}

/// The key whose secret, or the session whose token, stands in `Authorization`.
fn key_shown(catalogue: &Catalogue, shown: Option<&HeaderValue>) -> Result<Option<Key>, Problem> {
    let Some(value) = shown else { return Ok(None) };
    let bearer = value.to_str().ok().and_then(|value| value.split_once(' '));
    let secret = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let secret = secret.ok_or_else(Problem::invalid_credentials)?.1.trim();
    catalogue.authenticate(secret).ok_or_else(Problem::invalid_credentials).map(Some)
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}

/// The query parameters of every read.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Moment {
    /// Read as of this position (a number of events) or RFC 3339 time.
    #[param(value_type = Option<String>, example = "42")]
    as_of: Option<String>,
    /// Wait up to 5 s until this many events are folded.
    #[param(example = 42)]
    at_least: Option<u64>,
    /// `texts` opens the texts in lists and feeds.
    #[param(value_type = Option<String>, example = "texts")]
    expand: Option<String>,
}

/// A read with no parameters but those of every read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A read of a network: content as of the moment asked for, behind the gate from the head.
#[derive(Debug)]
pub struct Read<Q = Nothing> {
    /// Who asks.
    pub caller: Caller,
    /// The network.
    pub network: Arc<Network>,
    /// The content.
    pub views: Arc<Views>,
    /// What the one who asks may see.
    pub gate: Gate,
    /// The moment for whatever depends on the date: that of `as_of`, or now.
    pub at: Stamp,
    /// Whether to open texts in lists.
    pub texts: bool,
    /// The parameters of this read.
    pub query: Q,
}

impl<Q> Read<Q> {
    /// The header `Accept`.
    #[must_use]
    pub fn accept(&self) -> Option<&str> {
        self.caller.accept()
    }
}

impl<Q: DeserializeOwned + 'static> FromRequest for Read<Q> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request, true).await })
    }
}

impl<Q: DeserializeOwned> Read<Q> {
    /// Resolves a read; `gated` refuses those who may not read the network.
    async fn of(request: &HttpRequest, gated: bool) -> Result<Self, Problem> {
        let caller = Caller::of(request)?;
        let network = caller.network().await?;
        if gated {
            caller.gate(&network).check(Action::Read)?;
        }
        caller.needs(Scope::Read)?;
        let (moment, query) = split_query(request.query_string())?;
        let texts = match moment.expand.as_deref() {
            None => false,
            Some("texts") => true,
            Some(_) => return Err(Problem::invalid_parameter("expand", Reason::not_one_of("texts"))),
        };
        if let Some(at_least) = moment.at_least
            && network.live().views.head.0 < at_least
            && !network.folded(Position(at_least), PATIENCE).await
        {
            return Err(Problem::not_folded_yet());
        }
        let gate = caller.gate(&network);
        let (views, at) = past(&network, &gate, moment.as_of.as_deref()).await?;
        Ok(Self { caller, network, views, gate, at, texts, query })
    }
}

/// A read of the network itself, of which something is shown to everyone.
#[derive(Debug)]
pub struct Glance<Q = Nothing>(pub Read<Q>);

impl<Q: DeserializeOwned + 'static> FromRequest for Glance<Q> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Read::of(&request, false).await.map(Self) })
    }
}

/// The content to read, and the moment for whatever depends on the date.
async fn past(network: &Arc<Network>, gate: &Gate, as_of: Option<&str>) -> Result<(Arc<Views>, Stamp), Problem> {
    let live = Arc::clone(&gate.live().views);
    let Some(text) = as_of else { return Ok((live, gate.now())) };
    let as_of = match (text.parse::<u64>(), text.parse::<Stamp>()) {
        (Ok(position), _) if position > live.head.0 => return Err(Problem::position_past_head(live.head)),
        (Ok(position), _) => AsOf::Position(Position(position)),
        (Err(_), Ok(time)) if time > gate.now() => return Err(Problem::position_past_head(live.head)),
        (Err(_), Ok(time)) => AsOf::Time(time),
        (Err(_), Err(_)) => {
            return Err(Problem::invalid_parameter("as_of", Reason::wrong_type("moment")));
        }
    };
    let views = if let Some(views) = network.remembered(as_of) {
        views
    } else {
        let network = Arc::clone(network);
        web::block(move || network.as_of(as_of)).await??
    };
    let at = match as_of {
        AsOf::Time(time) => time,
        AsOf::Position(_) => views.stamp,
    };
    Ok((views, at))
}

/// A parameter that may be repeated: its values become one list with commas.
const LIST: &str = "type";

/// The parameters of every read, and the rest, which must be those of this one.
fn split_query<Q: DeserializeOwned>(query: &str) -> Result<(Moment, Q), Problem> {
    let pairs: Vec<(String, String)> = parse_query(query)?;
    let (listed, mut pairs): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| name == LIST);
    let values: Vec<_> = listed.into_iter().map(|(_, value)| value).collect();
    pairs.extend((!values.is_empty()).then(|| (LIST.to_owned(), values.join(","))));
    let (common, own): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(name, _)| matches!(name.as_str(), "as_of" | "at_least" | "expand"));
    Ok((parse_pairs(&common)?, parse_pairs(&own)?))
}

/// The query parameters of a read that is not of one network.
///
/// # Errors
/// `invalid_parameter`.
pub fn parse_query_of<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Problem> {
    parse_pairs(&parse_query::<Vec<(String, String)>>(request.query_string())?)
}

fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    serde_urlencoded::from_str(query).map_err(|_| Problem::invalid_parameter("", Reason::does_not_fit()))
}

fn parse_pairs<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Problem> {
    let text =
        serde_urlencoded::to_string(pairs).map_err(|_| Problem::invalid_parameter("", Reason::does_not_fit()))?;
    let from = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
    serde_path_to_error::deserialize(from).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        let reason = match Reason::told(&message) {
            unknown if unknown == Reason::unknown_field() => Reason::unknown_parameter(),
            reason => reason,
        };
        Problem::invalid_parameter(named_field(&message).unwrap_or(&path), reason)
    })
}

/// The network of a path.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "only its documentation is used; segments are read one by one")]
pub struct InNetwork {
    /// The network's slug.
    #[param(example = "vallee")]
    network: String,
}

/// The query parameters of every command.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Doing {
    /// Decide, and record nothing.
    #[serde(default)]
    #[param(example = false)]
    pub(crate) dry_run: bool,
    /// The actor who did it, where somebody else enters it: a facilitator with evidence, or who represents the organisation.
    #[param(value_type = Option<uuid::Uuid>)]
    pub(crate) on_behalf_of: Option<ActorId>,
    /// What stands behind an entry on somebody's behalf.
    #[param(schema_with = values::word::<Evidence>)]
    pub(crate) evidence: Option<Evidence>,
    /// When it happened, for an entry on somebody's behalf.
    #[param(value_type = Option<String>, format = DateTime)]
    pub(crate) occurred_at: Option<Stamp>,
    /// The position of an event of the same object that was wrong, and that this one corrects.
    #[param(example = 42)]
    pub(crate) corrects: Option<u64>,
}

impl Doing {
    /// How the events will tell of it, and the own object of the event that it corrects.
    ///
    /// # Errors
    /// `invalid_parameter`.
    pub async fn act(&self, network: &Arc<Network>, gate: &Gate) -> Result<(Act, Option<Object>), Problem> {
        let misfit = |name: &str, reason| Err(Problem::invalid_parameter(name, reason));
        if self.evidence.is_some() && self.on_behalf_of.is_none() {
            return misfit("evidence", Reason::only_on_behalf());
        }
        if self.occurred_at.is_some() && self.evidence.is_none() {
            return misfit("occurred_at", Reason::only_with_evidence());
        }
        if self.occurred_at.is_some_and(|then| then > gate.now()) {
            return misfit("occurred_at", Reason::in_the_future());
        }
        let by = gate.principal().by();
        let on_behalf_of = self.on_behalf_of.filter(|actor| by != Some(By::Actor(*actor)));
        let (mut corrects, mut object) = (None, None);
        if let Some(position) = self.corrects {
            let (event, of) = corrected(network, position).await?;
            (corrects, object) = (Some(event), of);
        }
        let (evidence, occurred_at) = (self.evidence, self.occurred_at);
        Ok((Act { by, on_behalf_of, evidence, occurred_at, source: None, corrects }, object))
    }
}

/// The event that a command corrects: its id, and its own object.
async fn corrected(network: &Arc<Network>, position: u64) -> Result<(EventId, Option<Object>), Problem> {
    if position >= network.live().views.head.0 {
        return Err(Problem::invalid_parameter("corrects", Reason::does_not_fit()));
    }
    let network = Arc::clone(network);
    let recorded = web::block(move || {
        let stored = network.log().event(position)?;
        Ok::<_, Problem>(read_event(Position(position), &stored.bytes)?)
    });
    let recorded = recorded.await??;
    Ok((recorded.id, recorded.object()))
}

/// The headers of every command.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only its documentation is used; the headers are read one by one")]
pub struct CommandHeaders {
    /// The same key and body get the same answer for 24 hours.
    #[param(rename = "Idempotency-Key", value_type = String, required = false)]
    #[param(example = "5f1c0a44-9b0e-4b7e-a1b3-0d8f6d6f2f11")]
    idempotency_key: Option<String>,
}

/// The header of commands that change an object.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only its documentation is used; the headers are read one by one")]
pub struct ChangeHeaders {
    /// The object's `version` that you have seen; another one is refused with 412.
    #[param(rename = "If-Match", value_type = String, required = false, example = "\"3\"")]
    if_match: Option<String>,
}

/// A body that has nothing to say: empty, or an empty object.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// A command that is not about one network.
#[derive(Debug)]
pub struct Order<B = Empty> {
    /// Who asks.
    pub caller: Caller,
    /// The body.
    pub body: B,
    /// If it came with an `Idempotency-Key`.
    pub idempotency: Option<Idempotency>,
}

impl<B: DeserializeOwned + 'static> FromRequest for Order<B> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let caller = Caller::of(&request)?;
            caller.must_be_operator()?;
            let Nothing {} = parse_query_of(&request)?;
            if if_match(&request)?.is_some() {
                return Err(Problem::invalid_header("If-Match"));
            }
            let bytes = body_bytes(&request, payload, MAX_BODY_BYTES).await?;
            let idempotency = caller.idempotency(&request, &bytes)?;
            Ok(Self { body: parse_body(&request, &bytes)?, caller, idempotency })
        })
    }
}

/// A command to a network.
#[derive(Debug)]
pub struct Write<B = Empty> {
    /// Who asks.
    pub caller: Caller,
    /// The network.
    pub network: Arc<Network>,
    /// What the one who asks may see and do.
    pub gate: Gate,
    /// How the events will tell of it.
    pub act: Act,
    /// The own object of the event that it corrects.
    pub corrects: Option<Object>,
    /// What it is part of, and allowed to whoever may do that: an import.
    pub part_of: Option<Action>,
    /// What it became before, if it is a row that was imported: nothing is drawn for it again.
    pub became: Option<Object>,
    /// The body.
    pub body: B,
    /// If it came with an `Idempotency-Key`.
    pub idempotency: Option<Idempotency>,
    /// The version that the caller has seen.
    pub if_match: Option<Version>,
    /// Decide, and record nothing.
    pub dry_run: bool,
}

impl<B> Write<B> {
    /// The actor whose act it is, if they may do this: whose texts it seals, and whose pseudonym stands in scoped acts.
    ///
    /// # Errors
    /// `authentication_required`, `forbidden`; `unknown_subject`, `evidence_missing`.
    pub fn subject(&self, action: Action) -> Result<ActorId, Problem> {
        self.may(action)?;
        self.gate.live().state.actor.admits_act(&self.act).map_err(Refusal::from)?;
        Ok(self.act.subject().ok_or(Denied::Forbidden)?)
    }

    /// The pseudonym, inside an object, of the actor whose act it is, if they may do this.
    ///
    /// # Errors
    /// Those of [`Self::subject`]; `invalid_parameter` when it is only tried for somebody else.
    pub fn pseudonym(&self, action: Action, within: impl Into<Object>) -> Result<Pseudonym, Problem> {
        Ok(self.network.pseudonym(self.unseen(action)?, within)?)
    }

    /// The pseudonym under which the actor whose act it is reports an object, if they may do this.
    ///
    /// # Errors
    /// Those of [`Self::pseudonym`].
    pub fn reporter(&self, action: Action, object: impl Into<Object>) -> Result<Pseudonym, Problem> {
        Ok(self.network.reporter(self.unseen(action)?, object)?)
    }

    /// Whose act it is that nobody else may see: whether it would have an effect tells what they did before, so that it
    /// is not tried for others without a trace.
    fn unseen(&self, action: Action) -> Result<ActorId, Problem> {
        let subject = self.subject(action)?;
        if self.dry_run && self.act.evidence.is_some() {
            return Err(Problem::invalid_parameter("dry_run", Reason::not_tried_for_others()));
        }
        Ok(subject)
    }

    /// Whether the caller may do this, or enter it for whom they say: to be told before anything is sealed.
    ///
    /// # Errors
    /// `authentication_required`, `forbidden`.
    pub fn may(&self, action: Action) -> Result<(), Problem> {
        Ok(self.gate.check_act(&self.act, self.part_of.unwrap_or(action))?)
    }
}

impl Write<web::Bytes> {
    /// Resolves a command whose body is not parsed yet.
    ///
    /// # Errors
    /// `not_found`, `authentication_required`, `insufficient_scope`; those of its query, body and headers.
    pub async fn raw(
        request: &HttpRequest,
        payload: Payload,
        max_bytes: usize,
        doing: &Doing,
    ) -> Result<Self, Problem> {
        let caller = Caller::of(request)?;
        let network = caller.network().await?;
        let gate = caller.gate(&network);
        gate.check_reachable()?;
        if gate.principal() == Principal::Stranger {
            return Err(Denied::Unauthenticated.into());
        }
        caller.needs(Scope::Write)?;
        let (act, corrects) = doing.act(&network, &gate).await?;
        let body = body_bytes(request, payload, max_bytes).await?;
        let idempotency = caller.idempotency(request, &body)?;
        let (if_match, dry_run) = (if_match(request)?, doing.dry_run);
        let (part_of, became) = (None, None);
        Ok(Self { caller, network, gate, act, corrects, part_of, became, body, idempotency, if_match, dry_run })
    }
}

impl<B> Write<B> {
    /// The same with another body.
    pub fn with_body<C>(self, body: C) -> Write<C> {
        let Self { caller, network, gate, act, corrects, part_of, became, body: _, idempotency, if_match, dry_run } =
            self;
        Write { caller, network, gate, act, corrects, part_of, became, body, idempotency, if_match, dry_run }
    }
}

impl<B: DeserializeOwned + 'static> FromRequest for Write<B> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let doing: Doing = parse_query_of(&request)?;
            let raw = Write::raw(&request, payload, MAX_BODY_BYTES, &doing).await?;
            let body = parse_body(&request, &raw.body)?;
            Ok(raw.with_body(body))
        })
    }
}

pub(crate) fn if_match(request: &HttpRequest) -> Result<Option<Version>, Problem> {
    let Some(value) = request.headers().get(header::IF_MATCH) else { return Ok(None) };
    let version = value.to_str().ok().and_then(|text| text.trim().trim_matches('"').parse().ok());
    version.map(|version| Some(Version(version))).ok_or_else(|| Problem::invalid_header("If-Match"))
}
