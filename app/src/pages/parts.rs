//! The design system: every part that pages are made of, in each of its states. For admins, and whoever works on it.

mod controls;
mod overlays;
mod signs;
mod tokens;

use crate::ui::dom::{Drawn, Inside, Memo, view};
use leptos::prelude::*;

use super::UnknownPage;
use crate::{
    i18n::{Text, t},
    live::Live,
    ui::Skeleton,
};
use controls::{Buttons, Fields, TabRow, Tables};
use overlays::{Dialogs, Menus, News};
use signs::{
    Badges, Codes, Emptiness, FactList, Icons, KeyRow, Notices, Numbers, Progresses, Skeletons, Tooltips,
};
use tokens::{Colours, Motions, Steps, Types};

/// The page.
#[component]
pub(crate) fn PartsPage() -> Drawn {
    let live = Live::expect();
    let admin = Memo::new(move || live.is_admin());
    view! {
        {move || match (live.is_ready(), admin.get()) {
            (false, _) => view! { <Skeleton /> },
            (true, true) => untrack(|| view! { <Parts /> }),
            (true, false) => view! { <UnknownPage /> },
        }}
    }
}

#[component]
fn Parts() -> Drawn {
    view! {
        <header class="page-head">
            <h1>{t(Text::DesignSystem)}</h1>
            <p class="about">{t(Text::PartsAbout)}</p>
        </header>
        <div class="page-body parts">
            <Colours />
            <Types />
            <Steps />
            <Motions />
            <Icons />
            <Buttons />
            <Tooltips />
            <Badges />
            <Fields />
            <TabRow />
            <Menus />
            <Dialogs />
            <News />
            <Notices />
            <Progresses />
            <Numbers />
            <Tables />
            <FactList />
            <Codes />
            <KeyRow />
            <Emptiness />
            <Skeletons />
        </div>
    }
}

/// One part, in its states side by side.
#[component]
fn Part(title: Text, children: Inside) -> Drawn {
    view! { <section class="card part"><h2>{t(title)}</h2><div class="states">{children.draw()}</div></section> }
}
