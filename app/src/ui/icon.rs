//! Icons: sixteen units square, drawn with one line.

use crate::ui::dom::{Drawn, Signal, constant, view};

/// What an icon shows: its line.
///
/// A constant for each, and not a variant: what only a page shows is loaded with that page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Icon(&'static str);

macro_rules! icons {
    ($($name:ident: $line:literal,)*) => {
        #[expect(non_upper_case_globals, reason = "they are named as variants are")]
        impl Icon {
            $(pub(crate) const $name: Self = Self($line);)*

            /// All of them, by their names.
            pub(crate) const ALL: &[(&str, Self)] = &[$((stringify!($name), Self::$name)),*];
        }
    };
}

icons! {
    Alert: "M8 2 14.5 13.5h-13zM8 6.5v3.25M8 11.75h.01",
    Back: "M10 3.5 5.5 8l4.5 4.5",
    Bolt: "M9 1.75 3.5 9H8l-1 5.25L12.5 7H8z",
    Box: "M8 1.75 14 5v6l-6 3.25L2 11V5zM2 5l6 3.25L14 5M8 8.25v6",
    Check: "M3 8.5 6.5 12 13 4.5",
    Chip: "M4.5 4.5h7v7h-7zM6 1.75v2.75M10 1.75v2.75M6 11.5v2.75M10 11.5v2.75M1.75 6H4.5M1.75 10H4.5M11.5 6h2.75M11.5 10h2.75",
    Clock: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.75V8l2.25 1.5",
    Close: "M4 4l8 8M12 4l-8 8",
    Copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
    Disk: "M2.5 4c0-1.2 2.5-2 5.5-2s5.5.8 5.5 2-2.5 2-5.5 2-5.5-.8-5.5-2zM2.5 4v8c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2V4M2.5 8c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2",
    Door: "M6 2.5H2.5v11H6M10.5 11.5 14 8l-3.5-3.5M14 8H6",
    Down: "M4 6l4 4 4-4",
    Download: "M8 2v8.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
    Enter: "M13 4v4.5H3.5M6.5 5.5l-3 3 3 3",
    Gauge: "M2.5 12a6.5 6.5 0 1 1 11 0M8 9.5 11 6",
    Gear: "M8 5.75a2.25 2.25 0 1 1 0 4.5 2.25 2.25 0 0 1 0-4.5zM8 1.75v2M8 12.25v2M1.75 8h2M12.25 8h2M3.6 3.6 5 5M11 11l1.4 1.4M3.6 12.4 5 11M11 5l1.4-1.4",
    Globe: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM2 8h12M8 2c4 4 4 8 0 12M8 2c-4 4-4 8 0 12",
    Info: "M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5zM8 7.25v4M8 4.75h.01",
    Keyboard: "M1.75 4h12.5v8.25H1.75zM4.25 6.5h.01M6.75 6.5h.01M9.25 6.5h.01M11.75 6.5h.01M5 9.5h6",
    Layers: "M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3",
    Lighthouse: "M6.5 6h3l1 8h-5zM6 3.75h4V6H6zM6 3.75 8 1.75l2 2M3.5 4 1 3M3.5 5.75 1 6.75M12.5 4 15 3M12.5 5.75l2.5 1M3 14h10",
    Monitor: "M2 3h12v8H2zM6 13.5h4M8 11v2.5",
    Moon: "M13.5 9.5A6 6 0 1 1 6.5 2.5a5 5 0 0 0 7 7z",
    More: "M3.5 7.5v1M8 7.5v1M12.5 7.5v1",
    Network: "M6.25 2h3.5v3h-3.5zM1.75 11h3.5v3h-3.5zM10.75 11h3.5v3h-3.5zM8 5v3M3.5 11V8h9v3",
    Pause: "M5.5 3.5v9M10.5 3.5v9",
    Pencil: "M10.5 3 13 5.5 5.5 13H3v-2.5z",
    People: "M6 3a2.25 2.25 0 1 1 0 4.5A2.25 2.25 0 0 1 6 3zM1.75 13a4.25 4.25 0 0 1 8.5 0M10.5 3.2a2.25 2.25 0 0 1 0 4.1M12 9.2a4.25 4.25 0 0 1 2.5 3.8",
    Person: "M8 2.25a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5zM2.75 14a5.25 5.25 0 0 1 10.5 0",
    Play: "M5 3.2v9.6L12.5 8z",
    Plug: "M5.5 1.75v3.5M10.5 1.75v3.5M3.5 5.25h9V7a4.5 4.5 0 0 1-9 0zM8 11.5v2.75",
    Plus: "M8 3v10M3 8h10",
    Restart: "M13 8.5a5 5 0 1 1-1.5-4M13 1.75v3h-3",
    Ring: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z",
    RingCross: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM6 6l4 4M10 6l-4 4",
    RingHalf: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 2v12M8 5h5.2M8 8h6M8 11h5.2",
    RingPause: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM6.5 6v4M9.5 6v4",
    RingPlay: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM6.75 5.75v4.5L10.25 8z",
    RingStop: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM6.25 6.25h3.5v3.5h-3.5z",
    Scroll: "M4 2h8v12H4zM6 5.25h4M6 8h4M6 10.75h2.5",
    Search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.4 10.4 14 14",
    Sliders: "M2 4.5h6.5M12 4.5h2M2 11.5h2M7.5 11.5H14M8.5 3h3.5v3H8.5zM4 10h3.5v3H4z",
    Spinner: "M8 2a6 6 0 1 1-5.2 3",
    Stack: "M2 3h12v3.5H2zM2 9.5h12V13H2zM4.5 4.75h.01M4.5 11.25h.01",
    Stop: "M4 4h8v8H4z",
    Sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1.25v1.25M8 13.5v1.25M1.25 8H2.5M13.5 8h1.25M3.2 3.2l.9.9M11.9 11.9l.9.9M3.2 12.8l.9-.9M11.9 4.1l.9-.9",
    Tag: "M2.5 2.5h5.5l6 6L8.5 14l-6-6zM5.25 5.25h.01",
    Trash: "M2.5 4.25h11M6 4V2.5h4V4M4 4.25l.6 9.25h6.8l.6-9.25M6.6 7v4M9.4 7v4",
    Up: "M8 12.5v-9M4.5 7 8 3.5 11.5 7",
}

impl Icon {
    fn class(self) -> &'static str {
        if self == Self::Spinner { "icon spin" } else { "icon" }
    }
}

constant!(Icon, Option<Icon>);

impl From<Signal<Icon>> for Signal<Option<Icon>> {
    fn from(icon: Signal<Icon>) -> Self {
        Self::derive(move || Some(icon.get()))
    }
}

/// An icon beside the text that says the same, so a screen reader skips it.
pub(crate) fn icon(icon: Icon) -> Drawn {
    view! { <svg class=icon.class() viewBox="0 0 16 16" aria-hidden="true"><path d=icon.0 /></svg> }
}

/// One that becomes another where it stands.
pub(super) fn changing_icon(icon: Signal<Icon>) -> Drawn {
    view! {
        <svg class=move || icon.get().class() viewBox="0 0 16 16" aria-hidden="true"><path d=move || icon.get().0 /></svg>
    }
}
