//! Where the values come from, and what is wrong with them, said with where.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use super::{
    Config,
    table::{CONFIG, Kind, SETTINGS, Setting},
};

/// A setting that can't be used. Each says where it stands.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value that doesn't fit.
    #[error("{place}: {problem}")]
    Value {
        /// Where it stands.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// The file can't be read.
    #[error("the file {path} (--config) can't be read: {error}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The file is no TOML.
    #[error("the file {path} (--config) is no TOML: {problem}")]
    NotToml {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The file has a key that is no setting.
    #[error("{path}: there is no setting {key:?}{}", .meant.map(|it| format!("; did you mean {it:?}?")).unwrap_or_default())]
    UnknownKey {
        /// Which.
        path: PathBuf,
        /// The key.
        key: String,
        /// A setting with a similar name.
        meant: Option<&'static str>,
    },
    /// Plain HTTP where others can listen.
    #[error(
        "plain HTTP on {listen} would show passwords to the network: listen on loopback \
         (--listen 127.0.0.1:{port}), leave --tls at auto, or say --allow-plain-http", port = .listen.port()
    )]
    PlainHttp {
        /// Where.
        listen: SocketAddr,
    },
    /// The engine's address.
    #[error(transparent)]
    Engine(#[from] engine::InvalidAddress),
    /// No folder was named, and the user has no home.
    #[error("there is no home folder to keep state in: name a folder with --data")]
    NoDataFolder,
}

impl Config {
    /// Brings the sources together. `flags` are the names and values given on the command line, `variable`
    /// looks one of the environment up.
    pub(crate) fn load(
        flags: &[(String, Vec<String>)],
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let flag =
            |setting: &Setting| flags.iter().find(|(name, _)| name == setting.name).map(|(_, it)| it.clone());
        let from_environment = |setting: &Setting| {
            variable(&setting.variable()).filter(|value| !value.is_empty()).map(|value| match setting.kind {
                Kind::Many => value.split(',').map(|one| one.trim().to_owned()).collect(),
                _ => vec![value],
            })
        };
        let named = SETTINGS.iter().find(|setting| setting.name == CONFIG);
        let file = named
            .and_then(|it| flag(it).or_else(|| from_environment(it)))
            .and_then(|it| it.into_iter().next());
        let file = file.map(|path| File::read(Path::new(&path))).transpose()?;

        let mut config = Self::default();
        for setting in SETTINGS.iter().filter(|setting| setting.name != CONFIG) {
            let values = if let Some(values) = flag(setting) {
                Some((format!("--{}", setting.name), values))
            } else if let Some(values) = from_environment(setting) {
                Some((setting.variable(), values))
            } else {
                file.as_ref().map(|file| file.values(setting)).transpose()?.flatten()
            };
            let Some((place, values)) = values else { continue };
            for value in values {
                (setting.set)(&mut config, &value)
                    .map_err(|problem| ConfigError::Value { place: place.clone(), problem })?;
            }
        }
        Ok(config)
    }
}

impl Setting {
    /// The name of its variable.
    pub(super) fn variable(&self) -> String {
        format!("PIERHEAD_{}", self.name.replace('-', "_").to_ascii_uppercase())
    }
}

struct File {
    path: PathBuf,
    table: toml::Table,
}

impl File {
    fn read(path: &Path) -> Result<Self, ConfigError> {
        let path = path.to_owned();
        let text = std::fs::read_to_string(&path)
            .map_err(|error| ConfigError::Unreadable { path: path.clone(), error })?;
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            ConfigError::NotToml { path: path.clone(), problem: format!("line {line}: {}", error.message()) }
        })?;
        for key in table.keys() {
            if key == CONFIG {
                let place = format!("{}: {key}", path.display());
                return Err(ConfigError::Value { place, problem: "a file can't name another file".into() });
            }
            if !SETTINGS.iter().any(|setting| setting.name == key) {
                let likeness =
                    |name: &str| key.replace('_', "-").eq_ignore_ascii_case(name) || name.starts_with(key);
                let meant = SETTINGS.iter().map(|setting| setting.name).find(|name| likeness(name));
                return Err(ConfigError::UnknownKey { path, key: key.clone(), meant });
            }
        }
        Ok(Self { path, table })
    }

    fn values(&self, setting: &Setting) -> Result<Option<(String, Vec<String>)>, ConfigError> {
        let Some(value) = self.table.get(setting.name) else { return Ok(None) };
        let place = format!("{}: {}", self.path.display(), setting.name);
        let expected = match setting.kind {
            Kind::One => "a string or a number",
            Kind::Many => "a string or a list of strings",
            Kind::Switch => "true or false",
        };
        let values = match (setting.kind, value) {
            (Kind::One | Kind::Many, toml::Value::String(text)) => Some(vec![text.clone()]),
            (Kind::One, toml::Value::Integer(number)) => Some(vec![number.to_string()]),
            (Kind::Switch, toml::Value::Boolean(on)) => Some(vec![on.to_string()]),
            (Kind::Many, toml::Value::Array(list)) => {
                list.iter().map(|one| one.as_str().map(str::to_owned)).collect()
            }
            _ => None,
        };
        match values {
            Some(values) => Ok(Some((place, values))),
            None => Err(ConfigError::Value {
                place,
                problem: format!("{expected} is expected, not a TOML {}", value.type_str()),
            }),
        }
    }
}
