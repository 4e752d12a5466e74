//! HAProxy in front of an engine, as the usual socket proxies run it.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use testbed::{Engine, ensure_installed};

use super::load::Door;

/// A proxy that passes everything on; dropping it ends it.
pub(super) struct HaProxy {
    process: Child,
    address: SocketAddr,
    file: PathBuf,
}

impl HaProxy {
    pub(super) fn start(engine: &Engine) -> Result<Self> {
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

    pub(super) fn door(&self) -> Door {
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
