//! One private engine, in namespaces of its own.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Read, Write},
    os::unix::{fs::symlink, net::UnixStream, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    Error,
    packages::{self, Release},
};

/// How long an engine may take to answer; a loaded machine needs a multiple of its usual two seconds.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// A daemon that isn't there after this time has refused to start.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(2);

/// The longest path of a folder in which all sockets of an engine have an address: one holds 107 bytes (`unix(7)`).
const LONGEST_HOME: usize = 64;

/// The programs and libraries that an engine needs of the system, with their packages.
const NEEDS: [(&str, &str); 5] = [
    ("iptables", "iptables"),
    ("nsenter", "util-linux"),
    ("libdevmapper.so.1.02.1", "libdevmapper1.02.1"),
    ("libseccomp.so.2", "libseccomp2"),
    ("libsystemd.so.0", "libsystemd0"),
];

/// A private engine with its own network, data and socket. Dropping it ends it and removes its data.
///
/// The containers on it end with it. A container whose first process ignores SIGTERM (a plain `sleep`, say)
/// holds up [`Engine::stop`] for ten seconds: run such ones with `--init`.
pub struct Engine {
    home: PathBuf,
    tree: PathBuf,
    release: Release,
    supervisor: Mutex<Supervisor>,
    /// The first process of its namespaces, as seen from outside.
    first: u32,
}

/// What is not as usual about an engine.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where its data are, kept when it ends; else a temporary folder.
    pub home: Option<PathBuf>,
    /// Whose network its containers are published on.
    pub network: Network,
    /// Further arguments to dockerd.
    pub flags: Vec<String>,
}

/// The network that an engine is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// One of its own, with its own loopback: any port is free. [`Engine::in_network`] reaches it.
    #[default]
    Own,
    /// The starter's. Firewall rules are left alone, so published ports go through the engine's own proxy.
    Shared,
}

/// The shell that starts, signals and cleans up after the daemon.
struct Supervisor {
    process: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// What it and the daemon's shell complain of.
    complaints: PathBuf,
}

impl Engine {
    /// Starts a private engine and waits until it answers.
    pub fn start(release: Release) -> Result<Self, Error> {
        Self::start_with(release, Options::default())
    }

    /// Starts a private engine that is not as usual.
    pub fn start_with(release: Release, options: Options) -> Result<Self, Error> {
        if !packages::is_root() {
            return Err(Error::NotRoot);
        }
        packages::ensure_installed(&NEEDS)?;
        let tree = packages::packages(release)?;
        let home = match &options.home {
            Some(home) => home.clone(),
            None => temporary_folder(),
        };
        fs::create_dir_all(&home).map_err(Error::io("cannot make the folder", &home))?;
        let home = short(home)?;
        let mut supervisor = launch(&home, &tree, &options)?;
        supervisor.order("start")?;
        let first = only_child(supervisor.process.id()).and_then(only_child);
        let first = first.ok_or_else(|| supervisor.refused("start"))?;
        let engine = Self { home, tree, release, supervisor: Mutex::new(supervisor), first };
        engine.wait_until_ready()?;
        Ok(engine)
    }

    /// The engine's socket.
    pub fn socket(&self) -> PathBuf {
        self.home.join("docker.sock")
    }

    /// The engine's address as DOCKER_HOST takes it.
    pub fn host(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// The folder with its socket, data and log.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The daemon's process id, if it runs.
    pub fn pid(&self) -> Option<u32> {
        children(self.first).into_iter().find(|pid| {
            fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim_end() == "dockerd")
        })
    }

    /// Ends the daemon as a service manager does, and waits for it. The data stays.
    pub fn stop(&self) -> Result<(), Error> {
        self.order("stop")
    }

    /// Starts the daemon again on the same data, and waits until it answers.
    pub fn start_again(&self) -> Result<(), Error> {
        self.order("start")?;
        self.wait_until_ready()
    }

    /// [`Engine::stop`], then [`Engine::start_again`].
    pub fn restart(&self) -> Result<(), Error> {
        self.stop()?;
        self.start_again()
    }

    /// Kills the daemon without a word. Its containers go on, as they do on a real machine.
    pub fn kill(&self) -> Result<(), Error> {
        self.order("kill")
    }

