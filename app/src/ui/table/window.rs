//! Which rows are in view.

use leptos::prelude::{document, window};
use web_sys::Element;

/// The rows from the first to before the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Rows beyond the edges, so that a quick scroll finds them drawn already.
const MARGIN: usize = 8;

/// The same before anybody has scrolled: where a list begins it is searched, and each row costs. There is more than this, as
/// a screen's height of rows is drawn, and the heading takes of it.
const MARGIN_AT_TOP: usize = 1;

/// Drawn before anything is known of the screen.
pub(super) const AT_FIRST: Span = Span { first: 0, last: 20 };

/// The height of a row where the styles don't say.
const USUAL_HEIGHT: f64 = 40.0;

impl Span {
    /// As far as there are rows.
    pub(super) fn of(self, count: usize) -> Self {
        Self { first: self.first.min(count), last: self.last.min(count) }
    }
}

/// The rows of a table's body that can be seen just now, if it has so many. To ask the browser where the body lies makes it
/// lay out all that has changed since, so that it is asked when something has moved, and not for each key of a search.
pub(super) fn in_sight(body: &Element) -> Span {
    let screen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let style = window().get_computed_style(body).ok().flatten();
    let height = style.and_then(|style| style.get_property_value("--row").ok());
    // The browser reads `40px` as a number; what isn't one is no number to it.
    let height = height.map(|text| js_sys::Number::parse_float(&text)).filter(|height| *height > 0.0);
    let top = if document().contains(Some(body)) { body.get_bounding_client_rect().top() } else { 0.0 };
    within(top, height.unwrap_or(USUAL_HEIGHT), screen)
}

/// The rows in view, when the body begins at `top` of a screen of some height.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no page is so long")]
fn within(top: f64, height: f64, screen: f64) -> Span {
    let above = (-top / height).max(0.0) as usize;
    let shown = (screen / height).ceil().max(0.0) as usize;
    let margin = if above == 0 { MARGIN_AT_TOP } else { MARGIN };
    Span { first: above.saturating_sub(margin), last: above + shown + margin }
}

#[cfg(test)]
mod tests;
