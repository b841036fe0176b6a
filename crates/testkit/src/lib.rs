//! What tests share: a real server in the process on a real log in a temporary directory, requests, data sets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::print_stdout,
    reason = "a test's way to fail is to panic"
)]

pub mod binary;

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::Catalogue;
use app::catalogue::Settings;
use app::edge::{Clock, SystemClock};
use app::timer::Timer;
use disk::{Disk, RealDisk};
use serde_json::Value;
use tempfile::TempDir;
use vault::Kek;

/// A folder of `../shared/data`, beside the project's checkout; `None` where it is absent, after saying so. Where the
/// environment has `TRESSE_NOTHING_SKIPPED`, an absent folder is a failure.
pub fn shared_data(set: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = root.join("../shared/data").join(set);
    if path.is_dir() {
        return Some(path);
    }
    skipped("data set not present");
    None
}

/// Says that a test is skipped, and why. Where the environment has `TRESSE_NOTHING_SKIPPED`, that is a failure; where
/// `TRESSE_SKIPS` names a file, a line there tells the runner, which does not see what a passing test prints.
pub fn skipped(why: &str) {
    assert!(std::env::var_os("TRESSE_NOTHING_SKIPPED").is_none(), "skipped: {why}");
    println!("skipped: {why}");
    if let Some(file) = std::env::var_os("TRESSE_SKIPS") {
        let mut skips = std::fs::OpenOptions::new().append(true).create(true).open(file).unwrap();
        std::io::Write::write_all(&mut skips, format!("skipped: {why}\n").as_bytes()).unwrap();
    }
}

/// A server in this process.
pub struct TestServer {
    /// Its data directory.
    pub dir: PathBuf,
    /// The first operator key.
    pub operator: String,
    /// Its catalogue.
    pub catalogue: Arc<Catalogue>,
    address: SocketAddr,
    running: Option<api::Running>,
    timer: Option<Timer>,
    #[allow(dead_code, reason = "dropping it removes the directory")]
    temporary: Option<TempDir>,
}

/// How often the timer looks: often, so that tests need not wait.
const TIMER_EVERY: Duration = Duration::from_millis(20);

/// What a data directory is opened with in tests.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The key-encryption key.
    pub kek: Arc<Kek>,
    /// How it is served.
    pub served: api::front::Settings,
}

impl Default for Setting {
    fn default() -> Self {
        let kek = Arc::new(Kek::from_text(&format!("tresse-kek-v1 {}", "A".repeat(43) + "=")).unwrap());
        Self { disk: Arc::new(RealDisk), clock: Arc::new(SystemClock), kek, served: unlimited() }
    }
}

/// Two threads, and no limits: tests ask as much as they like.
fn unlimited() -> api::front::Settings {
    let limits = api::front::limits::Limits::NONE;
    let streams = api::events::streams::Limits::default();
    api::front::Settings { workers: 2, limits, streams, trusted_proxies: Vec::new(), allowed_origins: Vec::new() }
}

impl Setting {
    /// Opens a catalogue.
    pub fn catalogue(&self, dir: &Path) -> Result<Catalogue, app::OpenError> {
        Catalogue::open(Settings {
            disk: Arc::clone(&self.disk),
            dir: dir.to_owned(),
            kek: Arc::clone(&self.kek),
            clock: Arc::clone(&self.clock),
            origin: app::catalogue::DEFAULT_ORIGIN.to_owned(),
            sessions: app::sessions::Lifetimes::default(),
        })
    }
}

impl TestServer {
    /// Starts on an empty temporary directory.
    pub fn start() -> Self {
        Self::start_with(&Setting::default())
    }

