//! What the tools of the list know of volumes.

use std::sync::Arc;

use wire::{RemoveVolume, Volume};

use super::{Uses, rows};
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
            row(key).is_some_and(|row| rows::has(&row, !uses.of(&row.name).is_empty(), facet, wanted))
        }),
        labels: None,
        words: Box::new(move |facet| match facet {
            Facet::Is => fixed(&["used", "unused", "anonymous"]),
            Facet::Driver => live.volumes(|rows| all_of(rows, |row| vec![row.driver.clone()])),
            Facet::Stack => live.volumes(|rows| all_of(rows, |row| row.stack.iter().cloned().collect())),
            _ => Vec::new(),
        }),
        values: Box::new(move |key| row(key).map(|row| values(&row, uses)).unwrap_or_default()),
        counted: None,
        deeds: live.allowed_untracked().manage.then(|| removal(live)).into_iter().collect(),
    }
}

/// The volume of a row.
pub(super) fn row(live: Live, key: &Key) -> Option<Arc<Volume>> {
    let Key::Name(name) = key else { return None };
    live.volumes(|rows| rows.get(name).cloned())
}

fn removal(live: Live) -> Deed {
    Deed {
        word: Text::Remove,
        doing: Text::Removing,
        symbol: Icon::Trash,
        loses: Some(Text::RemoveVolumesLoses),
        options: Vec::new(),
        is_final: |_| true,
        plan: Box::new(move |key| if row(live, key).is_some() { Plan::Go } else { Plan::Pointless }),
        request: Box::new(move |key, _| {
            let name = row(live, key)?.name.clone();
            Some((Target::Volume(name.clone()), api::prepare(&RemoveVolume { name })))
        }),
    }
}

/// The columns of a row, for a machine.
fn values(row: &Volume, uses: Uses) -> Vec<String> {
    let stack = row.stack.clone().unwrap_or_default();
    let created = row.created.map(iso).unwrap_or_default();
    vec![row.name.clone(), uses.of(&row.name).join(" "), row.driver.clone(), stack, created]
}
