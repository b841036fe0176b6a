//! `GET /v1/networks/{network}/actors/{actor}/personal-data`

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::{HttpResponse, web};
use app::network::{EventLog as _, Stored, read_event};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::authority::Action;
use domain::class::TextOwner;
use domain::event::Signing;
use domain::ids::{ActorId, Position, Pseudonym};
use domain::state::{Event, Recorded};
use projection::TextRef;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use crate::answer::{Page, page_size};
use crate::call::{Glance, InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// How many events are looked at for one page.
const LOOKED_AT: usize = 50_000;

/// Which part.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many events a page has, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<u64>,
}

/// Something that is held of a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "position": 41, "event": {"id": "01890a5d-ac96-774b-bcce-b302099a8057", "type": "actor.profile_revised"},
    "texts": [{"pointer": "/name", "text": "Anne Berger", "salt": "qL8R4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA-lOOM"}]
}))]
pub struct Held {
    /// The position of the event.
    #[schema(value_type = u64)]
    position: Position,
    /// The event as it stands in the history.
    #[schema(value_type = Object)]
    event: Box<RawValue>,
    /// The person's own texts that the event commits to.
    texts: Vec<OwnText>,
}

/// A text of the person's own, with what proves it to be the one that the event commits to.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnText {
    /// Its JSON pointer into the event's `data`.
    pointer: &'static str,
    /// The text.
    text: String,
    /// The salt of its commitment, in base64url: whoever has it can check the text, so keep it to yourself.
    salt: String,
}

/// Read all that is held of oneself
///
/// Every event of one's own, votes and support included, with one's texts and the salts of their commitments (GDPR articles
/// 15 and 20). For the person alone, also after they left. In order of the history; of a long one a page may be short and
/// still have a `next`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/actors/{actor}/personal-data", operation_id = "readPersonalData",
    tag = "actors",
    params(InNetwork, ("actor" = uuid::Uuid, Path, description = "Oneself"), Query, Moment),
    responses((status = 200, description = "A page", body = Page<Held>), ReadProblems)
)]
pub async fn handler(Glance(read): Glance<Query>) -> Result<HttpResponse, Problem> {
    let actor: ActorId = read.caller.path("actor")?;
    read.gate.check(Action::ReadPersonalData(actor))?;
    let size = page_size(read.query.limit)?;
    let (read, page) = web::block(move || Search::new(&read, actor).page(size).map(|page| (read, page))).await??;
    read.answer_page(&page)
}

/// A walk over the history for what is one person's.
struct Search<'r> {
    read: &'r Read<Query>,
    actor: ActorId,
    /// The person's pseudonyms in the objects that were met, and those under which they would report them.
    pseudonyms: HashMap<(domain::event::Object, bool), Option<Pseudonym>>,
}

impl<'r> Search<'r> {
    fn new(read: &'r Read<Query>, actor: ActorId) -> Self {
        Self { read, actor, pseudonyms: HashMap::new() }
    }

    fn page(mut self, size: usize) -> Result<Page<Held>, Problem> {
        let from = self.read.query.after.map_or(0, |after| after.saturating_add(1));
        let (mut items, mut last) = (Vec::new(), None);
        for (looked_at, stored) in (1..).zip(self.read.network.log().read(from)) {
            let stored = stored?;
            if stored.position >= self.read.views.head.0 {
                last = None;
                break;
            }
            last = Some(stored.position);
            items.extend(self.held(&stored)?);
            if items.len() == size || looked_at == LOOKED_AT {
                break;
            }
        }
        let next = last.filter(|last| last + 1 < self.read.views.head.0).map(|last| last.to_string());
        Ok(Page { items, next })
    }

    fn held(&mut self, stored: &Stored) -> Result<Option<Held>, Problem> {
        let position = Position(stored.position);
        let recorded = read_event(position, &stored.bytes)?;
        if !self.is_theirs(&recorded) {
            return Ok(None);
        }
        let mut texts = Vec::new();
        for text in TextRef::all(&recorded).into_iter().filter(|text| text.owner != TextOwner::Network) {
            if let Some(opened) = self.read.network.opened(&text)? {
                let salt = URL_SAFE_NO_PAD.encode(opened.salt);
                texts.push(OwnText { pointer: text.pointer.as_str(), text: opened.text, salt });
            }
        }
        let bytes = String::from_utf8(stored.bytes.to_vec()).map_err(|error| Problem::internal(&error))?;
        let event = RawValue::from_string(bytes).map_err(|error| Problem::internal(&error))?;
        Ok(Some(Held { position, event, texts }))
    }

    fn is_theirs(&mut self, recorded: &Recorded) -> bool {
        if recorded.event.signing() == Signing::Signed {
            let about = domain::event::Object::Actor(self.actor);
            return recorded.act.subject() == Some(self.actor) || recorded.event.objects().contains(&about);
        }
        let (Some(object), Some(person)) = (recorded.object(), recorded.event.person()) else { return false };
        let (network, actor) = (Arc::clone(&self.read.network), self.actor);
        let reports = matches!(recorded.event, Event::Moderation(_));
        let pseudonym = || if reports { network.reporter(actor, object) } else { network.pseudonym(actor, object) };
        let theirs = self.pseudonyms.entry((object, reports)).or_insert_with(|| pseudonym().ok());
        *theirs == Some(person)
    }
}
