//! How much of a window something was so, and how much of it is known, in a bounded number of cells.

use std::collections::VecDeque;

use wire::rule::Spent;
use wire::{Timestamp, Unit};

use super::say;
use super::window::{CELLS, as_f64};

/// A window, and how much of it is too much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    pub(super) window_ms: i64,
    pub(super) spent: Spent,
    cell_ms: i64,
}

impl Allowance {
    pub(super) fn new(window_s: u32, spent: Spent) -> Self {
        let window_ms = i64::from(window_s.max(1)) * 1000;
        let cells = 59;
        let cell_ms = match spent {
            Spent::Share(_) => (window_ms + cells - 1) / cells,
            // A second belongs to one cell.
            Spent::Seconds(_) => (window_ms / 1000 + cells - 1) / cells * 1000,
        };
        Self {
            window_ms,
            spent,
            cell_ms,
        }
    }

    /// So much of the window: `for 40 % of the last 5 min`, `in 3 seconds of the last 5 min`.
    pub(super) fn said(&self, amount: f64, last: &str) -> String {
        let window = say::millis(self.window_ms);
        if self.counts_seconds() {
            let seconds = if amount > 1.0 { "seconds" } else { "second" };
            format!("in {amount} {seconds} of the {last}{window}")
        } else {
            let share = say::value(Unit::Ratio, amount);
            format!("for {share} of the {last}{window}")
        }
    }

    fn counts_seconds(&self) -> bool {
        matches!(self.spent, Spent::Seconds(_))
    }

    /// Whether so much is too much.
    pub(super) fn is_over(&self, bad: f64) -> bool {
        bad >= self.amount() - 1e-9
    }

    /// Whether so little is well again.
    pub(super) fn is_under(&self, bad: f64) -> bool {
        bad <= self.amount() + 1e-9
    }

    /// How much is too much: a share, or seconds.
    pub(super) fn amount(&self) -> f64 {
        match self.spent {
            Spent::Share(share) => share,
            Spent::Seconds(seconds) => f64::from(seconds),
        }
    }
}

/// What is known of a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    /// The share of the window that was bad, or the number of its seconds.
    pub(super) bad: f64,
    /// The share of the window that is known.
    pub(super) known: f64,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    number: i64,
    bad: u32,
    known_ms: u32,
}

/// The cells of one window of one part.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    cells: VecDeque<Cell>,
    /// The newest second that was counted.
    counted: Option<i64>,
}

impl Tally {
    /// From `from` to `to` it was known to be bad or not.
    pub(super) fn stretch(&mut self, of: &Allowance, from: Timestamp, to: Timestamp, bad: bool) {
        let (mut from, to) = (from.0.max(to.0.saturating_sub(of.window_ms)), to.0);
        while from < to {
            let number = from.div_euclid(of.cell_ms);
            let end = number.saturating_add(1).saturating_mul(of.cell_ms).min(to);
            let millis = u32::try_from(end - from).unwrap_or(u32::MAX);
            let cell = self.cell(number);
            cell.known_ms = cell.known_ms.saturating_add(millis);
            if bad && !of.counts_seconds() {
                cell.bad = cell.bad.saturating_add(millis);
            }
            if bad && of.counts_seconds() {
                self.seconds(number, from.div_euclid(1000), (end - 1).div_euclid(1000));
            }
            from = end;
        }
    }

    /// At one moment it was bad.
    pub(super) fn moment(&mut self, of: &Allowance, at: Timestamp) {
        if of.counts_seconds() {
            let second = at.0.div_euclid(1000);
            self.seconds(at.0.div_euclid(of.cell_ms), second, second);
        }
    }

    /// These seconds were bad; all of them lie in one cell. None is counted twice.
    fn seconds(&mut self, number: i64, first: i64, last: i64) {
        let first = self.counted.map_or(first, |counted| first.max(counted + 1));
        if first <= last {
            let count = u32::try_from(last - first + 1).unwrap_or(u32::MAX);
            let cell = self.cell(number);
            cell.bad = cell.bad.saturating_add(count);
            self.counted = Some(last);
        }
    }

    fn cell(&mut self, number: i64) -> &mut Cell {
        let is_newer = self.cells.back().is_none_or(|back| back.number < number);
        if is_newer {
            let oldest = number.saturating_sub(as_i64(CELLS));
            while self.cells.front().is_some_and(|front| front.number <= oldest) {
                self.cells.pop_front();
            }
            self.cells.push_back(Cell {
                number,
                bad: 0,
                known_ms: 0,
            });
        }
        let last = self.cells.len() - 1;
        &mut self.cells[last]
    }

