//! The description of the API (OpenAPI 3.1): whole, consistent, and true of the answers.

use std::collections::BTreeSet;

use serde_json::Value;
use testkit::{Reply, TestServer};

/// The document, with its references followed.
pub struct Description(pub Value);

/// An operation: method, path and what is told of it.
struct Operation<'d> {
    name: String,
    told: &'d Value,
}

impl Description {
    pub fn of(server: &TestServer) -> Self {
        Self(server.caller("").get("/openapi.json").expect(200))
    }

    fn operations(&self) -> Vec<Operation<'_>> {
        let paths = self.0["paths"].as_object().unwrap().values();
        paths
            .flat_map(|path| path.as_object().unwrap().values())
            .map(|told| Operation { name: told["operationId"].as_str().unwrap_or_default().to_owned(), told })
            .collect()
    }

    fn resolve<'d>(&'d self, schema: &'d Value) -> &'d Value {
        match schema.get("$ref").and_then(Value::as_str) {
            None => schema,
            Some(reference) => {
                self.0.pointer(reference.strip_prefix('#').unwrap()).unwrap_or_else(|| panic!("{reference}"))
            }
        }
    }

    /// Why a value is not what a schema tells, as far as the document uses JSON Schema.
    pub fn misfit(&self, schema: &Value, value: &Value) -> Option<String> {
        let schema = self.resolve(schema);
        if let Some(one_of) = schema.get("oneOf").and_then(Value::as_array) {
            let misfits: Vec<_> = one_of.iter().map(|schema| self.misfit(schema, value)).collect();
            let fitting = misfits.iter().filter(|misfit| misfit.is_none()).count();
            return (fitting != 1).then(|| format!("{fitting} fit: {misfits:?}"));
        }
        let types = schema["type"].as_array().map_or_else(|| std::slice::from_ref(&schema["type"]), Vec::as_slice);
        let types: Vec<_> = types.iter().filter_map(Value::as_str).collect();
        let of = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        if !types.is_empty() && !types.contains(&of) {
            return Some(format!("{value} is no {types:?}"));
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array)
            && !words.contains(value)
        {
            return Some(format!("{value} is none of {words:?}"));
        }
        match value {
            Value::Array(items) => items.iter().find_map(|item| self.misfit(schema.get("items")?, item)),
            Value::Object(_) => self.misfit_of_object(schema, value),
            Value::String(text) => misfit_of_text(schema, text),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }

    fn misfit_of_object(&self, schema: &Value, value: &Value) -> Option<String> {
        let known = schema.get("properties").and_then(Value::as_object)?;
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let missing = required.map(|name| name.as_str().unwrap()).find(|name| value.get(name).is_none());
        if let Some(missing) = missing {
            return Some(format!("{missing} is missing in {value}"));
        }
        value.as_object().unwrap().iter().find_map(|(name, value)| match known.get(name) {
            None => Some(format!("{name} is not told of")),
            Some(schema) => self.misfit(schema, value).map(|misfit| format!("{name}: {misfit}")),
        })
    }

    /// Checks that an answer is what the document tells of its operation.
    pub fn check(&self, operation: &str, reply: &Reply) -> Result<(), String> {
        let told = self.operations().into_iter().find(|known| known.name == operation).ok_or("unknown operation")?.told;
        let responses = &told["responses"];
        let response = responses.get(reply.status.to_string());
        let response = response.ok_or_else(|| format!("{operation} does not tell of {}", reply.status))?;
        let content_type = reply.headers.get("content-type").map(|of| of.split(';').next().unwrap_or_default());
        match (response.get("content"), content_type) {
            (None, None) if reply.body.is_empty() => Ok(()),
            (Some(content), Some("application/json" | "application/problem+json")) => {
                let content = content.get(content_type.unwrap_or_default()).ok_or("another content type")?;
                match self.misfit(&content["schema"], &reply.json()) {
                    None => Ok(()),
                    Some(misfit) => Err(format!("{operation} {}: {misfit}", reply.status)),
                }
            }
            (Some(content), Some(other)) if content.get(other).is_some() => Ok(()),
            (_, other) => Err(format!("{operation} {}: content type {other:?}", reply.status)),
        }
    }
}

