//! `POST /v1/networks/{network}/invitations/acceptance`

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use app::Network;
use app::draft::Draft;
use app::invitations::Code;
use app::network::{EventLog as _, read_event};
use app::submission::{Outcome, Receipt, Step, Submission, SubmitError};
use domain::actor::{self, ActorKind, Joined, NoticeAcknowledged, Phase, RoleGranted, Via};
use domain::authority::{Action, Principal};
use domain::envelope::{Act, By};
use domain::ids::{ActorId, InvitationId, Position};
use domain::invitation::{Accepted, Command, Event, Refusal, Row};
use domain::state;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actors::profile::{self, Profile};
use crate::call::{CommandHeaders, InNetwork};
use crate::knock::Knock;
use crate::openapi::WriteProblems;
use crate::problem::Problem;
use crate::sessions::Session;
use crate::values;

/// Coming in with a code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "k7qm 2xvp 9d4t hw3n", "profile": {"name": "Denis Roux"}, "notice_acknowledged": true
}))]
pub struct Acceptance {
    /// The invitation's code, as it is typed: in whatever case, with or without hyphens and blanks.
    code: String,
    /// How to be shown; it may be given later.
    profile: Option<Profile>,
    /// That the network's information notice was read.
    #[serde(default)]
    notice_acknowledged: bool,
}

/// Who came in, and the session to go on with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "position": 42, "session": {
        "id": "01890a5d-ac96-774b-bcce-b302099a8059", "token": "tresse_t_…",
        "token_expires_at": "2026-03-05T17:17:11.000Z", "renewal": "tresse_r_…", "expires_at": "2026-06-03T17:02:11.000Z"
    }
}))]
pub struct Entered {
    /// The actor's id.
    #[schema(schema_with = values::id)]
    id: ActorId,
    /// How many events the history has with this.
    #[schema(value_type = u64)]
    position: Position,
    /// The session.
    session: Session,
}

/// Come in with an invitation's code
///
/// For whoever has a code, in a members' network too: joins with the roles of the invitation, or comes back as the person
/// whom it is for, and answers with a session. A code that opens nothing is refused in one way, whatever the reason, and
/// after some of them from one address no code is tried from there for a while. Send an `Idempotency-Key`: if the answer is
/// lost, the same request is answered with another session.
#[utoipa::path(
    post, path = "/v1/networks/{network}/invitations/acceptance", operation_id = "acceptInvitation",
    tag = "invitations",
    params(InNetwork, CommandHeaders),
    request_body = Acceptance,
    responses(
        (status = 201, description = "Came in; the session's secrets are shown once", body = Entered),
        WriteProblems
    )
)]
pub async fn handler(knock: Knock<Acceptance>) -> Result<HttpResponse, Problem> {
    let (actor, position) = enter(&knock).await?;
    let (catalogue, network) = (Arc::clone(&knock.caller.catalogue), knock.network.id());
    let session = web::block(move || catalogue.open_session(network, actor)).await??;
    let entered = Entered { id: actor, position, session: session.into() };
    let mut response = HttpResponse::Created();
    response.insert_header((header::CACHE_CONTROL, "no-store")).insert_header(("tresse-position", position.0));
    Ok(response.json(entered))
}

/// Who came in, and the head right after; of a request that was sent before, what it did.
async fn enter(knock: &Knock<Acceptance>) -> Result<(ActorId, Position), Problem> {
    let (network, now) = (&knock.network, knock.caller.catalogue.now());
    let live = network.live();
    if let Some(asked) = knock.idempotency
        && let Some(known) = live.known.command(&asked.key, now)
    {
        let same = known.body == asked.body;
        return if same { who_came(network, known.receipt).await } else { Err(SubmitError::KeyReused.into()) };
    }
    // A code that cannot be one is looked for all the same: every refusal takes the same work.
    let code = knock.body.code.parse::<Code>().unwrap_or_else(|_| Code::none());
    let is_open = live.state.network.is_open().is_ok();
    let invited = live.invited(&code, network.vault()).filter(|(_, row)| is_open && row.is_valid(now));
    let (invitation, row) = invited.ok_or(Refusal::NotValid)?;
    let (actor, steps) = steps(knock, invitation, row).await?;
    let act = Act::by(By::Actor(actor));
    let submission = Submission { idempotency: knock.idempotency, ..Submission::new(Principal::Stranger, act, steps) };
    match network.submit(submission).await.map_err(SubmitError::from) {
        Ok(Outcome::Replayed(receipt)) => who_came(network, receipt).await,
        Ok(Outcome::Recorded { views, .. } | Outcome::Unchanged(views) | Outcome::WouldRecord { views, .. }) => {
            Ok((actor, views.head))
        }
        Err(error) => Err(error.into()),
    }
}

/// What somebody's coming in is: all of it in one frame.
async fn steps(
    knock: &Knock<Acceptance>,
    invitation: InvitationId,
    row: &Row,
) -> Result<(ActorId, Vec<Step>), Problem> {
    let (network, live) = (&knock.network, knock.network.live());
    let (actor, begin) = match row.actor {
        None => {
            let network = Arc::clone(network);
            let actor = web::block(move || network.vault().spare_subject()).await??;
            // One that was retired since is nobody's fault who comes in now.
            let audience = row.audience.filter(|audience| live.state.audience.in_force(*audience));
            let joined = Joined { actor, kind: ActorKind::Person, via: Via::Invitation, audience };
            (actor, Some(actor::Command::Join(joined)))
        }
        Some(actor) => match live.state.actor.get(actor).map(|row| row.phase) {
            Some(Phase::Active) => (actor, None),
            Some(Phase::Left) => (actor, Some(actor::Command::Reactivate(actor))),
            Some(Phase::Erased) | None => return Err(Refusal::NotValid.into()),
        },
    };
    let ready = |command: state::Command| Draft::new(network.vault()).ready(command);
    let mut steps: Vec<Step> = begin.map(|command| ready(command.into())).into_iter().collect();
    if let Some(profile) = &knock.body.profile {
        steps.push(profile::draft(network, actor, ActorKind::Person, profile)?);
    }
    let roles = row.roles.as_slice().iter().map(|role| RoleGranted { actor, role: *role, until: None });
    steps.extend(roles.map(|granted| ready(actor::Command::GrantRole(granted).into())));
    let notice = live.state.network.charter().map_or(0, |charter| charter.notice);
    if knock.body.notice_acknowledged && notice > 0 {
        steps.push(ready(actor::Command::AcknowledgeNotice(NoticeAcknowledged { actor, notice }).into()));
    }
    steps.push(ready(Command::Accept(Accepted { invitation, actor }).into()));
    Ok((actor, steps.into_iter().map(|step| step.as_part_of(Action::AcceptInvitation)).collect()))
}

/// Who came in by a request that was sent before, if they still take part: its last event tells.
async fn who_came(network: &Arc<Network>, receipt: Receipt) -> Result<(ActorId, Position), Problem> {
    let (reading, last) = (Arc::clone(network), Position(receipt.head().0.saturating_sub(1)));
    let recorded = web::block(move || {
        let stored = reading.log().event(last.0)?;
        Ok::<_, Problem>(read_event(last, &stored.bytes)?)
    });
    let event = recorded.await??.event;
    let state::Event::Invitation(Event::Accepted(Accepted { actor, .. })) = event else {
        return Err(Refusal::NotValid.into());
    };
    network.live().state.actor.active(actor).map_err(|_| Refusal::NotValid)?;
    Ok((actor, receipt.head()))
}
