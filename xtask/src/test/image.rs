//! The image that users run: built from the Dockerfile on a real engine, and run there with its socket.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use testbed::{Engine, Options, Release};

use crate::{dist, process::root};

/// The socket's group: not root's, so that being in it is what opens the socket.
const GROUP: &str = "2375";
const READY_WITHIN: Duration = Duration::from_secs(20);

/// Builds the image, runs it as nobody with the socket's group, and asks it how it is and what it sees.
pub(super) fn check() -> Result<()> {
    dist::build()?;
    let flags = vec!["--group".to_owned(), GROUP.to_owned()];
    let engine = Engine::start_with(Release::V28, Options { flags, ..Options::default() })?;
    let context = root();
    engine.docker(&["build", "--quiet", "--tag", "pierhead", &context.to_string_lossy()])?;
    let socket = format!("{}:/var/run/docker.sock", engine.socket().display());
    let run = ["run", "--detach", "--name", "pierhead", "--group-add", GROUP, "--volume", &socket];
    let hard =
        ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--publish", "8443:8443"];
    let serve = ["pierhead", "serve", "--listen", "0.0.0.0:8443", "--tls", "off", "--allow-plain-http"];
    engine.docker(&[&run[..], &hard, &serve].concat())?;
    let health = until_healthy(&engine)?;
    if !health.contains("ok") {
        bail!("GET /health said {health}");
    }
    let said = engine.docker(&["exec", "pierhead", "/pierhead", "doctor"])?;
    println!("{said}");
    let user = engine.docker(&["inspect", "--format", "{{.Config.User}}", "pierhead"])?;
    if user != "65532:65532" {
        bail!("the image runs as {user:?}");
    }
    Ok(())
}

/// What `GET /health` answers, once it does.
fn until_healthy(engine: &Engine) -> Result<String> {
    let start = Instant::now();
    loop {
        match engine.fetch(8443, "/health") {
            Ok(body) => return Ok(body),
            Err(error) if start.elapsed() > READY_WITHIN => {
                let log = engine.docker_command()?.args(["logs", "pierhead"]).output()?;
                bail!("{error}; the container said: {}", String::from_utf8_lossy(&log.stderr));
            }
            Err(_) => thread::sleep(Duration::from_millis(100)),
        }
    }
}
