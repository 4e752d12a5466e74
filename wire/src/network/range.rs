//! A network's addresses, as people write them: checked as the engine does, before it is asked.

use std::net::IpAddr;

/// What is wrong with a network's range, or with the gateway in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeFault {
    /// Not an address with the length of its prefix: `172.28.0.0/16`.
    NotASubnet,
    /// Not an address.
    NotAnAddress,
    /// A gateway of no range that is known.
    NoSubnet,
    /// An address outside of the range.
    NotInSubnet,
}

/// What is wrong with a range. None at all is fine: the engine chooses one.
pub fn subnet_fault(subnet: &str) -> Option<RangeFault> {
    (!subnet.is_empty() && parse(subnet).is_none()).then_some(RangeFault::NotASubnet)
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
