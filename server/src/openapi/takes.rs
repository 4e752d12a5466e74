//! What handlers take and give, told by their types.

use axum::{
    extract::{Path, Query, Request, State, WebSocketUpgrade},
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::{Operation, Schemas};
use crate::{
    Caller, Error, Visit, Wire,
    codec::Form,
    language::{Language, Spoken},
    session::{InPerson, MaybeCaller, Proved},
};

/// A handler, which takes what `T` says.
pub(crate) trait Endpoint<T> {
    /// Says what it takes and gives.
    fn describe(operation: &mut Operation, schemas: &mut Schemas);
}

/// What a handler takes.
pub(super) trait Takes {
    /// Says what of it is to be sent; nothing, for what the server knows by itself.
    fn describe(_: &mut Operation, _: &mut Schemas) {}
}

/// What a handler gives.
pub(super) trait Gives {
    /// Says what comes back; nothing, where the type doesn't tell.
    fn describe(_: &mut Operation, _: &mut Schemas) {}
}

macro_rules! endpoint {
    ($($taken:ident)*) => {
        impl<F, Answer, $($taken),*> Endpoint<($($taken,)*)> for F
        where
            F: Fn($($taken),*) -> Answer,
            Answer: Future<Output: Gives>,
            $($taken: Takes,)*
        {
            fn describe(operation: &mut Operation, schemas: &mut Schemas) {
                $($taken::describe(operation, schemas);)*
                <Answer::Output as Gives>::describe(operation, schemas);
            }
        }
    };
}
endpoint!();
endpoint!(A);
endpoint!(A B);
endpoint!(A B C);
endpoint!(A B C D);
endpoint!(A B C D E);
endpoint!(A B C D E G);
endpoint!(A B C D E G H);

impl<S> Takes for State<S> {}
impl Takes for Caller {}
impl Takes for MaybeCaller {}
impl Takes for Visit {}
impl Takes for HeaderMap {}
impl Takes for Language {}
impl Takes for Spoken {}
impl Takes for Uri {}
impl Takes for Request {}
impl Takes for WebSocketUpgrade {}

impl Takes for InPerson {
    fn describe(operation: &mut Operation, _: &mut Schemas) {
        operation.in_person = true;
    }
}

impl Takes for Proved {
    fn describe(operation: &mut Operation, _: &mut Schemas) {
        operation.in_person = true;
    }
}

impl<T: JsonSchema> Takes for Path<T> {
    fn describe(operation: &mut Operation, schemas: &mut Schemas) {
        let schema = schemas.request::<T>();
        let several = schema.get("prefixItems").and_then(Value::as_array);
        operation.path = match several {
            Some(each) => each.iter().filter_map(|each| Schema::try_from(each.clone()).ok()).collect(),
            None => vec![schema],
        };
    }
}

impl<T: JsonSchema> Takes for Query<T> {
    fn describe(operation: &mut Operation, schemas: &mut Schemas) {
        let schema = schemas.members::<T>();
        let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let members = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        operation.query = members
            .into_iter()
            .map(|(name, mut schema)| {
                let about = schema.as_object_mut().and_then(|schema| schema.remove("description"));
                let required = required.iter().any(|required| *required == name);
                json!({
                    "name": name,
                    "in": "query",
                    "required": required,
                    "description": about,
                    "schema": there(schema),
                })
            })
            .collect();
    }
}

/// A schema of what may be missing, when it isn't: a query has no `null`.
fn there(mut schema: Value) -> Value {
    let is_null = |schema: &Value| *schema == "null" || schema["type"] == "null";
    if let Some(types) = schema["type"].as_array() {
        let rest = types.iter().find(|kind| !is_null(kind)).cloned();
        schema["type"] = rest.unwrap_or_default();
    } else if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        return any.iter().find(|schema| !is_null(schema)).cloned().unwrap_or_default();
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.retain(|name, value| name != "default" || !value.is_null());
    }
    schema
}

impl<T: JsonSchema> Takes for Wire<T> {
    fn describe(operation: &mut Operation, schemas: &mut Schemas) {
        let content = json!({ "application/json": { "schema": schemas.request::<T>() } });
        operation.body = Some(json!({ "required": true, "content": content }));
    }
}

impl<T: JsonSchema> Takes for Option<Wire<T>> {
    fn describe(operation: &mut Operation, schemas: &mut Schemas) {
        let content = json!({ "application/json": { "schema": schemas.request::<T>() } });
        operation.body = Some(json!({ "content": content }));
    }
}

impl<T: JsonSchema> Takes for Result<Form<T>, Error> {
    fn describe(operation: &mut Operation, schemas: &mut Schemas) {
        let content = json!({ "application/x-www-form-urlencoded": { "schema": schemas.request::<T>() } });
        operation.body = Some(json!({ "required": true, "content": content }));
    }
}

impl Gives for Response {}

impl<T: JsonSchema> Gives for Wire<T> {
    fn describe(operation: &mut Operation, schemas: &mut Schemas) {
        operation.answer = Some(schemas.answer::<T>());
    }
}

impl<T: Gives> Gives for ([(HeaderName, HeaderValue); 1], T) {
    fn describe(operation: &mut Operation, schemas: &mut Schemas) {
        T::describe(operation, schemas);
    }
}

impl<T: Gives> Gives for Result<T, Error> {
    fn describe(operation: &mut Operation, schemas: &mut Schemas) {
        T::describe(operation, schemas);
    }
}
