mod accepted;
mod fuzz;
mod properties;
mod refused;
mod verdicts;

use engine_api::{Digest, Id, container::Healthcheck, image::ImageConfig, operation::Operation};
use serde_json::{Value, json};

use super::*;

/// What is there around the tests: a stack `home` for what says nothing, a stack `shop`, and things of others.
pub(super) struct Town {
    user: &'static str,
}

pub(super) const TOWN: Town = Town { user: "" };

impl Around for Town {
    fn stack(&self, project: Option<&str>) -> Option<String> {
        match project {
            None => Some("home".into()),
            Some("shop") => Some("shop".into()),
            Some(_) => None,
        }
    }

    fn volume(&self, name: &str) -> Volume {
        match name {
            "v1" | "shop_data" => Volume::Plain,
            // Compose takes volumes without a name along to a newer container.
            _ if name == "ab".repeat(32) => Volume::Plain,
            "disguised" => Volume::WithOptions,
            "traefiks" => Volume::OfRoot,
            "theirs" => Volume::Elsewhere,
            _ => Volume::Nowhere,
        }
    }

    fn kept_for(&self, name: &str) -> Option<String> {
        name.starts_with("bank_").then(|| "bank".into())
    }

    fn network(&self, name: &str) -> Option<Id> {
        let known = ["n1", "n2", "shop_default", "shop_back", "pn", "n4"];
        let is = |index: &u8| name == known[usize::from(*index)] || name == id(*index).to_string();
        (0..6).find(is).map(id)
    }

    fn image(&self, reference: &str) -> Option<Image> {
        let baked = match reference {
            "of-shop" => Some((labels::PROJECT, "shop")),
            "of-bank" => Some((labels::PROJECT, "bank")),
            "routed" => Some(("Traefik.enable", "true")),
            "ours" => Some(("io.pierhead.x", "")),
            "busybox"
            | "docker.io/library/busybox:latest"
            | "outside"
            | "over-proc"
            | "restless"
            | "hosted"
            | "labelled"
            | "listening"
            | "voluminous"
            | "scripted" => None,
            _ if reference == IMAGE.to_string() => None,
            _ => return None,
        };
        let labels = baked.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        let mut config = ImageConfig { labels, ..Default::default() };
        match reference {
            "outside" => config.working_dir = "/proc/self/fd/7".into(),
            "hosted" => config.env = vec!["PATH=/bin".into(), "VIRTUAL_HOST=bank.example.org".into()],
            "scripted" => config.cmd = vec!["x".repeat(33 << 10)],
            "listening" => {
                config.exposed_ports =
                    (1..=1_001).filter_map(|port: u16| port.to_string().parse().ok()).collect();
            }
            "voluminous" => config.volumes = (0..1_001).map(|volume| format!("/data/{volume}")).collect(),
            "labelled" => drop(config.labels.insert("a".into(), "x".repeat(17 << 10))),
            "over-proc" => config.volumes.push("/proc/sys".into()),
            "restless" => {
                config.healthcheck = Some(Healthcheck { interval: 1_000_000, ..Default::default() })
            }
            _ => {}
        }
        Some(Image { id: IMAGE, config })
    }

    fn container(&self, name: &str) -> Option<Member> {
        let is = ["c1", "c2", "p1"].contains(&name) || name == id(9).to_string();
        is.then(|| Member { id: id(9), stack: "home".into() })
    }

    fn is_anothers(&self, name: &str, stack: &str) -> bool {
        name == "bank" && stack != "bank"
    }

    fn user(&self) -> &str {
        self.user
    }
}

pub(super) const IMAGE: Digest = Digest([7; 32]);

pub(super) fn id(byte: u8) -> Id {
    Id([byte; 32])
}

pub(super) fn decide_here(operation: Operation, body: &Value) -> Result<Decided, Refused> {
    decide(operation, body.to_string().as_bytes(), &TOWN, &Limits::default())
}

pub(super) fn sent(decided: &Decided) -> Value {
    serde_json::from_slice(&decided.body).expect("what is sent is JSON")
}

/// A container with this in its `HostConfig`.
pub(super) fn with_host(host: Value) -> Value {
    json!({"Image": "busybox", "HostConfig": host})
}

/// A container with these fields.
pub(super) fn with(mut fields: Value) -> Value {
    fields["Image"] = json!("busybox");
    fields
}

/// Bodies that real clients have sent.
pub(super) fn clients() -> impl Iterator<Item = (Operation, &'static str, Value)> {
    include_str!("../../testdata/clients.tsv").lines().map(|line| {
        let [operation, client, body] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let operation = Operation::ALL.iter().find(|it| it.name() == operation).expect("an operation");
        (*operation, client, serde_json::from_str(body).expect("JSON"))
    })
}
