//! What travels between the server and the page: rows, changes, jobs and requests, each with its reply.
//!
//! The page speaks postcard (compact, quick to decode), scripts speak JSON; both come from these types. So
//! nothing here may need a self-describing format (no `flatten`, no `untagged`).

mod account;
pub mod audit;
mod container;
mod disk;
mod docker_run;
mod engine;
mod event;
mod failure;
mod image;
mod job;
mod label;
mod live;
mod may;
mod network;
mod people;
mod request;
mod sealed;
mod spec;
mod stack;
mod table;
mod volume;
mod warning;

pub use account::{
    Account, ChangePassword, CreateToken, EndSession, GetAccount, ListOwnTokens, ListSessions, MadeToken,
    NewToken, OldAndNew, Proof, Prove, RevokeOwnToken, SessionRow, TokenRow,
};
pub use audit::{AuditEnd, AuditPage, AuditRow, AuditSearch, ListActions, Outcome, SearchAudit};
pub use container::{
    Attachment, Container, ContainerDetail, Health, Limits, Mount, MountKind, Port, Probe, Protocol, State,
};
pub use disk::{Disk, GetDisk, Share};
pub use docker_run::{FLAGS, Flag, Remark, Run, Why, shell_line};
pub use engine::{
    Anatomy, Collection, Collections, Component, Engine, GetHostRoot, HostRoot, Link, Problem, SetHostRoot,
};
pub use event::{EVENTS, Event, EventRow, Happening, Object};
pub use failure::{Advice, Failure, FailureKind};
pub use image::{Image, ImageDefaults};
pub use job::{Job, JobId, JobKind, JobRow, JobState, Layer, LayerStatus, Step};
pub use label::{FindLabelled, LONGEST_LABEL, LabelledContainers, ListLabels, OfLabel};
pub use live::{Allowed, Change, Frame, Hello, Known, Snapshot};
pub use may::{Ability, AskMay, May, MayRow, OnContainer, Verdict};
pub use network::{
    Network,
    range::{RangeFault, gateway_fault, subnet_fault},
};
pub use people::{
    AddPerson, FirstScope, Grant, ListPeople, ListTokens, NewDisabled, NewPassword, NewPerson, NewRaw,
    NewRole, NewScope, PersonRow, RevokeToken, Role, Scope, SetDisabled, SetPassword, SetRaw, SetRole,
    SetScope,
};
pub use request::{
    Act, ActOptions, CancelJob, ContainerOptions, CreateContainer, CreateNetwork, CreateVolume, Done,
    GetContainer, GetImageDefaults, Method, NewContainer, NewName, NewNetwork, NewReference, NewVolume,
    PullImage, Reference, RemoveContainer, RemoveImage, RemoveNetwork, RemoveVolume, Rename, Request,
    Started, TagImage, Verb,
};
pub use sealed::Sealed;
pub use spec::{
    ByteRate, Bytes, ContainerSpec, Device, DeviceWeight, Devices, Entrypoint, EnvVar, ExposedPort,
    ExtraHost, Fault, Field, Gpus, HealthSpec, Logging, MacAddress, MountSpec, MountType, Names, NanoCpus,
    Nanos, NetworkSpec, Networks, Part, PortSpec, Process, Rate, Recursive, Resources, RestartPolicy,
    Security, SpecProblem, Storage, Swap, Takes, Tmpfs, TypedMount, Ulimit, name_fault,
};
pub use stack::{
    Adopt, Dissolve, GetMember, Labelled, ListStacks, Member, MemberCounts, MemberKind, Move, MoveMember,
    NewMember, NewMembers, StackRow,
};
pub use table::{Row, Table};
pub use volume::Volume;
pub use warning::{CheckContainer, Warning};

use serde::{Deserialize, Serialize};

pub use id::{Digest, Id};

/// A moment, in seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Time(pub i64);

/// A position in the live stream: the number of the last change that is included. Grows by one a change,
/// from an arbitrary start in each run of the server (an epoch).
pub type Seq = u64;

/// The content type of a request or reply in postcard.
pub const POSTCARD: &str = "application/x-postcard";

#[cfg(test)]
mod tests;
