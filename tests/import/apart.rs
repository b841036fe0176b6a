//! Imports by the command line, in a process and a data directory of its own.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use testkit::binary::tresse;

/// A data directory of the command line's own.
pub struct Apart(pub TempDir);

impl Apart {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = tresse();
        command.arg("--data").arg(self.0.path().join("data")).args(arguments);
        command
    }

    pub fn import(&self, folder: &Path, more: &[&str]) -> Command {
        self.import_as("polis", folder, more)
    }

    /// Imports by an importer into a network that is called like it.
    pub fn import_as(&self, importer: &str, set: &Path, more: &[&str]) -> Command {
        let mut command = self.command(&["import", importer, "--network", importer]);
        command.arg(set).args(more);
        command
    }

    /// The history's lines; none when there is no network yet.
    pub fn history(&self) -> Vec<Value> {
        self.history_of("polis")
    }

    pub fn history_of(&self, network: &str) -> Vec<Value> {
        let output = self.command(&["export", "log", "--network", network]).output().unwrap();
        let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| serde_json::from_slice::<Value>(line).unwrap()["event"].take()).collect()
    }
}

/// An import through a server, into a network that is called like the importer.
pub fn through(server: SocketAddr, key: &str, importer: &str, set: &Path, more: &[&str]) -> Command {
    let mut command = tresse();
    command.args(["import", importer, "--network", importer, "--server", &format!("http://{server}")]);
    command.env("TRESSE_KEY", key).arg(set).args(more);
    command
}

pub fn printed(output: &Output) -> Value {
    let unread = || panic!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| unread())
}

/// The same history for two runs: ids, pseudonyms and commitments by order of appearance, no stamps.
pub fn normalised(events: Vec<Value>) -> Vec<Value> {
    fn normalise(value: &mut Value, seen: &mut HashMap<String, usize>) {
        match value {
            Value::Object(fields) => {
                for drawn in ["recorded_at", "origin", "verifier_key"] {
                    fields.remove(drawn);
                }
                fields.values_mut().for_each(|value| normalise(value, seen));
            }
            Value::Array(values) => values.iter_mut().for_each(|value| normalise(value, seen)),
            Value::String(text) => {
                let id = text.rsplit(':').next().unwrap_or_default();
                let is_id = id.len() == 36 && id.matches('-').count() == 4;
                let is_pseudonym = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
                let is_commitment = text.len() == 43 && !text.contains(':');
                if is_id || is_pseudonym || is_commitment {
                    let next = seen.len();
                    let number = *seen.entry(id.to_owned()).or_insert(next);
                    *text = text.replace(id, &format!("#{number}"));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => (),
        }
    }
    let mut seen = HashMap::new();
    events
        .into_iter()
        .map(|mut event| {
            normalise(&mut event, &mut seen);
            event
        })
        .collect()
}
