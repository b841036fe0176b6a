//! Who may do what: every cell of authority.txt is a real request by somebody of that column to a network of that row.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority::Role;
use serde_json::{Value, json};
use testkit::{Client, Member, Reply, TestServer};

use crate::description::Description;

const TABLE: &str = include_str!("authority.txt");
const VISIBILITIES: [&str; 2] = ["public", "members"];

/// A row of the table: operation with variant, visibility, and the expected outcome by column.
type Row<'t> = (&'t str, &'t str, BTreeMap<&'t str, &'t str>);

fn table() -> Vec<Row<'static>> {
    let mut lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let columns: Vec<_> = lines.next().unwrap().split_whitespace().skip(2).collect();
    lines
        .map(|line| {
            let cells: Vec<_> = line.split_whitespace().collect();
            assert_eq!(cells.len(), columns.len() + 2, "{line}");
            (cells[0], cells[1], columns.iter().copied().zip(cells[2..].iter().copied()).collect())
        })
        .collect()
}

/// A network with somebody in every role.
struct Net<'s> {
    server: &'s TestServer,
    slug: String,
    /// Steward and facilitator, who arranges what a request needs.
    anne: Member,
    by_role: BTreeMap<&'static str, Member>,
}

fn name(prefix: &str) -> String {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

impl<'s> Net<'s> {
    fn found(server: &'s TestServer, visibility: &str, roles: &[Role]) -> Self {
        let slug = name(visibility);
        let anne = server.found(&slug, visibility);
        let mut net = Self { server, slug, anne, by_role: BTreeMap::new() };
        for role in roles {
            let member = net.person();
            net.act("PUT", &format!("/actors/{}/roles/{role}", member.id), &json!({}));
            net.by_role.insert(role.as_str(), member);
        }
        let left = net.person();
        left.client.post(&net.path(&format!("/actors/{}/departure", left.id)), &json!({})).expect(200);
        net.by_role.insert("left", left);
        net.by_role.insert("member", net.person());
        net
    }

    fn path(&self, below: &str) -> String {
        format!("/v1/networks/{}{below}", self.slug)
    }

    /// Anne does something that succeeds.
    fn act(&self, method: &str, below: &str, body: &Value) -> Value {
        let reply = self.anne.client.send(method, &self.path(below), body.to_string().as_bytes());
        assert!((200..300).contains(&reply.status), "{method} {below}: {}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }

    fn person(&self) -> Member {
        self.server.join(&self.slug, &self.anne.client, "Quelqu’un")
    }

    fn organisation(&self) -> Member {
        let profile = json!({"kind": "organisation", "profile": {"name": "La Maison des associations"}});
        let id = self.act("POST", "/actors", &profile)["id"].as_str().unwrap().to_owned();
        let key = self.act("POST", &format!("/actors/{id}/keys"), &json!({"scopes": ["read", "write", "admin"]}));
        Member { id, client: self.server.caller(key["secret"].as_str().unwrap()) }
    }

    fn contribution(&self, by: &Client, body: &Value) -> String {
        by.post(&self.path("/contributions"), body).expect(201)["id"].as_str().unwrap().to_owned()
    }

    fn proposal(&self, by: &Client) -> String {
        self.contribution(by, &json!({"kind": "proposal", "title": "Un calendrier", "body": "Commun."}))
    }

    fn question(&self) -> String {
        self.contribution(&self.anne.client, &json!({"kind": "question", "title": "Comment venir ?"}))
    }
}

/// A request, and whose the object is.
struct Request {
    method: &'static str,
    path: String,
    body: Value,
    owner: Option<Member>,
}

fn split(operation: &str) -> (&str, &str) {
    operation.trim_end_matches(']').split_once('[').unwrap_or((operation, ""))
}

/// A request on new objects of the network, which belong to the owner that is told.
fn request(net: &Net<'_>, operation: &str) -> Request {
    match split(operation) {
        (
            "isLive" | "isReady" | "getMetrics" | "listNetworks" | "foundNetwork" | "listKeys" | "issueKey"
            | "revokeKey" | "getNetwork" | "changeSettings" | "archiveNetwork" | "readHistory" | "getEvent",
            _,
        ) => on_server_and_network(net, operation),
        (operation, variant) if operation.ends_with("Key") || operation.ends_with("Keys") => {
            assert_eq!(variant, "");
            on_keys(net, operation)
        }
        (operation, variant) if operation.contains("Contribution") || variant == "statement" => {
            on_contributions(net, operation, variant)
        }
        ("listVersions" | "voteOnStatement" | "getOwnVote", variant) => {
            on_contributions(net, split(operation).0, variant)
        }
        (operation, variant) => on_actors(net, operation, variant),
    }
}

fn on_server_and_network(net: &Net<'_>, operation: &str) -> Request {
    let new_key = || net.server.operator().post("/v1/keys", &json!({"scopes": ["read"]})).expect(201);
    let (method, path, body) = match operation {
        "isLive" => ("GET", "/health/live".to_owned(), Value::Null),
        "isReady" => ("GET", "/health/ready".to_owned(), Value::Null),
        "getMetrics" => ("GET", "/metrics".to_owned(), Value::Null),
        "listNetworks" => ("GET", "/v1/networks".to_owned(), Value::Null),
        "foundNetwork" => {
            let new = json!({
                "slug": name("new"), "name": "Un réseau", "languages": ["fr"], "time_zone": "Europe/Paris",
                "visibility": "public", "steward": {"kind": "organisation", "name": "Le pays"}
            });
            ("POST", "/v1/networks".to_owned(), new)
        }
        "listKeys" => ("GET", "/v1/keys".to_owned(), Value::Null),
        "issueKey" => ("POST", "/v1/keys".to_owned(), json!({"scopes": ["read"]})),
        "revokeKey" => ("DELETE", format!("/v1/keys/{}", new_key()["id"].as_str().unwrap()), Value::Null),
        "getNetwork" => ("GET", net.path(""), Value::Null),
        "changeSettings" => ("PATCH", net.path(""), json!({"notice": name("Ce que deviennent vos données")})),
        "archiveNetwork" => ("POST", net.path("/archival"), json!({})),
        "readHistory" => ("GET", net.path("/events"), Value::Null),
        "getEvent" => ("GET", net.path("/events/0"), Value::Null),
        unknown => panic!("authority.rs has no request for {unknown}"),
    };
    Request { method, path, body, owner: None }
}

fn on_keys(net: &Net<'_>, operation: &str) -> Request {
    let owner = net.person();
    let keys = format!("/actors/{}/keys", owner.id);
    let (method, path, body) = match operation {
        "listActorKeys" => ("GET", keys, Value::Null),
        "issueActorKey" => ("POST", keys, json!({"scopes": ["read"]})),
        "revokeActorKey" => {
            let key = net.act("POST", &keys, &json!({"scopes": ["read"]}));
            ("DELETE", format!("{keys}/{}", key["id"].as_str().unwrap()), Value::Null)
        }
        unknown => panic!("authority.rs has no request for {unknown}"),
    };
    Request { method, path: net.path(&path), body, owner: Some(owner) }
}

fn on_actors(net: &Net<'_>, operation: &str, variant: &str) -> Request {
    let owner = if variant == "organisation" { net.organisation() } else { net.person() };
    let one = format!("/actors/{}", owner.id);
    let role = format!("{one}/roles/{variant}");
    let representation = |person: &str| format!("/actors/{person}/representations/{}", net.organisation().id);
    let profile = json!({"name": "Un autre nom"});
    let (method, path, body) = match operation {
        "listActors" => ("GET", "/actors".to_owned(), Value::Null),
        "getActor" => ("GET", one, Value::Null),
        "addActor" => ("POST", "/actors".to_owned(), json!({"kind": "person", "profile": {"name": "Chloé Martin"}})),
        "reviseProfile" if variant == "represented" => {
            let organisation = net.organisation().id;
            net.act("PUT", &format!("{one}/representations/{organisation}"), &json!({}));
            ("PUT", format!("/actors/{organisation}/profile"), profile)
        }
        "reviseProfile" => ("PUT", format!("{one}/profile"), profile),
        "leaveNetwork" => ("POST", format!("{one}/departure"), json!({})),
        "grantRole" => ("PUT", role, json!({})),
        "revokeRole" => {
            net.act("PUT", &role, &json!({}));
            ("DELETE", role, Value::Null)
        }
        "startRepresentation" => ("PUT", representation(&owner.id), json!({})),
        "endRepresentation" => {
            let started = representation(&owner.id);
            net.act("PUT", &started, &json!({}));
            ("DELETE", started, Value::Null)
        }
        unknown => panic!("authority.rs has no request for {unknown}"),
    };
    // Who revokes a role may not be the one who holds it: the role would be that of another column.
    let owner = if operation == "revokeRole" { net.person() } else { owner };
    Request { method, path: net.path(&path), body, owner: Some(owner) }
}

fn on_contributions(net: &Net<'_>, operation: &str, variant: &str) -> Request {
    let owner = net.person();
    let one = || match variant {
        "question" => format!("/contributions/{}", net.question()),
        _ => format!("/contributions/{}", net.proposal(&owner.client)),
    };
    let text = json!({"title": "Un autre titre", "body": "Un autre texte."});
    let (method, path, body) = match operation {
        "listContributions" => ("GET", "/contributions".to_owned(), Value::Null),
        "getContribution" => ("GET", one(), Value::Null),
        "listVersions" => ("GET", one() + "/versions", Value::Null),
        "submitContribution" => {
            ("POST", "/contributions".to_owned(), json!({"kind": variant, "title": "Un titre", "body": "Un texte."}))
        }
        "reviseContribution" => ("PUT", one() + "/text", text),
        "withdrawContribution" => ("POST", one() + "/withdrawal", json!({})),
        "supportContribution" => ("PUT", one() + "/support", json!({})),
        "unsupportContribution" => ("DELETE", one() + "/support", Value::Null),
        "linkContribution" => {
            ("POST", one() + "/links", json!({"kind": "duplicates", "to": net.proposal(&owner.client)}))
        }
        "voteOnStatement" | "getOwnVote" => {
            let new = json!({"kind": "statement", "parent": net.question(), "body": "Il faut un bus."});
            let vote = format!("/contributions/{}/vote", net.contribution(&owner.client, &new));
            if operation == "getOwnVote" { ("GET", vote, Value::Null) } else { ("PUT", vote, json!({"vote": "agree"})) }
        }
        unknown => panic!("authority.rs has no request for {unknown}"),
    };
    Request { method, path: net.path(&path), body, owner: Some(owner) }
}

fn send(client: &Client, request: &Request) -> Reply {
    let body = if request.body.is_null() { Vec::new() } else { request.body.to_string().into_bytes() };
    client.send(request.method, &request.path, &body)
}

/// What became of a request, in the words of the table.
fn outcome(reply: &Reply) -> String {
    let code = match reply.status {
        200..300 => return "+".to_owned(),
        status => reply.problem(status),
    };
    match (reply.status, code.as_str()) {
        (401, "authentication_required") | (403, "forbidden") | (404, "not_found") => reply.status.to_string(),
        (status, other) => format!("{status} {other}"),
    }
}

#[test]
fn every_cell_of_the_table_holds() {
    let server = TestServer::start();
    let elsewhere = server.found("elsewhere", "public");
    let nets: BTreeMap<_, _> =
        VISIBILITIES.map(|visibility| (visibility, Net::found(&server, visibility, Role::ALL))).into_iter().collect();
    let description = Description::of(&server);
    let (mut wrong, mut cells) = (Vec::new(), 0);
    for (operation, visibility, expected) in table() {
        for (column, expected) in expected.into_iter().filter(|(_, expected)| *expected != "-") {
            // A network is closed only once.
            let fresh = (operation == "archiveNetwork" && expected == "+")
                .then(|| Net::found(&server, visibility, &[Role::Steward]));
            let net = fresh.as_ref().unwrap_or(&nets[visibility]);
            let request = request(net, operation);
            let client = match column {
                "stranger" => server.caller(""),
                "elsewhere" => elsewhere.client.clone(),
                "operator" => server.operator(),
                "self" => request.owner.as_ref().map_or_else(|| net.person().client, |owner| owner.client.clone()),
                role => net.by_role[role].client.clone(),
            };
            let reply = send(&client, &request);
            let got = outcome(&reply);
            cells += 1;
            wrong.extend(description.check(split(operation).0, &reply).err());
            if got != expected {
                wrong.push(format!("{operation} by {column} on {visibility}: {got} instead of {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
    println!("{cells} cells");
}

#[test]
fn the_table_has_every_operation_and_every_role() {
    let document = TestServer::start().caller("").get("/openapi.json").expect(200);
    let operations: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap().to_owned())
        .collect();
    for visibility in VISIBILITIES {
        let rows = table().into_iter().filter(|(_, of, _)| *of == visibility);
        let told: BTreeSet<_> = rows.map(|(operation, ..)| split(operation).0.to_owned()).collect();
        assert_eq!(told, operations, "on {visibility} networks");
    }
    let rows = table();
    let columns: BTreeSet<_> = rows[0].2.keys().copied().collect();
    let others = ["stranger", "elsewhere", "left", "member", "self", "operator"];
    assert_eq!(columns, others.into_iter().chain(Role::ALL.iter().map(|role| role.as_str())).collect());
    for operation in ["grantRole", "revokeRole"] {
        let told: BTreeSet<_> = rows
            .iter()
            .map(|(name, ..)| split(name))
            .filter(|(name, _)| *name == operation)
            .map(|(_, of)| of)
            .collect();
        assert_eq!(told, Role::ALL.iter().map(|role| role.as_str()).collect(), "{operation}");
    }
}
