//! What `cargo metadata` tells of the workspace, as far as the checks ask.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::command::{self, Failure};

/// The whole answer.
#[derive(Debug, Clone, Deserialize)]
pub struct Metadata {
    /// Every package of the resolved graph.
    pub packages: Vec<Package>,
    /// The ids of the workspace's own.
    pub workspace_members: Vec<String>,
    /// Who depends on whom.
    pub resolve: Resolve,
    /// Where cargo builds.
    pub target_directory: std::path::PathBuf,
}

/// A package.
#[derive(Debug, Clone, Deserialize)]
pub struct Package {
    /// Unique in the graph.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SPDX expression.
    pub license: Option<String>,
    /// What its manifest declares.
    pub dependencies: Vec<Dependency>,
}

/// A dependency as a manifest declares it.
#[derive(Debug, Clone, Deserialize)]
pub struct Dependency {
    /// The package's name, whatever it is renamed to.
    pub name: String,
    /// `None` is a normal one; else `dev` or `build`.
    pub kind: Option<String>,
}

impl Dependency {
    /// Whether only tests, examples and benches have it.
    pub fn is_dev(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}

/// The resolved graph.
#[derive(Debug, Clone, Deserialize)]
pub struct Resolve {
    /// One node a package.
    pub nodes: Vec<Node>,
}

/// A package in the graph.
#[derive(Debug, Clone, Deserialize)]
pub struct Node {
    /// The package's id.
    pub id: String,
    /// What it depends on.
    pub deps: Vec<Edge>,
}

/// An edge of the graph.
#[derive(Debug, Clone, Deserialize)]
pub struct Edge {
    /// The id of the package that is depended on.
    pub pkg: String,
    /// In which ways.
    pub dep_kinds: Vec<Kind>,
}

/// A way in which a package depends on another.
#[derive(Debug, Clone, Deserialize)]
pub struct Kind {
    /// `None` is normal; else `dev` or `build`.
    pub kind: Option<String>,
}

impl Metadata {
    /// Asks cargo, for all platforms.
    ///
    /// # Errors
    /// When cargo fails, or answers something else.
    pub fn ask() -> Result<Self, Failure> {
        let mut cargo = command::cargo();
        cargo.args(["metadata", "--format-version", "1", "--quiet"]);
        if crate::in_ci() {
            cargo.arg("--locked");
        }
        serde_json::from_slice(&command::output(&mut cargo)?)
            .map_err(|error| Failure::Unexpected(format!("cargo metadata: {error}")))
    }

    /// The workspace's own packages.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }

    /// All that a member is made of: itself, and what it depends on, normally or to be built, however far.
    pub fn made_of(&self, member: &str) -> Vec<&Package> {
        let nodes: BTreeMap<_, _> = self.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let start = self.members().find(|package| package.name == member).map(|package| package.id.as_str());
        let mut found: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = start.into_iter().collect();
        while let Some(id) = open.pop() {
            if !found.insert(id) {
                continue;
            }
            let edges = nodes.get(id).into_iter().flat_map(|node| &node.deps);
            let kept = edges.filter(|edge| edge.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev")));
            open.extend(kept.map(|edge| edge.pkg.as_str()));
        }
        self.packages.iter().filter(|package| found.contains(package.id.as_str())).collect()
    }
}
