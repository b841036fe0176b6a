//! `POST /v1/networks/{network}/invitations`

use actix_web::HttpResponse;
use actix_web::http::header;
use app::edge;
use app::invitations::Code;
use app::submission::{Outcome, Step, Submission, Unit};
use domain::authority::{Action, Role};
use domain::ids::{ActorId, AudienceId, InvitationId, Position, Stamp};
use domain::invitation::{Command, InvitedRoles, Invitee, Issued};
use domain::server::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sheet::{Card, Sheet};
use crate::call::{CommandHeaders, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values::{self, WebAddress};

/// How many invitations may be issued at once.
const MAX_COUNT: usize = 100;
/// How many characters of an address have room on a card.
const MAX_ADDRESS: usize = 120;
/// For how long they are valid unless that is said, in milliseconds: 30 days.
const VALID_MS: i64 = 30 * 24 * 3_600_000;

/// Invitations to issue.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInvitations, example = json!({
    "count": 24, "expires_at": "2026-06-30T20:00:00Z", "address": "https://vallee.example/entrer"
}))]
pub struct New {
    /// How many, 1 to 100; one unless given.
    #[schema(minimum = 1, maximum = 100)]
    count: Option<usize>,
    /// The roles they give, beside that of member.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// The audience that whoever comes with one belongs to.
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// The person whom it is for, if somebody who joined before: entered from paper, without a key, or gone since.
    #[schema(value_type = Option<uuid::Uuid>)]
    actor: Option<ActorId>,
    /// Until when they are valid, a year at the most; 30 days unless given.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Stamp>,
    /// Where people enter their code, as it stands on the printed sheet: your front end, for instance. Unless given it is the
    /// network's address here. Up to 120 characters: a card has no more room.
    address: Option<WebAddress>,
}

/// Invitations that were issued, with their codes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "position": 42, "items": [{
        "id": "01890a5d-ac96-774b-bcce-b302099a8061", "code": "K7QM-2XVP-9D4T-HW3N", "expires_at": "2026-04-04T17:02:11.000Z"
    }]
}))]
pub struct IssuedInvitations {
    /// How many events the history has with them.
    #[schema(value_type = u64)]
    position: Position,
    /// The invitations.
    items: Vec<IssuedInvitation>,
}

/// An invitation that was issued, with its code.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedInvitation {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: InvitationId,
    /// Its code, good for one person. Shown once.
    code: String,
    /// Until when it is valid.
    #[schema(schema_with = values::time)]
    expires_at: Stamp,
}

/// Issue invitations
///
/// For stewards, with a key of scope `admin`. The codes are shown once, in this answer: as JSON, or with `Accept: text/html`
/// as a sheet to print and cut, a card for each code, in the language of `Accept-Language`.
#[utoipa::path(
    post, path = "/v1/networks/{network}/invitations", operation_id = "issueInvitations", tag = "invitations",
    params(InNetwork, CommandHeaders),
    request_body = New,
    responses(
        (status = 201, description = "Issued; the codes are shown once", content(
            (IssuedInvitations = "application/json"), (String = "text/html", example = "<!DOCTYPE html>…")
        )),
        WriteProblems
    )
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.caller.needs(Scope::Admin)?;
    write.may(Action::Invite)?;
    if write.dry_run {
        return Err(Problem::invalid_parameter("dry_run", Reason::unknown_parameter()));
    }
    if write.if_match.is_some() {
        return Err(Problem::invalid_header("If-Match"));
    }
    let is_long = |address: &WebAddress| address.as_str().chars().count() > MAX_ADDRESS;
    if write.body.address.as_ref().is_some_and(is_long) {
        return Err(Problem::invalid_value("/address", Reason::too_long(MAX_ADDRESS)));
    }
    let (issued, steps) = draw(&write)?;
    let unit = Unit { act: write.act.clone(), steps, corrects: write.corrects, if_match: None };
    let submission =
        Submission { idempotency: write.idempotency, ..Submission::of(write.gate.principal(), vec![unit]) };
    let position = match write.network.submit(submission).await? {
        Outcome::Recorded { views, .. } | Outcome::Unchanged(views) | Outcome::WouldRecord { views, .. } => views.head,
        Outcome::Replayed(_) => return Err(Problem::already_issued()),
    };
    let mut response = HttpResponse::Created();
    response.insert_header((header::CACHE_CONTROL, "no-store")).insert_header(("tresse-position", position.0));
    if write.caller.accepts("text/html") {
        let sheet = Sheet::of(&write, write.body.address.as_ref())?;
        return Ok(sheet.answer(&mut response, &issued));
    }
    let items = issued.into_iter().map(|Card { id, code, expires_at }| {
        let code = code.expose();
        IssuedInvitation { id, code, expires_at }
    });
    Ok(response.json(IssuedInvitations { position, items: items.collect() }))
}

/// Draws the codes, and makes a command of each.
fn draw(write: &Write<New>) -> Result<(Vec<Card>, Vec<Step>), Problem> {
    let New { count, roles, audience, actor, expires_at, .. } = &write.body;
    let (count, most) = (count.unwrap_or(1), if actor.is_some() { 1 } else { MAX_COUNT });
    if !(1..=most).contains(&count) {
        return Err(Problem::invalid_value("/count", Reason::out_of_bounds(1, most)));
    }
    let roles = InvitedRoles::new(roles.clone())
        .map_err(|_| Problem::invalid_value("/roles", Reason::wrong_type("short-list")))?;
    let in_time = || Stamp::from_millis(write.gate.now().millis().saturating_add(VALID_MS)).unwrap_or(Stamp::MAX);
    let expires_at = expires_at.unwrap_or_else(in_time);
    let (mut cards, mut steps) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for _ in 0..count {
        let (id, code) = (edge::invitation_id(), Code::draw().map_err(|error| Problem::internal(&error))?);
        let mut draft = write.draft();
        draft.code(&code);
        let (kind, roles) = (Invitee::Person, roles.clone());
        let issued = Issued { invitation: id, kind, audience: *audience, roles, actor: *actor, expires_at };
        steps.push(draft.ready(Command::Issue(issued)));
        cards.push(Card { id, code, expires_at });
    }
    Ok((cards, steps))
}