    /// Starts on an empty temporary directory.
    pub fn start_with(setting: &Setting) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let mut server = Self::start_on(temporary.path(), setting);
        server.temporary = Some(temporary);
        server
    }

    /// Starts on a directory.
    pub fn start_on(dir: &Path, setting: &Setting) -> Self {
        let catalogue = Arc::new(setting.catalogue(dir).unwrap());
        let operator = catalogue.first_operator_key().unwrap();
        let operator = operator.map(|secret| secret.expose().to_owned()).unwrap_or_default();
        let listener = api::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let running = api::start(Arc::clone(&catalogue), listener, setting.served.clone()).unwrap();
        let timer = Timer::start(&catalogue, TIMER_EVERY).unwrap();
        let (running, timer) = (Some(running), Some(timer));
        Self { dir: dir.to_owned(), operator, catalogue, address, running, timer, temporary: None }
    }

    /// Stops gracefully: requests under way finish, the writers drain.
    pub fn stop(mut self) {
        self.shut_down();
    }

    fn shut_down(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().unwrap();
            drop(self.timer.take());
            self.catalogue.stop();
            // The threads that answered let go of it a moment after they have ended; then it can be opened again.
            let mut patience = 2_000;
            while Arc::strong_count(&self.catalogue) > 1 && patience > 0 {
                std::thread::sleep(std::time::Duration::from_millis(1));
                patience -= 1;
            }
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A caller with a key; an empty key makes a stranger.
    pub fn caller(&self, key: &str) -> Client {
        Client::new(self.address, key)
    }

    /// The operator.
    pub fn operator(&self) -> Client {
        self.caller(&self.operator)
    }

    /// Founds a network and returns its first steward.
    pub fn found(&self, slug: &str, visibility: &str) -> Member {
        let body = serde_json::json!({
            "slug": slug, "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
            "visibility": visibility, "steward": {"kind": "person", "name": "Anne Berger"}
        });
        let founded = self.operator().post("/v1/networks", &body).expect(201);
        let id = founded["steward"].as_str().unwrap().to_owned();
        Member { id, client: self.caller(founded["secret"].as_str().unwrap()) }
    }

    /// Adds a person to a network by its facilitator, with a key of all scopes but import.
    pub fn join(&self, slug: &str, facilitator: &Client, name: &str) -> Member {
        let body = serde_json::json!({"kind": "person", "profile": {"name": name}});
        let actors = format!("/v1/networks/{slug}/actors");
        let id = facilitator.post(&actors, &body).expect(201)["id"].as_str().unwrap().to_owned();
        let scopes = serde_json::json!({"scopes": ["read", "write", "admin"]});
        let key = facilitator.post(&format!("{actors}/{id}/keys"), &scopes).expect(201);
        Member { id, client: self.caller(key["secret"].as_str().unwrap()) }
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.shut_down();
    }
}

/// An actor with a key.
#[derive(Debug, Clone)]
pub struct Member {
    /// The actor's id.
    pub id: String,
    /// What the actor's requests go through.
    pub client: Client,
}

/// Makes requests with a key.
#[derive(Debug, Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    headers: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers, with lower-case names.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// A caller of the server at an address.
    pub fn new(address: SocketAddr, key: &str) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let client = Self { agent, base: format!("http://{address}"), headers: BTreeMap::new() };
        if key.is_empty() { client } else { client.with("authorization", &format!("Bearer {key}")) }
    }

    /// The same caller, sending one header more.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.insert(name.to_owned(), value.to_owned());
        client
    }

    /// The same caller, who has seen this version of what it changes.
    #[must_use]
    pub fn seeing(&self, version: u32) -> Self {
        self.with("if-match", &format!("\"{version}\""))
    }

    /// A connection to where its requests go.
    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.base.trim_start_matches("http://")).unwrap()
    }

    /// A header that is sent.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Sends a request; `None` when the connection breaks.
    pub fn try_send(&self, method: &str, path: &str, body: &[u8]) -> Option<Reply> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let reply = if body.is_empty() && !self.headers.contains_key("content-type") {
            self.agent.run(request.body(()).unwrap())
        } else {
            if !self.headers.contains_key("content-type") {
                request = request.header("content-type", "application/json");
            }
            self.agent.run(request.body(body).unwrap())
        };
        let mut reply = reply.ok()?;
        let headers = reply.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
        let (status, headers) = (reply.status().as_u16(), headers.collect());
        let body = reply.body_mut().with_config().limit(1 << 30).read_to_vec().ok()?;
        Some(Reply { status, headers, body })
    }

    /// Sends a request.
    pub fn send(&self, method: &str, path: &str, body: &[u8]) -> Reply {
        self.try_send(method, path, body).expect("the server answers")
    }

    /// GET.
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, b"")
    }

    /// POST with a JSON body.
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, body.to_string().as_bytes())
    }

    /// PUT with a JSON body.
    pub fn put(&self, path: &str, body: &Value) -> Reply {
        self.send("PUT", path, body.to_string().as_bytes())
    }

    /// PATCH with a JSON body.
    pub fn patch(&self, path: &str, body: &Value) -> Reply {
        self.send("PATCH", path, body.to_string().as_bytes())
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, b"")
    }
}

impl Reply {
    /// The body as JSON, after checking the status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// The code of the problem, after checking the status.
    #[track_caller]
    pub fn problem(&self, status: u16) -> String {
        let problem = self.expect(status);
        assert_eq!(self.headers.get("content-type").map(String::as_str), Some("application/problem+json"));
        problem["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }
}
