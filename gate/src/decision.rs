//! The decision.

use engine_api::{call::Call, command::Named, operation::Class};

use crate::{Authorized, Principal, Role};

/// What is known of the object that a call acts upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nothing speaks against it.
    Plain,
    /// The container that Pierhead itself runs in: acting on it ends the connection of everybody.
    OwnContainer {
        /// The person was told, and asks for it all the same.
        confirmed: bool,
    },
}

/// Why a call isn't allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The role is too low.
    #[error("{name} is {role}, and this needs the role {needed}")]
    Role {
        /// Who asked.
        name: String,
        /// Their role.
        role: Role,
        /// The least role that may.
        needed: Role,
    },
    /// It would end Pierhead itself, and wasn't confirmed.
    #[error(
        "this is the container that Pierhead runs in: it would end for everybody. Confirm that you mean it"
    )]
    OwnContainer,
}

/// Allows a call or says why not.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn authorize<C: Call>(principal: &Principal, call: C, target: Target) -> Result<Authorized<C>, Refusal> {
    let class = C::OPERATION.class();
    may(principal, class)?;
    let harms = matches!(class, Class::Operate | Class::Destroy);
    if harms && target == (Target::OwnContainer { confirmed: false }) {
        return Err(Refusal::OwnContainer);
    }
    Ok(Authorized::new(call, principal))
}

/// Allows a request of the engine's own API to pass as it is, or says why not. Whoever may send any request is root
/// on the host, so only admins may; what harms Pierhead's own container can't be confirmed here, and is refused.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn authorize_raw(
    principal: &Principal,
    named: Named,
    target: Target,
) -> Result<Authorized<Named>, Refusal> {
    may(principal, Class::HostRoot)?;
    let harms = matches!(named.operation.class(), Class::Operate | Class::Destroy | Class::HostRoot);
    if harms && target != Target::Plain {
        return Err(Refusal::OwnContainer);
    }
    Ok(Authorized::new(named, principal))
}

/// Whether somebody sees what may hold secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// They do.
    Shown,
    /// The values have to be left out of what they are shown.
    LeftOut,
}

/// Allows a look at what may hold secrets to everybody who may look at all, and says whether the secrets have
/// to be left out. Only for answers that are understood well enough to do so.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn authorize_redacted<C: Call>(
    principal: &Principal,
    call: C,
) -> Result<(Authorized<C>, Secrets), Refusal> {
    let class = C::OPERATION.class();
    match may(principal, class) {
        Ok(()) => Ok((Authorized::new(call, principal), Secrets::Shown)),
        Err(_) if class == Class::ReadSecret => {
            may(principal, Class::Read)?;
            Ok((Authorized::redacted(call, principal), Secrets::LeftOut))
        }
        Err(refusal) => Err(refusal),
    }
}

/// Whether somebody may do things of a class at all.
///
/// # Errors
/// [`Refusal::Role`] when not.
pub fn may(principal: &Principal, class: Class) -> Result<(), Refusal> {
    let needed = least_role(class);
    if principal.role >= needed {
        Ok(())
    } else {
        Err(Refusal::Role { name: principal.name.clone(), role: principal.role, needed })
    }
}

/// The least role for a class of calls.
pub fn least_role(class: Class) -> Role {
    match class {
        Class::Read => Role::Viewer,
        Class::ReadSecret | Class::Operate => Role::Operator,
        Class::Destroy | Class::Create | Class::HostRootUnlessHeldDown | Class::HostRoot => Role::Admin,
    }
}
