//! P1: what the way through Pierhead costs a client of the engine's own API, against the socket, and against HAProxy in
//! front of it as the usual socket proxies run it.

use std::{
    fmt::Write,
    fs,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use testbed::{Engine, ensure_installed};

use super::{
    load::{Door, Figures},
    median, milliseconds,
    product::Product,
};

/// A proxy that passes everything on; dropping it ends it.
struct HaProxy {
    process: Child,
    address: SocketAddr,
    file: PathBuf,
}

impl HaProxy {
    fn start(engine: &Engine) -> Result<Self> {
        ensure_installed(&[("haproxy", "haproxy")])?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let file = PathBuf::from(format!("/tmp/pierhead-bench-haproxy-{}.cfg", std::process::id()));
        let socket = engine.socket();
        fs::write(
            &file,
            format!(
                "defaults\n  mode http\n  option http-server-close\n  timeout connect 5s\n  timeout client 1m\n  timeout \
                 server 1m\nlisten engine\n  bind {address}\n  server socket unix@{}\n",
                socket.display()
            ),
        )?;
        let mut haproxy = Command::new("haproxy");
        let process = haproxy.arg("-db").arg("-f").arg(&file).stderr(Stdio::null()).spawn()?;
        let proxy = Self { process, address, file };
        let start = Instant::now();
        while proxy.door().connect().is_err() {
            if start.elapsed() > Duration::from_secs(10) {
                bail!("haproxy doesn't listen");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(proxy)
    }

    fn door(&self) -> Door {
        Door::Tcp(self.address)
    }
}

impl Drop for HaProxy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_file(&self.file);
    }
}

pub(super) fn measure(text: &mut String, engine: &Engine, product: &Product) -> Result<()> {
    let haproxy = HaProxy::start(engine)?;
    let id = engine.docker(&["ps", "--all", "--quiet", "--no-trunc", "--last", "1"])?;
    writeln!(text, "\n## P1: requests of the engine's own API\n")?;
    writeln!(
        text,
        "| | p50, one client | of the socket's | requests/s, 32 clients | of HAProxy's |\n|---|---|---|---|---|"
    )?;
    for (what, path) in
        [("`/_ping`", "/_ping".to_owned()), ("inspect", format!("/containers/{}/json", id.trim()))]
    {
        let plain = format!("GET {path} HTTP/1.1\r\nHost: engine\r\n\r\n");
        let own = both(&Door::Unix(engine.socket()), &plain)?;
        let proxied = both(&haproxy.door(), &plain)?;
        let ours = both(&product.door(), &product.head(&format!("/docker{path}"), ""))?;
        let mut row = |name: &str, figures: &(Figures, Figures)| {
            let (one, many) = figures;
            let slower = one.p50.as_secs_f64() / own.0.p50.as_secs_f64();
            let more = many.rate / proxied.1.rate;
            let p50 = milliseconds(one.p50);
            writeln!(text, "| {what}, {name} | {p50} | {slower:.2} × | {:.0} | {more:.2} × |", many.rate)
        };
        row("the socket", &own)?;
        row("HAProxy", &proxied)?;
        row("Pierhead", &ours)?;
    }
    writeln!(
        text,
        "\nGoal: p50 ≤ 1.6 × the socket's, requests/s ≥ 1.5 × HAProxy's (`mode http`, `option http-server-close`)."
    )?;
    Ok(())
}

fn both(door: &Door, head: &str) -> Result<(Figures, Figures)> {
    Ok((median(door, head, 1)?, median(door, head, 32)?))
}
