//! Whatever is sent, the server answers, and never that something is wrong on its side.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use crate::contract::operations;
use crate::story::{Story, at};
use crate::{audiences, vocabulary};

/// How many requests for every operation.
const REQUESTS: usize = 75;

/// Xorshift64*: the same requests every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(drawn).unwrap() % n
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    fn times_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

struct Rubbish {
    dice: Dice,
    /// Path, method and example of every operation, and some that are none.
    operations: Vec<(String, String, Value)>,
    ids: Vec<String>,
    /// Some of them, by the name that they have in paths.
    named: Vec<(&'static str, String)>,
    secrets: Vec<String>,
    bodies: Vec<Value>,
}

impl Rubbish {
    /// Often what the path asks for, else anything.
    fn segment(&mut self, part: &str) -> String {
        let odd = [
            "",
            "%",
            "%zz",
            "%00",
            "%ff%fe",
            "..",
            "%2e%2e%2f",
            "a b",
            "é",
            "0",
            "-1",
            "18446744073709551616",
            "null",
            "vallee",
            "VALLEE",
            "tutor",
            "emperor",
            "{network}",
            "00000000-0000-0000-0000-000000000000",
            "%F0%9F%8C%BB",
            "a;b",
            "\\",
            "'\"<>",
        ];
        if let Some((_, id)) = self.named.iter().find(|(name, _)| *name == part)
            && self.dice.times_in(2)
        {
            return id.clone();
        }
        match self.dice.below(8) {
            0 => (*self.dice.one(&odd)).to_owned(),
            1 => "x".repeat(self.dice.below(4_000)),
            _ => self.dice.one(&self.ids).clone(),
        }
    }

    fn path(&mut self, template: &str) -> Vec<u8> {
        let mut path = String::new();
        for part in template.split('/').skip(1) {
            path.push('/');
            match part {
                "{network}" if !self.dice.times_in(10) => path.push_str("vallee"),
                "{role}" if !self.dice.times_in(3) => path.push_str("tutor"),
                "{step}" if !self.dice.times_in(3) => path.push_str("diagnostic"),
                part if part.starts_with('{') => path.push_str(&self.segment(part)),
                part if self.dice.times_in(40) => path.push_str(&part.to_uppercase()),
                part => path.push_str(part),
            }
        }
        let mut path = path.replace(' ', "%20").into_bytes();
        if self.dice.times_in(100) {
            let at = self.dice.below(path.len());
            path[at] = 0xff;
        }
        path
    }

    fn query(&mut self) -> String {
        let names = [
            "as_of", "at_least", "expand", "limit", "after", "sort", "kind", "parent", "author", "source", "theme",
            "role", "type", "object", "from", "dry_run", "x", "", "%", "limit[]", "%ff",
        ];
        let values = [
            "",
            "0",
            "1",
            "5",
            "-1",
            "2",
            "100",
            "101",
            "18446744073709551615",
            "18446744073709551616",
            "1e9",
            "texts",
            "created",
            "-created",
            "idea",
            "steward",
            "person",
            "polis:a",
            "polis:",
            ":",
            "true",
            "false",
            "2026-03-05T17:02:11Z",
            "2026-02-30T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "-009999-01-01T00:00:00Z",
            "%00",
            "%ff",
            "%",
            "&&",
            "=",
            "network.founded",
            "actor:x",
            "contribution:00000000-0000-0000-0000-000000000000",
            "NaN",
            "🌻",
            "0x10",
            "+1",
        ];
        let count = self.dice.below(4);
        let mut query = String::new();
        for _ in 0..count {
            let name = *self.dice.one(&names);
            // A patient request is one of the other tests.
            let value = if name == "at_least" { "3" } else { *self.dice.one(&values) };
            let value = if self.dice.times_in(4) { self.dice.one(&self.ids).clone() } else { value.to_owned() };
            let value = if name == "at_least" { "3".to_owned() } else { value };
            query.push(if query.is_empty() { '?' } else { '&' });
            query.extend([name, "=", &value]);
        }
        query
    }

