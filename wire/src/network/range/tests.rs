use super::*;

#[test]
fn a_subnet_is_an_address_and_the_length_of_its_prefix() {
    for fine in ["", "172.28.0.0/16", "10.0.0.0/8", "0.0.0.0/0", "10.1.1.1/32", "fd00::/64", "::/0"] {
        assert_eq!(subnet_fault(fine), None, "{fine}");
    }
    for wrong in
        ["172.28.0.0", "172.28.0/16", "172.28.0.0/33", "172.28.0.0/", "172.28.0.0/+8", "fd00::/129", "front"]
    {
        assert_eq!(subnet_fault(wrong), Some(RangeFault::NotASubnet), "{wrong}");
    }
}

#[test]
fn a_subnet_begins_where_its_range_does() {
    for (typed, range) in [
        ("10.0.0.1/24", "10.0.0.0/24"),
        ("10.1.2.3/8", "10.0.0.0/8"),
        ("10.1.2.3/0", "0.0.0.0/0"),
        ("172.28.255.255/31", "172.28.255.254/31"),
        ("fd00::1/64", "fd00::/64"),
        ("fd00::1/0", "::/0"),
    ] {
        assert_eq!(subnet_fault(typed), Some(RangeFault::Inside(range.to_owned())), "{typed}");
        assert_eq!(subnet_fault(range), None, "{range}");
    }
}

#[test]
fn a_gateway_is_an_address_inside_of_its_subnet() {
    use RangeFault::{NoSubnet, NotAnAddress, NotInSubnet};
    for (gateway, subnet, fault) in [
        ("", "", None),
        ("", "172.28.0.0/16", None),
        ("172.28.0.1", "172.28.0.0/16", None),
        ("172.28.255.254", "172.28.0.0/16", None),
        ("172.29.0.1", "172.28.0.0/16", Some(NotInSubnet)),
        ("10.0.0.1", "0.0.0.0/0", None),
        ("10.0.0.2", "10.0.0.1/32", Some(NotInSubnet)),
        ("fd00::1", "fd00::/64", None),
        ("fd01::1", "fd00::/64", Some(NotInSubnet)),
        ("fd00::1", "::/0", None),
        ("fd00::1", "172.28.0.0/16", Some(NotInSubnet)),
        ("::1", "0.0.0.0/8", Some(NotInSubnet)),
        ("172.28.0.1", "fd00::/64", Some(NotInSubnet)),
        ("172.28.0.1", "", Some(NoSubnet)),
        ("172.28.0", "172.28.0.0/16", Some(NotAnAddress)),
        ("172.28.0.1", "172.28.0.0", None),
    ] {
        assert_eq!(gateway_fault(gateway, subnet), fault, "{gateway} in {subnet}");
    }
}
