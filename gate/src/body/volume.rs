//! The body of `POST /volumes/create`.

use serde_json::Value;

use super::{
    Form, Noun, Objection as O, Volume, Why,
    deciding::Deciding,
    labels,
    rule::one_of,
    table::{Kind as K, Row, Rule::*, Ruled, Table, empty, nothing_more, row},
};
use crate::query;

pub(super) static CREATE: Table = Table { rows: &[&ROWS], then: nothing_more };

static ROWS: [Row; 5] = [
    empty("ClusterVolumeSpec", K::Root, O::ForSwarms),
    row("Driver", K::Root, By(|d, v| one_of(d, v, &["local"])), "only the engine's own"),
    empty("DriverOpts", K::Root, O::VolumeOptions),
    row("Labels", K::Cmd, By(labels::labels), "none that grants, or that other tools obey"),
    row("Name", K::Root, By(name), "free, or in scope already"),
];

/// The engine answers with the volume that is there already, whoever's it is.
fn name(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    let name = deciding.text(value)?;
    if name.is_empty() {
        return Ok(None);
    }
    if !query::is_name(&name) {
        return Err(deciding.refuse(Why::NotA(Form::Name)));
    }
    match deciding.around.volume(&name) {
        Volume::Nowhere if !query::is_new_name(&name) => Err(deciding.refuse(Why::NotA(Form::NoId))),
        Volume::Elsewhere => Err(deciding.refuse(Why::NotYours { what: Noun::Volume, name })),
        there => {
            deciding.is_new = there == Volume::Nowhere;
            if deciding.is_new {
                deciding.not_anothers(&name)?;
            }
            Ok(Some(name.into()))
        }
    }
}
