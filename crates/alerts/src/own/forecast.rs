//! A value that will be past a limit soon if it goes on as it did.

use wire::Timestamp;
use wire::kind::Bad;
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
