//! Many containers on a real engine.

use std::{process::Stdio, thread};

use anyhow::{Result, bail};
use testbed::Engine;

/// Creates this many containers, every one with the labels of a stack, every hundredth running.
pub(super) fn with_containers(engine: &Engine, count: usize) -> Result<()> {
    println!("Creating {count} containers…");
    engine.import_busybox()?;
    let create = |number: usize| -> Result<()> {
        let name = format!("shop-worker-{number}");
        let labels = [
            format!("com.docker.compose.project=shop{}", number % 40),
            format!("com.docker.compose.service=worker{number}"),
            "com.docker.compose.project.working_dir=/srv/shop".to_owned(),
        ];
        let verb: &[&str] =
            if number.is_multiple_of(100) { &["run", "--detach", "--init"] } else { &["create"] };
        let mut command = engine.docker_command()?;
        command.args(verb).args(["--name", &name]);
        for label in &labels {
            command.args(["--label", label]);
        }
        command.args(["busybox", "sleep", "1d"]).stdout(Stdio::null());
        if !command.status()?.success() {
            bail!("cannot create {name}");
        }
        Ok(())
    };
    thread::scope(|scope| {
        let all = |odd: usize| (odd..count).step_by(4).try_for_each(create);
        let threads: Vec<_> = (0..4).map(|odd| scope.spawn(move || all(odd))).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or_else(|_| bail!("a thread panicked")))
    })
}
