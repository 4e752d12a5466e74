//! An address that means nothing.

use leptos::prelude::*;

use crate::{
    i18n::{Text, t},
    ui::{Empty, Icon, LinkButton},
};

/// The page.
#[component]
pub(crate) fn UnknownPage() -> AnyView {
    view! {
        <Empty symbol=Icon::Search title=t(Text::NoSuchPage) text=t(Text::NoSuchPageMore)>
            <LinkButton label=t(Text::SeeContainers) href="/containers" />
        </Empty>
    }
    .into_any()
}
