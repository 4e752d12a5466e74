//! Starts the server: opens the state, makes the certificate, binds the socket, says how to log in.

use std::{fs::File, io, net::SocketAddr, path::Path, sync::Arc};

use mirror::{Feed, Mirror};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::{
    App, Config, Cost, Door, Error, People, Shutdown, Site, Store, TlsChoice,
    config::ConfigError,
    guard::machine_name,
    listen, members, own, secret,
    setup::{NewToken, Setup},
    store::{self, StoreError},
    tls::{self, Certificate, TlsError},
};

/// Why the server doesn't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The state.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The first start.
    #[error(transparent)]
    Setup(#[from] Error),
    /// The socket.
    #[error("can't listen on {address}: {error}{}", listen_advice(.error, .address))]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
}

/// A server that has its socket and serves as soon as it runs.
pub struct Server {
    tcp: TcpListener,
    tls: Option<TlsAcceptor>,
    fingerprint: Option<String>,
    public_origin: Option<String>,
    first_start: Option<NewToken>,
    app: App,
    door: Door,
    work: mirror::Work,
    /// Held until it has ended.
    lock: File,
}

/// Prepares everything; from here on clients can connect, and are served once [`Server::run`] runs.
pub async fn bind(config: &Config, cost: Cost, site: Site) -> Result<Server, StartError> {
    config.check()?;
    let folder = config.data_folder()?;
    store::prepare_folder(&folder)?;
    // First: opening brings the database up to date, which isn't for another server that runs on it.
    let lock = store::lock_folder(&folder)?;
    let store = Store::open(&folder)?;
    let people = People::new(store.clone(), cost);
    let setup = Setup::new(store.clone(), people.clone(), &folder);
    let door = door(config);
    let certificate = certificate(config, &folder)?;
    let fingerprint = certificate.as_ref().map(Certificate::fingerprint);
    let tls =
        certificate.map(Certificate::server_config).transpose()?.map(|it| TlsAcceptor::from(Arc::new(it)));
    let tcp =
        listen::bind(config.listen).map_err(|error| StartError::Listen { address: config.listen, error })?;
    let (engine, mirror, work) = engine(config)?;
    // Last of all: whoever can't start must not take a running server's token away.
    let first_start = setup.new_token().await?;
    let mut limits = config.deploy.clone();
    // Nobody else gets to answer where Pierhead is expected.
    limits.reserved_ports.push(config.listen.port());
    let app = App::new(store, people, setup, engine, mirror, limits, config.raw_api, site);
    Ok(Server {
        tcp,
        tls,
        fingerprint,
        public_origin: config.public_url.clone(),
        first_start,
        app,
        door,
        work,
        lock,
    })
}

impl Server {
    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// Ends it when asked.
    pub fn shutdown(&self) -> Shutdown {
        self.app.shutdown.clone()
    }

    /// Says, for a person at the terminal, where it is and how to log in.
    pub fn greeting(&self) -> String {
        let origin = self.public_origin.clone().unwrap_or_else(|| self.origin());
        let mut text = format!("\n  Pierhead is at {origin}\n");
        if let Some(fingerprint) = &self.fingerprint {
            text.push_str(&format!("  Its certificate's SHA-256: {fingerprint}\n"));
        }
        if let Some(first) = &self.first_start {
            text.push_str(&format!(
                "\n  First start: open {origin}/setup and create the first admin with this token\n\n      {}\n\n  \
                 It is good for 30 minutes and lies in {}, too.\n",
                first.token,
                first.file.display(),
            ));
        } else {
            text.push_str(
                "  Log in with your name. Forgotten passwords are set anew with `pierhead user password`.\n",
            );
        }
        if !self.app.site.has_app() {
            text.push_str("\n  The page isn't inside this build: `cargo xtask run` builds it.\n");
        }
        text
    }

    /// Serves until the signal to end.
    pub async fn run(self) {
        let shutdown = self.app.shutdown.clone();
        let watching = tokio::spawn(self.app.sessions.clone().watch_other_processes());
        let watching_members = tokio::spawn(self.app.targets.members().clone().watch_other_processes());
        let sweeping = self.app.targets.members().clone();
        let sweeping = tokio::spawn(sweeping.forget_what_is_gone(members::APART));
        let mirroring = tokio::spawn(self.work.run());
        let door = Arc::new(self.door);
        listen::serve(self.tcp, self.tls, crate::router(self.app, door.clone()), door, shutdown).await;
        watching.abort();
        watching_members.abort();
        sweeping.abort();
        mirroring.abort();
        drop(self.lock);
    }

    fn origin(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let Ok(mut address) = self.tcp.local_addr() else { return String::new() };
        if let Some(reachable) = tls::reachable_at(address.ip()) {
            address.set_ip(reachable);
        }
        format!("{scheme}://{address}")
    }
}

/// The engine's client and its mirror. Nothing is connected yet: the server starts without an engine, too.
fn engine(config: &Config) -> Result<(engine::Client, Mirror, mirror::Work), StartError> {
    let address = config.engine_address()?.address;
    let client = engine::Client::new(address.clone());
    // A client of its own: however much people ask of the engine, the mirror finds a free connection.
    let looking = engine::Client::new(address);
    // Tells this run's numbers from those of the one before, to pages that have stayed open.
    let epoch = u64::from_le_bytes(secret::random().map_err(Error::internal)?);
    let feed = Arc::new(Feed::new(epoch, client.address().to_string()));
    let (mirror, work) = Mirror::new(looking, feed, own::container());
    Ok((client, mirror, work))
}

fn door(config: &Config) -> Door {
    let mut hosts = config.allow_host.clone();
    if let Some(machine) = machine_name() {
        let short = machine.split('.').next().unwrap_or(&machine).to_owned();
        hosts.extend([format!("{short}.local"), short, machine]);
    }
    Door { hosts, public_origin: config.public_url.clone(), trusted_proxies: config.trusted_proxy.clone() }
}

fn certificate(config: &Config, folder: &Path) -> Result<Option<Certificate>, TlsError> {
    match &config.tls {
        TlsChoice::Off => Ok(None),
        TlsChoice::Files { cert, key } => Certificate::read(cert, key).map(Some),
        TlsChoice::Auto => {
            let names = tls::own_names(machine_name().as_deref(), &config.allow_host, config.listen.ip());
            Certificate::own(folder, &names, &config.allow_host).map(Some)
        }
    }
}

fn listen_advice(error: &io::Error, address: &SocketAddr) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("; something else listens there: choose another port with --listen {}:PORT", address.ip())
        }
        io::ErrorKind::PermissionDenied => {
            "; ports below 1024 need root: choose another with --listen".into()
        }
        io::ErrorKind::AddrNotAvailable => "; this machine doesn't have that address".into(),
        _ => String::new(),
    }
}
