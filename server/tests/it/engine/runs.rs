//! `docker run`, as people write it: what the page makes of a command is what the docker CLI makes of it.

mod corpus;
mod relay;

use std::process::{Command, Stdio};

use futures_util::{StreamExt, stream};
use http::Method;
use serde_json::{Map, Value, json};
use testbed::Release;
use wire::{JobId, JobState, Run, Why};

use super::{House, page::Page, send};
use crate::client::Client;
use corpus::{Entry, corpus};
use relay::Relay;

/// How many commands are tried at once; one person may have six jobs.
const AT_ONCE: usize = 4;

/// What may differ in any two containers, since it is about who made them or where they are.
const NEVER_THE_SAME: [&str; 15] = [
    // Its own.
    "Id",
    "Created",
    "Name",
    "State",
    "GraphDriver",
    "HostnamePath",
    "HostsPath",
    "LogPath",
    "ResolvConfPath",
    // Who listens to it is up to the client: the page lets it run by itself, as `--detach` does.
    "Config.AttachStdin",
    "Config.AttachStdout",
    "Config.AttachStderr",
    "Config.StdinOnce",
    // The size of the client's terminal.
    "HostConfig.ConsoleSize",
    "NetworkSettings.SandboxID",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_command_makes_the_container_that_the_cli_makes() {
    let house = furnished().await;
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path().to_str().unwrap());
    fill(folder.path());
    let house = &house;
    let mut pool = Vec::new();
    for _ in 0..AT_ONCE {
        let session = house.server.client_of("ada").await;
        let page = Page::open(house.server.address, session.cookie().unwrap(), None).await;
        pool.push(Worker { page, client: house.client_with_token_of("ada").await });
    }
    let pool = &tokio::sync::Mutex::new(pool);
    let folder = folder.path();
    let tried = stream::iter(&corpus).map(|entry| async move {
        let mut worker = pool.lock().await.pop().expect("as many as are tried at once");
        let wrong = worker.try_one(house, folder, entry).await;
        pool.lock().await.push(worker);
        wrong.map(|wrong| format!("{}\n{wrong}", entry.command))
    });
    let wrong: Vec<Option<String>> = tried.buffer_unordered(AT_ONCE).collect().await;
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{} of {}:\n\n{}", wrong.len(), corpus.len(), wrong.join("\n\n"));
    let run = corpus.iter().filter(|entry| !entry.never).count();
    assert!(run >= 100, "only {run} were compared");
}

/// An engine with all that the commands name.
async fn furnished() -> House {
    let house = House::new(Release::V28).await;
    house.server.switch_host_root("on");
    house.docker(&["network", "create", "--subnet", "172.28.0.0/16", "front"]);
    house.docker(&["network", "create", "mynet"]);
    house.docker(&["network", "create", "back"]);
    for name in ["db", "redis"] {
        let volume = format!("/var/lib/{name}");
        house.docker(&[
            "create",
            "--name",
            name,
            "--ipc",
            "shareable",
            "--volume",
            &volume,
            "busybox",
            "true",
        ]);
    }
    // An image that says something itself, so that it matters what a command says instead.
    let changes = [
        "ENTRYPOINT [\"/entry\"]",
        "CMD [\"serve\"]",
        "ENV PATH=/bin LANG=C.UTF-8",
        "EXPOSE 80 9000",
        "VOLUME /var/cache",
        "USER 33",
        "WORKDIR /www",
        "STOPSIGNAL SIGQUIT",
        "LABEL org.example.of=image",
    ];
    let changes = changes.iter().flat_map(|change| ["--change", change]);
    house.docker(&[&["commit"], &changes.collect::<Vec<_>>()[..], &["db", "talkative:latest"]].concat());
    for entry in corpus("") {
        let image = Run::read(&entry.command).spec.image;
        if !image.is_empty() && image != "busybox" {
            house.docker(&["tag", "talkative:latest", &image]);
        }
    }
    house
}

