//! `pierhead user` and `pierhead setup-token`.

use clap::{Args, Subcommand};
use gate::{Grants, Role, Scopes, StackName};

use super::{CommandError, State, block_on, password_from_stdin, print_table};
use crate::{
    clock,
    config::DataFlags,
    people::{EVERYTHING, Name, Password, written},
};

#[derive(Subcommand)]
pub(super) enum User {
    /// Add somebody
    Add {
        /// Their name
        name: String,
        /// What they may do: viewer, operator or admin
        #[arg(long, value_name = "ROLE")]
        role: Role,
        /// A stack that they reach, and nothing beside it; may be said again. Without one they reach everything
        #[arg(long, value_name = "STACK")]
        stack: Vec<StackName>,
        /// What they are granted there, with commas between: logs, exec, deploy, files
        #[arg(long, value_name = "GRANTS", default_value = "", hide_default_value = true)]
        grants: Grants,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        flags: DataFlags,
    },
    /// List everybody
    List {
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Give somebody another password, end their sessions and forget their failed logins
    Password {
        /// Their name
        name: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Give somebody another role, and end their sessions
    Role {
        /// Their name
        name: String,
        /// What they may do: viewer, operator or admin
        role: Role,
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Say how far somebody's rights reach, and what they are granted there
    Scope {
        /// Their name
        name: String,
        /// A stack, or "everything" on the engine
        scope: String,
        /// What is granted there, with commas between: logs, exec, deploy, files; "" for the sight of it alone
        #[arg(required_unless_present = "none")]
        grants: Option<Grants>,
        /// Take the scope away
        #[arg(long, conflicts_with = "grants")]
        none: bool,
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Say whether an admin's requests may pass to the engine as they are, where --raw-api is set
    Raw {
        /// Their name
        name: String,
        /// on or off
        #[arg(value_parser = ["on", "off"])]
        to: String,
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Keep somebody out, from this moment on
    Disable {
        /// Their name
        name: String,
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Let somebody in again, and forget their failed logins
    Enable {
        /// Their name
        name: String,
        #[command(flatten)]
        flags: DataFlags,
    },
}

impl User {
    pub(super) fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Add { name, role, stack, grants, password_stdin, flags } => {
                let (name, config) = (Name::parse(&name)?, flags.load()?);
                let password = Password::choose(password_from_stdin(password_stdin)?)?;
                // Last: nothing is made for a command that can't go on.
                let state = State::make(&config)?;
                let scopes = match stack.is_empty() {
                    true => Scopes::everything(grants),
                    false => Scopes {
                        everything: None,
                        stacks: stack.into_iter().map(|stack| (stack, grants)).collect(),
                    },
                };
                block_on(state.people.add(name, role, password, scopes))??;
                state.setup().forget_file();
            }
            Self::List { flags } => list(&State::open(&flags.load()?)?)?,
            Self::Password { name, password_stdin, flags } => {
                let (name, state) = (Name::parse(&name)?, State::open(&flags.load()?)?);
                let password = Password::choose(password_from_stdin(password_stdin)?)?;
                block_on(state.people.set_password(name, password))??;
            }
            Self::Role { name, role, flags } => {
                let (name, state) = (Name::parse(&name)?, State::open(&flags.load()?)?);
                block_on(state.people.set_role(name, role))??;
            }
            Self::Scope { name, scope, grants, none: _, flags } => {
                let stack = (scope != EVERYTHING).then(|| scope.parse::<StackName>()).transpose();
                let stack = stack.map_err(|error| CommandError::Usage(error.to_string()))?;
                let (name, state) = (Name::parse(&name)?, State::open(&flags.load()?)?);
                block_on(state.people.set_scope(name, stack, grants))??;
            }
            Self::Raw { name, to, flags } => {
                let (name, state) = (Name::parse(&name)?, State::open(&flags.load()?)?);
                block_on(state.people.set_raw(name, to == "on"))??;
            }
            Self::Disable { name, flags } => set_disabled(&name, true, &flags)?,
            Self::Enable { name, flags } => set_disabled(&name, false, &flags)?,
        }
        Ok(())
    }
}

fn set_disabled(name: &str, disabled: bool, flags: &DataFlags) -> Result<(), CommandError> {
    let (name, state) = (Name::parse(name)?, State::open(&flags.load()?)?);
    Ok(block_on(state.people.set_disabled(name, disabled))??)
}

fn list(state: &State) -> Result<(), CommandError> {
    let row = |person: crate::people::Person| {
        let status = if person.disabled { "disabled" } else { "enabled" };
        let created = clock::iso(person.created);
        vec![
            person.name.to_string(),
            person.role.to_string(),
            status.into(),
            written(&person.scopes),
            created,
        ]
    };
    let rows: Vec<_> = state.people.list()?.into_iter().map(row).collect();
    print_table(&["NAME", "ROLE", "STATUS", "SCOPES", "CREATED"], &rows);
    Ok(())
}

#[derive(Args)]
pub(super) struct SetupToken {
    #[command(flatten)]
    flags: DataFlags,
}

impl SetupToken {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let state = State::open(&self.flags.load()?)?;
        match block_on(state.setup().new_token())?? {
            Some(made) => {
                println!("{}", made.token);
                Ok(())
            }
            None => Err(CommandError::Usage(
                "Pierhead is set up already: `pierhead user add` adds people, `pierhead user password` helps \
                 who has forgotten one"
                    .into(),
            )),
        }
    }
}
