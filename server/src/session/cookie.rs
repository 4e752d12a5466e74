//! The session's cookie. Over TLS its `__Host-` name makes browsers insist on Secure and on this very host;
//! over plain HTTP, which browsers refuse that name, it has another, so neither is taken for the other.

use http::{HeaderMap, HeaderValue, header};

use crate::{guard::Scheme, secret};

/// A session's secret, on its way into a cookie.
pub struct Cookie(pub(super) [u8; 32]);

impl Cookie {
    /// The header that gives the cookie to the browser, until it closes or the session ends.
    pub fn set(&self, scheme: Scheme) -> HeaderValue {
        header_value(scheme, &secret::hex(&self.0), "")
    }

    /// The header that takes it away.
    pub fn clear(scheme: Scheme) -> HeaderValue {
        header_value(scheme, "", "; Max-Age=0")
    }

    /// The secret in a request's cookies. Two of the name are none: one of them was planted.
    pub(super) fn read(headers: &HeaderMap, scheme: Scheme) -> Option<[u8; 32]> {
        let mut values = values(headers, name(scheme));
        let value = values.next()?;
        if values.next().is_some() {
            return None;
        }
        secret::unhex(value)
    }
}

/// The values of a request's cookies of a name.
pub(crate) fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(move |(found, _)| *found == name).map(|(_, value)| value)
}

fn name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Https => "__Host-pierhead",
        Scheme::Http => "pierhead",
    }
}

fn header_value(scheme: Scheme, value: &str, end: &str) -> HeaderValue {
    let secure = match scheme {
        Scheme::Https => "; Secure",
        Scheme::Http => "",
    };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{end}", name(scheme));
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
