//! How much disk the past takes, so that somebody who changes how long it is kept knows what that means.

use wire::station::Retention;

/// One sample as it came, compressed, in bytes: docs/benchmarks.md.
const SAMPLE: f64 = 1.52;
/// One step holds five numbers: least, greatest, sum, count and last.
const STEP: f64 = 5.0 * SAMPLE;
const DAY_S: f64 = 86_400.0;

/// What is measured now: how many series, and how many values of all of them together in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pace {
    pub(crate) series: usize,
    pub(crate) values_per_second: f64,
}

/// About how many bytes the past takes when it is full, at the pace of today.
pub(crate) fn bytes(kept: &Retention, pace: Pace) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "far fewer than 2^52 series")]
    let series = pace.series as f64;
    let steps = |from: u32, to: u32, seconds: f64| {
        // Nothing has more steps than it had values.
        let each_second = pace.values_per_second.min(series / seconds);
        f64::from(to.saturating_sub(from)) * DAY_S * each_second * STEP
    };
    f64::from(kept.raw_days) * DAY_S * pace.values_per_second * SAMPLE
        + steps(kept.raw_days, kept.ten_seconds_days, 10.0)
        + steps(kept.ten_seconds_days, kept.five_minutes_days, 300.0)
}

/// What one form of the past loses: from so many days on to so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Loss {
    pub(crate) form: Form,
    pub(crate) from_days: u32,
    pub(crate) to_days: u32,
}

/// The forms in which the past is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Samples,
    TenSeconds,
    FiveMinutes,
}

/// What is deleted when `new` takes the place of `old`.
pub(crate) fn losses(old: &Retention, new: &Retention) -> Vec<Loss> {
    let forms = [
        (Form::Samples, old.raw_days, new.raw_days),
        (Form::TenSeconds, old.ten_seconds_days, new.ten_seconds_days),
        (Form::FiveMinutes, old.five_minutes_days, new.five_minutes_days),
    ];
    let shorter = forms.into_iter().filter(|(_, from, to)| to < from);
    shorter
        .map(|(form, from_days, to_days)| Loss {
            form,
            from_days,
            to_days,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_grows_with_days_and_pace() {
        let usual = Retention::default();
        let pace = Pace {
            series: 100,
            values_per_second: 100.0,
        };
        let full = bytes(&usual, pace);
        assert!((2e8..2e9).contains(&full), "{full}");
        let longer = Retention {
            raw_days: 14,
            ..usual
        };
        assert!(bytes(&longer, pace) > full);
        assert!(bytes(&usual, Pace::default()).abs() < 1.0);
        let slow = Pace {
            series: 100,
            values_per_second: 100.0 / 600.0,
        };
        assert!(bytes(&usual, slow) < full / 5.0);
    }

    #[test]
    fn what_gets_shorter_is_named() {
        let usual = Retention::default();
        let new = Retention {
            raw_days: 3,
            five_minutes_days: 500,
            ..usual
        };
        assert_eq!(
            losses(&usual, &new),
            [Loss {
                form: Form::Samples,
                from_days: 7,
                to_days: 3
            }]
        );
        assert_eq!(losses(&usual, &usual), []);
    }
}
