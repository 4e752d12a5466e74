//! Which engine is meant: as `docker` itself finds it.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{Address, InvalidAddress, Security, TlsFiles};

/// What says which engine is meant. An empty text is as good as none.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// What the person said to us: `--engine`.
    pub explicit: Option<String>,
    /// Lets `tcp://` go without TLS to other machines.
    pub allow_insecure_tcp: bool,
    /// `DOCKER_HOST`.
    pub docker_host: Option<String>,
    /// `DOCKER_CONTEXT`.
    pub docker_context: Option<String>,
    /// `DOCKER_TLS_VERIFY`: any text means yes.
    pub docker_tls_verify: Option<String>,
    /// `DOCKER_CERT_PATH`.
    pub docker_cert_path: Option<PathBuf>,
    /// Docker's folder: `DOCKER_CONFIG`, or `.docker` in the home folder.
    pub docker_config: Option<PathBuf>,
}

/// Where an engine was found, and what said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub address: Address,
    /// What said so.
    pub source: Source,
}

/// What said where the engine is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The person, to us.
    Explicit,
    /// The variable DOCKER_HOST.
    DockerHost,
    /// A docker context.
    Context(String),
    /// Docker's configuration, which may name a context, and can't be read.
    Configuration,
    /// Nobody: it is where engines are.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Explicit => f.write_str("--engine"),
            Self::DockerHost => f.write_str("DOCKER_HOST"),
            Self::Context(name) => write!(f, "docker context {name}"),
            Self::Configuration => f.write_str("docker's configuration"),
            Self::Default => f.write_str("default"),
        }
    }
}

impl Environment {
    /// What the process's environment says.
    pub fn of_process() -> Self {
        let text = |name| std::env::var(name).ok();
        let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".docker"));
        Self {
            explicit: None,
            allow_insecure_tcp: false,
            docker_host: text("DOCKER_HOST"),
            docker_context: text("DOCKER_CONTEXT"),
            docker_tls_verify: text("DOCKER_TLS_VERIFY"),
            docker_cert_path: text("DOCKER_CERT_PATH").filter(|path| !path.is_empty()).map(PathBuf::from),
            docker_config: text("DOCKER_CONFIG")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
                .or_else(home),
        }
    }

    /// The engine that is meant: said to us, or by DOCKER_HOST, or by the context, or where engines are.
    ///
    /// What the surroundings say and can't be used is [`Address::Unusable`]. Nothing else is tried then: it would be another
    /// engine than was meant.
    ///
    /// # Errors
    /// What was said to us can't be used.
    pub fn discover(&self) -> Result<Found, InvalidAddress> {
        let security = Security { tls: self.tls(), allow_insecure_tcp: self.allow_insecure_tcp };
        if let Some(text) = said(&self.explicit) {
            return Ok(Found { address: Address::parse(text, &security)?, source: Source::Explicit });
        }
        let found = |address: Result<_, _>, source| {
            let address = address.unwrap_or_else(|why| Address::Unusable(Box::new(why)));
            Found { address, source }
        };
        if let Some(text) = said(&self.docker_host) {
            return Ok(found(Address::parse(text, &security), Source::DockerHost));
        }
        Ok(match self.context_name() {
            Ok(Some(name)) => found(self.context(&name), Source::Context(name)),
            Ok(None) => found(Ok(Address::default()), Source::Default),
            Err(why) => found(Err(why), Source::Configuration),
        })
    }

    /// The context that is meant, if it isn't the default.
    fn context_name(&self) -> Result<Option<String>, InvalidAddress> {
        let context = match said(&self.docker_context) {
            Some(name) => Some(name.to_owned()),
            None => self.current_context()?,
        };
        Ok(context.filter(|name| name != "default"))
    }

    /// The files for TLS, if the environment asks for TLS or says where they are.
    fn tls(&self) -> Option<TlsFiles> {
        let wanted = said(&self.docker_tls_verify).is_some();
        let folder = match &self.docker_cert_path {
            Some(folder) => folder,
            None if wanted => self.docker_config.as_ref()?,
            None => return None,
        };
        Some(TlsFiles { folder: folder.clone() })
    }

    fn current_context(&self) -> Result<Option<String>, InvalidAddress> {
        #[derive(Deserialize)]
        struct Configuration {
            #[serde(rename = "currentContext", default)]
            current_context: String,
        }

        let Some(folder) = &self.docker_config else { return Ok(None) };
        let path = folder.join("config.json");
        match read::<Configuration>(&path) {
            Ok(configuration) => {
                Ok(configuration.map(|it| it.current_context).filter(|name| !name.is_empty()))
            }
            Err(why) => Err(InvalidAddress::Configuration { path: path.display().to_string(), why }),
        }
    }

    /// The address of a context. Docker keeps each in a folder named by the SHA-256 of its name.
    fn context(&self, name: &str) -> Result<Address, InvalidAddress> {
        let unusable = |why: &str| InvalidAddress::Context { name: name.to_owned(), why: why.to_owned() };
        let contexts =
            self.docker_config.as_ref().ok_or_else(|| unusable("there is no home folder"))?.join("contexts");
        let hash: String = Sha256::digest(name).iter().map(|byte| format!("{byte:02x}")).collect();
        let meta: Meta = read(&contexts.join("meta").join(&hash).join("meta.json"))
            .map_err(|why| unusable(&why))?
            .ok_or_else(|| unusable("there is no such context"))?;
        let docker = meta.endpoints.get("docker").ok_or_else(|| unusable("it has no endpoint for docker"))?;
        if docker.skip_tls_verify {
            return Err(unusable("it doesn't verify the engine's certificate (SkipTLSVerify)"));
        }
        let folder = contexts.join("tls").join(&hash).join("docker");
        let security = Security {
            tls: folder.join("ca.pem").exists().then_some(TlsFiles { folder }),
            allow_insecure_tcp: self.allow_insecure_tcp,
        };
        if docker.host.is_empty() {
            return Ok(Address::default());
        }
        Address::parse(&docker.host, &security)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Meta {
    #[serde(default)]
    endpoints: BTreeMap<String, Endpoint>,
}

#[derive(Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[derive(Default)]
struct Endpoint {
    host: String,
    #[serde(rename = "SkipTLSVerify")]
    skip_tls_verify: bool,
}

fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// Reads a JSON file; `None` if there is none.
fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, String> {
    match fs::read(path) {
        Ok(text) => serde_json::from_slice(&text).map(Some).map_err(|error| error.to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests;
