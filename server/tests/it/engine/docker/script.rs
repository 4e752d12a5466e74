//! docker does the same on the engine's socket, through `/docker` with a header, through `pierhead connect`, and where
//! requests are asked anew, but for what is told beside a reason in `anew.txt`.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Mutex,
    thread,
};

use gate::Role;
use server::members::Kind;
use testbed::Registry;

use super::{House, REGISTRY_PORT};
use crate::{
    cli::run,
    engine::{connect::Connected, held::hire_kim},
};

const PRELUDE: &str = include_str!("prelude.sh");
const COMMANDS: &str = include_str!("commands.sh");
const ANEW: &str = include_str!("anew.txt");
/// What a deployer does, of the headings in it.
const OF_DEPLOYERS: [&str; 4] = ["A container's life", "Logs and events", "Networks and volumes", "Compose"];
/// What stands in a line for what tells the ways apart, and for the registry's address.
const OWN: &str = "@";
const REGISTRY: &str = "REGISTRY";
/// The engine refuses to prune while it prunes, and the ways run beside one another.
static PRUNING: Mutex<()> = Mutex::new(());
/// A line that takes longer hangs.
const PATIENCE: &str = "60";

/// How docker reaches the engine.
struct Way {
    /// What its names begin with: as long as the others', so that columns are alike.
    own: &'static str,
    environment: Vec<(&'static str, String)>,
    /// Whether builds that need BuildKit can pass.
    builds: bool,
    /// The headings above its lines; nothing for all of them.
    parts: &'static [&'static str],
}

/// Where a way's commands run: their working folder and docker's settings.
struct Workplace {
    folder: tempfile::TempDir,
    path: String,
    registry: String,
}

impl Workplace {
    fn new(house: &House, registry: &Registry) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let docker = house.engine.docker_command().unwrap();
        let config = docker.get_envs().find_map(|(name, value)| (name == "DOCKER_CONFIG").then_some(value?));
        let config = PathBuf::from(config.unwrap()).join("config.json");
        fs::create_dir(folder.path().join("cli")).unwrap();
        fs::copy(config, folder.path().join("cli/config.json")).unwrap();
        let programs = Path::new(docker.get_program()).parent().unwrap();
        let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
        Self { folder, path, registry: registry.address() }
    }

    /// What a line says and how it ends.
    fn say(&self, line: &str, way: &Way) -> Output {
        let _alone = line.contains(" prune ").then(|| PRUNING.lock().unwrap());
        let line = line.replace(OWN, way.own).replace(REGISTRY, &self.registry);
        let mut bash = Command::new("timeout");
        bash.args([PATIENCE, "bash", "-c", &format!("{PRELUDE}\n{line}")]).current_dir(self.folder.path());
        for variable in ["DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_CUSTOM_HEADERS"] {
            bash.env_remove(variable);
        }
        bash.env("PATH", &self.path).env("DOCKER_CONFIG", self.folder.path().join("cli"));
        bash.envs(way.environment.iter().map(|(name, value)| (name, value)));
        bash.stdin(Stdio::null()).output().unwrap()
    }

    /// All lines, each with what came of it; nothing for those that can't pass, or aren't of its part.
    fn run(&self, way: &Way) -> Vec<Option<String>> {
        let mut heading = "";
        let say = |line: &'static str| {
            if let Some(begun) = line.strip_prefix("# ") {
                heading = begun;
                return None;
            }
            let builds = line.strip_prefix("! ");
            let runs =
                (way.builds || builds.is_none()) && (way.parts.is_empty() || way.parts.contains(&heading));
            Some(runs.then(|| plain(&self.say(builds.unwrap_or(line), way), way.own)))
        };
        COMMANDS.lines().filter(|line| !line.is_empty()).filter_map(say).collect()
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    COMMANDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What the ways have in common, each stream by itself: ids are `ID`, and what tells them apart is `@`. Where the engine
/// promises no order, the line itself sorts.
fn plain(output: &Output, own: &str) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|stream| alike(stream, own));
    format!("{out}--- stderr\n{err}--- {:?}", output.status.code())
}

fn alike(stream: &[u8], own: &str) -> String {
    let text = String::from_utf8_lossy(stream).replace(own, OWN);
    let is_id = |word: &str| word.len() >= 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut alike = String::new();
    for word in text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric()) {
        let name = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        alike.push_str(if is_id(name) { "ID" } else { name });
        alike.push_str(&word[name.len()..]);
    }
    // How many layers go with an image depends on what else has them.
    alike.lines().filter(|line| !line.starts_with("Deleted: ")).map(|line| format!("{line}\n")).collect()
}

/// What may be said otherwise where requests are asked anew, and the words that are said then.
fn otherwise() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut words = "";
    ANEW.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(move |line| {
        let Some(told) = line.strip_prefix("> ") else { return Some((line, words)) };
        words = told;
        None
    })
}

