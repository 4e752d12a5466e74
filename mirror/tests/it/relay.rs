//! A relay between a mirror and its engine that can be cut, as networks are.

use std::path::{Path, PathBuf};

use tokio::{
    io::copy_bidirectional,
    net::{UnixListener, UnixStream},
    sync::watch,
    task::JoinHandle,
};

/// Passes bytes on, unless it is cut.
pub struct Relay {
    path: PathBuf,
    cut: watch::Sender<bool>,
    work: JoinHandle<()>,
}

impl Relay {
    pub fn start(path: PathBuf, engine: &Path) -> Self {
        let listener = UnixListener::bind(&path).unwrap();
        let (cut, is_cut) = watch::channel(false);
        let engine = engine.to_owned();
        let work = tokio::spawn(async move {
            loop {
                let (mut client, _) = listener.accept().await.unwrap();
                let (engine, mut is_cut) = (engine.clone(), is_cut.clone());
                tokio::spawn(async move {
                    if *is_cut.borrow() {
                        return;
                    }
                    let Ok(mut upstream) = UnixStream::connect(engine).await else { return };
                    tokio::select! {
                        _ = copy_bidirectional(&mut client, &mut upstream) => {}
                        _ = is_cut.wait_for(|cut| *cut) => {}
                    }
                });
            }
        });
        Self { path, cut, work }
    }

    pub fn address(&self) -> String {
        format!("unix://{}", self.path.display())
    }

    /// Ends all connections, and those to come at once.
    pub fn cut(&self) {
        self.cut.send_replace(true);
    }

    pub fn mend(&self) {
        self.cut.send_replace(false);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.work.abort();
    }
}
