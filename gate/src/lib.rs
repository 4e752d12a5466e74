//! Who may do what: a principal, a call, facts about its target → a decision.
//!
//! Pure: no I/O, no clock. What is not allowed here never becomes an [`Authorized`] call, and the server
//! sends nothing else to the engine.

mod authorized;
mod decision;
mod role;

pub use authorized::Authorized;
pub use decision::{Refusal, Secrets, Target, authorize, authorize_raw, authorize_redacted, least_role, may};
pub use role::{Principal, Role, UnknownRole};

#[cfg(test)]
mod tests;
