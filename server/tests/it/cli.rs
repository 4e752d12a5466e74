//! The command line, as a person or a script runs it.

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

mod doctor;
mod serve;
mod token;
mod user;

/// A command that takes longer hangs, and is ended.
const PATIENCE: Duration = Duration::from_secs(60);

/// The binary with a data folder, and nothing of the environment that could set anything.
pub(crate) fn pierhead(arguments: &[&str], data: &Path) -> Command {
    let mut command = pierhead_command(arguments);
    command.arg("--data").arg(data);
    command
}

/// The binary, without a data folder.
pub(crate) fn pierhead_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pierhead"));
    command.args(arguments);
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("PIERHEAD_") || name.starts_with("DOCKER_"))
    {
        command.env_remove(name);
    }
    command
}

/// The user that owns nothing.
pub(crate) const NOBODY: u32 = 65534;

/// The binary run by nobody, from a copy in a folder: where it was built, nobody else may look.
pub(crate) fn as_nobody(folder: &Path, arguments: &[&str]) -> Command {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.join("pierhead");
    // Not copied by this process: a test beside this one that starts a child would hold the file open for writing, and it
    // couldn't be run.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_pierhead")).arg(&program).status().unwrap();
    assert!(copied.success());
    let mut command = Command::new("setpriv");
    let nobody = NOBODY.to_string();
    command.args(["--reuid", &nobody, "--regid", &nobody, "--clear-groups"]).arg(program).args(arguments);
    command
}

/// What a command said.
pub(crate) struct Said(pub(crate) Output);

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str], data: &Path, input: &str) -> Said {
    finish(pierhead(arguments, data), input)
}

pub(crate) fn finish(mut command: Command, input: &str) -> Said {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that doesn't read its input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let (ended, waiting) = mpsc::channel::<()>();
    let id = child.id();
    let guard = thread::spawn(move || {
        if waiting.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            let _ = Command::new("kill").args(["-KILL", &id.to_string()]).status();
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(ended);
    guard.join().unwrap();
    Said(output)
}

impl Said {
    /// Its standard output; it must have succeeded.
    pub(crate) fn succeeded(self) -> String {
        assert!(self.0.status.success(), "{}", self.error());
        String::from_utf8(self.0.stdout).unwrap()
    }

    /// It must have failed with this code, saying these words and not much more.
    pub(crate) fn failed(self, code: i32, words: &[&str]) {
        let error = self.error();
        assert_eq!(self.0.status.code(), Some(code), "{error}");
        for word in words {
            assert!(error.contains(word), "{word:?} is missing: {error}");
        }
        assert!(!error.contains("panicked"), "{error}");
        assert!(self.0.stdout.is_empty(), "{}", String::from_utf8_lossy(&self.0.stdout));
    }

    pub(crate) fn error(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }
}
