//! `cargo xtask run`: builds everything and serves it, on the engine at hand or on a private one to try it with.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGINT, SIGTERM};
use testbed::{Engine, Network, Options, Release};

use crate::{
    app::{self, Mode},
    process::{cargo, output, run, target},
    site,
};

/// What `pierhead` ends with when a flag or a setting is wrong.
const MISCONFIGURED: i32 = 2;

/// What was asked for.
struct Wish {
    mode: Mode,
    /// A program that is built already.
    program: Option<PathBuf>,
    /// Where a private engine is, and stays.
    home: PathBuf,
    /// What `pierhead serve` is told.
    flags: Vec<String>,
}

impl Wish {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut wish =
            Self { mode: Mode::Dev, program: None, home: target().join("engine"), flags: Vec::new() };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut path = || words.next().map(PathBuf::from).with_context(|| format!("{word} what?"));
            match word.as_str() {
                "--release" => wish.mode = Mode::Release,
                "--program" => wish.program = Some(path()?),
                "--private" => wish.home = path()?,
                _ => wish.flags.push(word.clone()),
            }
        }
        Ok(wish)
    }

    fn gives(&self, flag: &str) -> bool {
        self.flags.iter().any(|word| word == flag || word.starts_with(&format!("{flag}=")))
    }

    fn value(&self, flag: &str) -> Option<&str> {
        let with_value = self.flags.iter().find_map(|word| word.strip_prefix(flag)?.strip_prefix('='));
        let next = || self.flags.iter().skip_while(|word| *word != flag).nth(1).map(String::as_str);
        with_value.or_else(next)
    }

    /// Whether somebody has set this, in whichever of the places that a setting may come from. A file that can't be read
    /// the server complains about.
    fn sets(&self, setting: &str) -> bool {
        let variable = format!("PIERHEAD_{}", setting.to_uppercase().replace('-', "_"));
        let config = self
            .value("--config")
            .map(PathBuf::from)
            .or_else(|| env::var_os("PIERHEAD_CONFIG").map(Into::into));
        let read = |path| fs::read_to_string(path).ok()?.parse::<toml::Table>().ok();
        self.gives(&format!("--{setting}"))
            || env::var_os(variable).is_some_and(|value| !value.is_empty())
            || config.and_then(read).is_some_and(|table| table.contains_key(setting))
    }
}

/// Builds and serves until Ctrl-C. What isn't ours of the arguments goes to `pierhead serve`.
pub(crate) fn serve(arguments: &[String]) -> Result<()> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    let wish = Wish::read(arguments)?;
    let server = match &wish.program {
        Some(program) => program.clone(),
        None => build(wish.mode)?,
    };
    let private = if wish.sets("engine") || answers(&server, &wish.flags)? {
        None
    } else {
        private_engine(wish.home.clone())
    };
    let mut command = outliving_nothing(&server);
    command.arg("serve").args(&wish.flags);
    if !wish.sets("data") {
        command.arg("--data").arg(target().join("data"));
    }
    if let Some(engine) = &private {
        command.args(["--engine", &engine.host()]);
    }
    if stop.load(Ordering::Relaxed) {
        return Ok(());
    }
    // Ctrl-C on the terminal is for us, who then end it in good order: told twice, it would break off.
    let server = command.process_group(0).spawn().context("cannot start the server")?;
    wait(server, &stop)
}

/// Builds the page and the server with the page inside; gives the program.
pub(crate) fn build(mode: Mode) -> Result<PathBuf> {
    let site = app::build(mode)?;
    let mut build = cargo(["build", "--package", "server", "--bin", "pierhead"]);
    if mode == Mode::Release {
        build.arg("--release");
    }
    run(build.env("PIERHEAD_SITE", site::table(&site)))?;
    Ok(target().join(if mode == Mode::Release { "release" } else { "debug" }).join("pierhead"))
}

