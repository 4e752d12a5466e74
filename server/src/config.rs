//! The settings: one table gives the flags, the environment, the file and the documentation.
//!
//! A flag beats the environment, the environment beats the file, the file beats the default.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use tracing::level_filters::LevelFilter;

use crate::guard::Cidr;

mod deploy;
mod docs;
mod flags;
mod sources;
mod table;

pub use docs::reference;
pub use flags::{DataFlags, ServeFlags};
pub use sources::ConfigError;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Which engine; nothing leaves it to DOCKER_HOST, the docker context and the usual socket.
    pub engine: Option<String>,
    /// The folder of Pierhead's own state.
    pub data: Option<PathBuf>,
    /// How connections are encrypted.
    pub tls: TlsChoice,
    /// The origin under which a proxy publishes the server.
    pub public_url: Option<String>,
    /// Further host names that the server answers to, in lower case.
    pub allow_host: Vec<String>,
    /// Proxies whose `X-Forwarded-*` is believed.
    pub trusted_proxy: Vec<Cidr>,
    /// Whether plain HTTP may be served beyond loopback.
    pub allow_plain_http: bool,
    /// Whether an engine may be reached over TCP without TLS beyond loopback.
    pub allow_insecure_tcp: bool,
    /// Whether admins' requests of the engine's own API may pass as they are.
    pub raw_api: bool,
    /// How much people with the grant deploy may ask for.
    pub deploy: gate::body::Limits,
    /// What is logged.
    pub log_level: LevelFilter,
    /// How it is written.
    pub log_format: LogFormat,
}

/// How connections are encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsChoice {
    /// With a certificate of our own making.
    Auto,
    /// Not at all.
    Off,
    /// With the certificate and key in these files.
    Files {
        /// The certificate and its chain.
        cert: PathBuf,
        /// Its key.
        key: PathBuf,
    },
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 8443),
            engine: None,
            data: None,
            tls: TlsChoice::Auto,
            public_url: None,
            allow_host: Vec::new(),
            trusted_proxy: Vec::new(),
            allow_plain_http: false,
            allow_insecure_tcp: false,
            raw_api: false,
            deploy: gate::body::Limits::default(),
            log_level: LevelFilter::INFO,
            log_format: LogFormat::Text,
        }
    }
}

impl Config {
    /// Refuses what no single setting shows to be wrong.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let exposed = !self.listen.ip().to_canonical().is_loopback();
        if self.tls == TlsChoice::Off && exposed && !self.allow_plain_http {
            return Err(ConfigError::PlainHttp { listen: self.listen });
        }
        Ok(())
    }

    /// Where the engine is: as named here, or as for the `docker` command.
    pub(crate) fn engine_address(&self) -> Result<engine::Found, ConfigError> {
        let environment = engine::Environment {
            explicit: self.engine.clone(),
            allow_insecure_tcp: self.allow_insecure_tcp,
            ..engine::Environment::of_process()
        };
        Ok(environment.discover()?)
    }

    /// The data folder: the one that was named, or the usual one of this user.
    pub(crate) fn data_folder(&self) -> Result<PathBuf, ConfigError> {
        let usual = || -> Option<PathBuf> {
            use std::os::unix::fs::MetadataExt;
            let root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
            if root {
                return Some("/var/lib/pierhead".into());
            }
            let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
            folder("XDG_DATA_HOME")
                .or_else(|| Some(folder("HOME")?.join(".local/share")))
                .map(|it| it.join("pierhead"))
        };
        self.data.clone().or_else(usual).ok_or(ConfigError::NoDataFolder)
    }
}

#[cfg(test)]
mod tests;
