//! Tables of fields: a row is a field's verdict, in words and as what is done with it.

use serde_json::{Map, Value};

use super::{Objection, Refused, Why, deciding::Deciding};

/// What a field could give away, at its worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Root on the host, or near it.
    Root,
    /// A path of the host's devices.
    Host,
    /// Groups that the host gives meaning to.
    Priv,
    /// The engine connects to what it is told.
    Ssrf,
    /// Ports, names and addresses of others.
    Net,
    /// Orders for other tools.
    Cmd,
    /// The host's memory, time and space.
    Dos,
    /// Which program it is at all.
    Image,
    /// May hold secrets.
    Secret,
    /// As the house likes it.
    Policy,
    /// For engines on Windows.
    Win,
    /// Gone from the engine.
    Old,
    /// Clients send it, and the engine doesn't read it.
    Cli,
    /// Nothing.
    Ok,
}

impl Kind {
    /// Whether it gives power over the host: by itself, by the engine's hand or by another tool's.
    pub fn is_root(self) -> bool {
        match self {
            Self::Root | Self::Host | Self::Priv | Self::Ssrf | Self::Cmd => true,
            Self::Net | Self::Dos | Self::Image | Self::Secret | Self::Policy => false,
            Self::Win | Self::Old | Self::Cli | Self::Ok => false,
        }
    }
}

/// A field and its verdict.
pub(super) struct Row {
    pub name: &'static str,
    pub kind: Kind,
    pub rule: Rule,
    /// In few words. For what must be empty: what speaks against it.
    pub verdict: &'static str,
}

/// What a field becomes: nothing if it needn't be sent.
pub(super) type Ruled = Result<Option<Value>, Refused>;

/// What is done with a field. `null` is as good as no field: Go's clients send it for whatever is empty.
pub(super) enum Rule {
    /// It is sent as this gives it back.
    By(fn(&mut Deciding<'_>, Value) -> Ruled),
    /// It isn't sent, and mustn't ask for anything: false, 0 and empty texts, lists and objects don't.
    Empty(Objection),
    /// It mustn't even be empty.
    Absent(Objection),
    /// It has fields of its own.
    Object(&'static Table),
    /// Each of its items has fields of its own.
    Each(&'static Table),
    /// What is inside has fields of its own, and this knows where.
    Through(fn(&mut Deciding<'_>, Value) -> Ruled, &'static Table),
}

/// The fields of an object.
pub(super) struct Table {
    pub rows: &'static [&'static [Row]],
    /// What has to be so of several fields together.
    pub then: fn(&mut Deciding<'_>, &mut Map<String, Value>) -> Result<(), Refused>,
}

pub(super) const fn row(name: &'static str, kind: Kind, rule: Rule, verdict: &'static str) -> Row {
    Row { name, kind, rule, verdict }
}

/// What mustn't ask for anything.
pub(super) const fn empty(name: &'static str, kind: Kind, objection: Objection) -> Row {
    row(name, kind, Rule::Empty(objection), objection.words())
}

/// What mustn't even be empty.
pub(super) const fn absent(name: &'static str, kind: Kind, objection: Objection) -> Row {
    row(name, kind, Rule::Absent(objection), objection.words())
}

/// Nothing has to be so of several fields together.
pub(super) fn nothing_more(_: &mut Deciding<'_>, _: &mut Map<String, Value>) -> Result<(), Refused> {
    Ok(())
}

impl Table {
    pub(super) fn rows(&self) -> impl Iterator<Item = &'static Row> {
        self.rows.iter().copied().flatten()
    }
}

/// Takes an object through its table: what is sent instead.
pub(super) fn walk(
    table: &Table,
    deciding: &mut Deciding<'_>,
    object: Map<String, Value>,
) -> Result<Map<String, Value>, Refused> {
    let mut sent = Map::new();
    for (name, value) in object {
        deciding.within(&name, |deciding| {
            let row = table.rows().find(|row| row.name == name);
            let row = row.ok_or_else(|| deciding.refuse(Why::Unknown))?;
            if let Some(value) = follow(row, deciding, value)? {
                sent.insert(row.name.to_owned(), value);
            }
            Ok(())
        })?;
    }
    (table.then)(deciding, &mut sent)?;
    Ok(sent)
}

fn follow(row: &Row, deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    if value.is_null() {
        return Ok(None);
    }
    match &row.rule {
        Rule::By(rule) | Rule::Through(rule, _) => rule(deciding, value),
        Rule::Empty(_) if is_empty(&value) => Ok(None),
        Rule::Empty(objection) | Rule::Absent(objection) => Err(deciding.refuse(Why::OnlyAdmins(*objection))),
        Rule::Object(table) => {
            let sent = walk(table, deciding, deciding.object(value)?)?;
            Ok((!sent.is_empty()).then_some(Value::Object(sent)))
        }
        Rule::Each(table) => deciding
            .each(value, |deciding, item| Ok(Value::Object(walk(table, deciding, deciding.object(item)?)?)))
            .map(|list| Some(Value::Array(list))),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(true) => false,
    }
}
