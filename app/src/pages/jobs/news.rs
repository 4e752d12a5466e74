//! The news of this tab, for whoever has put them away or looked elsewhere.

use crate::ui::dom::{Draw, Drawn, Memo, each, view};
use leptos::prelude::*;
use wire::Time;

use crate::{
    age::Age,
    i18n::{Text, t},
    ui::{Icon, Mark, Toast, Toasts, Tone},
};

/// The list; nothing where there is no news.
#[component]
pub(super) fn PastNews() -> Drawn {
    let toasts = Toasts::expect();
    let any = Memo::new(move || !toasts.past().is_empty());
    // A line is drawn anew when what stood beside it was used.
    let key = |toast: &Toast| (toast.number, toast.beside.is_some());
    let lines = move || each(move || toasts.past(), key, line);
    (move || {
        any.get().then(|| {
            view! {
                <div class="cards jobs-list">
                    <section class="card news">
                        <h2 id="past-news">{t(Text::PastNews)}</h2>
                        <ul aria-labelledby="past-news">{untrack(lines)}</ul>
                    </section>
                </div>
            }
        })
    })
    .drawn()
}

fn line(toast: Toast) -> Drawn {
    #[expect(clippy::cast_possible_truncation, reason = "a moment of today")]
    let at = Time((toast.at / 1000.0) as i64);
    let (shape, tone, word) = match toast.bad {
        true => (Icon::Alert, Tone::Bad, Text::JobFailed),
        false => (Icon::Check, Tone::Good, Text::JobDone),
    };
    view! {
        <li>
            <Mark shape=shape tone=tone label=t(word) />
            <span class="what">{toast.text}</span>
            {toast.beside.map(|beside| beside(toast.number))}
            <Age at=at class="faint when" />
        </li>
    }
}
