//! The folded part, drawn.

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Field as Part, Takes};

use super::{
    NETWORK, OptionField, Options, Typed,
    sections::{SECTIONS, Section},
};
use crate::{
    i18n::{Message, OptionWords, Text, say, t},
    pages::create::form::Form,
    ui::{Cell, Check, Field, Rows},
};

/// All sections, each folded until somebody opens it, or something in it is said.
#[component]
pub(in crate::pages::create) fn OptionsView(form: Form) -> Drawn {
    let options = Options::of(form);
    let sections =
        SECTIONS.iter().map(|section| view! { <SectionView form=form options=options section=section /> });
    view! {
        <section class="card more" aria-label=t(Text::MoreOptions)>
            <h2>{t(Text::MoreOptions)}</h2>
            {sections.draw_all()}
        </section>
    }
}

#[component]
fn SectionView(form: Form, options: Options, section: &'static Section) -> Drawn {
    let fields =
        || section.options.iter().filter_map(move |(name, words)| Some((options.field(name)?, *words)));
    let typed: Vec<Typed> = fields().map(|(field, _)| field.typed).collect();
    let set = Memo::new(move || typed.iter().filter(|typed| !typed.values().is_empty()).count());
    // What was said before it was drawn, or pasted into it, is shown. Nothing closes what somebody opened.
    let opened = RwSignal::new(false);
    Effect::new(move || {
        if set.get() > 0 {
            opened.set(true);
        }
    });
    let drawn = fields().map(|(field, words)| option(form, field, words)).draw_all();
    view! {
        <details class="fold" open=move || opened.get().then_some("")>
            <summary>
                {t(section.title)}
                {move || (set.get() > 0).then(|| view! { <span class="faint">{say(Message::OptionsSet(set.get()))}</span> })}
            </summary>
            <div class="inside two">{drawn}</div>
        </details>
    }
}

fn option(form: Form, field: OptionField, words: OptionWords) -> Drawn {
    let OptionField { flag, typed } = field;
    let (name, about) = (t(words.name), t(words.about));
    match typed {
        Typed::Yes(on) => {
            let problem = move || form.problem(Part::Option(flag.name, 0));
            view! {
                <div class="field">
                    <Check label=name value=on hint=about />
                    {move || problem().map(|text| view! { <span class="problem" role="status">{text}</span> })}
                </div>
            }
        }
        Typed::One(text) if flag.takes() == Takes::YesOrNo => yes_or_no(flag.name, words, text),
        Typed::One(text) => view! {
            <Field
                id=flag.name
                label=name
                value=text
                placeholder=flag.example
                hint=about
                problem=Signal::derive(move || form.problem(Part::Option(flag.name, 0)))
            />
        },
        Typed::Many(entries) => {
            // The form's own field holds the first network.
            let first = move || flag.name == NETWORK && !form.network.with(String::is_empty);
            let problem = Callback::new(move |row: usize| {
                form.problem(Part::Option(flag.name, row + usize::from(first())))
                    .or_else(|| form.problem(Part::Option(flag.name, row)))
            });
            view! {
                <Rows
                    id=flag.name
                    legend=name
                    add=t(Text::AddOne)
                    hint=about
                    entries=entries
                    cells=vec![Cell::Words { label: name, example: flag.example }]
                    problem=problem
                />
            }
        }
    }
}

fn yes_or_no(id: &'static str, words: OptionWords, text: RwSignal<String>) -> Drawn {
    let choices = [("", Text::EngineDefault), ("true", Text::Yes), ("false", Text::No)];
    let about = [id, "-about"].concat();
    let option = move |(value, word): (&'static str, Text)| {
        view! { <option value=value selected=move || text.get() == value>{t(word)}</option> }
    };
    view! {
        <div class="field">
            <label for=id>{t(words.name)}</label>
            <select
                class="input"
                id=id
                aria-describedby=about.clone()
                prop:value=move || text.get()
                on:change=move |event| text.set(event_target_value(&event))
            >
                {choices.into_iter().map(option).draw_all()}
            </select>
            <div id=about><span class="hint">{t(words.about)}</span></div>
        </div>
    }
    .drawn()
}
