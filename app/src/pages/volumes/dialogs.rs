//! Creating and removing volumes.

use crate::ui::dom::{Drawn, Memo, RwSignal, Signal, each, expect_context, lazy, view};
use leptos::prelude::*;
use wire::{CreateVolume, NewVolume, RemoveVolume, name_fault};

use super::Uses;
use crate::{
    actions::{Actions, Submission, Target},
    api,
    i18n::{Message, Text, fault, say, t},
    live::Live,
    pages::{
        asking,
        moving::{Movable, MoveDialog},
    },
    route::Route,
    ui::{AnyText, Cell, Dialog, DialogForm, Entries, Field, Kind, Rows, Typed, later},
};

/// A question about a volume.
#[derive(Clone)]
pub(crate) enum Ask {
    New,
    Remove(String),
    Move(Movable),
}

/// The question that is open.
pub(crate) type Asking = asking::Asking<Ask>;

/// Draws it.
#[component]
pub(super) fn VolumeDialogs() -> Drawn {
    Asking::expect().draw(|ask| later(dialog(ask), ()))
}

/// Loaded with the first question.
#[lazy]
fn dialog(ask: Ask) -> Drawn {
    let asking = Asking::expect();
    match ask {
        Ask::New => view! { <NewDialog /> },
        Ask::Remove(name) => view! { <RemoveDialog name=name /> },
        Ask::Move(thing) => {
            let close = asking.closing();
            view! { <MoveDialog thing=thing on_close=close /> }
        }
    }
}

#[component]
fn NewDialog() -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let live = Live::expect();
    let submission = Submission::new();
    let (name, driver) = (RwSignal::new(String::new()), RwSignal::new("local".to_owned()));
    let (options, labels) = (Entries::new(2), Entries::new(2));
    let close = asking.closing();
    let send = Callback::new(move |()| {
        let new = untrack(|| NewVolume {
            name: name.get().trim().to_owned(),
            driver: driver.get().trim().to_owned(),
            options: options.pairs(),
            labels: labels.pairs(),
        });
        let target = Target::Volume(new.name.clone());
        let done = Box::new(move |seq| {
            actions.settle(target.clone(), Text::Creating, seq);
            close.try_run(());
        });
        submission.change(api::prepare(&CreateVolume { new }), done);
    });
    let problem = Memo::new(move || {
        let name = name.get();
        let name = name.trim();
        // The engine makes none of a name that is there, and says nothing of it. What is being made comes into the list before
        // its answer.
        let taken = || !submission.busy.get() && live.volumes(|rows| rows.iter().any(|row| row.name == name));
        // Other drivers have rules of their own.
        let is_local = driver.with(|driver| matches!(driver.trim(), "" | "local"));
        let found = name_fault(name).filter(|_| is_local);
        let text = match found {
            _ if name.is_empty() => return None,
            Some(found) => t(fault(found)),
            None if taken() => t(Text::FaultNameTaken),
            None => return None,
        };
        Some(text.to_owned())
    });
    let blocked = Signal::derive(move || problem.get().is_some() || name.with(|name| name.trim().is_empty()));
    let cells = || {
        vec![
            Cell::Words { label: t(Text::Name), example: t(Text::ExampleName) },
            Cell::Words { label: t(Text::Value), example: t(Text::Value) },
        ]
    };
    let fine = Callback::new(|_| None);
    view! {
        <Dialog title=t(Text::CreateVolume) on_close=close>
            <DialogForm
                submit=t(Text::Create)
                busy=submission.busy
                failure=submission.failure
                blocked=blocked
                on_submit=send
            >
                <Field id="volume-name" label=t(Text::Name) value=name placeholder="data" hint=t(Text::NameHint) problem=problem />
                <Field id="volume-driver" label=t(Text::Driver) value=driver hint=t(Text::VolumeDriverHint) />
                <Rows
                    id="options"
                    legend=t(Text::DriverOptions)
                    add=t(Text::AddOption)
                    entries=options
                    cells=cells()
                    problem=fine
                />
                <Rows id="labels" legend=t(Text::Labels) add=t(Text::AddLabel) entries=labels cells=cells() problem=fine />
            </DialogForm>
        </Dialog>
    }
}

#[component]
fn RemoveDialog(name: String) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let uses: Uses = expect_context();
    let users = {
        let name = name.clone();
        Memo::new(move || uses.of(&name))
    };
    let used = Memo::new(move || users.with(|users| !users.is_empty()));
    let typed = Typed::new(name.clone());
    let close = asking.closing();
    let title = say(Message::RemoveVolume(&name));
    let send = Callback::new(move |()| {
        let request = api::prepare(&RemoveVolume { name: name.clone() });
        let told = [&name, " ", t(Text::HappenedRemoved)].concat();
        let done = Box::new(|actions: Actions| actions.tell(told, None));
        actions.run(Target::Volume(name.clone()), name.clone(), Text::Removing, request, done);
        asking.close();
    });
    let nothing = Signal::derive(|| None::<AnyText>);
    let blocked = Signal::derive(move || used.get() || !typed.is_done());
    let user = move |name: String| {
        let href = Route::container(&name).to_string();
        view! { <li><a href=href on:click=move |_| asking.close()>{name}</a></li> }
    };
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::Remove)
                kind=Kind::Danger
                busy=Signal::derive(|| false)
                failure=nothing
                blocked=blocked
                on_submit=send
            >
                <p><strong>{t(Text::RemoveVolumeLoses)}</strong></p>
                {move || if used.get() {
                    view! {
                        <p>{t(Text::VolumeInUse)}</p>
                        <ul class="losses">{each(move || users.get(), String::clone, user)}</ul>
                    }
                } else {
                    typed.field()
                }}
            </DialogForm>
        </Dialog>
    }
}
