//! Many targets of one network that fail at once have a common cause on the way there.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use wire::Severity;
use wire::alert::Alert;
use wire::rule::RuleKey;

use super::{Common, FAMILY, Scene};

/// So many addresses must fail.
const LEAST: usize = 3;
/// Within so long of each other, in milliseconds.
const TOGETHER_MS: i64 = 30_000;

pub(super) fn find(scene: &Scene<'_>) -> Vec<Common> {
    let mut failed = BTreeMap::<String, Vec<(&Alert, IpAddr)>>::new();
    for alert in scene.failures() {
        if let Some(address) = address(scene, alert) {
            failed.entry(network(address)).or_default().push((alert, address));
        }
    }
    let mut watched = BTreeMap::<String, BTreeSet<IpAddr>>::new();
    for address in scene.world.probes.values().filter_map(|known| known.address) {
        watched.entry(network(address)).or_default().insert(address);
    }
    let common = failed.into_iter().filter_map(|(network, failed)| {
        let addresses: BTreeSet<_> = failed.iter().map(|(_, address)| *address).collect();
        let of = watched.get(&network).map_or(0, BTreeSet::len);
        let began = || failed.iter().map(|(alert, _)| alert.began);
        let are_together = began().max()?.millis_since(began().min()?) <= TOGETHER_MS;
        // At least two thirds: a few that are switched off are no common cause.
        (addresses.len() >= LEAST && addresses.len() * 3 >= of * 2 && are_together).then(|| Common {
            rule: RuleKey::of_kind(FAMILY, "subnet"),
            text: format!(
                "{} of {of} addresses there stopped answering at once",
                addresses.len()
            ),
            why: format!(
                "{} of {of} addresses in {network} failed at once: look at what they share",
                addresses.len()
            ),
            subject: network,
            severity: Severity::Critical,
            alerts: failed.iter().map(|(alert, _)| alert.id).collect(),
        })
    });
    common.collect()
}

fn address(scene: &Scene<'_>, alert: &Alert) -> Option<IpAddr> {
    let address = scene.world.probes.get(&alert.subject.probe?)?.address?;
    (!address.is_loopback() && !address.is_multicast()).then_some(address)
}

/// The network of an address as operators think of it: the usual /24, or /64 of IPv6.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}
