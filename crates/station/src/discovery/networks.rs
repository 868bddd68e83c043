//! The networks that this machine is on, and whether they can be scanned.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use wire::discovery::{MOST_SCANNED, Network};

use super::around::Own;

/// The networks of `own`, those that can be scanned first. One that is reached by two interfaces comes once for each.
pub(super) fn of(own: &[Own]) -> Vec<Network> {
    let mut networks: Vec<_> = own
        .iter()
        .filter(|own| !is_link_local(own.address))
        .map(network)
        .collect();
    networks.sort_by_key(|network| (!network.can_scan, network.address));
    networks
}

/// That of `networks` which is called `name`.
///
/// # Errors
/// Why it cannot be scanned, in one sentence.
pub(super) fn to_scan(networks: Vec<Network>, name: &str) -> Result<Network, String> {
    let (can, cannot): (Vec<_>, Vec<_>) = networks.into_iter().partition(|network| network.can_scan);
    if let Some(network) = can.iter().find(|network| network.network == name) {
        return Ok(network.clone());
    }
    let why_not = cannot.into_iter().find(|network| network.network == name);
    let names: Vec<_> = can.iter().map(|network| network.network.as_str()).collect();
    Err(match why_not.and_then(|network| network.why_not) {
        Some(why_not) => why_not,
        None if names.is_empty() => {
            "This machine is on no network that can be scanned; check its cables and its addresses."
                .to_owned()
        }
        None => format!("Only networks of this machine are scanned: {}.", names.join(", ")),
    })
}

/// Whether an address counts on one cable only and names nobody without it.
pub(super) fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => false,
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// Everybody on `network` but this machine.
pub(super) fn others(network: &Network) -> Vec<Ipv4Addr> {
    let IpAddr::V4(own) = network.address else {
        return Vec::new();
    };
    let (first, last) = span(own, network.prefix);
    (first..=last)
        .map(Ipv4Addr::from)
        .filter(|address| *address != own)
        .collect()
}

fn network(own: &Own) -> Network {
    let hosts = hosts(own);
    let why_not = why_not(own, hosts);
    Network {
        interface: own.interface.clone(),
        address: own.address,
        prefix: own.prefix,
        network: format!("{}/{}", first_address(own), own.prefix),
        hosts,
        can_scan: why_not.is_none(),
        why_not,
    }
}

fn why_not(own: &Own, hosts: u64) -> Option<String> {
    let interface = &own.interface;
    if own.address.is_ipv6() {
        let why = "An IPv6 network has more addresses than can be asked; its devices show up here once they have talked \
            to this machine.";
        return Some(why.to_owned());
    }
    if !own.has_link {
        return Some(format!(
            "{interface} has no link; check its cable and what it leads to."
        ));
    }
    if hosts == 0 {
        return Some("There is room for nobody else on it; add devices by their addresses.".to_owned());
    }
    (hosts > u64::from(MOST_SCANNED)).then(|| {
        format!("It has {hosts} addresses, and a scan asks {MOST_SCANNED} at most; add devices by their addresses.")
    })
}

fn first_address(own: &Own) -> IpAddr {
    match own.address {
        IpAddr::V4(ip) => Ipv4Addr::from(u32::from(ip) & mask(own.prefix)).into(),
        IpAddr::V6(ip) => {
            let bits = 128_u32.saturating_sub(own.prefix.into());
            let mask = u128::MAX.checked_shl(bits).unwrap_or(0);
            Ipv6Addr::from(u128::from(ip) & mask).into()
        }
    }
}

fn hosts(own: &Own) -> u64 {
    match own.address {
        IpAddr::V4(ip) => {
            let (first, last) = span(ip, own.prefix);
            u64::from(last - first)
        }
        IpAddr::V6(_) => {
            let bits = 128_u32.saturating_sub(own.prefix.into());
            1_u64.checked_shl(bits).map_or(u64::MAX, |all| all - 1)
        }
    }
}

