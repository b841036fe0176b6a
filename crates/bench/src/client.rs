//! Clients of HTTP/1.1 that cost little: one thread, one connection a client kept open, requests that are bytes already.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::measure::Turn;

/// The bytes of a request with a key, which may be empty, and a body, if it has one.
pub fn request(method: &str, path: &str, key: &str, body: Option<&str>) -> Vec<u8> {
    let key = if key.is_empty() { String::new() } else { format!("Authorization: Bearer {key}\r\n") };
    let head = format!("{method} {path} HTTP/1.1\r\nHost: bench\r\nAccept: */*\r\n{key}");
    match body {
        None => format!("{head}\r\n"),
        Some(body) => {
            let len = body.len();
            format!("{head}Content-Type: application/json\r\nContent-Length: {len}\r\n\r\n{body}")
        }
    }
    .into_bytes()
}

/// A connection.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, buffer: Vec::with_capacity(128 << 10) }
    }

    /// Sends a request and reads the answer; its body.
    async fn send(&mut self, request: &[u8]) -> &[u8] {
        self.stream.write_all(request).await.unwrap();
        self.buffer.clear();
        let mut body = None;
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.unwrap();
            assert!(read > 0, "the server closed the connection");
            body = body.or_else(|| head(&self.buffer));
            if let Some((from, to)) = body
                && self.buffer.len() >= to
            {
                return &self.buffer[from..to];
            }
        }
    }
}

/// Where the body of an answer begins and ends, once its head is there.
fn head(answer: &[u8]) -> Option<(usize, usize)> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..end]).unwrap();
    assert!(head.starts_with("HTTP/1.1 20"), "{}", String::from_utf8_lossy(answer));
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    Some((end, end + length.unwrap()))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Sends one request; the body of the answer.
pub fn once(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    runtime().block_on(async { Connection::open(address).await.send(request).await.to_vec() })
}

/// Sends requests one after another over one connection; how long each took.
pub fn latencies(address: SocketAddr, requests: &[Vec<u8>]) -> Vec<Duration> {
    runtime().block_on(async {
        let mut connection = Connection::open(address).await;
        let mut took = Vec::with_capacity(requests.len());
        for request in requests {
            let began = Instant::now();
            connection.send(request).await;
            took.push(began.elapsed());
        }
        took
    })
}

/// Lets clients send a request again and again for a while; each waits for its answer before it sends the next.
pub fn drive(address: SocketAddr, request: &[u8], clients: usize, time: Duration) -> Turn {
    let request: Arc<[u8]> = request.into();
    let runtime = runtime();
    let mut connections = Vec::with_capacity(clients);
    runtime.block_on(async {
        for _ in 0..clients {
            connections.push(Connection::open(address).await);
        }
    });
    let answers = Arc::new(AtomicU64::new(0));
    Turn::of(|| {
        let deadline = Instant::now() + time;
        let tasks = connections.into_iter().map(|mut connection| {
            let (request, answers) = (Arc::clone(&request), Arc::clone(&answers));
            runtime.spawn(async move {
                while Instant::now() < deadline {
                    connection.send(&request).await;
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            })
        });
        let tasks: Vec<_> = tasks.collect();
        runtime.block_on(async {
            for task in tasks {
                task.await.unwrap();
            }
        });
        answers.load(Ordering::Relaxed)
    })
}
