//! The server as it ships, on plain HTTP, with a token to ask with.

use std::{
    fs,
    io::Write,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::load::{Connection, Door};
use crate::process::{output, run};

const READY_WITHIN: Duration = Duration::from_secs(60);
/// Among how many people those who watch are shared out.
const WATCHERS: usize = 4;

/// A server of our own; dropping it ends it and removes its data.
pub(super) struct Product {
    process: Child,
    address: SocketAddr,
    data: PathBuf,
    /// From its start until it answered.
    pub(super) ready_after: Duration,
    /// An admin's, whose requests pass as they are.
    token: String,
    /// Those of people who watch.
    watchers: Vec<String>,
    /// An operator's, whose requests are understood and written anew.
    operator: String,
}

/// Live streams that are read; dropping them ends them.
pub(super) struct Viewers(Vec<TcpStream>);

impl Drop for Viewers {
    fn drop(&mut self) {
        for stream in &self.0 {
            // One that has ended by itself.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Product {
    pub(super) fn start(binary: &Path, engine: &str) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let data = PathBuf::from(format!("/tmp/pierhead-bench-{}-{}", std::process::id(), address.port()));
        add_person(binary, &data, "bench", "admin")?;
        run(&mut pierhead(binary, &["user", "raw", "bench", "on"], &data))?;
        add_person(binary, &data, "operator", "operator")?;
        run(&mut pierhead(binary, &["user", "scope", "operator", "everything", "logs"], &data))?;
        let names = (0..WATCHERS).map(|number| format!("watcher{number}"));
        let watcher = |name: String| {
            add_person(binary, &data, &name, "admin")?;
            token_of(binary, &data, &name)
        };
        let watchers = names.map(watcher).collect::<Result<_>>()?;
        let (token, operator) = (token_of(binary, &data, "bench")?, token_of(binary, &data, "operator")?);
        let mut serve = Command::new(binary);
        serve.args([
            "serve",
            "--raw-api",
            "--tls",
            "off",
            "--engine",
            engine,
            "--listen",
            &address.to_string(),
            "--data",
        ]);
        let begun = Instant::now();
        let process = serve.arg(&data).stderr(Stdio::null()).spawn()?;
        let mut product =
            Self { process, address, data, ready_after: Duration::ZERO, token, watchers, operator };
        product.until(|product| product.status("/health") == Some(200))?;
        product.ready_after = begun.elapsed();
        Ok(product)
    }

    /// One that knows the engine's containers, of which there are so many.
    pub(super) fn listing(binary: &Path, engine: &str, count: usize) -> Result<Self> {
        let product = Self::start(binary, engine)?;
        product.until_listed(count)?;
        Ok(product)
    }

    pub(super) fn door(&self) -> Door {
        Door::Tcp(self.address)
    }

    /// A request for this path, with the token.
    pub(super) fn head(&self, path: &str, more: &str) -> String {
        self.request("GET", path, more)
    }

    /// The same, with the token of somebody whose requests don't pass as they are.
    pub(super) fn held_head(&self, path: &str) -> String {
        self.head_of("GET", path, &self.operator, "")
    }

    /// A request of whichever method, with the token.
    pub(super) fn request(&self, method: &str, path: &str, more: &str) -> String {
        self.head_of(method, path, &self.token, more)
    }

    fn head_of(&self, method: &str, path: &str, token: &str, more: &str) -> String {
        let address = self.address;
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n{more}\r\n")
    }

    /// Waits until the list holds this many containers.
    pub(super) fn until_listed(&self, count: usize) -> Result<()> {
        let listed = |product: &Self| -> Option<usize> {
            let answer = product.door().connect().ok()?.ask(&product.head("/api/containers", "")).ok()?;
            Some(serde_json::from_slice::<Vec<serde_json::Value>>(&answer.body).ok()?.len())
        };
        self.until(|product| listed(product) == Some(count))
            .with_context(|| format!("{count} containers were not listed"))
    }

    /// Opens live streams that read all they are sent.
    pub(super) fn viewers(&self, count: usize) -> Result<Viewers> {
        let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: cGllcmhlYWQgYmVuY2htYXJr\r\n";
        let mut streams = Vec::new();
        for number in 0..count {
            // One person may have a number of pages only.
            let token = &self.watchers[number % WATCHERS];
            let stream = TcpStream::connect(self.address)?;
            streams.push(stream.try_clone()?);
            let mut viewer = Connection::over(stream);
            let answer = viewer.ask(&self.head_of("GET", "/live", token, upgrade))?;
            if answer.status != 101 {
                bail!("GET /live answered {}", answer.status);
            }
            thread::spawn(move || viewer.drain(|_| false));
        }
        Ok(Viewers(streams))
    }

    /// The memory that is in use, in bytes.
    pub(super) fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024)
    }

    fn status(&self, path: &str) -> Option<u16> {
        Some(self.door().connect().ok()?.ask(&self.head(path, "")).ok()?.status)
    }

    fn until(&self, holds: impl Fn(&Self) -> bool) -> Result<()> {
        let start = Instant::now();
        while !holds(self) {
            if start.elapsed() > READY_WITHIN {
                bail!("the server wasn't ready in time");
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.data);
    }
}

/// The command line, on this folder.
fn pierhead(binary: &Path, arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(binary);
    command.args(arguments).arg("--data").arg(data);
    command
}

fn add_person(binary: &Path, data: &Path, name: &str, role: &str) -> Result<()> {
    let mut add = pierhead(binary, &["user", "add", name, "--role", role, "--password-stdin"], data);
    let mut add = add.stdin(Stdio::piped()).spawn()?;
    add.stdin.take().context("no input")?.write_all(b"a password for the benchmark\n")?;
    if !add.wait()?.success() {
        bail!("cannot add {name}");
    }
    Ok(())
}

fn token_of(binary: &Path, data: &Path, name: &str) -> Result<String> {
    let mut create = pierhead(binary, &["token", "create", "--user", name, "--expires", "1d"], data);
    Ok(output(&mut create)?.trim().to_owned())
}
