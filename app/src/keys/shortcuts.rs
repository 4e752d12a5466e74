//! The table of keys: what they do, and what the list of them says, come from it.

use crate::{
    i18n::Text,
    route::{Listing, Route},
};

use super::{HELP, PALETTE};

/// Any digit but zero, as a key of the table.
const DIGIT: &str = "1 – 9";

/// Before a letter that is meant as a capital one.
const SHIFT: &str = "Shift+";

/// Keys, pressed one after the other, and what they do.
pub(super) struct Shortcut {
    pub(super) keys: &'static [&'static str],
    pub(super) text: Text,
    pub(super) does: Does,
}

/// What keys do.
#[derive(Clone, Copy)]
pub(super) enum Does {
    Palette,
    Help,
    /// Goes to a page.
    Go(fn() -> Route),
    /// The same, which only admins see.
    GoAsAdmin(fn() -> Route),
    /// To where the list is searched.
    Search,
    /// What the page offers first.
    First,
    /// The menu of a row, or of the page.
    Menu,
    /// So many rows on.
    Step(i32),
    /// To the first row, or to the last.
    End {
        last: bool,
    },
    /// Picks all rows.
    PickAll,
    /// The tab in the place of the digit.
    Tab,
    /// What the row does that has the focus, before it comes here.
    InRow,
}

/// All of them, by where they do something.
pub(super) const ALL: [(Text, &[Shortcut]); 4] = [
    (
        Text::KeysAnywhere,
        &[to(&[PALETTE], Text::Palette, Does::Palette), to(&[HELP], Text::Shortcuts, Does::Help)],
    ),
    (
        Text::KeysHere,
        &[
            to(&["/"], Text::FocusSearch, Does::Search),
            to(&["c"], Text::FirstAction, Does::First),
            to(&[DIGIT], Text::OpenTab, Does::Tab),
        ],
    ),
    (
        Text::KeysInLists,
        &[
            to(&["j"], Text::NextRow, Does::Step(1)),
            to(&["k"], Text::PreviousRow, Does::Step(-1)),
            to(&["g", "g"], Text::FirstRow, Does::End { last: false }),
            to(&["Shift+g"], Text::LastRow, Does::End { last: true }),
            to(&["↑", "↓", "←", "→"], Text::OtherCells, Does::InRow),
            to(&["x"], Text::PickRow, Does::InRow),
            to(&["Shift+x"], Text::PickRows, Does::InRow),
            to(&["a"], Text::PickAll, Does::PickAll),
            to(&["Escape"], Text::PickNone, Does::InRow),
            to(&["."], Text::OpenRowMenu, Does::Menu),
            to(&["c"], Text::CopyCell, Does::InRow),
        ],
    ),
    (
        Text::KeysGo,
        &[
            to(&["g", "d"], Text::Dashboard, Does::Go(|| Route::Dashboard)),
            to(&["g", "c"], Text::Containers, Does::Go(|| Route::Containers(Listing::default()))),
            to(&["g", "i"], Text::Images, Does::Go(|| Route::Images(Listing::default()))),
            to(&["g", "v"], Text::Volumes, Does::Go(|| Route::Volumes(Listing::default()))),
            to(&["g", "n"], Text::Networks, Does::Go(|| Route::Networks(Listing::default()))),
            to(&["g", "e"], Text::Engine, Does::Go(|| Route::Engine)),
            to(&["g", "j"], Text::Jobs, Does::Go(|| Route::Jobs)),
            to(&["g", "p"], Text::People, Does::GoAsAdmin(|| Route::People)),
            to(&["g", "a"], Text::Audit, Does::GoAsAdmin(|| Route::Audit { query: String::new() })),
            to(&["g", "m"], Text::Account, Does::Go(|| Route::Account)),
            to(&["g", "s"], Text::Settings, Does::Go(|| Route::Settings)),
        ],
    ),
];

const fn to(keys: &'static [&'static str], text: Text, does: Does) -> Shortcut {
    Shortcut { keys, text, does }
}

fn is_heard(shortcut: &&Shortcut) -> bool {
    !matches!(shortcut.does, Does::InRow)
}

/// What a key means.
pub(super) enum Meaning {
    /// It does this.
    Does(Does),
    /// Another has to follow.
    Begins,
    Nothing,
}

/// What a key means after the one before it, which began something.
pub(super) fn meaning(before: Option<&str>, key: &str) -> Meaning {
    let all = || ALL.iter().flat_map(|(_, shortcuts)| shortcuts.iter()).filter(is_heard);
    let is = |known: &str| match known.strip_prefix(SHIFT) {
        Some(letter) => letter.to_ascii_uppercase() == key,
        None => known == key || known == DIGIT && matches!(key.as_bytes(), [b'1'..=b'9']),
    };
    let after = before.and_then(|before| {
        all().find(|shortcut| matches!(shortcut.keys, [first, second] if *first == before && is(second)))
    });
    let alone = || all().find(|shortcut| matches!(shortcut.keys, [only] if is(only)));
    match after.or_else(alone) {
        Some(shortcut) => Meaning::Does(shortcut.does),
        None if all().any(|shortcut| matches!(shortcut.keys, [first, _] if is(first))) => Meaning::Begins,
        None => Meaning::Nothing,
    }
}

#[cfg(test)]
mod tests;
