//! What can be typed into a list's search box: its tokens, and what stands behind their keys.

use crate::ui::dom::{DrawAll, Drawn, view};

use super::super::Open;
use crate::{
    search::{Facet, token, words},
    ui::later,
};

/// How many values of a key are offered.
const MOST: usize = 40;

/// The list that the browser offers below the box. It goes on from what is typed.
pub(super) fn list(open: Open) -> Drawn {
    let router = open.router;
    later(
        async move {
            let facts = (open.list.facts)().await;
            let options = move || {
                let text = router.listing().search;
                let (before, last) = split(&text);
                let offered = offered(last, facts.facets, &*facts.words);
                let option = |word: String| view! { <option value=[before, &word].concat()></option> };
                offered.into_iter().map(option).draw_all()
            };
            view! { <datalist id="search-words">{options}</datalist> }
        },
        (),
    )
}

/// What is typed already, and the word that is being typed.
fn split(text: &str) -> (&str, &str) {
    let last = words(text).last().filter(|last| text.ends_with(last)).unwrap_or_default();
    text.split_at(text.len() - last.len())
}

/// What the word that is being typed can become: a key, and once there is one, what stands behind it.
fn offered(last: &str, facets: &[Facet], values: &dyn Fn(Facet) -> Vec<String>) -> Vec<String> {
    let bare = last.strip_prefix('-').unwrap_or(last);
    let not = &last[..last.len() - bare.len()];
    let keyed = bare.split_once(':').and_then(|(key, _)| facets.iter().find(|facet| facet.key() == key));
    match keyed {
        None => facets.iter().map(|facet| [not, facet.key(), ":"].concat()).collect(),
        Some(facet) => {
            let token = |value: &String| [not, &token(*facet, value)].concat();
            values(*facet).iter().take(MOST).map(token).collect()
        }
    }
}

#[cfg(test)]
mod tests;
