//! `pierhead host-root`.

use clap::Args;

use super::{CommandError, State, block_on};
use crate::{config::DataFlags, host_root};

#[derive(Args)]
pub(super) struct HostRoot {
    /// on or off
    #[arg(value_parser = ["on", "off"])]
    to: String,
    #[command(flatten)]
    flags: DataFlags,
}

impl HostRoot {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let state = State::open(&self.flags.load()?)?;
        Ok(block_on(host_root::set_by_command_line(state.store, self.to == "on"))??)
    }
}
