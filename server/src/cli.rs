//! The command line.

use std::{
    io::{IsTerminal, Read},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::{
    Config, Cost, Error, PageFile, People, Site, Store, Tokens,
    config::{ConfigError, reference},
    serve::StartError,
    setup::Setup,
    store,
};

mod audit;
mod connect;
mod doctor;
mod host_root;
mod log;
mod serve;
mod token;
mod trust;
mod user;

/// A Docker management web app in one binary.
#[derive(Parser)]
#[command(name = "pierhead", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page and the API
    Serve(serve::Serve),
    /// The people who may log in
    #[command(subcommand)]
    User(user::User),
    /// Tokens for scripts
    #[command(subcommand)]
    Token(token::Token),
    /// What was done, by whom
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Say whether admins may ask for what is root on the engine's host: mounts of it, its network and the like
    HostRoot(host_root::HostRoot),
    /// A socket of your own that leads to a Pierhead, for docker, builds and every SDK
    Connect(connect::Connect),
    /// A new set-up token, for creating the first admin
    SetupToken(user::SetupToken),
    /// Say what stands between Pierhead and the engine
    Doctor(doctor::Doctor),
    /// Write docs/configuration.md to standard output
    #[command(hide = true)]
    ConfigReference,
}

/// Why a command wasn't carried out.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Refused(#[from] Error),
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Connect(#[from] connect::ConnectError),
    #[error("the audit is broken: {0}")]
    Broken(#[from] crate::audit::Broken),
    #[error("the audit is broken: no record has the hash {0} any more")]
    Forgotten(String),
    #[error("can't write to standard output: {0}")]
    Output(std::io::Error),
    #[error("can't read standard input: {0}")]
    Input(std::io::Error),
    #[error("no runtime: {0}")]
    Runtime(std::io::Error),
    /// What was wrong has been said already.
    #[error("")]
    Said,
}

/// Carries out the command line, serving this page if it asks for that; 2 means that it was wrong itself.
pub fn run(site: &'static [PageFile]) -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(serve) => serve.run(Site::of(site)),
        Command::User(user) => user.run(),
        Command::Token(token) => token.run(),
        Command::Audit(audit) => audit.run(),
        Command::HostRoot(host_root) => host_root.run(),
        Command::Connect(connect) => connect.run(),
        Command::SetupToken(setup) => setup.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::ConfigReference => {
            print!("{}", reference());
            Ok(())
        }
    };
    let Err(error) = done else { return ExitCode::SUCCESS };
    let code = match &error {
        CommandError::Config(_) | CommandError::Start(StartError::Config(_)) | CommandError::Usage(_) => 2,
        _ => 1,
    };
    if !matches!(error, CommandError::Said) {
        eprintln!("pierhead: {error}");
    }
    ExitCode::from(code)
}

/// The state of a command that ends soon.
struct State {
    store: Store,
    people: People,
    folder: PathBuf,
}

impl State {
    /// What a server has left: a mistyped folder isn't made.
    fn open(config: &Config) -> Result<Self, CommandError> {
        let folder = config.data_folder()?;
        store::find_folder(&folder).map_err(Error::from)?;
        Self::open_in(folder)
    }

    /// The same, made if it is missing.
    fn make(config: &Config) -> Result<Self, CommandError> {
        let folder = config.data_folder()?;
        store::prepare_folder(&folder).map_err(Error::from)?;
        Self::open_in(folder)
    }

    fn setup(&self) -> Setup {
        Setup::new(self.store.clone(), self.people.clone(), &self.folder)
    }

    fn tokens(&self) -> Tokens {
        Tokens::new(self.store.clone()).by_command_line()
    }

    fn open_in(folder: PathBuf) -> Result<Self, CommandError> {
        let store = Store::open(&folder).map_err(Error::from)?;
        let people = People::new(store.clone(), Cost::default()).by_command_line();
        Ok(Self { people, store, folder })
    }
}

/// Runs a command that ends soon.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T, CommandError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    Ok(runtime.map_err(CommandError::Runtime)?.block_on(work))
}

/// The password on standard input, without the line's end.
fn password_from_stdin(told: bool) -> Result<String, CommandError> {
    if !told {
        return Err(CommandError::Usage(
            "say --password-stdin and give the password on standard input, so that no list of processes shows it"
                .into(),
        ));
    }
    let mut input = std::io::stdin().lock();
    if input.is_terminal() {
        eprintln!("Type the password (it is shown), then Enter and Ctrl-D:");
    }
    let mut text = String::new();
    input.by_ref().take(4096).read_to_string(&mut text).map_err(CommandError::Input)?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// Columns for people, aligned.
fn print_table(head: &[&str], rows: &[Vec<String>]) {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].len()]).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..head.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        println!("{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(head.to_vec());
    rows.iter().for_each(|row| line(row.iter().map(String::as_str).collect()));
}
