//! Lists as CSV (RFC 4180), in UTF-8.
//!
//! The columns are those of the description, so that every page of a list has the same, an empty one too. An object
//! within an item gives a column for each of its fields, named with a dot. A list of plain values is one cell, its values
//! apart by `|`; a `|` or `\` in a value has a `\` before it. Lists of objects, and objects whose fields are not fixed,
//! are JSON. What is absent is empty, and so is an empty list.
//!
//! A text that a spreadsheet would take for a formula has an apostrophe before it: one that begins with `=`, `+`, `-`,
//! `@`, a tab or a line break. Numbers are no texts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::{RefOr, Schema, Type};

/// What a text begins with that a spreadsheet would take for a formula.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];
/// How deeply objects are taken apart.
const MAX_DEPTH: usize = 4;

/// Named schemas, to follow references with.
pub type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Why a table could not be written.
#[derive(Debug)]
pub enum CsvError {
    /// An item is no object.
    Json(serde_json::Error),
    /// The table.
    Csv(csv::Error),
}

impl std::fmt::Display for CsvError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            Self::Csv(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CsvError {}

impl From<serde_json::Error> for CsvError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<csv::Error> for CsvError {
    fn from(error: csv::Error) -> Self {
        Self::Csv(error)
    }
}

/// The items as a table.
///
/// # Errors
/// [`CsvError`], for items that are no objects.
pub fn table<T: Serialize + ToSchema>(items: &[T]) -> Result<Vec<u8>, CsvError> {
    let mut named = Vec::new();
    T::schemas(&mut named);
    let columns = columns(&T::schema(), &named.into_iter().collect());
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    table.write_record(&columns)?;
    for item in items {
        let item = serde_json::value::to_raw_value(item)?;
        let fields = fields_of(&item)?;
        for column in &columns {
            table.write_field(cell(&fields, column)?)?;
        }
        table.write_record(None::<&[u8]>)?;
    }
    table.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

/// The names of the columns that a schema gives.
#[must_use]
pub fn columns(schema: &RefOr<Schema>, named: &Schemas) -> Vec<String> {
    let mut columns = Vec::new();
    add(&mut columns, "", schema, named, 0);
    columns
}

fn add(columns: &mut Vec<String>, name: &str, schema: &RefOr<Schema>, named: &Schemas, depth: usize) {
    let fields = fields_told(schema, named);
    if fields.is_empty() || depth == MAX_DEPTH {
        columns.push(name.to_owned());
        return;
    }
    for (field, schema) in fields {
        let name = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
        add(columns, &name, schema, named, depth + 1);
    }
}

/// The fields that a schema tells of, if it is of an object with fixed fields, or of one that may be absent.
fn fields_told<'s>(schema: &'s RefOr<Schema>, named: &'s Schemas) -> Vec<(&'s String, &'s RefOr<Schema>)> {
    let schema = match schema {
        RefOr::T(schema) => schema,
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
            return named.get(name).map_or_else(Vec::new, |schema| fields_told(schema, named));
        }
    };
    match schema {
        Schema::Object(object) => object.properties.iter().collect(),
        Schema::AllOf(all) => all.items.iter().flat_map(|part| fields_told(part, named)).collect(),
        Schema::OneOf(one) => {
            let mut present = one.items.iter().filter(|choice| !is_null(choice));
            match (present.next(), present.next()) {
                (Some(only), None) => fields_told(only, named),
                _ => Vec::new(),
            }
        }
        Schema::Array(_) | Schema::AnyOf(_) | _ => Vec::new(),
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null))
}

type Fields<'j> = BTreeMap<Cow<'j, str>, &'j RawValue>;

fn fields_of(json: &RawValue) -> Result<Fields<'_>, serde_json::Error> {
    serde_json::from_str(json.get())
}

fn cell(fields: &Fields<'_>, column: &str) -> Result<String, serde_json::Error> {
    if let Some(json) = fields.get(column) {
        return text_of(json);
    }
    match column.split_once('.').and_then(|(field, below)| Some((fields.get(field)?, below))) {
        Some((json, below)) if json.get() != "null" => cell(&fields_of(json)?, below),
        _ => Ok(String::new()),
    }
}

fn text_of(json: &RawValue) -> Result<String, serde_json::Error> {
    let text = json.get();
    match text.as_bytes().first() {
        Some(b'"') => Ok(harmless(serde_json::from_str(text)?)),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text)?;
            if items.iter().any(|item| item.get().starts_with(['[', '{'])) {
                return Ok(text.to_owned());
            }
            let items = items.into_iter().map(apart).collect::<Result<Vec<_>, _>>()?;
            Ok(harmless(items.join("|")))
        }
        Some(b'n') => Ok(String::new()),
        _ => Ok(text.to_owned()),
    }
}

/// A value of a list, so that it can be told from the next.
fn apart(json: &RawValue) -> Result<String, serde_json::Error> {
    if json.get().starts_with('"') {
        let text: String = serde_json::from_str(json.get())?;
        return Ok(text.replace('\\', "\\\\").replace('|', "\\|"));
    }
    Ok(json.get().to_owned())
}

fn harmless(text: String) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, ToSchema)]
    struct Inner {
        yes: u32,
        no: Option<i32>,
    }

    #[derive(Serialize, ToSchema)]
    struct Item {
        title: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        votes: Option<Inner>,
        change: i32,
        tags: Vec<&'static str>,
        links: Vec<Inner>,
        #[schema(value_type = Object)]
        free: Box<RawValue>,
        holds: bool,
    }

    fn item(title: &'static str) -> Item {
        let free = RawValue::from_string(r#"{"z":1,"a":2.50}"#.to_owned()).unwrap();
        Item { title, votes: None, change: -3, tags: Vec::new(), links: Vec::new(), free, holds: true }
    }

    fn rows(items: &[Item]) -> Vec<Vec<String>> {
        let table = table(items).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&table[..]);
        reader.records().map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
    }

    #[test]
    fn every_page_has_the_columns_of_the_description() {
        let names = ["title", "votes.yes", "votes.no", "change", "tags", "links", "free", "holds"];
        assert_eq!(rows(&[])[0], names);
        let voted = Item { votes: Some(Inner { yes: 2, no: None }), ..item("a") };
        let rows = rows(&[item("a, \"b\"\r\nc"), voted]);
        assert_eq!(rows[0], names);
        assert_eq!(rows[1], ["a, \"b\"\r\nc", "", "", "-3", "", "", r#"{"z":1,"a":2.50}"#, "true"]);
        assert_eq!(rows[2][..4], ["a", "2", "", "-3"]);
    }

    #[test]
    fn lines_end_as_the_rfc_says() {
        assert_eq!(String::from_utf8(table(&[item("a")]).unwrap()).unwrap().matches("\r\n").count(), 2);
    }

    #[test]
    fn lists_of_values_can_be_taken_apart_again() {
        let listed = Item { tags: vec!["a|b", "c\\", "d"], ..item("x") };
        assert_eq!(rows(&[listed])[1][4], r"a\|b|c\\|d");
        let linked = Item { links: vec![Inner { yes: 1, no: Some(-1) }], ..item("x") };
        assert_eq!(rows(&[linked])[1][5], r#"[{"yes":1,"no":-1}]"#);
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1+1", "+33 1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"] {
            assert_eq!(rows(&[item(text)])[1][0], format!("'{text}"));
        }
        for text in ["a=1", "'=1", "1", "", "é"] {
            assert_eq!(rows(&[item(text)])[1][0], text);
        }
        assert_eq!(rows(&[Item { tags: vec!["=a", "b"], ..item("x") }])[1][4], "'=a|b");
    }
}
