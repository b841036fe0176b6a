//! The operations that change a network: what each becomes, apart from how it is sent.
//!
//! An [`Operation`] makes a [`Plan`] of a request: commands whose ids are drawn and whose texts are sealed.
//! [`Write::carry_out`] hands it to the network's writer and answers with the object as it is after it; the batch endpoint
//! does the same with many.

use std::future::Future;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;
use app::Network;
use app::draft::Draft;
use app::gate::Gate;
use app::network::{EventLog as _, read_event};
use app::submission::{Outcome, Receipt, Step, Submission, Unit};
use domain::event::Object;
use domain::ids::{ActorId, Position, Version};
use domain::server::Scope;
use domain::specification;
use domain::state::{Command, Event, Recorded};
use projection::Views;
use projection::history::AsOf;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::call::{Read, Write};
use crate::problem::Problem;

/// Whether a change wants to know which version its caller has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMatch {
    /// It makes something new: there is nothing to have seen.
    Refused,
    /// It is compared if it is given.
    Optional,
    /// Others may change the same text: without it, what they wrote could be lost.
    Required,
}

/// An operation that changes a network.
pub trait Operation: 'static {
    /// Its `operationId`.
    const ID: &'static str;
    /// Whether it makes the object that it answers with, under the path that was asked: 201 and `Location`.
    const CREATES: bool = false;
    /// What a key must be good for, beside `write`.
    const SCOPE: Scope = Scope::Write;
    /// Whether it takes `If-Match`.
    const IF_MATCH: IfMatch = if Self::CREATES { IfMatch::Refused } else { IfMatch::Optional };
    /// The body of a request.
    type Body: DeserializeOwned + 'static;
    /// What the answer shows.
    type Resource: Resource;

    /// What it becomes.
    fn plan(write: &Write<Self::Body>) -> impl Future<Output = Result<Plan, Problem>>;
}

/// What is shown after an operation.
pub trait Resource: Serialize {
    /// The object as it is shown, with its version.
    ///
    /// # Errors
    /// When there is none, or its texts cannot be opened.
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem>
    where
        Self: Sized;
}

/// What an operation becomes.
#[derive(Debug)]
pub struct Plan {
    /// The object that it makes or changes, and that is shown after it.
    pub object: Object,
    /// The commands, recorded together or not at all: one of their events makes the object, or concerns it.
    pub commands: Vec<Step>,
    /// In whose name, where the caller need not say it: that of the organisation that they represent.
    pub subject: Option<ActorId>,
}

impl Plan {
    /// One command.
    #[must_use]
    pub fn of(object: impl Into<Object>, command: Step) -> Self {
        Self { object: object.into(), commands: vec![command], subject: None }
    }
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
    /// The object: the one planned, or that of the first request with the same idempotency key.
    pub object: Object,
    /// The views right after it.
    pub views: Arc<Views>,
    /// The version that the object would have, if it was only tried.
    pub would_be: Option<Version>,
}

impl<B> Write<B> {
    /// A plan of one command without texts.
    pub fn plan(&self, object: impl Into<Object>, command: impl Into<Command>) -> Plan {
        Plan::of(object, self.draft().ready(command))
    }

