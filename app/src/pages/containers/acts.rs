//! What can be done to a container.

use std::sync::Arc;

use crate::ui::dom::{Draw, Drawn, Memo, Signal, lazy, view};
use leptos::prelude::*;
use wire::{Act, ActOptions, Allowed, Container, State, Verb};

use super::dialogs::{Ask, Asking};
use crate::{
    actions::{Actions, Target, Undo},
    api,
    i18n::{Text, t},
    live::Live,
    ui::{Button, Icon, IconButton, Item, Menu, Offered, icon},
};

/// A container, as actions name it.
pub(crate) fn target(row: &Container) -> Target {
    Target::Container(row.id)
}

/// The verbs that make sense in a state, the likeliest first.
pub(super) fn verbs(state: State) -> &'static [Verb] {
    match state {
        State::Running => &[Verb::Stop, Verb::Restart, Verb::Pause, Verb::Kill],
        State::Paused => &[Verb::Unpause, Verb::Stop, Verb::Kill],
        State::Restarting => &[Verb::Stop, Verb::Restart, Verb::Kill],
        State::Created | State::Exited => &[Verb::Start],
        State::Unknown => &[Verb::Start, Verb::Stop, Verb::Restart, Verb::Kill],
        State::Removing | State::Dead => &[],
    }
}

/// Its icon, its word, and the word while it is done.
pub(super) fn sign(verb: Verb) -> (Icon, Text, Text) {
    match verb {
        Verb::Start => (Icon::Play, Text::Start, Text::Starting),
        Verb::Stop => (Icon::Stop, Text::Stop, Text::Stopping),
        Verb::Restart => (Icon::Restart, Text::Restart, Text::Restarting),
        Verb::Kill => (Icon::Bolt, Text::Kill, Text::Killing),
        Verb::Pause => (Icon::Pause, Text::Pause, Text::Pausing),
        Verb::Unpause => (Icon::Play, Text::Unpause, Text::Unpausing),
    }
}

/// Does it, or asks first when it would take Pierhead itself away, or is a kill.
fn begin(row: &Arc<Container>, verb: Verb, actions: Actions, asking: Asking) {
    if verb == Verb::Kill || row.own && !matches!(verb, Verb::Start | Verb::Unpause) {
        asking.ask(Ask::Act(row.clone(), verb));
    } else {
        send(row, verb, false, actions);
    }
}

/// Does it. How it is sent is loaded with the first deed.
pub(super) fn send(row: &Container, verb: Verb, confirm_own: bool, actions: Actions) {
    let (target, doing) = (target(row), sign(verb).2);
    actions.begin(target.clone(), doing);
    let request = Act { id: row.id, verb, options: ActOptions { confirm_own } };
    let name = row.name.clone();
    leptos::task::spawn_local(async move {
        if act(actions, target.clone(), name, doing, request).await.is_err() {
            // Nobody was asked anything.
            actions.forget(&target);
        }
    });
}

#[lazy]
fn act(actions: Actions, target: Target, name: String, doing: Text, request: Act) {
    run(actions, target, name, doing, request);
}

fn run(actions: Actions, target: Target, name: String, doing: Text, request: Act) {
    let Act { id, verb, .. } = request;
    let (done, reverse) = outcome(verb);
    let news = [&name, " ", t(done)].concat();
    let undo = reverse.map(|verb| -> Undo {
        let (target, name) = (target.clone(), name.clone());
        Arc::new(move |actions| {
            // It may be called otherwise by now.
            let row = untrack(|| actions.live.container(id));
            let name = row.map_or_else(|| name.clone(), |row| row.name.clone());
            let request = Act { id, verb, options: ActOptions::default() };
            run(actions, target.clone(), name, sign(verb).2, request);
        })
    });
    let done = Box::new(|actions: Actions| actions.tell(news, undo));
    actions.run(target, name, doing, api::prepare(&request), done);
}

/// What the news say when it was done, and the verb that takes it back, if one does.
fn outcome(verb: Verb) -> (Text, Option<Verb>) {
    match verb {
        Verb::Start => (Text::HappenedStarted, Some(Verb::Stop)),
        Verb::Stop => (Text::HappenedStopped, Some(Verb::Start)),
        Verb::Pause => (Text::HappenedPaused, Some(Verb::Unpause)),
        Verb::Unpause => (Text::HappenedUnpaused, Some(Verb::Pause)),
        Verb::Restart => (Text::HappenedRestarted, None),
        Verb::Kill => (Text::HappenedKilled, None),
    }
}

/// A verb as its button says it.
pub(super) fn word(verb: Verb) -> Text {
    sign(verb).1
}

