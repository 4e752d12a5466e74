//! Stacks: what belongs to them by Pierhead's own records, and what carries a Compose label that says so.

use serde::{Deserialize, Serialize};

use crate::{
    Method, Request,
    request::{encoded, request},
};

/// A stack, as admins see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StackRow {
    /// The name.
    pub name: String,
    /// Whether it can be one: labels may say anything.
    pub fits: bool,
    /// What belongs to it.
    pub members: MemberCounts,
    /// What carries its label and doesn't belong to it.
    pub labelled: Vec<Labelled>,
}

/// How much of each kind belongs to a stack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberCounts {
    /// Containers.
    pub containers: u32,
    /// Images.
    pub images: u32,
    /// Volumes.
    pub volumes: u32,
    /// Networks.
    pub networks: u32,
}

/// Something that carries a stack's label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Labelled {
    /// What it is.
    pub kind: MemberKind,
    /// What names it among members of stacks.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// What can belong to a stack because of its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MemberKind {
    /// A container.
    Container,
    /// A volume.
    Volume,
    /// A network.
    Network,
}

impl MemberKind {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Volume => "volume",
            Self::Network => "network",
        }
    }
}

/// `GET /api/stacks`: all of which there are members or labels, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListStacks;

request!(ListStacks: Get () => Vec<StackRow>, |self| "/api/stacks".into(), &());

/// `POST /api/stacks/{name}/members`: puts what carries the label into the stack; refused when any of it doesn't.
#[derive(Clone, Debug)]
pub struct Adopt {
    /// The stack.
    pub name: String,
    /// What was seen to carry its label.
    pub new: NewMembers,
}

/// What is put into a stack.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMembers {
    /// Each by its id.
    pub things: Vec<NewMember>,
}

/// Something that is put into a stack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// What it is.
    pub kind: MemberKind,
    /// Its id, as the list has it.
    pub id: String,
}

request!(Adopt: Post NewMembers => (), |self| [&*stack(&self.name), "/members"].concat(), &self.new);

/// `DELETE /api/stacks/{name}`: takes everything out of it. Nothing of it is removed from the engine.
#[derive(Clone, Debug)]
pub struct Dissolve {
    /// The stack.
    pub name: String,
}

request!(Dissolve: Delete () => (), |self| stack(&self.name), &());

/// `GET /api/members/{kind}/{key}`: to which stacks something belongs, by Pierhead's own records.
#[derive(Clone, Debug)]
pub struct GetMember {
    /// What it is.
    pub kind: MemberKind,
    /// The id of a container or of a network, the name of a volume.
    pub key: String,
}

request!(GetMember: Get () => Member, |self| ["/api/members/", self.kind.as_str(), "/", &encoded(&self.key)].concat(), &());

/// Something that can belong to stacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// What names it among members of stacks.
    pub id: String,
    /// The stacks that it belongs to.
    pub stacks: Vec<String>,
}

/// `POST /api/members`: puts something into one stack alone, or into none.
#[derive(Clone, Debug)]
pub struct MoveMember {
    /// What, and where to.
    pub new: Move,
}

/// Where something belongs from now on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// What it is.
    pub thing: NewMember,
    /// The one stack that it belongs to; none when it isn't said.
    #[serde(default)]
    pub stack: Option<String>,
}

request!(MoveMember: Post Move => (), |self| "/api/members".into(), &self.new);

fn stack(name: &str) -> String {
    ["/api/stacks/", &encoded(name)].concat()
}
