//! What can be done to the rows that are picked.

use std::{collections::HashSet, sync::Arc};

use crate::ui::dom::{DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    super::Open,
    Deed, Facts, Plan,
    bulk::{Batch, BulkDialog},
};
use crate::{
    i18n::{Message, Text, say, t},
    ui::{Button, Icon, IconButton, Key, focus_first, focus_rest, focused_in, is_lost, later},
};

/// Where Escape is for something else: what is open, what is typed, and what a button says of itself beside it.
const TAKEN: &str = "dialog[open],[role=menu],input:not([type=checkbox]),select,textarea,.square";

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
    open.all.set(Some(Memo::new(move || count.get() > 0 && rows.with(|rows| rows.len()) == count.get())));
    on_cleanup(move || open.all.set(None));
    let others = Memo::new(move || rows.with(|rows| rows.len()) > count.get());
    let all = Callback::new(move |()| picks.set(rows.get_untracked()));
    let none = Callback::new(move |()| {
        if is_lost() || focused_in(".picked-bar,dialog").is_some() {
            focus_rest(None);
        }
        picks.set(Arc::default());
    });
    let escape = window_event_listener(leptos::ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_taken = target.is_some_and(|target| matches!(target.closest(TAKEN), Ok(Some(_))));
        if event.key() == "Escape" && !is_taken && !event.default_prevented() {
            none.run(());
        }
    });
    on_cleanup(move || escape.remove());
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
    Effect::new(move || {
        others.get();
        count.get();
        request_animation_frame(hand_on);
    });
    let close = Callback::new(move |()| asked.set(None));
    // The dialog goes on when what was picked has gone.
    view! {
        <div class="picked-bar" role="region" aria-label=t(Text::Picked) hidden=move || count.get() == 0>
            <strong class="nums" role="status">{move || say(Message::PickedCount(count.get()))}</strong>
            <span hidden=move || !others.get()><Button label=all_word on_press=all /></span>
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
        Effect::new(move || {
            fits.get();
            request_animation_frame(hand_on);
        });
        let press = {
            let (open, deed) = (open.clone(), deed.clone());
            Callback::new(move |()| {
                let keys = chosen.get_untracked();
                let batch = Batch::new(deed.clone(), None, &keys, |key| open.name(key));
                asked.set(Some(Arc::new(batch)));
            })
        };
        let (word, symbol) = (deed.word, deed.symbol);
        // Hidden and not taken away, so that it is known which one had the focus.
        view! {
            <span hidden=move || !fits.get()>
                <Button label=t(word) symbol=Some(symbol) on_press=press />
            </span>
        }
    });
    buttons.draw_all()
}

/// What is hidden loses the focus: what can still be done gets it, or else the page.
fn hand_on() {
    const LEFT: &str = ".picked-bar:not([hidden]) .deeds > :not([hidden]) > button";
    if focused_in(".picked-bar [hidden],.picked-bar[hidden]").is_some() {
        let _ = focus_first(document().document_element(), LEFT) || focus_rest(None);
    }
}
