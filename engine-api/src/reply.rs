//! The shapes of replies: JSON, nothing, an outcome, bytes as they are, or a stream of items.

use std::marker::PhantomData;

use bytes::Bytes;
use http::{StatusCode, response};
use serde::de::DeserializeOwned;

use crate::{frame::Frames, jsonl::Lines, unread::Unread};

/// A reply that comes as one whole.
pub trait Unary {
    /// What it is decoded to.
    type Value;

    /// Decodes the reply of a call that succeeded: its status is 2xx or 304.
    fn decode(head: &response::Parts, body: Bytes) -> Result<Self::Value, serde_json::Error>;
}

/// A reply that comes item by item, until the engine or the reader ends it.
pub trait Streamed {
    /// Takes the items out of the bytes.
    type Decoder: Decoder + Default + Send + Unpin;
}

/// Takes items out of bytes that come in chunks of any size. Holds never more than one item.
pub trait Decoder {
    /// One item.
    type Item;

    /// Takes bytes off `input` until an item is whole. `None`: all of `input` is taken, and more is needed.
    fn next(&mut self, input: &mut Bytes) -> Option<Result<Self::Item, Broken>>;

    /// What is left when the stream has ended: the last item, or an error if the end came within one.
    fn finish(&mut self) -> Option<Result<Self::Item, Broken>>;
}

/// A stream that can't be decoded any further.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The engine reported a failure within the stream.
    #[error("{0}")]
    Failed(String),
    /// An item is larger than the engine ever sends.
    #[error("an item of {size} bytes, at most {limit} are possible")]
    TooLarge {
        /// How large it is at least.
        size: usize,
        /// What is accepted.
        limit: usize,
    },
    /// A frame starts with something else than a header.
    #[error("not a frame: it starts with {0:?}")]
    NotAFrame([u8; 8]),
    /// A line that isn't the JSON that was expected.
    #[error("not the expected JSON: {}", Unread(.0))]
    Json(#[from] serde_json::Error),
    /// The stream ended within an item.
    #[error("the stream ended within an item")]
    Cut,
}

/// A JSON value.
pub struct Json<T>(PhantomData<T>);

/// The body as it is.
pub struct Raw;

/// JSON values, one a line.
pub struct JsonLines<T>(PhantomData<T>);

/// Output of a container in frames that say which stream it belongs to.
pub struct LogFrames;

/// Bytes as they come.
pub struct RawStream;

/// What came of a call that changes a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The state changed.
    Done,
    /// It was in that state already (304).
    AlreadySo,
}

impl<T: DeserializeOwned> Unary for Json<T> {
    type Value = T;

    fn decode(_: &response::Parts, body: Bytes) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&body)
    }
}

impl Unary for Raw {
    type Value = Bytes;

    fn decode(_: &response::Parts, body: Bytes) -> Result<Bytes, serde_json::Error> {
        Ok(body)
    }
}

impl Unary for () {
    type Value = ();

    fn decode(_: &response::Parts, _: Bytes) -> Result<(), serde_json::Error> {
        Ok(())
    }
}

impl Unary for Outcome {
    type Value = Outcome;

    fn decode(head: &response::Parts, _: Bytes) -> Result<Outcome, serde_json::Error> {
        Ok(if head.status == StatusCode::NOT_MODIFIED { Outcome::AlreadySo } else { Outcome::Done })
    }
}

impl<T: DeserializeOwned + Send + Unpin> Streamed for JsonLines<T> {
    type Decoder = Lines<T>;
}

impl Streamed for LogFrames {
    type Decoder = Frames;
}

impl Streamed for RawStream {
    type Decoder = Chunks;
}

/// Takes chunks as they are.
#[derive(Debug, Default)]
pub struct Chunks;

impl Decoder for Chunks {
    type Item = Bytes;

    fn next(&mut self, input: &mut Bytes) -> Option<Result<Bytes, Broken>> {
        if input.is_empty() { None } else { Some(Ok(std::mem::take(input))) }
    }

    fn finish(&mut self) -> Option<Result<Bytes, Broken>> {
        None
    }
}
