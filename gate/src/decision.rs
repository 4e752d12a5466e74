//! The decision: who, what, on what → allowed, or why not.

use std::sync::Arc;

use engine_api::{
    call::Call,
    command::{Command, Named},
    operation::{Class, Operation},
};

use crate::{Authorized, Grant, Grants, Principal, Proof, Role, Rule, Scopes, StackName, rule, words::words};

/// What is known of the object that a call acts upon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The stacks that it belongs to, by Pierhead's own records. Nothing where there is no object, or everything is.
    pub stacks: Option<Vec<StackName>>,
    /// Whether it is the container that Pierhead itself runs in: acting on it ends the connection of everybody.
    pub own: Own,
    /// What makes whoever is inside it as good as root on the host.
    pub power: Option<Power>,
    /// Whether something that belongs to no stack uses it, too: then it is others' as well, who reach everything.
    pub used_apart: bool,
}

/// Whether something is Pierhead's own container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Own {
    /// It isn't.
    #[default]
    No,
    /// It is.
    Yes,
    /// It is; the person was told, and asks for it all the same.
    Confirmed,
}

/// What a container has that makes whoever is inside it as good as root on the host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Power {
    /// Everything.
    #[error("is privileged")]
    Privileged,
    /// Devices of the host.
    #[error("has devices of the host")]
    Devices,
    /// A capability beyond the usual ones.
    #[error("has the capability {0}")]
    Capability(String),
    /// A namespace that isn't its own.
    #[error("shares the {0} namespace of the host or of another container")]
    Namespace(Namespace),
    /// A folder or file of the host, the engine's socket among them.
    #[error("has {0} of the host mounted")]
    HostPath(String),
    /// One that the engine doesn't name.
    #[error("has a path of the host mounted")]
    SomeHostPath,
    /// A volume with options, or of another driver.
    #[error("has the volume {0} mounted, which may be any folder of the host")]
    Volume(String),
    /// A volume that a container uses which is as good as root itself, or is Pierhead's own: what is written to it may be
    /// commands.
    #[error("shares the volume {0} with one that is as good as root on the host")]
    SharedVolume(String),
    /// Less protection than usual, by an option.
    #[error("runs without the usual protection ({0})")]
    Unprotected(String),
    /// Another runtime, which may protect less.
    #[error("runs without the usual protection (the runtime {0})")]
    Runtime(String),
    /// The kernel's own files.
    #[error("runs without the usual protection (/proc and /sys unmasked)")]
    Unmasked,
    /// It is Pierhead's own: who may what is written down in there.
    #[error("is the one that Pierhead runs in")]
    Pierhead,
    /// The engine doesn't say what it has.
    #[error("may have anything: the engine doesn't tell")]
    Untold,
}

words! {
    /// A namespace of Linux.
    Namespace {
        ControlGroup: "control group",
        HostName: "host name",
        Ipc: "IPC",
        Network: "network",
        Process: "process",
        User: "user",
    }
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
    /// A grant is missing.
    #[error("{name} doesn't have the grant {needed} here: an admin can give it")]
    Grant {
        /// Who asked.
        name: String,
        /// What it takes.
        needed: Grant,
    },
    /// It is in no scope of whoever asked: for them it isn't there.
    #[error("it belongs to no stack of {name}'s")]
    OutOfScope {
        /// Who asked.
        name: String,
    },
    /// Others use it, too.
    #[error("it belongs to other stacks, too: ask an admin")]
    Shared,
    /// A name of others' image would be moved.
    #[error(
        "{reference} is on the engine already, for others, and isn't what the registry has: an admin can pull it"
    )]
    OthersImage {
        /// The reference.
        reference: String,
    },
    /// It shows or changes what belongs to no stack.
    #[error("this reaches beyond {name}'s stacks: it takes a scope of everything on the engine")]
    NotEverything {
        /// Who asked.
        name: String,
    },
    /// Whoever is inside of it is as good as root.
    #[error("this container {power}, so this is as good as root on the host, and for admins only")]
    Power {
        /// What it has.
        power: Power,
    },
    /// It would end Pierhead itself, and wasn't confirmed.
    #[error(
        "this is the container that Pierhead runs in: it would end for everybody. Confirm that you mean it"
    )]
    OwnContainer,
    /// Requests of this admin don't pass as they are.
    #[error(
        "{name} isn't allowed the engine as it is (raw): an admin can allow it with `pierhead user raw {name} on`"
    )]
    NotRaw {
        /// Who asked.
        name: String,
    },
    /// It is as good as root on the host, or gives rights away, and whoever asks was last seen to be who they are a
    /// while ago.
    #[error("give your password again, so that it is certain that it is you")]
    ProofNeeded,
}

