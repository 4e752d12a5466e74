//! `pierhead serve`.

use std::io::Write;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::{CommandError, log};
use crate::{Config, Cost, Site, config::ServeFlags, serve};

#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    flags: ServeFlags,
}

impl Serve {
    pub(super) fn run(self, site: Site) -> Result<(), CommandError> {
        let config = self.flags.load()?;
        log::start(&config);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.map_err(CommandError::Runtime)?.block_on(serve(&config, site))
    }
}

async fn serve(config: &Config, site: Site) -> Result<(), CommandError> {
    let server = serve::bind(config, Cost::default(), site).await?;
    // Before anybody is told that it is there, and may want to end it.
    let (mut terminated, mut interrupted) =
        (listen_for(SignalKind::terminate())?, listen_for(SignalKind::interrupt())?);
    // Not part of the log: a log is collected, and must not hold the set-up token.
    // Whoever has closed standard error doesn't want to read it, and is served all the same.
    let _ = writeln!(std::io::stderr(), "{}", server.greeting());
    let shutdown = server.shutdown();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        shutdown.start();
        tracing::info!("ending");
        // Asked twice means at once.
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        std::process::exit(1);
    });
    server.run().await;
    Ok(())
}

fn listen_for(kind: SignalKind) -> Result<tokio::signal::unix::Signal, CommandError> {
    signal(kind).map_err(CommandError::Runtime)
}
