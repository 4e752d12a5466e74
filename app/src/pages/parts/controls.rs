//! What is pressed and filled in.

use std::sync::Arc;

use crate::ui::dom::{DrawAll, Drawn, RwSignal, Signal, view};
use leptos::prelude::*;

use super::Part;
use crate::{
    i18n::{Text, t},
    route::Route,
    ui::{
        self, Area, Button, Cell, Check, Choice, Column, Entries, Field, Icon, IconButton, Key, Kind,
        LinkButton, NAME, Order, Radio, Rows, Search, Select, Table, Tabs, head,
    },
};

const KINDS: [Kind; 4] = [Kind::Primary, Kind::Plain, Kind::Quiet, Kind::Danger];

fn nothing() -> Callback<()> {
    Callback::new(|()| ())
}

/// Buttons of each kind, also with a sign, and when they can't be pressed.
#[component]
pub(super) fn Buttons() -> Drawn {
    let kind = |kind: Kind| {
        view! {
            <Button label=t(Text::Create) kind=kind on_press=nothing() />
            <Button label=t(Text::Create) kind=kind symbol=Some(Icon::Plus) on_press=nothing() />
            <Button label=t(Text::Create) kind=kind disabled=true on_press=nothing() />
        }
    };
    view! {
        <Part title=Text::PartButtons>
            {KINDS.map(kind).into_iter().draw_all()}
            <LinkButton label=t(Text::Containers) href=Route::Containers(Default::default()).to_string() />
            <IconButton label=t(Text::Restart) symbol=Icon::Restart on_press=nothing() />
            <IconButton label=t(Text::Restart) symbol=Icon::Restart disabled=true on_press=nothing() />
        </Part>
    }
}

/// Fields, empty, filled and wrong, and what else is chosen in forms.
#[component]
pub(super) fn Fields() -> Drawn {
    let text = RwSignal::new(t(Text::Sample).to_owned());
    let (empty, wrong) = (RwSignal::new(String::new()), RwSignal::new("???".to_owned()));
    let (checked, chosen, searched) = (RwSignal::new(true), RwSignal::new(0), RwSignal::new(String::new()));
    let (selected, lines) = (RwSignal::new("a".to_owned()), RwSignal::new("A=1\nB=2".to_owned()));
    let entries = Entries::new(2);
    entries.add(&["8080", "80"]);
    entries.add(&["???", "80"]);
    let cells = vec![
        Cell::Words { label: t(Text::HostPort), example: "8080" },
        Cell::Words { label: t(Text::ContainerPort), example: "80" },
    ];
    let fault = Callback::new(|place| (place == 1).then(|| t(Text::SampleProblem).to_owned()));
    let problem = Signal::derive(|| Some(t(Text::SampleProblem).to_owned()));
    let options = vec![
        ("a".to_owned(), t(Text::RestartAlways).to_owned()),
        ("b".to_owned(), t(Text::RestartNo).to_owned()),
    ];
    let radio = move |(place, word): (usize, Text)| {
        let choose = Callback::new(move |()| chosen.set(place));
        let is_chosen = Signal::derive(move || chosen.get() == place);
        view! { <Radio group="sample" label=t(word) hint="" chosen=is_chosen on_choose=choose /> }
    };
    view! {
        <Part title=Text::PartFields>
            <Field id="sample-filled" label=t(Text::Name) value=text hint=t(Text::NameHint) />
            <Field id="sample-empty" label=t(Text::Image) value=empty placeholder="nginx:1.27" />
            <Field id="sample-wrong" label=t(Text::HostPort) value=wrong problem=problem />
            <Select id="sample-select" label=t(Text::RestartPolicy) value=selected options=options />
            <Check label=t(Text::Tty) value=checked hint=t(Text::TtyHint) />
            <div>{[(0, Text::Yes), (1, Text::No)].map(radio).into_iter().draw_all()}</div>
            <Choice
                label=t(Text::Show)
                options=vec![(t(Text::All), Some(Signal::always(12))), (t(Text::Running), Some(Signal::always(7)))]
                chosen=chosen
                on_choose=Callback::new(move |place| chosen.set(place))
            />
            <Search
                label=t(Text::SearchContainers)
                value=searched
                on_input=Callback::new(move |text| searched.set(text))
            />
            <Area id="sample-lines" label=t(Text::Environment) value=lines hint=t(Text::EnvironmentHint) placeholder="" />
            <Rows id="sample-rows" legend=t(Text::Ports) add=t(Text::AddPort) entries=entries cells=cells problem=fault />
        </Part>
    }
}

/// Tabs, of which one is open.
#[component]
pub(super) fn TabRow() -> Drawn {
    let tab = |word, current: bool| ui::Tab { word: t(word), href: "#".into(), current: current.into() };
    let tabs = vec![tab(Text::Overview, true), tab(Text::Inspect, false), tab(Text::Mounts, false)];
    view! { <Part title=Text::PartTabs><Tabs label=t(Text::PartTabs) tabs=tabs /></Part> }
}

/// A table that can be sorted by its first column.
#[component]
pub(super) fn Tables() -> Drawn {
    let order = RwSignal::new(Order { column: 0, descending: false });
    let rows = Signal::derive(move || {
        let mut names = ["anchor", "buoy", "crane"];
        if order.get().descending {
            names.reverse();
        }
        Arc::new(names.map(|name| Key::Name(name.into())).to_vec())
    });
    let sort = Callback::new(move |column| {
        order.update(|order| *order = Order { column, descending: !order.descending });
    });
    let heads = [
        Column { title: t(Text::Name), name: NAME, sort: Some(0) },
        Column { title: t(Text::Image), name: "image", sort: None },
    ];
    let heads = heads.iter().map(|column| head(column, order.into(), sort)).draw_all();
    let row = Box::new(|key: RwSignal<Key>| view! { <div class="row" role="row">{cells(key)}</div> });
    view! {
        <Part title=Text::PartTables>
            <Table label=t(Text::PartTables) class="sample" heads=heads widths=None rows=rows row=row />
        </Part>
    }
}

fn cells(key: RwSignal<Key>) -> Drawn {
    let name = move || match key.get() {
        Key::Name(name) => name.to_string(),
        _ => String::new(),
    };
    view! {
        <div class="cell col-name" role="cell"><span class="name">{name}</span></div>
        <div class="cell col-image" role="cell"><span class="soft">"busybox"</span></div>
    }
}
