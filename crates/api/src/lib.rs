//! The REST API: handlers, problem+json, OpenAPI.
//!
//! One endpoint, one place: a file holds the path, the documentation, the shapes and the handler. What every handler
//! begins with is in [`call`], how answers are sent in [`answer`], and [`problem`] is the one table from the errors of
//! the other crates to status codes.

pub mod actors;
pub mod answer;
pub mod body;
pub mod call;
pub mod contributions;
pub mod events;
pub mod i18n;
pub mod keys;
pub mod networks;
pub mod openapi;
pub mod problem;
pub mod reason;
pub mod rendered;
pub mod server;
pub mod texts;
pub mod values;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::web::{self, Data, ServiceConfig, delete, patch, post, put};
use actix_web::{App, HttpResponse, HttpServer, Resource, Route, guard, middleware};
use app::Catalogue;
use utoipa_swagger_ui::SwaggerUi;

use crate::problem::{Problem, localise};
use crate::rendered::Rendered;

/// How long a stopping server waits for requests under way.
const SHUTDOWN_S: u64 = 10;
/// How long a client may take to send a request's head.
const HEAD: Duration = Duration::from_secs(10);

/// A path, which answers other methods than those of `allow` with a problem.
fn resource(path: &str, allow: &'static str) -> Resource {
    let elsewhere = move || async move { Err::<HttpResponse, _>(Problem::method_not_allowed(allow)) };
    web::resource(path).default_service(web::to(elsewhere))
}

/// A read, for GET and HEAD.
fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// The routes.
fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/health/live", "GET, HEAD").route(read().to(server::health::live)))
        .service(resource("/health/ready", "GET, HEAD").route(read().to(server::health::ready)))
        .service(resource("/metrics", "GET, HEAD").route(read().to(server::metrics::handler)))
        .service(
            resource("/v1/keys", "GET, HEAD, POST")
                .route(read().to(keys::operator::list))
                .route(post().to(keys::operator::issue)),
        )
        .service(resource("/v1/keys/{key}", "DELETE").route(delete().to(keys::operator::revoke)))
        .service(
            resource("/v1/networks", "GET, HEAD, POST")
                .route(read().to(networks::list::handler))
                .route(post().to(networks::found::handler)),
        )
        .service(
            resource("/v1/networks/{network}", "GET, HEAD, PATCH")
                .route(read().to(networks::get::handler))
                .route(patch().to(networks::settings::handler)),
        )
        .service(
            web::scope("/v1/networks/{network}")
                .service(resource("/archival", "POST").route(post().to(networks::archive::handler)))
                .service(resource("/events", "GET, HEAD").route(read().to(events::list::handler)))
                .service(resource("/events/{position}", "GET, HEAD").route(read().to(events::get::handler)))
                .configure(actor_routes)
                .configure(contribution_routes),
        )
        .default_service(web::to(async || Err::<HttpResponse, _>(Problem::not_found())));
}

fn actor_routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/actors", "GET, HEAD, POST")
                .route(read().to(actors::list::handler))
                .route(post().to(actors::add::handler)),
        )
        .service(resource("/actors/{actor}", "GET, HEAD").route(read().to(actors::get::handler)))
        .service(resource("/actors/{actor}/profile", "PUT").route(put().to(actors::profile::handler)))
        .service(resource("/actors/{actor}/departure", "POST").route(post().to(actors::leave::handler)))
        .service(
            resource("/actors/{actor}/roles/{role}", "DELETE, PUT")
                .route(put().to(actors::role::grant))
                .route(delete().to(actors::role::revoke)),
        )
        .service(
            resource("/actors/{actor}/representations/{organisation}", "DELETE, PUT")
                .route(put().to(actors::representation::start))
                .route(delete().to(actors::representation::end)),
        )
        .service(
            resource("/actors/{actor}/keys", "GET, HEAD, POST")
                .route(read().to(keys::actor::list))
                .route(post().to(keys::actor::issue)),
        )
        .service(resource("/actors/{actor}/keys/{key}", "DELETE").route(delete().to(keys::actor::revoke)));
}

fn contribution_routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/contributions/{{contribution}}{below}"), allow);
    config
        .service(
            resource("/contributions", "GET, HEAD, POST")
                .route(read().to(contributions::list::handler))
                .route(post().to(contributions::submit::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(contributions::get::handler)))
        .service(one("/text", "PUT").route(put().to(contributions::revise::handler)))
        .service(one("/versions", "GET, HEAD").route(read().to(contributions::versions::handler)))
        .service(one("/withdrawal", "POST").route(post().to(contributions::withdraw::handler)))
        .service(one("/links", "POST").route(post().to(contributions::link::handler)))
        .service(
            one("/support", "DELETE, PUT")
                .route(put().to(contributions::support::give))
                .route(delete().to(contributions::support::take_back)),
        )
        .service(
            one("/vote", "GET, HEAD, PUT")
                .route(read().to(contributions::vote::own))
                .route(put().to(contributions::vote::cast)),
        );
}

/// A server that runs on a thread of its own.
#[derive(Debug)]
pub struct Running {
    handle: ServerHandle,
    thread: JoinHandle<io::Result<()>>,
}

/// Serves a catalogue on a socket that is bound already.
///
/// # Errors
/// Those of the socket, and of starting a thread.
pub fn start(catalogue: Arc<Catalogue>, listener: TcpListener, workers: usize) -> io::Result<Running> {
    server::metrics::install();
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().name("http".to_owned()).spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = http_server(Data::from(catalogue), listener, workers)?;
            _ = tell.send(server.handle());
            server.await
        })
    })?;
    match told.recv() {
        Ok(handle) => Ok(Running { handle, thread }),
        Err(_) => Err(thread.join().map_or_else(|_| io::Error::other("the server panicked"), unexpected)),
    }
}

fn unexpected(ended: io::Result<()>) -> io::Error {
    ended.err().unwrap_or_else(|| io::Error::other("the server ended at once"))
}

fn http_server(catalogue: Data<Catalogue>, listener: TcpListener, workers: usize) -> io::Result<Server> {
    let rendered = Data::new(Rendered::default());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(catalogue.clone())
            .app_data(rendered.clone())
            .wrap(middleware::from_fn(localise))
            .wrap(middleware::DefaultHeaders::new().add(("X-Content-Type-Options", "nosniff")))
            .service(SwaggerUi::new("/docs/{_:.*}").url("/openapi.json", openapi::document()))
            .service(web::redirect("/docs", "/docs/"))
            .configure(routes)
    });
    Ok(server
        .workers(workers)
        .client_request_timeout(HEAD)
        .shutdown_timeout(SHUTDOWN_S)
        .disable_signals()
        .listen(listener)?
        .run())
}

impl Running {
    /// Stops it: requests under way finish. Stop the catalogue after it, which drains the writers.
    ///
    /// # Errors
    /// Those that the server ended with.
    pub fn stop(self) -> io::Result<()> {
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
