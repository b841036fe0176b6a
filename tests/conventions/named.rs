//! Every request has a name, which its answer and its line in the log bear; and the log names nobody.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;

use serde_json::{Value, json};
use testkit::Client;

use crate::story::{Story, at, header};

#[test]
fn a_name_comes_back_with_every_answer() {
    let story = Story::begin();
    let named = |id: &str| story.stranger().with("x-request-id", id);
    for id in ["a", "01890a5d-ac96-774b-bcce-b302099a8057", "Trace_1.2-x", &"x".repeat(128)] {
        for reply in [
            named(id).get(&at("")),
            named(id).get("/nowhere"),
            named(id).post(&at("/contributions"), &json!({})),
            named(id).send("OPTIONS", &at(""), b""),
            named(id).with("if-none-match", "*").get(&at("")),
            named(id).get("/docs/"),
        ] {
            assert_eq!(header(&reply, "x-request-id"), id, "{}", reply.status);
        }
    }
}

#[test]
fn a_name_that_is_none_is_replaced() {
    let story = Story::begin();
    let mut drawn = std::collections::BTreeSet::new();
    for id in ["", "a b", "<script>", "a/b", "a:b", "é", &"x".repeat(129)] {
        let reply = story.stranger().with("x-request-id", id).get(&at(""));
        drawn.insert(header(&reply, "x-request-id").to_owned());
    }
    drawn.insert(header(&story.stranger().get(&at("")), "x-request-id").to_owned());
    assert_eq!(drawn.len(), 8, "each is another");
    assert!(drawn.iter().all(|id| id.len() == 36), "{drawn:?}");
}

#[test]
fn the_log_has_a_line_for_each_request_and_names_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let mut serve = testkit::binary::tresse();
    serve.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(dir.path().join("data"));
    serve.args(["--reads-per-minute", "5"]).env("TRESSE_LOG", "info");
    let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let printed: Vec<_> = lines.take(4).collect();
    let address: SocketAddr = printed[0].rsplit_once("http://").unwrap().1.parse().unwrap();
    let operator = printed[3].split_whitespace().find(|word| word.starts_with("tresse_")).unwrap();

    let client = Client::new(address, operator).with("x-request-id", "first");
    let founding = json!({
        "slug": "vallee", "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
        "visibility": "public", "steward": {"kind": "person", "name": "Anne Berger"}
    });
    let founded = client.post("/v1/networks", &founding).expect(201);
    let stranger = Client::new(address, "");
    for (id, path) in [("second", "/v1/networks/vallee/contributions?author=secretive"), ("third", "/Anne-Berger")] {
        assert!(stranger.with("x-request-id", id).get(path).status >= 400);
    }
    let mut connection = TcpStream::connect(address).unwrap();
    let odd = b"SECRETIVE /v1/networks HTTP/1.1\r\nHost: x\r\nX-Request-Id: odd\r\nConnection: close\r\n\r\n";
    connection.write_all(odd).unwrap();
    assert!(std::io::read_to_string(connection).unwrap().starts_with("HTTP/1.1 405"));
    while stranger.with("x-request-id", "last").get("/v1/networks").status != 429 {}

    child.kill().unwrap();
    child.wait().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    let lines: Vec<Value> =
        log.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |id: &str| {
        let of = |line: &&Value| line["target"] == "tresse::request" && line["fields"]["id"] == id;
        lines.iter().rfind(of).unwrap_or_else(|| panic!("{id} in {log}"))["fields"].clone()
    };
    for (id, method, route, status) in [
        ("first", "POST", "/v1/networks", 201),
        ("second", "GET", "/v1/networks/{network}/contributions", 422),
        ("third", "GET", "none", 404),
        ("odd", "other", "/v1/networks", 405),
        ("last", "GET", "/v1/networks", 429),
    ] {
        let line = told(id);
        assert_eq!((&line["method"], &line["route"], &line["status"]), (&json!(method), &json!(route), &json!(status)));
        assert!(line["duration_us"].as_u64().unwrap() < 60_000_000);
    }
    let steward = founded["secret"].as_str().unwrap();
    for secret in [operator, steward, "Anne", "vallee/", "secretive", "SECRETIVE"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    let of_requests: String = log.lines().filter(|line| line.contains("tresse::request")).collect();
    assert!(!of_requests.contains("127.0.0.1"), "{of_requests}");
}
