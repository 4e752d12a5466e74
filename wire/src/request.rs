//! What the page and scripts ask of the server, each with its address and its reply.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{ContainerDetail, ContainerSpec, Digest, Id, ImageDefaults, JobId, Seq};

/// A request that knows its address and its reply.
pub trait Request {
    /// How it is sent.
    const METHOD: Method;
    /// What it carries; `()` for nothing.
    type Body: Serialize;
    /// What comes back.
    type Reply: DeserializeOwned;

    /// Its path and query, percent-encoded.
    fn path(&self) -> String;

    /// What it carries.
    fn body(&self) -> &Self::Body;
}

/// Says of a request how it is sent, what it carries and what comes back, where it goes, and where what it carries is.
macro_rules! request {
    ($type:ty: $method:ident $body:ty => $reply:ty, |$this:ident| $path:expr, $carried:expr) => {
        impl Request for $type {
            const METHOD: Method = Method::$method;
            type Body = $body;
            type Reply = $reply;

            fn path(&$this) -> String {
                $path
            }

            fn body(&$this) -> &$body {
                $carried
            }
        }
    };
}
pub(crate) use request;

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does something.
    Post,
    /// Removes something.
    Delete,
}

/// The engine has done it. The live stream shows it from this number on: only then is it settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {
    /// The number.
    pub seq: Seq,
}

/// A job has begun; the live stream shows how it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Started {
    /// Which.
    pub job: JobId,
}

/// What can be done to a container that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Starts it.
    Start,
    /// Asks it to end, and ends it after its grace period.
    Stop,
    /// Stops and starts it.
    Restart,
    /// Ends it at once.
    Kill,
    /// Freezes it.
    Pause,
    /// Lets it go on.
    Unpause,
}

impl Verb {
    /// As it stands in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Kill => "kill",
            Self::Pause => "pause",
            Self::Unpause => "unpause",
        }
    }
}

/// `POST /api/containers/{id}/{verb}`
#[derive(Clone, Debug)]
pub struct Act {
    /// The container.
    pub id: Id,
    /// What to do.
    pub verb: Verb,
    /// How.
    pub options: ActOptions,
}

/// How something is done to a container.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActOptions {
    /// Also when it is the container that Pierhead runs in.
    #[serde(default)]
    pub confirm_own: bool,
}

impl Request for Act {
    const METHOD: Method = Method::Post;
    type Body = ActOptions;
    type Reply = Done;

    fn path(&self) -> String {
        format!("/api/containers/{}/{}", self.id, self.verb.as_str())
    }

    fn body(&self) -> &ActOptions {
        &self.options
    }
}

/// `POST /api/containers/{id}/rename`
#[derive(Clone, Debug)]
pub struct Rename {
    /// The container.
    pub id: Id,
    /// Its new name.
    pub new: NewName,
}

/// A new name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewName {
    /// The name.
    pub name: String,
}

impl Request for Rename {
    const METHOD: Method = Method::Post;
    type Body = NewName;
    type Reply = Done;

    fn path(&self) -> String {
        format!("/api/containers/{}/rename", self.id)
    }

    fn body(&self) -> &NewName {
        &self.new
    }
}

/// `DELETE /api/containers/{id}?force=&volumes=&confirm_own=`
#[derive(Clone, Debug)]
pub struct RemoveContainer {
    /// The container.
    pub id: Id,
    /// How.
    pub options: ContainerOptions,
}

/// How a container is removed: the query of the request.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContainerOptions {
    /// Also when it runs.
    #[serde(default)]
    pub force: bool,
    /// With its anonymous volumes.
    #[serde(default)]
    pub volumes: bool,
    /// Also when it is the container that Pierhead runs in.
    #[serde(default)]
    pub confirm_own: bool,
}

impl Request for RemoveContainer {
    const METHOD: Method = Method::Delete;
    type Body = ();
    type Reply = Done;

    fn path(&self) -> String {
        let ContainerOptions { force, volumes, confirm_own } = self.options;
        format!("/api/containers/{}?force={force}&volumes={volumes}&confirm_own={confirm_own}", self.id)
    }

    fn body(&self) -> &() {
        &()
    }
}

/// `GET /api/containers/{id}`. Its raw form is the engine's own answer: `GET /api/containers/{id}/inspect`.
#[derive(Clone, Copy, Debug)]
pub struct GetContainer {
    /// The container.
    pub id: Id,
}

impl GetContainer {
    /// Where the engine's own answer is read, as JSON laid out for people.
    pub fn inspect_path(&self) -> String {
        format!("/api/containers/{}/inspect", self.id)
    }
}

impl Request for GetContainer {
    const METHOD: Method = Method::Get;
    type Body = ();
    type Reply = ContainerDetail;

    fn path(&self) -> String {
        format!("/api/containers/{}", self.id)
    }

    fn body(&self) -> &() {
        &()
    }
}

/// `POST /api/containers`: pulls the image when it is missing, creates, and starts when asked to, as a job.
#[derive(Clone, Debug)]
pub struct CreateContainer {
    /// What.
    pub new: NewContainer,
}

/// A container to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewContainer {
    /// Of what.
    pub spec: ContainerSpec,
    /// And started.
    #[serde(default)]
    pub start: bool,
}

impl Request for CreateContainer {
    const METHOD: Method = Method::Post;
    type Body = NewContainer;
    type Reply = Started;

    fn path(&self) -> String {
        "/api/containers".into()
    }

    fn body(&self) -> &NewContainer {
        &self.new
    }
}

/// `POST /api/images`: pulls an image, as a job.
#[derive(Clone, Debug)]
pub struct PullImage {
    /// Which.
    pub new: NewReference,
}