    /// Freezes the daemon: it accepts connections and never answers.
    pub fn pause(&self) -> Result<(), Error> {
        self.order("pause")?;
        // A signal stops one thread after the other; on a busy machine the last ones go on for a while.
        let start = Instant::now();
        while start.elapsed() < READY_WITHIN {
            if self.pid().is_none_or(is_frozen) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(1));
        }
        Err(self.supervisor.lock().unwrap_or_else(PoisonError::into_inner).refused("pause"))
    }

    /// Ends [`Engine::pause`].
    pub fn resume(&self) -> Result<(), Error> {
        self.order("resume")
    }

    /// Runs the real docker CLI on this engine; gives its standard output, without the last line's end.
    pub fn docker<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<String, Error> {
        packages::output(self.docker_command()?.args(arguments))
    }

    /// The same, with something on its standard input.
    pub fn docker_with_input<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[u8]) -> Result<String, Error> {
        let mut command = self.docker_command()?;
        command.args(arguments);
        let output = feed(&mut command, input)?;
        packages::finished(&command, output)
    }

    /// The docker CLI (of release 28, with compose and buildx, but for the distribution's), set to this engine and to no one's own settings.
    pub fn docker_command(&self) -> Result<Command, Error> {
        let tree = match self.release {
            Release::Distribution => self.tree.clone(),
            Release::V20 | Release::V28 => packages::packages(Release::V28)?,
        };
        let config = self.home.join("cli");
        if !config.exists() {
            let plugins = tree.join("usr/libexec/docker/cli-plugins");
            fs::create_dir_all(&config).map_err(Error::io("cannot make the folder", &config))?;
            let text = format!("{{\"cliPluginsExtraDirs\": [{:?}]}}", plugins.display().to_string());
            let file = config.join("config.json");
            fs::write(&file, text).map_err(Error::io("cannot write", file))?;
        }
        let mut command = Command::new(tree.join("usr/bin/docker"));
        command.env("DOCKER_HOST", self.host()).env("DOCKER_CONFIG", config);
        command.env_remove("DOCKER_CONTEXT").env_remove("DOCKER_TLS_VERIFY").env_remove("DOCKER_CERT_PATH");
        Ok(command)
    }

    /// The file that names this engine's network, as `nsenter --net=` takes it.
    pub fn network(&self) -> PathBuf {
        format!("/proc/{}/ns/net", self.first).into()
    }

    /// A program in this engine's network, where its published ports are on 127.0.0.1.
    pub fn in_network(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["--target", &self.first.to_string(), "--net", "--"]).arg(program);
        command
    }

    /// The body that `GET path` answers on this port of 127.0.0.1 in this engine's network, if it is a 200.
    pub fn fetch(&self, port: u16, path: &str) -> Result<String, Error> {
        // bash has sockets; the static busybox's wget crashes on some machines.
        let script = format!(
            "exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET %s HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n\\r\\n' \"$1\" >&3 && \
             timeout 5 cat <&3"
        );
        let mut command = self.in_network("bash");
        let reply = packages::output(command.args(["-c", &script, "fetch", path]))?;
        match reply.split_once("\r\n\r\n") {
            Some((head, body)) if head.split_whitespace().nth(1) == Some("200") => Ok(body.to_owned()),
            _ => {
                Err(Error::Command { command: format!("GET http://127.0.0.1:{port}{path}"), message: reply })
            }
        }
    }

    /// A file of the unpacked packages.
    pub(crate) fn tool(&self, path: &str) -> PathBuf {
        self.tree.join(path)
    }

    /// The last lines of the daemon's log.
    pub fn log(&self) -> String {
        last_lines(&self.home.join("log"))
    }

    fn order(&self, order: &'static str) -> Result<(), Error> {
        self.supervisor.lock().unwrap_or_else(PoisonError::into_inner).order(order)
    }

    fn wait_until_ready(&self) -> Result<(), Error> {
        let start = Instant::now();
        while start.elapsed() < READY_WITHIN {
            if answers(&self.socket()) {
                return Ok(());
            }
            if start.elapsed() > GIVEN_UP_AFTER && self.pid().is_none() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err(Error::NotReady { what: "the engine", seconds: start.elapsed().as_secs(), log: self.log() })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let supervisor = self.supervisor.get_mut().unwrap_or_else(PoisonError::into_inner);
        drop(supervisor.orders.take());
        let _ = supervisor.process.wait();
    }
}

