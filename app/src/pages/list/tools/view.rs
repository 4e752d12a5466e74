//! How a list is shown: its columns, its groups; and what it shows as a file.

use crate::ui::dom::{DrawAll, Drawn, Memo, RwSignal, Signal, each, view};
use leptos::prelude::*;

use super::{
    super::Open,
    export::{Form, save},
    layout::Layout,
    widths::{WIDTHS, choose, chosen, whole, width},
};
use crate::{
    i18n::{Message, Text, say, t},
    route::Sort,
    ui::{BUTTONS, Button, Column, Dialog, Icon, IconButton, NAME, focus_first, focused_in},
};

/// The dialog. What is chosen in it is shown behind it at once.
#[component]
pub(super) fn ViewDialog(open: Open, viewing: RwSignal<bool>) -> Drawn {
    let router = open.router;
    let grouped = move || router.listing().grouped;
    let group = move |event| {
        let on = event_target_checked(&event);
        router.relist(|listing| (listing.grouped, listing.folded) = (on, Vec::new()));
    };
    view! {
        <Dialog title=t(Text::ViewOptions) on_close=Callback::new(move |()| viewing.set(false))>
            <div class="inside">
                <label class="check">
                    <input type="checkbox" prop:checked=grouped on:change=group />
                    <span>{t(Text::GroupByStack)}<span class="hint">{t(Text::GroupByStackHint)}</span></span>
                </label>
                {order(&open)}
                {columns(&open)}
                {files(&open)}
            </div>
            <footer>
                <form method="dialog"><button class="button primary">{t(Text::Close)}</button></form>
            </footer>
        </Dialog>
    }
}

/// What the rows are sorted by. On a phone there are no headings to press.
fn order(open: &Open) -> Drawn {
    let router = open.router;
    let option = |column: &Column| {
        let number = column.sort?;
        let is_chosen = move || untrack(|| router.listing()).sort as usize == number;
        Some(view! { <option value=number.to_string() selected=is_chosen()>{column.title}</option> })
    };
    let options = open.columns.iter().filter_map(option).draw_all();
    let sort = move |event| {
        let number = event_target_value(&event).parse().unwrap_or_default();
        router.relist(|listing| listing.sort = Sort::numbered(number));
    };
    let turn = move |event| {
        let descending = event_target_checked(&event);
        router.relist(|listing| listing.descending = descending);
    };
    view! {
        <div class="field">
            <label for="sort">{t(Text::SortBy)}</label>
            <select class="input" id="sort" on:change=sort>{options}</select>
        </div>
        <label class="check">
            <input type="checkbox" prop:checked=move || router.listing().descending on:change=turn />
            <span>{t(Text::LastFirst)}</span>
        </label>
    }
}

/// The places of the columns that are shown.
fn places(open: &Open) -> Vec<usize> {
    chosen(open).places(&open.columns)
}

/// Those that are shown, in order, and behind them the others. The name's and the buttons' stay where they are.
fn columns(open: &Open) -> Drawn {
    let listed = {
        let open = open.clone();
        Memo::new(move || {
            let shown = places(&open);
            let hidden = (0..open.columns.len()).filter(|place| !shown.contains(place)).collect::<Vec<_>>();
            let all = shown.iter().copied().chain(hidden);
            all.filter(|place| ![NAME, BUTTONS].contains(&open.columns[*place].name)).collect::<Vec<usize>>()
        })
    };
    let line = {
        let open = open.clone();
        move |place: usize| column(&open, place)
    };
    let changed = {
        let open = open.clone();
        Memo::new(move || chosen(&open) != Layout::default())
    };
    let reset = {
        let open = open.clone();
        Callback::new(move |()| {
            focus_first(focused_in(".columns"), "input");
            choose(&open, &Layout::default());
        })
    };
    view! {
        <fieldset class="columns">
            <legend>{t(Text::Columns)}</legend>
            <ul>{each(move || listed.get(), |place| *place, line)}</ul>
            {move || changed.get().then(|| view! { <Button label=t(Text::ResetColumns) on_press=reset /> })}
        </fieldset>
    }
}