    fn value(&mut self, depth: usize) -> Value {
        let texts = [
            "",
            "x",
            "\u{0}",
            "\u{202e}evil",
            "🌻",
            "idea",
            "fr",
            "Europe/Paris",
            "admin",
            "2031-01-01T00:00:00Z",
            "a@b.fr",
            "\n",
        ];
        match self.dice.below(if depth > 3 { 8 } else { 11 }) {
            0 => Value::Null,
            1 => json!(self.dice.times_in(2)),
            2 => json!(-1),
            3 => json!(u64::MAX),
            4 => json!(1.5e300),
            5 => json!("x".repeat(self.dice.below(20_000))),
            6 => json!(self.dice.one(&self.ids).clone()),
            7 => json!(self.dice.one(&texts)),
            8 => (0..self.dice.below(5)).map(|_| self.value(depth + 1)).collect(),
            9 => json!({"name": self.value(depth + 1), "kind": self.value(depth + 1)}),
            _ => json!({"x": self.value(depth + 1)}),
        }
    }

    fn body(&mut self, example: &Value) -> Vec<u8> {
        let mut body = if self.dice.times_in(4) { self.dice.one(&self.bodies).clone() } else { example.clone() };
        if let Some(fields) = body.as_object_mut() {
            let names: Vec<_> = fields.keys().cloned().collect();
            for name in names {
                match self.dice.below(16) {
                    0 => _ = fields.remove(&name),
                    1 => _ = fields.insert(name, self.value(0)),
                    _ => (),
                }
            }
        }
        let mut bytes = match self.dice.below(20) {
            0 => "[".repeat(self.dice.below(5_000)).into_bytes(),
            1 => "{\"a\":".repeat(self.dice.below(50)).into_bytes(),
            2 => self.value(0).to_string().into_bytes(),
            3 => Vec::new(),
            4 => format!("{{\"k\":{}}}", "9".repeat(self.dice.below(400) + 1)).into_bytes(),
            _ => body.to_string().into_bytes(),
        };
        if self.dice.times_in(8) && !bytes.is_empty() {
            let at = self.dice.below(bytes.len());
            bytes[at] = u8::try_from(self.dice.below(256)).unwrap();
        }
        bytes
    }

    fn headers(&mut self) -> Vec<u8> {
        let mut headers = Vec::new();
        let secret = self.dice.one(&self.secrets).clone();
        if !secret.is_empty() {
            headers.extend(format!("Authorization: Bearer {secret}\r\n").bytes());
        }
        let odd = ["text/plain", "application/", ";;"];
        let content_type = if self.dice.times_in(4) { *self.dice.one(&odd) } else { "application/json" };
        headers.extend(format!("Content-Type: {content_type}\r\n").bytes());
        let odd: [&[u8]; 24] = [
            b"Idempotency-Key: k",
            b"Idempotency-Key: \xff\xfe",
            b"Idempotency-Key: ",
            b"If-Match: \"1\"",
            b"If-Match: *",
            b"If-Match: 99999999999999",
            b"If-Match: \xff",
            b"If-None-Match: *",
            b"If-None-Match: ,,,\"",
            b"Accept: application/x-ndjson",
            b"Accept: \xc3\xa9",
            b"Accept: text/csv",
            b"Accept-Language: fr",
            b"Accept-Language: fr;q=NaN,en;q=-1",
            b"Accept-Language: \xff",
            b"Accept-Encoding: gzip, br, zstd",
            b"Content-Encoding: gzip",
            b"Authorization: Bearer \xff",
            b"Authorization: Bearer  ",
            b"Authorization: Basic ::::",
            b"Range: bytes=0-1",
            b"Expect: 100-continue",
            b"X-Forwarded-For: \xff",
            b"Origin: null",
        ];
        for _ in 0..self.dice.below(8) / 5 {
            headers.extend(*self.dice.one(&odd));
            headers.extend(b"\r\n");
        }
        headers
    }

