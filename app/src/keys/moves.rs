//! What keys do to the page that is shown, whichever it is: as a hand on the mouse would.

use leptos::prelude::{document, request_animation_frame, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::ui::dom::HIDDEN;

/// What is searched in on a page, what it offers first, and its tabs.
const SEARCH: &str = "main [type=search]";
const FIRST: &str = "main .page-actions .primary";
const TABS: &str = "main .tabs";
/// The rows of its list that are drawn, and what takes the focus in one.
const ROW: &str = "row";
const IN_ROW: &str = "a[href], button";
/// What opens a menu.
const MENU: &str = "[aria-haspopup=menu]";
/// The first of what can be done to the rows that are picked, and their bar while that is still on its way.
const DEED: &str = ".picked-bar:not([hidden]) .deeds > :not([hidden]) > button";
const DEEDS_TO_COME: &str = ".picked-bar:not(:has(.deeds button))";
/// The box that picks all.
const ALL: &str = "main .head .pick input";

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

/// Goes so many rows on from the one that has the focus, or to the first or the last in sight.
pub(super) fn step(by: i32) {
    let (rows, sight) = (all(ROW), sight());
    let is_seen = |row: &HtmlElement| sight.is_none_or(|sight| is_within(row, sight));
    let here = focused_row(&rows).filter(|here| is_seen(&rows[*here]));
    let place = match (here, by > 0) {
        (Some(here), _) => here.checked_add_signed(by as isize),
        (None, true) => rows.iter().position(is_seen),
        (None, false) => rows.iter().rposition(is_seen),
    };
    enter(place.and_then(|place| rows.get(place)));
}

/// Goes to the first row of the whole list, or to the last.
pub(super) fn go_to_end(last: bool) {
    let Some(main) = first("main") else { return };
    main.set_scroll_top(if last { main.scroll_height() } else { 0 });
    // By then the rows that are there are drawn.
    request_animation_frame(move || {
        let rows = all(ROW);
        enter(if last { rows.last() } else { rows.first() });
    });
}

fn enter(row: Option<&HtmlElement>) {
    if let Some(target) = row.and_then(|row| within(row, IN_ROW)) {
        let _ = target.focus();
    }
}

/// From where to where the page's content can be seen: as the styles have it, which know what lies over it.
fn sight() -> Option<(f64, f64)> {
    let main = first("main")?;
    let style = window().get_computed_style(&main).ok().flatten()?;
    let padding = |edge: &str| {
        let text = style.get_property_value(&["scroll-padding-block-", edge].concat()).unwrap_or_default();
        text.strip_suffix("px").and_then(|text| text.parse::<f64>().ok()).unwrap_or_default()
    };
    let around = main.get_bounding_client_rect();
    Some((around.top() + padding("start"), around.bottom() - padding("end")))
}

fn is_within(row: &HtmlElement, (top, bottom): (f64, f64)) -> bool {
    let own = row.get_bounding_client_rect();
    own.bottom() > top && own.top() < bottom
}

/// Picks all rows that are shown.
pub(super) fn pick_all() {
    let all = first(ALL).and_then(|all| all.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(all) = all.filter(|all| !all.checked()) {
        all.click();
    }
}

/// Goes to what can be done to the rows that are picked; opens the menu of the row that has the focus, or else the page's.
pub(super) fn open_menu() {
    if let Some(deed) = first(DEED) {
        let _ = deed.focus();
        return;
    }
    // Else what was meant for all that are picked would be done to one.
    if first(DEEDS_TO_COME).is_some() {
        return;
    }
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

/// Those of a class that are shown in the page's content.
fn all(class: &str) -> Vec<HtmlElement> {
    let Some(main) = first("main") else { return Vec::new() };
    let found = main.get_elements_by_class_name(class);
    let is_shown = |element: &Element| !element.has_attribute(HIDDEN);
    (0..found.length()).filter_map(|place| html(found.item(place).filter(is_shown)?)).collect()
}

fn html(element: Element) -> Option<HtmlElement> {
    element.dyn_into().ok()
}
