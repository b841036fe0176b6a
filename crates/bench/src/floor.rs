//! The floor of all that is asked over HTTP: actix-web with nothing behind it, on as many workers as the subject has.

use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Bytes, Data, Json};
use actix_web::{App, HttpResponse, HttpServer};
use serde::{Deserialize, Serialize};

/// How many workers subject and floor have: what `testkit` starts a server with.
pub const WORKERS: usize = 2;

/// What is posted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    kind: String,
    parent: String,
    body: String,
}

/// What is answered: the text that was posted, and as many bytes more as the subject answers.
#[derive(Serialize)]
struct Answer<'a> {
    kind: String,
    parent: String,
    body: String,
    more: &'a str,
}

/// What the floor answers with.
struct Answers {
    more: String,
    pages: Vec<Bytes>,
}

/// A running floor.
pub struct Floor {
    pub address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Floor {
    /// Answers `POST /post` with `post_bytes` bytes of JSON made for each, and `GET /pages/<n>` with the `n`th of `pages`.
    pub fn start(post_bytes: usize, posted: &str, pages: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let more = "x".repeat(post_bytes.saturating_sub(posted.len() + r#","more":"""#.len()));
        let answers = Data::new(Answers { more, pages: pages.into_iter().map(Bytes::from).collect() });
        let (tell, told) = channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || {
                    App::new()
                        .app_data(answers.clone())
                        .route("/post", web::post().to(post))
                        .route("/pages/{n}", web::get().to(page))
                };
                let server = HttpServer::new(app).workers(WORKERS).disable_signals().listen(listener).unwrap().run();
                tell.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self { address, handle: told.recv().unwrap(), thread: Some(thread) }
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        actix_web::rt::System::new().block_on(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

async fn post(new: Json<New>, answers: Data<Answers>) -> HttpResponse {
    let New { kind, parent, body } = new.into_inner();
    HttpResponse::Created().json(Answer { kind, parent, body, more: &answers.more })
}

async fn page(n: web::Path<usize>, answers: Data<Answers>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(answers.pages[*n].clone())
}
