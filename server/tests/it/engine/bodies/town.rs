//! An engine with what is the caller's, and what is others', and the questions that a decision asks of it.

use std::{
    cell::Cell,
    collections::BTreeSet,
    io::{Read, Write},
    os::unix::net::UnixStream,
};

use engine_api::{Digest, Id, operation::Operation};
use gate::body::{Around, Image, Limits, Member, Volume};
use serde_json::{Value, json};
use testbed::{Engine, Release};

/// What belongs to others. All else is in the caller's scope.
const THEIRS: [&str; 2] = ["bank", "theirs"];

pub(super) struct Town {
    pub engine: Engine,
    pub image: Digest,
    pub limits: Limits,
    version: &'static str,
    names: Cell<u32>,
}

impl Town {
    pub(super) fn new(release: Release) -> Self {
        let engine = Engine::start(release).unwrap();
        let version = if release == Release::V20 { "1.41" } else { "1.51" };
        engine.import_busybox().unwrap();
        let docker = |line: &str| engine.docker(&line.split(' ').collect::<Vec<_>>()).unwrap();
        docker("tag busybox registry.example.org/busybox");
        docker("network create front");
        docker("network create back");
        docker("network create theirs");
        docker("volume create v1");
        docker("volume create theirs");
        docker("volume create --opt type=none --opt o=bind --opt device=/ disguised");
        docker("run --detach --init --name web busybox sleep 1h");
        docker("run --detach --init --name bank busybox sleep 1h");
        let image = docker("image inspect --format {{.Id}} busybox").parse().unwrap();
        let mut town = Self { engine, image, limits: Limits::default(), version, names: Cell::new(0) };
        let cpus = town.inspect("/info")["NCPU"].as_u64().unwrap();
        town.limits = Limits {
            bind_paths: vec!["/tmp".into()],
            capabilities: vec!["NET_ADMIN".into()],
            sysctls: vec!["net.ipv4.ip_unprivileged_port_start".into()],
            ..Limits::default()
        }
        .on_host(u32::try_from(cpus).unwrap());
        town
    }

    pub(super) fn docker(&self, arguments: &[&str]) -> String {
        self.engine.docker(arguments).unwrap()
    }

    pub(super) fn post(&self, path: &str, body: &[u8]) -> (u16, Value) {
        self.ask("POST", path, body)
    }

    /// What is there, or null.
    pub(super) fn inspect(&self, path: &str) -> Value {
        let (status, answer) = self.ask("GET", path, b"");
        if status == 200 { answer } else { Value::Null }
    }

    /// All that is there, and who is where: what a refused body changes nothing of.
    pub(super) fn there(&self) -> Value {
        let all = |path: &str, name: &str| {
            let told = self.inspect(path);
            let rows = told["Volumes"].as_array().or(told.as_array()).into_iter().flatten();
            rows.map(|row| row[name].as_str().unwrap_or_default().to_owned()).collect::<BTreeSet<_>>()
        };
        let of = |name: &str| {
            let told = self.inspect(&format!("/containers/{name}/json"));
            json!([told["HostConfig"], told["NetworkSettings"]["Networks"]])
        };
        json!([
            all("/containers/json?all=1", "Id"),
            all("/volumes", "Name"),
            all("/networks", "Id"),
            of("web"),
            of("bank")
        ])
    }

    /// The execs in a container. Those that have ended are forgotten after a while.
    pub(super) fn execs(&self, container: &str) -> BTreeSet<String> {
        let told = self.inspect(&format!("/containers/{container}/json"));
        let ids = told["ExecIDs"].as_array().into_iter().flatten();
        ids.filter_map(|id| id.as_str().map(str::to_owned)).collect()
    }

