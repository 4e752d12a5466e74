//! Stacks: what belongs to which, and what carries a label that says so. A label alone grants nothing: an admin looks,
//! and puts what they saw into the stack, by full id.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::extract::{Path, State};
use gate::{Role, StackName};
use mirror::Feed;
use wire::{Container, Labelled, MemberCounts, MemberKind, Network, NewMember, NewMembers, StackRow, Volume};

use crate::{Error, Route, Wire, members::Kind, session::Proved, targets::Targets};

/// The routes of this module.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/stacks", Role::Admin, list_stacks)
            .about("All stacks of which there are members or labels"),
        Route::post("/api/stacks/{name}/members", Role::Admin, adopt)
            .about("Puts what carries the label into a stack"),
        Route::delete("/api/stacks/{name}", Role::Admin, dissolve)
            .about("Takes everything out of a stack; nothing is removed from the engine"),
    ]
}

async fn list_stacks(
    State(targets): State<Targets>,
    State(feed): State<Arc<Feed>>,
) -> Result<Wire<Vec<StackRow>>, Error> {
    list(&targets, &feed).map(Wire)
}

async fn adopt(
    State(targets): State<Targets>,
    State(feed): State<Arc<Feed>>,
    Proved(admin): Proved,
    Path(name): Path<String>,
    Wire(NewMembers { things }): Wire<NewMembers>,
) -> Result<Wire<()>, Error> {
    let stack: StackName = name.parse()?;
    let labelled: BTreeSet<_> = labelled(&feed, &targets)
        .filter(|(label, _)| *label == name)
        .map(|(_, it)| NewMember { kind: it.kind, id: it.id })
        .collect();
    // Whoever makes containers sets their labels, and may have done so since the admin looked.
    if things.is_empty() || !things.iter().all(|thing| labelled.contains(thing)) {
        return Err(Error::LabelsChanged { stack });
    }
    let things = things.into_iter().map(|thing| (kind(thing.kind), thing.id)).collect();
    targets.members().adopt(&admin.principal, stack, things).await.map(Wire)
}

async fn dissolve(
    State(targets): State<Targets>,
    Proved(admin): Proved,
    Path(name): Path<String>,
) -> Result<Wire<()>, Error> {
    targets.members().dissolve_by(&admin.principal, name.parse()?).await.map(Wire)
}

/// All stacks of which there are members or labels.
fn list(targets: &Targets, feed: &Feed) -> Result<Vec<StackRow>, Error> {
    let membership = targets.members().now()?;
    let mut rows = BTreeMap::new();
    for (stack, counts) in membership.counts() {
        let count = |kind| counts.get(&kind).map_or(0, |count| u32::try_from(*count).unwrap_or(u32::MAX));
        let row: &mut StackRow = row_of(&mut rows, stack.as_str());
        row.members = MemberCounts {
            containers: count(Kind::Container),
            images: count(Kind::Image),
            volumes: count(Kind::Volume),
            networks: count(Kind::Network),
        };
    }
    for (label, it) in labelled(feed, targets) {
        let row = row_of(&mut rows, &label);
        let belongs = membership.stacks(kind(it.kind), &it.id).iter().any(|stack| stack.as_str() == label);
        if !belongs {
            row.labelled.push(it);
        }
    }
    Ok(rows.into_values().collect())
}

fn row_of<'a>(rows: &'a mut BTreeMap<String, StackRow>, name: &str) -> &'a mut StackRow {
    rows.entry(name.to_owned()).or_insert_with(|| StackRow {
        name: name.to_owned(),
        fits: name.parse::<StackName>().is_ok(),
        members: MemberCounts::default(),
        labelled: Vec::new(),
    })
}

/// What carries a stack's label, as the mirror knows it: containers, then volumes and networks.
fn labelled(feed: &Feed, targets: &Targets) -> impl Iterator<Item = (String, Labelled)> {
    let containers = feed.list::<Container>().rows.into_iter().filter_map(|row| {
        let it = Labelled { kind: MemberKind::Container, id: row.id.to_string(), name: row.name.clone() };
        row.stack.clone().map(|stack| (stack, it))
    });
    let volumes = feed.list::<Volume>().rows.into_iter().filter_map(|row| {
        let (_, id) = targets.member_volume(&row.name, row.created);
        let it = Labelled { kind: MemberKind::Volume, id, name: row.name.clone() };
        row.stack.clone().map(|stack| (stack, it))
    });
    let networks = feed.list::<Network>().rows.into_iter().filter_map(|row| {
        let it = Labelled { kind: MemberKind::Network, id: row.id.clone(), name: row.name.clone() };
        row.stack.clone().map(|stack| (stack, it))
    });
    containers.chain(volumes).chain(networks)
}

fn kind(kind: MemberKind) -> Kind {
    match kind {
        MemberKind::Container => Kind::Container,
        MemberKind::Volume => Kind::Volume,
        MemberKind::Network => Kind::Network,
    }
}
