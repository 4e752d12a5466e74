//! Handing the focus on before what has it goes.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The part of the page around what has the focus.
pub(crate) fn focused_in(selector: &str) -> Option<Element> {
    document().active_element()?.closest(selector).ok()?
}

/// Whether nothing has the focus: what had it has gone.
pub(crate) fn is_lost() -> bool {
    focused_in("body *").is_none()
}

/// Gives the focus to the first of these in a part of the page; answers whether there is one.
pub(crate) fn focus_first(part: Option<Element>, selector: &str) -> bool {
    let found = part.and_then(|part| part.query_selector(selector).ok().flatten());
    let found = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|found| found.focus().is_ok())
}

/// Gives it to what is left when all of a list goes that had it: to the page, or what can be pressed first in the dialog
/// around it.
pub(crate) fn focus_rest(dialog: Option<Element>) -> bool {
    let selector = if dialog.is_some() { "input,select,footer button" } else { "#main" };
    focus_first(dialog.or_else(|| document().document_element()), selector)
}