impl Target {
    /// Something that belongs to these stacks.
    pub fn of(stacks: Vec<StackName>) -> Self {
        Self { stacks: Some(stacks), ..Self::default() }
    }

    /// The engine itself, or what everybody may name.
    pub fn engine() -> Self {
        Self::default()
    }

    /// Something that no stack holds, where there are no records of stacks: only who reaches everything reaches it.
    pub fn in_no_stack() -> Self {
        Self::of(Vec::new())
    }
}

/// Whether somebody sees what may hold secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// They do.
    Shown,
    /// The values have to be left out of what they are shown.
    LeftOut,
}

/// Decides about an operation on something.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn decide(principal: &Principal, operation: Operation, target: &Target) -> Result<(), Refusal> {
    let rule = rule(operation);
    within(principal, &rule, rule.role, target)?;
    unless_own(operation, target)
}

/// Allows a call or says why not.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn authorize<C: Call>(
    principal: &Arc<Principal>,
    call: C,
    target: &Target,
) -> Result<Authorized<C>, Refusal> {
    decide(principal, C::OPERATION, target)?;
    Ok(Authorized::new(call, principal))
}

/// Allows a look at what may hold secrets to everybody who may look at all, and says whether the secrets have
/// to be left out. Only for answers that are understood well enough to do so.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn authorize_redacted<C: Call>(
    principal: &Arc<Principal>,
    call: C,
    target: &Target,
) -> Result<(Authorized<C>, Secrets), Refusal> {
    match secrets(principal, C::OPERATION, target)? {
        Secrets::Shown => Ok((Authorized::new(call, principal), Secrets::Shown)),
        Secrets::LeftOut => Ok((Authorized::redacted(call, principal), Secrets::LeftOut)),
    }
}

/// Allows a look whose answer the gate needs to decide, and nobody is shown. It isn't written down.
///
/// # Errors
/// [`Refusal::Role`] to everybody for what isn't a look.
pub fn authorize_fact<C: Call>(principal: &Arc<Principal>, call: C) -> Result<Authorized<C>, Refusal> {
    if !matches!(C::OPERATION.class(), Class::Read | Class::ReadSecret) {
        let (name, role) = (principal.name.clone(), principal.role);
        return Err(Refusal::Role { name, role, needed: Role::Admin });
    }
    Ok(Authorized::redacted(call, principal))
}

/// Allows a request that was decoded, and will be written anew, or says why not; and says whether secrets have to be
/// left out of the answer.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn authorize_command(
    principal: &Arc<Principal>,
    command: Command,
    target: &Target,
) -> Result<(Authorized<Command>, Secrets), Refusal> {
    let secrets = secrets(principal, command.named.operation, target)?;
    if let Some(besides) = besides(&command) {
        decide(principal, besides, target)?;
    }
    Ok(match secrets {
        Secrets::Shown => (Authorized::new(command, principal), secrets),
        Secrets::LeftOut => (Authorized::redacted(command, principal), secrets),
    })
}

/// What a request does besides what it is called: whoever attaches may begin with all that was written before.
pub fn besides(command: &Command) -> Option<Operation> {
    let begins_with_log = command.value("logs").is_some_and(|it| !matches!(it, "" | "0" | "false"));
    (command.named.operation == Operation::ContainerAttach && begins_with_log)
        .then_some(Operation::ContainerLogs)
}

/// Allows a request of the engine's own API to pass as it is, or says why not. Whoever may send any request is root
/// on the host, so only admins may, and only those to whom it was given; what harms Pierhead's own container can't be
/// confirmed here, and is refused.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn authorize_raw(
    principal: &Arc<Principal>,
    named: Named,
    own: Own,
) -> Result<Authorized<Named>, Refusal> {
    at_least(principal, Role::Admin)?;
    if !principal.raw {
        return Err(Refusal::NotRaw { name: principal.name.clone() });
    }
    let harms = matches!(named.operation.class(), Class::Operate | Class::Destroy | Class::HostRoot);
    if harms && own != Own::No {
        return Err(Refusal::OwnContainer);
    }
    Ok(Authorized::new(named, principal))
}

/// Allows the removal of what was made a moment ago, and can't stay, to whoever may make it.
///
/// # Errors
/// The refusal; [`Refusal::Role`] for what doesn't undo what was made.
pub fn authorize_undo<C: Call>(
    principal: &Arc<Principal>,
    call: C,
    made: Operation,
    target: &Target,
) -> Result<Authorized<C>, Refusal> {
    use Operation as O;
    let undoes = matches!(
        (made, C::OPERATION),
        (O::ContainerCreate, O::ContainerDelete | O::VolumeDelete)
            | (O::VolumeCreate, O::VolumeDelete)
            | (O::NetworkCreate, O::NetworkDelete)
    );
    decide(principal, if undoes { made } else { C::OPERATION }, target)?;
    Ok(Authorized::new(call, principal))
}

