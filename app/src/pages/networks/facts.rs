//! What the tools of the list know of networks.

use std::sync::Arc;

use wire::{Network, RemoveNetwork};

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
            Facet::Is => fixed(&["used", "unused", "internal", "external", "predefined", "own"]),
            Facet::Driver => live.networks(|rows| all_of(rows, |row| vec![row.driver.clone()])),
            Facet::Subnet => live.networks(|rows| all_of(rows, |row| row.subnets.clone())),
            Facet::Stack => live.networks(|rows| all_of(rows, |row| row.stack.iter().cloned().collect())),
            _ => Vec::new(),
        }),
        values: Box::new(move |key| row(key).map(|row| values(&row, uses)).unwrap_or_default()),
        counted: None,
        deeds: live.allowed_untracked().remove.then(|| removal(live)).into_iter().collect(),
    }
}

/// The network of a row.
pub(super) fn row(live: Live, key: &Key) -> Option<Arc<Network>> {
    let Key::Name(id) = key else { return None };
    live.networks(|rows| rows.get(id).cloned())
}

fn removal(live: Live) -> Deed {
    Deed {
        word: Text::Remove,
        doing: Text::Removing,
        symbol: Icon::Trash,
        loses: Some(Text::RemoveNetworkLoses),
        options: Vec::new(),
        is_final: |_| false,
        plan: Box::new(move |key| match row(live, key) {
            Some(row) if row.predefined => Plan::Leave(Text::PredefinedLeftOut),
            Some(_) => Plan::Go,
            None => Plan::Pointless,
        }),
        request: Box::new(move |key, _| {
            let id = row(live, key)?.id.clone();
            Some((Target::Network(id.clone()), api::prepare(&RemoveNetwork { id })))
        }),
    }
}

/// The columns of a row, for a machine.
fn values(row: &Network, uses: Uses) -> Vec<String> {
    let stack = row.stack.clone().unwrap_or_default();
    let created = row.created.map(iso).unwrap_or_default();
    let (used, subnets) = (uses.of(&row.name).join(" "), row.subnets.join(" "));
    vec![row.name.clone(), used, row.driver.clone(), subnets, stack, created]
}