/// The first and the last address for a machine. In the smallest networks all are (RFC 3021); else the first one names
/// the network and the last one means everybody.
fn span(ip: Ipv4Addr, prefix: u8) -> (u32, u32) {
    let mask = mask(prefix);
    let (first, last) = (u32::from(ip) & mask, u32::from(ip) | !mask);
    if prefix >= 31 {
        (first, last)
    } else {
        (first + 1, last - 1)
    }
}

fn mask(prefix: u8) -> u32 {
    let bits = 32_u32.saturating_sub(prefix.into());
    u32::MAX.checked_shl(bits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(address: &str, prefix: u8) -> Network {
        let own = Own {
            interface: "eth0".to_owned(),
            address: address.parse().unwrap(),
            prefix,
            has_link: true,
        };
        of(&[own]).remove(0)
    }

    #[test]
    fn a_network_is_named_and_counted() {
        for (address, prefix, name, hosts, can_scan) in [
            ("10.0.4.17", 24, "10.0.4.0/24", 253, true),
            ("10.0.4.17", 22, "10.0.4.0/22", 1_021, true),
            ("10.0.4.17", 21, "10.0.0.0/21", 2_045, false),
            ("10.0.4.17", 31, "10.0.4.16/31", 1, true),
            ("10.0.4.17", 32, "10.0.4.17/32", 0, false),
            ("10.0.4.17", 0, "0.0.0.0/0", 4_294_967_293, false),
            ("fd00::1:2", 112, "fd00::1:0/112", 65_535, false),
            ("2001:db8::2", 64, "2001:db8::/64", u64::MAX, false),
        ] {
            let network = on(address, prefix);
            assert_eq!(
                (network.network.as_str(), network.hosts, network.can_scan),
                (name, hosts, can_scan)
            );
            assert_eq!(network.why_not.is_none(), can_scan, "{network:?}");
        }
    }

    #[test]
    fn everybody_but_this_machine_is_asked() {
        let all = others(&on("192.0.2.2", 29));
        let expected = [1, 3, 4, 5, 6].map(|last| Ipv4Addr::new(192, 0, 2, last));
        assert_eq!(all, expected);
        assert_eq!(others(&on("192.0.2.2", 31)), [Ipv4Addr::new(192, 0, 2, 3)]);
        assert!(others(&on("192.0.2.2", 32)).is_empty());
    }

    #[test]
    fn an_unplugged_cable_is_named() {
        let own = Own {
            interface: "eno2".to_owned(),
            address: "10.0.4.1".parse().unwrap(),
            prefix: 24,
            has_link: false,
        };
        let network = of(&[own]).remove(0);
        assert!(!network.can_scan);
        assert!(network.why_not.unwrap().starts_with("eno2 has no link"));
    }

    #[test]
    fn only_networks_of_this_machine_are_scanned() {
        let choose = |name: &str| to_scan(vec![on("10.0.4.17", 24), on("10.1.0.1", 16)], name);
        assert_eq!(choose("10.0.4.0/24").unwrap().address.to_string(), "10.0.4.17");
        assert!(
            choose("10.1.0.0/16")
                .unwrap_err()
                .starts_with("It has 65533 addresses")
        );
        for foreign in ["192.0.2.0/24", "10.0.4.0/25", "10.0.4.17/24", "everything", ""] {
            assert_eq!(
                choose(foreign).unwrap_err(),
                "Only networks of this machine are scanned: 10.0.4.0/24."
            );
        }
        assert!(
            to_scan(vec![], "10.0.4.0/24")
                .unwrap_err()
                .starts_with("This machine is on no network")
        );
    }

    #[test]
    fn link_local_networks_are_left_out() {
        let own = Own {
            interface: "eth0".to_owned(),
            address: "fe80::1".parse().unwrap(),
            prefix: 64,
            has_link: true,
        };
        assert_eq!(of(&[own]), []);
    }
}