/// A command that gets SIGTERM when we end, even if we are killed.
fn outliving_nothing(server: &Path) -> Command {
    if output(Command::new("setpriv").arg("--version")).is_err() {
        return Command::new(server);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM"]).arg(server);
    command
}

/// Whether the engine that the configuration, DOCKER_HOST, the docker context or the default names can be used; says
/// why not. A flag that `pierhead serve` doesn't know fails here, before anything is started for it.
fn answers(server: &Path, flags: &[String]) -> Result<bool> {
    let said = Command::new(server).arg("doctor").args(flags).output();
    let said = said.with_context(|| format!("{} can't be run", server.display()))?;
    let (found, wrong) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    if said.status.code() == Some(MISCONFIGURED) {
        bail!("{}", wrong.trim());
    }
    if !said.status.success() {
        print!("{found}{wrong}");
    }
    Ok(said.status.success())
}

/// An engine to try Pierhead with, if one can be started here.
fn private_engine(home: PathBuf) -> Option<Engine> {
    println!("So a private engine of this distribution is to be started in {}.", home.display());
    let options = Options { home: Some(home), network: Network::Shared, flags: Vec::new() };
    let engine = match Engine::start_with(Release::Distribution, options) {
        Ok(engine) => engine,
        Err(error) => {
            println!("That can't be done here: {error}. The page will say what is missing.");
            return None;
        }
    };
    match samples(&engine) {
        Ok(count) => println!(
            "It runs, with {count} sample container{}: `docker --host {} ps --all`. Its containers reach nothing outside.",
            if count == 1 { "" } else { "s" },
            engine.host()
        ),
        Err(error) => println!("It runs; the sample containers could not be made: {error:#}"),
    }
    Some(engine)
}

/// Three containers to look at: a web page and a worker of one stack, and one that failed. Gives how many there are.
fn samples(engine: &Engine) -> Result<usize> {
    let there = || Ok(engine.docker(&["ps", "--all", "--quiet"])?.lines().count());
    if there()? > 0 {
        // From the last time: what a person did to them stays, but they run again.
        for name in ["shop-web", "shop-worker"] {
            // Gone, if the person removed it: that is no failure.
            let _ = engine.docker(&["start", name]);
        }
        return there();
    }
    engine.import_busybox()?;
    engine.make_web_image("shop-web:1.0", 3, "<h1>Hello from a container</h1>\n")?;
    let port = format!("127.0.0.1:{}:80", free_port()?);
    let web = ["run", "--detach", "--name", "shop-web", "--publish", &port, "--restart", "unless-stopped"];
    engine.docker(&[&web[..], &of_stack("com.docker.compose.service=web"), &["shop-web:1.0"]].concat())?;
    let work = "n=0; while true; do n=$((n+1)); echo \"order $n packed\"; sleep 2; done";
    let worker = ["run", "--detach", "--init", "--name", "shop-worker", "--env", "QUEUE=orders"];
    engine.docker(
        &[&worker[..], &of_stack("com.docker.compose.service=worker"), &["busybox", "sh", "-c", work]]
            .concat(),
    )?;
    let fail = "echo 'migrate: cannot open /data/shop.db: no such file' >&2; exit 1";
    engine.docker(&["run", "--detach", "--name", "migrate", "busybox", "sh", "-c", fail])?;
    there()
}

/// The labels by which Compose knows a stack's containers.
fn of_stack(service: &str) -> [&str; 4] {
    ["--label", "com.docker.compose.project=shop", "--label", service]
}

fn free_port() -> Result<u16> {
    let free = (8080..8180).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.context("no port between 8080 and 8180 is free for the sample page")
}

/// Waits until the server ends, or ends it when we are told to stop.
fn wait(mut server: Child, stop: &AtomicBool) -> Result<()> {
    let mut told = false;
    loop {
        if let Some(status) = server.try_wait()? {
            if status.success() || told {
                return Ok(());
            }
            bail!("the server ended ({status})");
        }
        if stop.load(Ordering::Relaxed) && !told {
            told = true;
            run(Command::new("kill").args(["-TERM", &server.id().to_string()]))?;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests;
