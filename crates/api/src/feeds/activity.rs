//! `GET /v1/networks/{network}/activity`

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::happening::{self, Happening};
use super::{Query, language};
use crate::answer::{Page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read what happened
///
/// Newest first, in sentences. Votes and supports are not told one by one: they are counted where they belong.
#[utoipa::path(
    get, path = "/v1/networks/{network}/activity", operation_id = "listActivity", tag = "feeds",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Happening>), ReadProblems)
)]
pub async fn handler(read: Read<Query>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (size, language) = (page_size(read.query.limit)?, language(&read, &request)?);
    let (read, found) = web::block(move || {
        let found = happening::page(&read, size, language)?;
        Ok::<_, Problem>((read, found))
    })
    .await??;
    let page = Page { items: found.items, next: found.next.map(|next| next.to_string()) };
    let mut response = read.answer_page(&page)?;
    response.headers_mut().insert(header::CONTENT_LANGUAGE, header::HeaderValue::from_static(language.tag()));
    Ok(response)
}
