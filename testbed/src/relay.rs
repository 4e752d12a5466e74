//! A relay between a client and its engine that can be cut, as networks are, and that can close every connection
//! on which something is asked, as an engine does whose handler panics.

use std::{
    io::{self, Read, Write},
    net::Shutdown,
    os::unix::net::{UnixListener, UnixStream},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use crate::Error;

/// Passes bytes on, unless it is cut. It ends when it is dropped.
pub struct Relay {
    path: PathBuf,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    is_cut: bool,
    is_over: bool,
    /// What is refused, and how often still.
    refused: String,
    left: usize,
    /// All that was asked.
    asked: String,
    open: Vec<UnixStream>,
}

impl Relay {
    /// A relay that listens at `path`, to the engine whose socket is `engine`.
    pub fn start(path: PathBuf, engine: &Path) -> Result<Self, Error> {
        let listener = UnixListener::bind(&path).map_err(Error::io("listen at", &path))?;
        let state: Arc<Mutex<State>> = Arc::default();
        let (shared, engine) = (state.clone(), engine.to_owned());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if lock(&shared).is_over {
                    return;
                }
                // Whoever is refused sees a connection that ends.
                let _ = connect(client, &engine, &shared);
            }
        });
        Ok(Self { path, state })
    }

    /// Its address, as DOCKER_HOST takes it.
    pub fn address(&self) -> String {
        format!("unix://{}", self.path.display())
    }

    /// Ends all connections, and those to come at once.
    pub fn cut(&self) {
        let mut state = lock(&self.state);
        state.is_cut = true;
        end(state.open.drain(..));
    }

    /// Passes on again what comes from now on.
    pub fn mend(&self) {
        lock(&self.state).is_cut = false;
    }

    /// Closes each connection on which this is asked.
    pub fn refuse(&self, text: &str) {
        self.refuse_so_often(text, usize::MAX);
    }

    /// Closes the next connection on which this is asked.
    pub fn refuse_once(&self, text: &str) {
        self.refuse_so_often(text, 1);
    }

    /// Passes everything on again.
    pub fn refuse_nothing(&self) {
        self.refuse_so_often("", 0);
    }

    /// How often this was asked.
    pub fn count(&self, text: &str) -> usize {
        lock(&self.state).asked.matches(text).count()
    }

    fn refuse_so_often(&self, text: &str, left: usize) {
        let mut state = lock(&self.state);
        (state.refused, state.left) = (text.to_owned(), left);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        lock(&self.state).is_over = true;
        self.cut();
        // It listens until it hears somebody.
        let _ = UnixStream::connect(&self.path);
    }
}

fn connect(client: UnixStream, engine: &Path, shared: &Arc<Mutex<State>>) -> io::Result<()> {
    let upstream = UnixStream::connect(engine)?;
    let (mut answers, mut answer) = (upstream.try_clone()?, client.try_clone()?);
    {
        let mut state = lock(shared);
        if state.is_cut {
            return Ok(());
        }
        state.open.extend([client.try_clone()?, upstream.try_clone()?]);
    }
    let shared = shared.clone();
    thread::spawn(move || {
        ask(&client, &upstream, &shared);
        end([client, upstream]);
    });
    thread::spawn(move || {
        let _ = io::copy(&mut answers, &mut answer);
        end([answers, answer]);
    });
    Ok(())
}

/// Passes on what is asked, until that ends or is refused.
fn ask(mut client: &UnixStream, mut engine: &UnixStream, shared: &Mutex<State>) {
    let mut bytes = [0; 16 << 10];
    while let Ok(count @ 1..) = client.read(&mut bytes) {
        let text = String::from_utf8_lossy(&bytes[..count]);
        {
            let mut state = lock(shared);
            state.asked.push_str(&text);
            if state.left > 0 && text.contains(&state.refused) {
                state.left -= 1;
                return;
            }
        }
        if engine.write_all(&bytes[..count]).is_err() {
            return;
        }
    }
}

fn end(streams: impl IntoIterator<Item = UnixStream>) {
    for stream in streams {
        // It may have ended by itself.
        let _ = stream.shutdown(Shutdown::Both);
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
