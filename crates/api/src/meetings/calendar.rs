//! `GET /v1/networks/{network}/meetings.ics` and `…/meetings/{meeting}.ics`: meetings for calendar programs (RFC 5545).

use actix_web::{HttpResponse, web};
use domain::ids::{AudienceId, GroupId};
use domain::meeting::MeetingKind;
use projection::meetings::{Filter, MeetingRow, Walk};
use serde::Deserialize;
use utoipa::IntoParams;

use super::find;
use super::ics::Calendar;
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// How many meetings a calendar holds.
pub const MAX_MEETINGS: usize = 500;
const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// Which meetings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Of this kind.
    #[param(schema_with = values::word::<MeetingKind>)]
    kind: Option<MeetingKind>,
    /// For this audience.
    #[param(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// Of this working group.
    #[param(value_type = Option<uuid::Uuid>)]
    group: Option<GroupId>,
}

/// Read meetings as a calendar
///
/// To subscribe to. It has the 500 meetings that begin last, the cancelled ones marked as such.
#[utoipa::path(
    get, path = "/v1/networks/{network}/meetings.ics", operation_id = "getCalendar", tag = "meetings",
    params(InNetwork, Query, Moment),
    responses(
        (
            status = 200, description = "An iCalendar stream (RFC 5545)", body = String, content_type = "text/calendar",
            example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tresse//meetings//EN\r\nEND:VCALENDAR\r\n"
        ),
        ReadProblems
    )
)]
pub async fn all(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let written = web::block(move || {
        let Query { kind, audience, group } = read.query;
        let filter = Filter { kind, audience, group, ..Filter::default() };
        let latest: Vec<_> = read.views.meetings.list(filter, Walk::Descending(None)).take(MAX_MEETINGS).collect();
        let calendar = write(&read, latest.into_iter().rev())?;
        Ok::<_, Problem>((read, calendar))
    });
    let (read, calendar) = written.await??;
    Ok(read.answer_as(MEDIA_TYPE, calendar.into_bytes(), None))
}

/// Read a meeting as a calendar
#[utoipa::path(
    get, path = "/v1/networks/{network}/meetings/{meeting}.ics", operation_id = "getMeetingCalendar", tag = "meetings",
    params(InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"), Moment),
    responses(
        (
            status = 200, description = "An iCalendar stream (RFC 5545)", body = String, content_type = "text/calendar",
            example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tresse//meetings//EN\r\nEND:VCALENDAR\r\n"
        ),
        ReadProblems
    )
)]
pub async fn one(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("meeting")?)?;
    let calendar = write(&read, std::iter::once(row))?;
    Ok(read.answer_as(MEDIA_TYPE, calendar.into_bytes(), None))
}

fn write<'r, Q>(read: &Read<Q>, rows: impl Iterator<Item = &'r MeetingRow>) -> Result<String, Problem> {
    let name = shown(read, read.views.network.charter().and_then(|charter| charter.name))?;
    let mut calendar = Calendar::begin(name.as_deref());
    for row in rows {
        event(read, row, &mut calendar)?;
    }
    Ok(calendar.end())
}

/// Everything that a meeting says of itself follows from the history alone, so that the same history is the same bytes.
fn event<Q>(read: &Read<Q>, row: &MeetingRow, calendar: &mut Calendar) -> Result<(), Problem> {
    calendar.line("BEGIN", "VEVENT");
    calendar.line("UID", &row.id.to_string());
    calendar.time("DTSTAMP", row.changed_at);
    calendar.time("CREATED", row.planned_at);
    calendar.time("LAST-MODIFIED", row.changed_at);
    calendar.line("SEQUENCE", &row.version.0.to_string());
    calendar.line("STATUS", if row.cancelled.is_some() { "CANCELLED" } else { "CONFIRMED" });
    calendar.time("DTSTART", row.starts_at);
    calendar.time("DTEND", row.ends_at);
    let reason = row.cancelled.and_then(|(_, reason)| reason);
    let texts = [
        ("SUMMARY", row.told.title),
        ("DESCRIPTION", row.told.agenda),
        ("LOCATION", row.told.place),
        ("COMMENT", reason),
    ];
    for (property, text) in texts {
        if let Some(text) = shown(read, text)? {
            calendar.text(property, &text);
        }
    }
    if let Some(link) = shown(read, row.told.link)? {
        calendar.line("URL", &link);
    }
    calendar.line("END", "VEVENT");
    Ok(())
}
