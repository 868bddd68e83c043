use std::time::Duration;

/// Stamps further back than this are wrong.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// A clock that is only kept in time moves by far less between two looks.
const STEP_MS: u128 = 100;

/// The clock of the day, by which the kernel stamps, beside one that nobody sets. Only how long ago a stamp was made is
/// taken from it, and nothing of one from before somebody set it.
#[derive(Default)]
pub(super) struct Day {
    /// What both showed at the last look.
    looked: Option<Both>,
    /// What the steady one showed before the clock was set last.
    set_after: Duration,
    /// How often it was set.
    pub(super) set: u64,
}

#[derive(Clone, Copy)]
struct Both {
    steady: Duration,
    today: Duration,
}

impl Day {
    /// How long ago the stamp was made; `steady` and `today` are what the clocks show now.
    pub(super) fn waited(&mut self, stamp: Duration, steady: Duration, today: Duration) -> Duration {
        if let Some(before) = self.looked {
            let expected = before.today + steady.saturating_sub(before.steady);
            if expected.abs_diff(today).as_millis() >= STEP_MS {
                self.set_after = before.steady;
                self.set += 1;
            }
        }
        self.looked = Some(Both { steady, today });
        let longest = LONGEST_WAIT.min(steady.saturating_sub(self.set_after));
        let waited = today.checked_sub(stamp).filter(|waited| *waited <= longest);
        waited.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Looks at the clocks while the clock of the day is that far ahead.
    fn waited(day: &mut Day, stamp: u64, steady: u64, ahead: u64) -> (Duration, u64) {
        (day.waited(ms(stamp), ms(steady), ms(steady + ahead)), day.set)
    }

    #[test]
    fn a_thread_that_comes_late_knows_when_a_datagram_came() {
        let mut day = Day::default();
        assert_eq!(waited(&mut day, 10_995, 1_000, 10_000), (ms(5), 0));
        assert_eq!(waited(&mut day, 11_000, 2_200, 10_000), (ms(1_200), 0));
        assert_eq!(
            waited(&mut day, 11_000, 9_000, 10_000),
            (ms(0), 0),
            "no such old stamp"
        );
        assert_eq!(
            waited(&mut day, 19_001, 9_050, 10_050),
            (ms(99), 0),
            "kept in time"
        );
    }

    #[test]
    fn a_clock_that_is_set_moves_no_datagram() {
        let mut day = Day::default();
        assert_eq!(waited(&mut day, 10_990, 1_000, 10_000), (ms(10), 0));
        let forward = 13_200;
        assert_eq!(
            waited(&mut day, 11_000, 1_010, forward),
            (ms(0), 1),
            "from before it was set"
        );
        let half_a_second = 13_700;
        assert_eq!(waited(&mut day, 14_210, 1_020, half_a_second), (ms(0), 2));
        assert_eq!(
            waited(&mut day, 14_715, 1_030, half_a_second),
            (ms(15), 2),
            "from after it"
        );
        let back = 9_000;
        assert_eq!(waited(&mut day, 14_735, 1_040, back), (ms(0), 3));
        assert_eq!(waited(&mut day, 10_045, 1_060, back), (ms(15), 3));
    }
}
