//! Probes that would watch what was seen, ready to be made.

use std::collections::HashSet;
use std::net::IpAddr;

use probes::{Kinds, Target};
use wire::discovery::{Role, Seen};
use wire::probe::ProbeSpec;

use super::networks::is_link_local;

/// The heading on the wall of what belongs to a network.
const NETWORK: &str = "Network";
/// The heading on the wall of the machine itself.
const MACHINE: &str = "Station";
/// What a DNS server is asked for: a name that is kept for examples and always has an address (RFC 2606).
const ASKED: &str = "example.com";

/// What is watched already, and the names that are taken.
pub(crate) struct Offers {
    kinds: Kinds,
    /// Kind and host, in small letters.
    watched: HashSet<(String, String)>,
    /// In small letters.
    taken: HashSet<String>,
}

impl Offers {
    /// Offers beside `probes`, of the kinds that the station knows.
    pub(crate) fn beside<'a>(kinds: Kinds, probes: impl IntoIterator<Item = &'a ProbeSpec>) -> Self {
        let mut offers = Self {
            kinds,
            watched: HashSet::new(),
            taken: HashSet::new(),
        };
        for probe in probes {
            offers.taken.insert(probe.name.to_lowercase());
            offers.watched.extend(offers.look_of(probe));
        }
        offers
    }

    /// Says whether a probe looks at `seen`, and which others would.
    pub(crate) fn make(&mut self, seen: &mut Seen) {
        let hosts = [Some(&seen.address), seen.name.as_ref()];
        let hosts: Vec<_> = hosts
            .into_iter()
            .flatten()
            .map(|host| host.to_lowercase())
            .collect();
        let is_this_machine = seen.roles.contains(&Role::ThisMachine);
        seen.watched = self
            .watched
            .iter()
            .any(|(kind, host)| (is_this_machine && kind == "host") || hosts.contains(host));
        for offer in probes_for(seen) {
            let Some(look) = self.look_of(&offer) else {
                continue;
            };
            if self.watched.contains(&look) {
                continue;
            }
            let name = self.free(&offer.name);
            self.taken.insert(name.to_lowercase());
            seen.offers.push(ProbeSpec { name, ..offer });
        }
    }

    /// What a probe looks at and as what.
    fn look_of(&self, probe: &ProbeSpec) -> Option<(String, String)> {
        let kind = self.kinds.iter().find(|kind| kind.info().name == probe.kind)?;
        let target = Target::parse(&probe.target, kind.info()).ok()?;
        Some((probe.kind.clone(), target.host().to_lowercase()))
    }

    /// `name`, with a number when another probe has it.
    fn free(&self, name: &str) -> String {
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names
            .find(|name| !self.taken.contains(&name.to_lowercase()))
            .unwrap_or_default()
    }
}

fn probes_for(seen: &Seen) -> Vec<ProbeSpec> {
    let address = seen.address.as_str();
    let ip = address.parse::<IpAddr>().ok();
    let called = seen.name.as_deref().unwrap_or(address);
    let is = |role| seen.roles.contains(&role);
    if is(Role::ThisMachine) {
        return vec![in_group(MACHINE, ProbeSpec::new(called, "host", "host:"))];
    }
    // Such an address is found only on its own cable, which a target does not name.
    if ip.is_some_and(is_link_local) {
        return Vec::new();
    }
    let mut probes = Vec::new();
    // A DNS server and nothing else is watched by asking it; from far away many answer no pings.
    if seen.roles != [Role::Resolver] {
        let name = match () {
            () if is(Role::Gateway) => format!("Gateway {called}"),
            () if is(Role::TimeServer) => format!("Time server {called}"),
            () => called.to_owned(),
        };
        probes.push(ProbeSpec::new(name, "icmp", format!("icmp:{address}")));
    }
    if is(Role::Resolver) {
        let server = match ip {
            Some(IpAddr::V6(ip)) => format!("[{ip}]"),
            _ => address.to_owned(),
        };
        let target = format!("dns://{server}/{ASKED}");
        probes.push(ProbeSpec::new(format!("DNS {called}"), "dns", target));
    }
    probes.into_iter().map(|probe| in_group(NETWORK, probe)).collect()
}

