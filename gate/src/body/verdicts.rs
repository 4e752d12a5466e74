//! All verdicts, one after the other: for documents, and for the test that no field of the API is without one.

use engine_api::operation::Operation;

use super::{
    admins, container, exec, network, resources,
    table::{Kind, Rule, Table, nothing_more},
    volume,
};

/// The verdict for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The operation whose body has it, or the name of a type that several have.
    pub body: &'static str,
    /// Which field: `HostConfig.Mounts.Source`.
    pub field: String,
    /// What it could give away, at its worst.
    pub kind: Kind,
    /// Whether nothing at all may be asked for by it, nor by what is inside.
    pub is_refused: bool,
    /// The verdict, in few words.
    pub words: &'static str,
}

/// A commit's settings are those of a container. Only admins send them, and whole.
static COMMIT: Table = Table { rows: &[&container::CONFIG], then: nothing_more };

static BODIES: [(&str, &Table); 10] = [
    ("ContainerCreate", &container::CREATE),
    ("ContainerUpdate", &resources::UPDATE),
    ("ContainerExec", &exec::EXEC),
    ("ExecStart", &exec::START),
    ("VolumeCreate", &volume::CREATE),
    ("NetworkCreate", &network::CREATE),
    ("NetworkConnect", &network::CONNECT),
    ("NetworkDisconnect", &network::DISCONNECT),
    ("ImageCommit", &COMMIT),
    ("TaskSpec", &admins::TASK),
];

/// The verdict for every field of every body that has a policy.
pub fn verdicts() -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for (body, table) in &BODIES {
        add(&mut verdicts, body, "", table);
    }
    verdicts
}

fn add(verdicts: &mut Vec<Verdict>, body: &'static str, before: &str, table: &Table) {
    for row in table.rows() {
        let field = format!("{before}{}", row.name);
        let inside = match &row.rule {
            Rule::Object(table) | Rule::Each(table) | Rule::Through(_, table) => Some(*table),
            Rule::By(_) | Rule::Empty(_) | Rule::Absent(_) => None,
        };
        let before = format!("{field}.");
        let is_refused = matches!(row.rule, Rule::Empty(_) | Rule::Absent(_));
        verdicts.push(Verdict { body, field, kind: row.kind, is_refused, words: row.verdict });
        if let Some(table) = inside {
            add(verdicts, body, &before, table);
        }
    }
}

/// What the field that a refusal names could give away: the innermost one that has a row. None for what has none.
pub fn kind(operation: Operation, field: &str) -> Option<Kind> {
    let (mut table, mut kind) = (Some(super::table(operation)?), None);
    for name in field.split(['.', '[', ']']).filter(|name| !name.is_empty()) {
        // A key of the client's has no row: what is beneath it has.
        let Some(row) = table.and_then(|table| table.rows().find(|row| row.name == name)) else { continue };
        kind = Some(row.kind);
        table = match &row.rule {
            Rule::Object(table) | Rule::Each(table) | Rule::Through(_, table) => Some(*table),
            Rule::By(_) | Rule::Empty(_) | Rule::Absent(_) => None,
        };
    }
    kind
}
