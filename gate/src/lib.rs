//! Who may do what: a principal, a call, facts about its target → a decision.
//!
//! Pure: no I/O, no clock. What is not allowed here never becomes an [`Authorized`] call, and the server
//! sends nothing else to the engine.

mod authorized;
pub mod body;
mod decision;
pub mod query;
mod role;
mod rule;
mod scope;
mod words;

pub use authorized::Authorized;
pub use decision::{
    Namespace, Own, Power, Refusal, Secrets, Target, authorize, authorize_command, authorize_fact,
    authorize_raw, authorize_redacted, authorize_undo, besides, decide, is_granted, may_somewhere, proved,
    reaches_everything, secrets, sees,
};
pub use role::{Principal, Proof, Role, UnknownRole};
pub use rule::{Rule, rule};
pub use scope::{Grant, Grants, InvalidStackName, Scopes, StackName, UnknownGrant};

#[cfg(test)]
mod tests;
