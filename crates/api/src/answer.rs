//! How answers are sent: JSON with `ETag`, `Vary` and `Tresse-Position`, lists with cursors, and what a command did.

use std::sync::Arc;

use actix_web::http::header::{self, EntityTag, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use app::draft::Ready;
use app::network::{EventLog as _, read_event};
use app::submission::{Idempotency, Outcome, Submission};
use domain::authority::Principal;
use domain::envelope::Act;
use domain::event::Object;
use domain::ids::{Position, Version};
use projection::Views;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::call::{Caller, Read, Write};
use crate::problem::Problem;
use crate::reason::Reason;
use crate::rendered::{Body, Question};

/// How many items a page has unless asked otherwise, and at the most.
pub const PAGE: usize = 20;
/// The greatest `limit`.
pub const MAX_PAGE: usize = 100;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Give it as `after` to get the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// How many items to show.
///
/// # Errors
/// `invalid_parameter` outside 1 to 100.
pub fn page_size(limit: Option<usize>) -> Result<usize, Problem> {
    match limit {
        None => Ok(PAGE),
        Some(limit) if (1..=MAX_PAGE).contains(&limit) => Ok(limit),
        Some(_) => Err(Problem::invalid_parameter("limit", Reason::out_of_bounds(1, MAX_PAGE))),
    }
}

/// Takes one page off an iterator; `cursor` names the last item of it.
pub fn page<'a, R: 'a, T>(
    rows: impl Iterator<Item = &'a R>,
    size: usize,
    cursor: impl Fn(&R) -> String,
    render: impl Fn(&R) -> Result<T, Problem>,
) -> Result<Page<T>, Problem> {
    let mut rows = rows.peekable();
    let (mut items, mut next) = (Vec::with_capacity(size), None);
    while let Some(row) = rows.next() {
        items.push(render(row)?);
        if items.len() == size {
            next = rows.peek().is_some().then(|| cursor(row));
            break;
        }
    }
    Ok(Page { items, next })
}

impl<Q> Read<Q> {
    /// Answers with what was read.
    ///
    /// # Errors
    /// None but `internal`.
    pub fn answer<T: Serialize>(&self, body: &T) -> Result<HttpResponse, Problem> {
        self.caller.answer_with(body, |response| self.tell_moment(response))
    }

    /// Answers with a page of what was read.
    ///
    /// # Errors
    /// None but `internal`.
    pub fn answer_page<T: Serialize>(&self, page: &Page<T>) -> Result<HttpResponse, Problem> {
        Ok(self.caller.answer_body(&self.caller.page_body(page)?, |response| self.tell_moment(response)))
    }

    /// Answers with a page that follows from what [`Question`] holds; it is rendered unless it was before.
    ///
    /// # Errors
    /// Those of rendering.
    pub fn answer_kept_page<T: Serialize>(
        &self,
        render: impl FnOnce() -> Result<Page<T>, Problem>,
    ) -> Result<HttpResponse, Problem> {
        let render = || self.caller.page_body(&render()?);
        let body = if self.texts || self.gate.principal() != Principal::Stranger {
            Arc::new(render()?)
        } else {
            self.caller.rendered.answer(&self.question(), render)?
        };
        Ok(self.caller.answer_body(&body, |response| self.tell_moment(response)))
    }

    /// What the answer to a stranger follows from.
    fn question(&self) -> Question {
        Question {
            network: self.network.id(),
            content: self.views.head,
            gate: self.gate.live().views.head,
            path: self.caller.asked.path.clone(),
            query: self.caller.asked.query.clone(),
        }
    }

    fn tell_moment(&self, response: &mut HttpResponseBuilder) {
        response
            .insert_header(("tresse-position", self.views.head.0))
            .insert_header(("tresse-at", self.at.to_string()));
    }
}

impl Caller {
    /// Answers with a page of what was read of the server.
    ///
    /// # Errors
    /// None but `internal`.
    pub fn answer_page<T: Serialize>(&self, page: &Page<T>) -> Result<HttpResponse, Problem> {
        Ok(self.answer_body(&self.page_body(page)?, |_| ()))
    }

    fn answer_with<T: Serialize>(
        &self,
        body: &T,
        head: impl FnOnce(&mut HttpResponseBuilder),
    ) -> Result<HttpResponse, Problem> {
        Ok(self.answer_body(&body_of(body)?, head))
    }

    fn page_body<T: Serialize>(&self, page: &Page<T>) -> Result<Body, Problem> {
        let next = page.next.as_deref().and_then(|next| self.link_to_next(next));
        Ok(Body { next, ..body_of(page)? })
    }

    fn answer_body(&self, body: &Body, head: impl FnOnce(&mut HttpResponseBuilder)) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response
            .insert_header((header::ETAG, body.tag.as_str()))
            .insert_header((header::VARY, HeaderValue::from_static("Accept, Accept-Language, Authorization")));
        head(&mut response);
        if let Some(next) = &body.next {
            response.insert_header((header::LINK, next.clone()));
        }
        let unchanged = self.if_none_match().is_some_and(|given| {
            given.split(',').any(|one| one.trim().trim_start_matches("W/") == body.tag || one.trim() == "*")
        });
        if unchanged {
            return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
        }
        response.content_type("application/json").body(body.bytes.clone())
    }
}

