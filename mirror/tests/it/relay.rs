//! A relay between a mirror and its engine that can be cut, as networks are, and that can close every connection
//! on which something is asked, as an engine does whose handler panics.

use std::path::{Path, PathBuf};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{UnixListener, UnixStream},
    sync::watch,
    task::JoinHandle,
};

/// Passes bytes on, unless it is cut.
pub struct Relay {
    path: PathBuf,
    cut: watch::Sender<bool>,
    refused: watch::Sender<String>,
    work: JoinHandle<()>,
}

impl Relay {
    pub fn start(path: PathBuf, engine: &Path) -> Self {
        let listener = UnixListener::bind(&path).unwrap();
        let (cut, is_cut) = watch::channel(false);
        let (refused, is_refused) = watch::channel(String::new());
        let engine = engine.to_owned();
        let work = tokio::spawn(async move {
            loop {
                let (mut client, _) = listener.accept().await.unwrap();
                let (engine, mut is_cut, is_refused) = (engine.clone(), is_cut.clone(), is_refused.clone());
                tokio::spawn(async move {
                    if *is_cut.borrow() {
                        return;
                    }
                    let Ok(mut upstream) = UnixStream::connect(engine).await else { return };
                    let ((mut asked, mut answer), (mut answers, mut ask)) =
                        (client.split(), upstream.split());
                    let asking = async {
                        let mut bytes = [0; 16 << 10];
                        while let Ok(count @ 1..) = asked.read(&mut bytes).await {
                            let refused = is_refused.borrow().clone();
                            let text = String::from_utf8_lossy(&bytes[..count]);
                            if !refused.is_empty() && text.contains(&refused) {
                                return;
                            }
                            if ask.write_all(&bytes[..count]).await.is_err() {
                                return;
                            }
                        }
                    };
                    tokio::select! {
                        () = asking => {}
                        _ = copy(&mut answers, &mut answer) => {}
                        _ = is_cut.wait_for(|cut| *cut) => {}
                    }
                });
            }
        });
        Self { path, cut, refused, work }
    }

    pub fn address(&self) -> String {
        format!("unix://{}", self.path.display())
    }

    /// Ends all connections, and those to come at once.
    pub fn cut(&self) {
        self.cut.send_replace(true);
    }

    /// Closes each connection on which this is asked; nothing, for an empty text.
    pub fn refuse(&self, text: &str) {
        self.refused.send_replace(text.to_owned());
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