impl Supervisor {
    fn order(&mut self, order: &'static str) -> Result<(), Error> {
        match self.answer(order) {
            Ok(answer) if answer == "done\n" => Ok(()),
            // That it ended shows in what it said before.
            Ok(_) | Err(_) => Err(self.refused(order)),
        }
    }

    fn answer(&mut self, order: &str) -> std::io::Result<String> {
        let mut answer = String::new();
        if let Some(orders) = &mut self.orders {
            writeln!(orders, "{order}")?;
            self.answers.read_line(&mut answer)?;
        }
        Ok(answer)
    }

    fn refused(&self, order: &'static str) -> Error {
        Error::Supervisor { order, said: last_lines(&self.complaints) }
    }
}

fn launch(home: &Path, tree: &Path, options: &Options) -> Result<Supervisor, Error> {
    let own = options.network == Network::Own;
    let mut command = Command::new("bash");
    command.args(["-c", include_str!("engine/supervise.sh"), "engine"]).arg(home).arg(tree);
    command.args([if own { "own" } else { "shared" }, if options.home.is_some() { "yes" } else { "no" }]);
    command.arg(format!("pierhead-{}", unique()));
    if !own {
        command.args(["--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"]);
    }
    command.args(&options.flags).env("SUPERVISE_INNER", include_str!("engine/daemon.sh"));
    // Ctrl-C on the terminal is for the process that holds the engine, which then ends this one in good order.
    command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
    let complaints = home.join("complaints");
    command.stderr(
        fs::File::options()
            .append(true)
            .create(true)
            .open(&complaints)
            .map_err(Error::io("cannot write", &complaints))?,
    );
    let mut process = command.spawn().map_err(Error::io("cannot run", "bash"))?;
    let (orders, answers) = (process.stdin.take(), process.stdout.take());
    let closed = || Error::Supervisor { order: "start", said: "it has no output".into() };
    let answers = BufReader::new(answers.ok_or_else(closed)?);
    Ok(Supervisor { process, orders, answers, complaints })
}

/// Whether the engine answers a ping on its socket.
fn answers(socket: &Path) -> bool {
    let ping = || -> std::io::Result<String> {
        let mut stream = UnixStream::connect(socket)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /_ping HTTP/1.0\r\nHost: engine\r\n\r\n")?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply)?;
        Ok(reply)
    };
    ping().is_ok_and(|reply| reply.split_whitespace().nth(1) == Some("200"))
}

fn feed(command: &mut Command, input: &[u8]) -> Result<Output, Error> {
    let program = PathBuf::from(command.get_program());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().map_err(Error::io("cannot run", &program))?;
    if let Some(mut stdin) = process.stdin.take() {
        // A program that ends before it has read everything says why on its own.
        let _ = stdin.write_all(input);
    }
    process.wait_with_output().map_err(Error::io("cannot run", program))
}

/// The only child of a process, as soon as there is one.
fn only_child(parent: u32) -> Option<u32> {
    let start = Instant::now();
    while start.elapsed() < READY_WITHIN {
        if let [child] = children(parent)[..] {
            return Some(child);
        }
        thread::sleep(Duration::from_millis(5));
    }
    None
}

/// Whether all threads of a process are stopped.
fn is_frozen(pid: u32) -> bool {
    let Ok(mut threads) = fs::read_dir(format!("/proc/{pid}/task")) else { return false };
    threads.all(|thread| {
        let status = thread.and_then(|thread| fs::read_to_string(thread.path().join("status")));
        status.is_ok_and(|status| status.contains("\nState:\tT"))
    })
}

fn children(parent: u32) -> Vec<u32> {
    let list = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
}

/// The folder under a name that is short enough. The supervisor takes it away again.
fn short(home: PathBuf) -> Result<PathBuf, Error> {
    if home.as_os_str().len() <= LONGEST_HOME {
        return Ok(home);
    }
    let home = fs::canonicalize(&home).map_err(Error::io("cannot find", &home))?;
    let link = temporary_folder();
    symlink(home, &link).map_err(Error::io("cannot make the link", &link))?;
    Ok(link)
}

fn temporary_folder() -> PathBuf {
    PathBuf::from("/tmp").join(format!("pierhead-{}", unique()))
}

/// A name that no other engine on this machine has.
fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The end of a log, for an error's text.
pub(crate) fn last_lines(path: &Path) -> String {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}
