//! The past of a series as the curve of a chart.

use wire::kind::Sort;
use wire::series::{History, Told};
use wire::{Timestamp, Unit};

/// What was measured in one step; not a number where a gap begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) at: Timestamp,
    pub(crate) low: f64,
    pub(crate) mean: f64,
    pub(crate) high: f64,
}

/// What is drawn, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Curve {
    steps: Vec<Step>,
    gap_ms: i64,
}

impl Curve {
    /// The curve through `history` and the values that came after it. Steps further apart than `gap_ms` are not joined.
    pub(crate) fn of(
        history: &History,
        sort: Sort,
        newer: impl Iterator<Item = (Timestamp, f64)>,
        gap_ms: i64,
    ) -> Self {
        let half = i64::from(history.step_ms) / 2;
        let mut curve = Self {
            steps: Vec::new(),
            gap_ms,
        };
        match sort {
            Sort::Gauge => {
                let steps = history.min.iter().zip(&history.avg).zip(&history.max);
                for (n, step_is) in steps.enumerate() {
                    if let ((Some(low), Some(mean)), Some(high)) = step_is {
                        curve.push(history.begin(n).plus_millis(half), *low, *mean, *high);
                    }
                }
                let end = history.begin(history.min.len());
                for (at, value) in newer.filter(|(at, _)| *at >= end) {
                    curve.push(at, value, value, value);
                }
            }
            Sort::Counter => {
                for (older, newer) in history.lasts().zip(history.lasts().skip(1)) {
                    if let Some(rate) = rate(older, newer) {
                        curve.push(newer.0.plus_millis(half), rate, rate, rate);
                    }
                }
            }
        }
        curve
    }

    /// The curve through single values, oldest first.
    pub(crate) fn through(values: impl Iterator<Item = (Timestamp, f64)>, gap_ms: i64) -> Self {
        let mut curve = Self {
            steps: Vec::new(),
            gap_ms,
        };
        for (at, value) in values {
            curve.push(at, value, value, value);
        }
        curve
    }

    fn push(&mut self, at: Timestamp, low: f64, mean: f64, high: f64) {
        if let Some(before) = self.steps.last().map(|step| step.at)
            && at.millis_since(before) > self.gap_ms
        {
            let nothing = f64::NAN;
            self.steps.push(Step {
                at: before.plus_millis(1),
                low: nothing,
                mean: nothing,
                high: nothing,
            });
        }
        self.steps.push(Step { at, low, mean, high });
    }

    /// Its steps, the gaps between them included.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What was measured between two moments.
    pub(crate) fn between(&self, from: Timestamp, to: Timestamp) -> impl DoubleEndedIterator<Item = &Step> {
        let begin = self.steps.partition_point(|step| step.at < from);
        let end = self.steps.partition_point(|step| step.at <= to);
        let steps = self.steps.get(begin..end.max(begin)).unwrap_or_default();
        steps.iter().filter(|step| !step.mean.is_nan())
    }

    /// The least and the greatest value between two moments.
    pub(crate) fn reach(&self, from: Timestamp, to: Timestamp) -> Option<(f64, f64)> {
        let widen = |reach: Option<(f64, f64)>, step: &Step| {
            let (low, high) = reach.unwrap_or((step.low, step.high));
            Some((low.min(step.low), high.max(step.high)))
        };
        self.between(from, to).fold(None, widen)
    }

    /// What was measured at a moment: the nearest step, unless nothing was measured then.
    pub(crate) fn at(&self, at: Timestamp) -> Option<Step> {
        let reach = self.gap_ms / 2;
        let near = self.between(at.plus_millis(-reach), at.plus_millis(reach));
        near.min_by_key(|step| step.at.millis_since(at).abs()).copied()
    }
}

/// Growth of a counter in a second; none when it began anew.
fn rate(older: (Timestamp, f64), newer: (Timestamp, f64)) -> Option<f64> {
    let grown = newer.1 - older.1;
    let millis = newer.0.millis_since(older.0);
    #[allow(clippy::cast_precision_loss, reason = "the length of a step")]
    let seconds = millis as f64 / 1000.0;
    (grown >= 0.0 && seconds > 0.0).then(|| grown / seconds)
}

/// What the curve of such a value is drawn from.
pub(crate) fn drawn_from(sort: Sort) -> &'static [Told] {
    match sort {
        Sort::Gauge => &[Told::Min, Told::Max, Told::Avg],
        Sort::Counter => &[Told::Last],
    }
}

/// What one of a charted value is: a counter is drawn as its growth in a second.
pub(crate) fn charted_unit(unit: Unit, sort: Sort) -> Unit {
    match (sort, unit) {
        (Sort::Gauge, unit) => unit,
        (Sort::Counter, Unit::Bytes) => Unit::BytesPerSecond,
        (Sort::Counter, Unit::Seconds) => Unit::Ratio,
        (Sort::Counter, _) => Unit::PerSecond,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// From 0 on in steps of a second, as a station that was asked for these columns tells it.
    fn history(mut told: serde_json::Value) -> History {
        let series = json!({ "id": 1, "probe": 1, "metric": "m", "unit": "seconds" });
        told["series"] = series;
        told["step_ms"] = json!(1000);
        told["from"] = json!(0);
        serde_json::from_value(told).unwrap()
    }

    #[test]
    fn what_came_later_follows_and_a_gap_stays_a_gap() {
        let past = history(json!({
            "min": [1, 2, null, null, null, null, null, null, null, 5],
            "avg": [2, 2, null, null, null, null, null, null, null, 5],
            "max": [3, 2, null, null, null, null, null, null, null, 5],
        }));
        let newer = [(9500, 9.0), (10_000, 6.0)].map(|(at, value)| (Timestamp(at), value));
        let curve = Curve::of(&past, Sort::Gauge, newer.into_iter(), 3000);
        let means: Vec<_> = curve.steps().iter().map(|step| (step.at.0, step.mean)).collect();
        let nothing = f64::NAN;
        let expected = [
            (500, 2.0),
            (1500, 2.0),
            (1501, nothing),
            (9500, 5.0),
            (10_000, 6.0),
        ];
        assert_eq!(format!("{means:?}"), format!("{expected:?}"));
        assert_eq!(curve.reach(Timestamp(0), Timestamp(5000)), Some((1.0, 3.0)));
        assert_eq!(curve.reach(Timestamp(3000), Timestamp(9000)), None);
        let at = |at| curve.at(Timestamp(at)).map(|step| step.mean);
        assert_eq!(at(9_700), Some(5.0));
        assert_eq!(at(12_000), None, "nothing was measured then");
        assert_eq!(at(5_000), None, "a gap is a gap");
    }

    #[test]
    fn a_counter_is_drawn_as_its_growth() {
        let past = history(json!({ "last": [10, null, 30, 1, 4] }));
        let curve = Curve::of(&past, Sort::Counter, std::iter::empty(), 10_000);
        let means: Vec<_> = curve.steps().iter().map(|step| (step.at.0, step.mean)).collect();
        assert_eq!(means, [(2500, 10.0), (4500, 3.0)]);
    }
}
