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
            Self::Verify { flags } => {
                let audit = audit::Audit::new(State::open(&flags.load()?)?.store);
                let mut chain = Chain::default();
                audit.each(1, |record| chain.take(record))??;
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
        "{} records, unbroken. The last is {} of {}, and its hash is\n{}\nKeep it elsewhere: records that are cut \
         off at the end show only by it.",
        chain.records,
        last.seq,
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
