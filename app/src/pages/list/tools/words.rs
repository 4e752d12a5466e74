//! What can be typed into a list's search box: its tokens, and what stands behind their keys.

use std::sync::Arc;

use crate::ui::dom::{DrawAll, Drawn, Memo, view};

use super::super::Open;
use crate::{
    search::{Facet, holds, token, words},
    ui::later,
};

/// How many values of a key are offered.
const MOST: usize = 40;

/// The list that the browser offers below the box. It goes on from what is typed.
pub(super) fn list(open: Open) -> Drawn {
    let router = open.router;
    later(
        async move {
            let facts = (open.list.facts)().await?;
            let (facets, words) = (facts.facets, facts.words);
            // Ten thousand rows aren't looked through with each key.
            let facet = Memo::new(move || keyed(split(&router.listing().search).1, facets));
            let values = Memo::new(move || Arc::new(facet.get().map(&words).unwrap_or_default()));
            let options = move || {
                let text = router.listing().search;
                let (before, last) = split(&text);
                let offered = values.with(|values| offered(last, facets, values));
                let option = |word: String| view! { <option value=[before, &word].concat()></option> };
                offered.into_iter().map(option).draw_all()
            };
            Ok(view! { <datalist id="search-words">{options}</datalist> })
        },
        (),
    )
}

/// What is typed already, and the word that is being typed.
fn split(text: &str) -> (&str, &str) {
    let last = words(text).last().filter(|last| text.ends_with(last)).unwrap_or_default();
    text.split_at(text.len() - last.len())
}

/// The key of a word, if it has one that the list knows.
fn keyed(word: &str, facets: &[Facet]) -> Option<Facet> {
    let (key, _) = word.strip_prefix('-').unwrap_or(word).split_once(':')?;
    facets.iter().copied().find(|facet| facet.key() == key)
}

/// What the word that is being typed can become: a key, and once there is one, what stands behind it.
fn offered(last: &str, facets: &[Facet], values: &[String]) -> Vec<String> {
    let bare = last.strip_prefix('-').unwrap_or(last);
    let not = &last[..last.len() - bare.len()];
    let Some(facet) = keyed(bare, facets) else {
        return facets.iter().map(|facet| [not, facet.key(), ":"].concat()).collect();
    };
    let typed = &bare[facet.key().len() + 1..];
    let fits = |value: &&String| holds(value, typed.trim_matches('"'));
    let token = |value: &String| [not, &token(facet, value)].concat();
    values.iter().filter(fits).take(MOST).map(token).collect()
}

#[cfg(test)]
mod tests;