    /// Asks the engine as nobody but a test does: with whatever bytes it likes, and HTTP/1.0, so that the answer ends
    /// with the connection.
    pub(super) fn ask(&self, method: &str, path: &str, body: &[u8]) -> (u16, Value) {
        let mut socket = UnixStream::connect(self.engine.socket()).unwrap();
        let length = body.len();
        let head = format!(
            "{method} /v{}{path} HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n",
            self.version
        );
        socket.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    /// Puts a container on the network that cases connect to.
    pub(super) fn connect(&self, container: &str) {
        self.post("/networks/front/connect", json!({ "Container": container }).to_string().as_bytes());
    }

    /// Takes it off, if it is on it.
    pub(super) fn disconnect(&self, container: &str) {
        self.post("/networks/front/disconnect", json!({ "Container": container }).to_string().as_bytes());
    }

    /// Where a request of an operation goes.
    pub(super) fn place(&self, operation: Operation) -> Place {
        if operation == Operation::ContainerUpdate {
            let limits = &self.limits;
            let host =
                json!({"Memory": limits.memory, "NanoCpus": limits.nano_cpus, "PidsLimit": limits.pids});
            let body = json!({"Image": "busybox", "HostConfig": host}).to_string();
            let (_, answer) = self.post("/containers/create", body.as_bytes());
            let id = answer["Id"].as_str().unwrap().to_owned();
            return Place { made: vec![format!("/containers/{id}")], ..self.place_for(operation, &id) };
        }
        let place = self.place_for(operation, "web");
        if operation == Operation::NetworkDisconnect {
            for container in ["web", "bank"] {
                self.post(
                    "/networks/front/connect",
                    json!({ "Container": container }).to_string().as_bytes(),
                );
            }
        }
        place
    }

    /// The same, for a container that is there.
    pub(super) fn place_for(&self, operation: Operation, container: &str) -> Place {
        let path = match operation {
            Operation::ContainerCreate => {
                self.names.set(self.names.get() + 1);
                format!("/containers/create?name=case-{}", self.names.get())
            }
            Operation::ExecStart => {
                let exec = json!({"Cmd": ["true"]}).to_string();
                let (_, answer) = self.post(&format!("/containers/{container}/exec"), exec.as_bytes());
                operation.path().replace("{id}", answer["Id"].as_str().unwrap())
            }
            Operation::NetworkConnect | Operation::NetworkDisconnect => {
                operation.path().replace("{id}", "front")
            }
            _ => operation.path().replace("{id}", container),
        };
        Place { operation, path, made: Vec::new() }
    }
}

/// Where a request goes, and what is there because of it.
pub(super) struct Place {
    pub operation: Operation,
    pub path: String,
    /// The paths of what was made.
    pub made: Vec<String>,
}

impl Place {
    /// What is there before.
    pub(super) fn look(&self, town: &Town) -> Value {
        match self.operation {
            Operation::ContainerUpdate => town.inspect(&format!("{}/json", self.made[0])),
            _ => Value::Null,
        }
    }

    /// Takes down what an answer says was made.
    pub(super) fn found(&mut self, answer: &Value) {
        let named = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
        match self.operation {
            Operation::ContainerCreate => self.made.push(format!("/containers/{}", named("Id"))),
            Operation::NetworkCreate => self.made.push(format!("/networks/{}", named("Id"))),
            Operation::VolumeCreate if !["v1", "theirs"].contains(&named("Name").as_str()) => {
                self.made.push(format!("/volumes/{}", named("Name")));
            }
            _ => {}
        }
    }

    /// Removes it.
    pub(super) fn clear(&self, town: &Town) {
        for path in &self.made {
            let query = if path.starts_with("/containers") { "?force=true&v=true" } else { "" };
            town.ask("DELETE", &format!("{path}{query}"), b"");
        }
        if self.operation == Operation::ContainerCreate {
            town.ask("DELETE", "/volumes/fresh", b"");
        }
        if matches!(self.operation, Operation::NetworkConnect | Operation::NetworkDisconnect) {
            town.disconnect("web");
            town.disconnect("bank");
        }
    }
}

impl Around for Town {
    fn stack(&self, project: Option<&str>) -> Option<String> {
        let project = project.unwrap_or("shop");
        (project == "shop").then(|| project.to_owned())
    }

    fn volume(&self, name: &str) -> Volume {
        let volume = self.inspect(&format!("/volumes/{name}"));
        match (volume["Driver"].as_str(), volume["Options"].as_object()) {
            (None, _) => Volume::Nowhere,
            (Some(_), _) if THEIRS.contains(&name) => Volume::Elsewhere,
            (Some("local"), None) => Volume::Plain,
            (Some(_), _) => Volume::WithOptions,
        }
    }

    fn kept_for(&self, _: &str) -> Option<String> {
        None
    }

    fn network(&self, name: &str) -> Option<Id> {
        let network = self.inspect(&format!("/networks/{name}"));
        let is_ours = network["Name"].as_str().is_some_and(|name| !THEIRS.contains(&name));
        network["Id"].as_str().filter(|_| is_ours)?.parse().ok()
    }

    fn image(&self, reference: &str) -> Option<Image> {
        let id = self.inspect(&format!("/images/{reference}/json"))["Id"].as_str()?.parse().ok()?;
        Some(Image { id, config: Default::default() })
    }

    fn container(&self, name: &str) -> Option<Member> {
        let container = self.inspect(&format!("/containers/{name}/json"));
        let is_ours = container["Name"].as_str().is_some_and(|name| !THEIRS.contains(&&name[1..]));
        let id = container["Id"].as_str().filter(|_| is_ours)?.parse().ok()?;
        Some(Member { id, stack: "shop".into() })
    }

    fn is_anothers(&self, name: &str, _: &str) -> bool {
        THEIRS.contains(&name)
    }

    fn user(&self) -> &str {
        ""
    }
}
