//! In which language somebody reads: what they chose, or what their browser asks for.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    accept, codec,
    error::Error,
    guard::{Scheme, Visit},
    login,
    route::{Access, Route},
    session::cookie,
};

/// A language that all is said in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    ChineseSimplified,
}

/// The cookie with what was chosen.
const COOKIE: &str = "language";
const ONE_YEAR: u32 = 365 * 24 * 60 * 60;

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/language/{tag}", Access::Anyone, choose)]
}

impl Language {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::English, Self::ChineseSimplified];

    /// Its name for machines (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::ChineseSimplified => "zh-Hans",
        }
    }

    /// What a request wants to be answered in.
    pub fn of(headers: &HeaderMap) -> Self {
        chosen(headers).or_else(|| accept::best_language(headers, Self::nearest)).unwrap_or_default()
    }

    /// What whoever sent a request is answered in: a person at the page in their language, a program in English.
    pub fn spoken(headers: &HeaderMap) -> Self {
        if codec::is_page(headers) { Self::of(headers) } else { Self::English }
    }

    fn by_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The nearest to a browser's: `zh-CN` and `en-GB` are ours as well.
    fn nearest(tag: &str) -> Option<Self> {
        let first = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| first(language.tag()) == first(tag))
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

/// [`Language::spoken`], for handlers that word something themselves.
pub(crate) struct Spoken(pub(crate) Language);

impl<S: Sync> FromRequestParts<S> for Spoken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(Language::spoken(&parts.headers)))
    }
}

fn chosen(headers: &HeaderMap) -> Option<Language> {
    cookie::values(headers, COOKIE).next().and_then(Language::by_tag)
}

/// Where somebody was.
#[derive(JsonSchema, Deserialize)]
struct Back {
    #[serde(default)]
    next: String,
}

async fn choose(Path(tag): Path<String>, Query(back): Query<Back>, visit: Visit) -> Result<Response, Error> {
    let language = Language::by_tag(&tag).ok_or(Error::NotFound)?;
    let secure = if visit.scheme == Scheme::Https { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={}; Path=/; Max-Age={ONE_YEAR}; HttpOnly; SameSite=Lax{secure}", language.tag());
    let cookie = HeaderValue::try_from(cookie).map_err(Error::internal)?;
    let mut response = Redirect::to(login::local_path(&back.next)).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

#[cfg(test)]
mod tests;