    fn request(&mut self) -> Vec<u8> {
        let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get"];
        let (template, method, example) = self.dice.one(&self.operations).clone();
        let method = if self.dice.times_in(3) { (*self.dice.one(&methods)).to_owned() } else { method };
        let mut request = method.into_bytes();
        request.push(b' ');
        request.extend(self.path(&template));
        if self.dice.times_in(2) {
            request.extend(self.query().bytes());
        }
        request.extend(b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        request.extend(self.headers());
        let body = self.body(&example);
        request.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
        request.extend(body);
        request
    }
}

/// The status of the answer.
fn send(address: SocketAddr, request: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // A server that has heard enough may close before all is sent.
    _ = stream.write_all(request);
    let mut answer = Vec::new();
    _ = stream.read_to_end(&mut answer);
    let status = |answer: &[u8]| -> Option<u16> {
        std::str::from_utf8(answer.get(..12)?).ok()?.strip_prefix("HTTP/1.1 ")?.parse().ok()
    };
    let go_on = b"HTTP/1.1 100 Continue\r\n\r\n";
    status(answer.strip_prefix(go_on).unwrap_or(&answer))
}

fn rubbish(story: &Story) -> Rubbish {
    let documented = operations(&story.server);
    let question = story.question("Comment venir ?");
    let statement = story.statement(&question, "Il faut un bus.");
    let proposal = story.proposal("Un calendrier", "Commun.");
    let retired = audiences::define(story, "Les aînés", None);
    story.anne.client.post(&at(&format!("/audiences/{retired}/retirement")), &json!({})).expect(200);
    let theme = vocabulary::define(story, "/themes", "Se déplacer");
    let mut ids = vec![question, statement, proposal.clone(), story.chloe.id.clone(), story.anne.id.clone()];
    let bilal = story.bilal.id.clone();
    let named = vec![("{actor}", bilal), ("{contribution}", proposal), ("{audience}", retired), ("{theme}", theme)];
    ids.extend(named.iter().map(|(_, id)| id.clone()));
    ids.extend([
        crate::actions::one(story),
        crate::cooperations::one(story),
        crate::tensions::one(story),
        crate::decisions::one(story),
        crate::specifications::one(story),
        crate::selections::one(story),
    ]);
    crate::mobilisation::one(story);
    let role = at(&format!("/actors/{}/roles/facilitator", story.bilal.id));
    story.anne.client.put(&role, &json!({})).expect(200);
    let document = story.stranger().get("/openapi.json").expect(200);
    let schemas = document["components"]["schemas"].as_object().unwrap().clone();
    let bodies =
        schemas.values().filter_map(|schema| schema.get("example").cloned()).chain([json!({}), json!({"dry_run": 1})]);
    let mut operations: Vec<_> =
        ["/docs/", "/openapi.json", "/", "/v1/x"].map(|path| (path.into(), "GET".into(), json!({}))).into();
    // Nor is the network given another slug: every other request would be sent there. And who leaves or is erased has
    // little left to ask.
    let last = |path: &str| ["/slug", "/departure", "/personal-data"].iter().any(|end| path.ends_with(end));
    for (path, methods) in documented.into_iter().filter(|(path, _)| !last(path)) {
        for (method, told) in methods {
            let schema = told.pointer("/requestBody/content/application~1json/schema/$ref").and_then(Value::as_str);
            let example =
                schema.map_or_else(|| json!({}), |of| schemas[of.rsplit('/').next().unwrap()]["example"].clone());
            operations.push((path.clone(), method.to_uppercase(), example));
        }
    }
    let bearer = |client: &testkit::Client| client.header("authorization").unwrap().replace("Bearer ", "");
    Rubbish {
        dice: Dice(0x7265_7373_6521),
        operations,
        ids,
        named,
        // Nobody who could archive the network: there would be little left to ask.
        secrets: vec![
            String::new(),
            bearer(&story.bilal.client),
            bearer(&story.chloe.client),
            story.server.operator.clone(),
        ],
        bodies: bodies.collect(),
    }
}

#[test]
fn no_request_is_answered_with_an_error_of_the_server() {
    let story = Story::begin();
    let mut rubbish = rubbish(&story);
    let head = story.head();
    let mut statuses = std::collections::BTreeMap::<u16, usize>::new();
    for n in 0..REQUESTS * rubbish.operations.len() {
        let request = rubbish.request();
        let status = send(story.server.address(), &request);
        let shown = String::from_utf8_lossy(&request[..request.len().min(600)]).into_owned();
        let status = status.unwrap_or_else(|| panic!("request {n} has no answer: {shown}"));
        assert!(status < 500, "request {n} is answered with {status}: {shown}");
        *statuses.entry(status).or_default() += 1;
    }
    println!("{statuses:?}");
    for expected in [200, 201, 400, 401, 403, 404, 405, 409, 415, 422] {
        assert!(statuses.contains_key(&expected), "the requests are too tame: none is answered with {expected}");
    }
    assert!(story.head() > head, "some of them were even done");
    let lines = story.stranger().with("accept", "application/x-ndjson").get(&at("/events")).body;
    let events = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let events = events.inspect(|line| _ = serde_json::from_slice::<Value>(line).unwrap()).count();
    assert_eq!(events as u64, story.head(), "and the history is whole");
}