/// An image's reference.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReference {
    /// The reference.
    pub reference: String,
}

impl Request for PullImage {
    const METHOD: Method = Method::Post;
    type Body = NewReference;
    type Reply = Started;

    fn path(&self) -> String {
        "/api/images".into()
    }

    fn body(&self) -> &NewReference {
        &self.new
    }
}

/// `DELETE /api/jobs/{id}`: cancels a job that runs, and forgets one that has ended.
#[derive(Clone, Copy, Debug)]
pub struct CancelJob {
    /// Which.
    pub id: JobId,
}

impl Request for CancelJob {
    const METHOD: Method = Method::Delete;
    type Body = ();
    type Reply = Done;

    fn path(&self) -> String {
        format!("/api/jobs/{}", self.id.0)
    }

    fn body(&self) -> &() {
        &()
    }
}

/// `GET /api/images/defaults?reference=`: 404 when the engine doesn't have the image.
#[derive(Clone, Debug)]
pub struct GetImageDefaults {
    /// The image's reference or id.
    pub reference: String,
}

/// The query of a request that names an image.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The image's reference or id.
    pub reference: String,
    /// Removes it even when it has other tags or a stopped container uses it.
    #[serde(default)]
    pub force: bool,
}

impl Request for GetImageDefaults {
    const METHOD: Method = Method::Get;
    type Body = ();
    type Reply = ImageDefaults;

    fn path(&self) -> String {
        format!("/api/images/defaults?reference={}", encoded(&self.reference))
    }

    fn body(&self) -> &() {
        &()
    }
}

/// `POST /api/images/{id}/tag`
#[derive(Clone, Debug)]
pub struct TagImage {
    /// The image.
    pub id: Digest,
    /// Its additional name.
    pub new: NewReference,
}

impl Request for TagImage {
    const METHOD: Method = Method::Post;
    type Body = NewReference;
    type Reply = Done;

    fn path(&self) -> String {
        format!("/api/images/{}/tag", self.id)
    }

    fn body(&self) -> &NewReference {
        &self.new
    }
}

/// `DELETE /api/images?reference=&force=`: takes the tag away, and the image with its last one.
/// An image that is named by its id goes with all its tags.
#[derive(Clone, Debug)]
pub struct RemoveImage {
    /// A tag, a digest or an id.
    pub reference: String,
    /// Even when stopped containers were made from it.
    pub force: bool,
}

impl Request for RemoveImage {
    const METHOD: Method = Method::Delete;
    type Body = ();
    type Reply = Done;

    fn path(&self) -> String {
        format!("/api/images?reference={}&force={}", encoded(&self.reference), self.force)
    }

    fn body(&self) -> &() {
        &()
    }
}

/// `POST /api/volumes`
#[derive(Clone, Debug)]
pub struct CreateVolume {
    /// What.
    pub new: NewVolume,
}

/// A volume to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewVolume {
    /// Its name.
    pub name: String,
    /// What keeps it; `local` when empty.
    #[serde(default)]
    pub driver: String,
    /// The driver's options.
    #[serde(default)]
    pub options: Vec<(String, String)>,
    /// Labels.
    #[serde(default)]
    pub labels: Vec<(String, String)>,
}

impl Request for CreateVolume {
    const METHOD: Method = Method::Post;
    type Body = NewVolume;
    type Reply = Done;

    fn path(&self) -> String {
        "/api/volumes".into()
    }

    fn body(&self) -> &NewVolume {
        &self.new
    }
}

/// `DELETE /api/volumes/{name}`: the engine refuses while a container uses it.
#[derive(Clone, Debug)]
pub struct RemoveVolume {
    /// Its name.
    pub name: String,
}

impl Request for RemoveVolume {
    const METHOD: Method = Method::Delete;
    type Body = ();
    type Reply = Done;

    fn path(&self) -> String {
        format!("/api/volumes/{}", encoded(&self.name))
    }

    fn body(&self) -> &() {
        &()
    }
}

/// `POST /api/networks`
#[derive(Clone, Debug)]
pub struct CreateNetwork {
    /// What.
    pub new: NewNetwork,
}

/// A network to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewNetwork {
    /// Its name.
    pub name: String,
    /// `bridge` when empty.
    #[serde(default)]
    pub driver: String,
    /// Its address range, as CIDR; the engine chooses one when empty.
    #[serde(default)]
    pub subnet: String,
    /// The gateway's address in that range; the engine chooses one when empty.
    #[serde(default)]
    pub gateway: String,
    /// Without a way out.
    #[serde(default)]
    pub internal: bool,
    /// Labels.
    #[serde(default)]
    pub labels: Vec<(String, String)>,
}

impl Request for CreateNetwork {
    const METHOD: Method = Method::Post;
    type Body = NewNetwork;
    type Reply = Done;

    fn path(&self) -> String {
        "/api/networks".into()
    }

    fn body(&self) -> &NewNetwork {
        &self.new
    }
}

/// `DELETE /api/networks/{id}`: the engine refuses while a container is connected.
#[derive(Clone, Debug)]
pub struct RemoveNetwork {
    /// The network's id.
    pub id: String,
}

impl Request for RemoveNetwork {
    const METHOD: Method = Method::Delete;
    type Body = ();
    type Reply = Done;

    fn path(&self) -> String {
        format!("/api/networks/{}", encoded(&self.id))
    }

    fn body(&self) -> &() {
        &()
    }
}

/// A text as one segment of a path or one value of a query: all but RFC 3986's unreserved characters encoded.
pub(crate) fn encoded(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    out
}
