//! The program in a container, and as whom and where it runs.

use serde::{Deserialize, Serialize};

use super::{Checking, Fault, Notation};

/// What runs, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Process {
    /// The program, instead of the image's; empty for none, so that the command is the program.
    pub entrypoint: Option<Entrypoint>,
    /// The user, and its group: names or numbers.
    pub user: Option<String>,
    /// Groups that the user is in, too.
    pub groups: Vec<String>,
    /// Where the program starts.
    pub working_dir: Option<String>,
    /// The name that the container has for itself.
    pub hostname: Option<String>,
    /// The domain of that name.
    pub domainname: Option<String>,
    /// Its input is kept open.
    pub stdin: bool,
    /// Whether a small init passes on signals and reaps zombies; the engine's default when nothing is said.
    pub init: Option<bool>,
    /// The signal that asks the program to end.
    pub stop_signal: Option<String>,
    /// How many seconds it has to end by itself.
    pub stop_timeout: Option<i64>,
    /// The container is removed when it has ended, with its anonymous volumes.
    pub auto_remove: bool,
    /// The platform of the image: `linux/arm64`.
    pub platform: Option<String>,
}

/// A program that stands in for the image's; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entrypoint(pub String);

impl Notation for Entrypoint {
    fn read(text: &str) -> Result<Self, Fault> {
        String::read(text).map(Self)
    }

    fn write(&self) -> String {
        self.0.clone()
    }

    /// An empty one takes the image's away.
    fn read_some(text: &str) -> Result<Option<Self>, Fault> {
        Self::read(text).map(Some)
    }
}

impl Process {
    pub(super) fn check(&self, found: &mut Checking) {
        let Self { entrypoint: _, user, groups, working_dir, hostname, domainname, .. } = self;
        found.each("user", user, |user| user.contains(char::is_control).then_some(Fault::Malformed));
        found.each("group-add", groups, |group| group.is_empty().then_some(Fault::Missing));
        found.each("workdir", working_dir, |path| (!path.starts_with('/')).then_some(Fault::NotAbsolute));
        found.each("hostname", hostname, |name| (!is_host_name(name)).then_some(Fault::NotAHostName));
        found.each("domainname", domainname, |name| (!is_host_name(name)).then_some(Fault::NotAHostName));
        found.each("stop-signal", &self.stop_signal, |signal| {
            (!is_signal(signal)).then_some(Fault::NotASignal)
        });
        let seconds = -1..=i64::from(i32::MAX);
        found.each("stop-timeout", &self.stop_timeout, |it| {
            (!seconds.contains(it)).then_some(Fault::NotANumber)
        });
        found.each("platform", &self.platform, |text| {
            let known = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
            (!text.bytes().all(known)).then_some(Fault::Malformed)
        });
    }
}

/// As resolvers take it: labels of letters, digits, `-` and `_`.
pub(super) fn is_host_name(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.len() <= 253
        && text.split('.').all(|label| (1..=63).contains(&label.len()) && !label.starts_with('-'))
        && text.bytes().all(known)
}

/// `SIGTERM`, `TERM`, `SIGRTMIN+3` or a number.
fn is_signal(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'-';
    (1..=16).contains(&text.len()) && text.bytes().all(known)
}