fn in_group(group: &str, probe: ProbeSpec) -> ProbeSpec {
    ProbeSpec {
        group: group.to_owned(),
        ..probe
    }
}

#[cfg(test)]
mod tests {
    use probes::KINDS;

    use super::*;

    fn seen(address: &str, name: Option<&str>, roles: &[Role]) -> Seen {
        Seen {
            address: address.to_owned(),
            name: name.map(str::to_owned),
            mac: None,
            roles: roles.to_owned(),
            rtt_ms: None,
            offers: Vec::new(),
            watched: false,
        }
    }

    fn offered(offers: &mut Offers, mut seen: Seen) -> (bool, Vec<(String, String)>) {
        offers.make(&mut seen);
        for offer in &seen.offers {
            assert_eq!(probes::check(KINDS, offer), Ok(()), "{offer:?}");
        }
        let offers = seen.offers.into_iter().map(|offer| (offer.name, offer.target));
        (seen.watched, offers.collect())
    }

    fn offer(name: &str, target: &str) -> (String, String) {
        (name.to_owned(), target.to_owned())
    }

    #[test]
    fn everybody_is_offered_what_watches_him() {
        let mut offers = Offers::beside(KINDS, []);
        for (seen, expected) in [
            (
                seen("10.0.4.2", Some("fp-07"), &[Role::ThisMachine]),
                vec![offer("fp-07", "host:")],
            ),
            (
                seen("10.0.4.1", None, &[Role::Gateway, Role::Resolver]),
                vec![
                    offer("Gateway 10.0.4.1", "icmp:10.0.4.1"),
                    offer("DNS 10.0.4.1", "dns://10.0.4.1/example.com"),
                ],
            ),
            (
                seen("fd00::53", None, &[Role::Resolver]),
                vec![offer("DNS fd00::53", "dns://[fd00::53]/example.com")],
            ),
            (
                seen("10.0.4.53", None, &[Role::Resolver, Role::Neighbour]),
                vec![
                    offer("10.0.4.53", "icmp:10.0.4.53"),
                    offer("DNS 10.0.4.53", "dns://10.0.4.53/example.com"),
                ],
            ),
            (
                seen("clock.test", None, &[Role::TimeServer]),
                vec![offer("Time server clock.test", "icmp:clock.test")],
            ),
            (
                seen("10.0.4.7", Some("enc-1.truck.test"), &[Role::Answered]),
                vec![offer("enc-1.truck.test", "icmp:10.0.4.7")],
            ),
            (
                seen("10.0.4.8", Some("enc-1.truck.test"), &[Role::Answered]),
                vec![offer("enc-1.truck.test (2)", "icmp:10.0.4.8")],
            ),
            (seen("fe80::1", None, &[Role::Gateway]), vec![]),
        ] {
            assert_eq!(offered(&mut offers, seen), (false, expected));
        }
    }

    #[test]
    fn what_is_watched_is_not_offered_again() {
        let probes = [
            ProbeSpec::new("Router", "icmp", "icmp://10.0.4.1"),
            ProbeSpec::new("Origin", "http", "http://Enc-1.truck.test/"),
            ProbeSpec::new("This machine", "host", "host:"),
            ProbeSpec::new("10.0.4.9", "icmp", "icmp:192.0.2.1"),
            ProbeSpec::new("Strange", "none", "none:"),
        ];
        let mut offers = Offers::beside(KINDS, &probes);
        let router = seen("10.0.4.1", None, &[Role::Gateway, Role::Resolver]);
        assert_eq!(
            offered(&mut offers, router),
            (true, vec![offer("DNS 10.0.4.1", "dns://10.0.4.1/example.com")])
        );
        let encoder = seen("10.0.4.7", Some("enc-1.truck.test"), &[Role::Answered]);
        assert_eq!(
            offered(&mut offers, encoder),
            (true, vec![offer("enc-1.truck.test", "icmp:10.0.4.7")])
        );
        let machine = seen("10.0.4.2", Some("fp-07"), &[Role::ThisMachine]);
        assert_eq!(offered(&mut offers, machine), (true, vec![]));
        let other = seen("10.0.4.9", None, &[Role::Neighbour]);
        assert_eq!(
            offered(&mut offers, other),
            (false, vec![offer("10.0.4.9 (2)", "icmp:10.0.4.9")])
        );
    }
}
