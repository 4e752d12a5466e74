//! One operation of the description.

use schemars::Schema;
use serde_json::{Value, json};

use super::security;
use crate::Route;

/// What a route's handler takes and answers.
#[derive(Default)]
pub(crate) struct Operation {
    /// What it is for.
    about: &'static str,
    /// What stands for the names in its address, in order.
    pub(super) path: Vec<Schema>,
    /// What may stand behind it.
    pub(super) query: Vec<Value>,
    /// What is sent.
    pub(super) body: Option<Value>,
    /// What comes back.
    pub(crate) answer: Option<Schema>,
    /// Whether a token won't do.
    pub(super) in_person: bool,
    /// Whether what comes back has a tag.
    tagged: bool,
    /// Whether it is for a browser: leads to a page when it is done, and is a page when it isn't.
    leads_on: bool,
}

impl Operation {
    /// Of a handler that hasn't been asked yet.
    pub(crate) fn of(about: &'static str, tagged: bool, leads_on: bool) -> Self {
        Self { about, tagged, leads_on, ..Self::default() }
    }

    /// As OpenAPI writes it.
    pub(super) fn written(self, route: &Route) -> Value {
        let names = route.path.split('/').filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
        let mut parameters: Vec<_> = names
            .zip(&self.path)
            .map(|(name, schema)| json!({ "name": name, "in": "path", "required": true, "schema": schema }))
            .chain(self.query.iter().cloned())
            .collect();
        if self.tagged {
            parameters
                .push(json!({ "name": "If-None-Match", "in": "header", "schema": { "type": "string" } }));
        }
        let mut written = json!({
            "summary": self.about,
            "tags": [tag(route.path)],
            "security": security(route.access, self.in_person),
            "responses": self.responses(),
        });
        if !parameters.is_empty() {
            written["parameters"] = parameters.into();
        }
        if let Some(body) = self.body {
            written["requestBody"] = body;
        }
        written
    }

    fn responses(&self) -> Value {
        if self.leads_on {
            return json!({
                "303": { "description": "Done." },
                "default": { "description": "A page that says what is wrong.", "content": { "text/html": {} } },
            });
        }
        let mut done = json!({ "description": "Done." });
        if let Some(schema) = &self.answer {
            done["content"] = json!({ "application/json": { "schema": schema } });
        }
        let mut responses = json!({ "200": done, "default": { "$ref": "#/components/responses/Failure" } });
        if self.tagged {
            responses["304"] = json!({ "description": "It is as it was." });
        }
        responses
    }
}

/// What operations are gathered by: the first word of the address.
fn tag(path: &str) -> &str {
    path.split('/').find(|step| !matches!(*step, "" | "api")).unwrap_or_default()
}
