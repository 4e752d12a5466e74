//! The list of all keys.

use crate::ui::dom::{DrawAll, Drawn, view};
use leptos::prelude::*;

use super::shortcuts::{ALL, Does, Shortcut};
use crate::{
    i18n::{Text, t},
    live::Live,
    ui::{Dialog, Keycaps},
};

/// The list.
#[component]
pub(super) fn Help(on_close: Callback<()>) -> Drawn {
    let live = Live::expect();
    let admin = untrack(|| live.is_admin());
    let section = move |(title, shortcuts): (Text, &'static [Shortcut])| {
        let shown = shortcuts.iter().filter(|one| admin || !matches!(one.does, Does::GoAsAdmin(_)));
        view! {
            <section>
                <h3>{t(title)}</h3>
                <dl>{shown.map(line).draw_all()}</dl>
            </section>
        }
    };
    view! {
        <Dialog title=t(Text::Shortcuts) class="wide looked-up" on_close=on_close>
            <div class="inside shortcuts" tabindex="0" role="group" aria-label=t(Text::Shortcuts)>
                {ALL.into_iter().map(section).draw_all()}
                <section>
                    <h3>{t(Text::SearchExamples)}</h3>
                    <dl>{SEARCHES.into_iter().map(example).draw_all()}</dl>
                </section>
            </div>
            <footer>
                <p class="faint">{t(Text::KeysOffHint)}</p>
                <form method="dialog"><button class="button" autofocus>{t(Text::Close)}</button></form>
            </footer>
        </Dialog>
    }
}

/// What can be typed into a list's search box, and what it finds.
const SEARCHES: [(Text, &str); 3] = [
    (Text::SearchAll, "is:running web"),
    (Text::SearchNot, "-image:redis"),
    (Text::SearchQuoted, "stack:\"my shop\""),
];

fn example((text, search): (Text, &'static str)) -> Drawn {
    view! { <div><dt>{t(text)}</dt><dd><code>{search}</code></dd></div> }
}

fn line(shortcut: &Shortcut) -> Drawn {
    view! { <div><dt>{t(shortcut.text)}</dt><dd><Keycaps keys=shortcut.keys.to_vec() /></dd></div> }
}
