//! A value unlike the same value of other probes.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::Timestamp;
use wire::kind::Bad;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};

use super::pick::Picked;
use super::unusual::is_far;
use super::{Bands, Judged, Role, Sense, say};

/// A value is further from the median of its peers than so many robust deviations.
pub(super) struct Peers {
    series: Picked<f64>,
    bad: Option<Bad>,
    deviations: f64,
    least: usize,
    groups: BTreeMap<Arc<Labels>, Group>,
}

/// The median absolute deviation of a normal distribution in its standard deviations (Iglewicz and Hoaglin, 1993).
const MAD_OF_NORMAL: f64 = 0.6745;
/// Peers that are all alike differ by so much at the least, and by this share of their median: small noise is none.
const LEAST_MAD: f64 = 1e-9;
const LEAST_MAD_SHARE: f64 = 0.01;

/// Series of one metric with the same labels at different probes.
#[derive(Default)]
struct Group {
    /// Those whose value is new, and until when it counts.
    members: BTreeMap<ProbeId, (f64, Timestamp)>,
    /// Their values, the least first.
    sorted: Vec<f64>,
    /// Before this no value is too old.
    until: Option<Timestamp>,
}

impl Group {
    fn set(&mut self, probe: ProbeId, value: f64, until: Timestamp) {
        self.remove(probe);
        self.members.insert(probe, (value, until));
        self.sorted.insert(self.place(value), value);
        self.until = Some(self.until.map_or(until, |first| first.min(until)));
    }

    fn remove(&mut self, probe: ProbeId) {
        if let Some((value, _)) = self.members.remove(&probe) {
            self.sorted.remove(self.place(value));
        }
    }

    /// Where the first of the values stands that is not less.
    fn place(&self, value: f64) -> usize {
        self.sorted
            .partition_point(|other| other.total_cmp(&value).is_lt())
    }

    /// Forgets values that are too old.
    fn forget(&mut self, at: Timestamp) {
        if self.until.is_none_or(|until| at <= until) {
            return;
        }
        let is_old = |(probe, (_, until)): (&ProbeId, &(f64, Timestamp))| (*until < at).then_some(*probe);
        let old: Vec<_> = self.members.iter().filter_map(is_old).collect();
        for probe in old {
            self.remove(probe);
        }
        self.until = self.members.values().map(|(_, until)| *until).min();
    }

    /// How many others there are, their median, and the median of their distances from it.
    fn others(&self, probe: ProbeId) -> Option<(usize, f64, f64)> {
        let own = self.members.get(&probe);
        let skipped = own.map_or(usize::MAX, |(value, _)| self.place(*value));
        let count = self.sorted.len() - usize::from(own.is_some());
        let value = |n: usize| self.sorted[if n < skipped { n } else { n + 1 }];
        let middle = count.checked_sub(1)? / 2;
        let median = f64::midpoint(value(middle), value(count / 2));
        // From the median outwards the distances grow on both sides, so the least of them is always at one of two places.
        let (mut below, mut above) = (middle + 1, middle + 1);
        let mut next = || {
            let low = below.checked_sub(1).map(|n| median - value(n));
            let high = (above < count).then(|| value(above) - median);
            match (low, high) {
                (Some(low), Some(high)) if low <= high => {
                    below -= 1;
                    low
                }
                (Some(low), None) => {
                    below -= 1;
                    low
                }
                (_, Some(high)) => {
                    above += 1;
                    high
                }
                (None, None) => 0.0,
            }
        };
        let (mut one, mut other) = (0.0, 0.0);
        for _ in 0..=count / 2 {
            (one, other) = (other, next());
        }
        let distance = if count % 2 == 0 {
            f64::midpoint(one, other)
        } else {
            other
        };
        Some((count, median, distance))
    }
}

impl Peers {
    pub(super) fn new(series: Picked<f64>, bad: Option<Bad>, deviations: f64, least: u32) -> Self {
        Self {
            series,
            bad,
            deviations,
            least: usize::try_from(least).unwrap_or(usize::MAX).max(1),
            groups: BTreeMap::new(),
        }
    }
}

impl Sense for Peers {
    fn join(&mut self, probe: ProbeId, _: Timestamp, _: Role) {
        self.series.join(probe, Role::LookedAt);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.series.leave(probe);
        self.groups.retain(|_, group| {
            group.remove(probe);
            !group.members.is_empty()
        });
    }

    fn take(&mut self, reading: &Reading) {
        let groups = &mut self.groups;
        self.series.take(reading, |part, sample| {
            part.memory = sample.value;
            let until = reading.at.plus_millis(part.pace.patience());
            if let Some(group) = groups.get_mut(&*part.labels) {
                group.set(reading.probe, sample.value, until);
            } else {
                let mut group = Group::default();
                group.set(reading.probe, sample.value, until);
                groups.insert(Arc::clone(&part.labels), group);
            }
        });
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, _: &dyn Bands, out: &mut Vec<Judged>) {
        let (bad, deviations, least) = (self.bad, self.deviations, self.least);
        let groups = &mut self.groups;
        self.series.judge(probe, out, |said, part| {
            let value = part.memory;
            let is_new = part.pace.age(at) <= part.pace.patience();
            let group = groups.get_mut(&*part.labels).filter(|_| is_new);
            let others = group.and_then(|group| {
                group.forget(at);
                group.others(probe)
            });
            let Some((count, median, distance)) = others.filter(|(count, ..)| *count >= least) else {
                return Judged::new(&part.labels, None, Default::default);
            };
            let one = distance.max(LEAST_MAD + LEAST_MAD_SHARE * median.abs()) / MAD_OF_NORMAL;
            let away = (value - median) / one;
            Judged::new(&part.labels, Some(is_far(away, bad, deviations)), || {
                let text = format!(
                    "{} is {}, and about {} at its {count} peers",
                    said.title,
                    say::value(said.unit, value),
                    say::value(said.unit, median)
                );
                let limit = median + deviations.copysign(away) * one;
                (text, Some(said.measured(&part.labels, value, limit, said.unit)))
            })
        });
    }

    fn shift(&mut self, millis: i64) {
        self.series.shift(millis, |_| {});
        for group in self.groups.values_mut() {
            let moments = group.members.values_mut().map(|(_, until)| until);
            for until in moments.chain(&mut group.until) {
                *until = until.plus_millis(millis);
            }
        }
    }

    fn claim(&self, holds: bool) -> String {
        let like = if holds { "unlike" } else { "like" };
        format!("{} {like} that of its peers", self.series.said.title)
    }
}
