//! Short news in the corner: what was done, and what failed while nobody looked at it.

use crate::ui::dom::{Drawn, RwSignal, each, expect_context, provide_context, view};
use leptos::prelude::*;

use super::{Icon, IconButton, icon};
use crate::i18n::{Text, t};

/// How long good news stays. Bad news stays until it is put away.
const SHOWN: std::time::Duration = std::time::Duration::from_secs(6);
/// The oldest go first when there are more.
const MOST: usize = 4;

#[derive(Clone)]
struct Toast {
    number: u32,
    text: String,
    bad: bool,
}

/// The news of this page.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// For the whole page.
    pub(crate) fn provide() {
        provide_context(Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) });
    }

    /// The news of this page.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Tells good news.
    pub(crate) fn good(&self, text: String) {
        let number = self.add(text, false);
        let toasts = *self;
        set_timeout(move || toasts.put_away(number), SHOWN);
    }

    /// Tells bad news.
    pub(crate) fn bad(&self, text: String) {
        self.add(text, true);
    }

    fn add(&self, text: String, bad: bool) -> u32 {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        self.list.update(|list| {
            list.push(Toast { number, text, bad });
            let excess = list.len().saturating_sub(MOST);
            list.drain(..excess);
        });
        number
    }

    fn put_away(&self, number: u32) {
        self.list.update(|list| list.retain(|toast| toast.number != number));
    }
}

/// Where the news stand.
#[component]
pub(crate) fn ToastList() -> Drawn {
    let toasts = Toasts::expect();
    let one = move |toast: Toast| {
        let put_away = Callback::new(move |()| toasts.put_away(toast.number));
        view! {
            <div class="toast" class:bad=toast.bad>
                {icon(if toast.bad { Icon::Alert } else { Icon::Check })}
                <span>{toast.text}</span>
                <IconButton label=t(Text::Dismiss) symbol=Icon::Close on_press=put_away />
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {each(move || toasts.list.get(), |toast| toast.number, one)}
        </div>
    }
}
