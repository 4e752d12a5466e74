//! No field of the engine's description is without a verdict.

use std::collections::BTreeMap;

use super::{Kind, Verdict, verdicts};

/// The fields of the API's description, as `cargo xtask capture` writes them.
const FIELDS: &str = include_str!("../../../../engine-api/testdata/v1.51.fields.tsv");

fn by_field() -> BTreeMap<(&'static str, String), Verdict> {
    verdicts().into_iter().map(|verdict| ((verdict.body, verdict.field.clone()), verdict)).collect()
}

#[test]
fn every_described_field_has_a_verdict() {
    let verdicts = by_field();
    let mut missing = Vec::new();
    for line in FIELDS.lines().skip(1) {
        let (body, field) = line.split_once('\t').expect("two columns");
        // What is inside of something refused is refused with it.
        let dots = field.match_indices('.').map(|(dot, _)| &field[..dot]);
        let has_one = dots.map(|before| (before, true)).chain([(field, false)]).any(|(field, whole)| {
            let verdict = verdicts.iter().find(|((of, name), _)| *of == body && name == field);
            verdict.is_some_and(|(_, verdict)| !whole || verdict.is_refused)
        });
        if !has_one {
            missing.push(line);
        }
    }
    assert!(missing.is_empty(), "without a verdict:\n{}", missing.join("\n"));
}

#[test]
fn every_verdict_is_for_a_described_field_or_for_what_clients_send_all_the_same() {
    let described: Vec<_> = FIELDS.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    for ((body, field), verdict) in by_field() {
        let is = described.contains(&(body, field.as_str()));
        let is_known = matches!(verdict.kind, Kind::Cli | Kind::Old);
        assert!(is || is_known, "{body} {field} isn't described");
        assert!(!verdict.words.is_empty(), "{body} {field}");
    }
}

#[test]
fn the_description_is_the_one_that_was_judged() {
    let count = |body: &str, before: &str| {
        let of = FIELDS.lines().filter_map(|line| line.split_once('\t')).filter(|(of, _)| *of == body);
        of.filter_map(|(_, field)| field.strip_prefix(before)).filter(|rest| !rest.contains('.')).count()
    };
    assert_eq!(count("ContainerCreate", "HostConfig."), 70);
    assert_eq!(count("ImageCommit", ""), 25);
}

#[test]
fn what_is_close_to_root_never_passes_as_it_is() {
    for verdict in verdicts().iter().filter(|verdict| verdict.kind == Kind::Root) {
        assert_ne!(verdict.words, "as asked", "{} {}", verdict.body, verdict.field);
    }
}
