//! `pierhead connect`: a socket of one's own that leads to a Pierhead.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use testbed::Release;

use super::House;
use crate::cli::{Said, finish, pierhead_command, run};

/// A `pierhead connect` that runs. Dropping it ends it.
pub(super) struct Connected {
    process: Child,
    folder: TempDir,
}

impl Connected {
    /// One to a server, known by what `arguments` say of it.
    pub(super) fn to(url: &str, token: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command(url, folder.path(), token);
        command.args(arguments);
        Self { process: start(command), folder }
    }

    pub(super) fn host(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("own/docker.sock")
    }

    /// Ends it as Ctrl-C does; how it ended.
    fn interrupt(&mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What is run, with the token in a file and a socket in a folder that isn't there yet.
fn command(url: &str, folder: &Path, token: &str) -> Command {
    let file = folder.join("token");
    fs::write(&file, token).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let mut command = pierhead_command(&["connect", "--url", url]);
    command.arg("--token-file").arg(file).arg("--listen").arg(folder.join("own/docker.sock"));
    command
}

/// Starts it, and waits until it says where its socket is.
fn start(mut command: Command) -> Child {
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert!(
        said.starts_with("export DOCKER_HOST=unix:///") && said.ends_with("/own/docker.sock\n"),
        "{said}"
    );
    process
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn fails(mut command: Command, arguments: &[&str]) -> Said {
    command.args(arguments);
    finish(command, "")
}

#[tokio::test(flavor = "multi_thread")]
async fn its_socket_is_its_owners_and_goes_with_it() {
    let house = House::raw().await;
    let url = format!("http://{}", house.server.address);
    let token = house.server.token_of("ada", None).await;
    let mut connected = Connected::to(&url, &token, &[]);
    let (socket, folder) = (connected.socket(), connected.folder.path().to_owned());
    assert_eq!((mode(&socket), mode(&folder.join("own"))), (0o600, 0o700));
    fails(command(&url, &folder, &token), &[]).failed(1, &["something listens at", "--listen"]);
    assert_eq!(connected.interrupt(), Some(0));
    assert!(!socket.exists());

    // What a killed one leaves behind is replaced; what is no socket isn't, nor is a folder used that others may enter.
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    let mut again = start(command(&url, &folder, &token));
    assert!(socket.exists());
    again.kill().unwrap();
    again.wait().unwrap();
    fs::remove_file(&socket).unwrap();
    fs::write(&socket, "precious").unwrap();
    fails(command(&url, &folder, &token), &[]).failed(1, &["is no socket"]);
    assert_eq!(fs::read(&socket).unwrap(), b"precious");
    fs::remove_file(&socket).unwrap();
    fs::set_permissions(folder.join("own"), fs::Permissions::from_mode(0o755)).unwrap();
    fails(command(&url, &folder, &token), &[]).failed(1, &["others may enter"]);
    fs::set_permissions(folder.join("own"), fs::Permissions::from_mode(0o700)).unwrap();
    std::os::unix::fs::chown(folder.join("own"), Some(1), None).unwrap();
    fails(command(&url, &folder, &token), &[])
        .failed(1, &["belongs to somebody else", "a folder of your own"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_its_way_is_said_at_its_start() {
    let house = House::raw().await;
    let server = house.encrypted().await;
    let folder = tempfile::tempdir().unwrap();
    let token = server.token_of("ada", None).await;
    let url = format!("https://{}", server.address);
    let with = |url: &str, token: &str| command(url, folder.path(), token);
    fails(with(&url, &token), &[]).failed(1, &["--fingerprint", "--ca"]);
    let other = "00".repeat(32);
    let said = fails(with(&url, &token), &["--fingerprint", &other]);
    let shown = said.error().split("SHA-256 ").nth(1).unwrap_or_default().trim().to_owned();
    said.failed(1, &["its certificate is another one"]);
    fails(with(&url, "nonsense"), &["--fingerprint", &shown]).failed(1, &["401"]);
    fails(with(&url, " "), &["--fingerprint", &shown])
        .failed(1, &["holds no token", "pierhead token create"]);
    fails(with("https://127.0.0.1:1", &token), &["--fingerprint", &shown]).failed(1, &["can't be reached"]);
    fails(with("http://pierhead.invalid", &token), &[]).failed(1, &["no TLS"]);
    fails(with("https://127.0.0.1:1/docker", &token), &[]).failed(2, &["nothing stands behind the port"]);
    // The one that was shown, in either way of writing it.
    let connected = Connected::to(&url, &token, &["--fingerprint", &shown.replace(':', "").to_lowercase()]);
    let mut docker = house.engine.docker_command().unwrap();
    docker.env("DOCKER_HOST", connected.host()).args(["version", "--format", "{{.Server.APIVersion}}"]);
    assert_eq!(String::from_utf8(docker.output().unwrap().stdout).unwrap().trim(), "1.51");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pierhead_that_is_gone_is_said_and_found_again() {
    let house = House::raw().await;
    let token = house.server.token_of("ada", None).await;
    let connected = Connected::to(&format!("http://{}", house.server.address), &token, &[]);
    let docker = || {
        let mut docker = house.engine.docker_command().unwrap();
        docker.env("DOCKER_HOST", connected.host()).args(["ps", "--quiet"]);
        docker.output().unwrap()
    };
    assert!(docker().status.success());
    let address = house.server.address;
    let folder = house.server.stop().await;
    let said = String::from_utf8(docker().stderr).unwrap();
    assert!(said.contains("Pierhead can't be reached at http://127.0.0.1"), "{said}");
    let engine = house.engine.host();
    let _server = crate::running::Running::with(folder, |config| {
        config.listen = address;
        config.engine = Some(engine);
        config.raw_api = true;
    })
    .await;
    assert!(docker().status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_good_for_nothing_is_said() {
    let house = House::new(Release::V28).await;
    let (folder, token) = (tempfile::tempdir().unwrap(), house.server.token_of("ada", None).await);
    run(&["token", "revoke", &token], &house.server.data(), "").succeeded();
    let url = format!("http://{}", house.server.address);
    fails(command(&url, folder.path(), &token), &[]).failed(1, &["401", "this token isn't good"]);
}
