//! `cargo xtask run` as a person finds it: where no engine answers it starts one, with samples, and leaves nothing behind;
//! where it can't, it says so and serves; and an engine that is there is used.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use testbed::{Engine, Release};

use crate::process::{output, program, run};

const READY_WITHIN: Duration = Duration::from_secs(90);
/// Where it is told to serve.
pub(crate) const ADDRESS: &str = "127.0.0.1:8443";
const SAMPLES: [&str; 3] = ["migrate", "shop-web", "shop-worker"];

pub(super) fn check(server: &Path) -> Result<()> {
    // A clone that lies deep: the paths of its sockets don't fit into their addresses.
    let clone = format!("/tmp/pierhead-run-{}", std::process::id());
    let trial = Trial { folder: Path::new(&clone).join("deep/".repeat(12)), server };
    fs::create_dir_all(&trial.folder)?;
    let outcome = trial.twice().and_then(|()| trial.on_an_engine()).and_then(|()| trial.as_nobody());
    let outcome = outcome.with_context(|| trial.said());
    fs::remove_dir_all(&clone)?;
    outcome
}

struct Trial<'a> {
    folder: PathBuf,
    server: &'a Path,
}

impl Trial<'_> {
    /// What a person does to the samples is still so when it is started again.
    fn twice(&self) -> Result<()> {
        self.once(&SAMPLES, || self.docker(&["rm", "migrate"]).map(drop))?;
        self.once(&SAMPLES[1..], || Ok(()))
    }

    /// Starts it, waits until it serves on an engine with these containers, acts, and presses Ctrl-C.
    fn once(&self, expected: &[&str], act: impl FnOnce() -> Result<()>) -> Result<()> {
        // Nothing answers there.
        let nowhere = format!("unix://{}/none.sock", self.folder.display());
        let mut running = self.start(&nowhere, &[])?;
        let there = || {
            let names = self.docker(&["ps", "--all", "--format", "{{.Names}}"]).unwrap_or_default();
            let mut names: Vec<&str> = names.lines().collect();
            names.sort_unstable();
            names == expected && self.said().contains(&format!("{} sample containers", expected.len()))
        };
        let serves = self.until_it_serves(&mut running, "up", there).and_then(|()| act());
        let ended = end(&mut running);
        serves.and(ended).and_then(|()| self.nothing_is_left())
    }

    /// What answers where DOCKER_HOST says is used, and nothing else is started.
    fn on_an_engine(&self) -> Result<()> {
        let engine = Engine::start(Release::V28)?;
        let mut running = self.start(&engine.host(), &[])?;
        let serves = self.until_it_serves(&mut running, "up", || true);
        let ended = end(&mut running);
        serves.and(ended)?;
        if self.said().contains("private engine") {
            bail!("it started another engine");
        }
        Ok(())
    }

    /// Where none answers and none can be started, it says why, and serves all the same.
    fn as_nobody(&self) -> Result<()> {
        let mut open = program("chown", ["--recursive", "65534:65534"]);
        run(open.arg(&self.folder))?;
        let nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
        let mut running = self.start("unix:///nowhere/docker.sock", &nobody)?;
        let told = || {
            self.said().contains("That can't be done here: ") && self.said().contains("There is no socket")
        };
        let serves = self.until_it_serves(&mut running, "down", told);
        serves.and(end(&mut running))
    }

    /// Starts it, by way of another program if there is one.
    fn start(&self, docker_host: &str, by_way_of: &[&str]) -> Result<Child> {
        // In a network of its own: its port is free, and its bridges are seen. They are listed when it has ended.
        let script = "\"$0\" ip link set lo up; folder=$1; shift; \"$@\" || exit; \
                      grep -oE '(docker0|br-[0-9a-f]+):' /proc/net/dev >\"$folder/bridges\"; exit 0";
        let mut command = program("unshare", ["--net", "bash", "-c", script]);
        command.arg(testbed::packages(Release::V28)?.join("bin/busybox")).arg(&self.folder);
        command.args(by_way_of).arg(self.copy_of(&std::env::current_exe()?)?);
        command
            .args(["run", "--tls", "off", "--listen", ADDRESS, "--program"])
            .arg(self.copy_of(self.server)?);
        command.arg("--private").arg(self.folder.join("engine")).arg("--data").arg(self.folder.join("data"));
        command.env("DOCKER_HOST", docker_host).current_dir("/");
        let said = File::create(self.folder.join("said"))?;
        command.stdout(said.try_clone()?).stderr(said);
        command.process_group(0).spawn().context("cannot start cargo xtask run")
    }

    /// A copy of a program where everybody may run it.
    fn copy_of(&self, program: &Path) -> Result<PathBuf> {
        let copy = self.folder.join(program.file_name().context("no program")?);
        if !copy.exists() {
            fs::copy(program, &copy)?;
        }
        Ok(copy)
    }

    /// Waits until it serves, has said how to log in, knows this of its engine, and more holds.
    fn until_it_serves(&self, running: &mut Child, engine: &str, more: impl Fn() -> bool) -> Result<()> {
        let said =
            [format!("Pierhead is at http://{ADDRESS}"), "/setup".to_owned(), "with this token".to_owned()];
        let health = format!("\"engine\":\"{engine}\"");
        let start = Instant::now();
        loop {
            let told = said.iter().all(|part| self.said().contains(part));
            if told && healthy(running, &health) && more() {
                return Ok(());
            }
            if let Some(status) = running.try_wait()? {
                bail!("it ended by itself ({status})");
            }
            if start.elapsed() > READY_WITHIN {
                bail!("it never served as it should: {:?}", self.docker(&["ps", "--all"]));
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

/// Whether it answers in its network, and says this of itself.
pub(crate) fn healthy(running: &Child, wanted: &str) -> bool {
    let ask = "exec 3<>/dev/tcp/127.0.0.1/8443 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && \
               timeout 5 cat <&3";
    let process = running.id().to_string();
    let asked = Command::new("nsenter").args(["--target", &process, "--net", "bash", "-c", ask]).output();
    asked.is_ok_and(|asked| {
        let answer = String::from_utf8_lossy(&asked.stdout);
        answer.contains(" 200 ") && answer.contains(wanted)
    })
}

/// Ctrl-C, as a terminal sends it: to the whole group.
pub(crate) fn end(running: &mut Child) -> Result<()> {
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