/// Allows what is as good as root on the host, or gives rights away, to whoever has just shown that it is them.
///
/// # Errors
/// [`Refusal::ProofNeeded`]
pub fn proved(principal: &Principal) -> Result<(), Refusal> {
    match principal.proof {
        Proof::Fresh | Proof::Unasked => Ok(()),
        Proof::Old => Err(Refusal::ProofNeeded),
    }
}

/// Whether somebody may do this to anything at all: then it is worth being offered.
pub fn may_somewhere(principal: &Principal, operation: Operation) -> bool {
    let rule = rule(operation);
    let granted = |grant| granted_anywhere(principal).contains(grant);
    at_least(principal, rule.role).is_ok()
        && rule.grant.is_none_or(granted)
        && (!rule.everything || reaches_everything(principal))
}

/// Whether somebody sees something that belongs to these stacks.
pub fn sees(principal: &Principal, stacks: &[StackName]) -> bool {
    principal.role == Role::Admin || principal.scopes.on(stacks).is_some()
}

/// Whether somebody is granted something on what belongs to these stacks.
pub fn is_granted(principal: &Principal, stacks: &[StackName], grant: Grant) -> bool {
    principal.role == Role::Admin || principal.scopes.on(stacks).is_some_and(|it| it.contains(grant))
}

/// Whether somebody sees all that there is.
pub fn reaches_everything(principal: &Principal) -> bool {
    principal.role == Role::Admin || principal.scopes.everything.is_some()
}

fn granted_anywhere(principal: &Principal) -> Grants {
    if principal.role == Role::Admin { Grants::ALL } else { principal.scopes.anywhere() }
}

/// Decides about a look at something, or anything else, and says whether secrets have to be left out of the answer.
///
/// # Errors
/// The refusal, which a person can act on.
pub fn secrets(principal: &Principal, operation: Operation, target: &Target) -> Result<Secrets, Refusal> {
    let rule = rule(operation);
    match rule.without_secrets {
        Some(least) if principal.role < rule.role => {
            within(principal, &rule, least, target)?;
            unless_own(operation, target)?;
            Ok(Secrets::LeftOut)
        }
        _ => decide(principal, operation, target).map(|()| Secrets::Shown),
    }
}

fn within(principal: &Principal, rule: &Rule, least: Role, target: &Target) -> Result<(), Refusal> {
    if principal.role == Role::Admin {
        return Ok(());
    }
    let name = || principal.name.clone();
    let scopes = &principal.scopes;
    // Before all else: of what isn't there for them, nobody is told what it would take.
    let granted = match &target.stacks {
        Some(stacks) => scopes.on(stacks).ok_or_else(|| Refusal::OutOfScope { name: name() })?,
        None => scopes.anywhere(),
    };
    at_least(principal, least)?;
    if rule.everything && scopes.everything.is_none() {
        return Err(Refusal::NotEverything { name: name() });
    }
    if let Some(needed) = rule.grant.filter(|grant| !granted.contains(*grant)) {
        return Err(Refusal::Grant { name: name(), needed });
    }
    if rule.alone && !is_alone(scopes, rule.grant, target) {
        return Err(Refusal::Shared);
    }
    let own = (target.own != Own::No).then_some(Power::Pierhead);
    match own.or_else(|| target.power.clone()) {
        Some(Power::SharedVolume(_)) if !rule.minds_shared_volumes() => Ok(()),
        Some(power) if rule.inside => Err(Refusal::Power { power }),
        _ => Ok(()),
    }
}

/// Whether nobody else uses something: on each of its stacks they have what it takes.
fn is_alone(scopes: &Scopes, grant: Option<Grant>, target: &Target) -> bool {
    let is_theirs = |stack: &StackName| {
        let granted = scopes.on(std::slice::from_ref(stack));
        granted.is_some_and(|granted| grant.is_none_or(|grant| granted.contains(grant)))
    };
    scopes.everything.is_some() || (!target.used_apart && target.stacks.iter().flatten().all(is_theirs))
}

fn at_least(principal: &Principal, needed: Role) -> Result<(), Refusal> {
    if principal.role >= needed {
        Ok(())
    } else {
        Err(Refusal::Role { name: principal.name.clone(), role: principal.role, needed })
    }
}

fn unless_own(operation: Operation, target: &Target) -> Result<(), Refusal> {
    let harms = matches!(operation.class(), Class::Operate | Class::Destroy);
    if harms && target.own == Own::Yes { Err(Refusal::OwnContainer) } else { Ok(()) }
}