fn body_of<T: Serialize>(body: &T) -> Result<Body, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|error| Problem::internal(&error))?;
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let tag = EntityTag::new_strong(format!("{:032x}", u128::from_be_bytes(first_half(digest)))).to_string();
    Ok(Body { bytes: bytes.into(), tag, next: None })
}

fn first_half(digest: [u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    half
}

/// What a command did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Written<T> {
    /// The id of the object.
    pub id: uuid::Uuid,
    /// How many events the history has with this command in it: read `as_of` it to see what was done.
    #[schema(value_type = u64)]
    pub position: Position,
    /// The version of the object, for `If-Match`.
    #[schema(value_type = u32)]
    pub version: Version,
    /// Whether it was only tried.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// The object after it; absent after a `dry_run`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<T>,
}

/// A command that was done, tried, found without effect, or found done before.
#[derive(Debug)]
pub struct Done {
    /// The views right after it.
    pub views: Arc<Views>,
    /// The object that the first event concerns, for a command that was done before.
    replayed: Option<Object>,
    dry_run: bool,
}

impl<B> Write<B> {
    /// Submits commands in the name of the caller; `about` is what an `If-Match` speaks of, if there is such a thing.
    ///
    /// # Errors
    /// Whatever the writer says.
    pub async fn submit(&self, ready: Vec<Ready>, about: Option<Object>) -> Result<Done, Problem> {
        let principal = self.gate.principal();
        if about.is_none() && self.if_match.is_some() {
            return Err(Problem::invalid_header("If-Match"));
        }
        let idempotency: Option<Idempotency> = self.idempotency;
        let outcome = self
            .network
            .submit_ready(ready, |steps| Submission {
                principal,
                act: principal.by().map(Act::by).unwrap_or_default(),
                steps,
                idempotency,
                if_match: about.zip(self.if_match),
                dry_run: self.dry_run,
                imported: None,
            })
            .await?;
        match outcome {
            Outcome::Recorded { views, .. } | Outcome::Unchanged(views) => {
                Ok(Done { views, replayed: None, dry_run: false })
            }
            Outcome::WouldRecord(views) => Ok(Done { views, replayed: None, dry_run: true }),
            Outcome::Replayed(receipt) => {
                let network = Arc::clone(&self.network);
                actix_web::web::block(move || {
                    let stored = network.log().event(receipt.first.0)?;
                    let recorded = read_event(receipt.first, &stored.bytes)?;
                    let views = network.as_of(projection::history::AsOf::Position(receipt.head()))?;
                    Ok::<_, Problem>(Done {
                        views,
                        replayed: recorded.event.objects().first().copied(),
                        dry_run: false,
                    })
                })
                .await?
            }
        }
    }

    /// What the answer is rendered from: content right after the command, behind the gate from the head.
    #[must_use]
    pub fn after(&self, done: &Done) -> Read<()> {
        let now = self.caller.catalogue.now();
        Read {
            caller: self.caller.clone(),
            network: Arc::clone(&self.network),
            views: Arc::clone(&done.views),
            gate: app::gate::Gate::new(self.network.live(), self.gate.principal(), now),
            at: now,
            texts: true,
            query: (),
        }
    }

    /// Answers with what was done to an object; 201 and `Location` where `created`.
    ///
    /// # Errors
    /// None but `internal`.
    pub fn answer<T: Serialize>(
        &self,
        done: &Done,
        id: uuid::Uuid,
        created: bool,
        render: impl FnOnce(&Read<()>) -> Result<(Version, T), Problem>,
    ) -> Result<HttpResponse, Problem> {
        let (version, resource) = if done.dry_run {
            (version_of(&done.views, id), None)
        } else {
            let (version, resource) = render(&self.after(done))?;
            (version, Some(resource))
        };
        let mut response = if created && !done.dry_run { HttpResponse::Created() } else { HttpResponse::Ok() };
        if created && !done.dry_run {
            let path = self.caller.request_path();
            response.insert_header((header::LOCATION, format!("{path}/{id}")));
        }
        let written = Written { id, position: done.views.head, version, dry_run: done.dry_run, resource };
        Ok(response.insert_header(("tresse-position", done.views.head.0)).json(written))
    }
}

fn version_of(views: &Views, id: uuid::Uuid) -> Version {
    let contribution = views.contributions.get(domain::ids::ContributionId(id)).map(|row| row.version);
    let actor = || views.actors.get(domain::ids::ActorId(id)).map(|row| row.version);
    let network = || views.network.charter().map(|charter| charter.version);
    contribution.or_else(actor).or_else(network).unwrap_or_default()
}

impl Done {
    /// The id of the object that was made: `drawn` for this request, or that of the first request with the same key.
    #[must_use]
    pub fn made(&self, drawn: uuid::Uuid) -> uuid::Uuid {
        match self.replayed {
            Some(Object::Contribution(id)) => id.0,
            Some(Object::Actor(id)) => id.0,
            Some(Object::Network(id)) => id.0,
            Some(Object::Key(id)) => id.0,
            None => drawn,
        }
    }
}
