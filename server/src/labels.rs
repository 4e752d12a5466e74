//! Which containers carry a label, out of the mirror's memory: no question of the engine, however many look.
//!
//! Whoever sees a container sees the names of its labels; their values are for those who see secrets. So only they are told
//! whether a guess at a value fits.

use std::sync::Arc;

use axum::extract::{Query, State};
use engine_api::operation::Operation;
use gate::{Principal, Role, Secrets, Target};
use mirror::{Feed, Wanted};
use wire::{Collection, LONGEST_LABEL, LabelledContainers, OfLabel};

use crate::{Caller, Error, Route, Wire, error::Malformed, lists::Lists, sight::Sight, targets::Targets};

/// How many names are told at most.
const MOST_NAMES: usize = 1000;

/// The routes of this module.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/containers/labelled", Role::Viewer, find)
            .about("The containers that carry a label, as `docker ps --filter label=` finds them"),
        Route::get("/api/containers/labels", Role::Viewer, list_names)
            .about("The names of the labels that containers carry: in order, the first thousand"),
    ]
}

async fn find(
    State(lists): State<Lists>,
    State(feed): State<Arc<Feed>>,
    State(targets): State<Targets>,
    caller: Caller,
    Query(OfLabel { label }): Query<OfLabel>,
) -> Result<Wire<LabelledContainers>, Error> {
    if label.len() > LONGEST_LABEL {
        return Err(Malformed::LongLabel { most: LONGEST_LABEL }.into());
    }
    let wanted = Wanted::parse(&label);
    if wanted.is_of_value() {
        check_values(&caller.principal)?;
    }
    lists.check_link(Collection::Containers)?;
    let sight = Sight::new(caller.principal, targets)?;
    let carriers = feed.labels(|labels| labels.carriers(wanted, |id| sight.sees_container(id)));
    let unknown = u32::try_from(carriers.unknown).unwrap_or(u32::MAX);
    Ok(Wire(LabelledContainers { ids: carriers.ids, unknown }))
}

async fn list_names(
    State(lists): State<Lists>,
    State(feed): State<Arc<Feed>>,
    State(targets): State<Targets>,
    caller: Caller,
) -> Result<Wire<Vec<String>>, Error> {
    lists.check_link(Collection::Containers)?;
    let sight = Sight::new(caller.principal, targets)?;
    Ok(Wire(feed.labels(|labels| labels.names(MOST_NAMES, |id| sight.sees_container(id)))))
}

/// Whether a guess fits would tell what is left out of a list's answer: so it is for those for whom nothing is.
pub(crate) fn check_values(principal: &Principal) -> Result<(), Error> {
    match gate::secrets(principal, Operation::ContainerList, &Target::engine())? {
        Secrets::Shown => Ok(()),
        Secrets::LeftOut => Err(Error::LabelValuesHidden),
    }
}
