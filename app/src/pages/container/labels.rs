//! A container's labels, each a way to the others that have it.

use crate::ui::dom::{Draw, Drawn, view};
use wire::LONGEST_LABEL;

use super::overview::{card_of, value_of};
use crate::{
    i18n::Text,
    route::{Listing, Route},
    search::{Facet, token},
};

/// The card: a name leads to those that have the label at all, and a value, where it is shown, to those that have the same.
pub(super) fn card(labels: &[(String, Option<String>)]) -> Drawn {
    let fact = |(name, value): &(String, Option<String>)| {
        let shown = value.as_deref().filter(|value| !value.is_empty());
        view! {
            <dt>{linked(label(name, None), name.clone().drawn())}</dt>
            <dd>{linked(shown.and_then(|value| label(name, Some(value))), value_of(value.as_deref()))}</dd>
        }
    };
    card_of(Text::Labels, Text::NoLabels, labels.iter().map(fact).collect())
}

fn linked(token: Option<String>, text: Drawn) -> Drawn {
    let Some(search) = token else { return text };
    let href = Route::Containers(Listing { search, ..Listing::default() }).to_string();
    view! { <a href=href>{text}</a> }
}

/// The token of a label; nothing for one that can't be typed, or asked for.
fn label(name: &str, value: Option<&str>) -> Option<String> {
    let text = [Some(name), value].into_iter().flatten().collect::<Vec<_>>().join("=");
    let is_typed = !text.contains(|letter: char| letter == '"' || letter.is_control());
    let is_asked = !name.is_empty() && !name.contains('=') && text.len() <= LONGEST_LABEL;
    (is_typed && is_asked).then(|| token(Facet::Label, &text))
}

#[cfg(test)]
mod tests;
