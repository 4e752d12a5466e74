//! The image that users run: built from the Dockerfile on a real engine, and run there with its socket.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use testbed::{Engine, Options, Release};

use crate::{
    dist,
    process::{output, root},
};

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
    let health = start(&engine, ["--publish", "8443:8443"])?;
    if !health.contains("ok") {
        bail!("GET /health said {health}");
    }
    for question in [&["doctor"][..], &["doctor", "--server"]] {
        let said = engine.docker(&[&["exec", "pierhead", "/pierhead"], question].concat())?;
        println!("{said}");
    }
    let user = engine.docker(&["inspect", "--format", "{{.Config.User}}", "pierhead"])?;
    if user != "65532:65532" {
        bail!("the image runs as {user:?}");
    }
    outside_of_itself(&engine)?;
    in_a_network_of_another(&engine)?;
    by_compose(&engine)
}

/// Runs the image as somebody careful does; gives what it says of its health.
fn start(engine: &Engine, network: [&str; 2]) -> Result<String> {
    let socket = format!("{}:/var/run/docker.sock", engine.socket().display());
    let run = ["run", "--detach", "--name", "pierhead", "--group-add", GROUP, "--volume", &socket];
    let hard = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];
    // As variables, so that the health check within the container has them, too.
    let plain = ["--env", "PIERHEAD_TLS=off", "--env", "PIERHEAD_ALLOW_PLAIN_HTTP=true", "pierhead"];
    engine.docker(&[&run[..], &hard, &network, &plain].concat())?;
    until_healthy(engine)
}

/// A token of an admin.
fn token(engine: &Engine) -> Result<String> {
    let add = ["exec", "--interactive", "pierhead", "/pierhead", "user", "add", "ada", "--role", "admin"];
    engine.docker_with_input(&[&add[..], &["--password-stdin"]].concat(), b"harbour light at night\n")?;
    Ok(engine.docker(&["exec", "pierhead", "/pierhead", "token", "create", "--user", "ada"])?)
}

