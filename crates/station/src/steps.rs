//! Whether somebody set the clock of this machine, told by one that nobody sets.

use std::time::Duration;

use tokio::time::Instant;
use wire::Timestamp;

/// A clock that is only kept in time moves by far less in a second.
const STEP_MS: i64 = 100;
/// The two clocks were not looked at at the same time.
const APART: Duration = Duration::from_millis(20);

/// Follows the clock of the day.
pub(crate) struct Steps {
    /// What both showed at the last look.
    looked: (Instant, Timestamp),
}

impl Steps {
    pub(crate) fn since(steady: Instant, today: Timestamp) -> Self {
        Self {
            looked: (steady, today),
        }
    }

    /// By how many milliseconds the clock was set forward since the last look, or back if less than nothing. `today` was read
    /// after `before` and before `after`.
    pub(crate) fn look(&mut self, before: Instant, today: Timestamp, after: Instant) -> Option<i64> {
        if after.duration_since(before) > APART {
            return None;
        }
        let passed = after.duration_since(self.looked.0).as_millis();
        let step = today.millis_since(self.looked.1) - i64::try_from(passed).unwrap_or(i64::MAX);
        self.looked = (after, today);
        (step.abs() >= STEP_MS).then_some(step)
    }
}

/// What is told of a step.
pub(crate) fn sentence(step_ms: i64) -> String {
    let (way, millis) = (if step_ms < 0 { "back" } else { "forward" }, step_ms.abs());
    let (seconds, tenths) = (millis / 1_000, millis % 1_000 / 100);
    format!(
        "the clock of this machine was set {way} by {seconds}.{tenths} s: times before and after do not fit together"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_is_told_from_one_that_is_kept_in_time() {
        let began = Instant::now();
        let steady = |millis| began + Duration::from_millis(millis);
        let mut steps = Steps::since(began, Timestamp(1_000_000));
        let mut look = |millis, today| steps.look(steady(millis), Timestamp(today), steady(millis));
        assert_eq!(look(1_000, 1_001_000), None);
        assert_eq!(look(2_000, 1_002_040), None, "slewed");
        assert_eq!(look(3_000, 1_006_240), Some(3_200));
        assert_eq!(look(4_000, 1_007_240), None);
        assert_eq!(
            look(9_000, 1_012_240),
            None,
            "a station that was busy for a while"
        );
        assert_eq!(look(10_000, 1_012_240), Some(-1_000));
        assert_eq!(
            steps.look(steady(11_000), Timestamp(1_020_000), steady(11_100)),
            None,
            "read too long apart to say"
        );
        assert_eq!(
            steps.look(steady(12_000), Timestamp(1_021_000), steady(12_000)),
            Some(6_760),
            "but not lost"
        );
    }

    #[test]
    fn a_step_is_told_as_people_say_it() {
        assert!(sentence(3_240).starts_with("the clock of this machine was set forward by 3.2 s"));
        assert!(sentence(-900).starts_with("the clock of this machine was set back by 0.9 s"));
    }
}