/// The likeliest verb as a button, everything else in a menu. On a container's own page there is room for two
/// buttons with words.
#[component]
pub(crate) fn ActButtons(
    #[prop(into)] row: Signal<Option<Arc<Container>>>,
    #[prop(optional)] with_words: bool,
) -> Drawn {
    let live = Live::expect();
    let actions = Actions::expect();
    let asking = Asking::expect();
    let state = Signal::derive(move || row.with(|row| row.as_ref().map(|row| row.state)));
    let busy = Signal::derive(move || {
        row.with(|row| row.as_ref().is_some_and(|row| actions.pending(&target(row)).is_some()))
    });
    // The buttons stay when the state changes, and with them the focus; what they do changes.
    let button = move |place: usize| {
        let verb = Signal::derive(move || {
            let state = state.get().filter(|_| live.allowed().operate)?;
            verbs(state).get(place).copied()
        });
        let offered = Memo::new(move || verb.get().is_some());
        let label =
            Signal::derive(move || verb.get().map(|verb| t(sign(verb).1).to_owned()).unwrap_or_default());
        let symbol = Signal::derive(move || verb.get().map_or(Icon::Play, |verb| sign(verb).0));
        let press = Callback::new(move |()| {
            if let (Some(row), Some(verb)) = (row.get_untracked(), verb.get_untracked()) {
                begin(&row, verb, actions, asking);
            }
        });
        (move || {
            offered.get().then(|| {
                if with_words {
                    view! { <Button label=label symbol=symbol disabled=busy on_press=press /> }
                } else {
                    view! { <IconButton label=label symbol=symbol disabled=busy on_press=press /> }
                }
            })
        })
        .drawn()
    };
    let more = with_words.then(|| button(1));
    let items = Callback::new(move |()| -> Offered { Box::pin(offered(row, live, actions, asking)) });
    let label = Signal::derive(move || {
        row.with(|row| {
            crate::i18n::say(crate::i18n::Message::ActionsOf(row.as_ref().map_or("", |row| &row.name)))
        })
    });
    let offers = move || {
        let Allowed { operate, create, remove, .. } = live.allowed();
        operate || create || remove
    };
    view! {
        {button(0)}
        {more}
        {move || offers().then(|| view! { <Menu label=label items=items>{icon(Icon::More)}</Menu> })}
    }
}

/// Loaded with the first menu.
#[lazy]
fn offered(row: Signal<Option<Arc<Container>>>, live: Live, actions: Actions, asking: Asking) -> Vec<Item> {
    untrack(|| row.get().map(|row| items(&row, live, actions, asking)).unwrap_or_default())
}

/// All that can be done to a container, by whoever looks.
pub(crate) fn items(row: &Arc<Container>, live: Live, actions: Actions, asking: Asking) -> Vec<Item> {
    let allowed = live.allowed();
    let mut items = Vec::new();
    let possible = if allowed.operate { verbs(row.state) } else { &[] };
    for &verb in possible {
        let (symbol, label, _) = sign(verb);
        let row = row.clone();
        items.push(Item::new(symbol, t(label), move || begin(&row, verb, actions, asking)));
    }
    if allowed.create {
        let row = row.clone();
        items.push(Item::new(Icon::Pencil, t(Text::Rename), move || asking.ask(Ask::Rename(row.clone()))));
    }
    if live.is_admin() {
        let row = row.clone();
        items.push(Item::new(Icon::Stack, t(Text::MoveToStack), move || asking.ask(Ask::Move(row.clone()))));
    }
    if allowed.remove {
        let row = row.clone();
        items.push(
            Item::new(Icon::Trash, t(Text::Remove), move || asking.ask(Ask::Remove(row.clone()))).danger(),
        );
    }
    items
}

/// All that can be done to the containers of a stack at once, by whoever looks.
pub(crate) fn stack_items(stack: &str, live: Live, asking: Asking) -> Vec<Item> {
    const VERBS: [Verb; 6] = [Verb::Start, Verb::Unpause, Verb::Stop, Verb::Restart, Verb::Pause, Verb::Kill];
    let allowed = live.allowed();
    let states: Vec<State> = live.containers(|rows| {
        rows.iter().filter(|row| row.stack.as_deref() == Some(stack)).map(|row| row.state).collect()
    });
    let fits = |verb: &Verb| allowed.operate && states.iter().any(|state| verbs(*state).contains(verb));
    let item = |verb: Verb| {
        let (symbol, label, _) = sign(verb);
        let stack = stack.to_owned();
        Item::new(symbol, t(label), move || asking.ask(Ask::Stack(stack.clone(), verb)))
    };
    let removal = || {
        let stack = stack.to_owned();
        Item::new(Icon::Trash, t(Text::Remove), move || asking.ask(Ask::RemoveStack(stack.clone()))).danger()
    };
    VERBS.into_iter().filter(fits).map(item).chain(allowed.remove.then(removal)).collect()
}
