//! What the tools of the list know of containers.

use std::{collections::HashSet, sync::Arc};

use leptos::prelude::*;
use wire::{
    Act, ActOptions, Container, ContainerOptions, Failure, FindLabelled, Id, LabelledContainers, ListLabels,
    Port, RemoveContainer, State, Verb,
};

use super::{acts, rows, status};
use crate::{
    api,
    fetched::Fetched,
    format::iso,
    i18n::Text,
    live::Live,
    pages::list::{Carriers, Deed, Facts, Plan, Source, all_of, fixed},
    search::Facet,
    ui::{Icon, Key},
};

/// What the tools of the list know.
pub(super) fn facts(live: Live) -> Facts {
    let (allowed, names) = (live.allowed_untracked(), LabelNames::new());
    let row = move |key: &Key| row(live, key);
    let verbs = [Verb::Start, Verb::Unpause, Verb::Stop, Verb::Restart, Verb::Pause, Verb::Kill];
    let verbs = verbs.into_iter().filter(|_| allowed.operate).map(|verb| deed(live, verb));
    let deeds = verbs.chain(allowed.remove.then(|| removal(live))).collect();
    Facts {
        facets: rows::FACETS,
        has: Arc::new(move |key, facet, wanted| row(key).is_some_and(|row| rows::has(&row, facet, wanted))),
        labels: Some(Source { rows: keys, ask: |label| Box::pin(carriers(label)) }),
        words: Box::new(move |facet| match facet {
            Facet::Label => names.get(),
            _ => words(live, facet),
        }),
        values: Box::new(move |key| row(key).map(|row| values(&row, live)).unwrap_or_default()),
        counted: Some((Text::ExitedInError, "is:failed")),
        deeds,
    }
}

/// All rows, followed.
fn keys(live: Live) -> HashSet<Key> {
    live.containers(|rows| rows.iter().map(|row| Key::Hash(row.id.0)).collect())
}

/// Which containers carry a label.
async fn carriers(label: String) -> Result<Carriers, Failure> {
    let LabelledContainers { ids, unknown } = api::send(&FindLabelled { label }).await?;
    Ok(Carriers { rows: ids.into_iter().map(|id| Key::Hash(id.0)).collect(), unknown })
}

/// The names of labels, asked for when one is typed.
#[derive(Clone, Copy)]
struct LabelNames {
    names: Fetched<Vec<String>>,
    asked: StoredValue<bool>,
}

impl LabelNames {
    fn new() -> Self {
        Self { names: Fetched::new(), asked: StoredValue::new(false) }
    }

    /// Those that have come, followed. What can't be offered can still be typed.
    fn get(self) -> Vec<String> {
        if !self.asked.get_value() {
            self.asked.set_value(true);
            self.names.ask(ListLabels);
        }
        self.names.get().map(|names| names.to_vec()).unwrap_or_default()
    }
}

fn row(live: Live, key: &Key) -> Option<Arc<Container>> {
    let Key::Hash(id) = key else { return None };
    live.container(Id(*id))
}

/// A verb, as it is done to many.
pub(super) fn deed(live: Live, verb: Verb) -> Deed {
    let (symbol, word, doing) = acts::sign(verb);
    let harmless = matches!(verb, Verb::Start | Verb::Unpause);
    Deed {
        word,
        doing,
        symbol,
        loses: match verb {
            Verb::Stop => Some(Text::StopLoses),
            Verb::Restart => Some(Text::RestartLoses),
            Verb::Kill => Some(Text::KillLoses),
            Verb::Start | Verb::Pause | Verb::Unpause => None,
        },
        options: Vec::new(),
        is_final: |_| false,
        plan: Box::new(move |key| match row(live, key) {
            Some(row) if acts::verbs(row.state).contains(&verb) => apart(&row, harmless),
            _ => Plan::Pointless,
        }),
        request: Box::new(move |key, _| {
            let row = row(live, key)?;
            let request = Act { id: row.id, verb, options: ActOptions::default() };
            Some((acts::target(&row), api::prepare(&request)))
        }),
    }
}

/// A removal, as it is done to many.
pub(super) fn removal(live: Live) -> Deed {
    Deed {
        word: Text::Remove,
        doing: Text::Removing,
        symbol: Icon::Trash,
        loses: Some(Text::RemoveContainersLoses),
        options: vec![
            (Text::ForceRemoveThem, Text::ForceRemoveThemHint),
            (Text::RemoveVolumesOfAll, Text::RemoveVolumesTooHint),
        ],
        is_final: |chosen| matches!(chosen, [_, true]),
        plan: Box::new(move |key| match row(live, key) {
            Some(row) if row.state != State::Removing => apart(&row, false),
            _ => Plan::Pointless,
        }),
        request: Box::new(move |key, chosen| {
            let row = row(live, key)?;
            let is = |place: usize| chosen.get(place).copied().unwrap_or_default();
            let options = ContainerOptions { force: is(0), volumes: is(1), confirm_own: false };
            Some((acts::target(&row), api::prepare(&RemoveContainer { id: row.id, options })))
        }),
    }
}

/// The container that Pierhead runs in isn't harmed among many.
fn apart(row: &Container, harmless: bool) -> Plan {
    if row.own && !harmless { Plan::Leave(Text::OwnLeftOut) } else { Plan::Go }
}

/// What is worth asking.
fn words(live: Live, facet: Facet) -> Vec<String> {
    let all = |words: fn(&Container) -> Vec<String>| live.containers(|rows| all_of(rows, words));
    match facet {
        Facet::Is => fixed(&[
            "running",
            "stopped",
            "healthy",
            "unhealthy",
            "starting",
            "unchecked",
            "published",
            "unpublished",
            "failed",
        ]),
        Facet::State => fixed(&["created", "running", "paused", "restarting", "removing", "exited", "dead"]),
        Facet::Name => all(|row| vec![row.name.clone()]),
        Facet::Image => all(|row| vec![row.image.clone()]),
        Facet::Stack => all(|row| row.stack.iter().cloned().collect()),
        Facet::Network => all(|row| row.networks.clone()),
        Facet::Volume => all(|row| row.volumes.clone()),
        Facet::Port => all(|row| row.ports.iter().map(|port| port.private.to_string()).collect()),
        _ => Vec::new(),
    }
}

/// The columns of a row, for a machine.
fn values(row: &Container, live: Live) -> Vec<String> {
    vec![
        row.name.clone(),
        status(row, live.now()),
        row.image.clone(),
        row.stack.clone().unwrap_or_default(),
        row.ports.iter().map(port).collect::<Vec<_>>().join(" "),
        iso(row.created),
    ]
}

/// As `docker ps` writes it: `0.0.0.0:8080->80/tcp`.
fn port(port: &Port) -> String {
    let inside = [&port.private.to_string(), "/", port.protocol.as_str()].concat();
    let Some(public) = port.public else { return inside };
    let ip =
        port.ip.map(|ip| if ip.is_ipv6() { ["[", &ip.to_string(), "]"].concat() } else { ip.to_string() });
    [&ip.unwrap_or_default(), ":", &public.to_string(), "->", &inside].concat()
}
