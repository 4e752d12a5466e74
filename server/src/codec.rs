//! Bodies: what the page sends and reads is postcard, what scripts send and read is JSON, of the same types.
//!
//! Replies and failures are values until [`answer`], the outermost layer, writes them in what the client
//! asked for. That is also the one place where a failure is logged.

use std::{any::Any, net::IpAddr, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{FromRef, FromRequest, OptionalFromRequest, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    crowd::{self, Crowd},
    error::{Error, Malformed},
    guard::{Peer, Visit},
    language::Language,
    route::is_person,
    session::{Caller, Sessions},
    site::{Page, Site},
};

/// The largest body that is decoded.
const BODY_LIMIT: usize = 1024 * 1024;
/// How long it may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

/// A value that travels: decoded from a request's body, or encoded into the response's.
pub struct Wire<T>(pub T);

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Postcard,
}

/// A reply that isn't written yet.
#[derive(Clone)]
struct Reply(Arc<dyn Encode>);

/// A failure that isn't written yet.
#[derive(Clone)]
pub(crate) struct Failed(Arc<Error>);

impl Failed {
    pub(crate) fn new(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl Format {
    fn content_type(self) -> &'static str {
        match self {
            Self::Json => JSON,
            Self::Postcard => wire::POSTCARD,
        }
    }
}

trait Encode: Send + Sync {
    fn encode(&self, format: Format) -> Result<Vec<u8>, Error>;
}

impl<T: Serialize + Send + Sync> Encode for T {
    fn encode(&self, format: Format) -> Result<Vec<u8>, Error> {
        match format {
            Format::Json => serde_json::to_vec(self).map_err(Error::internal),
            Format::Postcard => postcard::to_allocvec(self).map_err(Error::internal),
        }
    }
}

impl<T: Serialize + Send + Sync + 'static> IntoResponse for Wire<T> {
    fn into_response(self) -> Response {
        let mut response = StatusCode::OK.into_response();
        response.extensions_mut().insert(Reply(Arc::new(self.0)));
        response
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Wire<T>
where
    Sessions: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let format = content_type(request.headers())?;
        let caller = request.extensions().get::<Caller>().cloned();
        let body = read_body(request.into_body(), BODY_LIMIT, BODY_TIME).await?;
        if let Some(caller) = caller {
            Sessions::from_ref(state).confirm(&caller)?;
        }
        match format {
            Format::Json => serde_json::from_slice(&body).map_err(Error::malformed),
            Format::Postcard => match postcard::take_from_bytes(&body) {
                Ok((value, [])) => Ok(value),
                Ok(_) => Err(Error::malformed("bytes are left over")),
                Err(error) => Err(Error::malformed(error)),
            },
        }
        .map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Wire<T>
where
    Sessions: FromRef<S>,
{
    type Rejection = Error;

    /// A request without a body has no value, so that `curl -X POST` does for what needs no options.
    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Error> {
        if request.body().is_end_stream() && !request.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(None);
        }
        <Self as FromRequest<S>>::from_request(request, state).await.map(Some)
    }
}

/// A request's body, which has to be JSON: whole, within bounds, and unread.
pub(crate) async fn read_json(request: Request) -> Result<bytes::Bytes, Error> {
    if content_type(request.headers())? != Format::Json {
        return Err(Error::ContentType { found: wire::POSTCARD.to_owned(), expected: JSON });
    }
    read_body(request.into_body(), BODY_LIMIT, BODY_TIME).await
}

/// A JSON body that passes as it is, and is looked at on its way: the largest is a swarm's configuration, of a megabyte in
/// base64.
pub(crate) async fn read_whole(body: Body) -> Result<bytes::Bytes, Error> {
    read_body(body, 2 * BODY_LIMIT, BODY_TIME).await
}

/// Reads a body whole, within bounds of its own: routes without a deadline read bodies, too.
async fn read_body(body: Body, limit: usize, time: Duration) -> Result<bytes::Bytes, Error> {
    let reading = tokio::time::timeout(time, Limited::new(body, limit).collect());
    match reading.await.map_err(|_| Error::TimedOut)? {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Error::TooLarge { limit }),
        Err(error) => Err(Error::malformed(error)),
    }
}

