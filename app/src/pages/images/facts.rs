//! What the tools of the list know of images.

use std::sync::Arc;

use wire::{Digest, Image, RemoveImage};

use super::{Uses, row::name, rows};
use crate::{
    actions::Target,
    api,
    format::iso,
    i18n::Text,
    live::Live,
    pages::list::{Deed, Facts, Plan, all_of, fixed},
    search::Facet,
    ui::{Icon, Key},
};

/// What the tools of the list know.
pub(super) fn facts(live: Live, uses: Uses) -> Facts {
    let row = move |key: &Key| row(live, key);
    Facts {
        facets: rows::FACETS,
        has: Arc::new(move |key, facet, wanted| {
            row(key).is_some_and(|row| rows::has(&row, !uses.of(row.id).is_empty(), facet, wanted))
        }),
        labels: None,
        words: Box::new(move |facet| match facet {
            Facet::Is => fixed(&["used", "unused", "untagged"]),
            Facet::Name => live.images(|rows| all_of(rows, |row| row.tags.clone())),
            Facet::Stack => live.images(|rows| all_of(rows, |row| row.stack.iter().cloned().collect())),
            _ => Vec::new(),
        }),
        values: Box::new(move |key| row(key).map(|row| values(&row, uses)).unwrap_or_default()),
        counted: None,
        deeds: live.allowed_untracked().remove.then(|| removal(live)).into_iter().collect(),
    }
}

/// The image of a row.
pub(super) fn row(live: Live, key: &Key) -> Option<Arc<Image>> {
    let Key::Hash(id) = key else { return None };
    live.images(|rows| rows.get(&Digest(*id)).cloned())
}

fn removal(live: Live) -> Deed {
    Deed {
        word: Text::Remove,
        doing: Text::Removing,
        symbol: Icon::Trash,
        loses: Some(Text::RemoveImagesLoses),
        options: vec![(Text::ForceRemoveImage, Text::ForceRemoveImagesHint)],
        is_final: |_| false,
        plan: Box::new(move |key| if row(live, key).is_some() { Plan::Go } else { Plan::Pointless }),
        request: Box::new(move |key, chosen| {
            let row = row(live, key)?;
            let request = RemoveImage { reference: row.id.to_string(), force: chosen.contains(&true) };
            Some((Target::Image(row.id), api::prepare(&request)))
        }),
    }
}

/// The columns of a row, for a machine.
fn values(row: &Image, uses: Uses) -> Vec<String> {
    let tags = if row.tags.is_empty() { name(row) } else { row.tags.join(" ") };
    vec![tags, row.id.to_string(), uses.of(row.id).join(" "), row.size.to_string(), iso(row.created)]
}