    /// Begins a command.
    #[must_use]
    pub fn draft(&self) -> Draft<'_> {
        Draft::new(self.network.vault())
    }

    /// Does what the request asks for, and answers with the object as it is then.
    ///
    /// # Errors
    /// Those of the plan, and whatever the writer says.
    pub async fn carry_out<O: Operation<Body = B>>(self) -> Result<HttpResponse, Problem> {
        let (object, unit) = self.unit::<O>().await?;
        let submission = Submission {
            idempotency: self.idempotency,
            dry_run: self.dry_run,
            object: Some(object),
            ..Submission::of(self.gate.principal(), vec![unit])
        };
        let done = match self.network.submit(submission).await? {
            Outcome::Recorded { views, .. } | Outcome::Unchanged(views) => Done { object, views, would_be: None },
            Outcome::WouldRecord { views, version } => Done { object, views, would_be: Some(version) },
            Outcome::Replayed(receipt) => {
                let views = as_of(&self.network, receipt.head()).await?;
                Done { object: object_of(&self.network, receipt, object).await?, views, would_be: None }
            }
        };
        self.answer::<O::Resource>(&done, O::CREATES)
    }

    /// What the request becomes: the object that it makes or changes, and what is handed to the writer.
    ///
    /// # Errors
    /// `insufficient_scope`, `precondition_required`, `invalid_header`; those of the plan.
    pub async fn unit<O: Operation<Body = B>>(&self) -> Result<(Object, Unit), Problem> {
        self.caller.needs(O::SCOPE)?;
        match (O::IF_MATCH, self.if_match) {
            (IfMatch::Refused, Some(_)) => return Err(Problem::invalid_header("If-Match")),
            (IfMatch::Required, None) => return Err(Problem::precondition_required()),
            (IfMatch::Refused | IfMatch::Optional, None) | (IfMatch::Optional | IfMatch::Required, Some(_)) => (),
        }
        let Plan { object, commands, subject } = O::plan(self).await?;
        let part_of = |step: Step| self.part_of.map_or(step.clone(), |action| step.as_part_of(action));
        let steps = commands.into_iter().map(part_of).collect();
        let mut act = self.act.clone();
        act.on_behalf_of = act.on_behalf_of.or(subject.filter(|subject| act.subject() != Some(*subject)));
        let if_match = self.if_match.map(|version| (object, version));
        Ok((object, Unit { act, steps, corrects: self.corrects, if_match }))
    }

    /// What the answer is rendered from: content right after the command, behind the gate from the head.
    fn after(&self, done: &Done) -> Read<()> {
        let now = self.caller.catalogue.now();
        Read {
            caller: self.caller.clone(),
            network: Arc::clone(&self.network),
            views: Arc::clone(&done.views),
            gate: Gate::new(self.network.live(), self.gate.principal(), now),
            at: now,
            texts: true,
            query: (),
        }
    }

    fn answer<R: Resource>(&self, done: &Done, creates: bool) -> Result<HttpResponse, Problem> {
        let (id, position) = (done.object.id(), done.views.head);
        let (version, resource) = match done.would_be {
            Some(version) => (version, None),
            None => R::show(&self.after(done), done.object).map(|(version, resource)| (version, Some(resource)))?,
        };
        let dry_run = done.would_be.is_some();
        let mut response = if creates && !dry_run { HttpResponse::Created() } else { HttpResponse::Ok() };
        if creates && !dry_run {
            response.insert_header((header::LOCATION, format!("{}/{id}", self.caller.request_path())));
        }
        let written = Written { id, position, version, dry_run, resource };
        Ok(response.insert_header(("tresse-position", position.0)).json(written))
    }
}

/// The object of what was done before: the planned one, or the one of its kind that was made then.
///
/// # Errors
/// When it cannot be read.
pub async fn object_of(network: &Arc<Network>, receipt: Receipt, planned: Object) -> Result<Object, Problem> {
    let network = Arc::clone(network);
    let read = move || {
        let mut made = None;
        for stored in network.log().read(receipt.first.0).take(receipt.events as usize) {
            let stored = stored?;
            let recorded = read_event(Position(stored.position), &stored.bytes)?;
            if recorded.event.objects().contains(&planned) {
                return Ok(Some(planned));
            }
            made = made.or(made_by(&recorded).filter(|object| object.kind() == planned.kind()));
        }
        Ok::<_, Problem>(made)
    };
    actix_web::web::block(read).await??.ok_or_else(Problem::not_found)
}

/// The object of the event at a position.
///
/// # Errors
/// When it cannot be read.
pub async fn object_at(network: &Arc<Network>, position: Position) -> Result<Object, Problem> {
    let network = Arc::clone(network);
    let recorded = actix_web::web::block(move || {
        let stored = network.log().event(position.0)?;
        Ok::<_, Problem>(read_event(position, &stored.bytes)?)
    });
    recorded.await??.object().ok_or_else(Problem::not_found)
}

/// The object that an event may have made: its own, or the version that it publishes of its own.
#[must_use]
pub fn made_by(recorded: &Recorded) -> Option<Object> {
    if let Event::Specification(specification::Event::VersionPublished(e)) = &recorded.event {
        return Some(Object::SpecificationVersion(e.version));
    }
    recorded.object()
}

async fn as_of(network: &Arc<Network>, head: Position) -> Result<Arc<Views>, Problem> {
    let network = Arc::clone(network);
    Ok(actix_web::web::block(move || network.as_of(AsOf::Position(head))).await??)
}
