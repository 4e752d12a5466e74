//! The form.

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{FailureKind, Field as Part, GetImageDefaults, ImageDefaults, JobId, Protocol};

use super::{
    draft::{Draft, Typed, draft},
    progress::{Place, failed_at},
};
use crate::{
    api,
    i18n::{Message, Text, fault, say, t},
    live::Live,
    ui::{Button, Cell, Check, Entries, Field, Icon, Kind, Rows},
};

/// How long typing must rest before the engine is asked about the image.
const REST: std::time::Duration = std::time::Duration::from_millis(350);

/// What is typed, and what the engine says of the image.
#[derive(Clone, Copy)]
pub(super) struct Form {
    image: RwSignal<String>,
    name: RwSignal<String>,
    command: RwSignal<String>,
    tty: RwSignal<bool>,
    ports: Entries,
    env: Entries,
    mounts: Entries,
    network: RwSignal<String>,
    restart: RwSignal<String>,
    attempts: RwSignal<String>,
    memory: RwSignal<String>,
    cpus: RwSignal<String>,
    labels: Entries,
    defaults: RwSignal<Defaults>,
    /// What it all means.
    pub(super) draft: Memo<Draft>,
}

/// What is known of the image's defaults.
#[derive(Clone, Default, PartialEq)]
enum Defaults {
    #[default]
    Unasked,
    /// It isn't on the engine; it will be pulled.
    Missing,
    Known(ImageDefaults),
}

impl Form {
    /// An empty form for an image.
    pub(super) fn new(image: String) -> Self {
        let text = || RwSignal::new(String::new());
        let image = RwSignal::new(image);
        let (name, command, network, restart, attempts, memory, cpus) =
            (text(), text(), text(), text(), text(), text(), text());
        let tty = RwSignal::new(false);
        let (ports, env, mounts, labels) =
            (Entries::new(3), Entries::new(2), Entries::new(3), Entries::new(2));
        let draft = Memo::new(move || {
            draft(&Typed {
                image: image.get(),
                name: name.get(),
                command: command.get(),
                tty: tty.get(),
                ports: ports.texts(),
                env: env.rows(),
                mounts: mounts.texts(),
                network: network.get(),
                restart: restart.get(),
                attempts: attempts.get(),
                memory: memory.get(),
                cpus: cpus.get(),
                labels: labels.rows(),
            })
        });
        let defaults = RwSignal::new(Defaults::default());
        let form = Self {
            image,
            name,
            command,
            tty,
            ports,
            env,
            mounts,
            network,
            restart,
            attempts,
            memory,
            cpus,
            labels,
            defaults,
            draft,
        };
        form.ask_for_defaults();
        form
    }

    /// Asks the engine what the image brings along, when typing rests.
    fn ask_for_defaults(self) {
        let live = Live::expect();
        let wanted = Memo::new(move || {
            let draft = self.draft.get();
            let reference = draft.problem(Part::Image).is_none().then_some(draft.spec.image)?;
            let here = live.images(|rows| rows.iter().any(|row| is_named(row, &reference)));
            Some((reference, here))
        });
        Effect::new(move || {
            let reference = match wanted.get() {
                None => return self.defaults.set(Defaults::Unasked),
                Some((_, false)) => return self.defaults.set(Defaults::Missing),
                Some((reference, true)) => reference,
            };
            let still = Some((reference.clone(), true));
            set_timeout(
                move || {
                    if wanted.try_get_untracked().flatten() != still {
                        return;
                    }
                    leptos::task::spawn_local(async move {
                        let answer = api::send(&GetImageDefaults { reference }).await;
                        if wanted.try_get_untracked().flatten() == still {
                            self.defaults.try_set(match answer {
                                Ok(defaults) => Defaults::Known(defaults),
                                Err(failure) if failure.kind == FailureKind::NotFound => Defaults::Missing,
                                Err(_) => Defaults::Unasked,
                            });
                        }
                    });
                },
                REST,
            );
        });
    }

    /// What is wrong with a part, in words. An empty form isn't scolded.
    fn problem(self, part: Part) -> Option<String> {
        let found = self.draft.with(|draft| draft.problem(part))?;
        let untouched = part == Part::Image && self.image.with(String::is_empty);
        (!untouched).then(|| t(fault(found)).to_owned())
    }

    fn known<T: Default>(self, read: fn(&ImageDefaults) -> T) -> T {
        self.defaults.with(|defaults| match defaults {
            Defaults::Known(defaults) => read(defaults),
            _ => T::default(),
        })
    }
}

/// Whether a reference names an image that the engine has, as the engine completes references.
fn is_named(row: &wire::Image, reference: &str) -> bool {
    let short = reference.strip_prefix("docker.io/").unwrap_or(reference);
    let short = short.strip_prefix("library/").unwrap_or(short);
    let named = |tag: &String| tag == short || tag.strip_suffix(":latest") == Some(short);
    row.tags.iter().any(named)
        || row.digests.iter().any(|digest| digest == short)
        || row
            .id
            .to_string()
            .trim_start_matches("sha256:")
            .starts_with(reference.trim_start_matches("sha256:"))
            && reference.len() >= 12
}

