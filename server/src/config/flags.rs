//! The table as flags of the commands.

use std::marker::PhantomData;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::{
    Config, ConfigError,
    table::{Kind, SETTINGS, Setting},
};

/// Which settings a command takes.
pub trait Subset {
    /// Whether it takes this one.
    fn takes(name: &str) -> bool;
}

/// All of them.
#[derive(Clone, Debug)]
pub struct Everything;

/// Those that find the data folder.
#[derive(Clone, Debug)]
pub struct Data;

impl Subset for Everything {
    fn takes(_: &str) -> bool {
        true
    }
}

impl Subset for Data {
    fn takes(name: &str) -> bool {
        ["data", "config"].contains(&name)
    }
}

/// What was given on the command line.
#[derive(Clone, Debug)]
pub struct Flags<S>(Vec<(String, Vec<String>)>, PhantomData<S>);

/// The flags of `serve`, and of `doctor`, which looks at what that would do.
pub type ServeFlags = Flags<Everything>;
/// The flags of `user` and `token`.
pub type DataFlags = Flags<Data>;

impl<S> Flags<S> {
    /// The whole configuration: these flags, the environment, the file.
    pub fn load(&self) -> Result<Config, ConfigError> {
        Config::load(&self.0, |name| std::env::var(name).ok())
    }
}

impl<S: Subset> Args for Flags<S> {
    fn augment_args(command: Command) -> Command {
        command.args(SETTINGS.iter().filter(|setting| S::takes(setting.name)).map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<S: Subset> FromArgMatches for Flags<S> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let taken = SETTINGS.iter().filter(|setting| S::takes(setting.name));
        let given = taken.filter_map(|setting| {
            let values = match setting.kind {
                Kind::Switch => matches.get_flag(setting.name).then(|| vec!["true".to_owned()]),
                _ => matches.get_many::<String>(setting.name).map(|values| values.cloned().collect()),
            };
            Some((setting.name.to_owned(), values?))
        });
        Ok(Self(given.collect(), PhantomData))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn flag(setting: &Setting) -> Arg {
    let help = format!("{} [{}] [default: {}]", setting.help, setting.variable(), setting.default);
    let arg = Arg::new(setting.name).long(setting.name).help(help);
    match setting.kind {
        Kind::Switch => arg.action(ArgAction::SetTrue),
        Kind::One => arg.action(ArgAction::Set).value_name(setting.value),
        Kind::Many => arg.action(ArgAction::Append).value_name(setting.value),
    }
}
