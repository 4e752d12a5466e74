//! `pierhead token`.

mod ways;

use std::time::Duration;

use clap::Subcommand;
use gate::{Grants, Role, StackName};
use wire::{Grant, TokenRow};

use super::{CommandError, State, block_on, print_table};
use crate::{clock, config::DataFlags, people::Name, session::NewToken};

#[derive(Subcommand)]
pub(super) enum Token {
    /// Make a token and print it, alone: it is never shown again. How to use it is said on standard error
    Create {
        /// Whose it is
        #[arg(long, value_name = "NAME")]
        user: String,
        /// When it ends, such as 12h or 30d
        #[arg(long, value_name = "SPAN", default_value = "90d", value_parser = clock::parse_span)]
        expires: Duration,
        /// What it is for
        #[arg(long, value_name = "TEXT", default_value = "")]
        name: String,
        /// Less than its owner may do: viewer, operator or admin
        #[arg(long, value_name = "ROLE")]
        role: Option<Role>,
        /// For one stack alone, whatever else its owner reaches
        #[arg(long, value_name = "STACK")]
        stack: Option<StackName>,
        /// Of its owner's grants only these, with commas between them: logs, exec, deploy, files. A token of an admin
        /// that has a lower role has none unless they are said
        #[arg(long, value_name = "GRANTS")]
        grants: Option<Grants>,
        #[command(flatten)]
        flags: DataFlags,
    },
    /// List all tokens, without what makes them work
    List {
        #[command(flatten)]
        flags: DataFlags,
    },
    /// End a token
    Revoke {
        /// Its id, or the whole token
        id: String,
        #[command(flatten)]
        flags: DataFlags,
    },
}

impl Token {
    pub(super) fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Create { user, expires, name, role, stack, grants, flags } => {
                let config = flags.load()?;
                let (user, state) = (Name::parse(&user)?, State::open(&config)?);
                let new = NewToken { user, name, role, stack, grants, expires: Some(expires) };
                println!("{}", block_on(state.tokens().create(new))??);
                eprintln!("{}", ways::ways(&config, &state.folder));
            }
            Self::List { flags } => {
                let rows = State::open(&flags.load()?)?.tokens().list()?;
                let rows: Vec<_> = rows.into_iter().map(row).collect();
                print_table(&["ID", "USER", "ROLE", "STACK", "GRANTS", "CREATED", "EXPIRES", "NAME"], &rows);
            }
            Self::Revoke { id, flags } => {
                let state = State::open(&flags.load()?)?;
                block_on(state.tokens().revoke(&id))??;
            }
        }
        Ok(())
    }
}

fn row(token: TokenRow) -> Vec<String> {
    let (created, expires) = (clock::iso(token.created.0), clock::iso(token.expires.0));
    // A control character in a name would act on the terminal.
    let name = token.name.chars().filter(|letter| !letter.is_control()).collect();
    let stack = token.stack.unwrap_or_else(|| "all".into());
    let written =
        |grants: Vec<Grant>| grants.iter().map(|grant| grant.as_str()).collect::<Vec<_>>().join(",");
    let written = |grants: Vec<Grant>| if grants.is_empty() { "none".into() } else { written(grants) };
    let grants = token.grants.map_or_else(|| "the owner's".into(), written);
    vec![token.id, token.user, token.role.as_str().to_owned(), stack, grants, created, expires, name]
}
