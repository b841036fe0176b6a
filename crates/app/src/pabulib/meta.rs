//! The section `META`: keys and values, in the order of the file.

use super::table::Table;

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// The line on which it stands; 0 where it was read from no file.
    pub line: u64,
}

/// The section `META`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meta(Vec<Entry>);

impl Meta {
    /// The header of the section.
    pub const HEADER: [&str; 2] = ["key", "value"];

    /// Reads the section of a text, its header first and without its title, as [`super::write::meta`] writes it; nothing if
    /// it is something else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let table = Table::read(text).filter(|table| table.columns == Self::HEADER)?;
        let mut meta = Self::default();
        for row in &table.rows {
            let [key, value] = row.as_slice() else { return None };
            meta.push(key, value, 0);
        }
        Some(meta)
    }

    /// Adds a key at the end.
    pub fn push(&mut self, key: &str, value: &str, line: u64) {
        self.0.push(Entry { key: key.to_owned(), value: value.to_owned(), line });
    }

    /// Says something else of a key, in its place or at the end.
    pub fn set(&mut self, key: &str, value: &str) {
        match self.0.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => value.clone_into(&mut entry.value),
            None => self.push(key, value, 0),
        }
    }

    /// A key with a value that is not empty.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key && !entry.value.is_empty())
    }

    /// The value of a key, if it has one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entry(key).map(|entry| entry.value.as_str())
    }

    /// All of them, in their order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }
}