/// It makes containers beside itself on the host, and doesn't end itself without a second question.
fn outside_of_itself(engine: &Engine) -> Result<()> {
    engine.import_busybox()?;
    let token = token(engine)?;
    let own = engine.docker(&["inspect", "--format", "{{.Id}}", "pierhead"])?;
    let state = || engine.docker(&["inspect", "--format", "{{.State.Status}}", "pierhead"]);

    let made = ask(
        engine,
        &token,
        "POST",
        "/api/containers",
        r#"{"spec": {"image": "busybox", "name": "beside"}}"#,
    )?;
    expect(&made, "HTTP/1.1 200")?;
    until("the container beside it", || Ok(engine.docker(&["inspect", "beside"]).is_ok()))?;

    let itself = format!("/api/containers/{own}");
    for (method, what) in [
        ("POST", "/stop"),
        ("POST", "/restart"),
        ("POST", "/kill"),
        ("POST", "/pause"),
        ("DELETE", "?force=true"),
    ] {
        let refused = ask(engine, &token, method, &format!("{itself}{what}"), "{}")?;
        expect(&refused, "HTTP/1.1 409")?;
        expect(&refused, "own_container")?;
        if state()? != "running" {
            bail!("it ended itself without a second question: {method} {what}");
        }
    }
    nobody_else_inside(engine, &own)?;
    // The answer may be cut off: who was to give it is gone.
    let _ = ask(engine, &token, "POST", &format!("{itself}/stop"), r#"{"confirm_own": true}"#);
    until("its own end", || Ok(state()? == "exited"))?;

    engine.docker(&["start", "pierhead"])?;
    until_healthy(engine)?;
    let _ = ask(engine, &token, "DELETE", &format!("{itself}?force=true&confirm_own=true"), "{}");
    until("its own removal", || Ok(state().is_err()))
}

/// Whoever isn't admin gets neither into it nor at its data, whatever else was granted: who may what stands in there.
fn nobody_else_inside(engine: &Engine, own: &str) -> Result<()> {
    let rights = ["--role", "operator", "--grants", "logs,exec,deploy,files", "--password-stdin"];
    let add = ["exec", "--interactive", "pierhead", "/pierhead", "user", "add", "kim"];
    engine.docker_with_input(&[&add[..], &rights].concat(), b"harbour light at night\n")?;
    let token = engine.docker(&["exec", "pierhead", "/pierhead", "token", "create", "--user", "kim"])?;
    let refused = |method, path: &str, body: &str, why| {
        let reply = ask(engine, &token, method, path, body)?;
        expect(&reply, "HTTP/1.1 403").and_then(|()| expect(&reply, why))
    };
    let inside = format!("/docker/containers/{own}");
    refused(
        "POST",
        &format!("{inside}/exec"),
        r#"{"Cmd": ["/pierhead", "user", "list"]}"#,
        "Pierhead runs in",
    )?;
    refused("GET", &format!("{inside}/archive?path=/data"), "", "Pierhead runs in")?;

    let mounted = r#"{{range .Mounts}}{{if eq .Destination "/data"}}{{.Name}}{{end}}{{end}}"#;
    let data = engine.docker(&["inspect", "--format", mounted, own])?;
    let body = format!(r#"{{"Image": "busybox", "HostConfig": {{"Binds": ["{data}:/d"]}}}}"#);
    refused("POST", "/docker/containers/create?name=thief", &body, "as good as root")
}

/// Where it has the files of the container whose network it shares, it ends neither itself nor that one unasked.
fn in_a_network_of_another(engine: &Engine) -> Result<()> {
    engine.docker(&[
        "run",
        "--detach",
        "--name",
        "gate",
        "--publish",
        "8443:8443",
        "busybox",
        "sleep",
        "1d",
    ])?;
    start(engine, ["--network", "container:gate"])?;
    let token = token(engine)?;
    for name in ["pierhead", "gate"] {
        let id = engine.docker(&["inspect", "--format", "{{.Id}}", name])?;
        let refused = ask(engine, &token, "POST", &format!("/api/containers/{id}/stop"), "{}")?;
        expect(&refused, "own_container")?;
    }
    let other = engine.docker(&["inspect", "--format", "{{.Id}}", "beside"])?;
    let removed = ask(engine, &token, "DELETE", &format!("/api/containers/{other}?force=true"), "{}")?;
    expect(&removed, "HTTP/1.1 200")?;
    engine.docker(&["rm", "--force", "--volumes", "pierhead", "gate"])?;
    Ok(())
}

/// The compose file as it is, but for where the engine's socket lies here.
fn by_compose(engine: &Engine) -> Result<()> {
    let here = engine.home().join("socket.yaml");
    let socket = format!("{}:/var/run/docker.sock", engine.socket().display());
    fs::write(&here, format!("services: {{pierhead: {{volumes: [\"{socket}\"]}}}}\n"))?;
    let compose = |arguments: &[&str]| {
        let mut command = engine.docker_command()?;
        command.arg("compose").arg("--file").arg(root().join("compose.yaml")).arg("--file").arg(&here);
        output(command.args(arguments).env("DOCKER_GID", GROUP))
    };
    // It waits until the container's own health check is content.
    compose(&["up", "--detach", "--no-build", "--wait", "--wait-timeout", "90"])?;
    let said = compose(&["exec", "-T", "pierhead", "/pierhead", "doctor"])?;
    compose(&["down", "--volumes"])?;
    if said.contains("answers") { Ok(()) } else { bail!("started by Compose, it said {said}") }
}

/// The whole reply to a request with JSON.
fn ask(engine: &Engine, token: &str, method: &str, path: &str, body: &str) -> Result<String> {
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:8443\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let script = "exec 3<>/dev/tcp/127.0.0.1/8443 && printf %s \"$1\" >&3 && timeout 30 cat <&3";
    let reply = engine.in_network("bash").args(["-c", script, "post", &request]).output()?;
    Ok(String::from_utf8_lossy(&reply.stdout).into_owned())
}

fn expect(reply: &str, part: &str) -> Result<()> {
    if reply.contains(part) { Ok(()) } else { bail!("{part:?} was expected in {reply}") }
}

/// Waits until something is so.
fn until(what: &str, so: impl Fn() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while !so()? {
        if start.elapsed() > READY_WITHIN {
            bail!("{what} never came");
        }
        thread::sleep(Duration::from_millis(100));
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
