//! What the description tells of every list: the formats it comes in, and its columns as CSV.

use serde_json::json;
use utoipa::openapi::content::Content;
use utoipa::openapi::schema::{ArrayItems, ObjectBuilder};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Response, Schema, Type};

use super::Format;
use super::csv::{Schemas, columns};

/// Adds the other formats to every answer that is a page.
pub fn tell_formats(document: &mut OpenApi) {
    let schemas = document.components.as_ref().map(|components| components.schemas.clone()).unwrap_or_default();
    let schemas: Schemas = schemas.into_iter().collect();
    for path in document.paths.paths.values_mut() {
        let Some(operation) = &mut path.get else { continue };
        for response in operation.responses.responses.values_mut() {
            if let RefOr::T(response) = response {
                tell_formats_of(response, &schemas);
            }
        }
    }
}

fn tell_formats_of(response: &mut Response, schemas: &Schemas) {
    let Some(RefOr::T(page)) = response.content.get(Format::Json.media_type()) else { return };
    let Some(item) = page.schema.as_ref().and_then(|page| item_of(page, schemas)) else { return };
    let csv = csv_of(&item, schemas);
    let line = ContentBuilder::new().schema(Some(item)).build();
    for (format, content) in [(Format::Ndjson, line), (Format::Csv, csv)] {
        response.content.entry(format.media_type().to_owned()).or_insert(RefOr::T(content));
    }
}

fn csv_of(item: &RefOr<Schema>, schemas: &Schemas) -> Content {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let names = columns(item, schemas).join(",") + "\r\n";
    ContentBuilder::new().schema(Some(RefOr::T(text.into()))).example(Some(json!(names))).build()
}

/// The schema of the items, if this is the schema of a page, or of a list that tells more.
fn item_of(page: &RefOr<Schema>, schemas: &Schemas) -> Option<RefOr<Schema>> {
    let RefOr::Ref(Ref { ref_location, .. }) = page else { return None };
    let RefOr::T(Schema::Object(page)) = schemas.get(ref_location.rsplit('/').next()?)? else { return None };
    page.properties.get("next")?;
    let RefOr::T(Schema::Array(items)) = page.properties.get("items")? else { return None };
    if let ArrayItems::RefOrSchema(item) = &items.items { Some(item.as_ref().clone()) } else { None }
}
