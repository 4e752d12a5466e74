//! Whether a container would be as good as root on the host: then making it has to be switched on, and whoever makes it
//! shows first that it is them.
//!
//! The policy for people who aren't admins knows: what it has something against gives more than any of them has.

use std::collections::BTreeMap;

use engine_api::{
    Digest, Id,
    container::{ContainerBody, HostConfigBody, RestartPolicy},
    operation::Operation,
};
use gate::body::{Around, Image, Limits, Member, Volume, decide};
use mirror::Feed;

/// Whether it has more than anybody has who isn't an admin.
pub(super) fn is_root(body: ContainerBody, feed: &Feed) -> bool {
    // How much, which port and which image: it has bounds for others, and gives no power over the host.
    let asked = ContainerBody {
        image: ANY.into(),
        exposed_ports: Default::default(),
        host_config: HostConfigBody {
            port_bindings: Default::default(),
            restart_policy: RestartPolicy::default(),
            memory: 0,
            nano_cpus: 0,
            ..body.host_config
        },
        ..body
    };
    let Ok(asked) = serde_json::to_vec(&asked) else { return true };
    decide(Operation::ContainerCreate, &asked, &Everything { feed }, &Limits::default()).is_err()
}

/// An image that may come from where it comes from.
const ANY: &str = "any";

/// Everything is in an admin's reach. Only what a volume is makes a difference.
struct Everything<'a> {
    feed: &'a Feed,
}

impl Around for Everything<'_> {
    fn stack(&self, project: Option<&str>) -> Option<String> {
        Some(project.unwrap_or_default().to_owned())
    }

    fn volume(&self, name: &str) -> Volume {
        match self.feed.get::<wire::Volume>(name) {
            None => Volume::Nowhere,
            Some(volume) if volume.driver == "local" && !volume.has_options => Volume::Plain,
            Some(_) => Volume::WithOptions,
        }
    }

    fn kept_for(&self, _: &str) -> Option<String> {
        None
    }

    fn network(&self, _: &str) -> Option<Id> {
        Some(Id([0; 32]))
    }

    fn image(&self, _: &str) -> Option<Image> {
        Some(Image { id: Digest([0; 32]), labels: BTreeMap::new() })
    }

    fn container(&self, _: &str) -> Option<Member> {
        None
    }

    fn is_anothers(&self, _: &str, _: &str) -> bool {
        false
    }

    fn user(&self) -> &str {
        ""
    }
}
