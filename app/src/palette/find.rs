//! What there is to find, and what of it fits what was typed.

use crate::{
    api,
    i18n::{LANGUAGE, Language, Text, english, t},
    kept::{keep, kept},
    keys::Keys,
    live::Live,
    route::{Listing, Route},
    search::{SHORTEST_ID, is_id},
    theme::Theme,
    ui::{Icon, Item, Tone},
};
use leptos::prelude::*;

use super::{
    fuzzy::{Best, Wanted},
    thing::{Acting, Thing},
    uses::Uses,
};

/// As much as anybody reads.
const MOST: usize = 40;
/// The things among which a verb looks for its own: `stop web`.
const THINGS_OF_A_VERB: usize = 8;
/// What an id is worth: as much as a good name.
const ID_FITS: u32 = 60;

/// Something that can be chosen.
pub(super) struct Entry {
    /// By which its uses are counted.
    pub(super) key: String,
    pub(super) symbol: Icon,
    pub(super) text: String,
    /// The heading that it stands below.
    pub(super) group: &'static str,
    /// What it is done to, where only its name says so.
    pub(super) more: &'static str,
    pub(super) danger: bool,
    /// How it is with it.
    pub(super) tone: Tone,
    pub(super) does: Does,
}

/// What choosing it does.
pub(super) enum Does {
    Go(Route),
    Open(Thing),
    Act(Callback<()>),
}

/// Looks for what fits, in what there is.
pub(super) struct Finder {
    live: Live,
    acting: Acting,
    keys: Keys,
    stacks: Vec<String>,
    uses: Uses,
    today: u32,
}

/// What is offered, and how well it fits.
struct Search<'a> {
    wanted: Wanted,
    uses: &'a Uses,
    today: u32,
    best: Best<Entry>,
}

impl Search<'_> {
    fn offer(&mut self, fit: u32, entry: Entry) {
        let fit = fit + self.uses.bonus(&entry.key, self.today);
        let name = self.wanted.order(&entry.text).to_owned();
        self.best.offer(fit, &name, || entry);
    }

    fn offer_item(&mut self, item: Item, key: &str) {
        if let Some(fit) = fit(&self.wanted, item.label) {
            self.offer(fit, entry(item, key, String::new(), ""));
        }
    }
}

/// How well a name of ours fits, or its English one.
fn fit(wanted: &Wanted, name: &str) -> Option<u32> {
    wanted.fit(name).max(english(name).and_then(|name| wanted.fit(name)))
}

fn entry(item: Item, of: &str, name: String, more: &'static str) -> Entry {
    let Item { symbol, label, danger, act } = item;
    let text = if name.is_empty() { label.to_owned() } else { [label, " ", &name].concat() };
    Entry {
        key: ["act ", label, " ", of].concat(),
        symbol,
        text,
        group: t(Text::Actions),
        more,
        danger,
        tone: Tone::Idle,
        does: Does::Act(act),
    }
}

impl Finder {
    /// In what is there now.
    pub(super) fn new() -> Self {
        let live = Live::expect();
        let stacks = untrack(|| {
            live.containers(|rows| {
                let mut named: Vec<&String> = rows.iter().filter_map(|row| row.stack.as_ref()).collect();
                named.sort_unstable();
                named.dedup();
                named.into_iter().cloned().collect()
            })
        });
        let uses = Uses::parse(&kept(USES).unwrap_or_default());
        Self { live, acting: Acting::new(), keys: Keys::expect(), stacks, uses, today: today() }
    }

    /// What fits, the best first and those of its kind below it: of everything, or of what can be done to one thing.
    pub(super) fn find(&self, typed: &str, about: Option<&Thing>) -> Vec<Entry> {
        let best = Best::of(MOST);
        let mut search = Search { wanted: Wanted::new(typed), uses: &self.uses, today: self.today, best };
        match about {
            Some(thing) => {
                for item in untrack(|| thing.acts(&self.acting)) {
                    search.offer_item(item, &key(thing));
                }
            }
            None => untrack(|| self.find_in_all(typed, &mut search)),
        }
        grouped(search.best.into_list())
    }

    fn find_in_all(&self, typed: &str, search: &mut Search) {
        for (symbol, word, route) in self.pages() {
            if let Some(fit) = fit(&search.wanted, t(word)) {
                let key = ["page ", &route.to_string()].concat();
                let does = Does::Go(route);
                let (text, group) = (t(word).to_owned(), t(Text::Pages));
                let tone = Tone::Idle;
                search.offer(fit, Entry { key, symbol, text, group, more: "", danger: false, tone, does });
            }
        }
        for item in self.commands() {
            search.offer_item(item, "");
        }
        let is_all = typed.trim().is_empty();
        self.each_thing(typed, &search.wanted, &mut |fit, thing| {
            let fit = fit + self.uses.bonus(&key(&thing), self.today);
            // Of all there is, only what was chosen before.
            if !is_all || fit > 0 {
                let name = thing.name();
                search.best.offer(fit, search.wanted.order(&name), || open(thing));
            }
        });
        self.find_by_verb(typed, search);
    }