    /// What the window that ends at `at` holds. Of a cell that is cut by its beginning, as much as lies within.
    pub(super) fn amount(&self, of: &Allowance, at: Timestamp) -> Amount {
        let begin = at.0.saturating_sub(of.window_ms);
        let (mut bad, mut known) = (0.0, 0.0);
        for cell in &self.cells {
            let end = cell.number.saturating_add(1).saturating_mul(of.cell_ms);
            let within = as_f64(end.saturating_sub(begin)) / as_f64(of.cell_ms);
            let within = within.clamp(0.0, 1.0);
            bad += within * f64::from(cell.bad);
            known += within * f64::from(cell.known_ms);
        }
        let window = as_f64(of.window_ms);
        Amount {
            bad: if of.counts_seconds() {
                (bad + 1e-6).floor()
            } else {
                (bad / window).min(1.0)
            },
            known: (known / window).min(1.0),
        }
    }

    /// The clock was set.
    pub(super) fn shift(&mut self, of: &Allowance, millis: i64) {
        // Cells lie on whole multiples of their length; a part of one is less than what a window is judged by.
        let cells = millis.div_euclid(of.cell_ms);
        for cell in &mut self.cells {
            cell.number = cell.number.saturating_add(cells);
        }
        self.counted = self
            .counted
            .map(|counted| counted.saturating_add(millis.div_euclid(1000)));
    }
}

fn as_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp(millis)
    }

    #[test]
    fn a_share_is_weighed_by_time_and_leaves_with_the_window() {
        let of = Allowance::new(60, Spent::Share(0.5));
        let mut tally = Tally::default();
        tally.stretch(&of, at(0), at(15_000), true);
        tally.stretch(&of, at(15_000), at(60_000), false);
        let whole = tally.amount(&of, at(60_000));
        assert!(
            (whole.bad - 0.25).abs() < 1e-9 && (whole.known - 1.0).abs() < 1e-9,
            "{whole:?}"
        );
        let later = tally.amount(&of, at(66_000));
        assert!((later.bad - 0.15).abs() < 0.001, "{later:?}");
        assert_eq!(tally.amount(&of, at(200_000)), Amount { bad: 0.0, known: 0.0 });
    }

    #[test]
    fn a_second_with_many_errors_is_one_error_second() {
        let of = Allowance::new(3_600, Spent::Seconds(3));
        let mut tally = Tally::default();
        for tenth in 0..25 {
            tally.moment(&of, at(tenth * 100));
        }
        assert_eq!(tally.amount(&of, at(3_000)).bad.to_bits(), 3f64.to_bits());
        tally.stretch(&of, at(2_500), at(5_001), true);
        assert_eq!(tally.amount(&of, at(6_000)).bad.to_bits(), 6f64.to_bits());
    }

    proptest! {
        #[test]
        fn it_is_as_exact_as_its_cells(
            window_s in 1u32..7_200,
            stretches in prop::collection::vec((1i64..5_000, any::<bool>()), 1..200),
        ) {
            let of = Allowance::new(window_s, Spent::Share(0.5));
            let (mut tally, mut now) = (Tally::default(), 0);
            for (millis, bad) in &stretches {
                tally.stretch(&of, at(now), at(now + millis), *bad);
                now += millis;
            }
            let (mut bad, mut end) = (0, now);
            for (millis, was_bad) in stretches.iter().rev() {
                let within = end.max(now - of.window_ms) - (end - millis).max(now - of.window_ms);
                bad += if *was_bad { within } else { 0 };
                end -= millis;
            }
            let found = tally.amount(&of, at(now));
            let exact = as_f64(bad) / as_f64(of.window_ms);
            // One cell is 1/59 of the window.
            prop_assert!((found.bad - exact).abs() <= 1.0 / 59.0, "{found:?} {exact}");
        }

        #[test]
        fn no_tally_grows_without_end(
            window_s in 1u32..2_592_000,
            seconds in any::<bool>(),
            times in prop::collection::vec((any::<i64>(), 0i64..100_000, any::<bool>()), 1..100),
        ) {
            let spent = if seconds { Spent::Seconds(1) } else { Spent::Share(0.1) };
            let (of, mut tally) = (Allowance::new(window_s, spent), Tally::default());
            for (from, long, bad) in times {
                tally.stretch(&of, at(from), at(from.saturating_add(long)), bad);
                tally.moment(&of, at(from));
                let amount = tally.amount(&of, at(from));
                prop_assert!(tally.cells.len() <= CELLS);
                prop_assert!(amount.bad >= 0.0 && amount.known <= 1.0);
                tally.shift(&of, long - from.rem_euclid(50_000));
            }
        }
    }
}
