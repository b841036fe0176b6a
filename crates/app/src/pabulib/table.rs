//! A header and the rows under it.

use super::rows::Rows;

/// A header and the rows under it, each with as many fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a table of a text; nothing if that is no table.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut rows = Rows::new(text.as_bytes()).ok()?;
        let mut table = Self::default();
        while rows.advance().ok()? {
            let fields: Vec<_> = rows.fields().map(str::to_owned).collect();
            if table.columns.is_empty() {
                table.columns = fields;
            } else if fields.len() == table.columns.len() {
                table.rows.push(fields);
            } else {
                return None;
            }
        }
        (!table.columns.is_empty()).then_some(table)
    }

    /// The fields of a row, each with the name of its column.
    pub fn row(&self, number: usize) -> impl Iterator<Item = (&str, &str)> {
        let row = self.rows.get(number).into_iter().flatten();
        self.columns.iter().map(String::as_str).zip(row.map(String::as_str))
    }
}
