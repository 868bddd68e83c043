use std::collections::BTreeMap;

use crate::{Indicator, Occurrence, Profile};

/// How often each indicator that is asked for occurred in the interval of a report, and where.
#[derive(Debug, Default)]
pub(super) struct Tally {
    profile: Profile,
    found: BTreeMap<(Indicator, Option<u16>), u64>,
}

impl Tally {
    pub(super) fn new(profile: Profile) -> Self {
        Self {
            profile,
            found: BTreeMap::new(),
        }
    }

    #[cold]
    pub(super) fn add(&mut self, indicator: Indicator, pid: Option<u16>) {
        if self.profile.asks_for(indicator) {
            *self.found.entry((indicator, pid)).or_default() += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn has(&self, indicator: Indicator) -> bool {
        self.found
            .range((indicator, None)..=(indicator, Some(u16::MAX)))
            .next()
            .is_some()
    }

    pub(super) fn take(&mut self) -> Vec<Occurrence> {
        let taken = std::mem::take(&mut self.found).into_iter();
        let occurrences = taken.map(|((indicator, pid), count)| Occurrence {
            indicator,
            pid,
            count,
        });
        occurrences.collect()
    }
}
