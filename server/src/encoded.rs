//! JSON with an ETag: encoded and compressed once where many ask for it.

use std::io::Write;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{accept, error::Error, secret::hex};

/// A value as it is sent; clones share it.
#[derive(Clone)]
pub(crate) struct Encoded {
    tag: HeaderValue,
    plain: Bytes,
    gzip: Option<Bytes>,
}

impl Encoded {
    /// A value, and the tag that tells it from what is there at another time, without its quotes.
    pub(crate) fn new(value: &impl Serialize, tag: &str) -> Result<Self, Error> {
        let plain = serde_json::to_vec(value).map_err(Error::internal)?;
        let mut gzip = GzEncoder::new(Vec::with_capacity(plain.len() / 8), Compression::fast());
        gzip.write_all(&plain).map_err(Error::internal)?;
        let gzip = gzip.finish().map_err(Error::internal)?;
        let tag = format!("W/\"{tag}\"").try_into().map_err(Error::internal)?;
        Ok(Self { tag, plain: plain.into(), gzip: Some(gzip.into()) })
    }

    /// A value that is encoded for one answer alone, which isn't worth compressing; its tag is its content's.
    pub(crate) fn once(value: &impl Serialize, headers: &HeaderMap) -> Result<Response, Error> {
        let plain = serde_json::to_vec(value).map_err(Error::internal)?;
        let tag = hex(&Sha256::digest(&plain)[..16]);
        let tag = format!("W/\"{tag}\"").try_into().map_err(Error::internal)?;
        Ok(Self { tag, plain: plain.into(), gzip: None }.answer(headers))
    }

    /// What a client is sent: as little as it takes.
    pub(crate) fn answer(self, headers: &HeaderMap) -> Response {
        let vary = (header::VARY, HeaderValue::from_static("accept-encoding"));
        let tag = (header::ETAG, self.tag.clone());
        if accept::knows(headers, self.tag.to_str().unwrap_or_default()) {
            return (StatusCode::NOT_MODIFIED, [vary, tag]).into_response();
        }
        let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(body) = self.gzip.filter(|_| accept::takes(headers, "gzip")) {
            let gzip = (header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            return ([vary, tag, json, gzip], body).into_response();
        }
        ([vary, tag, json], self.plain).into_response()
    }
}
