//! The fields that most containers need.

use crate::ui::dom::{DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Field as Part, ImageDefaults, JobId, Protocol};

use super::{
    defaults::{about_image, suggestions},
    form::Form,
    paste::{PasteButton, Pasted, Remarks},
    progress::{Place, failed_at},
    rest::{Piece, rest},
};
use crate::{
    i18n::{Text, t},
    live::Live,
    ui::{Cell, Check, Field, Rows, later},
};

/// All fields.
#[component]
pub(super) fn FormView(form: Form, job: RwSignal<Option<JobId>>) -> Drawn {
    let live = Live::expect();
    let at = move |place: Place| failed_at(live, job.get(), place);
    let problem = move |part: Part| Signal::derive(move || form.problem(part));
    let placed =
        move |part: Part, place: Place| Signal::derive(move || form.problem(part).or_else(|| at(place)));
    let taken = Memo::new(move || at(Place::Ports));
    let images = Memo::new(move || {
        live.images(|rows| rows.iter().flat_map(|row| row.tags.clone()).collect::<Vec<_>>())
    });
    let command_problem = Signal::derive(move || {
        form.fault(|faults| faults.open_quote).then(|| t(Text::QuoteMissing).to_owned())
    });
    view! {
        <div class="form">
            <div class="paste"><PasteButton form=form what=Pasted::Command /></div>
            <Remarks form=form />
            <section class="card"><div class="inside">
                <Field
                    id="image"
                    label=t(Text::Image)
                    value=form.image
                    placeholder="nginx:latest"
                    hint=t(Text::ReferenceHint)
                    suggestions=images
                    problem=placed(Part::Image, Place::Image)
                />
                {move || about_image(form)}
                <Field
                    id="name"
                    label=t(Text::Name)
                    value=form.name
                    hint=t(Text::NameOptional)
                    problem=placed(Part::Name, Place::Name)
                />
                <Field id="command" label=t(Text::Command) value=form.command hint=t(Text::CommandHint) problem=command_problem />
                <Check label=t(Text::Tty) value=form.tty hint=t(Text::TtyHint) />
                <Check label=t(Text::Interactive) value=form.stdin hint=t(Text::InteractiveHint) />
            </div></section>
            <section class="card"><div class="inside"><Ports form=form />
                {move || taken.get().map(|text| view! { <p class="problem" role="alert">{text}</p> })}
            </div></section>
            <section class="card"><div class="inside"><Environment form=form /></div></section>
            <section class="card"><div class="inside"><Mounts form=form /></div></section>
            <section class="card"><div class="inside two">
                <NetworkChoice form=form />
                <RestartChoice form=form />
                <Field
                    id="memory"
                    label=t(Text::MemoryLimit)
                    value=form.memory
                    placeholder="512m"
                    hint=t(Text::MemoryHint)
                    problem=problem(Part::Memory)
                />
                <Field
                    id="cpus"
                    label=t(Text::CpuLimit)
                    value=form.cpus
                    placeholder="1.5"
                    hint=t(Text::CpusHint)
                    problem=problem(Part::Cpus)
                />
            </div></section>
            <section class="card"><div class="inside"><Labels form=form /></div></section>
            {later(rest(form, Piece::Options), ())}
        </div>
    }
}

fn words(part: fn(usize) -> Part, form: Form) -> Callback<usize, Option<String>> {
    Callback::new(move |row| form.problem(part(row)))
}

#[component]
fn Ports(form: Form) -> Drawn {
    const PROTOCOLS: &[(&str, Text)] = &[("tcp", Text::Tcp), ("udp", Text::Udp), ("sctp", Text::Sctp)];
    let cells = vec![
        Cell::Words { label: t(Text::HostPort), example: t(Text::HostPortExample) },
        Cell::Words { label: t(Text::ContainerPort), example: "80" },
        Cell::OneOf { label: t(Text::Protocol), options: PROTOCOLS },
    ];
    let from_image = |defaults: &ImageDefaults| {
        let row = |(port, protocol): &(u16, Protocol)| {
            vec![port.to_string(), port.to_string(), protocol.as_str().to_owned()]
        };
        defaults.ports.iter().map(row).collect()
    };
    // A protocol that nobody has chosen is the first.
    let same = |there: &[String], row: &[String]| {
        let protocol = if there[2].is_empty() { PROTOCOLS[0].0 } else { &there[2] };
        there[1].trim() == row[1] && protocol == row[2]
    };
    view! {
        <Rows
            id="ports"
            legend=t(Text::Ports)
            add=t(Text::AddPort)
            hint=t(Text::PortsHint)
            entries=form.ports
            cells=cells
            problem=words(Part::Port, form)
        >
            {suggestions(form, form.ports, same, from_image)}
        </Rows>
    }
}

