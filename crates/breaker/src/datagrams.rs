use std::collections::BTreeMap;

use crate::dice::Dice;
use crate::{Done, Fault, Kind, Place};

/// Faults are so many datagrams apart.
const APART: usize = 4;

/// Drops, duplicates and swaps datagrams; faults of other kinds find no place. PIDs are not looked at.
#[must_use]
pub fn damage_datagrams(datagrams: &[Vec<u8>], faults: &[Fault], seed: u64) -> (Vec<Vec<u8>>, Done) {
    let mut dice = Dice::new(seed);
    let mut orders = BTreeMap::<usize, Kind>::new();
    let mut done = Done {
        seed,
        items: datagrams.len(),
        ..Done::default()
    };
    let mut candidates = Vec::from_iter(APART..datagrams.len().saturating_sub(APART));
    for fault in faults {
        dice.shuffle(&mut candidates);
        let mut left = fault.count;
        let can_be_done = matches!(fault.kind, Kind::Drop | Kind::Duplicate | Kind::Swap);
        for item in candidates.iter().filter(|_| can_be_done) {
            let near = item.saturating_sub(APART)..=item + APART;
            if left > 0 && orders.range(near).next().is_none() {
                orders.insert(*item, fault.kind);
                left -= 1;
            }
        }
        if left > 0 {
            *done
                .without_place
                .entry(fault.kind.name().to_owned())
                .or_default() += left;
        }
    }
    let mut damaged = Vec::with_capacity(datagrams.len());
    let mut swapped = None;
    for (item, datagram) in datagrams.iter().enumerate() {
        match orders.get(&item) {
            Some(Kind::Drop) => continue,
            Some(Kind::Swap) => {
                swapped = Some(datagram);
                continue;
            }
            Some(Kind::Duplicate) => damaged.push(datagram.clone()),
            _ => {}
        }
        damaged.push(datagram.clone());
        damaged.extend(swapped.take().cloned());
    }
    let places = orders.into_iter().map(|(item, fault)| Place {
        fault,
        item,
        pid: None,
    });
    done.places = places.collect();
    (damaged, done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_done_as_often_as_told() {
        let datagrams = Vec::from_iter((0..200_u8).map(|number| vec![number]));
        let faults = ["drop=5", "duplicate=3", "swap=4", "crc=1"].map(|words| words.parse().unwrap());
        let (damaged, done) = damage_datagrams(&datagrams, &faults, 3);
        assert_eq!(damaged.len(), 198);
        assert_eq!(done.count(Kind::Drop), 5);
        assert_eq!(done.without_place.len(), 1);
        let pairs = || damaged.iter().zip(damaged.iter().skip(1));
        assert_eq!(pairs().filter(|(a, b)| a == b).count(), 3);
        assert_eq!(pairs().filter(|(a, b)| a > b).count(), 4);
    }
}
