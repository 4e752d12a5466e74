//! `cargo xtask run` where no engine answers: it starts one, with samples, and leaves nothing behind.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use testbed::Release;

use crate::process::{output, program, run};

const READY_WITHIN: Duration = Duration::from_secs(90);
const ADDRESS: &str = "127.0.0.1:8443";
const SAMPLES: [&str; 3] = ["migrate", "shop-web", "shop-worker"];

/// Tries it out twice: what a person does to the samples is still so when it is started again.
pub(super) fn check(server: &Path) -> Result<()> {
    // A clone that lies deep: the paths of its sockets don't fit into their addresses.
    let clone = format!("/tmp/pierhead-run-{}", std::process::id());
    let trial = Trial { folder: Path::new(&clone).join("deep/".repeat(12)), server };
    fs::create_dir_all(&trial.folder)?;
    let outcome = trial.twice().with_context(|| trial.said());
    fs::remove_dir_all(&clone)?;
    outcome
}

struct Trial<'a> {
    folder: PathBuf,
    server: &'a Path,
}

impl Trial<'_> {
    fn twice(&self) -> Result<()> {
        self.once(&SAMPLES, || self.docker(&["rm", "migrate"]).map(drop))?;
        self.once(&SAMPLES[1..], || Ok(()))
    }

    /// Starts it, waits until it serves on an engine with these containers, acts, and presses Ctrl-C.
    fn once(&self, expected: &[&str], act: impl FnOnce() -> Result<()>) -> Result<()> {
        let mut running = self.start()?;
        let serves = self.until_it_serves(&mut running, expected).and_then(|()| act());
        let ended = end(&mut running);
        serves.and(ended).and_then(|()| self.nothing_is_left())
    }

    fn start(&self) -> Result<Child> {
        // In a network of its own: its port is free, and its bridges are seen. They are listed when it has ended.
        let script = "\"$0\" ip link set lo up; folder=$1; shift; \"$@\" || exit; \
                      grep -oE '(docker0|br-[0-9a-f]+):' /proc/net/dev >\"$folder/bridges\"; exit 0";
        let mut command = program("unshare", ["--net", "bash", "-c", script]);
        command.arg(testbed::packages(Release::V28)?.join("bin/busybox")).arg(&self.folder);
        command
            .arg(std::env::current_exe()?)
            .args(["run", "--tls", "off", "--listen", ADDRESS, "--program"])
            .arg(self.server);
        command.arg("--private").arg(self.folder.join("engine")).arg("--data").arg(self.folder.join("data"));
        // Nothing answers there.
        command.env("DOCKER_HOST", format!("unix://{}/none.sock", self.folder.display()));
        let said = File::create(self.folder.join("said"))?;
        command.stdout(said.try_clone()?).stderr(said);
        command.process_group(0).spawn().context("cannot start cargo xtask run")
    }

    fn until_it_serves(&self, running: &mut Child, expected: &[&str]) -> Result<()> {
        let start = Instant::now();
        loop {
            let names = self.docker(&["ps", "--all", "--format", "{{.Names}}"]).unwrap_or_default();
            let mut names: Vec<&str> = names.lines().collect();
            names.sort_unstable();
            if names == expected && healthy(running) && self.said().contains("three sample containers") {
                return Ok(());
            }
            if let Some(status) = running.try_wait()? {
                bail!("it ended by itself ({status})");
            }
            if start.elapsed() > READY_WITHIN {
                bail!("it never served with {expected:?}, but with {names:?}");
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn docker(&self, arguments: &[&str]) -> Result<String> {
        let docker = testbed::packages(Release::V28)?.join("usr/bin/docker");
        let mut command = program(docker, arguments);
        output(command.env("DOCKER_HOST", self.engine()?))
    }

    /// Where it says that its engine is.
    fn engine(&self) -> Result<String> {
        let said = self.said();
        let told = said.split("docker --host ").nth(1).and_then(|rest| rest.split_whitespace().next());
        told.map(str::to_owned).context("it hasn't said where its engine is")
    }

    /// No process and no mount knows its folder, and no bridge stands in its network.
    fn nothing_is_left(&self) -> Result<()> {
        let folder = self.folder.to_string_lossy();
        let engine = self.engine()?;
        let engine = engine.trim_start_matches("unix://").trim_end_matches("/docker.sock");
        if fs::symlink_metadata(engine).is_ok() {
            bail!("{engine} is left");
        }
        for process in fs::read_dir("/proc")?.flatten() {
            // One that has just ended has no command line.
            let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
            let line = String::from_utf8_lossy(&line);
            if line.contains(&*folder) || line.contains(engine) {
                bail!("left running: {}", line.replace('\0', " "));
            }
        }
        if fs::read_to_string("/proc/self/mountinfo")?.contains(&*folder) {
            bail!("a mount in {folder} is left");
        }
        let bridges = fs::read_to_string(self.folder.join("bridges"))?;
        if bridges.is_empty() { Ok(()) } else { bail!("left in the network: {bridges}") }
    }

    /// What it has written so far.
    fn said(&self) -> String {
        fs::read_to_string(self.folder.join("said")).unwrap_or_default()
    }
}

/// Whether it answers in its network.
fn healthy(running: &Child) -> bool {
    let ask = "exec 3<>/dev/tcp/127.0.0.1/8443 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && \
               timeout 5 grep -q ' 200 ' <&3";
    let process = running.id().to_string();
    let asked = Command::new("nsenter").args(["--target", &process, "--net", "bash", "-c", ask]).output();
    asked.is_ok_and(|asked| asked.status.success())
}

/// Ctrl-C, as a terminal sends it: to the whole group.
fn end(running: &mut Child) -> Result<()> {
    if running.try_wait()?.is_some() {
        return Ok(());
    }
    run(&mut program("kill", ["-INT".to_owned(), "--".to_owned(), format!("-{}", running.id())]))?;
    let start = Instant::now();
    while start.elapsed() < READY_WITHIN {
        if let Some(status) = running.try_wait()? {
            return if status.success() { Ok(()) } else { bail!("it ended with {status}") };
        }
        thread::sleep(Duration::from_millis(50));
    }
    running.kill()?;
    bail!("it didn't end at Ctrl-C")
}
