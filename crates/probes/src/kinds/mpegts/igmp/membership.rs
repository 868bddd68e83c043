use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Of this thread's network, as the kernel tells it.
const V4: &str = "/proc/thread-self/net/igmp";
const V6: &str = "/proc/thread-self/net/igmp6";

/// Where a group is joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Membership {
    pub(super) interface: String,
    /// Of IGMP, in which the kernel answers there; nothing with IPv6.
    pub(super) version: Option<String>,
}

impl Membership {
    /// The interface on which this machine is a member of a group; `wanted` before others.
    pub(super) fn of(group: IpAddr, wanted: Option<&str>) -> Option<Self> {
        // Written by the kernel as it is read: there is no disk to wait for.
        let found = match group {
            IpAddr::V4(group) => v4(&fs::read_to_string(V4).ok()?, group),
            IpAddr::V6(group) => v6(&fs::read_to_string(V6).ok()?, group),
        };
        let is_wanted = |membership: &&Self| wanted == Some(membership.interface.as_str());
        match wanted {
            Some(_) => found.iter().find(is_wanted).cloned(),
            None => found.into_iter().next(),
        }
    }
}

/// A line for each interface, and below it one for each of its groups, in the byte order of this machine.
fn v4(text: &str, group: Ipv4Addr) -> Vec<Membership> {
    let wanted = format!("{:08X}", u32::from_ne_bytes(group.octets()));
    let (mut found, mut interface) = (Vec::new(), None);
    for line in text.lines().skip(1) {
        let mut words = line.split_whitespace();
        if line.starts_with(char::is_whitespace) {
            if words.next() == Some(&wanted) {
                found.extend(interface.clone());
            }
        } else {
            interface = words.nth(1).map(|name| Membership {
                interface: name.trim_end_matches(':').to_owned(),
                version: words
                    .last()
                    .map(|version| format!("IGMP{}", version.to_lowercase())),
            });
        }
    }
    found
}

/// A line for each group of each interface.
fn v6(text: &str, group: Ipv6Addr) -> Vec<Membership> {
    let wanted = format!("{:032x}", u128::from(group));
    let lines = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let interface = words.next()?.to_owned();
        (words.next()? == wanted).then_some(Membership {
            interface,
            version: None,
        })
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_the_kernel_are_read() {
        let text = "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n\
            1\tlo        :     1      V3\n\
            \t\t\t\t010000E0     1 0:00000000\t\t0\n\
            4\teth0      :     2      V2\n\
            \t\t\t\t010101EF     1 0:00000000\t\t1\n\
            \t\t\t\t010000E0     1 0:00000000\t\t0\n";
        let found = v4(text, Ipv4Addr::new(239, 1, 1, 1));
        let eth0 = Membership {
            interface: "eth0".to_owned(),
            version: Some("IGMPv2".to_owned()),
        };
        assert_eq!(found, [eth0]);
        assert_eq!(v4(text, Ipv4Addr::new(224, 0, 0, 1)).len(), 2);
        assert_eq!(v4("", Ipv4Addr::LOCALHOST), []);
        let text = "1    lo              ff020000000000000000000000000001     1 0000000C 0\n\
            4    eth0            ff150000000000000000000000000007     1 00000004 0\n";
        let found = v6(text, "ff15::7".parse().unwrap());
        assert_eq!(found[0].interface, "eth0");
        assert_eq!(found.len(), 1);
    }
}
