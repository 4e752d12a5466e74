//! A list by its stacks; and the heading of each: how its rows are, and a button that folds them away.

use std::sync::Arc;

use crate::ui::dom::{DrawAll, Drawn, Memo, view};
use leptos::prelude::on_cleanup;

use super::{
    super::Open,
    groups::{Group, grouped, unfolded},
};
use crate::{
    format::number,
    i18n::{Message, Text, say, t},
    search::Query,
    ui::{Icon, Key, icon, later},
};

/// A list by its stacks.
#[derive(Clone, Copy)]
pub(in crate::pages::list) struct Grouped {
    groups: Memo<Arc<Vec<Group>>>,
    /// Their headings, and the rows of those that aren't folded.
    pub(in crate::pages::list) shown: Memo<Arc<Vec<Key>>>,
}

impl Grouped {
    /// All rows, also of stacks that are folded, in the order of the groups.
    pub(super) fn rows(&self) -> Vec<Key> {
        self.groups.with(|groups| groups.iter().flat_map(|group| group.rows.clone()).collect())
    }
}

/// Groups the list, as long as what asked for it is there.
pub(super) fn gather(open: &Open) {
    let Open { live, router, made, .. } = *open;
    let (rows, about) = (open.list.rows, open.list.about);
    let groups = Memo::new(move || {
        let stack = |key: &Key| about(live, key).and_then(|(_, stack)| stack);
        rows.with(|rows| Arc::new(grouped(rows, &stack)))
    });
    let folded = Memo::new(move || router.listing().folded);
    let shown = Memo::new(move || Arc::new(groups.with(|groups| unfolded(groups, &folded.get()))));
    made.update(|made| made.grouped = Some(Grouped { groups, shown }));
    on_cleanup(move || made.update(|made| made.grouped = None));
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
    let summary = later(
        async move {
            let facts = (open.list.facts)().await;
            let options = open.list.options.iter().map(|(word, token, _)| {
                let (query, has) = (Query::parse(token, facts.facets), facts.has.clone());
                let count = Memo::new(move || {
                    let is = |key: &&_| query.is_met(&|facet, wanted| has(key, facet, wanted));
                    rows.with(|rows| rows.iter().filter(is).count())
                });
                let word = *word;
                move || {
                    (count.get() > 0).then(|| view! {
                    <span class="soft">{t(word)} " " <span class="nums">{number(count.get())}</span></span>
                })
                }
            });
            options.draw_all()
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
