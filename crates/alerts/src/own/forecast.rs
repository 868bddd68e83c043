//! A value that will be past a limit soon if it goes on as it did.

use wire::Timestamp;
use wire::kind::{Bad, KindInfo};
use wire::probe::ProbeId;
use wire::reading::Reading;

use super::pick::{Picked, is_past};
use super::window::{Length, Mark, Marks, as_f64};
use super::{Bands, Judged, Role, Sense, say};

/// The straight line through the past of a value crosses a limit soon.
pub(super) struct Forecast {
    series: Picked<Past>,
    bad: Bad,
    limit: f64,
    within_ms: i64,
    length: Length,
}

#[derive(Default)]
pub(super) struct Past {
    marks: Marks,
    /// Drawn anew with each mark.
    line: Option<Line>,
}

/// A straight line through values: where it is at a moment, and by how much it rises in a millisecond.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    from: Timestamp,
    level: f64,
    slope: f64,
}

impl Line {
    fn at(&self, at: Timestamp) -> f64 {
        self.level + self.slope * as_f64(at.millis_since(self.from))
    }
}

/// Fewer marks make no line.
const LEAST_MARKS: usize = 3;

/// The line whose slope is the median of the slopes between all pairs, and half of the values on each side of it
/// (P. K. Sen, Estimates of the Regression Coefficient Based on Kendall's Tau, 1968).
fn line<'m>(marks: impl ExactSizeIterator<Item = &'m Mark>) -> Option<Line> {
    if marks.len() < LEAST_MARKS {
        return None;
    }
    let marks: Vec<_> = marks.copied().collect();
    let from = marks.last()?.at;
    let mut slopes = Vec::with_capacity(marks.len() * (marks.len() - 1) / 2);
    for (n, later) in marks.iter().enumerate() {
        for earlier in marks.iter().take(n) {
            let millis = later.at.millis_since(earlier.at);
            if millis > 0 {
                slopes.push((later.value - earlier.value) / as_f64(millis));
            }
        }
    }
    let slope = median(&mut slopes)?;
    let level = |mark: &Mark| mark.value - slope * as_f64(mark.at.millis_since(from));
    let mut levels: Vec<_> = marks.iter().map(level).collect();
    let level = median(&mut levels)?;
    Some(Line { from, level, slope })
}

fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len().checked_sub(1)? / 2;
    let is_even = values.len().is_multiple_of(2);
    let (_, low, above) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let low = *low;
    let high = above.iter().copied().min_by(f64::total_cmp);
    Some(
        high.filter(|_| is_even)
            .map_or(low, |high| f64::midpoint(low, high)),
    )
}

impl Forecast {
    pub(super) fn new(
        mut series: Picked<Past>,
        (bad, limit): (Bad, f64),
        within_s: u32,
        length: Length,
    ) -> Self {
        series.gone_after = series.gone_after.max(length.window_ms);
        Self {
            series,
            bad,
            limit,
            within_ms: i64::from(within_s) * 1000,
            length,
        }
    }
}

impl Past {
    /// In how many milliseconds the limit is passed, 0 where it is; infinite where it will not be. None where less than
    /// half a window is known.
    fn left(&self, length: Length, bad: Bad, limit: f64, at: Timestamp) -> Option<f64> {
        let newest = self.marks.newest()?;
        let at = at.max(newest.at);
        if at.millis_since(newest.at) > length.window_ms {
            return None;
        }
        if is_past(bad, newest.value, limit) {
            return Some(0.0);
        }
        let first = self.marks.iter().next()?;
        if newest.at.millis_since(first.at).saturating_mul(2) < length.window_ms {
            return None;
        }
        let line = self.line?;
        let towards = match bad {
            Bad::Above => line.slope > 0.0,
            Bad::Below => line.slope < 0.0,
        };
        if !towards {
            return Some(f64::INFINITY);
        }
        Some(((limit - line.at(at)) / line.slope).max(0.0))
    }
}

impl Sense for Forecast {
    fn know(&mut self, kind: &KindInfo) {
        self.series.know(kind);
    }

    fn join(&mut self, probe: ProbeId, _: Timestamp, role: Role) {
        self.series.join(probe, role);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.series.leave(probe);
    }

    fn take(&mut self, reading: &Reading) {
        let length = self.length;
        self.series.take(reading, |part, sample| {
            let Past { marks, line } = &mut part.memory;
            if marks.push(length, reading.at, sample.value) {
                *line = self::line(marks.iter());
            }
        });
    }

