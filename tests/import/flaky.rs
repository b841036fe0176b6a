//! A proxy that loses answers and turns requests away, and remembers what it was sent.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use testkit::Client;

/// What happens to a batch.
#[derive(Debug, Clone, Copy)]
pub enum Fate {
    /// It is turned away with this status, and with `Retry-After`.
    TurnedAway(u16),
    /// It is done, and the connection breaks before the answer.
    AnswerLost,
    /// It is done, and the answer is cut in the middle.
    AnswerCut,
}

/// The `Idempotency-Key` of every batch, in their order.
pub type Seen = Arc<Mutex<Vec<String>>>;

/// Stands before a server. Batches meet these fates one after another; later ones pass.
pub fn before(server: SocketAddr, fates: Vec<Fate>) -> (SocketAddr, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, seen) = (listener.local_addr().unwrap(), Seen::default());
    let told = Arc::clone(&seen);
    std::thread::spawn(move || {
        let mut fates = fates.into_iter();
        for stream in listener.incoming() {
            answer(&stream.unwrap(), server, &mut fates, &told);
        }
    });
    (address, seen)
}

fn answer(stream: &TcpStream, server: SocketAddr, fates: &mut impl Iterator<Item = Fate>, seen: &Seen) {
    let mut from = BufReader::new(stream);
    let mut line = String::new();
    if from.read_line(&mut line).is_err() || line.is_empty() {
        return;
    }
    let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
    let (method, path) = (&words[0], &words[1]);
    let (mut client, mut length) = (Client::new(server, ""), 0);
    loop {
        let mut header = String::new();
        from.read_line(&mut header).unwrap();
        let Some((name, value)) = header.trim().split_once(": ") else { break };
        match name.to_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "idempotency-key" if path.ends_with("/commands") => {
                seen.lock().unwrap().push(value.to_owned());
                client = client.with(name, value);
            }
            "authorization" | "content-type" | "accept-language" | "idempotency-key" => {
                client = client.with(&name.to_lowercase(), value);
            }
            _ => (),
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).unwrap();
    let fate = if path.ends_with("/commands") { fates.next() } else { None };
    let mut to = stream;
    if let Some(Fate::TurnedAway(status)) = fate {
        _ = write!(to, "HTTP/1.1 {status} No\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        return;
    }
    let reply = client.send(method, path, &body);
    if matches!(fate, Some(Fate::AnswerLost)) {
        return;
    }
    let (status, length) = (reply.status, reply.body.len());
    let media_type = &reply.headers["content-type"];
    let head = format!("HTTP/1.1 {status} So\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n");
    let sent = if matches!(fate, Some(Fate::AnswerCut)) { length / 2 } else { length };
    _ = write!(to, "{head}connection: close\r\n\r\n");
    _ = to.write_all(&reply.body[..sent]);
}
