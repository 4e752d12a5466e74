//! One operation of the description.

use schemars::Schema;
use serde_json::{Value, json};

use super::{Schemas, security};
use crate::Route;

/// What is told of a route.
pub(crate) struct Told {
    /// What it is for; nothing for what isn't part of the API.
    pub(crate) about: Option<&'static str>,
    /// Whether what comes back has a tag.
    pub(crate) tagged: bool,
    /// Whether it is for a browser: leads to a page when it is done, and is a page when it isn't.
    pub(crate) leads_on: bool,
    /// What comes back, where the handler's type doesn't tell.
    pub(crate) answer: Option<fn(&mut Schemas) -> Schema>,
    /// What the handler's types tell.
    types: fn(&mut Operation, &mut Schemas),
}

/// What a handler's types tell.
#[derive(Default)]
pub(crate) struct Operation {
    /// What stands for the names in its address, in order.
    pub(super) path: Vec<Schema>,
    /// What may stand behind it.
    pub(super) query: Vec<Value>,
    /// What is sent.
    pub(super) body: Option<Value>,
    /// What comes back.
    pub(super) answer: Option<Schema>,
    /// Whether a token won't do.
    pub(super) in_person: bool,
}

impl Told {
    /// Of a route with such a handler.
    pub(crate) fn of(types: fn(&mut Operation, &mut Schemas)) -> Self {
        Self { about: None, tagged: false, leads_on: false, answer: None, types }
    }
}

/// A route as OpenAPI writes it; nothing for what isn't part of the API.
pub(super) fn written(route: &Route, schemas: &mut Schemas) -> Option<Value> {
    let told = route.told();
    let about = told.about?;
    let mut operation = Operation::default();
    (told.types)(&mut operation, schemas);
    let names = route.path.split('/').filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<_> = names
        .zip(&operation.path)
        .map(|(name, schema)| json!({ "name": name, "in": "path", "required": true, "schema": schema }))
        .chain(operation.query)
        .collect();
    if told.tagged {
        parameters.push(json!({ "name": "If-None-Match", "in": "header", "schema": { "type": "string" } }));
    }
    let answer = told.answer.map(|answer| answer(schemas)).or(operation.answer);
    let mut written = json!({
        "summary": about,
        "tags": [tag(route.path)],
        "security": security(route.access, operation.in_person),
        "responses": responses(told, answer),
    });
    if !parameters.is_empty() {
        written["parameters"] = parameters.into();
    }
    if let Some(body) = operation.body {
        written["requestBody"] = body;
    }
    Some(written)
}

fn responses(told: &Told, answer: Option<Schema>) -> Value {
    if told.leads_on {
        return json!({
            "303": { "description": "Done." },
            "default": { "description": "A page that says what is wrong.", "content": { "text/html": {} } },
        });
    }
    let mut done = json!({ "description": "Done." });
    if let Some(schema) = answer {
        done["content"] = json!({ "application/json": { "schema": schema } });
    }
    let mut responses = json!({ "200": done, "default": { "$ref": "#/components/responses/Failure" } });
    if told.tagged {
        responses["304"] = json!({ "description": "It is as it was." });
    }
    responses
}

/// What operations are gathered by: the first word of the address.
fn tag(path: &str) -> &str {
    path.split('/').find(|step| !matches!(*step, "" | "api")).unwrap_or_default()
}
