//! The Merkle tree of RFC 6962 over the exact bytes of events: its root only, without keeping the tree.

use sha2::{Digest as _, Sha256};

/// A SHA-256 hash.
type Hash = [u8; 32];

/// The leaf of an event's exact bytes (RFC 6962): `SHA-256(0x00 ‖ entry)`.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// Takes in events one after another and knows the root of the tree over them.
#[derive(Debug, Clone, Default)]
pub struct MerkleRoot {
    size: u64,
    /// The roots of the full subtrees from left to right, the largest first: one for each bit of `size` that is set.
    edge: Vec<Hash>,
}

impl MerkleRoot {
    /// Takes in the next event: a leaf is [`leaf_hash`], a node `SHA-256(0x01 ‖ left ‖ right)`.
    pub fn push(&mut self, entry: &[u8]) {
        let mut hash = leaf_hash(entry);
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.edge.pop() {
                hash = node(&left, &hash);
            }
        }
        self.edge.push(hash);
        self.size += 1;
    }

    /// How many events were taken in.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree over all of them; of an empty one `SHA-256("")`.
    #[must_use]
    pub fn root(&self) -> Hash {
        let right_to_left = self.edge.iter().rev().copied();
        right_to_left.reduce(|right, left| node(&left, &right)).unwrap_or_else(|| Sha256::digest(b"").into())
    }
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaf inputs of the vectors of Certificate Transparency.
    const LEAVES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];

    /// RFC 6962 §2.1, as it stands there: split at the largest power of two below the size.
    fn by_definition(entries: &[&[u8]]) -> Hash {
        match entries {
            [] => Sha256::digest(b"").into(),
            [entry] => Sha256::new().chain_update([0]).chain_update(entry).finalize().into(),
            _ => {
                let (left, right) = entries.split_at(entries.len().next_power_of_two() / 2);
                node(&by_definition(left), &by_definition(right))
            }
        }
    }

    #[test]
    fn the_roots_are_those_of_the_published_vectors() {
        let hex = |hash: Hash| hash.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let mut root = MerkleRoot::default();
        let mut roots = vec![hex(root.root())];
        for leaf in LEAVES {
            root.push(leaf);
            roots.push(hex(root.root()));
        }
        for (size, expected) in [
            (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
            (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
        ] {
            assert_eq!(roots[size], expected, "size {size}");
        }
    }

    #[test]
    fn every_size_up_to_300_has_the_root_that_the_rfc_defines() {
        let entries: Vec<_> = (0..300_u32).map(u32::to_be_bytes).collect();
        let entries: Vec<_> = entries.iter().map(<[u8; 4]>::as_slice).collect();
        let mut root = MerkleRoot::default();
        for size in 0..entries.len() {
            assert_eq!((root.size(), root.root()), (size as u64, by_definition(&entries[..size])), "size {size}");
            root.push(entries[size]);
        }
    }
}
