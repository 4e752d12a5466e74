//! The login page, logging in and out. Plain HTML and a form: it works before, and without, the app.

use axum::{
    extract::{Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, Uri, header};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    codec::Form,
    error::Error,
    guard::Visit,
    language::Language,
    people::People,
    route::{Access, Route},
    session::{Cookie, MaybeCaller, Sessions},
    setup::Setup,
    site::{Page, Site},
    texts::Text,
};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/login", Access::Anyone, show_login),
        Route::post("/login", Access::Anyone, log_in).about("Begins a session").leads_on(),
        Route::post("/logout", Access::Anyone, log_out).about("Ends the session").leads_on(),
    ]
}

/// Where to log in, to come back to `wanted` afterwards.
pub fn address(wanted: &Uri) -> String {
    let wanted = wanted.path_and_query().map_or("/", |it| it.as_str());
    if wanted == "/" { "/login".into() } else { format!("/login?next={}", percent_encode(wanted)) }
}

#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
struct LoginForm {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(JsonSchema, Deserialize)]
struct LoginQuery {
    #[serde(default)]
    next: String,
}

async fn show_login(
    State(site): State<Site>,
    State(setup): State<Setup>,
    MaybeCaller(caller): MaybeCaller,
    language: Language,
    uri: Uri,
) -> Result<Response, Error> {
    let next = Query::<LoginQuery>::try_from_uri(&uri).map_or(String::new(), |it| it.0.next);
    if setup.is_open()? {
        return Ok(Redirect::to("/setup").into_response());
    }
    if caller.is_some() {
        return Ok(Redirect::to(local_path(&next)).into_response());
    }
    let next = local_path(&next);
    Ok(Html(site.page(Page::Login, language, &[("focus_name", "autofocus"), ("next", next)])).into_response())
}

async fn log_in(
    State(people): State<People>,
    State(sessions): State<Sessions>,
    State(site): State<Site>,
    MaybeCaller(before): MaybeCaller,
    visit: Visit,
    headers: HeaderMap,
    form: Result<Form<LoginForm>, Error>,
) -> Response {
    let language = Language::of(&headers);
    let form = match form {
        Ok(Form(form)) => form,
        Err(error) => {
            return explain(
                &site,
                Page::Login,
                language,
                error,
                &[("focus_name", "autofocus"), ("next", "/")],
            );
        }
    };
    let entered = async {
        let shown = people.log_in(&form.name, &form.password, visit.address).await?;
        let account = shown.person().name.clone();
        let cookie = sessions.start(shown, agent(&headers), visit.address, before.as_ref()).await?;
        tracing::info!(from = %visit.address, account = &*account, "logged in");
        Ok(cookie)
    };
    match entered.await {
        Ok(cookie) => enter(&cookie, &visit, local_path(&form.next)),
        Err(error) => {
            let typed = [
                ("name", form.name.as_str()),
                ("focus_password", "autofocus"),
                ("next", local_path(&form.next)),
            ];
            explain(&site, Page::Login, language, error, &typed)
        }
    }
}

async fn log_out(
    State(sessions): State<Sessions>,
    MaybeCaller(caller): MaybeCaller,
    visit: Visit,
) -> Result<Response, Error> {
    if let Some(caller) = caller {
        sessions.end(&caller).await?;
        tracing::info!(from = %visit.address, account = caller.principal.name, "logged out");
    }
    let mut response = Redirect::to("/login").into_response();
    response.headers_mut().insert(header::SET_COOKIE, Cookie::clear(visit.scheme));
    Ok(response)
}

/// Lets somebody in whose password was right.
pub(crate) fn enter(cookie: &Cookie, visit: &Visit, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie.set(visit.scheme));
    response
}

/// The page again, with what went wrong and what was typed, except passwords.
pub(crate) fn explain(
    site: &Site,
    page: Page,
    language: Language,
    error: Error,
    typed: &[(&str, &str)],
) -> Response {
    let text = Text::of(&error).words(language);
    let values: Vec<_> = typed.iter().copied().chain([("error", text.as_str())]).collect();
    let page = site.page(page, language, &values);
    // The failure stays with the response: the outermost layer logs it.
    let mut response = error.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    *response.body_mut() = page.into();
    response
}

/// The browser's name for itself.
pub(crate) fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("")
}

/// Only a path on this server, never another site: one slash, then anything but a slash or a backslash.
pub(crate) fn local_path(wanted: &str) -> &str {
    let mut letters = wanted.bytes();
    let local = letters.next() == Some(b'/')
        && !matches!(letters.next(), Some(b'/' | b'\\'))
        && wanted.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if local && !wanted.starts_with("/login") { wanted } else { "/" }
}

pub(crate) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
