//! What counters say, as arithmetic: growth, wraps and restarts.

use super::ask::Width;
use crate::number::as_f64;

/// A counter as it stood once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Count {
    pub(super) value: u64,
    pub(super) width: Width,
}

/// Nothing that can be watched grows faster, in counts a second: a counter of bytes at 100 Tbit/s.
const ABSURD: f64 = 1.25e13;
/// By how much a rate may exceed the speed of its link before it is taken for a mistake: times are not exact.
const SLACK: f64 = 1.1;

/// Growth of a counter in a second. `fastest` is the greatest growth that its source can have, where that is known.
///
/// Nothing when it cannot be known: no time has passed, the counter began anew, or it may have wrapped more than once.
pub(super) fn per_second(now: Count, before: Count, seconds: f64, fastest: Option<f64>) -> Option<f64> {
    if seconds <= 0.0 || now.width != before.width {
        return None;
    }
    let round = round(now.width);
    if fastest.is_some_and(|fastest| fastest * seconds >= round) {
        return None;
    }
    let rate = as_f64(grown(now, before)?) / seconds;
    let wrapped = now.value < before.value;
    let limit = match fastest {
        Some(fastest) if wrapped => fastest * SLACK,
        _ => ABSURD,
    };
    (rate <= limit).then_some(rate)
}

fn grown(now: Count, before: Count) -> Option<u64> {
    if now.value >= before.value {
        return Some(now.value - before.value);
    }
    let grown = match now.width {
        Width::Wide => now.value.wrapping_sub(before.value),
        Width::Narrow => {
            let (now, before) = (u32::try_from(now.value).ok()?, u32::try_from(before.value).ok()?);
            u64::from(now.wrapping_sub(before))
        }
    };
    // One that fell by a little and one that wrapped look the same; less than half a round is taken for a wrap.
    (as_f64(grown) < round(now.width) / 2.0).then_some(grown)
}

fn round(width: Width) -> f64 {
    match width {
        Width::Narrow => 2f64.powi(32),
        Width::Wide => 2f64.powi(64),
    }
}

/// How long an agent says that it runs, and how often it was started.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Running {
    /// sysUpTime, in hundredths of a second.
    pub(super) ticks: Option<u64>,
    /// snmpEngineBoots.
    pub(super) boots: Option<u64>,
}

/// sysUpTime begins again after 497 days (RFC 3418: TimeTicks).
const ROUND_OF_TICKS: f64 = 4_294_967_296.0;
/// How wrong the clock of an agent may be, in hundredths of a second and as a share of the time that has passed.
const WRONG_TICKS: f64 = 1_000.0;
const WRONG_SHARE: f64 = 0.5;

