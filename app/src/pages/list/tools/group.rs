//! A list by its stacks; and the heading of each: how its rows are, and a button that folds them away.

use std::sync::Arc;

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, view};
use leptos::prelude::{Callback, on_cleanup, untrack};

use super::{
    super::Open,
    Batch, BulkDialog, Deed, Plan,
    groups::{Group, grouped, unfolded},
};
use crate::{
    format::number,
    i18n::{Message, Text, say, t},
    search::Query,
    ui::{Icon, Item, Key, Menu, icon, later, offered},
};

/// A list by its stacks.
#[derive(Clone, Copy)]
pub(in crate::pages::list) struct Grouped {
    groups: Memo<Arc<Vec<Group>>>,
    /// Their headings, and the rows of those that aren't folded.
    pub(in crate::pages::list) shown: Memo<Arc<Vec<Key>>>,
    /// What is to be done to all of a stack.
    asked: RwSignal<Option<Arc<Batch>>>,
}

impl Grouped {
    /// All rows, also of stacks that are folded, in the order of the groups.
    pub(super) fn rows(&self) -> Vec<Key> {
        self.groups.with(|groups| groups.iter().flat_map(|group| group.rows.clone()).collect())
    }
}

/// Groups the list, as long as what asked for it is there.
pub(super) fn gather(open: &Open) -> Drawn {
    let Open { live, router, made, .. } = *open;
    let (rows, about) = (open.list.rows, open.list.about);
    let groups = Memo::new(move || {
        let stack = |key: &Key| about(live, key).and_then(|(_, stack)| stack);
        rows.with(|rows| Arc::new(grouped(rows, &stack)))
    });
    let folded = Memo::new(move || router.listing().folded);
    let shown = Memo::new(move || Arc::new(groups.with(|groups| unfolded(groups, &folded.get()))));
    let asked = RwSignal::new(None);
    made.update(|made| made.grouped = Some(Grouped { groups, shown, asked }));
    on_cleanup(move || made.update(|made| made.grouped = None));
    // It goes on when the stack has gone.
    let close = Callback::new(move |()| asked.set(None));
    (move || asked.get().map(|batch| view! { <BulkDialog batch=batch on_close=close /> })).drawn()
}

/// What can be done to all of a stack: the same as to rows that are picked.
fn acts(open: &Open, name: &str, rows: Memo<Arc<Vec<Key>>>, deeds: Vec<Deed>) -> Option<Drawn> {
    let Grouped { asked, .. } = open.made.get_untracked().grouped?;
    if deeds.is_empty() {
        return None;
    }
    let deeds: Arc<[Arc<Deed>]> = deeds.into_iter().map(Arc::new).collect();
    let (open, stack) = (open.clone(), name.to_owned());
    let items = Callback::new(move |()| {
        let fits =
            |deed: &&Arc<Deed>| rows.with(|rows| rows.iter().any(|key| (deed.plan)(key) != Plan::Pointless));
        let item = |deed: &Arc<Deed>| {
            let (open, stack, own) = (open.clone(), stack.clone(), deed.clone());
            let item = Item::new(deed.symbol, t(deed.word), move || {
                let keys = rows.get_untracked();
                let batch = Batch::new(own.clone(), Some(&stack), &keys, |key| open.name(key));
                asked.set(Some(Arc::new(batch)));
            });
            if deed.word == Text::Remove { item.danger() } else { item }
        };
        offered(untrack(|| deeds.iter().filter(fits).map(item).collect()))
    });
    let label = say(Message::ActionsOf(name));
    Some(view! { <Menu label=label items=items>{icon(Icon::More)}</Menu> })
}

/// The heading.
pub(super) fn heading(open: Open, stack: Arc<str>) -> Drawn {
    let router = open.router;
    let name = if stack.is_empty() { t(Text::NoStack).to_owned() } else { stack.to_string() };
    let of = |stack: &Arc<str>| {
        let stack = stack.clone();
        move |folded: &String| **folded == *stack
    };
    let is_folded = {
        let of = of(&stack);
        Memo::new(move || router.listing().folded.iter().any(&of))
    };
    let toggle = {
        let (of, stack) = (of(&stack), stack.clone());
        move |_| {
            router.relist(|listing| {
                let before = listing.folded.len();
                listing.folded.retain(|folded| !of(folded));
                if listing.folded.len() == before {
                    listing.folded.push(stack.to_string());
                }
            });
        }
    };
    let made = open.made;
    let rows = Memo::new(move || {
        let Some(Grouped { groups, .. }) = made.get().grouped else { return Arc::default() };
        let own = |group: &&Group| group.stack == stack;
        groups
            .with(|groups| Arc::new(groups.iter().find(own).map(|own| own.rows.clone()).unwrap_or_default()))
    });
    let called = name.clone();
    let summary = later(
        async move {
            let facts = (open.list.facts)().await?;
            let acts = acts(&open, &called, rows, facts.deeds);
            let narrowed = open.list.options.iter().map(|(word, token, _)| (*word, *token));
            let options = narrowed.chain(facts.counted).map(|(word, token)| {
                let (query, has) = (Query::parse(token, facts.facets), facts.has.clone());
                let count = Memo::new(move || {
                    let is = |key: &&_| query.is_met(&|facet, wanted| has(key, facet, wanted));
                    rows.with(|rows| rows.iter().filter(is).count())
                });
                move || {
                    (count.get() > 0).then(|| view! {
                    <span class="soft">{t(word)} " " <span class="nums">{number(count.get())}</span></span>
                })
                }
            });
            let options = options.draw_all();
            Ok(view! { {options} {acts} })
        },
        (),
    );
    let label = say(Message::RowsOf(&name));
    view! {
        <div class="cell col-name" role="cell">
            <button
                type="button"
                class="fold"
                aria-expanded=move || if is_folded.get() { "false" } else { "true" }
                aria-label=label
                on:click=toggle
            >
                {icon(Icon::Down)}
                {name}
            </button>
            {summary}
        </div>
    }
}
