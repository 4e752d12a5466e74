//! Stacks: what belongs to which, and what carries a label that says so. A label alone grants nothing: an admin looks,
//! and puts what they saw into a stack, by full id.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::extract::{Path, State};
use gate::{Role, StackName};
use mirror::Feed;
use wire::{
    Container, Labelled, Member, MemberCounts, MemberKind, Move, Network, NewMember, NewMembers, StackRow,
    Volume,
};

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
        Route::get("/api/members/{kind}/{key}", Role::Admin, get_member)
            .about("To which stacks a container or network (by its id) or a volume (by its name) belongs"),
        Route::post("/api/members", Role::Admin, move_member)
            .about("Puts something into one stack alone, or into none"),
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

async fn get_member(
    State(targets): State<Targets>,
    State(feed): State<Arc<Feed>>,
    Path((sort, key)): Path<(MemberKind, String)>,
) -> Result<Wire<Member>, Error> {
    let named = |it: &Labelled| match it.kind {
        MemberKind::Container | MemberKind::Network => it.id == key,
        MemberKind::Volume => it.name == key,
    };
    let found = things(&feed, &targets).map(|(_, it)| it).find(|it| it.kind == sort && named(it));
    let id = found.ok_or_else(|| gone(sort, &key))?.id;
    let stacks = targets.members().now()?.stacks(kind(sort), &id);
    Ok(Wire(Member { id, stacks: stacks.iter().map(ToString::to_string).collect() }))
}

async fn move_member(
    State(targets): State<Targets>,
    State(feed): State<Arc<Feed>>,
    Proved(admin): Proved,
    Wire(Move { thing, stack }): Wire<Move>,
) -> Result<Wire<()>, Error> {
    let stack = stack.map(|stack| stack.parse()).transpose()?;
    // What was made anew under the same name since the admin looked has another id.
    if !things(&feed, &targets).any(|(_, it)| it.kind == thing.kind && it.id == thing.id) {
        return Err(gone(thing.kind, &thing.id));
    }
    targets.members().move_to(&admin.principal, (kind(thing.kind), thing.id), stack).await.map(Wire)
}

fn gone(kind: MemberKind, key: &str) -> Error {
    Error::NoSuchObject { message: format!("there is no {} {key} that a stack could hold", kind.as_str()) }
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

/// What carries a stack's label.
fn labelled(feed: &Feed, targets: &Targets) -> impl Iterator<Item = (String, Labelled)> {
    things(feed, targets).filter_map(|(label, it)| label.map(|label| (label, it)))
}

/// What can belong to a stack, as the mirror knows it, with the stack that its label names: containers, then volumes and
/// networks. The engine's own networks can't: everybody has them.
fn things(feed: &Feed, targets: &Targets) -> impl Iterator<Item = (Option<String>, Labelled)> {
    let containers = feed.list::<Container>().rows.into_iter().map(|row| {
        let it = Labelled { kind: MemberKind::Container, id: row.id.to_string(), name: row.name.clone() };
        (row.stack.clone(), it)
    });
    let volumes = feed.list::<Volume>().rows.into_iter().map(|row| {
        let (_, id) = targets.member_volume(&row.name, row.created);
        (row.stack.clone(), Labelled { kind: MemberKind::Volume, id, name: row.name.clone() })
    });
    let networks = feed.list::<Network>().rows.into_iter().filter(|row| !row.predefined).map(|row| {
        let it = Labelled { kind: MemberKind::Network, id: row.id.clone(), name: row.name.clone() };
        (row.stack.clone(), it)
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