/// A line, and what it says on the socket and in another way.
type Difference = (&'static str, String, String);

/// The lines that a way says otherwise than the socket, each with both.
fn differences(direct: &[Option<String>], said: &[Option<String>]) -> Vec<Difference> {
    let pairs = lines().zip(direct.iter().zip(said));
    pairs
        .filter_map(|(line, (direct, said))| Some((line, direct.clone()?, said.clone()?)))
        .filter(|(_, direct, said)| direct != said)
        .collect()
}

/// Those of the lines that differ that may not.
fn beyond(differ: &[Difference]) -> Vec<Difference> {
    let may =
        |line: &str, said: &str| otherwise().any(|(other, words)| other == line && said.contains(words));
    differ.iter().filter(|(line, _, said)| !may(line, said)).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn docker_says_the_same_in_every_way() {
    let house = House::raw().await;
    let registry = Registry::start(&house.engine, REGISTRY_PORT).unwrap();
    house.engine.make_web_image("web", 2, "from the registry").unwrap();
    // With TLS, as it is meant to be. (docker can't leave a terminal by its detach keys on TCP without.)
    let server = house.encrypted().await;
    let certificate = server.data().join("tls-cert.pem");
    let trusted = tempfile::tempdir().unwrap();
    fs::copy(&certificate, trusted.path().join("ca.pem")).unwrap();
    let with_header = |token: &str| {
        vec![
            ("DOCKER_HOST", format!("tcp://{}/docker", server.address)),
            ("DOCKER_TLS_VERIFY", "1".to_owned()),
            ("DOCKER_CERT_PATH", trusted.path().display().to_string()),
            ("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {token}")),
        ]
    };
    let [ada, olga] = [server.token_of("ada", None).await, server.token_of("olga", None).await];
    let url = format!("https://{}", server.address);
    let connected = Connected::to(&url, &ada, &["--ca", &certificate.to_string_lossy()]);
    // A deployer of the stack that Compose's lines are about; without TLS, as to a neighbour.
    let stack = ["kims7", "stack"].concat();
    let kim = hire_kim(&house.server, Role::Operator, &stack, "logs,exec,deploy").await;
    house.adopt(&stack, Kind::Image, &house.docker(&["images", "--quiet", "--no-trunc", "busybox"])).await;
    house.adopt(&stack, Kind::Repository, "busybox").await;
    let kim = vec![
        ("DOCKER_HOST", format!("tcp://{}/docker", house.server.address)),
        ("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {kim}")),
    ];
    let on_the_socket = vec![("DOCKER_HOST", house.engine.host())];
    let by_connect = vec![("DOCKER_HOST", connected.host())];
    let ways = [
        Way { own: "sock7", environment: on_the_socket, builds: true, parts: &[] },
        Way { own: "head7", environment: with_header(&ada), builds: false, parts: &[] },
        Way { own: "conn7", environment: by_connect, builds: true, parts: &[] },
        Way { own: "anew7", environment: with_header(&olga), builds: false, parts: &[] },
        Way { own: "kims7", environment: kim, builds: false, parts: &OF_DEPLOYERS },
    ];
    for way in &ways {
        let image = format!("{}/{}pull:1", registry.address(), way.own);
        house.docker(&["tag", "web", &image]);
        house.docker(&["push", &image]);
        house.docker(&["rmi", &image]);
    }
    let [direct, header, connect, anew, kim] = thread::scope(|scope| {
        let running = ways.map(|way| {
            let workplace = Workplace::new(&house, &registry);
            scope.spawn(move || workplace.run(&way))
        });
        running.map(|way| way.join().unwrap())
    });
    for (line, said) in lines().zip(&direct) {
        let said = said.as_deref().unwrap();
        assert!(!said.ends_with("Some(124)"), "{line} took too long:\n{said}");
    }
    let [anew, kim] = [anew, kim].map(|said| differences(&direct, &said));
    let differing: HashSet<_> = anew.iter().chain(&kim).map(|(line, ..)| *line).collect();
    let same: Vec<_> = otherwise().filter(|(line, _)| !differing.contains(line)).collect();
    let ways = [
        ("with a header", differences(&direct, &header)),
        ("through pierhead connect", differences(&direct, &connect)),
        ("asked anew", beyond(&anew)),
        ("as a deployer", beyond(&kim)),
    ];
    let mut different = String::new();
    for (way, differ) in ways {
        for (line, direct, said) in differ {
            different += &format!("{line}\n{direct}\n=== {way}:\n{said}\n\n");
        }
    }
    assert!(different.is_empty(), "{different}");
    assert!(same.is_empty(), "these are the same, and needn't be told in anew.txt: {same:#?}");
    assert!(lines().count() >= 100);
    run(&["audit", "verify"], &server.data(), "").succeeded();
}
