//! What belongs to which stack, and what only carries a label that says so.

use crate::ui::dom::{Draw, DrawAll, Drawn, view};
use leptos::prelude::*;
use wire::StackRow;

use super::{
    Known,
    dialogs::{Ask, Asking},
};
use crate::{
    i18n::{Message, Text, say, t},
    ui::{Badge, Button, Icon, IconButton, Tone},
};

/// The list.
#[component]
pub(super) fn Stacks() -> Drawn {
    let known = Known::expect();
    let list = |rows: std::sync::Arc<Vec<StackRow>>| match rows.is_empty() {
        true => view! { <p class="inside faint">{t(Text::NoStacks)}</p> },
        false => {
            let rows = rows.iter().map(one).draw_all();
            view! { <ul class="things">{rows}</ul> }
        }
    };
    view! {
        <section class="card stacks">
            <h2>{t(Text::Stacks)}</h2>
            <p class="inside faint">{t(Text::StacksAbout)}</p>
            {known.stacks.draw(list)}
        </section>
    }
}

fn one(row: &StackRow) -> Drawn {
    let asking = Asking::expect();
    let members = row.members;
    let empty = members == wire::MemberCounts::default();
    let counts = say(Message::Members(members));
    let (waiting, fits) = (row.labelled.len(), row.fits);
    let adopt = {
        let row = std::sync::Arc::new(row.clone());
        Callback::new(move |()| asking.ask(Ask::Adopt(row.clone())))
    };
    let name = row.name.clone();
    let label = say(Message::DissolveNamed(&name));
    let dissolve = Callback::new(move |()| asking.ask(Ask::Dissolve(name.clone())));
    view! {
        <li>
            <div class="about-it">
                <strong>{row.name.clone()}</strong>
                <span class="soft nums">{counts}</span>
                {(waiting > 0).then(|| view! {
                    <Badge text=say(Message::OnlyLabelled(waiting)) tone=Tone::Warn />
                })}
                {(!fits).then(|| view! { <span class="faint">{t(Text::NotAStackName)}</span> })}
            </div>
            {(waiting > 0 && fits).then(|| view! { <Button label=t(Text::Adopt) on_press=adopt /> })}
            {(!empty).then(|| view! { <IconButton label=label symbol=Icon::Trash on_press=dissolve /> })}
        </li>
    }
    .drawn()
}
