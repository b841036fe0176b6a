//! Who may do what: the truth that the program is held against, cell by cell, with a real request.
//!
//! Every resource of the API has a table, `<resource>.txt`, written from "Who may" of the design, and the requests for
//! its rows, `<resource>.rs`; a new one has its line in `RESOURCES`. A column is who asks, and holds this role alone
//! beside being a member; "elsewhere" is a member of another network, "left" one who has left, "self" the one whose the
//! object is. A row is an operation of the API, its variant in brackets, on a network of this visibility. "+" it is
//! done, "-" there is no such case, or the status; with the code of the rule where it is a rule that says no.

mod actions;
mod actors;
mod audiences;
mod commands;
mod contributions;
mod cooperations;
mod decisions;
mod diagnostics;
mod drivers;
mod exchanges;
mod groups;
mod history;
mod invitations;
mod keys;
mod meetings;
mod moderation;
mod networks;
mod requirements;
mod selections;
mod server;
mod sessions;
mod specifications;
mod steps;
mod tensions;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use domain::authority::Role;
use serde_json::{Value, json};
use testkit::{Client, Member, Reply, TestServer};

use crate::description::Description;

/// A resource's request on new objects of the network, which belong to the owner that is told; none for an operation or
/// a variant that the resource does not have.
type Ask = fn(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request>;

/// The table of every resource, and the requests for its rows.
const RESOURCES: &[(&str, Ask)] = &[
    (server::TABLE, server::request),
    (networks::TABLE, networks::request),
    (actors::TABLE, actors::request),
    (keys::TABLE, keys::request),
    (contributions::TABLE, contributions::request),
    (history::TABLE, history::request),
    (meetings::TABLE, meetings::request),
    (commands::TABLE, commands::request),
    (invitations::TABLE, invitations::request),
    (sessions::TABLE, sessions::request),
    (moderation::TABLE, moderation::request),
    (audiences::TABLE, audiences::request),
    (vocabulary::TABLE, vocabulary::request),
    (groups::TABLE, groups::request),
    (exchanges::TABLE, exchanges::request),
    (actions::TABLE, actions::request),
    (cooperations::TABLE, cooperations::request),
    (tensions::TABLE, tensions::request),
    (decisions::TABLE, decisions::request),
    (drivers::TABLE, drivers::request),
    (steps::TABLE, steps::request),
    (specifications::TABLE, specifications::request),
    (selections::TABLE, selections::request),
    (requirements::TABLE, requirements::request),
    (diagnostics::TABLE, diagnostics::request),
];

const VISIBILITIES: [&str; 2] = ["public", "members"];

/// A row of a table: what is asked for, and the expected outcome by column.
struct Row {
    /// With its variant.
    operation: &'static str,
    visibility: &'static str,
    expected: BTreeMap<&'static str, &'static str>,
    ask: Ask,
}

fn table() -> Vec<Row> {
    RESOURCES.iter().flat_map(|(table, ask)| rows(table, *ask)).collect()
}

fn rows(table: &'static str, ask: Ask) -> impl Iterator<Item = Row> {
    let mut lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let columns: Vec<_> = lines.next().unwrap().split_whitespace().skip(2).collect();
    lines.map(move |line| {
        let cells: Vec<_> = line.split_whitespace().collect();
        assert_eq!(cells.len(), columns.len() + 2, "{line}");
        let expected = columns.iter().copied().zip(cells[2..].iter().copied()).collect();
        Row { operation: cells[0], visibility: cells[1], expected, ask }
    })
}

/// A network with somebody in every role.
pub struct Net<'s> {
    server: &'s TestServer,
    slug: String,
    /// Steward and facilitator, who arranges what a request needs.
    anne: Member,
    by_role: BTreeMap<&'static str, Member>,
}