/// Whether an agent was started again in the `seconds` since `before`.
pub(super) fn restarted(now: Running, before: Running, seconds: f64) -> bool {
    if let (Some(now), Some(before)) = (now.boots, before.boots)
        && now != before
    {
        return true;
    }
    let (Some(now), Some(before)) = (now.ticks, before.ticks) else {
        return false;
    };
    let passed = seconds * 100.0;
    let slack = WRONG_TICKS + passed * WRONG_SHARE;
    let expected = as_f64(before) + passed;
    let behind = |now: f64| expected - now > slack;
    let wrapped = as_f64(now) + ROUND_OF_TICKS;
    if now >= before {
        behind(as_f64(now))
    } else {
        // Either it wrapped, and then it is where it should be, or it began anew.
        (expected - wrapped).abs() > slack
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GIGABIT: Option<f64> = Some(1e9 / 8.0);

    fn narrow(value: u64) -> Count {
        let width = Width::Narrow;
        Count { value, width }
    }

    fn wide(value: u64) -> Count {
        let width = Width::Wide;
        Count { value, width }
    }

    #[test]
    fn growth_is_divided_by_the_time_between() {
        assert_eq!(per_second(wide(1_000), wide(0), 10.0, None), Some(100.0));
        assert_eq!(per_second(narrow(5), narrow(5), 10.0, GIGABIT), Some(0.0));
        assert_eq!(per_second(wide(1_000), wide(0), 0.0, None), None);
        assert_eq!(per_second(wide(1_000), wide(0), -1.0, None), None);
    }

    #[test]
    fn a_wrap_gives_the_right_rate() {
        assert_eq!(
            per_second(narrow(999), narrow(u64::from(u32::MAX)), 10.0, GIGABIT),
            Some(100.0)
        );
        assert_eq!(per_second(wide(999), wide(u64::MAX), 10.0, GIGABIT), Some(100.0));
        // As much as the link can carry in 10 s, over the wrap.
        assert!(per_second(narrow(0), narrow((1 << 32) - 1_250_000_000), 10.0, GIGABIT).is_some());
    }

    #[test]
    fn a_wrap_that_cannot_be_is_a_counter_that_began_anew() {
        // 40 kB after 4 GB: a wrap of that little would be 0.3 GB, more than a link of 100 Mbit/s carries in 10 s.
        assert_eq!(
            per_second(narrow(40_000), narrow(4_000_000_000), 10.0, Some(1e8 / 8.0)),
            None
        );
        assert_eq!(per_second(narrow(40_000), narrow(50_000), 10.0, None), None);
        assert_eq!(per_second(wide(0), wide(1 << 40), 10.0, None), None);
    }

    #[test]
    fn a_counter_that_may_have_wrapped_twice_says_nothing() {
        let ten = Some(1e10 / 8.0);
        assert_eq!(per_second(narrow(2_000), narrow(1_000), 10.0, ten), None);
        assert_eq!(per_second(narrow(2_000), narrow(1_000), 1.0, ten), Some(1_000.0));
        assert_eq!(per_second(wide(2_000), wide(1_000), 10.0, ten), Some(100.0));
    }

    #[test]
    fn what_nothing_can_carry_is_no_rate() {
        assert_eq!(per_second(wide(u64::MAX / 2), wide(0), 1.0, None), None);
        // A speed that was entered too low does not hide what is counted.
        assert_eq!(
            per_second(wide(1_000_000_000), wide(0), 1.0, Some(1e6)),
            Some(1e9)
        );
    }

    #[test]
    fn another_width_is_another_counter() {
        assert_eq!(per_second(wide(2_000), narrow(1_000), 10.0, None), None);
        // What does not fit into 32 bits was never a counter of 32 bits.
        assert_eq!(per_second(narrow(5), narrow(1 << 40), 10.0, None), None);
    }

    fn since(ticks: u64) -> Running {
        Running {
            ticks: Some(ticks),
            boots: None,
        }
    }

    #[test]
    fn an_uptime_that_went_back_is_a_restart() {
        assert!(!restarted(since(101_000), since(100_000), 10.0));
        assert!(restarted(since(500), since(100_000), 10.0));
        assert!(restarted(since(99_999), since(100_000), 10.0));
        // It runs longer now than it did then, but not as long as it should.
        assert!(restarted(since(20_000), since(10_000), 3_600.0));
        // Nothing is known about one that tells no uptime.
        assert!(!restarted(Running::default(), since(100_000), 10.0));
        assert!(!restarted(since(5), Running::default(), 10.0));
    }

    #[test]
    fn an_uptime_that_wrapped_after_497_days_is_none() {
        let last = (1 << 32) - 500;
        assert!(!restarted(since(500), since(last), 10.0));
        assert!(restarted(since(500), since(last - 100_000), 10.0));
        assert!(!restarted(since(500), since(last - 100_000), 1_010.0));
    }

    #[test]
    fn a_clock_that_is_a_little_wrong_is_no_restart() {
        assert!(!restarted(since(100_900), since(100_000), 10.0));
        assert!(!restarted(since(100_000), since(100_000), 10.0));
        assert!(!restarted(since(190_000), since(100_000), 1_000.0));
    }

    #[test]
    fn another_count_of_boots_is_a_restart() {
        let boots = |boots| Running {
            boots: Some(boots),
            ..since(100_000)
        };
        assert!(restarted(boots(3), boots(2), 0.0));
        assert!(!restarted(boots(3), boots(3), 0.0));
        assert!(!restarted(boots(3), since(100_000), 0.0));
    }

    proptest! {
        /// Whatever a counter does, its rate is none or a sound number.
        #[test]
        fn a_rate_is_never_negative_and_always_finite(
            now: u64, before: u64, seconds in -1e9..1e9f64, fastest in prop::option::of(0.0..1e15f64), is_wide: bool,
        ) {
            let width = if is_wide { Width::Wide } else { Width::Narrow };
            let (now, before) = (Count { value: now, width }, Count { value: before, width });
            if let Some(rate) = per_second(now, before, seconds, fastest) {
                prop_assert!(rate.is_finite() && rate >= 0.0);
            }
        }

        /// What was counted comes out, wrap or not, as long as it is less than half a round.
        #[test]
        fn what_was_counted_comes_out(before: u32, grown in 0u32..u32::MAX / 2) {
            let now = narrow(u64::from(before.wrapping_add(grown)));
            prop_assert_eq!(
                per_second(now, narrow(u64::from(before)), 1.0, None),
                Some(f64::from(grown))
            );
        }
    }
}
