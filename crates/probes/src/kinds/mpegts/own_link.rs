//! Whether it is this machine's own network card that is cut off, before a stream is blamed.

use std::collections::BTreeMap;

use nix::ifaddrs::getifaddrs;
use nix::net::if_::InterfaceFlags;

use super::place::Interface;

/// What to look at when no card that the stream could come by has a link; nothing where one has.
pub(super) fn trouble(interface: Option<&Interface>) -> Option<String> {
    let mut links = BTreeMap::<String, bool>::new();
    for address in getifaddrs().ok()? {
        let ip = address
            .address
            .as_ref()
            .and_then(|address| address.as_sockaddr_in());
        let is_meant = match interface {
            None => true,
            Some(Interface::Name(name)) => *name == address.interface_name,
            Some(Interface::Address(meant)) => ip.is_some_and(|ip| ip.ip() == *meant),
        };
        if is_meant && !address.flags.contains(InterfaceFlags::IFF_LOOPBACK) {
            let has_link = address.flags.contains(InterfaceFlags::IFF_RUNNING);
            *links.entry(address.interface_name).or_default() |= has_link;
        }
    }
    if links.is_empty() || links.values().any(|has_link| *has_link) {
        return None;
    }
    let names: Vec<_> = links.into_keys().collect();
    Some(format!(
        "{} of this machine has no link: look at its cable first",
        names.join(" or ")
    ))
}
