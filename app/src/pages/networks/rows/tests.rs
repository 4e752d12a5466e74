use super::*;
use crate::search::Query;

fn network(name: &str, subnet: &str) -> Network {
    Network {
        id: name.into(),
        name: name.into(),
        driver: "bridge".into(),
        scope: "local".into(),
        subnets: vec![subnet.into()],
        internal: false,
        ipv6: false,
        created: None,
        stack: Some("shop".into()),
        predefined: false,
    }
}

#[test]
fn a_search_finds_name_driver_stack_and_subnet() {
    let row = network("backend", "172.18.0.0/16");
    for (text, found) in [
        ("BACK", true),
        ("bridge", true),
        ("shop", true),
        ("172.18", true),
        ("overlay", false),
        ("subnet:172.18 stack:shop is:own", true),
        ("is:internal", false),
        ("is:unused", false),
    ] {
        let query = Query::parse(text, FACETS);
        assert_eq!(query.is_met(&|facet, wanted| has(&row, true, facet, wanted)), found, "{text}");
    }
}

#[test]
fn by_subnet_the_lowest_comes_first() {
    let rows = [network("a", "172.19.0.0/16"), network("b", "172.18.0.0/16")].map(Arc::new).to_vec();
    let order: Vec<_> = sorted(rows, Sort::Subnet, false, |_| 0).iter().map(|row| row.name.clone()).collect();
    assert_eq!(order, ["b", "a"]);
}
