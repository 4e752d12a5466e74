//! A server that runs for one test.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use gate::{Grants, Role, Scopes};
use server::{Config, Cost, Name, NewToken, Password, People, Shutdown, Site, Store, TlsChoice, Tokens};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::client::Client;

/// What everybody's password is here.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A server in this process, with cheap passwords and without an engine.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) setup_token: Option<String>,
    pub(crate) folder: TempDir,
    shutdown: Shutdown,
    serving: JoinHandle<()>,
}

impl Running {
    /// The first start.
    pub(crate) async fn first() -> Self {
        Self::with(tempfile::tempdir().unwrap(), |_| {}).await
    }

    /// One that has these people.
    pub(crate) async fn with_people(people: &[(&str, Role)]) -> Self {
        Self::with(with_people(people).await, |_| {}).await
    }

    /// One with other settings, on a folder that may hold something.
    pub(crate) async fn with(folder: TempDir, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            engine: Some(format!("unix://{}/no-engine.sock", folder.path().display())),
            data: Some(data(folder.path())),
            tls: TlsChoice::Off,
            ..Config::default()
        };
        change(&mut config);
        let server = server::bind(&config, Cost::for_tests(), Site::of(server::PLAIN)).await.unwrap();
        Self {
            address: server.address().unwrap(),
            setup_token: std::fs::read_to_string(data(folder.path()).join("setup-token"))
                .ok()
                .map(|it| it.trim().to_owned()),
            folder,
            shutdown: server.shutdown(),
            serving: tokio::spawn(server.run()),
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        data(self.folder.path())
    }

    /// Nobody, yet.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Somebody, logged in.
    pub(crate) async fn client_of(&self, name: &str) -> Client {
        let mut client = self.client();
        let answer = client.log_in(name, PASSWORD).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        client
    }

    /// A token of somebody's.
    pub(crate) async fn token_of(&self, name: &str, role: Option<Role>) -> String {
        let (store, _) = open(&self.data());
        let new = NewToken {
            user: Name::parse(name).unwrap(),
            name: "test".into(),
            role,
            stack: None,
            grants: None,
            expires: None,
        };
        Tokens::new(store).create(new).await.unwrap()
    }

    /// Says whether admins may ask for what is root on the engine's host, by the command line.
    pub(crate) fn switch_host_root(&self, to: &str) {
        crate::cli::run(&["host-root", to], &self.data(), "").succeeded();
    }

    /// The database, as another process sees it.
    pub(crate) fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.data().join("pierhead.db")).unwrap()
    }

    /// Ends it kindly, and keeps its folder.
    pub(crate) async fn stop(self) -> TempDir {
        self.shutdown.start();
        self.serving.await.unwrap();
        self.folder
    }
}

/// The data folder within a test's folder.
pub(crate) fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// The state in a data folder.
pub(crate) fn open(data: &Path) -> (Store, People) {
    server::prepare_folder(data).unwrap();
    let store = Store::open(data).unwrap();
    (store.clone(), People::new(store, Cost::for_tests()))
}

/// A test's folder, for a server that has these people. Admins are allowed the engine as it is.
pub(crate) async fn with_people(people: &[(&str, Role)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (_, door) = open(&data(folder.path()));
    for (name, role) in people {
        let password = Password::choose(PASSWORD.into()).unwrap();
        let name = Name::parse(name).unwrap();
        door.add(name.clone(), *role, password, Scopes::everything(Grants::NONE)).await.unwrap();
        door.set_raw(name, *role == Role::Admin).await.unwrap();
    }
    folder
}
