//! Who is at the other end, when a proxy may stand between.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use http::HeaderMap;

use super::Scheme;

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    /// Whether the connection is TLS.
    pub scheme: Scheme,
}

/// A network: an address and how many of its leading bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    address: IpAddr,
    bits: u32,
}

impl FromStr for Cidr {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("{text:?} is no network: write an address, or one and its bits, such as 10.0.0.0/8");
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(all), |bits| bits.parse::<u32>().map_err(|_| wrong()))?;
        if bits > all {
            return Err(wrong());
        }
        Ok(Self { address, bits })
    }
}

impl Cidr {
    /// Whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let shift = 32 - self.bits;
                u32::from(ours).checked_shr(shift) == u32::from(theirs).checked_shr(shift)
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let shift = 128 - self.bits;
                u128::from(ours).checked_shr(shift) == u128::from(theirs).checked_shr(shift)
            }
            _ => false,
        }
    }
}

/// The client's address and scheme: those of the connection, unless it is a trusted proxy's.
pub(super) fn client(trusted: &[Cidr], peer: Peer, headers: &HeaderMap) -> (IpAddr, Scheme) {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let direct = peer.address.ip().to_canonical();
    if !is_trusted(direct) {
        return (direct, peer.scheme);
    }
    let listed = headers.get_all("x-forwarded-for").iter().rev();
    let hops = listed.filter_map(|line| line.to_str().ok()).flat_map(|line| line.rsplit(','));
    let mut address = direct;
    // From the nearest hop on: everything beyond the first stranger is the stranger's word.
    for hop in hops {
        let Ok(hop) = hop.trim().parse::<IpAddr>() else { break };
        address = hop.to_canonical();
        if !is_trusted(address) {
            break;
        }
    }
    // Of several the last one is the nearest proxy's own.
    let proto = headers.get_all("x-forwarded-proto").iter().next_back();
    let proto = proto.and_then(|line| line.to_str().ok()?.rsplit(',').next());
    let scheme = match proto.map(str::trim) {
        Some("https") => Scheme::Https,
        Some("http") => Scheme::Http,
        _ => peer.scheme,
    };
    (address, scheme)
}
