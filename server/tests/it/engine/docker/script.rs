//! docker does the same on the engine's socket, through `/docker` with a header, and through `pierhead connect`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Mutex,
    thread,
};

use testbed::Registry;

use super::House;
use crate::{cli::run, engine::connect::Connected};

const PRELUDE: &str = include_str!("prelude.sh");
const COMMANDS: &str = include_str!("commands.sh");
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

    /// All lines, each with what came of it; nothing for those that can't pass.
    fn run(&self, way: &Way) -> Vec<Option<String>> {
        let say = |line: &str| {
            let builds = line.strip_prefix("! ");
            (way.builds || builds.is_none()).then(|| plain(&self.say(builds.unwrap_or(line), way), way.own))
        };
        lines().map(say).collect()
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    COMMANDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What the ways have in common: ids are `ID`, and what tells them apart is `@`.
fn plain(output: &Output, own: &str) -> String {
    let text = [&*output.stdout, b"\n--- stderr\n", &*output.stderr].concat();
    let text = String::from_utf8_lossy(&text).replace(own, OWN);
    let is_id = |word: &str| word.len() >= 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut plain = String::new();
    for word in text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric()) {
        let name = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        plain.push_str(if is_id(name) { "ID" } else { name });
        plain.push_str(&word[name.len()..]);
    }
    // How many layers go with an image depends on what else has them; and some answers have no order.
    let mut lines: Vec<_> = plain.lines().filter(|line| !line.starts_with("Deleted: ")).collect();
    lines.sort_unstable();
    format!("{}\n--- {:?}", lines.join("\n"), output.status.code())
}

#[tokio::test(flavor = "multi_thread")]
async fn docker_says_the_same_in_every_way() {
    let house = House::raw().await;
    let registry = Registry::start(&house.engine, 5000).unwrap();
    // With TLS, as it is meant to be. (docker can't leave a terminal by its detach keys on TCP without.)
    let server = house.encrypted().await;
    let token = server.token_of("ada", None).await;
    let certificate = server.data().join("tls-cert.pem");
    let trusted = tempfile::tempdir().unwrap();
    fs::copy(&certificate, trusted.path().join("ca.pem")).unwrap();
    let url = format!("https://{}", server.address);
    let connected = Connected::to(&url, &token, &["--ca", &certificate.to_string_lossy()]);
    let socket = Way { own: "sock7", environment: vec![("DOCKER_HOST", house.engine.host())], builds: true };
    let header = vec![
        ("DOCKER_HOST", format!("tcp://{}/docker", server.address)),
        ("DOCKER_TLS_VERIFY", "1".to_owned()),
        ("DOCKER_CERT_PATH", trusted.path().display().to_string()),
        ("DOCKER_CUSTOM_HEADERS", format!("Authorization=Bearer {token}")),
    ];
    let header = Way { own: "head7", environment: header, builds: false };
    let connect = Way { own: "conn7", environment: vec![("DOCKER_HOST", connected.host())], builds: true };
    let said = thread::scope(|scope| {
        let running = [socket, header, connect].map(|way| {
            let workplace = Workplace::new(&house, &registry);
            scope.spawn(move || workplace.run(&way))
        });
        running.map(|way| way.join().unwrap())
    });
    let [direct, others @ ..] = said;
    for (place, line) in lines().enumerate() {
        let expected = direct[place].as_deref().unwrap();
        assert!(!expected.ends_with("Some(124)"), "{line} took too long:\n{expected}");
    }
    let mut different = String::new();
    for (way, said) in ["with a header", "through pierhead connect"].iter().zip(others) {
        for (place, line) in lines().enumerate() {
            let expected = direct[place].as_deref().unwrap();
            if let Some(said) = said[place].as_deref().filter(|said| *said != expected) {
                different += &format!("{line}\n{expected}\n=== {way}:\n{said}\n\n");
            }
        }
    }
    assert!(different.is_empty(), "{different}");
    assert!(lines().count() >= 100);
    run(&["audit", "verify"], &server.data(), "").succeeded();
}
