//! The licences of all that the binary is made of, held against the list in `deny.toml`.

use crate::command::Failure;
use crate::metadata::Metadata;
use crate::spdx;

/// `cargo xtask licences`.
pub fn check() -> Result<(), Failure> {
    let list = crate::root().join("deny.toml");
    let list = std::fs::read_to_string(&list).map_err(|source| Failure::Io { what: "deny.toml".into(), source })?;
    let allowed = allowed(&list);
    if allowed.is_empty() {
        return Err(Failure::Unexpected("deny.toml has no `allow = [` under [licenses]".into()));
    }
    let metadata = Metadata::ask()?;
    if metadata.made_of("tresse").len() < 2 {
        return Err(Failure::Unexpected("the binary tresse is not in the workspace".into()));
    }
    crate::violations("licences", &violations(&metadata, &allowed))
}

/// The strings of `allow = […]` under `[licenses]`; the only thing read from that file, so no parser of TOML.
fn allowed(deny: &str) -> Vec<&str> {
    let section = deny.split_once("[licenses]").map_or("", |(_, after)| after);
    let list = section.split_once("allow = [").and_then(|(_, after)| after.split_once(']'));
    let strings = list.map_or("", |(list, _)| list).split('"').skip(1).step_by(2);
    strings.collect()
}

fn violations(metadata: &Metadata, allowed: &[&str]) -> Vec<String> {
    let mut found = vec![];
    for package in metadata.made_of("tresse") {
        let expression = package.license.as_deref().unwrap_or_default();
        let verdict = match spdx::satisfied(expression, &|licence| allowed.contains(&licence)) {
            Some(true) => continue,
            Some(false) => format!("{expression} is not allowed by deny.toml"),
            None if expression.is_empty() => "declares no licence".to_owned(),
            None => format!("{expression:?} is no SPDX expression"),
        };
        found.push(format!("{} {}: {verdict}", package.name, package.version));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{Edge, Kind, Node, Package, Resolve};

    const ALLOWED: &[&str] = &["MIT", "Apache-2.0"];

    /// The binary with one dependency of this licence, of this kind.
    fn with(license: Option<&str>, kind: Option<&str>) -> Vec<String> {
        let package = |name: &str, license: Option<&str>| Package {
            id: name.into(),
            name: name.into(),
            version: "1.0.0".into(),
            license: license.map(str::to_owned),
            dependencies: vec![],
        };
        let kinds = vec![Kind { kind: kind.map(str::to_owned) }];
        let node = |id: &str, deps| Node { id: id.into(), deps };
        let metadata = Metadata {
            packages: vec![package("tresse", Some("Apache-2.0")), package("far", license)],
            workspace_members: vec!["tresse".into()],
            resolve: Resolve {
                nodes: vec![node("tresse", vec![Edge { pkg: "far".into(), dep_kinds: kinds }]), node("far", vec![])],
            },
            target_directory: "target".into(),
        };
        violations(&metadata, ALLOWED)
    }

    #[test]
    fn a_licence_of_the_list_passes_and_any_other_does_not() {
        assert_eq!(with(Some("MIT OR GPL-3.0-only"), None), Vec::<String>::new());
        for licence in
            [Some("GPL-3.0-only"), Some("AGPL-3.0-or-later"), Some("SSPL-1.0"), Some("whatever I like"), None]
        {
            assert_eq!(with(licence, None).len(), 1, "{licence:?}");
            assert_eq!(with(licence, Some("build")).len(), 1, "{licence:?}");
            assert_eq!(with(licence, Some("dev")), Vec::<String>::new(), "{licence:?}");
        }
    }

    #[test]
    fn the_list_stands_in_deny_toml() {
        let list = allowed("[bans]\nallow = [\"x\"]\n[licenses]\n# why\nallow = [\n  \"MIT\",\n  \"A WITH b\",\n]\n");
        assert_eq!(list, ["MIT", "A WITH b"]);
        let ours = allowed(include_str!("../../../deny.toml"));
        assert!(ours.contains(&"MIT") && !ours.iter().any(|licence| licence.contains("GPL")), "{ours:?}");
    }
}
