//! `pierhead doctor`.

use clap::Args;

use super::CommandError;
use crate::config::EngineFlags;

#[derive(Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    flags: EngineFlags,
}

impl Doctor {
    pub(super) fn run(self) -> Result<(), CommandError> {
        self.flags.load()?;
        Err(CommandError::Said)
    }
}
