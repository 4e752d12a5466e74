use super::*;

#[test]
fn waiting_doubles_up_to_a_bound_and_ends() {
    let wait = |failures| left_to_wait(failures, 1000, 5, 1000);
    assert_eq!([0, 4, 5, 6, 7, 10].map(wait), [0, 0, 1, 2, 4, 32]);
    assert_eq!([14, 15, 40, 70, u32::MAX].map(wait), [512, LONGEST, LONGEST, LONGEST, LONGEST]);
    assert_eq!(left_to_wait(7, 1000, 5, 1003), 1);
    assert_eq!(left_to_wait(7, 1000, 5, 1004), 0);
    assert_eq!(left_to_wait(7, 9000, 5, 1000), 4, "the clock was set back");
}

#[test]
fn one_prefix_for_a_whole_network() {
    let prefix = |text: &str| AddressPrefix::from(text.parse::<IpAddr>().unwrap());
    assert_eq!(prefix("192.0.2.1"), prefix("192.0.2.254"));
    assert_ne!(prefix("192.0.2.1"), prefix("192.0.3.1"));
    assert_eq!(prefix("192.0.2.1"), prefix("::ffff:192.0.2.9"));
    assert_eq!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:2:ffff::1"));
    assert_ne!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:3::1"));
}
