//! Lists that a person fills row by row: ports, variables, mounts.

use crate::ui::dom::{DrawAll, Drawn, Inside, Memo, RwSignal, Signal, each, view};
use leptos::prelude::*;

use super::{Button, Icon, IconButton, Kind, focus_first, focused_in};
use crate::i18n::{Message, Text, say, t};

/// What a column of such a list holds.
#[derive(Clone, Copy)]
pub(crate) enum Cell {
    /// Any text, with an example.
    Words { label: &'static str, example: &'static str },
    /// Any text, with what there is already.
    Known { label: &'static str, example: &'static str, known: Signal<Vec<String>> },
    /// One of these: what is stored, and how it reads.
    OneOf { label: &'static str, options: &'static [(&'static str, Text)] },
}

impl Cell {
    fn label(&self) -> &'static str {
        match self {
            Self::Words { label, .. } | Self::Known { label, .. } | Self::OneOf { label, .. } => label,
        }
    }
}

/// A row as it is typed.
#[derive(Clone)]
pub(crate) struct Entry {
    number: u32,
    cells: Vec<ArcRwSignal<String>>,
}

/// All rows as they are typed.
#[derive(Clone, Copy)]
pub(crate) struct Entries {
    list: RwSignal<Vec<Entry>>,
    next: StoredValue<u32>,
    width: usize,
}

impl Entries {
    /// None yet, each with so many cells.
    pub(crate) fn new(width: usize) -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0), width }
    }

    /// Adds a row; cells that aren't given are empty.
    pub(crate) fn add(&self, texts: &[&str]) {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        let cell = |index: usize| ArcRwSignal::new(texts.get(index).copied().unwrap_or_default().to_owned());
        let entry = Entry { number, cells: (0..self.width).map(cell).collect() };
        self.list.update(|list| list.push(entry));
    }

    /// What has been typed.
    pub(crate) fn texts(&self) -> Vec<Vec<String>> {
        self.list.with(|list| {
            list.iter().map(|entry| entry.cells.iter().map(|cell| cell.get()).collect()).collect()
        })
    }

    /// What has been typed, when it is names with values.
    pub(crate) fn rows(&self) -> Vec<(String, String)> {
        let pair = |mut cells: Vec<String>| {
            let value = cells.pop().unwrap_or_default();
            (cells.pop().unwrap_or_default().trim().to_owned(), value)
        };
        self.texts().into_iter().map(pair).collect()
    }

    /// The same without the rows that have no name.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let mut rows = self.rows();
        rows.retain(|(name, _)| !name.is_empty());
        rows
    }

    /// Puts these rows in place of all others.
    pub(crate) fn set(&self, rows: &[Vec<String>]) {
        self.list.set(Vec::new());
        for row in rows {
            self.add(&row.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }

    fn remove(&self, number: u32) {
        self.list.update(|list| list.retain(|entry| entry.number != number));
    }
}

/// The list, with a button for one more.
#[component]
pub(crate) fn Rows(
    /// Unique on the page.
    id: &'static str,
    #[prop(into)] legend: String,
    #[prop(into)] add: String,
    /// What it is for.
    #[prop(optional, into)]
    hint: String,
    entries: Entries,
    cells: Vec<Cell>,
    /// What is wrong with a row.
    #[prop(into)]
    problem: Callback<usize, Option<String>>,
    #[prop(optional)] children: Option<Inside>,
) -> Drawn {
    let lists = cells.iter().enumerate().filter_map(|(column, cell)| known_list(id, column, cell)).draw_all();
    let captions = captions(&cells, entries);
    let hint_id = (!hint.is_empty()).then(|| [id, "-hint"].concat());
    let what = hint_id.clone().map(|id| view! { <p class="hint" id=id>{hint}</p> });
    let row = move |entry: Entry| {
        let number = entry.number;
        let about = [id, "-", &number.to_string(), "-problem"].concat();
        let place = Memo::new(move || {
            entries.list.with(|list| list.iter().position(|entry| entry.number == number)).unwrap_or_default()
        });
        let remove = Callback::new(move |()| {
            // Its own button goes; what stands below has one, too.
            let own = focused_in(".entry").and_then(|entry| entry.next_element_sibling());
            focus_first(own, "button");
            entries.remove(number);
        });
        // Said once, and not at each key.
        let wrong = Memo::new(move || problem.run(place.get()));
        let (fault, what) = (about.clone(), hint_id.clone());
        let described = Signal::derive(move || {
            let fault = wrong.with(Option::is_some).then_some(&*fault);
            [what.as_deref(), fault].into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        let is_wrong = Signal::derive(move || wrong.with(Option::is_some));
        let inputs = cells.iter().enumerate().zip(entry.cells).map(|((column, cell), value)| {
            input(*cell, value, place, [id, "-", &column.to_string()].concat(), described, is_wrong)
        });
        view! {
            <div class="entry">
                {inputs.draw_all()}
                <IconButton
                    label=Signal::derive(move || say(Message::RemoveRow(place.get() + 1)))
                    symbol=Icon::Close
                    on_press=remove
                />
                {move || wrong.get().map(|problem| view! {
                    <p class="problem" role="status" id=about.clone()>{problem}</p>
                })}
            </div>
        }
    };
    let press = Callback::new(move |()| {
        let own = focused_in(".more");
        entries.add(&[]);
        request_animation_frame(move || {
            focus_first(own.and_then(|more| more.previous_element_sibling()), "input,select");
        });
    });
    view! {
        <fieldset class=["rows ", id].concat()>
            <legend>{legend}</legend>
            {what}
            {lists}
            {captions}
            {each(move || entries.list.get(), |entry| entry.number, row)}
            <div class="more">
                <Button label=add symbol=Some(Icon::Plus) kind=Kind::Quiet on_press=press />
                {children.map(Inside::draw)}
            </div>
        </fieldset>
    }
}

/// What the columns hold, once above them all: examples are gone as soon as something is typed. Each input has a
/// name of its own beside it.
fn captions(cells: &[Cell], entries: Entries) -> impl Fn() -> Option<Drawn> + 'static {
    let labels: Vec<&'static str> = cells.iter().map(Cell::label).collect();
    let any = Memo::new(move || entries.list.with(|list| !list.is_empty()));
    move || {
        (any.get() && labels.len() > 1).then(|| {
            let captions = labels.iter().map(|label| view! { <span>{*label}</span> }).draw_all();
            view! { <div class="entry captions" aria-hidden="true">{captions}</div> }
        })
    }
}

/// One cell of a row. `described` names what says what the list is for, and what is wrong with the row.
fn input(
    cell: Cell,
    value: ArcRwSignal<String>,
    place: Memo<usize>,
    list: String,
    described: Signal<String>,
    is_wrong: Signal<bool>,
) -> Drawn {
    let (read, write) = (value.clone(), value);
    let invalid = move || is_wrong.get().then_some("true");
    let label =
        move |label: &'static str| Signal::derive(move || say(Message::RowLabel(label, place.get() + 1)));
    let (text, example, known) = match cell {
        Cell::Words { label, example } => (label, example, None),
        Cell::Known { label, example, .. } => (label, example, Some(list)),
        Cell::OneOf { label: text, options } => {
            let options = options.iter().map(|(stored, word)| {
                let (stored, read) = (*stored, read.clone());
                view! { <option value=stored selected=move || read.get() == stored>{t(*word)}</option> }
            });
            return view! {
                <select
                    class="input"
                    aria-label=label(text)
                    aria-describedby=described
                    aria-invalid=invalid
                    on:change=move |event| write.set(event_target_value(&event))
                >
                    {options.draw_all()}
                </select>
            };
        }
    };
    view! {
        <input
            class="input"
            aria-label=label(text)
            aria-describedby=described
            aria-invalid=invalid
            placeholder=example
            list=known
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            prop:value=move || read.get()
            on:input=move |event| write.set(event_target_value(&event))
        />
    }
}

fn known_list(id: &str, column: usize, cell: &Cell) -> Option<Drawn> {
    let Cell::Known { known, .. } = *cell else { return None };
    let id = [id, "-", &column.to_string()].concat();
    let options =
        move || known.get().into_iter().map(|text| view! { <option value=text></option> }).draw_all();
    Some(view! { <datalist id=id>{options}</datalist> })
}
