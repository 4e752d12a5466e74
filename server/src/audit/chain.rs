//! The chain: each record's hash is of what it says and of the hash before.

use sha2::{Digest, Sha256};

use super::{KEPT, Record};

/// What stands before the first record.
pub(super) const FIRST: [u8; 32] = [0; 32];

/// The hash of a record. Each text goes in with its length before it: no two records are the same bytes.
pub(super) fn hash(record: &Record) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(record.before);
    for number in [record.seq, record.at, i64::from(record.intent.is_some()), record.intent.unwrap_or(0)] {
        hash.update(number.to_be_bytes());
    }
    for text in [&record.person, &record.through, &record.operation, &record.object, &record.said] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}

/// Records are held against the one before, one by one.
#[derive(Debug, Default)]
pub struct Chain {
    /// The number of the first one.
    pub first: i64,
    /// When that was written, in milliseconds since 1970.
    pub first_at: i64,
    /// How many were held.
    pub records: u64,
    /// The last one.
    pub last: Option<Record>,
}

/// Where the chain is broken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Something of the record isn't what was written.
    #[error("record {0} was changed: what it says has another hash than the one beside it")]
    Changed(i64),
    /// Records that were there are gone.
    #[error("records are missing between {before} and {after}")]
    Missing {
        /// The last one that is there.
        before: i64,
        /// The next one that is there.
        after: i64,
    },
    /// The oldest ones are gone before their time.
    #[error("records before {0} are missing, and are not old enough to have gone by themselves")]
    Beginning(i64),
    /// The record was written behind another one.
    #[error("record {0} doesn't follow the one before it: that one was put in its place later")]
    Unchained(i64),
}

impl Chain {
    /// The end of the records: whether the first one is where it has to be.
    ///
    /// # Errors
    /// Older ones are gone that should be there.
    pub fn end(&self) -> Result<(), Broken> {
        let oldest = self.last.as_ref().map_or(0, |last| (last.seq - KEPT + 1).max(1));
        if self.last.is_some() && self.first > oldest { Err(Broken::Beginning(self.first)) } else { Ok(()) }
    }

    /// Takes the next record. The first one is taken as it is: older ones may have gone.
    ///
    /// # Errors
    /// Where the chain is broken.
    pub fn take(&mut self, record: Record) -> Result<(), Broken> {
        if hash(&record) != record.hash {
            return Err(Broken::Changed(record.seq));
        }
        match &self.last {
            Some(last) if record.seq != last.seq + 1 => {
                return Err(Broken::Missing { before: last.seq, after: record.seq });
            }
            Some(last) if record.before != last.hash => return Err(Broken::Unchained(record.seq)),
            None if record.seq == 1 && record.before != FIRST => return Err(Broken::Unchained(record.seq)),
            _ => {}
        }
        if self.last.is_none() {
            (self.first, self.first_at) = (record.seq, record.at);
        }
        self.records += 1;
        self.last = Some(record);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
