//! The series that a test names, found in one look after the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::alert::Measured;
use wire::kind::{Bad, KindInfo};
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading, Sample};
use wire::rule::Pick;
use wire::{Timestamp, Unit};

use super::{Judged, Role};

/// The series of one metric at each probe that joined, each with a memory `M` of its own.
pub(super) struct Picked<M> {
    /// What is known of the metric.
    pub(super) said: Said,
    labels: Labels,
    /// A series that has not come for so long, while others of its metric have, is gone; in milliseconds.
    pub(super) gone_after: i64,
    here: BTreeMap<ProbeId, Vec<Part<M>>>,
}

/// What a kind says of a metric.
pub(super) struct Said {
    /// Its name.
    pub(super) metric: String,
    /// Its name on screen; its name as long as no kind has told.
    pub(super) title: String,
    /// Whether it only grows, and begins anew at 0.
    pub(super) is_counter: bool,
    /// What one of it is; a count as long as nobody has told.
    pub(super) unit: Unit,
}

impl Said {
    /// A value of a series of it beside the limit that it passed.
    pub(super) fn measured(&self, labels: &Labels, value: f64, limit: f64, unit: Unit) -> Measured {
        Measured {
            metric: self.metric.clone(),
            labels: labels.clone(),
            value,
            limit,
            unit,
        }
    }
}

/// One series.
pub(super) struct Part<M> {
    /// Which one.
    pub(super) labels: Arc<Labels>,
    /// When it comes.
    pub(super) pace: Pace,
    /// What is remembered of it.
    pub(super) memory: M,
    /// Where in the last look it stood; looks bring the same series in the same order.
    place: usize,
}

/// What the names of counters end in, and only they (see [`wire::kind::Metric::name`]).
const COUNTER: &str = "_total";
/// No more series of one metric at one probe are remembered; what comes beyond is passed over.
pub(super) const MOST_SERIES: usize = 1024;
/// A series is gone after this time at the least, and after so many of its own intervals.
const GONE_MS: i64 = 3_600_000;
const GONE_INTERVALS: i64 = 10;

impl<M: Default> Picked<M> {
    /// Nothing seen yet.
    pub(super) fn new(pick: &Pick) -> Self {
        Self {
            said: Said {
                metric: pick.metric.clone(),
                title: pick.metric.clone(),
                is_counter: pick.metric.ends_with(COUNTER),
                unit: Unit::Count,
            },
            labels: pick.labels.clone(),
            gone_after: GONE_MS,
            here: BTreeMap::new(),
        }
    }

    /// Learns what a kind says of the metric.
    pub(super) fn know(&mut self, kind: &KindInfo) {
        if let Some(metric) = kind.metric(&self.said.metric) {
            self.said.title = metric.title.to_string();
            self.said.unit = metric.unit;
        }
    }

    pub(super) fn join(&mut self, probe: ProbeId, role: Role) {
        if role == Role::LookedAt {
            self.here.entry(probe).or_default();
        }
    }

    pub(super) fn leave(&mut self, probe: ProbeId) {
        self.here.remove(&probe);
    }

    /// The series of one probe that have been seen, in the order in which they first came.
    pub(super) fn parts(&self, probe: ProbeId) -> &[Part<M>] {
        self.here.get(&probe).map_or(&[], Vec::as_slice)
    }

    /// Judges each series of one probe.
    pub(super) fn judge(
        &mut self,
        probe: ProbeId,
        out: &mut Vec<Judged>,
        mut judge: impl FnMut(&Said, &mut Part<M>) -> Judged,
    ) {
        if let Some(parts) = self.here.get_mut(&probe) {
            out.extend(parts.iter_mut().map(|part| judge(&self.said, part)));
        }
    }

    /// Hands every value of a look to `keep`. A value that is no number is passed over.
    pub(super) fn take(&mut self, reading: &Reading, mut keep: impl FnMut(&mut Part<M>, &Sample)) {
        let Some(parts) = self.here.get_mut(&reading.probe) else {
            return;
        };
        let at = reading.at;
        let mut keep = |part: &mut Part<M>, sample: &Sample| {
            if sample.value.is_finite() {
                part.pace.step(at);
                keep(part, sample);
            }
        };
        // All series of a metric have the same names of labels, so there is no second one with these labels and more.
        if let [only] = parts.as_mut_slice()
            && *only.labels == self.labels
            && let Some(sample) = reading.samples.get(only.place)
            && sample.metric == self.said.metric
            && sample.labels == self.labels
        {
            return keep(only, sample);
        }
        let (mut next, mut came) = (0, 0);
        for (place, sample) in reading.samples.iter().enumerate() {
            if sample.metric != self.said.metric || !is_within(&self.labels, &sample.labels) {
                continue;
            }
            let is_it = |part: &Part<M>| *part.labels == sample.labels;
            let index = if parts.get(next).is_some_and(is_it) {
                next
            } else if let Some(index) = parts.iter().position(is_it) {
                index
            } else if parts.len() < MOST_SERIES && sample.value.is_finite() {
                self.said.unit = sample.unit;
                parts.push(Part {
                    labels: Arc::new(sample.labels.clone()),
                    pace: Pace::new(at),
                    memory: M::default(),
                    place,
                });
                parts.len() - 1
            } else {
                continue;
            };
            next = index + 1;
            came += 1;
            parts[index].place = place;
            keep(&mut parts[index], sample);
        }
        if came > 0 && came < parts.len() {
            let longest = self.gone_after;
            parts.retain(|part| part.pace.age(at) <= longest.max(part.pace.intervals(GONE_INTERVALS)));
        }
    }

    /// The clock was set; `more` moves what is remembered of a series.
    pub(super) fn shift(&mut self, millis: i64, mut more: impl FnMut(&mut M)) {
        for part in self.here.values_mut().flatten() {
            part.pace.seen = part.pace.seen.plus_millis(millis);
            more(&mut part.memory);
        }
    }
}

/// Whether a value is on the bad side of a limit.
pub(super) fn is_past(bad: Bad, value: f64, limit: f64) -> bool {
    match bad {
        Bad::Above => value > limit,
        Bad::Below => value < limit,
    }
}

fn is_within(some: &Labels, all: &Labels) -> bool {
    some.iter().all(|(name, value)| all.get(name) == Some(value))
}

/// When something came last, and how often it comes.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// When it came last.
    pub(super) seen: Timestamp,
    gaps: [i64; 2],
}

impl Pace {
    /// It came for the first time.
    pub(super) fn new(at: Timestamp) -> Self {
        Self {
            seen: at,
            gaps: [0; 2],
        }
    }

    /// It came again.
    pub(super) fn step(&mut self, at: Timestamp) {
        let gap = at.millis_since(self.seen);
        if gap > 0 {
            self.gaps = [gap, self.gaps[0]];
        }
        self.seen = at;
    }

    /// How long ago it came, in milliseconds; 0 where the clock went back.
    pub(super) fn age(&self, at: Timestamp) -> i64 {
        at.millis_since(self.seen).max(0)
    }

    /// So many of its intervals, in milliseconds. One long gap is an outage and no interval.
    pub(super) fn intervals(&self, count: i64) -> i64 {
        self.gaps[0].min(self.gaps[1]).saturating_mul(count)
    }

    /// For how long its value counts as new, in milliseconds: 60 s, or three of its intervals.
    pub(super) fn patience(&self) -> i64 {
        self.intervals(3).max(60_000)
    }
}
