//! The last minutes of one series, and the line that shows them.

use std::collections::VecDeque;

use wire::Timestamp;

/// How much is kept: five minutes, two at 10 Hz.
const KEPT_MS: i64 = 300_000;
const KEPT_POINTS: usize = 1200;

/// The newest values of a series, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Trail {
    points: VecDeque<(Timestamp, f64)>,
}

impl Trail {
    /// The newest value.
    pub(crate) fn latest(&self) -> Option<(Timestamp, f64)> {
        self.points.back().copied()
    }

    /// Takes a value in, unless it is known or older than the newest one.
    pub(crate) fn push(&mut self, at: Timestamp, value: f64) {
        if self.latest().is_some_and(|(newest, _)| newest >= at) {
            return;
        }
        self.points.push_back((at, value));
        let begin = at.plus_millis(-KEPT_MS);
        while self.points.len() > KEPT_POINTS || self.points.front().is_some_and(|(at, _)| *at < begin) {
            self.points.pop_front();
        }
    }

    /// Puts what the station remembers in front of what was seen.
    pub(crate) fn precede(&mut self, past: impl DoubleEndedIterator<Item = (Timestamp, f64)>) {
        for (at, value) in past.rev() {
            let is_older = self.points.front().is_none_or(|(oldest, _)| at < *oldest);
            if is_older && self.points.len() < KEPT_POINTS {
                self.points.push_front((at, value));
            }
        }
    }

    /// The values after a moment, oldest first.
    pub(crate) fn after(&self, moment: Timestamp) -> impl Iterator<Item = (Timestamp, f64)> {
        self.points.iter().copied().filter(move |(at, _)| *at > moment)
    }

    /// Lines through the values, each a list of places from 0 to 1: right is `now`, up is more. Where values are missing
    /// for longer than `gap_ms` one line ends and the next begins, so that nothing is drawn that was not seen. Of values
    /// that share one of `columns` only the least and the greatest are drawn: no more can be seen.
    pub(crate) fn lines(&self, now: Timestamp, gap_ms: i64, columns: f64) -> Vec<Vec<(f64, f64)>> {
        let begin = now.plus_millis(-KEPT_MS);
        let shown = || self.after(begin.plus_millis(-1));
        let (low, high) = shown().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, value)| {
            (low.min(value), high.max(value))
        });
        // A line that hardly moves is drawn as one: its noise is not blown up to the height of the tile.
        let room = (high - low)
            .max(high.abs().max(low.abs()) * 0.05)
            .max(f64::MIN_POSITIVE);
        let middle = low.midpoint(high);
        let mut lines: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut before: Option<Timestamp> = None;
        let mut column: Option<Column> = None;
        for (at, value) in shown() {
            let place = (share(at.millis_since(begin)), 0.5 + (value - middle) / room);
            let number = (place.0 * columns).floor();
            let is_joined = before.is_some_and(|before| at.millis_since(before) <= gap_ms);
            before = Some(at);
            match &mut column {
                Some(column) if is_joined && column.number.total_cmp(&number).is_eq() => column.take(place),
                _ => {
                    if let (Some(full), Some(line)) = (column.take(), lines.last_mut()) {
                        full.end(line);
                    }
                    if !is_joined {
                        lines.push(Vec::new());
                    }
                    column = Some(Column {
                        number,
                        low: place,
                        high: place,
                    });
                }
            }
        }
        if let (Some(full), Some(line)) = (column, lines.last_mut()) {
            full.end(line);
        }
        lines
    }
}

/// The values that share one column of dots.
struct Column {
    number: f64,
    low: (f64, f64),
    high: (f64, f64),
}

impl Column {
    fn take(&mut self, place: (f64, f64)) {
        if place.1 < self.low.1 {
            self.low = place;
        }
        if place.1 > self.high.1 {
            self.high = place;
        }
    }

    /// Puts the least and the greatest on a line, in the order in which they were seen.
    fn end(self, line: &mut Vec<(f64, f64)>) {
        let Self { low, high, .. } = self;
        let (first, second) = if low.0 <= high.0 { (low, high) } else { (high, low) };
        line.push(first);
        if first != second {
            line.push(second);
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "at most five minutes in milliseconds")]
fn share(millis: i64) -> f64 {
    millis as f64 / KEPT_MS as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(points: &[(i64, f64)]) -> Trail {
        let mut trail = Trail::default();
        for (at, value) in points {
            trail.push(Timestamp(*at), *value);
        }
        trail
    }

    #[test]
    fn what_is_known_is_not_taken_twice_and_what_is_old_is_dropped() {
        let mut trail = trail(&[(1000, 1.0), (1000, 2.0), (900, 3.0), (2000, 4.0)]);
        assert_eq!(trail.points, [(Timestamp(1000), 1.0), (Timestamp(2000), 4.0)]);
        trail.push(Timestamp(302_000), 5.0);
        assert_eq!(trail.points, [(Timestamp(2000), 4.0), (Timestamp(302_000), 5.0)]);
    }

    #[test]
    fn the_past_goes_in_front() {
        let mut trail = trail(&[(3000, 3.0)]);
        trail.precede(
            [(1000, 1.0), (2000, 2.0), (3000, 9.0)]
                .map(|(at, value)| (Timestamp(at), value))
                .into_iter(),
        );
        assert_eq!(
            trail.points.iter().map(|(_, value)| *value).collect::<Vec<_>>(),
            [1.0, 2.0, 3.0]
        );
    }

    #[test]
    fn a_gap_stays_a_gap() {
        let lines =
            trail(&[(0, 0.0), (60_000, 10.0), (240_000, 5.0)]).lines(Timestamp(300_000), 60_000, 100.0);
        assert_eq!(lines, [vec![(0.0, 0.0), (0.2, 1.0)], vec![(0.8, 0.5)]]);
    }

    #[test]
    fn a_flat_line_lies_in_the_middle() {
        assert_eq!(
            trail(&[(300_000, 7.0)]).lines(Timestamp(300_000), 1000, 100.0),
            [vec![(1.0, 0.5)]]
        );
        assert_eq!(
            trail(&[(300_000, 0.0)])
                .lines(Timestamp(300_000), 1000, 100.0)
                .len(),
            1
        );
    }

    #[test]
    fn of_many_values_in_one_column_the_least_and_the_greatest_are_drawn() {
        let points: Vec<(i64, f64)> = (0..600)
            .map(|n| (n * 500, if n == 301 { 9.0 } else { 1.0 }))
            .collect();
        let lines = trail(&points).lines(Timestamp(300_000), 1_000, 10.0);
        let [line] = lines.as_slice() else {
            panic!("one line: {lines:?}");
        };
        assert!(line.len() <= 20, "{line:?}");
        assert_eq!(
            line.iter().filter(|(_, y)| *y > 0.9).count(),
            1,
            "the excursion is there"
        );
    }
}
