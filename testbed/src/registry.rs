//! A real registry beside an engine: Debian's `docker-registry`.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{Engine, Error, engine::last_lines};

const READY_WITHIN: Duration = Duration::from_secs(20);

/// As `htpasswd -B` writes it.
const ANNA: &str = "anna:$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.\n";

/// A registry on 127.0.0.1 of an engine's network, empty at first. Dropping it ends it.
pub struct Registry {
    port: u16,
    holder: Child,
}

/// Ends the registry when the process that wants it ends, however it ends.
const HOLD: &str = r#""$@" & read -r _; kill $!; wait $!"#;

impl Registry {
    /// Starts a registry that `engine` can push to and pull from without TLS.
    ///
    /// Each needs a port of its own in the engine's network.
    pub fn start(engine: &Engine, port: u16) -> Result<Self, Error> {
        Self::start_with(engine, port, "")
    }

    /// As [`Registry::start`], but it asks who is there: `anna`, with the password `correct horse battery`.
    pub fn start_guarded(engine: &Engine, port: u16) -> Result<Self, Error> {
        let people = engine.home().join(format!("registry-{port}-people"));
        fs::write(&people, ANNA).map_err(Error::io("cannot write", &people))?;
        let guard = format!("auth: {{htpasswd: {{realm: registry, path: '{}'}}}}\n", people.display());
        Self::start_with(engine, port, &guard)
    }

    fn start_with(engine: &Engine, port: u16, more: &str) -> Result<Self, Error> {
        let home = engine.home().join(format!("registry-{port}"));
        fs::create_dir_all(&home).map_err(Error::io("cannot make the folder", &home))?;
        let config = home.join("config.yml");
        let text = format!(
            "version: 0.1\nlog: {{level: warn}}\nhttp: {{addr: '127.0.0.1:{port}'}}\n\
             storage:\n  filesystem: {{rootdirectory: '{}'}}\n  delete: {{enabled: true}}\n{more}",
            home.join("data").display()
        );
        fs::write(&config, text).map_err(Error::io("cannot write", &config))?;
        let log_path = home.join("log");
        let log = fs::File::create(&log_path).map_err(Error::io("cannot make", &log_path))?;
        let mut command = engine.in_network("bash");
        command
            .args(["-c", HOLD, "registry"])
            .arg(engine.tool("usr/bin/docker-registry"))
            .arg("serve")
            .arg(config);
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
        let holder = command.spawn().map_err(Error::io("cannot run", "nsenter"))?;
        let registry = Self { port, holder };
        registry.wait_until_ready(engine, log_path)?;
        Ok(registry)
    }

    /// The address that an image's name starts with.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Makes an image (see [`Engine::make_web_image`]), pushes it here, and removes it from the engine.
    ///
    /// Gives the name to pull it by.
    pub fn push_web_image(
        &self,
        engine: &Engine,
        name: &str,
        layers: usize,
        page: &str,
    ) -> Result<String, Error> {
        let name = format!("{}/{name}", self.address());
        engine.make_web_image(&name, layers, page)?;
        engine.docker(&["push", &name])?;
        engine.docker(&["rmi", &name])?;
        Ok(name)
    }

    fn wait_until_ready(&self, engine: &Engine, log: PathBuf) -> Result<(), Error> {
        let start = Instant::now();
        while start.elapsed() < READY_WITHIN {
            match engine.fetch(self.port, "/v2/") {
                Ok(_) => return Ok(()),
                // One that asks who is there answers as well.
                Err(error) if error.to_string().contains(" 401 ") => return Ok(()),
                Err(_) => {}
            }
            thread::sleep(Duration::from_millis(20));
        }
        let seconds = READY_WITHIN.as_secs();
        Err(Error::NotReady { what: "the registry", seconds, log: last_lines(&log) })
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}
