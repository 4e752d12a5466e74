//! What can be done to the rows that are picked.

use std::{collections::HashSet, sync::Arc};

use crate::ui::dom::{DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;

use super::{
    super::Open,
    Deed, Facts, Plan,
    bulk::{Batch, BulkDialog},
};
use crate::{
    i18n::{Message, Text, say, t},
    ui::{Button, Icon, IconButton, Key, later},
};

/// The bar at the foot of a list with picked rows.
#[component]
pub(super) fn Bar(open: Open) -> Drawn {
    let (picks, rows) = (open.picks, open.list.rows);
    // Only what the search shows is acted upon: nobody does anything to what they don't see.
    let chosen = Memo::new(move || {
        let picked = picks.get();
        let picked: HashSet<&Key> = picked.iter().collect();
        rows.with(|rows| {
            Arc::new(rows.iter().filter(|row| picked.contains(row)).cloned().collect::<Vec<_>>())
        })
    });
    let count = Memo::new(move || chosen.with(|chosen| chosen.len()));
    open.all.set(Some(Memo::new(move || rows.with(|rows| rows.len()) == count.get())));
    on_cleanup(move || open.all.set(None));
    let others = Memo::new(move || rows.with(|rows| rows.len()) > count.get());
    let all = Callback::new(move |()| picks.set(rows.get_untracked()));
    let none = Callback::new(move |()| picks.set(Arc::default()));
    let all_word = Signal::derive(move || say(Message::PickAllOf(rows.with(|rows| rows.len()))));
    let asked = RwSignal::new(None::<Arc<Batch>>);
    let deeds = {
        let open = open.clone();
        later(
            async move {
                let facts = (open.list.facts)().await?;
                Ok(deeds(&open, facts, chosen, asked))
            },
            (),
        )
    };
    let close = Callback::new(move |()| asked.set(None));
    // The dialog goes on when what was picked has gone.
    view! {
        <div class="picked-bar" role="region" aria-label=t(Text::Picked) hidden=move || count.get() == 0>
            <strong class="nums" role="status">{move || say(Message::PickedCount(count.get()))}</strong>
            {move || others.get().then(|| view! { <Button label=all_word on_press=all /> })}
            <span class="deeds">{deeds}</span>
            <IconButton label=t(Text::PickNone) symbol=Icon::Close on_press=none />
        </div>
        {move || asked.get().map(|batch| view! { <BulkDialog batch=batch on_close=close /> })}
    }
}

fn deeds(
    open: &Open,
    facts: Facts,
    chosen: Memo<Arc<Vec<Key>>>,
    asked: RwSignal<Option<Arc<Batch>>>,
) -> Drawn {
    let deeds: Vec<Arc<Deed>> = facts.deeds.into_iter().map(Arc::new).collect();
    let buttons = deeds.into_iter().map(|deed| {
        let fits = {
            let deed = deed.clone();
            Memo::new(move || chosen.with(|keys| keys.iter().any(|key| (deed.plan)(key) != Plan::Pointless)))
        };
        let press = {
            let (open, deed) = (open.clone(), deed.clone());
            Callback::new(move |()| {
                let keys = chosen.get_untracked();
                let batch = Batch::new(deed.clone(), None, &keys, |key| open.name(key));
                asked.set(Some(Arc::new(batch)));
            })
        };
        let (word, symbol) = (deed.word, deed.symbol);
        move || fits.get().then(|| view! { <Button label=t(word) symbol=Some(symbol) on_press=press /> })
    });
    buttons.draw_all()
}
