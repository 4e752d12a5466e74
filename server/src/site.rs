//! The page's files, inside the binary: hashed names are kept for ever, pages never, everything else is asked for anew
//! each time.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, Read, Write},
    sync::{Arc, OnceLock},
};

use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use brotli_decompressor::Decompressor;
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use gate::Role;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use crate::{accept, error::Error, language::Language, login, route::Route, texts};

/// The addresses that the app shows views at; it tells them apart itself.
const VIEWS: &[&str] = &[
    "/",
    "/dashboard",
    "/containers",
    "/containers/{*rest}",
    "/images",
    "/volumes",
    "/networks",
    "/engine",
    "/create",
    "/jobs",
    "/people",
    "/people/{*rest}",
    "/audit",
    "/account",
    "/settings",
    "/ui",
];

/// Files beneath it have their content's hash in their name.
const HASHED: &str = "assets/";

/// What decides about the form and language of a file whose name doesn't say it.
const VARY: &str = "accept-encoding, accept-language, cookie";

/// A file of the page.
#[derive(Debug)]
pub struct PageFile {
    /// Its path without the first slash.
    pub name: &'static str,
    /// Its content's hash, as an entity tag: made when it is built in, so that a start reads no file.
    pub tag: &'static str,
    /// What is in it.
    pub content: &'static [u8],
    /// Whether that is in brotli.
    pub is_brotli: bool,
}

/// What a binary carries that is built without the app: the pages that the server fills in itself, in English.
pub const PLAIN: &[PageFile] = &[
    plain("en/login.html", include_bytes!("../../public/login.html")),
    plain("en/setup.html", include_bytes!("../../public/setup.html")),
    plain("en/offline.html", include_bytes!("../../public/offline.html")),
    plain("en/refused.html", include_bytes!("../../public/refused.html")),
];

const fn plain(name: &'static str, content: &'static [u8]) -> PageFile {
    PageFile { name, tag: "\"plain\"", content, is_brotli: false }
}

/// A page that the server fills in itself.
#[derive(Clone, Copy, Debug)]
pub enum Page {
    /// Where people log in.
    Login,
    /// Where the first admin is created.
    Setup,
    /// What a browser shows when this server can't be reached.
    Offline,
    /// Why somebody's browser doesn't get what it asked for.
    Refused,
}

/// The page's files; clones share them.
#[derive(Clone)]
pub struct Site(Arc<HashMap<&'static str, Served>>);

/// A file, and its other forms. Each is made when the first client asks for it, which takes some milliseconds once, and
/// shared by all who do: however many ask, all together are no larger than the page, some 4 MB.
struct Served {
    file: &'static PageFile,
    gzip: OnceLock<Bytes>,
    plain: OnceLock<Bytes>,
}

/// The routes of this module: the app's views. Its files are served to everybody by [`serve_file`].
pub fn routes() -> Vec<Route> {
    VIEWS.iter().map(|path| Route::get(path, Role::Viewer, show_app)).collect()
}

impl Site {
    /// These files, which are inside the binary.
    pub fn of(files: &'static [PageFile]) -> Self {
        let served = |file| Served { file, gzip: OnceLock::new(), plain: OnceLock::new() };
        Self(Arc::new(files.iter().map(|file| (file.name, served(file))).collect()))
    }

    /// Whether the app itself is inside.
    pub fn has_app(&self) -> bool {
        Language::ALL.iter().any(|language| self.0.contains_key(&*format!("{}/app.html", language.tag())))
    }

    /// The same for the same files, and another for others.
    pub fn build(&self) -> u64 {
        let mut tags: Vec<_> = self.0.values().map(|served| (served.file.name, served.file.tag)).collect();
        tags.sort_unstable();
        let mut hasher = DefaultHasher::new();
        tags.hash(&mut hasher);
        hasher.finish()
    }

    /// A plain page with its `{{values}}` filled in, escaped.
    pub fn page(&self, page: Page, language: Language, values: &[(&str, &str)]) -> String {
        let name = match page {
            Page::Login => "login.html",
            Page::Setup => "setup.html",
            Page::Offline => "offline.html",
            Page::Refused => "refused.html",
        };
        let Some(Served { file, .. }) = self.in_language(name, language) else { return String::new() };
        let standing = texts::standing(language);
        let next = login::percent_encode(of(values, "next").unwrap_or_default());
        debug_assert!(!file.is_brotli, "{name} is filled in, and so carried as it is");
        fill(&String::from_utf8_lossy(file.content), |wanted| match wanted {
            "language" => Some(language.tag()),
            "next_encoded" => Some(&next),
            _ => match wanted.strip_prefix("t.") {
                Some(wanted) => of(&standing, wanted),
                None => of(values, wanted),
            },
        })
    }

    /// A page in somebody's language, or in another one where this isn't built in.
    fn in_language(&self, name: &str, language: Language) -> Option<&Served> {
        let mut wanted = std::iter::once(language).chain(Language::ALL);
        wanted.find_map(|language| self.0.get(&*format!("{}/{name}", language.tag())))
    }

    fn send(&self, name: &str, headers: &HeaderMap) -> Result<Response, Error> {
        send(self.0.get(name).ok_or(Error::NotFound)?, headers)
    }
}

fn send(served: &Served, headers: &HeaderMap) -> Result<Response, Error> {
    let file = served.file;
    let (caching, vary) = match file.name {
        // Its name says all but its form. Were the cookie in it, what is loaded at the login would be asked for again.
        name if name.starts_with(HASHED) => ("public, max-age=31536000, immutable", "accept-encoding"),
        // A browser that opens its tabs again takes what it has kept, however old: a page of another build.
        name if name.ends_with(".html") => ("no-store", VARY),
        _ => ("no-cache", VARY),
    };
    let known = accept::knows(headers, file.tag);
    let (coding, body) =
        if known { (None, Bytes::new()) } else { served.best_form(headers).map_err(Error::internal)? };
    let mut response = body.into_response();
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(file.name)));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    answer.insert(header::ETAG, HeaderValue::from_static(file.tag));
    answer.insert(header::VARY, HeaderValue::from_static(vary));
    if let Some(coding) = coding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Ok(response)
}