fn misfit_of_text(schema: &Value, text: &str) -> Option<String> {
    let fits = match schema.get("format").and_then(Value::as_str) {
        Some("uuid") => text.len() == 36 && text.split('-').count() == 5,
        Some("date-time") => text.parse::<domain::ids::Stamp>().is_ok(),
        _ => true,
    };
    (!fits).then(|| format!("{text:?} has another format"))
}

fn visit(value: &Value, see: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                see(name, value);
                visit(value, see);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| visit(item, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

fn has_example(description: &Description, schema: &Value) -> bool {
    let mut found = false;
    visit(description.resolve(schema), &mut |name, value| {
        found |= name == "example" || name == "examples";
        if name == "$ref" {
            let below = description.0.pointer(value.as_str().unwrap().trim_start_matches('#')).unwrap();
            found |= below.get("example").is_some() || has_example(description, below);
        }
    });
    found
}

#[test]
fn every_reference_leads_somewhere() {
    let description = Description::of(&TestServer::start());
    let mut references = 0;
    visit(&description.0, &mut |name, value| {
        if name == "$ref" {
            references += 1;
            let pointer = value.as_str().unwrap().strip_prefix('#').unwrap();
            assert!(description.0.pointer(pointer).is_some(), "{value}");
        }
    });
    assert!(references > 100);
    assert_eq!(description.0["openapi"], "3.1.0");
}

#[test]
fn every_operation_is_told_whole() {
    let description = Description::of(&TestServer::start());
    let tags: BTreeSet<_> =
        description.0["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).map(Value::to_string).collect();
    let mut ids = BTreeSet::new();
    for (path, operations) in description.0["paths"].as_object().unwrap() {
        for (method, told) in operations.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(ids.insert(told["operationId"].as_str().unwrap()), "{name}: its id is another's too");
            assert!(told["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{name}: summary");
            assert!(
                told["tags"].as_array().is_some_and(|of| of.len() == 1 && tags.contains(&of[0].to_string())),
                "{name}: tags"
            );
            let responses = told["responses"].as_object().unwrap();
            let success = responses.iter().find(|(status, _)| status.starts_with('2')).expect(&name).1;
            let wanted: &[&str] = match (method.as_str(), path.starts_with("/v1/")) {
                (_, false) => &[],
                ("get", true) => &["400", "401", "403", "404", "406", "422", "429", "500", "503"],
                _ => &["400", "401", "403", "404", "409", "412", "413", "415", "422", "429", "500", "503", "507"],
            };
            assert!(wanted.iter().all(|status| responses.contains_key(*status)), "{name}: errors");
            for (_, response) in responses.iter().filter(|(status, _)| !status.starts_with('2')) {
                let schema = &response["content"]["application/problem+json"]["schema"];
                assert_eq!(schema["$ref"], "#/components/schemas/Problem", "{name}");
            }
            let body = told.pointer("/requestBody/content/application~1json/schema");
            assert!(body.is_none_or(|schema| has_example(&description, schema)), "{name}: example of its body");
            for content in
                success.get("content").and_then(Value::as_object).into_iter().flat_map(|content| content.values())
            {
                let told = content.get("example").is_some() || has_example(&description, &content["schema"]);
                assert!(told, "{name}: example of its answer");
            }
            let in_path: BTreeSet<_> =
                path.split('/').filter_map(|part| Some(part.strip_prefix('{')?.split_once('}')?.0)).collect();
            let parameters = told["parameters"].as_array().into_iter().flatten();
            let told: BTreeSet<_> =
                parameters.filter(|of| of["in"] == "path").map(|of| of["name"].as_str().unwrap()).collect();
            assert_eq!(told, in_path, "{name}: parameters of its path");
        }
    }
}

#[test]
fn every_example_of_a_schema_fits_it() {
    let description = Description::of(&TestServer::start());
    let mut examples = 0;
    for (name, schema) in description.0["components"]["schemas"].as_object().unwrap() {
        if let Some(example) = schema.get("example") {
            assert_eq!(description.misfit(schema, example), None, "{name}");
            examples += 1;
        }
    }
    assert!(examples >= 15, "{examples}");
}
