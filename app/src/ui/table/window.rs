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

/// Drawn before anything is known of the screen.
pub(super) const FIRST_DRAWN: usize = 30;

/// The height of a row where the styles don't say.
const USUAL_HEIGHT: f64 = 40.0;

/// How a table's body lies on the screen. To ask the browser for it makes it lay out all that has changed since, so that
/// it is asked only when something has moved, and not for each key of a search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lie {
    /// Where it begins, below the top of the screen; pixels, as all here.
    top: f64,
    /// How high a row is.
    row: f64,
    /// How high the screen is.
    screen: f64,
}

impl Lie {
    /// As it lies just now.
    pub(super) fn of(body: &Element) -> Self {
        let screen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        let style = window().get_computed_style(body).ok().flatten();
        let row = style.and_then(|style| style.get_property_value("--row").ok());
        // The browser reads `40px` as a number; what isn't one is no number to it.
        let row = row.map(|text| js_sys::Number::parse_float(&text)).filter(|height| *height > 0.0);
        let top = if document().contains(Some(body)) { body.get_bounding_client_rect().top() } else { 0.0 };
        Self { top, row: row.unwrap_or(USUAL_HEIGHT), screen }
    }

    /// The rows of so many that can be seen.
    pub(super) fn seen(self, count: usize) -> Span {
        within(self.top, self.row, self.screen, count)
    }
}

/// The rows in view, when the body begins at `top` of a screen of some height.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the count")]
fn within(top: f64, height: f64, screen: f64, count: usize) -> Span {
    let above = (-top / height).max(0.0) as usize;
    let shown = (screen / height).ceil().max(0.0) as usize;
    let first = above.saturating_sub(MARGIN).min(count);
    Span { first, last: (above + shown + MARGIN).min(count).max(first) }
}

#[cfg(test)]
mod tests;