/// A form's fields, sent as forms are; unknown and repeated fields are refused by serde.
pub(crate) struct Form<T>(pub(crate) T);

/// The forms that are being read. They come from strangers, who may send them as slowly as they like: so they
/// have bounds of their own, and take nothing from those who are logged in.
pub(crate) type Forms = Crowd<IpAddr>;

/// The largest form: two long passwords, encoded.
const FORM_LIMIT: usize = 16 * 1024;
/// How long a form may take to arrive.
const FORM_TIME: Duration = Duration::from_secs(5);
/// Forms that are read at once.
const FORMS: usize = 512;
/// Of these, from one address.
const FORMS_OF_ONE: usize = 16;

/// Nobody sends a form yet.
pub(crate) fn forms() -> Forms {
    Crowd::new(FORMS)
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T>
where
    Forms: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        const EXPECTED: &str = "application/x-www-form-urlencoded";
        let found =
            request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        if without_charset(found) != EXPECTED.as_bytes() {
            let found = String::from_utf8_lossy(found).into_owned();
            return Err(Error::ContentType { found, expected: EXPECTED });
        }
        let visit: &Visit =
            request.extensions().get().ok_or_else(|| Error::internal("a form without a visit"))?;
        let place =
            Forms::from_ref(state).enter(crowd::one(visit.address), FORMS_OF_ONE).ok_or(Error::Overloaded)?;
        let body = read_body(request.into_body(), FORM_LIMIT, FORM_TIME).await?;
        drop(place);
        serde_urlencoded::from_bytes(&body).map(Self).map_err(Error::malformed)
    }
}

fn content_type(headers: &HeaderMap) -> Result<Format, Error> {
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Error::ContentEncoding);
    }
    refuse_form(headers)?;
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let found = types.next().map(HeaderValue::as_bytes).unwrap_or_default();
    match (without_charset(found), types.next()) {
        (b"application/json", None) => Ok(Format::Json),
        (found, None) if found == wire::POSTCARD.as_bytes() => Ok(Format::Postcard),
        (found, _) => {
            let found = String::from_utf8_lossy(found).into_owned();
            Err(Error::ContentType { found, expected: JSON })
        }
    }
}

/// Refuses a form where none is expected: some of the engine's operations let one override the query, which is what is
/// decided about and written down.
pub(crate) fn refuse_form(headers: &HeaderMap) -> Result<(), Error> {
    let is_form =
        |kind: &HeaderValue| kind.as_bytes().to_ascii_lowercase().windows(4).any(|it| it == b"form");
    match headers.get_all(header::CONTENT_TYPE).iter().any(is_form) {
        true => Err(Malformed::Form.into()),
        false => Ok(()),
    }
}

/// A content type without `; charset=utf-8`, which many clients add though it says nothing: both are UTF-8.
fn without_charset(found: &[u8]) -> &[u8] {
    let Some(semicolon) = found.iter().position(|byte| *byte == b';') else { return found };
    let (kind, parameter) = (&found[..semicolon], found[semicolon + 1..].trim_ascii());
    let utf8 = [&b"charset=utf-8"[..], b"charset=\"utf-8\""];
    match utf8.iter().any(|known| parameter.eq_ignore_ascii_case(known)) {
        true => kind.trim_ascii_end(),
        false => found,
    }
}

/// What is answered when a handler panics: a failure like any other. The panic itself stands in the log.
pub(crate) fn panicked(_: Box<dyn Any + Send>) -> Response {
    Error::internal("a handler panicked").into_response()
}

/// Whether our own page asks: it alone speaks postcard.
pub(crate) fn is_page(headers: &HeaderMap) -> bool {
    let asked = headers.get_all(header::ACCEPT).iter();
    asked.filter_map(|value| value.to_str().ok()).any(|value| value.contains(wire::POSTCARD))
}

