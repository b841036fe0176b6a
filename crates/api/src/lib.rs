//! The REST API: handlers, problem+json, OpenAPI.
//!
//! One endpoint, one place: a file holds the path, the documentation, the shapes and the handler; a resource's folder tells
//! its routes. What every handler begins with is in [`call`], what a change becomes in [`operation`], how answers are sent
//! in [`answer`], and [`problem`] is the one table from the errors of the other crates to status codes.

pub mod actions;
pub mod actors;
pub mod answer;
pub mod audiences;
pub mod body;
pub mod call;
pub mod commands;
pub mod contributions;
pub mod cooperations;
pub mod decisions;
pub mod diagnostics;
pub mod drivers;
pub mod events;
pub mod exchanges;
pub mod feeds;
pub mod formats;
pub mod front;
pub mod groups;
pub mod i18n;
pub mod invitations;
pub mod keys;
pub mod knock;
pub mod meetings;
pub mod mobilisation;
pub mod moderation;
pub mod networks;
pub mod offered;
pub mod openapi;
pub mod operation;
pub mod problem;
pub mod quality;
pub mod reason;
pub mod rendered;
pub mod requirements;
pub mod routing;
pub mod selections;
pub mod server;
pub mod sessions;
pub mod specifications;
pub mod steps;
pub mod tensions;
pub mod texts;
pub mod values;
pub mod vocabulary;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer, middleware};
use app::Catalogue;
use utoipa_swagger_ui::SwaggerUi;

use crate::events::streams::{Streams, end_when_stuck};
use crate::front::Settings;
use crate::front::limits::Door;
use crate::front::peer::Proxies;
use crate::problem::Problem;
use crate::rendered::Rendered;

/// How long a stopping server waits for requests under way.
const SHUTDOWN_S: u64 = 10;
/// How long a client may take to send a request's head.
const HEAD: Duration = Duration::from_secs(10);

/// The routes: each resource's folder tells its own.
fn routes(config: &mut ServiceConfig) {
    config
        .configure(server::routes)
        .configure(keys::operator_routes)
        .configure(networks::routes)
        .service(web::scope("/v1/networks/{network}").configure(routes_within))
        .default_service(web::to(async || Err::<HttpResponse, _>(Problem::not_found())));
}

/// The routes of one network: one resource a line.
fn routes_within(config: &mut ServiceConfig) {
    networks::routes_within(config);
    actors::routes(config);
    keys::actor_routes(config);
    contributions::routes(config);
    meetings::routes(config);
    events::routes(config);
    commands::routes(config);
    invitations::routes(config);
    sessions::routes(config);
    feeds::routes(config);
    moderation::routes(config);
    audiences::routes(config);
    vocabulary::routes(config);
    groups::routes(config);
    exchanges::routes(config);
    actions::routes(config);
    cooperations::routes(config);
    tensions::routes(config);
    decisions::routes(config);
    drivers::routes(config);
    mobilisation::routes(config);
    steps::routes(config);
    diagnostics::routes(config);
    specifications::routes(config);
    selections::routes(config);
    requirements::routes(config);
}

/// A server that runs on a thread of its own.
#[derive(Debug)]
pub struct Running {
    handle: ServerHandle,
    streams: Data<Streams>,
    thread: JoinHandle<io::Result<()>>,
}

/// Serves a catalogue on a socket that is bound already.
///
/// # Errors
/// Those of the socket, and of starting a thread.
pub fn start(catalogue: Arc<Catalogue>, listener: TcpListener, settings: Settings) -> io::Result<Running> {
    server::metrics::install();
    let streams = Data::new(Streams::new(settings.streams));
    let of_server = streams.clone();
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().name("http".to_owned()).spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = http_server(Data::from(catalogue), of_server, listener, settings)?;
            _ = tell.send(server.handle());
            server.await
        })
    })?;
    match told.recv() {
        Ok(handle) => Ok(Running { handle, streams, thread }),
        Err(_) => Err(thread.join().map_or_else(|_| io::Error::other("the server panicked"), unexpected)),
    }
}

fn unexpected(ended: io::Result<()>) -> io::Error {
    ended.err().unwrap_or_else(|| io::Error::other("the server ended at once"))
}

fn http_server(
    catalogue: Data<Catalogue>,
    live: Data<Streams>,
    listener: TcpListener,
    settings: Settings,
) -> io::Result<Server> {
    let Settings { workers, limits, streams, trusted_proxies, allowed_origins } = settings;
    let door = Data::new(Door::new(limits, Proxies(trusted_proxies)));
    let rendered = Data::new(Rendered::default());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(catalogue.clone())
            .app_data(rendered.clone())
            .app_data(door.clone())
            .app_data(live.clone())
            .wrap(middleware::from_fn(front::limits::hold))
            .wrap(middleware::from_fn(front::localise::localise))
            .wrap(middleware::from_fn(front::coding::spare))
            .wrap(middleware::Compress::default())
            .wrap(middleware::Condition::new(!allowed_origins.is_empty(), front::cors::cors(&allowed_origins)))
            .wrap(middleware::from_fn(front::outermost))
            .service(SwaggerUi::new("/docs/{_:.*}").url("/openapi.json", openapi::document()))
            .service(web::redirect("/docs", "/docs/"))
            .configure(routes)
    });
    Ok(server
        .workers(workers)
        .tcp_nodelay(true)
        .on_connect(move |connection, _| end_when_stuck(connection, streams.patience))
        .client_request_timeout(HEAD)
        .shutdown_timeout(SHUTDOWN_S)
        .disable_signals()
        .listen(listener)?
        .run())
}

impl Running {
    /// Stops it: requests under way finish, live streams end. Stop the catalogue after it, which drains the writers.
    ///
    /// # Errors
    /// Those that the server ended with.
    pub fn stop(self) -> io::Result<()> {
        self.streams.stop();
        let stopped = self.handle.stop(true);
        actix_web::rt::System::new().block_on(stopped);
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("the server panicked")))
    }
}

/// Binds a socket.
///
/// # Errors
/// Those of the socket.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address)
}
