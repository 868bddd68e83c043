//! Which device is plugged into which: who must be there first, and who would be behind itself.

use std::collections::BTreeMap;

use wire::inventory::DeviceSpec;

use super::key;
use super::now::Now;

/// Which device is plugged into which once these are as `wanted`, by the keys of their names; the others of the station
/// are as they are.
pub(super) fn ports_after(now: Option<&Now>, wanted: &[DeviceSpec<String>]) -> BTreeMap<String, String> {
    let there = now.map(Now::named_devices).unwrap_or_default();
    let mut ports = BTreeMap::new();
    for device in there.iter().chain(wanted) {
        match &device.port {
            Some(port) => ports.insert(key(&device.name), key(&port.device)),
            None => ports.remove(&key(&device.name)),
        };
    }
    ports
}

/// Over how many others a device is plugged into what is plugged in nowhere. A ring has an end all the same.
pub(super) fn depth<K: Ord>(ports: &BTreeMap<K, K>, device: &K) -> usize {
    std::iter::successors(ports.get(device), |next| ports.get(next))
        .take(ports.len())
        .count()
}

/// The way from a device back to itself, when there is one: first what it is plugged into, at last the device.
pub(super) fn ring<'k, K: Ord>(ports: &'k BTreeMap<K, K>, device: &K) -> Option<Vec<&'k K>> {
    let mut way = Vec::new();
    for next in std::iter::successors(ports.get(device), |next| ports.get(next)).take(ports.len()) {
        way.push(next);
        if next == device {
            return Some(way);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_counted_and_a_ring_is_found() {
        let ports: BTreeMap<_, _> = [("a", "b"), ("b", "c"), ("x", "y"), ("y", "x"), ("z", "x")].into();
        assert_eq!(["a", "b", "c"].map(|device| depth(&ports, &device)), [2, 1, 0]);
        assert_eq!(depth(&ports, &"x"), ports.len());
        assert_eq!(ring(&ports, &"a"), None);
        assert_eq!(ring(&ports, &"x"), Some(vec![&"y", &"x"]));
        assert_eq!(ring(&ports, &"z"), None, "it is behind a ring, not in one");
    }
}
