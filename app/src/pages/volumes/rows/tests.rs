use super::*;
use crate::search::Query;

fn volume(name: &str, anonymous: bool) -> Volume {
    Volume {
        name: name.into(),
        driver: "local".into(),
        mountpoint: String::new(),
        created: None,
        stack: None,
        anonymous,
        has_options: false,
    }
}

#[test]
fn volumes_without_a_name_of_their_own_come_last() {
    let rows = [volume("0abc", true), volume("data", false)].map(Arc::new).to_vec();
    let order: Vec<_> = sorted(rows, Sort::Name, false, |_| 0).iter().map(|row| row.name.clone()).collect();
    assert_eq!(order, ["data", "0abc"]);
}

#[test]
fn a_search_finds_name_driver_and_kind() {
    let row = volume("data", true);
    for (text, found) in [
        ("DAT", true),
        ("local", true),
        ("nfs", false),
        ("driver:local name:data", true),
        ("name:local", false),
        ("is:unused", true),
        ("is:used", false),
        ("is:anonymous", true),
    ] {
        let query = Query::parse(text, FACETS);
        assert_eq!(query.is_met(&|facet, wanted| has(&row, false, facet, wanted)), found, "{text}");
    }
}