/// The layer that writes replies and failures.
pub(crate) async fn answer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let is_person = is_person(request.headers(), request.uri().path());
    let format = if is_page(request.headers()) { Format::Postcard } else { Format::Json };
    let spoken = if is_person { Language::of } else { Language::spoken };
    let language = spoken(request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let peer = request.extensions().get::<Peer>().map(|peer| peer.address.ip());

    let mut response = next.run(request).await;
    if let Some(Reply(reply)) = response.extensions_mut().remove() {
        match reply.encode(format) {
            Ok(body) => fill(&mut response, format.content_type(), body),
            Err(error) => response = error.into_response(),
        }
    }
    if is_refusal_of_axums(&response) {
        response = in_our_shape(response).await;
    }
    if let Some(Failed(error)) = response.extensions_mut().remove() {
        // Who wasn't admitted has no visit: then it is the connection's other end.
        let from = response.extensions().get::<Visit>().map(|visit| visit.address).or(peer);
        log(&error, method.as_str(), &path, from);
        // A page of its own (login) explains the failure itself.
        if !response.headers().contains_key(header::CONTENT_TYPE) {
            let failure = error.failure(language);
            if is_person {
                fill(&mut response, HTML, refused(&site, language, &error, &failure.message));
                response
                    .headers_mut()
                    .append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
            } else {
                fill(&mut response, format.content_type(), failure.encode(format).unwrap_or_default());
            }
        }
    }
    response
}

/// Whether one of axum's own extractors has refused the request, in plain words.
fn is_refusal_of_axums(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    response.status().is_client_error() && kind.is_some_and(|kind| kind.starts_with(b"text/plain"))
}

async fn in_our_shape(response: Response) -> Response {
    match read_body(response.into_body(), BODY_LIMIT, BODY_TIME).await {
        Ok(words) => Error::malformed(String::from_utf8_lossy(&words)).into_response(),
        Err(error) => error.into_response(),
    }
}

/// The page that tells a person why they don't get what they asked for.
fn refused(site: &Site, language: Language, error: &Error, message: &str) -> Vec<u8> {
    // By a name that isn't ours there is no other page either.
    let hidden = if matches!(error, Error::UnknownHost { .. }) { "hidden" } else { "" };
    site.page(Page::Refused, language, &[("reason", message), ("hidden", hidden)]).into()
}

fn fill(response: &mut Response, kind: &'static str, body: Vec<u8>) {
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    *response.body_mut() = body.into();
}

fn log(error: &Error, method: &str, path: &str, from: Option<IpAddr>) {
    let from = from.map(tracing::field::display);
    match error {
        Error::Internal(cause) => tracing::error!(method, path, %cause, "{error}"),
        // It has been said once; whoever asks again and again fills no log.
        Error::EngineNotSeenYet | Error::EngineGone(_) | Error::EngineTellsNot(_) | Error::UsersUntold => {
            tracing::debug!(method, path, "{error}");
        }
        _ if error.status().is_server_error() => tracing::error!(method, path, "{error}"),
        Error::WrongLogin { account }
        | Error::Throttled { account, .. }
        | Error::WrongPassword { account } => {
            tracing::warn!(from, account = account.as_deref(), "{error}");
        }
        Error::WrongSetupToken { left: 0 } => {
            tracing::warn!(
                from,
                "the set-up token was guessed at too often: run `pierhead setup-token` for a new one"
            );
        }
        Error::WrongSetupToken { .. } => tracing::warn!(from, "{error}"),
        Error::ForeignOrigin => tracing::warn!(from, method, path, "{error}"),
        // Whoever sent it is told what isn't understood of it; that may be a password in the wrong place.
        Error::Malformed(_) => tracing::debug!(from, method, path, "a request is not understood"),
        _ => tracing::debug!(from, method, path, status = error.status().as_u16(), "{error}"),
    }
}

#[cfg(test)]
mod tests;
