//! An address that means nothing.

use crate::ui::dom::{Drawn, view};
use leptos::prelude::*;

use crate::{
    i18n::{Text, t},
    ui::{Empty, Icon, LinkButton},
};

/// The page.
#[component]
pub(crate) fn UnknownPage() -> Drawn {
    view! {
        <header class="page-head"><h1>{t(Text::NotFound)}</h1></header>
        <Empty symbol=Icon::Search title=t(Text::NoSuchPage) text=t(Text::NoSuchPageMore)>
            <LinkButton label=t(Text::SeeContainers) href="/containers" />
        </Empty>
    }
}
