//! What the names in a body stand for: asked by the pure decision, answered by who knows the engine and the scopes.

use engine_api::{Digest, Id, image::ImageConfig};

/// What is there around a request, as its caller may see it. Whoever implements it answers from what is known of the
/// engine and of the members of stacks, and says no when in doubt.
pub trait Around {
    /// The stack that a new object becomes a member of, if its label says it is of this Compose project, or says
    /// nothing. None if that is no stack of the caller's.
    fn stack(&self, project: Option<&str>) -> Option<String>;

    /// What a volume's name stands for.
    fn volume(&self, name: &str) -> Volume;

    /// The stack that isn't the caller's, and whose networks and volumes have names like this one: Compose would take
    /// what goes by it for that stack's own.
    fn kept_for(&self, name: &str) -> Option<String>;

    /// The network in the caller's scope that this name, id or beginning of an id stands for. `default`, `bridge`,
    /// `none` and `host` are never asked for.
    fn network(&self, name: &str) -> Option<Id>;

    /// The image that the engine would take for this, if the caller may see it. It has to know its own answer again:
    /// the id, written out.
    fn image(&self, reference: &str) -> Option<Image>;

    /// The container in the caller's scope that this name, id or beginning of an id stands for.
    fn container(&self, name: &str) -> Option<Member>;

    /// Whether a container outside of this stack already goes by this name: nobody may answer in its place.
    fn is_anothers(&self, name: &str, stack: &str) -> bool;

    /// The user of the container that is acted upon, as its inspect says: empty for root.
    fn user(&self) -> &str;
}

/// What a volume's name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volume {
    /// A volume in the caller's scope, with the local driver and no options: nothing but files of its own.
    Plain,
    /// One in scope that has options or another driver. It may be any folder of the host.
    WithOptions,
    /// One in scope that a container uses which is as good as root on the host: what is written to it may be commands.
    OfRoot,
    /// One that isn't in the caller's scope.
    Elsewhere,
    /// None: it would be made.
    Nowhere,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its id.
    pub id: Digest,
    /// What it gives to its containers unless they say otherwise.
    pub config: ImageConfig,
}

/// A container in the caller's scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: Id,
    /// The stack that it is a member of.
    pub stack: String,
}
