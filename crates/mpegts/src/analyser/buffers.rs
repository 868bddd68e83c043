//! TBsys, the transport buffer for the tables of a program (ISO/IEC 13818-1, 2.4.2.4), for 3.3 and 3.9.

use std::collections::BTreeMap;

use crate::framing::PACKET_SIZE;
use crate::pcr::FREQUENCY;
use crate::psi::{PID_CAT, PID_PAT};

/// Bytes that it holds.
const SIZE: f64 = 512.0;
/// Bytes that leave it in a tick of 27 MHz: 1 Mbit/s.
const LEAK: f64 = 1e6 / 8.0 / FREQUENCY as f64;
/// Longest time for which it may not be empty (TR 101 290, 3.9): 1 s, in ticks.
const LONGEST_FILLED: f64 = FREQUENCY as f64;

/// What is wrong with a buffer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Overrun {
    /// It overflowed (3.3).
    Overflow,
    /// It was not empty for a second (3.9).
    NeverEmpty,
}

/// The buffers of all programs, one for each PID of a PMT. At a constant rate it is known at each byte what time it is, so that
/// this is exact.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    levels: BTreeMap<u16, Level>,
}

#[derive(Debug, Default)]
struct Level {
    bytes: f64,
    /// The number of the packet behind the last one that went in.
    at: u64,
    filled_for: f64,
    has_overflowed: bool,
    told_filled: bool,
}

impl Buffers {
    /// A packet goes in, the `number`th of the stream, each of which takes that many ticks. What is wrong where, once until
    /// the buffer is empty again.
    pub(super) fn take(&mut self, pid: u16, number: u64, ticks: f64, mut found: impl FnMut(u16, Overrun)) {
        let goes_to_all = matches!(pid, PID_PAT | PID_CAT);
        let levels = self.levels.iter_mut();
        for (pmt_pid, level) in levels.filter(|(pmt_pid, _)| goes_to_all || **pmt_pid == pid) {
            level.leak(number.saturating_sub(level.at) as f64 * ticks);
            level.fill(ticks);
            level.at = number + 1;
            if level.bytes > SIZE {
                level.bytes = SIZE;
                if !std::mem::replace(&mut level.has_overflowed, true) {
                    found(*pmt_pid, Overrun::Overflow);
                }
            }
            if level.filled_for > LONGEST_FILLED && !std::mem::replace(&mut level.told_filled, true) {
                found(*pmt_pid, Overrun::NeverEmpty);
            }
        }
    }

    /// The PIDs of the PMTs are these.
    pub(super) fn follow(&mut self, pids: impl Iterator<Item = u16>) {
        let mut before = std::mem::take(&mut self.levels);
        self.levels = pids
            .map(|pid| (pid, before.remove(&pid).unwrap_or_default()))
            .collect();
    }

    /// They are taken to be empty, where it is not known what went in.
    pub(super) fn forget(&mut self) {
        self.levels
            .values_mut()
            .for_each(|level| *level = Level::default());
    }

    /// A new interval of the report begins: what lasts is told again.
    pub(super) fn next_interval(&mut self) {
        for level in self.levels.values_mut() {
            (level.has_overflowed, level.told_filled) = (false, false);
        }
    }
}

impl Level {
    fn leak(&mut self, ticks: f64) {
        if self.bytes > LEAK * ticks {
            self.bytes -= LEAK * ticks;
            self.filled_for += ticks;
        } else {
            *self = Self {
                at: self.at,
                ..Self::default()
            };
        }
    }

    fn fill(&mut self, ticks: f64) {
        let gained = PACKET_SIZE as f64 - LEAK * ticks;
        if self.bytes + gained > 0.0 {
            self.bytes += gained;
            self.filled_for += ticks;
        } else {
            (self.bytes, self.filled_for) = (0.0, 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At 4 Mbit/s, which fills four times as fast as the buffer leaks.
    fn found(numbers: impl IntoIterator<Item = u64>) -> Vec<Overrun> {
        let (mut buffers, mut all) = (Buffers::default(), Vec::new());
        buffers.follow([0x20].into_iter());
        let ticks = 1_504.0 / 4e6 * 27e6;
        for number in numbers {
            buffers.take(0x20, number, ticks, |_, overrun| all.push(overrun));
            buffers.take(0x30, number, ticks, |_, overrun| all.push(overrun));
        }
        all
    }

    #[test]
    fn three_packets_in_a_row_fit_and_a_fourth_does_not() {
        // Each leaves 141 bytes behind: 188 less a quarter.
        assert_eq!(found(0..3), []);
        assert_eq!(found(0..4), [Overrun::Overflow]);
        assert_eq!(
            found([0, 1, 2, 3, 4, 5, 100, 101, 102, 103]),
            [Overrun::Overflow; 2]
        );
    }

    #[test]
    fn it_must_be_empty_once_in_a_second() {
        let dense = |packets: u64| (0..2).chain((1..packets).map(|number| 4 * number));
        assert_eq!(found(dense(600)), [], "0.9 s");
        assert_eq!(found(dense(700)), [Overrun::NeverEmpty]);
        assert_eq!(found((0..2_000).map(|number| 5 * number)), []);
    }
}
