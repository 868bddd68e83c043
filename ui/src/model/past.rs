//! The past of a series as the curve of a chart.

use wire::kind::Sort;
use wire::series::{History, Told};
use wire::{Timestamp, Unit};

/// How far a chart looks back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    Minutes5,
    Hour,
    Hours6,
    Day,
    Week,
}

impl Range {
    /// The ranges, the shortest first.
    pub(crate) const ALL: [Self; 5] = [Self::Minutes5, Self::Hour, Self::Hours6, Self::Day, Self::Week];

    /// What is shown, in milliseconds.
    pub(crate) fn span_ms(self) -> i64 {
        const MINUTE: i64 = 60_000;
        match self {
            Self::Minutes5 => 5 * MINUTE,
            Self::Hour => 60 * MINUTE,
            Self::Hours6 => 360 * MINUTE,
            Self::Day => 1440 * MINUTE,
            Self::Week => 7 * 1440 * MINUTE,
        }
    }

    /// Length of a step that gives about 300 of them, in milliseconds.
    pub(crate) fn step_ms(self) -> u32 {
        match self {
            Self::Minutes5 => 1_000,
            Self::Hour => 10_000,
            Self::Hours6 => 60_000,
            Self::Day => 300_000,
            Self::Week => 1_800_000,
        }
    }
}

/// What is drawn: x and y in turn, not a number where nothing was seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Curve {
    pub(crate) mean: Vec<f64>,
    /// The least of each step.
    pub(crate) low: Vec<f64>,
    /// From the least to the greatest of each step.
    pub(crate) spread: Vec<f64>,
}

impl Curve {
    /// The curve through `history` and the values that came after it. Steps further apart than `gap_ms` are not joined.
    pub(crate) fn of(
        history: &History,
        sort: Sort,
        newer: impl Iterator<Item = (Timestamp, f64)>,
        gap_ms: i64,
    ) -> Self {
        let step = i64::from(history.step_ms);
        let mut curve = Self::default();
        let mut before: Option<i64> = None;
        let mut put = |at: i64, low: f64, mean: f64, high: f64| {
            if before.is_some_and(|before| at - before > gap_ms) {
                curve.push(
                    before.map_or(at, |before| before + 1),
                    f64::NAN,
                    f64::NAN,
                    f64::NAN,
                );
            }
            curve.push(at, low, mean, high);
            before = Some(at);
        };
        match sort {
            Sort::Gauge => {
                let steps = history.min.iter().zip(&history.avg).zip(&history.max);
                for (n, step_is) in steps.enumerate() {
                    if let ((Some(min), Some(avg)), Some(max)) = step_is {
                        put(history.begin(n).0 + step / 2, *min, *avg, *max);
                    }
                }
                let end = history.begin(history.min.len()).0;
                for (at, value) in newer.filter(|(at, _)| at.0 >= end) {
                    put(at.0, value, value, value);
                }
            }
            Sort::Counter => {
                for (older, newer) in history.lasts().zip(history.lasts().skip(1)) {
                    if let Some(rate) = rate(older, newer) {
                        put(newer.0.0 + step / 2, rate, rate, rate);
                    }
                }
            }
        }
        curve
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of this era fit an f64 exactly"
    )]
    fn push(&mut self, at: i64, low: f64, mean: f64, high: f64) {
        let at = at as f64;
        self.mean.extend([at, mean]);
        self.low.extend([at, low]);
        self.spread.extend([at, high - low]);
    }

    /// Whether there is anything to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.mean.is_empty()
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
        let shown = |values: &[f64]| format!("{values:?}");
        let mean = [
            500.0,
            2.0,
            1500.0,
            2.0,
            1501.0,
            f64::NAN,
            9500.0,
            5.0,
            10_000.0,
            6.0,
        ];
        assert_eq!(shown(&curve.mean), shown(&mean));
        let spread = [
            500.0,
            2.0,
            1500.0,
            0.0,
            1501.0,
            f64::NAN,
            9500.0,
            0.0,
            10_000.0,
            0.0,
        ];
        assert_eq!(shown(&curve.spread), shown(&spread));
    }

    #[test]
    fn a_counter_is_drawn_as_its_growth() {
        let past = history(json!({ "last": [10, null, 30, 1, 4] }));
        let curve = Curve::of(&past, Sort::Counter, std::iter::empty(), 10_000);
        assert_eq!(curve.mean, [2500.0, 10.0, 4500.0, 3.0]);
    }

    #[test]
    fn about_three_hundred_steps_fill_a_range() {
        for range in Range::ALL {
            let steps = range.span_ms() / i64::from(range.step_ms());
            assert!((250..=400).contains(&steps), "{range:?}: {steps}");
        }
    }
}
