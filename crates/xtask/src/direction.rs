//! The direction of the crates (docs/ARCHITECTURE.md): who may depend on whom, and which foreign crates belong to one
//! crate only.

use crate::command::Failure;
use crate::metadata::Metadata;

/// Which of the workspace's crates each may be made of. A crate that is not here is a violation until it is.
const MAY_USE: &[(&str, &[&str])] = &[
    ("disk", &[]),
    ("domain", &[]),
    ("eventlog", &["disk"]),
    ("vault", &["disk", "domain"]),
    ("projection", &["domain"]),
    ("app", &["disk", "domain", "eventlog", "projection", "vault"]),
    ("api", &["app", "domain", "projection"]),
    ("tresse", &["api", "app", "disk", "domain", "eventlog", "projection", "vault"]),
    ("testkit", &["api", "app", "disk", "domain", "eventlog", "projection", "vault"]),
    ("tests", &[]),
    ("xtask", &[]),
];

/// Crates that may be made of anything, and that no other is made of: they measure.
const TOOLS: &[&str] = &["bench"];

/// Foreign crates that only these may name, and whether others may in their tests.
const BELONGS_TO: &[(&str, &[&str], InTests)] =
    &[("sled", &["eventlog"], InTests::No), ("actix-web", &["api"], InTests::Yes)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum InTests {
    Yes,
    No,
}

/// What a crate must not be made of, however far away.
const NEVER_IN: &[(&str, &[&str])] = &[
    ("domain", &["tokio", "actix-web", "sled"]),
    ("projection", &["tokio", "actix-web", "sled"]),
    ("disk", &["actix-web", "sled"]),
    ("eventlog", &["actix-web"]),
    ("vault", &["actix-web", "sled"]),
    ("app", &["actix-web"]),
];

/// `cargo xtask direction`.
pub fn check() -> Result<(), Failure> {
    crate::violations("direction of the crates", &violations(&Metadata::ask()?))
}

/// Each violation with its rule.
fn violations(metadata: &Metadata) -> Vec<String> {
    let mut found = vec![];
    let members: Vec<_> = metadata.members().collect();
    for member in &members {
        let name = member.name.as_str();
        if TOOLS.contains(&name) {
            continue;
        }
        let allowed = MAY_USE.iter().find(|(known, _)| *known == name).map(|(_, allowed)| *allowed);
        if allowed.is_none() {
            found.push(format!(
                "{name}: a crate has its place in the direction (MAY_USE in crates/xtask/src/direction.rs)"
            ));
        }
        for dependency in &member.dependencies {
            let on = dependency.name.as_str();
            let ours = members.iter().any(|other| other.name == on);
            if ours && !dependency.is_dev() && !allowed.unwrap_or_default().contains(&on) {
                let allowed = allowed.unwrap_or_default().join(", ");
                found.push(format!(
                    "{name} → {on}: {name} may depend on {}",
                    if allowed.is_empty() { "none of our crates" } else { &allowed }
                ));
            }
            for (foreign, owners, in_tests) in BELONGS_TO {
                let excused = dependency.is_dev() && *in_tests == InTests::Yes;
                if on == *foreign && !owners.contains(&name) && !excused {
                    found.push(format!("{name} → {on}: {foreign} belongs to {} only", owners.join(", ")));
                }
            }
        }
    }
    for (name, never) in NEVER_IN {
        for package in metadata.made_of(name) {
            if never.contains(&package.name.as_str()) {
                found.push(format!(
                    "{name} ⇒ {}: {name} is never made of {}, however far away",
                    package.name, package.name
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{Dependency, Edge, Kind, Node, Package, Resolve};

    /// A workspace in which each crate depends on all that it may, and each on its own foreign crates.
    fn workspace() -> Metadata {
        let mut metadata = Metadata {
            packages: vec![],
            workspace_members: MAY_USE
                .iter()
                .map(|(name, _)| *name)
                .chain(TOOLS.iter().copied())
                .map(str::to_owned)
                .collect(),
            resolve: Resolve { nodes: vec![] },
            target_directory: "target".into(),
        };
        for foreign in ["sled", "actix-web", "tokio", "serde"] {
            add(&mut metadata, foreign);
        }
        for name in MAY_USE.iter().map(|(name, _)| name).chain(TOOLS) {
            add(&mut metadata, name);
        }
        for (name, allowed) in MAY_USE {
            for on in *allowed {
                depend(&mut metadata, name, on, None);
            }
        }
        for (name, on) in [("eventlog", "sled"), ("eventlog", "tokio"), ("api", "actix-web"), ("domain", "serde")] {
            depend(&mut metadata, name, on, None);
        }
        depend(&mut metadata, "domain", "testkit", Some("dev"));
        depend(&mut metadata, "tests", "testkit", Some("dev"));
        depend(&mut metadata, "actix-web", "tokio", None);
        metadata
    }

    fn add(metadata: &mut Metadata, name: &str) {
        metadata.packages.push(Package {
            id: name.into(),
            name: name.into(),
            version: "1.0.0".into(),
            license: Some("MIT".into()),
            dependencies: vec![],
        });
        metadata.resolve.nodes.push(Node { id: name.into(), deps: vec![] });
    }

    fn depend(metadata: &mut Metadata, from: &str, on: &str, kind: Option<&str>) {
        let kind = kind.map(str::to_owned);
        let package = metadata.packages.iter_mut().find(|package| package.name == from).unwrap();
        package.dependencies.push(Dependency { name: on.into(), kind: kind.clone() });
        let node = metadata.resolve.nodes.iter_mut().find(|node| node.id == from).unwrap();
        node.deps.push(Edge { pkg: on.into(), dep_kinds: vec![Kind { kind }] });
    }

    fn doctored(from: &str, on: &str, kind: Option<&str>) -> Vec<String> {
        let mut metadata = workspace();
        depend(&mut metadata, from, on, kind);
        violations(&metadata)
    }

    #[test]
    fn the_workspace_as_it_should_be_has_no_violation() {
        assert_eq!(violations(&workspace()), Vec::<String>::new());
    }

    #[test]
    fn an_edge_the_wrong_way_is_a_violation() {
        for (from, on) in [
            ("domain", "projection"),
            ("disk", "domain"),
            ("eventlog", "domain"),
            ("projection", "eventlog"),
            ("projection", "vault"),
            ("vault", "eventlog"),
            ("app", "api"),
            ("api", "eventlog"),
            ("api", "vault"),
            ("app", "tresse"),
            ("tresse", "testkit"),
            ("app", "testkit"),
            ("xtask", "domain"),
        ] {
            for kind in [None, Some("build")] {
                let found = doctored(from, on, kind);
                assert!(
                    found.iter().any(|line| line.starts_with(&format!("{from} → {on}:"))),
                    "{from} → {on}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn testkit_is_for_tests() {
        assert_eq!(doctored("app", "testkit", Some("dev")), Vec::<String>::new());
        assert!(doctored("app", "testkit", None).iter().any(|line| line.starts_with("app → testkit:")));
    }

    #[test]
    fn a_tool_may_use_anything_and_nothing_uses_it() {
        for on in ["app", "testkit", "sled", "actix-web"] {
            assert_eq!(doctored("bench", on, None), Vec::<String>::new());
        }
        for from in ["app", "testkit", "tresse", "xtask"] {
            assert!(doctored(from, "bench", None).iter().any(|line| line.starts_with(&format!("{from} → bench:"))));
        }
    }

    #[test]
    fn sled_and_actix_web_belong_to_one_crate() {
        for from in ["app", "domain", "projection", "vault", "testkit", "tests"] {
            assert!(!doctored(from, "sled", None).is_empty(), "{from}");
            assert!(!doctored(from, "actix-web", None).is_empty(), "{from}");
            assert!(!doctored(from, "sled", Some("dev")).is_empty(), "{from}");
        }
        assert_eq!(doctored("tests", "actix-web", Some("dev")), Vec::<String>::new());
    }

    #[test]
    fn tokio_is_not_even_far_away_in_domain_and_projection() {
        let mut metadata = workspace();
        depend(&mut metadata, "serde", "tokio", None);
        let found = violations(&metadata);
        for name in ["domain", "projection"] {
            assert!(found.iter().any(|line| line.starts_with(&format!("{name} ⇒ tokio"))), "{found:?}");
        }
        let mut metadata = workspace();
        depend(&mut metadata, "serde", "tokio", Some("dev"));
        assert_eq!(violations(&metadata), Vec::<String>::new());
    }

    #[test]
    fn a_crate_without_a_place_is_a_violation() {
        let mut metadata = workspace();
        add(&mut metadata, "utils");
        metadata.workspace_members.push("utils".into());
        assert_eq!(violations(&metadata).len(), 1);
    }
}
