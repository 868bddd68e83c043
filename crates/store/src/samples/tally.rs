use wire::Timestamp;

use crate::Bucket;

/// What a series did during one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tally {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) sum: f64,
    /// The newest to arrive; where the clock was set back within the step, it may be an older one.
    pub(super) last: f64,
    pub(super) count: u32,
}

impl Tally {
    pub(super) fn one(value: f64) -> Self {
        Self {
            min: value,
            max: value,
            sum: value,
            last: value,
            count: 1,
        }
    }

    /// Adds what arrived later.
    pub(super) fn add(&mut self, later: Self) {
        self.min = self.min.min(later.min);
        self.max = self.max.max(later.max);
        self.sum += later.sum;
        self.last = later.last;
        self.count = self.count.saturating_add(later.count);
    }
}

/// One series in steps of one length, oldest first. Fed in order of arrival.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) list: Vec<(i64, Tally)>,
}

impl Steps {
    /// Adds to the step that begins at `at`.
    pub(super) fn add(&mut self, at: i64, tally: Tally) {
        match self.list.last_mut() {
            Some((last, sum)) if *last == at => sum.add(tally),
            Some((last, _)) if *last > at => match self.list.binary_search_by_key(&at, |(at, _)| *at) {
                Ok(found) => self.list[found].1.add(tally),
                Err(place) => self.list.insert(place, (at, tally)),
            },
            _ => self.list.push((at, tally)),
        }
    }

    pub(super) fn into_buckets(self) -> Vec<Bucket> {
        let bucket = |(at, tally): (i64, Tally)| Bucket {
            at: Timestamp(at),
            min: tally.min,
            max: tally.max,
            // Dividing first where the sum is too great for a float.
            avg: if tally.sum.is_finite() {
                tally.sum / f64::from(tally.count)
            } else {
                tally.min / 2.0 + tally.max / 2.0
            },
            last: tally.last,
            count: tally.count,
        };
        self.list.into_iter().map(bucket).collect()
    }
}

/// The beginning of the step of `step` milliseconds that `at` lies in.
pub(super) fn step_of(at: i64, step: i64) -> i64 {
    at.saturating_sub(at.rem_euclid(step))
}
