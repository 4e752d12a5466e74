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
    error::Error,
    guard::{Scheme, Visit},
    login,
    route::{Access, Route},
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

/// The cookie with what was chosen. It is no secret: the page reads and sets it, too.
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
        chosen(headers).or_else(|| asked_for(headers)).unwrap_or_default()
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

fn chosen(headers: &HeaderMap) -> Option<Language> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, tag)| Language::by_tag(tag))
}

/// The best of those that a browser lists (RFC 9110, 12.5.4).
fn asked_for(headers: &HeaderMap) -> Option<Language> {
    let mut best = None;
    for item in headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?.split(',') {
        let (tag, quality) = item.split_once(';').unwrap_or((item, ""));
        let quality: f32 = quality.trim().strip_prefix("q=").unwrap_or("1").parse().unwrap_or_default();
        let Some(language) = Language::nearest(tag.trim()) else { continue };
        if quality > 0.0 && best.is_none_or(|(most, _)| quality > most) {
            best = Some((quality, language));
        }
    }
    best.map(|(_, language)| language)
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
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age={ONE_YEAR}; SameSite=Lax{secure}", language.tag());
    let cookie = HeaderValue::try_from(cookie).map_err(Error::internal)?;
    let mut response = Redirect::to(login::local_path(&back.next)).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

#[cfg(test)]
mod tests;