    fn judge(&mut self, probe: ProbeId, at: Timestamp, _: &dyn Bands, out: &mut Vec<Judged>) {
        let (bad, limit, length) = (self.bad, self.limit, self.length);
        let within = as_f64(self.within_ms);
        self.series.judge(probe, out, |said, part| {
            let left = part.memory.left(length, bad, limit, at);
            Judged::new(&part.labels, left.map(|left| left <= within), || {
                let value = part.memory.marks.newest().map_or(limit, |newest| newest.value);
                let text = match left {
                    Some(left) if !is_past(bad, value, limit) => format!(
                        "{} is {}, {} {} in {} at this pace",
                        said.title,
                        say::value(said.unit, value),
                        say::side(bad),
                        say::value(said.unit, limit),
                        say::span(left / 1000.0)
                    ),
                    _ => say::past(said, value, bad, limit),
                };
                (text, Some(said.measured(&part.labels, value, limit, said.unit)))
            })
        });
    }

    fn shift(&mut self, millis: i64) {
        self.series.shift(millis, |past| {
            past.marks.shift(millis);
            if let Some(line) = &mut past.line {
                line.from = line.from.plus_millis(millis);
            }
        });
    }

    fn claim(&self, holds: bool) -> String {
        let said = &self.series.said;
        format!(
            "{} {}soon {} {}",
            said.title,
            say::not(holds),
            say::side(self.bad),
            say::value(said.unit, self.limit)
        )
    }

    fn is_timed(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wire::reading::Labels;
    use wire::rule::Test;

    use super::super::testing::{look, own, pick, sample};
    use super::*;

    fn filling() -> Test {
        Test::Forecast {
            series: pick("box_free_bytes"),
            bad: Bad::Below,
            limit: 1e9,
            within_s: 7_200,
            window_s: 3_600,
        }
    }

    fn free(second: u32, bytes: f64) -> Reading {
        look(
            second.into(),
            vec![sample("box_free_bytes", Labels::new(), bytes)],
        )
    }

    #[test]
    fn a_disk_that_fills_is_told_before_it_is_full() {
        let mut own = own(filling());
        let mut told = None;
        for second in (0..3_600).step_by(10) {
            // 1 MB a second away from 11 GB, with a burst that is no trend.
            let burst = if second == 1_000 { -5e9 } else { 0.0 };
            told = Some(own.see(&free(second, 11e9 - f64::from(second) * 1e6 + burst)));
            if second < 1_800 {
                assert_eq!(
                    told.as_ref().unwrap().truth,
                    None,
                    "half of the window is not known yet"
                );
            }
        }
        let told = told.unwrap();
        assert_eq!(told.truth, Some(true));
        assert_eq!(
            told.text,
            "Free space is 7.41 GB, below 1 GB in 1 h 46 min at this pace"
        );
        assert_eq!(own.truth(&free(3_600, 0.9e9)), Some(true), "it is already");
    }

    #[test]
    fn what_rises_slowly_or_the_other_way_is_well() {
        for slope in [0.0, 1e6, -1e5] {
            let mut own = own(filling());
            let mut truth = None;
            for second in (0..3_600).step_by(10) {
                truth = own.truth(&free(second, 11e9 + f64::from(second) * slope));
            }
            assert_eq!(truth, Some(false), "{slope}");
            assert_eq!(
                own.now(9_000.0),
                None,
                "nothing has come for longer than the window"
            );
        }
    }

    #[test]
    fn a_clock_that_is_set_bends_no_line() {
        let mut own = own(filling());
        for second in (0..3_600).step_by(10) {
            own.take(&free(second, 11e9 - f64::from(second) * 1e6));
        }
        own.shift(-86_400_000);
        assert_eq!(own.now(3_590.0 - 86_400.0), Some(true));
    }

    proptest! {
        #[test]
        fn a_straight_line_is_found_through_wild_values(
            level in -1e3..1e3f64,
            slope in -1.0..1.0f64,
            wild in prop::collection::vec((0usize..40, -1e6..1e6f64), 0..8),
        ) {
            let mut marks: Vec<_> = (0..40)
                .map(|n| Mark { at: Timestamp(n * 1000), value: level + slope * as_f64(n) })
                .collect();
            for (n, value) in wild {
                marks[n].value = value;
            }
            let line = line(marks.iter()).unwrap();
            // Fewer than 29 % of wild values do not break it down.
            let end = line.at(Timestamp(39_000));
            prop_assert!((end - (level + slope * 39.0)).abs() < 20.0, "{line:?}");
        }
    }
}