async fn show_app(State(site): State<Site>, language: Language, headers: HeaderMap) -> Response {
    let page = site.in_language("app.html", language).ok_or(Error::NotFound);
    page.and_then(|page| send(page, &headers)).unwrap_or_else(|_| {
        const MISSING: &str = "This pierhead was built without its page. Build it with `cargo xtask run` or \
             `cargo xtask dist`; the API works all the same.\n";
        (StatusCode::NOT_IMPLEMENTED, MISSING).into_response()
    })
}

/// A file of the page by its name; pages are no files.
pub async fn serve_file(State(site): State<Site>, request: Request) -> Result<Response, Error> {
    let name = request.uri().path().trim_start_matches('/');
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || name.ends_with(".html") {
        return Err(Error::NotFound);
    }
    site.send(name, request.headers())
}

impl Served {
    /// The smallest form that the client takes. Browsers take brotli over TLS; few others ask for the page at all.
    fn best_form(&self, headers: &HeaderMap) -> io::Result<(Option<&'static str>, Bytes)> {
        let takes = |coding| accept::takes(headers, coding);
        let content = self.file.content;
        if !self.file.is_brotli {
            return Ok((None, Bytes::from_static(content)));
        }
        if takes("br") {
            return Ok((Some("br"), Bytes::from_static(content)));
        }
        if takes("gzip") {
            return Ok((Some("gzip"), once(&self.gzip, || as_gzip(content))?));
        }
        Ok((None, once(&self.plain, || as_plain(content))?))
    }
}

/// What is made the first time and kept, without room to spare.
fn once(kept: &OnceLock<Bytes>, make: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<Bytes> {
    if let Some(made) = kept.get() {
        return Ok(made.clone());
    }
    let made = make()?.into_boxed_slice();
    Ok(kept.get_or_init(|| made.into()).clone())
}

/// The buffer of whatever reads brotli.
const READ_AT_ONCE: usize = 4 << 10;

fn as_plain(brotli: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    Decompressor::new(brotli, READ_AT_ONCE).read_to_end(&mut plain)?;
    Ok(plain)
}

fn as_gzip(brotli: &[u8]) -> io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    io::copy(&mut Decompressor::new(brotli, READ_AT_ONCE), &mut gzip)?;
    gzip.flush()?;
    gzip.finish()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Puts values into a template, in one pass, so that a value can't bring a placeholder.
fn fill<'a>(template: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut page = String::with_capacity(template.len() + 256);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((name, after)) = after.split_once("}}") else {
            rest = after;
            break;
        };
        if let Some(value) = value(name) {
            escape(value, &mut page);
        }
        rest = after;
    }
    page.push_str(rest);
    page
}

fn of<'a>(values: &[(&str, &'a str)], wanted: &str) -> Option<&'a str> {
    values.iter().find(|(known, _)| *known == wanted).map(|(_, value)| *value)
}

fn escape(value: &str, page: &mut String) {
    for letter in value.chars() {
        match letter {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            other => page.push(other),
        }
    }
}

#[cfg(test)]
mod tests;
