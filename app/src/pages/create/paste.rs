//! A `docker run` or a file of variables that somebody pastes, instead of typing what is in it.

use crate::ui::dom::{Draw, DrawAll, Drawn, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Remark, Run, Why};

use super::{
    env_file::variables,
    form::Form,
    options::fill,
    rest::{Piece, rest},
};
use crate::{
    i18n::{Text, t},
    ui::{AnyText, Area, Button, Dialog, DialogForm, Icon, IconButton, Kind, Notice, Tone, later},
};

/// What is pasted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pasted {
    Command,
    Variables,
}

/// A button that asks for it.
#[component]
pub(super) fn PasteButton(form: Form, what: Pasted) -> Drawn {
    let open = RwSignal::new(false);
    let press = Callback::new(move |()| open.set(true));
    let (label, kind) = match what {
        Pasted::Command => (Text::PasteRun, Kind::Plain),
        Pasted::Variables => (Text::PasteEnv, Kind::Quiet),
    };
    view! {
        <Button label=t(label) kind=kind symbol=Some(Icon::Plus) on_press=press />
        {move || open.get().then(|| later(rest(form, Piece::Asking(what, open)), ()))}
    }
}

/// What is to be looked at in what was pasted.
#[component]
pub(super) fn Remarks(form: Form) -> Drawn {
    (move || {
        let remarks = form.remarks.get();
        (!remarks.is_empty()).then(|| later(rest(form, Piece::Remarks(remarks)), ()))
    })
    .drawn()
}

/// The remarks, drawn.
pub(super) fn remarks(form: Form, list: Vec<Remark>) -> Drawn {
    let item = |remark: Remark| {
        let code = (!remark.what.is_empty()).then(|| view! { <code>{remark.what.clone()}</code> });
        view! { <li>{code}" "{t(why(remark.why))}</li> }
    };
    let dismiss = Callback::new(move |()| form.remarks.set(Vec::new()));
    view! {
        <div class="remarks">
            <Notice tone=Tone::Warn title=t(Text::NotUnderstood)>
                <ul>{list.into_iter().map(item).draw_all()}</ul>
            </Notice>
            <IconButton label=Signal::derive(|| t(Text::Dismiss).to_owned()) symbol=Icon::Close on_press=dismiss />
        </div>
    }
}

/// The dialog that asks for it.
pub(super) fn dialog(form: Form, what: Pasted, open: RwSignal<bool>) -> Drawn {
    let text = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<AnyText>);
    let submit = Callback::new(move |()| {
        let problem = text.with_untracked(|text| match what {
            Pasted::Command => take_command(form, text),
            Pasted::Variables => take_variables(form, text),
        });
        match problem {
            None => open.set(false),
            Some(problem) => failure.set(Some(AnyText { title: t(problem).to_owned(), more: String::new() })),
        }
    });
    let (title, label, hint, example) = match what {
        Pasted::Command => (
            Text::PasteRun,
            Text::PasteRunLabel,
            Text::PasteRunHint,
            "docker run -d --name web \\\n  -p 8080:80 \\\n  nginx",
        ),
        Pasted::Variables => (Text::EnvFile, Text::Environment, Text::EnvFileHint, "TZ=Europe/Berlin"),
    };
    view! {
        <Dialog title=t(title) on_close=Callback::new(move |()| open.try_set(false))>
            <DialogForm
                submit=Signal::derive(|| t(Text::FillForm).to_owned())
                busy=Signal::derive(|| false)
                failure=Signal::derive(move || failure.get())
                blocked=Signal::derive(move || text.with(|text| text.trim().is_empty()))
                on_submit=submit
            >
                <Area id="pasted" label=t(label) value=text hint=t(hint) placeholder=example />
            </DialogForm>
        </Dialog>
    }
}

/// Fills the form with a command, or answers why not.
fn take_command(form: Form, text: &str) -> Option<Text> {
    let Run { spec, remarks } = Run::read(text);
    if remarks.iter().any(|remark| remark.why == Why::NoRun) {
        return Some(Text::NoDockerRun);
    }
    fill(form, spec);
    form.remarks.set(remarks);
    None
}

/// Adds variables to those that there are, or answers why not.
fn take_variables(form: Form, text: &str) -> Option<Text> {
    let variables = variables(text);
    for (name, value) in &variables {
        form.env.add(&[name, value]);
    }
    variables.is_empty().then_some(Text::EnvFileNothing)
}

fn why(why: Why) -> Text {
    match why {
        Why::NoRun => Text::NoDockerRun,
        Why::Open => Text::WhyOpen,
        Why::Unknown => Text::WhyUnknown,
        Why::BadValue => Text::WhyBadValue,
        Why::NoValue => Text::WhyNoValue,
        Why::OfTheClient => Text::WhyOfTheClient,
        Why::NotHere => Text::WhyNotHere,
        Why::FromAFile => Text::WhyFromAFile,
        Why::FromTheShell => Text::WhyFromTheShell,
        Why::Relative => Text::WhyRelative,
        Why::OtherCommand => Text::WhyOtherCommand,
    }
}
