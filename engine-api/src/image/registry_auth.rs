//! Who asks a registry: the credentials that clients send along with a pull. The engine keeps none.

use std::fmt;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE},
};
use http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

/// The header that holds it, in base64url with JSON inside (the API's description, "Authentication").
const HEADER: &str = "x-registry-auth";

/// More than any token of a registry; what is longer is none.
const LONGEST: usize = 16 << 10;

/// Some clients leave the padding out.
const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Who asks a registry.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistryAuth {
    /// The account.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub username: String,
    /// Its password, or a token in its place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub password: String,
    /// Both in one, in base64 with a colon between them: what old clients send beside them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub auth: String,
    /// An address that registries asked for once. It is read, and not kept.
    #[serde(skip_serializing)]
    pub email: String,
    /// A token that the registry gave at an earlier login, in place of both.
    #[serde(rename = "identitytoken", skip_serializing_if = "String::is_empty")]
    pub identity_token: String,
    /// A token that the registry takes as it is.
    #[serde(rename = "registrytoken", skip_serializing_if = "String::is_empty")]
    pub registry_token: String,
    /// The registry.
    #[serde(rename = "serveraddress", skip_serializing_if = "String::is_empty")]
    pub server_address: String,
}

/// Why a client's credentials can't be read. It never says what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableAuth {
    /// There are two of them, or too much of it.
    #[error("X-Registry-Auth is given once, with at most {LONGEST} characters")]
    Size,
    /// It isn't base64url, or no JSON of what is known.
    #[error(
        "X-Registry-Auth is base64url of a JSON object with username, password, identitytoken, registrytoken and \
         serveraddress"
    )]
    Form,
}

impl RegistryAuth {
    /// What a client sent along, if anything that says who asks.
    ///
    /// # Errors
    /// It isn't written as the API says.
    pub fn read(headers: &HeaderMap) -> Result<Option<Self>, UnreadableAuth> {
        let mut given = headers.get_all(HEADER).iter();
        let Some(text) = given.next() else { return Ok(None) };
        if given.next().is_some() || text.len() > LONGEST {
            return Err(UnreadableAuth::Size);
        }
        if text.is_empty() {
            return Ok(None);
        }
        let json = ANY_PADDING.decode(text).map_err(|_| UnreadableAuth::Form)?;
        let read: Option<Self> = serde_json::from_slice(&json).map_err(|_| UnreadableAuth::Form)?;
        let read = read.map(|it| Self { email: String::new(), ..it });
        // Who has logged in nowhere sends an object with nothing in it, or with the registry's address alone.
        Ok(read.filter(|it| *it != Self { server_address: it.server_address.clone(), ..Self::default() }))
    }

    /// Writes it where the engine reads it.
    pub(crate) fn put(&self, headers: &mut HeaderMap) {
        let value = serde_json::to_vec(self).ok().map(|json| URL_SAFE.encode(json));
        // Base64 always is a header's value, and texts always are JSON.
        if let Some(mut value) = value.and_then(|text| HeaderValue::try_from(text).ok()) {
            value.set_sensitive(true);
            headers.insert(HEADER, value);
        }
    }
}

impl fmt::Debug for RegistryAuth {
    /// Says who, and never the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistryAuth")
            .field("username", &self.username)
            .field("server_address", &self.server_address)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
