//! A network's addresses, as people write them: checked as the engine does, before it is asked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What is wrong with a network's range, or with the gateway in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RangeFault {
    /// Not an address with the length of its prefix: `172.28.0.0/16`.
    NotASubnet,
    /// An address inside of a range that begins earlier, and how that one is written: `172.28.0.0/16` for `172.28.0.1/16`.
    Inside(String),
    /// Not an address.
    NotAnAddress,
    /// A gateway of no range that is known.
    NoSubnet,
    /// An address outside of the range.
    NotInSubnet,
}

/// What is wrong with a range. None at all is fine: the engine chooses one.
pub fn subnet_fault(subnet: &str) -> Option<RangeFault> {
    if subnet.is_empty() {
        return None;
    }
    let Some((address, length)) = parse(subnet) else { return Some(RangeFault::NotASubnet) };
    let start = start(address, length);
    (start != address).then(|| RangeFault::Inside([&start.to_string(), "/", &length.to_string()].concat()))
}

/// The first address of the range of this prefix that an address is in.
fn start(address: IpAddr, length: u8) -> IpAddr {
    let (number, width) = bits(address);
    // A shift by the whole width leaves nothing.
    let rest = u128::MAX.checked_shl(width - u32::from(length)).unwrap_or_default();
    match address {
        #[expect(clippy::cast_possible_truncation, reason = "the number has no more bits")]
        IpAddr::V4(_) => Ipv4Addr::from((number & rest) as u32).into(),
        IpAddr::V6(_) => Ipv6Addr::from(number & rest).into(),
    }
}

/// What is wrong with a gateway in a range. None at all is fine: the engine chooses one. Of a range that is wrong itself,
/// nothing is said here.
pub fn gateway_fault(gateway: &str, subnet: &str) -> Option<RangeFault> {
    if gateway.is_empty() {
        return None;
    }
    let Ok(gateway) = gateway.parse::<IpAddr>() else { return Some(RangeFault::NotAnAddress) };
    if subnet.is_empty() {
        return Some(RangeFault::NoSubnet);
    }
    let (start, length) = parse(subnet)?;
    let (gateway, width) = bits(gateway);
    let (start, of) = bits(start);
    if width != of {
        return Some(RangeFault::NotInSubnet);
    }
    // A shift by the whole width is none.
    let differs = (gateway ^ start).checked_shr(width - u32::from(length)).unwrap_or_default() != 0;
    differs.then_some(RangeFault::NotInSubnet)
}

fn parse(subnet: &str) -> Option<(IpAddr, u8)> {
    let (start, length) = subnet.split_once('/')?;
    let start: IpAddr = start.parse().ok()?;
    let is_plain = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    let length: u8 = length.parse().ok().filter(|_| is_plain)?;
    (u32::from(length) <= bits(start).1).then_some((start, length))
}

/// An address as a number, and how many bits it has.
fn bits(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u32::from(address).into(), u32::BITS),
        IpAddr::V6(address) => (address.into(), u128::BITS),
    }
}

#[cfg(test)]
mod tests;
