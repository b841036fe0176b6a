//! How answers are sent: JSON with `ETag`, `Vary` and `Tresse-Position`, lists with cursors, and what a command did.

use std::sync::Arc;

use actix_web::http::header::{self, EntityTag, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use domain::authority::Principal;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::call::{Caller, Read};
use crate::formats::Format;
use crate::formats::links::links;
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
    /// `not_acceptable`, `internal`.
    pub fn answer<T: Serialize>(&self, body: &T) -> Result<HttpResponse, Problem> {
        self.caller.answer_with(body, |response| self.tell_moment(response))
    }

    /// Answers with a page of what was read.
    ///
    /// # Errors
    /// `not_acceptable`, `internal`.
    pub fn answer_page<T: Serialize + ToSchema>(&self, page: &Page<T>) -> Result<HttpResponse, Problem> {
        let format = Format::of_list(self.accept())?;
        Ok(answered(&self.caller.page_body(page, format)?, |response| self.tell_moment(response)))
    }

    /// Answers with what was read, as none of the formats of lists, and tells where the next page is.
    #[must_use]
    pub fn answer_as(&self, content_type: &'static str, bytes: Vec<u8>, next: Option<&str>) -> HttpResponse {
        let links = links(&self.caller.asked.path, &self.caller.asked.query, next);
        let body = Body { links, ..body_of(bytes, Format::Json) };
        let mut response = answered(&body, |response| self.tell_moment(response));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        response
    }

    /// Answers with a list that tells more than its page does; in the formats that have no place for more, with the page.
    ///
    /// # Errors
    /// `not_acceptable`, `internal`.
    pub fn answer_list<T: Serialize + ToSchema>(
        &self,
        page: &Page<T>,
        list: &impl Serialize,
    ) -> Result<HttpResponse, Problem> {
        let format = Format::of_list(self.accept())?;
        let body = match format {
            Format::Json => {
                let bytes = serde_json::to_vec(list).map_err(|error| Problem::internal(&error))?;
                self.caller.linked(bytes, page.next.as_deref(), format)
            }
            Format::Ndjson | Format::Csv => self.caller.page_body(page, format)?,
        };
        Ok(answered(&body, |response| self.tell_moment(response)))
    }

    /// Answers with a page that follows from what [`Question`] holds; it is rendered unless it was before.
    ///
    /// # Errors
    /// `not_acceptable`, those of rendering.
    pub fn answer_kept_page<T: Serialize + ToSchema>(
        &self,
        render: impl FnOnce() -> Result<Page<T>, Problem>,
    ) -> Result<HttpResponse, Problem> {
        let format = Format::of_list(self.accept())?;
        let render = || self.caller.page_body(&render()?, format);
        let body = if self.texts || self.gate.principal() != Principal::Stranger {
            Arc::new(render()?)
        } else {
            self.caller.rendered.answer(&self.question(format), render)?
        };
        Ok(answered(&body, |response| self.tell_moment(response)))
    }

    /// What the answer to a stranger follows from.
    fn question(&self, format: Format) -> Question {
        Question {
            network: self.network.id(),
            content: self.views.head,
            gate: self.gate.live().views.head,
            path: self.caller.asked.path.clone(),
            query: self.caller.asked.query.clone(),
            format,
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
    /// `not_acceptable`, `internal`.
    pub fn answer_page<T: Serialize + ToSchema>(&self, page: &Page<T>) -> Result<HttpResponse, Problem> {
        let format = Format::of_list(self.accept())?;
        Ok(answered(&self.page_body(page, format)?, |_| ()))
    }

    fn answer_with<T: Serialize>(
        &self,
        body: &T,
        head: impl FnOnce(&mut HttpResponseBuilder),
    ) -> Result<HttpResponse, Problem> {
        let format = Format::of_object(self.accept())?;
        let bytes = serde_json::to_vec(body).map_err(|error| Problem::internal(&error))?;
        Ok(answered(&body_of(bytes, format), head))
    }

    fn page_body<T: Serialize + ToSchema>(&self, page: &Page<T>, format: Format) -> Result<Body, Problem> {
        Ok(self.linked(format.write(page)?, page.next.as_deref(), format))
    }

    /// A page in its format, with the links to others.
    fn linked(&self, bytes: Vec<u8>, next: Option<&str>, format: Format) -> Body {
        Body { links: links(&self.asked.path, &self.asked.query, next), ..body_of(bytes, format) }
    }
}

/// An answer with an `ETag`; whether the client has it already is seen when it is sent.
fn answered(body: &Body, head: impl FnOnce(&mut HttpResponseBuilder)) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, body.tag.as_str()))
        .insert_header((header::VARY, HeaderValue::from_static("Accept, Accept-Language, Authorization")));
    head(&mut response);
    if let Some(links) = &body.links {
        response.insert_header((header::LINK, links.clone()));
    }
    response.content_type(body.format.content_type()).body(body.bytes.clone())
}

fn body_of(bytes: Vec<u8>, format: Format) -> Body {
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let tag = EntityTag::new_strong(format!("{:032x}", u128::from_be_bytes(first_half(digest)))).to_string();
    Body { bytes: bytes.into(), format, tag, links: None }
}

fn first_half(digest: [u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    half
}