/// A name that no other has.
pub fn name(prefix: &str) -> String {
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

    pub fn path(&self, below: &str) -> String {
        format!("/v1/networks/{}{below}", self.slug)
    }

    /// Anne does something that succeeds.
    pub fn act(&self, method: &str, below: &str, body: &Value) -> Value {
        self.act_seeing(None, method, below, body)
    }

    /// Anne changes what she has seen in this version.
    pub fn act_seeing(&self, version: Option<u32>, method: &str, below: &str, body: &Value) -> Value {
        let client = version.map_or_else(|| self.anne.client.clone(), |version| self.anne.client.seeing(version));
        let reply = client.send(method, &self.path(below), body.to_string().as_bytes());
        assert!((200..300).contains(&reply.status), "{method} {below}: {}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }

    /// The id of what Anne makes.
    pub fn make(&self, below: &str, body: &Value) -> String {
        self.act("POST", below, body)["id"].as_str().unwrap().to_owned()
    }

    pub fn person(&self) -> Member {
        self.server.join(&self.slug, &self.anne.client, "Quelqu’un")
    }

    pub fn organisation(&self) -> Member {
        let profile = json!({"kind": "organisation", "profile": {"name": "La Maison des associations"}});
        let id = self.act("POST", "/actors", &profile)["id"].as_str().unwrap().to_owned();
        let key = self.act("POST", &format!("/actors/{id}/keys"), &json!({"scopes": ["read", "write", "admin"]}));
        Member { id, client: self.server.caller(key["secret"].as_str().unwrap()) }
    }

    pub fn contribution(&self, by: &Client, body: &Value) -> String {
        by.post(&self.path("/contributions"), body).expect(201)["id"].as_str().unwrap().to_owned()
    }

    pub fn proposal(&self, by: &Client) -> String {
        self.contribution(by, &json!({"kind": "proposal", "title": "Un calendrier", "body": "Commun."}))
    }

    pub fn question(&self) -> String {
        self.contribution(&self.anne.client, &json!({"kind": "question", "title": "Comment venir ?"}))
    }
}

/// A request, and whose the object is.
#[derive(Default)]
pub struct Request {
    method: &'static str,
    path: String,
    body: Value,
    owner: Option<Member>,
    /// The version of the object that was seen, where that must be said.
    if_match: Option<u32>,
}

fn split(operation: &str) -> (&str, &str) {
    operation.trim_end_matches(']').split_once('[').unwrap_or((operation, ""))
}

fn send(client: &Client, request: &Request) -> Reply {
    let body = if request.body.is_null() { Vec::new() } else { request.body.to_string().into_bytes() };
    let client = request.if_match.map_or_else(|| client.clone(), |version| client.seeing(version));
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
        (status, other) => format!("{status}:{other}"),
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
    for Row { operation, visibility, expected, ask } in table() {
        let (name, variant) = split(operation);
        for (column, expected) in expected.into_iter().filter(|(_, expected)| *expected != "-") {
            // A network is closed only once.
            let fresh = (operation == "archiveNetwork" && expected == "+")
                .then(|| Net::found(&server, visibility, &[Role::Steward]));
            let net = fresh.as_ref().unwrap_or(&nets[visibility]);
            let request = ask(net, name, variant).unwrap_or_else(|| panic!("no request for {operation}"));
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
            wrong.extend(description.check(name, &reply).err());
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
        let rows = table().into_iter().filter(|row| row.visibility == visibility);
        let told: BTreeSet<_> = rows.map(|row| split(row.operation).0.to_owned()).collect();
        assert_eq!(told, operations, "on {visibility} networks");
    }
    let rows = table();
    let others = ["stranger", "elsewhere", "left", "member", "self", "operator"];
    let columns: BTreeSet<_> = others.into_iter().chain(Role::ALL.iter().map(|role| role.as_str())).collect();
    for row in &rows {
        assert_eq!(row.expected.keys().copied().collect::<BTreeSet<_>>(), columns, "{}", row.operation);
    }
    for operation in ["grantRole", "revokeRole"] {
        let told: BTreeSet<_> = rows
            .iter()
            .map(|row| split(row.operation))
            .filter(|(name, _)| *name == operation)
            .map(|(_, of)| of)
            .collect();
        assert_eq!(told, Role::ALL.iter().map(|role| role.as_str()).collect(), "{operation}");
    }
}
