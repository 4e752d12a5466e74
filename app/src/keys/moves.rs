//! What keys do to the page that is shown, whichever it is: as a hand on the mouse would.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What is searched in on a page, what it offers first, and its tabs.
const SEARCH: &str = "main [type=search]";
const FIRST: &str = "main .page-actions .primary";
const TABS: &str = "main .tabs";
/// The rows of its list that are drawn, and what takes the focus in one.
const ROW: &str = "row";
const IN_ROW: &str = "a[href], button";
/// What opens a menu.
const MENU: &str = "[aria-haspopup=menu]";

/// Goes to where the list is searched.
pub(super) fn search() {
    if let Some(search) = first(SEARCH) {
        let _ = search.focus();
        if let Ok(input) = search.dyn_into::<web_sys::HtmlInputElement>() {
            input.select();
        }
    }
}

/// Does what the page offers first; answers whether it offers anything.
pub(super) fn press_first() -> bool {
    first(FIRST).map(|button| button.click()).is_some()
}

/// Opens the tab in a place, from 1 on.
pub(super) fn open_tab(place: u32) {
    let tab = first(TABS).and_then(|tabs| tabs.children().item(place.saturating_sub(1)));
    if let Some(tab) = tab.and_then(html) {
        tab.click();
    }
}

/// Goes so many rows on from the one that has the focus, or to the first or the last.
pub(super) fn step(by: i32) {
    let rows = all(ROW);
    let here = focused_row(&rows);
    let place = match (here, by > 0) {
        (Some(here), _) => here.checked_add_signed(by as isize),
        (None, true) => Some(0),
        (None, false) => rows.len().checked_sub(1),
    };
    let row = place.and_then(|place| rows.get(place));
    if let Some(target) = row.and_then(|row| within(row, IN_ROW)) {
        let _ = target.focus();
    }
}

/// Opens the menu of the row that has the focus, or else the page's.
pub(super) fn open_menu() {
    let rows = all(ROW);
    let own = focused_row(&rows).and_then(|row| within(&rows[row], MENU));
    if let Some(menu) = own.or_else(|| first(&["main .page-actions ", MENU].concat())) {
        menu.click();
    }
}

fn focused_row(rows: &[HtmlElement]) -> Option<usize> {
    let focused = document().active_element()?;
    rows.iter().position(|row| row.contains(Some(&focused)))
}

fn first(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(html)
}

fn within(element: &HtmlElement, selector: &str) -> Option<HtmlElement> {
    element.query_selector(selector).ok().flatten().and_then(html)
}

/// Those of a class that stand in the page's content.
fn all(class: &str) -> Vec<HtmlElement> {
    let Some(main) = first("main") else { return Vec::new() };
    let found = main.get_elements_by_class_name(class);
    (0..found.length()).filter_map(|place| html(found.item(place)?)).collect()
}

fn html(element: Element) -> Option<HtmlElement> {
    element.dyn_into().ok()
}
