//! The page without `wasm-streams`.
//!
//! Leptos brings server functions along whether a page has any or not, and these bring `wasm-streams`, which
//! exports adapters to scripts. What is exported the linker must keep: four kilobytes of each first visit, for
//! code that nothing calls. This crate stands in for it (`[patch.crates-io]`) with what server functions name.
//! A stream made here ends at once; the page has no server functions, so none is.

use futures_util::stream::{self, Stream};
use wasm_bindgen::JsValue;

/// Stands for a stream that the browser reads.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// One that gives nothing: see above.
    ///
    /// # Panics
    /// In a browser without streams.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self(web_sys::ReadableStream::new().expect("a browser that runs this page has streams"))
    }

    /// The browser's own.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Gives the browser's own back.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Nothing: see above.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        stream::empty()
    }
}