#[component]
fn Environment(form: Form) -> Drawn {
    let cells = vec![
        Cell::Words { label: t(Text::Variable), example: "TZ" },
        Cell::Words { label: t(Text::Value), example: "Europe/Berlin" },
    ];
    let from_image = |defaults: &ImageDefaults| {
        let row = |variable: &wire::EnvVar| vec![variable.name.clone(), variable.value.clone()];
        defaults.env.iter().filter(|variable| variable.name != "PATH").map(row).collect()
    };
    view! {
        <Rows
            id="env"
            legend=t(Text::Environment)
            add=t(Text::AddVariable)
            hint=t(Text::EnvironmentHint)
            entries=form.env
            cells=cells
            problem=words(Part::Env, form)
        >
            <PasteButton form=form what=Pasted::Variables />
            {suggestions(form, form.env, |there, row| there[0].trim() == row[0], from_image)}
        </Rows>
    }
}

#[component]
fn Mounts(form: Form) -> Drawn {
    const ACCESS: &[(&str, Text)] = &[("", Text::ReadWrite), ("ro", Text::ReadOnly)];
    let live = Live::expect();
    let known = Memo::new(move || {
        live.volumes(|rows| {
            let named = rows.iter().filter(|row| !row.anonymous);
            named.map(|row| row.name.clone()).collect::<Vec<_>>()
        })
    });
    let known = known.into();
    let cells = vec![
        Cell::Known { label: t(Text::MountSource), example: t(Text::MountSourceExample), known },
        Cell::Words { label: t(Text::MountTarget), example: "/data" },
        Cell::OneOf { label: t(Text::Access), options: ACCESS },
    ];
    let from_image = |defaults: &ImageDefaults| {
        defaults.volumes.iter().map(|path| vec![String::new(), path.clone(), String::new()]).collect()
    };
    view! {
        <Rows
            id="mounts"
            legend=t(Text::VolumesAndPaths)
            add=t(Text::AddMount)
            hint=t(Text::MountsHint)
            entries=form.mounts
            cells=cells
            problem=words(Part::Mount, form)
        >
            {suggestions(form, form.mounts, |there, row| there[1].trim() == row[1], from_image)}
        </Rows>
    }
}

#[component]
fn Labels(form: Form) -> Drawn {
    let cells = vec![
        Cell::Words { label: t(Text::Label), example: "com.example.team" },
        Cell::Words { label: t(Text::Value), example: t(Text::Value) },
    ];
    view! {
        <Rows
            id="labels"
            legend=t(Text::Labels)
            add=t(Text::AddLabel)
            hint=t(Text::LabelsHint)
            entries=form.labels
            cells=cells
            problem=words(Part::Label, form)
        />
    }
}

#[component]
fn NetworkChoice(form: Form) -> Drawn {
    let live = Live::expect();
    let names = Memo::new(move || {
        let mut names = live.networks(|rows| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>());
        // What was pasted may be no network that there is, as another container's.
        names.extend(Some(form.network.get()).filter(|name| !name.is_empty()));
        names.sort_unstable();
        names.dedup();
        names
    });
    // The chosen one says so itself: when a network comes or goes, all options are made anew.
    let option = move |name: String| {
        let (value, own) = (name.clone(), name.clone());
        view! { <option value=value selected=move || form.network.get() == own>{name}</option> }
    };
    view! {
        <div class="field">
            <label for="network">{t(Text::Network)}</label>
            <select
                class="input"
                id="network"
                aria-describedby="network-about"
                prop:value=move || form.network.get()
                on:change=move |event| form.network.set(event_target_value(&event))
            >
                <option value="">{t(Text::DefaultNetwork)}</option>
                {move || names.get().into_iter().map(option).draw_all()}
            </select>
            <div id="network-about"><span class="hint">{t(Text::NetworkHint)}</span></div>
        </div>
    }
}

#[component]
fn RestartChoice(form: Form) -> Drawn {
    let limited = Memo::new(move || form.restart.get() == "on-failure");
    let problem = Signal::derive(move || {
        form.fault(|faults| faults.bad_attempts).then(|| t(Text::NotANumber).to_owned())
    });
    view! {
        <div class="field">
            <label for="restart">{t(Text::RestartPolicy)}</label>
            <select
                class="input"
                id="restart"
                aria-describedby="restart-about"
                prop:value=move || form.restart.get()
                on:change=move |event| form.restart.set(event_target_value(&event))
            >
                <option value="">{t(Text::RestartNo)}</option>
                <option value="unless-stopped">{t(Text::RestartUnlessStopped)}</option>
                <option value="always">{t(Text::RestartAlways)}</option>
                <option value="on-failure">{t(Text::RestartOnFailure)}</option>
            </select>
            <div id="restart-about"><span class="hint">{t(Text::RestartHint)}</span></div>
        </div>
        {move || limited.get().then(|| view! {
            <Field
                id="attempts"
                label=t(Text::Attempts)
                value=form.attempts
                placeholder="3"
                hint=t(Text::AttemptsHint)
                problem=problem
            />
        })}
    }
}
