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
            </div>
            <footer>
                <p class="faint">{t(Text::KeysOffHint)}</p>
                <form method="dialog"><button class="button" autofocus>{t(Text::Close)}</button></form>
            </footer>
        </Dialog>
    }
}

fn line(shortcut: &Shortcut) -> Drawn {
    view! { <div><dt>{t(shortcut.text)}</dt><dd><Keycaps keys=shortcut.keys.to_vec() /></dd></div> }
}
