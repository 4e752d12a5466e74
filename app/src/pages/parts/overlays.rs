//! What stands over the page for a while.

use crate::ui::dom::{Draw, Drawn, RwSignal, view};
use leptos::prelude::*;

use super::Part;
use crate::{
    actions::Submission,
    i18n::{Text, t},
    ui::{AnyText, Button, Confirm, Icon, Item, Kind, Menu, Toasts, icon, offered},
};

/// A menu, with something dangerous in it.
#[component]
pub(super) fn Menus() -> Drawn {
    let items = Callback::new(|()| {
        offered(vec![
            Item::new(Icon::Play, t(Text::Start), || ()),
            Item::new(Icon::Pencil, t(Text::Rename), || ()),
            Item::new(Icon::Trash, t(Text::Remove), || ()).danger(),
        ])
    });
    view! { <Part title=Text::PartMenus><Menu label=t(Text::Actions) items=items>{icon(Icon::More)}</Menu></Part> }
}

/// A question, an alarming one, one that is on its way and one that has failed.
#[component]
pub(super) fn Dialogs() -> Drawn {
    let open = RwSignal::new(None::<(Kind, Submission)>);
    let close = Callback::new(move |()| open.set(None));
    let button = move |kind, submission: Submission, word| {
        let press = Callback::new(move |()| open.set(Some((kind, submission))));
        view! { <Button label=t(word) kind=kind on_press=press /> }
    };
    let (fresh, busy, failed) = (Submission::new(), Submission::new(), Submission::new());
    busy.busy.set(true);
    let said = AnyText { title: t(Text::SampleProblem).into(), more: t(Text::AdviceTryAgain).into() };
    failed.failure.set(Some(said));
    view! {
        <Part title=Text::PartDialogs>
            {button(Kind::Plain, fresh, Text::Confirm)}
            {button(Kind::Danger, fresh, Text::Remove)}
            {button(Kind::Plain, busy, Text::Loading)}
            {button(Kind::Plain, failed, Text::JobFailed)}
            {move || match open.get() {
                None => ().drawn(),
                Some((kind, Submission { busy, failure })) => view! {
                    <Confirm
                        title=t(Text::Sample)
                        submit=t(Text::Confirm)
                        kind=kind
                        busy=busy
                        failure=failure
                        on_submit=Callback::new(|()| ())
                        on_close=close
                    >
                        <p>{t(Text::RemoveContainerLoses)}</p>
                    </Confirm>
                },
            }}
        </Part>
    }
}

/// Good news, and bad.
#[component]
pub(super) fn News() -> Drawn {
    let toasts = Toasts::expect();
    let good = Callback::new(move |()| toasts.good(t(Text::Sample).into()));
    let bad = Callback::new(move |()| toasts.bad(t(Text::SampleProblem).into()));
    view! {
        <Part title=Text::PartToasts>
            <Button label=t(Text::JobDone) symbol=Some(Icon::Check) on_press=good />
            <Button label=t(Text::JobFailed) symbol=Some(Icon::Alert) on_press=bad />
        </Part>
    }
}
