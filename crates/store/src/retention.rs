use wire::station;

/// How long what is kept, and when the clock is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// For how long what is kept, as long as no operator has set another time.
    pub usual: station::Retention,
    /// A clock that jumped by more than a day makes nothing old until the station ran with it for so long, in hours.
    pub doubt_hours: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            usual: station::Retention::default(),
            doubt_hours: 24,
        }
    }
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// For so long, in milliseconds, the samples of a probe gather in memory before they become a piece.
pub(crate) const PIECE: i64 = 10 * MINUTE;

/// One form in which the past is kept. Each moment is kept in exactly one: the finest that still has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tier {
    /// Length of a step in milliseconds; 1 for samples as they came.
    pub(crate) step: i64,
    /// For how long, in milliseconds.
    pub(crate) keep: i64,
    /// What goes on to the next tier goes in stretches of this length, in milliseconds.
    pub(crate) stretch: i64,
}

/// Number of the tier of hours, the last of samples as they came.
pub(crate) const HOURS: usize = 1;
/// Number of the coarsest tier.
pub(crate) const COARSEST: usize = 3;

impl Retention {
    /// In milliseconds.
    pub(crate) fn doubt(&self) -> i64 {
        i64::from(self.doubt_hours) * HOUR
    }
}

/// Pieces, hours, steps of ten seconds, steps of five minutes. Pieces are kept until those of their hour are
/// surely complete.
pub(crate) fn tiers(kept: station::Retention) -> [Tier; COARSEST + 1] {
    let days = |days: u32| i64::from(days) * DAY;
    [
        Tier {
            step: 1,
            keep: 2 * PIECE,
            stretch: HOUR,
        },
        Tier {
            step: 1,
            keep: days(kept.raw_days),
            stretch: 6 * HOUR,
        },
        Tier {
            step: 10 * SECOND,
            keep: days(kept.ten_seconds_days),
            stretch: DAY,
        },
        Tier {
            step: 5 * MINUTE,
            keep: days(kept.five_minutes_days),
            stretch: DAY,
        },
    ]
}
