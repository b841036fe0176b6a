//! A reader of server-sent events on a bare connection: HTTP/1.1, chunks, lines.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::Value;
use testkit::Client;

/// How long a reader waits for the next byte before it gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a stream says at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    pub id: Option<u64>,
    pub name: Option<String>,
    pub data: Option<String>,
    pub retry: Option<String>,
    pub has_comment: bool,
}

impl Said {
    /// The event, whose position is its id.
    pub fn event(&self) -> Option<Value> {
        let event: Value = serde_json::from_str(self.data.as_ref()?).unwrap();
        assert_eq!(event["position"].as_u64(), self.id);
        assert_eq!(event["event"]["type"].as_str(), self.name.as_deref());
        Some(event)
    }
}

/// A stream that was opened.
pub struct Live {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    lines: BufReader<Chunks>,
    /// What a browser would send as `Last-Event-ID`.
    pub last: Option<u64>,
}

impl Live {
    /// Asks for a stream with the headers of a client.
    pub fn open(client: &Client, path: &str, last: Option<u64>) -> Self {
        let (mut connection, mut head) = (client.connect(), format!("GET {path} HTTP/1.1\r\nhost: tresse\r\n"));
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        for name in ["authorization", "accept-encoding", "x-forwarded-for"] {
            head.extend(client.header(name).map(|value| format!("{name}: {value}\r\n")));
        }
        head.extend(last.map(|last| format!("last-event-id: {last}\r\n")));
        head.push_str("accept: text/event-stream\r\n\r\n");
        connection.write_all(head.as_bytes()).unwrap();
        let mut answer = BufReader::new(connection);
        let mut line = || {
            let mut line = String::new();
            answer.read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        };
        let status = line().split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = BTreeMap::new();
        while let Some((name, value)) = line().split_once(": ") {
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        Self { status, headers, lines: BufReader::new(Chunks { answer, left: 0 }), last }
    }

    /// What comes next; nothing when the stream was ended well.
    pub fn said(&mut self) -> Option<Said> {
        let (mut said, mut is_something) = (Said::default(), false);
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                assert!(!is_something, "the stream ends within {said:?}");
                return None;
            }
            let line = line.strip_suffix('\n').unwrap();
            if line.is_empty() {
                self.last = said.id.or(self.last);
                return Some(said);
            }
            is_something = true;
            let (field, value) = line.split_once(':').unwrap();
            let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
            match field {
                "" => said.has_comment = true,
                "id" => said.id = Some(value.parse().unwrap()),
                "event" => said.name = Some(value),
                "data" => assert_eq!(said.data.replace(value), None, "the data is one line"),
                "retry" => said.retry = Some(value),
                unknown => panic!("a field {unknown:?}"),
            }
        }
    }

    /// The next event, past heartbeats and hints.
    pub fn event(&mut self) -> Option<Value> {
        loop {
            if let event @ Some(_) = self.said()?.event() {
                return event;
            }
        }
    }

    /// The next `n` events.
    pub fn events(&mut self, n: usize) -> Vec<Value> {
        (0..n).map(|_| self.event().expect("the stream goes on")).collect()
    }

    /// Ends the connection without a word to the stream.
    pub fn hang_up(self) {
        self.lines.get_ref().answer.get_ref().shutdown(Shutdown::Both).unwrap();
    }
}

/// The body of a chunked answer (RFC 9112 §7.1).
struct Chunks {
    answer: BufReader<TcpStream>,
    left: usize,
}

impl Read for Chunks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let mut line = String::new();
            self.answer.read_line(&mut line)?;
            if line.trim().is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.left = usize::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
            if self.left == 0 {
                return Ok(0);
            }
        }
        let most = into.len().min(self.left);
        let read = self.answer.read(&mut into[..most])?;
        self.left -= read;
        if self.left == 0 {
            self.answer.read_line(&mut String::new())?;
        }
        Ok(read)
    }
}
