//! What somebody chooses for themselves, in this browser.

use crate::ui::dom::{DrawAll, Drawn, RwSignal, Signal, view};
use leptos::prelude::*;

use crate::{
    api,
    i18n::{LANGUAGE, Language, Message, Text, say, t},
    keys::{Keys, PALETTE, letters_are_on, turn_letters},
    start::Start,
    theme::{Density, Theme},
    ui::{Button, Card, Check, Icon, Kind, Radio, keys_as_text},
};

/// The page.
#[component]
pub(crate) fn SettingsPage() -> Drawn {
    view! {
        <header class="page-head">
            <h1>{t(Text::Settings)}</h1>
            <p class="about">{t(Text::SettingsAbout)}</p>
        </header>
        <div class="page-body">
            <div class="cards settings">
                <Themes />
                <Densities />
                <Languages />
                <Starts />
                <Letters />
            </div>
        </div>
    }
}

#[component]
fn Themes() -> Drawn {
    let chosen = RwSignal::new(Theme::chosen());
    let choices = [
        (Theme::System, Text::ThemeSystem, Text::ThemeSystemHint),
        (Theme::Light, Text::ThemeLight, Text::ThemeLightHint),
        (Theme::Dark, Text::ThemeDark, Text::ThemeDarkHint),
    ];
    let choice = move |(theme, word, hint): (Theme, Text, Text)| {
        let choose = Callback::new(move |()| {
            theme.choose();
            chosen.set(theme);
        });
        let is_chosen = Signal::derive(move || chosen.get() == theme);
        view! { <Radio group="theme" label=t(word) hint=t(hint) chosen=is_chosen on_choose=choose /> }
    };
    view! { <Card title=t(Text::Theme)><div class="inside">{choices.into_iter().map(choice).draw_all()}</div></Card> }
}

#[component]
fn Densities() -> Drawn {
    let chosen = RwSignal::new(Density::chosen());
    let choices = [
        (Density::Comfortable, Text::DensityComfortable, Text::DensityComfortableHint),
        (Density::Compact, Text::DensityCompact, Text::DensityCompactHint),
    ];
    let choice = move |(density, word, hint): (Density, Text, Text)| {
        let choose = Callback::new(move |()| {
            density.choose();
            chosen.set(density);
        });
        let is_chosen = Signal::derive(move || chosen.get() == density);
        view! { <Radio group="density" label=t(word) hint=t(hint) chosen=is_chosen on_choose=choose /> }
    };
    view! { <Card title=t(Text::Density)><div class="inside">{choices.into_iter().map(choice).draw_all()}</div></Card> }
}

/// Another language is another program: the page is loaded anew, and not by an arrow key on the way to what is chosen.
#[component]
fn Languages() -> Drawn {
    let chosen = RwSignal::new(LANGUAGE);
    let choice = move |(language, name): (Language, &'static str)| {
        let choose = Callback::new(move |()| chosen.set(language));
        let is_chosen = Signal::derive(move || chosen.get() == language);
        view! { <Radio group="language" label=name hint="" chosen=is_chosen on_choose=choose /> }
    };
    let load = Callback::new(move |()| api::choose_language(chosen.get_untracked()));
    view! {
        <Card title=t(Text::Language)>
            <div class="inside">
                {Language::ALL.into_iter().map(choice).draw_all()}
                {move || (chosen.get() != LANGUAGE).then(|| view! {
                    <Button label=t(Text::Save) kind=Kind::Primary on_press=load />
                })}
            </div>
        </Card>
    }
}

#[component]
fn Starts() -> Drawn {
    let chosen = RwSignal::new(Start::chosen());
    let choices = [
        (Start::Dashboard, Text::Dashboard, Text::StartDashboardHint),
        (Start::Containers, Text::Containers, Text::StartContainersHint),
    ];
    let choice = move |(start, word, hint): (Start, Text, Text)| {
        let choose = Callback::new(move |()| {
            start.choose();
            chosen.set(start);
        });
        let is_chosen = Signal::derive(move || chosen.get() == start);
        view! { <Radio group="start" label=t(word) hint=t(hint) chosen=is_chosen on_choose=choose /> }
    };
    view! { <Card title=t(Text::StartPage)><div class="inside">{choices.into_iter().map(choice).draw_all()}</div></Card> }
}

#[component]
fn Letters() -> Drawn {
    let keys = Keys::expect();
    let on = RwSignal::new(letters_are_on());
    Effect::new(move || turn_letters(on.get()));
    let show = Callback::new(move |()| keys.open_help());
    view! {
        <Card title=t(Text::Shortcuts)>
            <div class="inside">
                <Check label=t(Text::Letters) value=on hint=say(Message::LettersHint(&keys_as_text(PALETTE))) />
                <Button label=t(Text::ShowShortcuts) symbol=Some(Icon::Keyboard) on_press=show />
            </div>
        </Card>
    }
}
