//! Values that are carried as they were encoded.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A value that most of its readers pass on unread: it travels as postcard within postcard, and whoever needs it
/// opens it. The first page of a visit needn't know how.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Sealed<T>(Vec<u8>, PhantomData<fn() -> T>);

impl<T: Serialize + DeserializeOwned> Sealed<T> {
    /// Seals a value. One that has no encoding is empty, and can't be opened: no type of this crate is one.
    pub fn new(value: &T) -> Self {
        Self(postcard::to_allocvec(value).unwrap_or_default(), PhantomData)
    }

    /// The value; `None` when it was written by another version of this crate.
    pub fn open(&self) -> Option<T> {
        postcard::from_bytes(&self.0).ok()
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Sealed<T> {}

#[cfg(test)]
mod tests;
