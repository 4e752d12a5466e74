//! Creating a container: a form that says as it is typed what it will do, and whether it can.

mod ahead;
mod defaults;
mod draft;
mod env_file;
mod fields;
mod form;
mod meaning;
mod options;
mod paste;
mod progress;
mod rest;

use crate::ui::dom::{Drawn, Memo, RwSignal, view};
use leptos::prelude::*;
use wire::JobId;

use crate::{
    i18n::{Text, t},
    live::Live,
    ui::{Notice, Skeleton, Tone, later},
};
use fields::FormView;
use form::Form;
use progress::aside;

/// The page.
#[component]
pub(crate) fn CreatePage(image: String) -> Drawn {
    let live = Live::expect();
    let form = Form::new(image);
    let job = RwSignal::new(None::<JobId>);
    let may = Memo::new(move || (live.is_ready(), live.allowed().create));
    view! {
        <header class="page-head">
            <p class="crumb"><a href="/containers">{t(Text::Containers)}</a></p>
            <h1>{t(Text::CreateContainer)}</h1>
        </header>
        <div class="page-body">{move || match may.get() {
            (false, _) => view! { <Skeleton /> },
            (_, false) => view! {
                <div class="connection"><Notice tone=Tone::Warn title=t(Text::MayNotCreate)>{t(Text::AdviceAskAdmin)}</Notice></div>
            },
            _ => view! {
                <div class="create">
                    <FormView form=form job=job />
                    {later(aside(form, job), ())}
                </div>
            },
        }}</div>
    }
}