    /// `stop web` and `web stop`: what can be done to the things that the rest fits.
    fn find_by_verb(&self, typed: &str, search: &mut Search) {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let ([first, rest @ ..], [before @ .., last]) = (&words[..], &words[..]) else { return };
        for (verb, rest) in [(first, rest), (last, before)] {
            if rest.is_empty() {
                return;
            }
            let rest = rest.join(" ");
            let mut things = Best::of(THINGS_OF_A_VERB);
            self.each_thing(&rest, &Wanted::new(&rest), &mut |fit, thing| {
                let name = thing.name();
                things.offer(fit, &name, || (fit, thing));
            });
            let verb = Wanted::new(verb);
            for (worth, thing) in things.into_list() {
                for item in thing.acts(&self.acting) {
                    if let Some(own) = fit(&verb, item.label) {
                        search.offer(worth + own, entry(item, &key(&thing), thing.name(), t(thing.kind())));
                    }
                }
            }
        }
    }

    /// Each thing that fits, and how well.
    fn each_thing(&self, typed: &str, wanted: &Wanted, found: &mut dyn FnMut(u32, Thing)) {
        let typed = typed.trim();
        let could_be_id = typed.len() >= SHORTEST_ID;
        for stack in &self.stacks {
            if let Some(fit) = wanted.fit(stack) {
                found(fit, Thing::Stack(stack.clone()));
            }
        }
        self.live.containers(|rows| {
            for row in rows.iter() {
                let by_id = || could_be_id && is_id(&row.id.0, typed);
                if let Some(fit) = wanted.fit(&row.name).or_else(|| by_id().then_some(ID_FITS)) {
                    found(fit, Thing::Container(row.clone()));
                }
            }
        });
        self.live.images(|rows| {
            for row in rows.iter() {
                if let Some(fit) = row.tags.iter().filter_map(|tag| wanted.fit(tag)).max() {
                    found(fit, Thing::Image(row.clone()));
                }
            }
        });
        self.live.volumes(|rows| {
            for row in rows.iter() {
                if let Some(fit) = wanted.fit(&row.name) {
                    found(fit, Thing::Volume(row.clone()));
                }
            }
        });
        self.live.networks(|rows| {
            for row in rows.iter() {
                if let Some(fit) = wanted.fit(&row.name) {
                    found(fit, Thing::Network(row.clone()));
                }
            }
        });
    }

    fn pages(&self) -> Vec<(Icon, Text, Route)> {
        let list = Listing::default;
        let mut pages = vec![
            (Icon::Gauge, Text::Dashboard, Route::Dashboard),
            (Icon::Box, Text::Containers, Route::Containers(list())),
            (Icon::Layers, Text::Images, Route::Images(list())),
            (Icon::Disk, Text::Volumes, Route::Volumes(list())),
            (Icon::Network, Text::Networks, Route::Networks(list())),
            (Icon::Chip, Text::Engine, Route::Engine),
            (Icon::Download, Text::Jobs, Route::Jobs),
            (Icon::Person, Text::Account, Route::Account),
            (Icon::Gear, Text::Settings, Route::Settings),
        ];
        if self.live.is_admin() {
            pages.extend([
                (Icon::People, Text::People, Route::People),
                (Icon::Scroll, Text::Audit, Route::Audit { query: String::new() }),
                (Icon::Pencil, Text::DesignSystem, Route::Parts),
            ]);
        }
        pages
    }

    fn commands(&self) -> Vec<Item> {
        let keys = self.keys;
        let mut commands = self.acting.commands();
        let theme = |symbol, word, theme: Theme| Item::new(symbol, t(word), move || theme.choose());
        commands.extend([
            theme(Icon::Moon, Text::ThemeDark, Theme::Dark),
            theme(Icon::Sun, Text::ThemeLight, Theme::Light),
            theme(Icon::Monitor, Text::ThemeSystem, Theme::System),
        ]);
        let others = Language::ALL.into_iter().filter(|(language, _)| *language != LANGUAGE);
        commands
            .extend(others.map(|(language, name)| {
                Item::new(Icon::Globe, name, move || api::choose_language(language))
            }));
        commands.extend([
            Item::new(Icon::Keyboard, t(Text::Shortcuts), move || keys.open_help()),
            Item::new(Icon::Door, t(Text::LogOut), || leptos::task::spawn_local(api::log_out())),
        ]);
        commands
    }
}

/// Those of a kind together, each kind where the best of it stood.
fn grouped(mut entries: Vec<Entry>) -> Vec<Entry> {
    let mut groups: Vec<&str> = Vec::new();
    for entry in &entries {
        if !groups.contains(&entry.group) {
            groups.push(entry.group);
        }
    }
    entries.sort_by_key(|entry| groups.iter().position(|group| *group == entry.group));
    entries
}

fn open(thing: Thing) -> Entry {
    let ((symbol, tone), text, group) = (thing.sign(), thing.name(), t(thing.kinds()));
    Entry { key: key(&thing), symbol, text, group, more: "", danger: false, tone, does: Does::Open(thing) }
}

/// By kind and name: what is made anew under its name is used as before.
fn key(thing: &Thing) -> String {
    let kind = match thing {
        Thing::Container(_) => "container ",
        Thing::Image(_) => "image ",
        Thing::Volume(_) => "volume ",
        Thing::Network(_) => "network ",
        Thing::Stack(_) => "stack ",
    };
    [kind, &thing.name()].concat()
}

/// Under which uses are kept.
const USES: &str = "palette";

/// Remembers that something was chosen.
pub(super) fn note(key: &str) {
    let mut uses = Uses::parse(&kept(USES).unwrap_or_default());
    uses.note(key, today());
    keep(USES, Some(&uses.print()));
}

/// Days since 1970.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days fit")]
fn today() -> u32 {
    const DAY: f64 = 86_400_000.0;
    (js_sys::Date::now() / DAY) as u32
}