/// All fields.
#[component]
pub(super) fn FormView(form: Form, job: RwSignal<Option<JobId>>) -> Drawn {
    let live = Live::expect();
    let at = move |place: Place| failed_at(live, job.get(), place);
    let problem = move |part: Part| Signal::derive(move || form.problem(part));
    let placed =
        move |part: Part, place: Place| Signal::derive(move || form.problem(part).or_else(|| at(place)));
    let taken = Memo::new(move || at(Place::Ports));
    let images =
        Signal::derive(move || live.images(|rows| rows.iter().flat_map(|row| row.tags.clone()).collect()));
    let command_problem = Signal::derive(move || {
        form.draft.with(|draft| draft.open_quote).then(|| t(Text::QuoteMissing).to_owned())
    });
    view! {
        <div class="form">
            <section class="card"><div class="inside">
                <Field
                    id="image"
                    label=t(Text::Image)
                    value=form.image
                    placeholder="nginx:latest"
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
        </div>
    }
}

fn about_image(form: Form) -> Drawn {
    let text = form.defaults.with(|defaults| match defaults {
        Defaults::Unasked => None,
        Defaults::Missing => Some(t(Text::ImageMissing).to_owned()),
        Defaults::Known(defaults) => {
            let words = defaults.entrypoint.iter().chain(&defaults.command).map(String::as_str);
            let runs = words.collect::<Vec<_>>().join(" ");
            Some(if runs.is_empty() {
                t(Text::ImageRunsNothing).to_owned()
            } else {
                say(Message::ImageRuns(&runs))
            })
        }
    });
    text.map(|text| view! { <p class="from-image" role="status">{text}</p> }).drawn()
}

/// Small buttons that take over what the image suggests.
fn suggestions(form: Form, entries: Entries, read: fn(&ImageDefaults) -> Vec<Vec<String>>) -> Drawn {
    (move || {
        let chip = |row: Vec<String>| {
            let word = row.iter().find(|cell| !cell.is_empty()).cloned().unwrap_or_default();
            let press = Callback::new(move |()| {
                let cells: Vec<&str> = row.iter().map(String::as_str).collect();
                entries.add(&cells);
            });
            view! { <Button label=word symbol=Some(Icon::Plus) kind=Kind::Quiet on_press=press /> }
        };
        let rows = form.known(read);
        (!rows.is_empty()).then(|| {
            view! {
                <span class="faint">{t(Text::FromTheImage)}</span>
                {rows.into_iter().map(chip).draw_all()}
            }
        })
    })
    .drawn()
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
    view! {
        <Rows
            id="ports"
            legend=t(Text::Ports)
            add=t(Text::AddPort)
            entries=form.ports
            cells=cells
            problem=words(Part::Port, form)
        >
            {suggestions(form, form.ports, from_image)}
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
            entries=form.env
            cells=cells
            problem=words(Part::Env, form)
        >
            {suggestions(form, form.env, from_image)}
        </Rows>
    }
}

#[component]
fn Mounts(form: Form) -> Drawn {
    const ACCESS: &[(&str, Text)] = &[("", Text::ReadWrite), ("ro", Text::ReadOnly)];
    let live = Live::expect();
    let known = Signal::derive(move || {
        live.volumes(|rows| rows.iter().filter(|row| !row.anonymous).map(|row| row.name.clone()).collect())
    });
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
            entries=form.mounts
            cells=cells
            problem=words(Part::Mount, form)
        >
            {suggestions(form, form.mounts, from_image)}
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
                prop:value=move || form.network.get()
                on:change=move |event| form.network.set(event_target_value(&event))
            >
                <option value="">{t(Text::DefaultNetwork)}</option>
                {move || names.get().into_iter().map(option).draw_all()}
            </select>
        </div>
    }
}

#[component]
fn RestartChoice(form: Form) -> Drawn {
    let limited = Memo::new(move || form.restart.get() == "on-failure");
    let problem = Signal::derive(move || {
        form.draft.with(|draft| draft.bad_attempts).then(|| t(Text::NotANumber).to_owned())
    });
    view! {
        <div class="field">
            <label for="restart">{t(Text::RestartPolicy)}</label>
            <select
                class="input"
                id="restart"
                prop:value=move || form.restart.get()
                on:change=move |event| form.restart.set(event_target_value(&event))
            >
                <option value="">{t(Text::RestartNo)}</option>
                <option value="unless-stopped">{t(Text::RestartUnlessStopped)}</option>
                <option value="always">{t(Text::RestartAlways)}</option>
                <option value="on-failure">{t(Text::RestartOnFailure)}</option>
            </select>
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