/// The files that commands name, in the folder that they run in.
fn fill(folder: &std::path::Path) {
    for (name, text) in [
        (".env", "A=1\nB=two words\n"),
        ("more.env", "# more\nC=3\n"),
        ("labels.txt", "com.example.a=1\ncom.example.b\n"),
        ("profile.json", "{\"defaultAction\": \"SCMP_ACT_ALLOW\"}"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    for name in ["html", "conf"] {
        std::fs::create_dir(folder.join(name)).unwrap();
    }
}

struct Worker {
    page: Page,
    client: Client,
}

impl Worker {
    /// What is wrong with how a command is understood.
    async fn try_one(&mut self, house: &House, folder: &std::path::Path, entry: &Entry) -> Option<String> {
        let named: Vec<_> =
            Run::read(&entry.command).remarks.iter().map(|it| format!("{:?} {}", it.why, it.what)).collect();
        if named != entry.named {
            return Some(format!("named {named:#?}"));
        }
        if entry.never {
            return None;
        }
        let Run { spec, remarks } = Run::read(&entry.meant);
        let harmless = [Why::OfTheClient, Why::NotHere, Why::OtherCommand];
        if let Some(remark) = remarks.iter().find(|remark| !harmless.contains(&remark.why)) {
            return Some(format!("still to be written out: {remark:?}"));
        }
        let theirs = match by_cli(house, folder, entry).await {
            Ok(answer) => answer.map(|id| inspected(house, &id)),
            Err(output) => return Some(format!("the CLI asked for nothing: {output}")),
        };
        let ours = self.by_page(serde_json::to_value(&spec).unwrap()).await.map(|id| inspected(house, &id));
        compare(entry, theirs, ours)
    }

    /// Has it made by the page's request: its id, or why not.
    async fn by_page(&mut self, spec: Value) -> Result<String, String> {
        let body = json!({ "spec": spec });
        let answer = send(&mut self.client, Method::POST, "/api/containers", &body).await;
        let Some(id) = answer.json()["job"].as_u64() else { return Err(answer.text) };
        let id = JobId(id);
        self.page.until(|known| known.jobs.get(&id).is_some_and(|row| !row.running)).await;
        match self.page.known.as_ref().unwrap().jobs[&id].job.open().unwrap().state {
            JobState::Done { container: Some(id), .. } => Ok(id.to_string()),
            JobState::Failed { failure, .. } => Err(failure.message),
            state => Err(format!("{state:?}")),
        }
    }
}

/// Runs the command itself: what the engine made, or why not.
async fn by_cli(
    house: &House,
    folder: &std::path::Path,
    entry: &Entry,
) -> Result<Result<String, String>, String> {
    let relay = Relay::start(&house.engine.socket());
    let file = folder.join(format!("{}.sh", entry.number));
    std::fs::write(&file, &entry.command).unwrap();
    let docker = house.engine.docker_command().unwrap();
    let programs = std::path::Path::new(docker.get_program()).parent().unwrap().to_owned();
    // `sudo` is not on every machine, and would change nothing here.
    let shims = folder.join("bin");
    std::fs::create_dir_all(&shims).unwrap();
    let shim = "#!/bin/sh\n[ \"$1\" = -E ] && shift\nexec \"$@\"\n";
    if !shims.join("sudo").exists() {
        let fresh = shims.join(format!("sudo.{}", entry.number));
        std::fs::write(&fresh, shim).unwrap();
        std::fs::set_permissions(&fresh, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        std::fs::rename(fresh, shims.join("sudo")).unwrap();
    }
    let path = format!("{}:{}:/usr/bin:/bin", shims.display(), programs.display());
    // With a terminal: the CLI refuses `--tty` without.
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &format!("sh {}", file.display()), "/dev/null"]);
    command.envs(docker.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env("DOCKER_HOST", relay.host()).env("PATH", path).env("HOME", "/root");
    command.env("TOKEN", "from-the-shell").current_dir(folder).stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    relay.made().ok_or_else(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What the engine tells of a container, without what is its own; and removes it.
fn inspected(house: &House, id: &str) -> Value {
    let told: Value = serde_json::from_str(&house.docker(&["inspect", "--type", "container", id])).unwrap();
    house.docker(&["rm", "--force", "--volumes", id]);
    let name = told[0]["Name"].as_str().unwrap().trim_start_matches('/').to_owned();
    let mut told = told[0].clone();
    for field in NEVER_THE_SAME {
        remove(&mut told, field);
    }
    neutral(&mut told, &[(id, "ID"), (&id[..12], "ID"), (&name, "NAME")]);
    // In no order: the engine keeps mounts and links as maps, and the CLI the others.
    for list in ["/Mounts", "/Config/Env", "/HostConfig/Binds", "/HostConfig/Links", "/HostConfig/Ulimits"] {
        if let Some(list) = told.pointer_mut(list).and_then(Value::as_array_mut) {
            list.sort_by_key(|item| item.get("Destination").unwrap_or(item).to_string());
        }
    }
    told
}

fn remove(value: &mut Value, field: &str) {
    let (place, name) = field.rsplit_once('.').unwrap_or(("", field));
    let pointer = if place.is_empty() { String::new() } else { format!("/{}", place.replace('.', "/")) };
    if let Some(object) = value.pointer_mut(&pointer).and_then(Value::as_object_mut) {
        object.remove(name);
    }
}

/// Puts words in place of ids and names that nobody chose.
fn neutral(value: &mut Value, words: &[(&str, &str)]) {
    match value {
        Value::String(text) => {
            for (from, to) in words {
                *text = text.replace(from, to);
            }
            let is_id = |part: &str| part.len() == 64 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
            let parts = text.split('/').map(|part| if is_id(part) { "ANONYMOUS" } else { part });
            *text = parts.collect::<Vec<_>>().join("/");
        }
        Value::Array(list) => list.iter_mut().for_each(|value| neutral(value, words)),
        Value::Object(map) => map.values_mut().for_each(|value| neutral(value, words)),
        _ => {}
    }
}

/// All in which two answers differ.
fn compare(entry: &Entry, theirs: Result<Value, String>, ours: Result<Value, String>) -> Option<String> {
    let (theirs, ours) = match (theirs, ours) {
        (Ok(theirs), Ok(ours)) => (flat(&theirs), flat(&ours)),
        (Err(theirs), Err(ours)) if ours.contains(&theirs) => return None,
        (theirs, ours) => return Some(format!("the CLI: {theirs:#?}\nthe page: {ours:#?}")),
    };
    let fields = theirs.keys().chain(ours.keys());
    let mut differ: Vec<&String> = fields.filter(|field| theirs.get(*field) != ours.get(*field)).collect();
    differ.sort();
    differ.dedup();
    let told = |field: &&String| !entry.differs.iter().any(|known| field.as_str() == known);
    let lines = differ.into_iter().filter(told).map(|field| {
        let value = |of: &Map<String, Value>| of.get(field).unwrap_or(&Value::Null).to_string();
        format!("{field}: the CLI {}, the page {}", value(&theirs), value(&ours))
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// `{"HostConfig.Memory": 0, …}`: objects by their paths, and what is nothing left out.
fn flat(value: &Value) -> Map<String, Value> {
    let mut flat = Map::new();
    add(&mut flat, String::new(), value);
    flat
}

fn add(flat: &mut Map<String, Value>, path: String, value: &Value) {
    let dot = if path.is_empty() { "" } else { "." };
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| add(flat, format!("{path}{dot}{key}"), value));
        }
        Value::Null => {}
        Value::Array(list) if list.is_empty() => {}
        value => {
            flat.insert(path, value.clone());
        }
    }
}
