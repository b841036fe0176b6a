//! `GET /v1/networks/{network}/activity.atom`: RFC 4287, with the pages of RFC 5005.

use std::io;

use actix_web::http::header::{self, HeaderValue, HttpDate, TryIntoHeaderValue as _};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::ids::Stamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::happening::{self, Found, Happening};
use super::{Query, language};
use crate::answer::page_size;
use crate::call::{InNetwork, Moment, Read};
use crate::i18n::Language;
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::quoted;

/// The media type.
const ATOM: &str = "application/atom+xml";
/// How many entries there are unless asked otherwise: feed readers come once a day or so.
const ENTRIES: usize = 50;

/// Follow what happened, in a feed reader
///
/// The same as `/activity`, as an Atom feed. A network for members needs a key here too.
#[utoipa::path(
    get, path = "/v1/networks/{network}/activity.atom", operation_id = "getActivityFeed", tag = "feeds",
    params(InNetwork, Query, Moment),
    responses(
        (status = 200, description = "The feed", content_type = "application/atom+xml", body = String,
            example = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">…</feed>"),
        ReadProblems
    )
)]
pub async fn handler(read: Read<Query>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (size, language) = (page_size(read.query.limit.or(Some(ENTRIES)))?, language(&read, &request)?);
    let (read, bytes, updated) = web::block(move || {
        let found = happening::page(&read, size, language)?;
        let feed = Feed::of(&read, &found, language)?;
        let bytes = feed.write().map_err(|error| Problem::internal(&error))?;
        let updated = feed.updated;
        Ok::<_, Problem>((read, bytes, updated))
    })
    .await??;
    let mut response = read.answer_as(ATOM, bytes, None);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    headers
        .insert(header::LAST_MODIFIED, http_date(updated).try_into_value().map_err(|error| Problem::internal(&error))?);
    Ok(response)
}

fn http_date(stamp: Stamp) -> HttpDate {
    let since_epoch = std::time::Duration::from_millis(u64::try_from(stamp.millis()).unwrap_or(0));
    (std::time::SystemTime::UNIX_EPOCH + since_epoch).into()
}

/// What a feed is made of.
struct Feed<'f> {
    /// What it is of, for ever: the network, and what of it.
    id: String,
    title: String,
    language: Language,
    updated: Stamp,
    /// The path of the network.
    network: &'f str,
    /// What was asked for, apart from where to go on.
    query: String,
    next: Option<String>,
    items: &'f [Happening],
}

impl<'f> Feed<'f> {
    fn of(read: &'f Read<Query>, found: &'f Found, language: Language) -> Result<Self, Problem> {
        let path = read.caller.request_path();
        let network = path.strip_suffix("/activity.atom").unwrap_or(path);
        let charter = read.views.network.charter().ok_or_else(Problem::not_found)?;
        let slug = || network.rsplit('/').next().unwrap_or_default().to_owned();
        let title = quoted(read, charter.name)?.map_or_else(slug, |name| name.to_string());
        let query = &read.query;
        let given = [
            ("object", query.object.clone()),
            ("actor", query.actor.map(|actor| actor.to_string())),
            ("theme", query.theme.map(|theme| theme.to_string())),
        ];
        let given: Vec<_> = given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let asked = form_urlencoded::parse(read.caller.asked.query.as_bytes());
        let kept = asked.filter(|(name, _)| name != "lang" && name != "after");
        let kept = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
        let mut id = format!("urn:tresse:activity:{}", charter.id);
        id.extend(given.iter().flat_map(|(name, value)| [":", name, ":", value]));
        Ok(Self {
            id,
            title,
            language,
            updated: found.items.first().map_or(charter.founded_at, |newest| newest.recorded_at),
            network,
            query: kept,
            next: found.next.map(|next| next.to_string()),
            items: &found.items,
        })
    }

    fn write(&self) -> io::Result<Vec<u8>> {
        let mut xml = Writer::new(Vec::new());
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let feed = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        feed.with_attribute(("xml:lang", self.language.tag())).write_inner_content(|xml| {
            text(xml, "id", &self.id)?;
            text(xml, "title", &self.title)?;
            text(xml, "updated", &self.updated.to_string())?;
            person(xml, &self.title)?;
            text(xml, "generator", "tresse")?;
            link(xml, "self", ATOM, &self.address(".atom", None))?;
            link(xml, "alternate", "application/json", &self.address("", None))?;
            if self.next.is_some() {
                link(xml, "next", ATOM, &self.address(".atom", self.next.as_deref()))?;
            }
            self.items.iter().try_for_each(|item| self.entry(xml, item))
        })?;
        Ok(xml.into_inner())
    }

    fn entry(&self, xml: &mut Writer<Vec<u8>>, item: &Happening) -> io::Result<()> {
        let entry = xml.create_element("entry");
        entry.write_inner_content(|xml| {
            text(xml, "id", &format!("urn:uuid:{}", item.id))?;
            text(xml, "title", &item.summary)?;
            text(xml, "updated", &item.recorded_at.to_string())?;
            person(xml, &item.who)?;
            xml.create_element("category").with_attribute(("term", item.name)).write_empty()?;
            let event = format!("{}/events/{}", self.network, item.position);
            link(xml, "alternate", "application/json", &self.object(item).unwrap_or_else(|| event.clone()))?;
            link(xml, "via", "application/json", &event)
        })?;
        Ok(())
    }

    /// The address of what an item is about, where that has one.
    fn object(&self, item: &Happening) -> Option<String> {
        match item.objects.first()?.split_once(':')? {
            (
                kind @ ("contribution" | "actor" | "meeting" | "audience" | "theme" | "tag" | "group" | "exchange"),
                id,
            ) => Some(format!("{}/{kind}s/{id}", self.network)),
            ("network", _) => Some(self.network.to_owned()),
            _ => None,
        }
    }

    /// The address of this feed, or of its like in JSON, in its language.
    fn address(&self, form: &str, after: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(self.query.clone());
        query.append_pair("lang", self.language.tag());
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        format!("{}/activity{form}?{}", self.network, query.finish())
    }
}

fn text(xml: &mut Writer<Vec<u8>>, name: &str, content: &str) -> io::Result<()> {
    // XML has no place for some characters (XML 1.0 §2.2), which may stand in what people typed.
    let content = content.replace(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'), "\u{fffd}");
    xml.create_element(name).write_text_content(BytesText::new(&content)).map(drop)
}

fn person(xml: &mut Writer<Vec<u8>>, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name)).map(drop)
}

fn link(xml: &mut Writer<Vec<u8>>, relation: &str, media_type: &str, address: &str) -> io::Result<()> {
    let attributes = [("rel", relation), ("type", media_type), ("href", address)];
    xml.create_element("link").with_attributes(attributes).write_empty().map(drop)
}
