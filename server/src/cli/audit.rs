//! `pierhead audit`.

use std::io::{BufWriter, ErrorKind, Write};

use clap::Subcommand;
use serde_json::json;

use super::{CommandError, State};
use crate::{
    audit::{self, Chain, Record},
    clock,
    config::DataFlags,
    secret,
};

#[derive(Subcommand)]
pub(super) enum Audit {
    /// Hold every record against the one before it, and say what the last one is
    Verify {
        /// A hash that an earlier look has said, and that must still be there
        #[arg(long, value_name = "HASH")]
        expect: Option<String>,
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Write all records to standard output, a line of JSON each
    Export {
        /// Begin with this record
        #[arg(long, value_name = "NUMBER", default_value_t = 1)]
        from: i64,
        #[command(flatten)]
        flags: DataFlags,
    },
}

impl Audit {
    pub(super) fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Verify { expect, flags } => {
                let audit = audit::Audit::new(State::open(&flags.load()?)?.store);
                let mut chain = Chain::default();
                let mut missing = expect;
                audit.each(1, |record| {
                    missing.take_if(|hash| *hash == secret::hex(&record.hash));
                    chain.take(record)
                })??;
                chain.end()?;
                if let Some(hash) = missing {
                    return Err(CommandError::Forgotten(hash));
                }
                println!("{}", whole(&chain));
                Ok(())
            }
            Self::Export { from, flags } => {
                let audit = audit::Audit::new(State::open(&flags.load()?)?.store);
                let mut out = BufWriter::new(std::io::stdout().lock());
                let written = audit.each(from, |record| writeln!(out, "{}", line(record)));
                match written?.and_then(|()| out.flush()) {
                    // Whoever reads has read enough.
                    Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                    written => written.map_err(CommandError::Output),
                }
            }
        }
    }
}

fn whole(chain: &Chain) -> String {
    let Some(last) = &chain.last else { return "There is no record yet.".into() };
    format!(
        "Records {} to {}, unbroken. The first is of {}, the last of {}, and its hash is\n{}\nKeep it elsewhere, and give it with \
         --expect the next time: records that are cut off at the end, or written anew, show only by it.",
        chain.first,
        last.seq,
        clock::iso(chain.first_at / 1000),
        clock::iso(last.at / 1000),
        secret::hex(&last.hash)
    )
}

fn line(record: Record) -> serde_json::Value {
    json!({
        "seq": record.seq,
        "at": clock::iso(record.at / 1000),
        "at_ms": record.at,
        "intent": record.intent,
        "person": record.person,
        "through": record.through,
        "operation": record.operation,
        "object": record.object,
        "said": record.said,
        "before": secret::hex(&record.before),
        "hash": secret::hex(&record.hash),
    })
}
