//! How often an alert comes and goes. What comes and goes too often becomes one alert that stays until it stops doing so.

use std::collections::VecDeque;

use wire::Timestamp;

/// Returns are counted over this time, and a resolved alert that comes back within it goes on, in milliseconds.
pub(crate) const WINDOW_MS: i64 = 10 * 60_000;
/// So often it has come within the window, and it flaps.
const OFTEN: usize = 3;
/// A flapping alert must be well for longer each time it comes, up to this, in milliseconds.
const LONGEST_CLEAR_MS: u32 = 5 * 60_000;
/// More comings than these change nothing any more.
const REMEMBERED: usize = 16;

/// When an alert came, newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flaps {
    comings: VecDeque<Timestamp>,
}

impl Flaps {
    /// It has just become bad after it had been well.
    pub(crate) fn came(&mut self, at: Timestamp) {
        if self.comings.len() == REMEMBERED {
            self.comings.pop_front();
        }
        self.comings.push_back(at);
    }

    /// How often it came within the window.
    pub(crate) fn lately(&self, now: Timestamp) -> usize {
        let within = |at: &&Timestamp| now.millis_since(**at) < WINDOW_MS;
        self.comings.iter().filter(within).count()
    }

    /// Whether it comes and goes.
    pub(crate) fn is_flapping(&self, now: Timestamp) -> bool {
        self.lately(now) >= OFTEN
    }

    /// How long it must be well, where `usual_ms` is how long it must be when it does not flap: twice as long for each time that
    /// it came too often.
    pub(crate) fn clear_ms(&self, usual_ms: u32, now: Timestamp) -> u32 {
        let over = (self.lately(now) + 1).saturating_sub(OFTEN);
        let doubled = usual_ms.max(1000).saturating_mul(1 << over.min(16));
        if over == 0 {
            usual_ms
        } else {
            doubled.min(LONGEST_CLEAR_MS.max(usual_ms))
        }
    }

    /// Moves every moment.
    pub(crate) fn shift(&mut self, millis: i64) {
        for coming in &mut self.comings {
            *coming = coming.plus_millis(millis);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_flaps_once_it_came_three_times_in_ten_minutes_and_must_be_well_for_longer() {
        let mut flaps = Flaps::default();
        let minute = |n: i64| Timestamp(n * 60_000);
        flaps.came(minute(0));
        flaps.came(minute(3));
        assert!(!flaps.is_flapping(minute(3)));
        assert_eq!(flaps.clear_ms(10_000, minute(3)), 10_000);
        flaps.came(minute(6));
        assert!(flaps.is_flapping(minute(6)));
        assert_eq!(flaps.clear_ms(10_000, minute(6)), 20_000);
        flaps.came(minute(7));
        assert_eq!(flaps.clear_ms(10_000, minute(7)), 40_000);
        assert_eq!(flaps.lately(minute(10)), 3, "the first is over");
        assert!(!flaps.is_flapping(minute(14)));
    }

    #[test]
    fn it_never_must_be_well_for_longer_than_five_minutes_unless_somebody_said_so() {
        let mut flaps = Flaps::default();
        (0..100).for_each(|n| flaps.came(Timestamp(n * 1000)));
        let now = Timestamp(100_000);
        assert_eq!(flaps.clear_ms(10_000, now), 300_000);
        assert_eq!(flaps.clear_ms(900_000, now), 900_000);
        assert_eq!(flaps.lately(now), REMEMBERED);
    }
}
