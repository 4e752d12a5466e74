use std::collections::BTreeSet;

use super::Operation;

/// The facts of the API's description, as `cargo xtask capture` writes them.
const FACTS: &str = include_str!("../../testdata/v1.51.operations.tsv");

/// What engines serve, clients need, and the description doesn't list.
const UNDESCRIBED: [Operation; 1] = [Operation::BuildkitGrpc];

#[test]
fn the_table_says_what_the_description_says() {
    let mut described = BTreeSet::new();
    for line in FACTS.lines().skip(1) {
        let [name, method, path, keys, body] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let operation = Operation::ALL.iter().find(|operation| operation.name() == name);
        let operation = operation.unwrap_or_else(|| panic!("{name} has no row"));
        assert_eq!(operation.method().as_str(), method, "{name}");
        assert_eq!(operation.path(), path, "{name}");
        let own: Vec<_> = operation.keys().map(|(key, _)| key).collect();
        assert_eq!(own.join(" "), keys, "{name}");
        let has_body = !matches!(operation.body(), super::Body::None);
        assert_eq!(has_body, !body.is_empty(), "{name}");
        described.insert(name);
    }
    let own = Operation::ALL.iter().filter(|operation| !UNDESCRIBED.contains(operation));
    let own: BTreeSet<_> = own.map(|operation| operation.name()).collect();
    assert_eq!(own, described, "the table has rows that the description hasn't");
    assert_eq!(own.len(), 107);
}

#[test]
fn what_only_looks_is_asked_for_in_safe_ways() {
    use super::{Class, Operation as O};

    for operation in Operation::ALL {
        let looks = matches!(operation.class(), Class::Read | Class::ReadSecret);
        let safe = matches!(operation.method().as_str(), "GET" | "HEAD");
        // Waiting changes nothing, attaching writes, and these tell what makes their reader root.
        let known = matches!(
            operation,
            O::ContainerWait | O::ContainerAttachWebsocket | O::SwarmInspect | O::SwarmUnlockkey
        );
        assert!(looks == safe || known, "{}", operation.name());
    }
}
