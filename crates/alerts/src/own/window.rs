//! The past of one value over a window, in a bounded number of marks.

use std::collections::VecDeque;

use wire::Timestamp;

/// No window has more marks.
pub(super) const CELLS: usize = 60;

/// How long a window is, and how long each of its cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    pub(super) window_ms: i64,
    cell_ms: i64,
}

impl Length {
    /// A window of so many seconds.
    pub(super) fn seconds(window_s: u32) -> Self {
        let window_ms = i64::from(window_s.max(1)) * 1000;
        Self {
            window_ms,
            // The first cell and the last one are cut by the ends of the window.
            cell_ms: (window_ms + 58) / 59,
        }
    }
}

/// A value at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) at: Timestamp,
    pub(super) value: f64,
}

/// The first value of each cell of a window, and the newest of all.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    marks: VecDeque<Mark>,
    newest: Option<Mark>,
    climbed: f64,
}

impl Marks {
    /// Takes a value. Whether it is the first one of its cell.
    ///
    /// One from before the newest is passed over; one from a whole window before it begins anew: the clock was set.
    pub(super) fn push(&mut self, length: Length, at: Timestamp, value: f64) -> bool {
        if let Some(newest) = self.newest
            && at < newest.at
        {
            if newest.at.millis_since(at) <= length.window_ms {
                return false;
            }
            self.marks.clear();
        }
        let mark = Mark { at, value };
        self.newest = Some(mark);
        let cell = |at: Timestamp| at.0.div_euclid(length.cell_ms);
        if self.marks.back().is_some_and(|back| cell(back.at) == cell(at)) {
            return false;
        }
        // One mark from before the window stays: what comes rarely has no two of them within it.
        let begin = at.plus_millis(-length.window_ms);
        while self.marks.len() >= CELLS || self.marks.get(1).is_some_and(|second| second.at <= begin) {
            self.marks.pop_front();
        }
        self.marks.push_back(mark);
        true
    }

    /// Takes a count of something that only grows: what is kept is how far it climbed in all. One that fell began anew at 0.
    pub(super) fn climb(&mut self, length: Length, at: Timestamp, last: Option<f64>, count: f64) {
        if let Some(last) = last {
            self.climbed += if count >= last {
                count - last
            } else {
                count.max(0.0)
            };
        }
        self.push(length, at, self.climbed);
    }

    /// The ends of what is known of the window that ends at `at`; none where that is less than two values.
    ///
    /// Where what is within the window is less than half of it, a value from before it helps, up to a window before.
    pub(super) fn ends(&self, length: Length, at: Timestamp) -> Option<(Mark, Mark)> {
        let newest = self.newest?;
        let at = at.max(newest.at);
        let begin = at.plus_millis(-length.window_ms);
        if newest.at < begin {
            return None;
        }
        let within = self.marks.partition_point(|mark| mark.at < begin);
        let first = self.marks.get(within).copied().unwrap_or(newest);
        let before = within.checked_sub(1).and_then(|n| self.marks.get(n)).copied();
        let is_near = |mark: &Mark| at.millis_since(mark.at) <= length.window_ms.saturating_mul(2);
        let first = if newest.at.millis_since(first.at) * 2 >= length.window_ms {
            first
        } else {
            before.filter(is_near).unwrap_or(first)
        };
        (first.at < newest.at).then_some((first, newest))
    }

    /// The marks, the oldest first.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &Mark> {
        self.marks.iter()
    }

    /// The newest value.
    pub(super) fn newest(&self) -> Option<Mark> {
        self.newest
    }

    /// The clock was set.
    pub(super) fn shift(&mut self, millis: i64) {
        for mark in self.marks.iter_mut().chain(&mut self.newest) {
            mark.at = mark.at.plus_millis(millis);
        }
    }
}

/// Milliseconds or seconds as a number to reckon with.
#[allow(clippy::cast_precision_loss, reason = "times of this era fit an f64 exactly")]
pub(super) fn as_f64(whole: i64) -> f64 {
    whole as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ends(marks: &Marks, length: Length, at: i64) -> Option<(f64, f64)> {
        let (first, last) = marks.ends(length, Timestamp(at))?;
        Some((first.value, last.value))
    }

    #[test]
    fn the_ends_of_a_window_lie_within_it() {
        let (length, mut marks) = (Length::seconds(60), Marks::default());
        for second in 0..200_i64 {
            marks.push(length, Timestamp(second * 1000), as_f64(second));
        }
        let (first, last) = ends(&marks, length, 199_000).unwrap();
        assert!((139.0..=141.0).contains(&first), "{first}");
        assert!((last - 199.0).abs() < 1e-9);
        assert_eq!(ends(&marks, length, 300_000), None, "all that is known is old");
    }

    #[test]
    fn what_comes_rarely_is_measured_from_before_the_window() {
        let (length, mut marks) = (Length::seconds(60), Marks::default());
        for n in 0..5 {
            marks.push(length, Timestamp(n * 90_000), as_f64(n));
        }
        assert_eq!(ends(&marks, length, 360_000), Some((3.0, 4.0)));
        // After an outage nothing is measured across it.
        marks.push(length, Timestamp(1_000_000), 5.0);
        assert_eq!(ends(&marks, length, 1_000_000), None);
    }

    #[test]
    fn a_counter_that_began_anew_counts_from_nothing() {
        let (length, mut marks) = (Length::seconds(60), Marks::default());
        let mut last = None;
        for (second, count) in [(0, 100.0), (10, 110.0), (20, 3.0), (30, 4.0)] {
            marks.climb(length, Timestamp(second * 1000), last, count);
            last = Some(count);
        }
        assert_eq!(ends(&marks, length, 30_000), Some((0.0, 14.0)));
    }

    #[test]
    fn a_clock_that_was_set_far_back_begins_a_new_past() {
        let (length, mut marks) = (Length::seconds(60), Marks::default());
        marks.push(length, Timestamp(1_000_000), 1.0);
        assert!(
            !marks.push(length, Timestamp(990_000), 2.0),
            "late, and passed over"
        );
        assert_eq!(marks.newest().unwrap().value.to_bits(), 1.0f64.to_bits());
        assert!(marks.push(length, Timestamp(0), 3.0));
        assert_eq!(marks.iter().len(), 1);
    }

    proptest! {
        #[test]
        fn no_window_grows_without_end(
            window_s in 1u32..2_592_000,
            steps in prop::collection::vec((any::<i64>(), -1e9..1e9f64, any::<bool>()), 1..300),
        ) {
            let (length, mut marks, mut at) = (Length::seconds(window_s), Marks::default(), 0_i64);
            for (step, value, is_wild) in steps {
                at = if is_wild { step } else { at.saturating_add(step.rem_euclid(100_000)) };
                marks.push(length, Timestamp(at), value);
                prop_assert!(marks.marks.len() <= CELLS);
                prop_assert!(marks.marks.iter().is_sorted_by_key(|mark| mark.at));
                if let Some((first, last)) = marks.ends(length, Timestamp(step)) {
                    prop_assert!(first.at < last.at);
                }
            }
        }
    }
}
