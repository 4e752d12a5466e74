//! The bodies of requests, for people below admin who may deploy or exec: what may be asked for, and what is sent.
//!
//! Nothing of the client's bytes reaches the engine. A body is read strictly ([`strict`]: exact names, each once, nothing
//! behind it), then every field of it meets its row of a table, and what the rows give back is what is sent. A field
//! without a row doesn't exist, so that nothing passes which nobody thought of; a test holds the tables against the
//! engine's own description. The tables, by what they describe:
//!
//! | file | rows |
//! |---|---|
//! | `container.rs`, `health.rs` | what a container is |
//! | `host.rs`, `resources.rs`, `mounts.rs`, `ports.rs` | what it is given by the host |
//! | `network.rs` | networks, and a container's place on them |
//! | `volume.rs`, `exec.rs` | volumes; what is run in a container |
//! | `admins.rs` | what only admins may ask for: services |

mod admins;
mod around;
mod baked;
mod container;
mod deciding;
mod exec;
mod health;
mod host;
mod image;
mod labels;
mod limits;
mod mounts;
mod network;
mod ports;
mod refused;
mod resources;
mod rule;
mod strict;
mod table;
mod variables;
mod verdicts;
mod volume;
mod words;

use engine_api::{Digest, Id, operation::Operation};
use serde_json::{Map, Value};

pub use around::{Around, Image, Member, Volume};
pub use image::may_pull;
pub use limits::Limits;
pub use refused::{Refused, Why, quoted};
pub use strict::LONGEST;
pub use table::Kind;
pub use verdicts::{Verdict, kind, verdicts};
pub use words::{Approvable, Form, Noun, Objection, Unreadable};

use deciding::Deciding;
use table::{Table, walk};

/// A body that may be sent, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The JSON to send: our own, whatever the client's looked like.
    pub body: Vec<u8>,
    /// What has to be acted on, and what becomes of it.
    pub about: About,
}

/// What a decided body is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A container is made.
    Container {
        /// The image, as the client named it.
        reference: String,
        /// The image that the body names instead: nothing that happens to the tag changes it.
        image: Digest,
        /// The stack that it becomes a member of.
        stack: String,
        /// The volumes that are made along with it, since they aren't there yet: members of the same stack.
        volumes: Vec<String>,
    },
    /// A volume or a network is made, or is there already and in the caller's scope.
    Made {
        /// The stack that it becomes a member of.
        stack: String,
        /// Whether it isn't there yet.
        is_new: bool,
    },
    /// A container comes to a network or leaves it: the body names it by this id.
    Endpoint {
        /// The container.
        container: Id,
    },
    /// What the path names, and nothing else.
    Object,
}

/// Decides what is sent for a body of somebody who isn't an admin. The operation itself has to be allowed before.
///
/// # Errors
/// The field that speaks against it, why, and what to do. Values of the environment are never in it.
pub fn decide(
    operation: Operation,
    body: &[u8],
    around: &impl Around,
    limits: &Limits,
) -> Result<Decided, Refused> {
    let table = table(operation).ok_or(Refused { field: String::new(), why: Why::NoPolicy })?;
    let mut object = strict::object(body)?;
    let mut deciding = Deciding::new(around, limits);
    if operation == Operation::ContainerCreate {
        // Without one, what isn't asked for would be unlimited.
        let host = object.entry("HostConfig").or_insert(Value::Null);
        if host.is_null() {
            *host = Value::Object(Map::new());
        }
    }
    if makes(operation) {
        labels::choose_stack(&mut deciding, &object)?;
    }
    if connects(operation) {
        deciding.choose_container(object.get("Container"))?;
    }
    let sent = walk(table, &mut deciding, object)?;
    if operation == Operation::ContainerCreate {
        baked::check(&mut deciding, &sent)?;
    }
    let about = about(operation, deciding)?;
    Ok(Decided { body: Value::Object(sent).to_string().into_bytes(), about })
}

/// The fields of an operation's body. Others' bodies are for admins.
fn table(operation: Operation) -> Option<&'static Table> {
    match operation {
        Operation::ContainerCreate => Some(&container::CREATE),
        Operation::ContainerUpdate => Some(&resources::UPDATE),
        Operation::ContainerExec => Some(&exec::EXEC),
        Operation::ExecStart => Some(&exec::START),
        Operation::VolumeCreate => Some(&volume::CREATE),
        Operation::NetworkCreate => Some(&network::CREATE),
        Operation::NetworkConnect => Some(&network::CONNECT),
        Operation::NetworkDisconnect => Some(&network::DISCONNECT),
        _ => None,
    }
}

/// Whether something comes to be that has to belong to a stack.
fn makes(operation: Operation) -> bool {
    matches!(operation, Operation::ContainerCreate | Operation::VolumeCreate | Operation::NetworkCreate)
}

/// Whether the body names a container that is acted on.
fn connects(operation: Operation) -> bool {
    matches!(operation, Operation::NetworkConnect | Operation::NetworkDisconnect)
}

fn about(operation: Operation, deciding: Deciding<'_>) -> Result<About, Refused> {
    let missing = |field: &str| Refused { field: field.into(), why: Why::NotA(Form::Given) };
    Ok(match operation {
        Operation::ContainerCreate => {
            let (reference, image) = deciding.image.ok_or_else(|| missing("Image"))?;
            let volumes = deciding.volumes.into_iter().collect();
            About::Container { reference, image, stack: deciding.stack, volumes }
        }
        Operation::VolumeCreate | Operation::NetworkCreate => {
            About::Made { stack: deciding.stack, is_new: deciding.is_new }
        }
        Operation::NetworkConnect | Operation::NetworkDisconnect => {
            About::Endpoint { container: deciding.container.ok_or_else(|| missing("Container"))? }
        }
        _ => About::Object,
    })
}

#[cfg(test)]
mod tests;
