//! What people with the grant deploy may ask for, as settings say it.

use std::{
    net::IpAddr,
    ops::RangeInclusive,
    path::{Component, Path, PathBuf},
};

use engine_api::capability;

/// A registry's host, with its port where it isn't the usual one.
pub(super) fn registry(text: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    if text.is_empty() || !text.bytes().all(fits) {
        return Err(format!("{text:?} is no registry (write it as in a reference: ghcr.io, or host:5000)"));
    }
    Ok(text.to_ascii_lowercase())
}

/// A path of the host, written in the one way in which it is compared.
pub(super) fn path(text: &str) -> Result<String, String> {
    let path = Path::new(text);
    let clean: PathBuf = path.components().collect();
    let up = path.components().any(|it| it == Component::ParentDir);
    let plain = !up && clean.as_os_str() == text.trim_end_matches('/');
    if !path.is_absolute() || !plain || text == "/" || text.contains(':') {
        return Err(format!(
            "{text:?} is no path that can be mounted: it begins with a slash, and has no dots and doubled slashes in it"
        ));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// The name of a volume.
pub(super) fn volume(text: &str) -> Result<String, String> {
    match gate::query::is_name(text) {
        true => Ok(text.to_owned()),
        false => Err(format!("{text:?} is no volume's name")),
    }
}

/// An address of the host.
pub(super) fn address(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| format!("{text:?} is no address"))
}

/// Ports in a row.
pub(super) fn ports(text: &str) -> Result<RangeInclusive<u16>, String> {
    let number = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    let range = text.split_once('-').and_then(|(first, last)| Some(number(first)?..=number(last)?));
    range
        .filter(|range| !range.is_empty())
        .ok_or_else(|| format!("{text:?} are no ports, such as 1024-65535"))
}

/// One capability. All of them at once is what privileged containers have: that is an admin's to give.
pub(super) fn capability(text: &str) -> Result<String, String> {
    let name = capability::name(text);
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    if name.is_empty() || name == "ALL" || !name.bytes().all(fits) {
        return Err(format!("{text:?} is no capability (write it as capabilities(7) does: NET_ADMIN)"));
    }
    Ok(name)
}

/// The name of something that the host's kernel knows.
pub(super) fn word(text: &str) -> Result<String, String> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if plain { Ok(text.to_owned()) } else { Err(format!("{text:?} is no name")) }
}
