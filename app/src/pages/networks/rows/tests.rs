use super::*;

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
    for (wanted, found) in
        [("BACK", true), ("bridge", true), ("shop", true), ("172.18", true), ("overlay", false)]
    {
        let listing = Listing { search: wanted.into(), ..Listing::default() };
        assert_eq!(matches(&row, &listing, true), found, "{wanted}");
    }
}

#[test]
fn by_subnet_the_lowest_comes_first() {
    let rows = [network("a", "172.19.0.0/16"), network("b", "172.18.0.0/16")].map(Arc::new).to_vec();
    let order: Vec<_> = sorted(rows, Sort::Subnet, false, |_| 0).iter().map(|row| row.name.clone()).collect();
    assert_eq!(order, ["b", "a"]);
}
