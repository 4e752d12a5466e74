//! The schemas of all types that travel, each under its name.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

use crate::error::Error;

/// What is sent and what is answered: of the same types, of which what is answered says more. A member that may be
/// left out of a request is always there in an answer.
pub(crate) struct Schemas {
    asked: SchemaGenerator,
    answered: SchemaGenerator,
}

impl Schemas {
    /// None yet.
    pub(super) fn new() -> Self {
        let settings = SchemaSettings::draft2020_12()
            .with(|settings| settings.definitions_path = "/components/schemas".into());
        Self {
            asked: settings.clone().for_deserialize().into_generator(),
            answered: settings.for_serialize().into_generator(),
        }
    }

    /// Of what is sent.
    pub(super) fn request<T: JsonSchema>(&mut self) -> Schema {
        self.asked.subschema_for::<T>()
    }

    /// Of what is sent, without a name: its members are parameters.
    pub(super) fn members<T: JsonSchema>(&mut self) -> Schema {
        T::json_schema(&mut self.asked)
    }

    /// Of what comes back.
    pub(crate) fn answer<T: JsonSchema>(&mut self) -> Schema {
        self.answered.subschema_for::<T>()
    }

    /// All that have a name.
    pub(super) fn into_definitions(mut self) -> Result<Map<String, Value>, Error> {
        let mut definitions = self.answered.take_definitions(true);
        for (name, schema) in self.asked.take_definitions(true) {
            match definitions.get(&name) {
                Some(other) if *other != schema => {
                    return Err(Error::internal(format!(
                        "{name} is asked for and answered, and not the same"
                    )));
                }
                _ => definitions.insert(name, schema),
            };
        }
        Ok(definitions)
    }
}
