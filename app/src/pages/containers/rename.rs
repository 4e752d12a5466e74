//! Another name for a container, and the way back.

use std::sync::Arc;

use crate::ui::dom::{Drawn, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Container, Id, NewName, Rename};

use super::Asking;
use crate::{
    actions::{Actions, Submission, Target},
    api,
    i18n::{Message, Text, say, t},
    route::{Route, Router},
    ui::{Dialog, DialogForm, Field},
};

/// The question.
#[component]
pub(super) fn RenameDialog(row: Arc<Container>) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let router = Router::expect();
    let submission = Submission::new();
    let name = RwSignal::new(row.name.clone());
    let close = asking.closing();
    let title = say(Message::RenameContainer(&row.name));
    let send = Callback::new(move |()| {
        let (id, from) = (row.id, row.name.clone());
        let to = name.get_untracked().trim().to_owned();
        let request = api::prepare(&Rename { id, new: NewName { name: to.clone() } });
        submission.change(
            request,
            Box::new(move |seq| {
                actions.settle(Target::Container(id), Text::Renaming, seq);
                close.try_run(());
                renamed(actions, router, id, from, to);
            }),
        );
    });
    let blocked = Signal::derive(move || name.with(|name| name.trim().is_empty()));
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::Rename)
                busy=submission.busy
                failure=submission.failure
                blocked=blocked
                on_submit=send
            >
                <Field id="new-name" label=t(Text::Name) value=name hint=t(Text::NameHint) />
            </DialogForm>
        </Dialog>
    }
}

/// It is called otherwise: its own page follows its name, and the one that it had can be given back.
fn renamed(actions: Actions, router: Router, id: Id, from: String, to: String) {
    if let Route::Container { key, tab } = router.current_untracked()
        && key == from
    {
        router.readdress(&Route::Container { key: to.clone(), tab });
    }
    let news = say(Message::NowCalled(&from, &to));
    let back = move |actions| rename(actions, router, id, to.clone(), from.clone());
    actions.tell(news, Some(Arc::new(back)));
}

fn rename(actions: Actions, router: Router, id: Id, from: String, to: String) {
    let request = api::prepare(&Rename { id, new: NewName { name: to.clone() } });
    let name = from.clone();
    let done = Box::new(move |actions| renamed(actions, router, id, from, to));
    actions.run(Target::Container(id), name, Text::Renaming, request, done);
}
