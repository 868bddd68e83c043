//! A value unlike the same value of other probes.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::Timestamp;
use wire::kind::{Bad, KindInfo};
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
        let distance = if count.is_multiple_of(2) {
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
    fn know(&mut self, kind: &KindInfo) {
        self.series.know(kind);
    }

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wire::rule::Test;

    use super::super::testing::{at, load, of, pick, spec};
    use super::super::{Own, Unlearned};
    use super::*;

    fn unlike(peers: u32) -> Own {
        let test = Test::UnlikePeers {
            series: pick("box_load_ratio"),
            bad: None,
            deviations: 3.5,
            least: 3,
        };
        let mut own = Own::new(spec(test));
        own.know(&super::super::testing::kind());
        for probe in 0..peers {
            own.join(ProbeId(probe), Timestamp(0));
        }
        own
    }

    fn truth(own: &mut Own, probe: u32, seconds: f64) -> Option<bool> {
        own.parts(ProbeId(probe), seconds)
            .first()
            .and_then(|part| part.truth)
    }

    #[test]
    fn the_one_that_differs_is_found() {
        let mut own = unlike(5);
        for (probe, value) in [(0, 0.30), (1, 0.31), (2, 0.29), (3, 0.9), (4, 0.3)] {
            own.take(&of(ProbeId(probe), load(1.0, value)));
        }
        let mut out = Vec::new();
        for probe in 0..5 {
            own.judge(ProbeId(probe), at(1.0), &Unlearned, &mut out);
        }
        let truths: Vec<_> = out.iter().map(|part| part.truth).collect();
        assert_eq!(
            truths,
            [Some(false), Some(false), Some(false), Some(true), Some(false)]
        );
        assert_eq!(out[3].text, "CPU load is 90 %, and about 30 % at its 4 peers");
        let limit = out[3].measured.as_ref().unwrap().limit;
        assert!(limit > 0.3 && limit < 0.4, "{limit}");
    }

    #[test]
    fn peers_that_are_alike_do_not_make_noise_a_fault() {
        let mut own = unlike(5);
        for (probe, value) in [(0, 0.3), (1, 0.3), (2, 0.3), (3, 0.301), (4, 0.3)] {
            own.take(&of(ProbeId(probe), load(1.0, value)));
        }
        assert_eq!(truth(&mut own, 3, 1.0), Some(false));
    }

    #[test]
    fn old_values_and_too_few_peers_prove_nothing() {
        let mut own = unlike(4);
        for probe in 0..4 {
            own.take(&of(ProbeId(probe), load(1.0, 0.3)));
        }
        assert_eq!(truth(&mut own, 0, 61.0), Some(false));
        own.take(&of(ProbeId(0), load(62.0, 0.9)));
        assert_eq!(
            truth(&mut own, 0, 62.0),
            None,
            "the others have been silent for a minute"
        );
        for probe in 1..4 {
            own.take(&of(ProbeId(probe), load(63.0, 0.3)));
        }
        assert_eq!(truth(&mut own, 0, 63.0), Some(true));
        own.leave(ProbeId(1));
        assert_eq!(truth(&mut own, 0, 63.0), None);
    }

    #[test]
    fn those_that_look_rarely_are_waited_for() {
        let mut own = unlike(4);
        for minute in 0..3 {
            for probe in 0..4 {
                own.take(&of(ProbeId(probe), load(f64::from(minute) * 300.0, 0.3)));
            }
        }
        assert_eq!(truth(&mut own, 0, 1_400.0), Some(false));
        assert_eq!(truth(&mut own, 0, 1_600.0), None);
    }

    #[test]
    fn a_clock_that_is_set_makes_nobody_old() {
        let mut own = unlike(4);
        for probe in 0..4 {
            own.take(&of(ProbeId(probe), load(1.0, 0.3)));
        }
        own.shift(86_400_000);
        assert_eq!(truth(&mut own, 0, 86_402.0), Some(false));
    }

    fn middle(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        let half = values.len() / 2;
        if values.len().is_multiple_of(2) {
            f64::midpoint(values[half - 1], values[half])
        } else {
            values[half]
        }
    }

    proptest! {
        #[test]
        fn the_medians_are_those_of_the_others(
            values in prop::collection::vec((0u32..8, -100i32..100), 2..60),
        ) {
            let (mut group, mut known) = (Group::default(), BTreeMap::new());
            for (probe, value) in values {
                group.set(ProbeId(probe), value.into(), Timestamp(0));
                known.insert(probe, f64::from(value));
            }
            for own in 0..9 {
                let others: Vec<_> = known.iter().filter(|(probe, _)| **probe != own).map(|(_, value)| *value).collect();
                let found = group.others(ProbeId(own));
                if others.is_empty() {
                    prop_assert_eq!(found, None);
                    continue;
                }
                let median = middle(others.clone());
                let distance = middle(others.iter().map(|value| (value - median).abs()).collect());
                prop_assert_eq!(found, Some((others.len(), median, distance)));
            }
        }
    }
}
