//! What is here, as a list to choose from: what is ticked, in which order, what a choice makes.

use std::collections::BTreeMap;

use wire::discovery::{Discovery, Role, Scan, ScanState, Seen};
use wire::probe::ProbeSpec;

/// The list and what was chosen of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Choice {
    /// In the order in which they stand on the screen: what was there first keeps its place, what comes later comes below.
    pub(crate) seen: Vec<Seen>,
    /// What a finger decided, by address; the rest is as [`is_usual`] has it.
    ticks: BTreeMap<String, bool>,
}

impl Choice {
    /// Takes in what the station sees now. What it sees no more, and nobody ticked, leaves the list.
    pub(crate) fn take(&mut self, seen: &[Seen]) {
        let mut fresh: Vec<Seen> = seen.to_vec();
        self.seen.retain_mut(
            |known| match fresh.iter().position(|new| new.address == known.address) {
                Some(at) => {
                    *known = fresh.remove(at);
                    true
                }
                None => self.ticks.get(&known.address).copied().unwrap_or_default(),
            },
        );
        fresh.sort_by_key(|new| new.roles.iter().min().copied().unwrap_or(Role::Answered));
        self.seen.extend(fresh);
    }

    /// Whether it is to be watched.
    pub(crate) fn is_ticked(&self, seen: &Seen) -> bool {
        can_be_watched(seen)
            && self
                .ticks
                .get(&seen.address)
                .copied()
                .unwrap_or_else(|| is_usual(seen))
    }

    /// Ticks it, or no longer.
    pub(crate) fn tick(&mut self, address: &str, on: bool) {
        self.ticks.insert(address.to_owned(), on);
    }

    /// Ticks all that can be watched, or none.
    pub(crate) fn tick_all(&mut self, on: bool) {
        let addresses: Vec<String> = self.seen.iter().map(|seen| seen.address.clone()).collect();
        for address in addresses {
            self.ticks.insert(address, on);
        }
    }

    /// How many are ticked.
    pub(crate) fn count(&self) -> usize {
        self.seen.iter().filter(|seen| self.is_ticked(seen)).count()
    }

    /// How many could be.
    pub(crate) fn most(&self) -> usize {
        self.seen.iter().filter(|seen| can_be_watched(seen)).count()
    }

    /// The probes that the ticked ones make, each with the place of its row.
    pub(crate) fn probes(&self) -> Vec<(usize, ProbeSpec)> {
        let ticked = self
            .seen
            .iter()
            .enumerate()
            .filter(|(_, seen)| self.is_ticked(seen));
        ticked
            .flat_map(|(at, seen)| seen.offers.iter().map(move |offer| (at, offer.clone())))
            .collect()
    }
}

/// Whether there is anything left to watch it with.
pub(crate) fn can_be_watched(seen: &Seen) -> bool {
    !seen.offers.is_empty()
}

/// What the whole flypack hangs on is ticked from the start; who merely talked to it is not.
fn is_usual(seen: &Seen) -> bool {
    let matters = |role: &Role| match role {
        Role::ThisMachine | Role::Gateway | Role::Resolver | Role::TimeServer => true,
        Role::Neighbour | Role::Answered => false,
    };
    !seen.watched && seen.roles.iter().any(matters)
}

/// Whether a scan goes on.
pub(crate) fn is_running(discovery: &Discovery) -> bool {
    discovery
        .scan
        .as_ref()
        .is_some_and(|scan| scan.state == ScanState::Running)
}

/// In how many seconds a scan that runs will be done, at its pace so far.
pub(crate) fn seconds_left(scan: &Scan, now: wire::Timestamp) -> Option<i64> {
    let took = now.millis_since(scan.began);
    let (done, total) = (i64::from(scan.done), i64::from(scan.total));
    (done > 0 && took >= 1_000).then(|| ((total - done) * took / done + 999) / 1_000)
}

#[cfg(test)]
mod tests {
    use wire::Timestamp;

    use super::*;

    fn seen(address: &str, roles: &[Role]) -> Seen {
        Seen {
            address: address.to_owned(),
            name: None,
            mac: None,
            roles: roles.to_vec(),
            rtt_ms: None,
            offers: vec![ProbeSpec::new(address, "icmp", format!("icmp:{address}"))],
            watched: false,
        }
    }

    fn addresses(choice: &Choice) -> Vec<&str> {
        choice.seen.iter().map(|seen| seen.address.as_str()).collect()
    }

    #[test]
    fn what_the_flypack_hangs_on_is_ticked_from_the_start() {
        let mut choice = Choice::default();
        let watched = Seen {
            watched: true,
            ..seen("10.0.0.53", &[Role::Resolver])
        };
        choice.take(&[
            seen("10.0.0.9", &[Role::Neighbour]),
            seen("10.0.0.1", &[Role::Gateway]),
            watched,
        ]);
        assert_eq!(addresses(&choice), ["10.0.0.1", "10.0.0.53", "10.0.0.9"]);
        assert_eq!((choice.count(), choice.most()), (1, 3));
        choice.tick("10.0.0.9", true);
        let probes: Vec<_> = choice
            .probes()
            .into_iter()
            .map(|(at, probe)| (at, probe.name))
            .collect();
        assert_eq!(probes, [(0, "10.0.0.1".to_owned()), (2, "10.0.0.9".to_owned())]);
        choice.tick_all(false);
        assert_eq!(choice.count(), 0);
    }

    #[test]
    fn nothing_moves_under_a_finger() {
        let mut choice = Choice::default();
        choice.take(&[
            seen("10.0.0.9", &[Role::Neighbour]),
            seen("10.0.0.7", &[Role::Neighbour]),
        ]);
        choice.tick("10.0.0.7", true);
        choice.take(&[
            seen("10.0.0.1", &[Role::Gateway]),
            seen("10.0.0.9", &[Role::Neighbour, Role::Answered]),
        ]);
        assert_eq!(addresses(&choice), ["10.0.0.9", "10.0.0.7", "10.0.0.1"]);
        choice.tick("10.0.0.7", false);
        choice.take(&[seen("10.0.0.1", &[Role::Gateway])]);
        assert_eq!(addresses(&choice), ["10.0.0.1"]);
    }

    #[test]
    fn what_offers_nothing_cannot_be_ticked() {
        let mut choice = Choice::default();
        choice.take(&[Seen {
            offers: Vec::new(),
            ..seen("10.0.0.1", &[Role::Gateway])
        }]);
        choice.tick_all(true);
        assert_eq!((choice.count(), choice.most()), (0, 0));
    }

    #[test]
    fn the_rest_of_a_scan_is_told_from_its_pace() {
        let scan = Scan {
            network: "10.0.0.0/24".to_owned(),
            total: 254,
            done: 100,
            answered: 3,
            state: ScanState::Running,
            began: Timestamp(10_000),
            ended: None,
            trouble: None,
        };
        assert_eq!(seconds_left(&scan, Timestamp(10_500)), None);
        assert_eq!(seconds_left(&scan, Timestamp(12_000)), Some(4));
    }
}
