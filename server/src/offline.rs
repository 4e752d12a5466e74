//! The page for when this server can't be reached: the browser's worker (`public/worker.js`) fetches it while it can.

use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};

use crate::{
    language::Language,
    route::{Access, Route},
    site::{Page, Site},
};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/offline", Access::Anyone, show_offline)]
}

async fn show_offline(State(site): State<Site>, language: Language) -> Response {
    Html(site.page(Page::Offline, language, &[])).into_response()
}
