//! Rows of one kind, each found by its key.

use std::{ops::Index, sync::Arc};

/// What a table holds.
pub trait Row {
    /// What tells a row from the others for as long as it exists.
    type Key: Ord + ?Sized;

    /// Its key.
    fn key(&self) -> &Self::Key;
}

/// Rows in the order of their keys.
///
/// A list that is searched by halves: what most tables of the standard library spend on balancing is code that
/// every visitor would download, and ten thousand rows move within microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<T>(Vec<Arc<T>>);

impl<T: Row> Table<T> {
    /// Without a row.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts a row where its key belongs, instead of the one that is there. Answers whether anything is different
    /// now.
    pub fn put(&mut self, row: Arc<T>) -> bool
    where
        T: PartialEq,
    {
        match self.place(row.key()) {
            Ok(place) => {
                let differs = self.0[place] != row;
                self.0[place] = row;
                differs
            }
            Err(place) => {
                self.0.insert(place, row);
                true
            }
        }
    }

    /// Takes a row out. Answers whether there was one.
    pub fn remove(&mut self, key: &T::Key) -> bool {
        self.place(key).map(|place| self.0.remove(place)).is_ok()
    }

    /// The row with a key.
    pub fn get(&self, key: &T::Key) -> Option<&Arc<T>> {
        self.place(key).ok().map(|place| &self.0[place])
    }

    /// All rows, in order.
    pub fn rows(&self) -> &[Arc<T>] {
        &self.0
    }

    /// All rows, one after the other, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Arc<T>> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn place(&self, key: &T::Key) -> Result<usize, usize> {
        // Most rows come in order: those of a snapshot, and every new job.
        if self.0.last().is_none_or(|last| last.key() < key) {
            return Err(self.0.len());
        }
        self.0.binary_search_by(|row| row.key().cmp(key))
    }
}

impl<T: Row> Default for Table<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Row + PartialEq> From<Vec<Arc<T>>> for Table<T> {
    fn from(rows: Vec<Arc<T>>) -> Self {
        let mut table = Self(Vec::with_capacity(rows.len()));
        for row in rows {
            table.put(row);
        }
        table
    }
}

impl<T: Row> Index<&T::Key> for Table<T> {
    type Output = Arc<T>;

    /// # Panics
    /// Without such a row.
    fn index(&self, key: &T::Key) -> &Arc<T> {
        self.get(key).expect("there is a row with this key")
    }
}

#[cfg(test)]
mod tests;