fn column(open: &Open, place: usize) -> Drawn {
    let column = open.columns[place];
    let is_shown = {
        let open = open.clone();
        Memo::new(move || places(&open).contains(&place))
    };
    let show = {
        let open = open.clone();
        move |event| choose(&open, &toggled(whole(&open), column.name, event_target_checked(&event)))
    };
    let step = |by: isize| {
        let open = open.clone();
        Callback::new(move |()| choose(&open, &moved(whole(&open), column.name, by)))
    };
    let own = {
        let open = open.clone();
        Signal::derive(move || {
            let Layout(columns) = chosen(&open);
            columns.iter().find(|(name, _)| name == column.name)?.1.map(|width| width.to_string())
        })
    };
    let widen = {
        let open = open.clone();
        move |event| {
            let wanted = event_target_value(&event).parse().unwrap_or(WIDTHS.0);
            choose(&open, &whole(&open).with_width(column.name, width(wanted)));
        }
    };
    let off = Signal::derive(move || !is_shown.get());
    let title = column.title;
    view! {
        <li>
            <label class="check">
                <input type="checkbox" prop:checked=move || is_shown.get() on:change=show />
                <span>{title}</span>
            </label>
            <input
                type="range"
                min=WIDTHS.0.to_string()
                max="480"
                step="8"
                aria-label=say(Message::WidthOf(title))
                disabled=move || off.get()
                prop:value=move || own.get().unwrap_or_else(|| USUAL.to_owned())
                on:change=widen
            />
            <IconButton label=say(Message::MoveUp(title)) symbol=Icon::Up disabled=off on_press=step(-1) />
            <IconButton label=say(Message::MoveDown(title)) symbol=Icon::Down disabled=off on_press=step(1) />
        </li>
    }
}

/// Where a slider stands of a column that is as wide as there is room.
const USUAL: &str = "160";

/// With a column more, before the buttons, or without it.
fn toggled(mut layout: Layout, name: &str, on: bool) -> Layout {
    layout.0.retain(|(other, _)| other != name);
    if on {
        let end = layout.0.len().saturating_sub(1);
        layout.0.insert(end, (name.to_owned(), None));
    }
    layout
}

/// With a column further to the front or to the back, between the name and the buttons.
fn moved(mut layout: Layout, name: &str, by: isize) -> Layout {
    let place = layout.0.iter().position(|(other, _)| other == name);
    let to = place.and_then(|place| place.checked_add_signed(by));
    if let (Some(place), Some(to)) = (place, to)
        && to > 0
        && to + 1 < layout.0.len()
    {
        layout.0.swap(place, to);
    }
    layout
}

fn files(open: &Open) -> Drawn {
    let rows = open.list.rows;
    let about = move || say(Message::ExportAbout(rows.with(|rows| rows.len())));
    let toasts = open.toasts;
    let file = |form: Form, word: &'static str| {
        let open = open.clone();
        let press = Callback::new(move |()| {
            let open = open.clone();
            leptos::task::spawn_local(async move {
                if write(&open, form).await.is_none() {
                    toasts.bad(t(Text::ExportRefused).into());
                }
            });
        });
        view! { <Button label=word symbol=Some(Icon::Download) on_press=press /> }
    };
    view! {
        <fieldset class="files">
            <legend>{t(Text::Export)}</legend>
            <p class="hint">{about}</p>
            {[file(Form::Csv, "CSV"), file(Form::Json, "JSON")].into_iter().draw_all()}
        </fieldset>
    }
}

/// Writes what is searched for, in the order and with the columns that are shown.
async fn write(open: &Open, form: Form) -> Option<()> {
    // What could not be had has been said already.
    let Ok(facts) = (open.list.facts)().await else { return Some(()) };
    // Nothing is written when the page has been left meanwhile, and nothing is said of it.
    if open.text.try_get_untracked().is_none() {
        return Some(());
    }
    let places = untrack(|| places(open));
    let places: Vec<usize> =
        places.into_iter().filter(|place| open.columns[*place].name != BUTTONS).collect();
    let keys = match open.made.get_untracked().grouped {
        Some(grouped) => untrack(|| grouped.rows()),
        None => open.list.rows.get_untracked().to_vec(),
    };
    let cells = |key: &_| {
        let values = untrack(|| (facts.values)(key));
        places.iter().map(|place| values.get(*place).cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    let heads: Vec<&str> = places.iter().map(|place| open.columns[*place].name).collect();
    let name = [open.list.class, ".", form.ending()].concat();
    save(form, &name, &heads, &keys.iter().map(cells).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
