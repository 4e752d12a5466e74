//! What somebody may do to a container, as the gate would say it.

use crate::ui::dom::{Draw, DrawAll, Drawn, Memo, RwSignal, Signal, view};
use leptos::prelude::*;
use wire::{Ability, AskMay, May, MayRow, Verdict};

use crate::{
    actions::Submission,
    fetched::failed,
    i18n::{Message, Text, say, t},
    live::Live,
    ui::{Field, Icon, Mark, Notice, Tone},
};

fn word(ability: Ability) -> Text {
    match ability {
        Ability::See => Text::AbilitySee,
        Ability::Inspect => Text::AbilityInspect,
        Ability::Stats => Text::AbilityStats,
        Ability::Processes => Text::AbilityProcesses,
        Ability::Logs => Text::GrantLogs,
        Ability::StartAndStop => Text::AbilityStartAndStop,
        Ability::Exec => Text::GrantExec,
        Ability::Attach => Text::AbilityAttach,
        Ability::ReadFiles => Text::GrantFiles,
        Ability::WriteFiles => Text::AbilityWriteFiles,
        Ability::Rename => Text::Rename,
        Ability::Update => Text::AbilityUpdate,
        Ability::Remove => Text::Remove,
        Ability::Export => Text::AbilityExport,
    }
}

/// The question and its answer.
#[component]
pub(super) fn TryIt(name: String) -> Drawn {
    let live = Live::expect();
    let submission = Submission::new();
    let container = RwSignal::new(String::new());
    let answer = RwSignal::new(None::<(String, May)>);
    let known = Memo::new(move || {
        live.containers(|rows| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>())
    });
    let found = move || live.find_container(container.get().trim());
    let unknown = Signal::derive(move || {
        let typed = container.with(|typed| !typed.trim().is_empty());
        (typed && found().is_none()).then(|| say(Message::NoContainerNamed(container.get().trim())))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(row) = untrack(found) else { return };
        let named = row.name.clone();
        let done = Box::new(move |may| answer.set(Some((named, may))));
        submission.send(AskMay { name: name.clone(), container: row.id }, done);
    };
    view! {
        <section class="card whole try-it">
            <h2>{t(Text::TryIt)}</h2>
            <form class="inside" on:submit=submit>
                <Field
                    id="try-container"
                    label=t(Text::Container)
                    value=container
                    hint=t(Text::TryItHint)
                    problem=unknown
                    suggestions=known
                />
                <button type="submit" class="button" aria-busy=move || submission.busy.get().then_some("true")>
                    {t(Text::TryItAsk)}
                </button>
            </form>
            {move || submission.failure.get().map(failed)}
            <div aria-live="polite">{move || answer.get().map(|(named, may)| answered(&named, &may))}</div>
        </section>
    }
}

fn answered(named: &str, may: &May) -> Drawn {
    let stacks = match may.stacks.is_empty() {
        true => say(Message::InNoStack(named)),
        false => say(Message::InStacks(named, &may.stacks.join(", "))),
    };
    let disabled = may.disabled.then(|| {
        view! { <Notice tone=Tone::Warn title=t(Text::IsDisabled)>{t(Text::IsDisabledMore)}</Notice> }
    });
    let rows = may.rows.iter().map(row).draw_all();
    view! {
        <div class="answer">
            {disabled}
            <p class="soft">{stacks}</p>
            <table>
                <caption class="sr-only">{stacks_caption(named)}</caption>
                <thead><tr>
                    <th scope="col">{t(Text::Action)}</th>
                    <th scope="col">{t(Text::MayWord)}</th>
                    <th scope="col">{t(Text::Why)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .drawn()
}

fn stacks_caption(named: &str) -> String {
    [t(Text::TryIt), ": ", named].concat()
}

fn row(row: &MayRow) -> Drawn {
    let (shape, tone, said, why) = match &row.verdict {
        Verdict::Yes => (Icon::Check, Tone::Good, Text::Yes, String::new()),
        Verdict::WithoutSecrets => (Icon::Check, Tone::Warn, Text::Yes, t(Text::WithoutSecrets).to_owned()),
        Verdict::No(why) => (Icon::Close, Tone::Bad, Text::No, why.clone()),
    };
    view! {
        <tr>
            <th scope="row" title=row.operation.clone()>{t(word(row.ability))}</th>
            <td><Mark shape=shape tone=tone label=t(said) /></td>
            <td class="soft">{why}</td>
        </tr>
    }
    .drawn()
}
