//! How far a history is known to have gone, from outside a backup: a position that somebody was told, or a signed
//! checkpoint (C2SP tlog-checkpoint: origin, size and Merkle root in a signed note).

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::names::Slug;
use domain::network::Founded;
use eventlog::MerkleRoot;

use super::manifest::NetworkLog;

/// What is known of a network's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It had at least so many events.
    AtLeast {
        /// The network.
        network: Slug,
        /// How many.
        head: u64,
    },
    /// It had the size and the root that a checkpoint tells.
    Checkpoint {
        /// The file, for messages.
        file: PathBuf,
        /// What it holds.
        note: String,
    },
}

/// Why what is known cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The network is not in the backup.
    #[error("this backup has no network {0}; see the slugs in its manifest.json")]
    Network(Slug),
    /// The file is no checkpoint.
    #[error("{}: not a checkpoint: origin, size, root in base64, a blank line and signatures are wanted", .0.display())]
    Malformed(PathBuf),
    /// The checkpoint is of another network.
    #[error("{}: this backup has no network with the origin {origin}", file.display())]
    Origin {
        /// The file.
        file: PathBuf,
        /// What it names.
        origin: String,
    },
    /// The network did not sign it.
    #[error("{}: {source}; take the checkpoint as the network served it", file.display())]
    Signature {
        /// The file.
        file: PathBuf,
        /// Why not.
        source: vault::NoteError,
    },
}

/// What a network's history must come up to.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    /// How many events it had at least.
    pub(super) at_least: u64,
    /// The root that it had at a size, and the file that tells so.
    pub(super) roots: Vec<(u64, [u8; 32], PathBuf)>,
    /// Whether anything is known at all.
    pub(super) is_known: bool,
}

impl Expected {
    /// Compares a history with the roots that it had.
    pub(super) fn comparing(&self) -> Comparing<'_> {
        let mut roots: Vec<_> = self.roots.iter().map(|(size, root, file)| (*size, root, file.as_path())).collect();
        // The next one last.
        roots.sort_by_key(|(size, ..)| std::cmp::Reverse(*size));
        let mut comparing = Comparing { merkle: MerkleRoot::default(), roots, difference: None };
        comparing.compare();
        comparing
    }
}

/// A history that is compared, event after event, with the roots that it had.
pub(super) struct Comparing<'e> {
    merkle: MerkleRoot,
    roots: Vec<(u64, &'e [u8; 32], &'e Path)>,
    difference: Option<(u64, &'e Path)>,
}

impl<'e> Comparing<'e> {
    /// Takes in the next event.
    pub(super) fn push(&mut self, event: &[u8]) {
        if !self.roots.is_empty() {
            self.merkle.push(event);
            self.compare();
        }
    }

    /// The first size at which it had another root, and the file that tells so.
    pub(super) fn difference(&self) -> Option<(u64, &'e Path)> {
        self.difference
    }

    fn compare(&mut self) {
        while let Some((size, root, file)) = self.roots.pop_if(|(size, ..)| *size == self.merkle.size()) {
            if *root != self.merkle.root() {
                self.difference.get_or_insert((size, file));
            }
        }
    }
}

/// What is known of one network among those of a backup.
pub(super) fn expected(known: &[Known], network: &NetworkLog, founded: &Founded) -> Result<Expected, ProofError> {
    let mut expected = Expected::default();
    for known in known {
        let at_least = match known {
            Known::AtLeast { network: slug, head } if *slug == network.slug => *head,
            Known::Checkpoint { file, note } if origin(note) == founded.origin.as_str() => {
                let verified = vault::verify_note(&founded.verifier_key, note)
                    .map_err(|source| ProofError::Signature { file: file.clone(), source })?;
                let (size, root) = parse(verified).ok_or_else(|| ProofError::Malformed(file.clone()))?;
                expected.roots.push((size, root, file.clone()));
                size
            }
            Known::AtLeast { .. } | Known::Checkpoint { .. } => continue,
        };
        expected.at_least = expected.at_least.max(at_least);
        expected.is_known = true;
    }
    Ok(expected)
}

/// Whether each thing that is known is of one of these networks.
pub(super) fn all_have_a_network(known: &[Known], networks: &[(&NetworkLog, Founded)]) -> Result<(), ProofError> {
    for known in known {
        match known {
            Known::AtLeast { network, .. } => {
                if !networks.iter().any(|(log, _)| log.slug == *network) {
                    return Err(ProofError::Network(network.clone()));
                }
            }
            Known::Checkpoint { file, note } => {
                let origin = origin(note);
                if !note.contains("\n\n") {
                    return Err(ProofError::Malformed(file.clone()));
                }
                if !networks.iter().any(|(_, founded)| founded.origin.as_str() == origin) {
                    return Err(ProofError::Origin { file: file.clone(), origin: origin.to_owned() });
                }
            }
        }
    }
    Ok(())
}

/// The first line, which names the log.
fn origin(note: &str) -> &str {
    note.lines().next().unwrap_or_default()
}

/// Size and root of a checkpoint's text. Lines behind them are extensions.
fn parse(text: &str) -> Option<(u64, [u8; 32])> {
    let mut lines = text.lines().skip(1);
    let (size, root) = (lines.next()?, lines.next()?);
    let number: u64 = size.parse().ok()?;
    let root = STANDARD.decode(root).ok()?.try_into().ok()?;
    (number.to_string() == size).then_some((number, root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_origin_size_root_and_what_else_it_says() {
        let root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
        let text = |size: &str, root: &str| format!("civic.example/log\n{size}\n{root}\n");
        let (size, read) = parse(&text("8", root)).unwrap();
        assert_eq!((size, STANDARD.encode(read).as_str()), (8, root));
        assert!(parse(&(text("8", root) + "an extension\n")).is_some());
        for (size, root) in [("08", root), ("-1", root), ("8 ", root), ("8", "XcnaeacGWamtVZy3"), ("8", "")] {
            assert_eq!(parse(&text(size, root)), None, "{size} {root}");
        }
    }
}
