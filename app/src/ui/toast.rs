//! Short news in the corner: what was done, and what failed while nobody looked at it.

use std::sync::Arc;

use crate::ui::dom::{Drawn, Memo, RwSignal, beside, each, expect_context, provide_context, view};
use leptos::prelude::*;

use super::{Icon, IconButton, focus_first, focus_rest, focused_in, icon, later::wait_for_styles};
use crate::i18n::{Message, Text, say, t};

/// How long good news stays. Bad news stays until it is put away.
const SHOWN: std::time::Duration = std::time::Duration::from_secs(6);
/// The older ones wait when there are more, behind a link to where all are. On a phone several would cover half of it.
const MOST: usize = 4;
const MOST_ON_A_PHONE: usize = 1;
/// As the styles have it.
const PHONE: &str = "(max-width: 760px)";
/// As many are kept to be looked up again. Of more, the oldest good ones go first.
const KEPT: usize = 50;

/// Something that happened.
#[derive(Clone)]
pub(crate) struct Toast {
    pub(crate) number: u32,
    /// When, in milliseconds since 1970.
    pub(crate) at: f64,
    pub(crate) text: String,
    pub(crate) bad: bool,
    pub(crate) beside: Option<Beside>,
    /// Until it is put away.
    shown: bool,
}

/// What stands beside news, as long as whoever told it wants: drawn by their own code for the news of this number.
pub(crate) type Beside = Arc<dyn Fn(u32) -> Drawn + Send + Sync>;

/// The news of this page.
#[derive(Clone, Copy)]
pub(crate) struct Toasts(RwSignal<Vec<Toast>>);

impl Toasts {
    /// For the whole page.
    pub(crate) fn provide() {
        provide_context(Self(RwSignal::new(Vec::new())));
    }

    /// The news of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Tells good news.
    pub(crate) fn good(&self, text: String) {
        let number = self.add(text, false, None);
        let toasts = *self;
        set_timeout(move || toasts.put_away(number), SHOWN);
    }

    /// Tells bad news.
    pub(crate) fn bad(&self, text: String) {
        self.add(text, true, None);
    }

    /// Tells good news with something beside it; it stays until it is put away.
    pub(crate) fn offer(&self, text: String, beside: Beside) -> u32 {
        self.add(text, false, Some(beside))
    }

    /// All that is kept, the newest first; followed.
    pub(crate) fn past(&self) -> Vec<Toast> {
        self.0.with(|list| list.iter().rev().cloned().collect())
    }

    /// Has it not stand there any more. It is kept.
    pub(crate) fn put_away(&self, number: u32) {
        self.change(number, |toast| toast.shown = false);
    }

    /// The same, and nothing stands beside it any more.
    pub(crate) fn take(&self, number: u32) {
        self.change(number, |toast| {
            toast.shown = false;
            toast.beside = None;
        });
    }

    fn change(&self, number: u32, change: fn(&mut Toast)) {
        self.0.update(|list| list.iter_mut().filter(|toast| toast.number == number).for_each(change));
    }

    fn add(&self, text: String, bad: bool, beside: Option<Beside>) -> u32 {
        if self.0.with_untracked(Vec::is_empty) {
            leptos::task::spawn_local(fill(*self));
        }
        let mut number = 0;
        self.0.update(|list| {
            number = list.last().map_or(0, |toast| toast.number + 1);
            if list.len() == KEPT {
                list.remove(list.iter().position(|toast| !toast.bad).unwrap_or_default());
            }
            list.push(Toast { number, at: js_sys::Date::now(), text, bad, beside, shown: true });
        });
        number
    }
}

/// Where the news stand, as soon as there is any: a reader of screens hears only what comes into a place that it knows.
#[component]
pub(crate) fn ToastList() -> Drawn {
    view! { <div class="toasts" role="status" aria-live="polite"></div> }
}

/// Puts the news where they stand, for as long as the page is open. All of it comes with whoever tells the first.
async fn fill(toasts: Toasts) {
    wait_for_styles().await;
    if let Ok(Some(place)) = document().query_selector(".toasts") {
        std::mem::forget(beside(&place, || list(toasts)));
    }
}

/// How many stand there at once.
fn most() -> usize {
    let phone = window().match_media(PHONE).ok().flatten();
    if phone.is_some_and(|phone| phone.matches()) { MOST_ON_A_PHONE } else { MOST }
}

fn list(toasts: Toasts) -> Drawn {
    let one = move |toast: Toast| {
        let put_away = Callback::new(move |()| {
            if let Some(own) = focused_in(".toast") {
                let beside = own.next_element_sibling().or_else(|| own.previous_element_sibling());
                let _ = focus_first(beside, "button") || focus_rest(focused_in("dialog"));
            }
            toasts.put_away(toast.number);
        });
        view! {
            <div class="toast" class:bad=toast.bad>
                {icon(if toast.bad { Icon::Alert } else { Icon::Check })}
                <span>{toast.text}</span>
                {toast.beside.map(|draw| draw(toast.number))}
                <IconButton label=t(Text::Dismiss) symbol=Icon::Close on_press=put_away />
            </div>
        }
    };
    let shown = move || {
        let mut all = toasts.0.get();
        all.retain(|toast| toast.shown);
        all
    };
    let waiting = Memo::new(move || shown().len().saturating_sub(most()));
    let last = move || shown().split_off(waiting.get());
    view! {
        {move || (waiting.get() > 0).then(|| view! {
            <a class="toast" href="/jobs">{t(Text::PastNews)} " " {say(Message::More(waiting.get()))}</a>
        })}
        {each(last, |toast| toast.number, one)}
    }
}
