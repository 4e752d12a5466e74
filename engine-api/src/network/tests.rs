use super::*;

#[test]
fn networks_of_both_ends_of_the_range_are_read() {
    for [list, one] in [
        [
            include_str!("../../testdata/20.10/networks.json"),
            include_str!("../../testdata/20.10/network-front.json"),
        ],
        [
            include_str!("../../testdata/28/networks.json"),
            include_str!("../../testdata/28/network-front.json"),
        ],
    ] {
        let list: Vec<Network> = serde_json::from_str(list).unwrap();
        let mut names: Vec<&str> = list.iter().map(|network| network.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["bridge", "front", "host", "none"]);
        let front: Network = serde_json::from_str(one).unwrap();
        assert_eq!(front.ipam.config[0].subnet, "172.30.0.0/24");
        assert_eq!((front.labels["a"].as_str(), front.driver.as_str()), ("b", "bridge"));
        let member = front.containers.values().next().unwrap();
        assert_eq!((member.name.as_str(), member.ipv4_address.as_str()), ("web", "172.30.0.2/24"));
    }
}

#[test]
fn a_network_is_created_by_what_was_said() {
    let body = CreateNetwork { name: "front".into(), check_duplicate: true, ..Default::default() };
    assert_eq!(serde_json::to_string(&body).unwrap(), r#"{"Name":"front","CheckDuplicate":true}"#);
    let range = IpamRange { subnet: "172.30.0.0/24".into(), ..Default::default() };
    let ipam = Some(Ipam { config: vec![range], ..Default::default() });
    let body = CreateNetwork { name: "a".into(), enable_ipv6: true, ipam, ..Default::default() };
    let expected = r#"{"Name":"a","CheckDuplicate":false,"EnableIPv6":true,"IPAM":{"Config":[{"Subnet":"172.30.0.0/24"}]}}"#;
    assert_eq!(serde_json::to_string(&body).unwrap(), expected);
}
