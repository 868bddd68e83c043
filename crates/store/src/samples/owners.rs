//! Which probe a series belongs to.

use std::collections::HashMap;

/// Series on one page.
const PAGE: u32 = 32;

/// The probe of each series. The series of a probe are numbered one after the other, so those of one look lie on a page
/// or two: each point is asked about twice, and one way to memory for each would be a sixth of what the store costs.
#[derive(Default)]
pub(super) struct Owners {
    pages: HashMap<u32, [Option<u32>; PAGE as usize]>,
}

impl Owners {
    pub(super) fn of(&self, series: u32) -> Option<u32> {
        self.pages.get(&(series / PAGE))?[(series % PAGE) as usize]
    }

    pub(super) fn probes(&self) -> impl Iterator<Item = u32> {
        self.pages.values().flatten().flatten().copied()
    }
}

/// Of series and their probes.
impl Extend<(u32, u32)> for Owners {
    fn extend<T: IntoIterator<Item = (u32, u32)>>(&mut self, owned: T) {
        for (series, probe) in owned {
            self.pages.entry(series / PAGE).or_default()[(series % PAGE) as usize] = Some(probe);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_series_has_the_probe_it_was_given_last(
            owned in prop::collection::vec((prop_oneof![0..200_u32, any::<u32>()], any::<u32>()), 0..50),
            asked in 0..200_u32,
        ) {
            let mut owners = Owners::default();
            owners.extend(owned.iter().copied());
            let plain: BTreeMap<u32, u32> = owned.iter().copied().collect();
            prop_assert_eq!(owners.of(asked), plain.get(&asked).copied());
            prop_assert!(plain.iter().all(|(series, probe)| owners.of(*series) == Some(*probe)));
            let probes: BTreeSet<u32> = owners.probes().collect();
            prop_assert_eq!(probes, plain.into_values().collect::<BTreeSet<_>>());
        }
    }
}
