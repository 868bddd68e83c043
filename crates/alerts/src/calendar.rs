//! Hours of the day and days of the week, by the clock on the wall of the station.

use wire::Timestamp;
use wire::route::{Day, Hours, Repeat, SilenceSpec};

const MINUTE_MS: i64 = 60_000;
const DAY_MINUTES: i64 = 1440;

const DAYS: [Day; 7] = [
    // The first day that there is a number for, 1 January 1970, was a Thursday.
    Day::Thursday,
    Day::Friday,
    Day::Saturday,
    Day::Sunday,
    Day::Monday,
    Day::Tuesday,
    Day::Wednesday,
];

/// The day of a moment and its minute, by a clock that is ahead of UTC by so many milliseconds.
fn day_and_minute(at: Timestamp, ahead_ms: i64) -> (i64, i64) {
    let minutes = at.plus_millis(ahead_ms).0.div_euclid(MINUTE_MS);
    (minutes.div_euclid(DAY_MINUTES), minutes.rem_euclid(DAY_MINUTES))
}

fn is_on(days: &[Day], day: i64) -> bool {
    let name = usize::try_from(day.rem_euclid(7))
        .ok()
        .and_then(|place| DAYS.get(place));
    days.is_empty() || name.is_some_and(|name| days.contains(name))
}

/// Whether a moment is within hours of the week. Hours that end before they begin go on into the next day and belong to
/// the day on which they began.
#[must_use]
pub fn is_within(hours: &Hours, at: Timestamp, ahead_ms: i64) -> bool {
    let (day, minute) = day_and_minute(at, ahead_ms);
    let (from, to) = (i64::from(hours.from), i64::from(hours.to));
    if from < to {
        return (from..to).contains(&minute) && is_on(&hours.days, day);
    }
    (minute >= from && is_on(&hours.days, day)) || (minute < to && is_on(&hours.days, day - 1))
}

/// Whether a silence is in force at a moment.
#[must_use]
pub fn is_in_force(silence: &SilenceSpec, at: Timestamp, ahead_ms: i64) -> bool {
    match &silence.repeat {
        _ if at < silence.from => false,
        Repeat::Never => at < silence.until,
        Repeat::Weekly(days) => {
            let minute_of = |at| u16::try_from(day_and_minute(at, ahead_ms).1).unwrap_or_default();
            let to = match minute_of(silence.until) {
                0 => 1440,
                minute => minute,
            };
            let hours = Hours {
                days: days.clone(),
                from: minute_of(silence.from),
                to,
            };
            is_within(&hours, at, ahead_ms)
        }
    }
}

/// From when until when a silence holds: of one that comes again, this time or the next within a week.
#[must_use]
pub fn time_of(silence: &SilenceSpec, now: Timestamp, ahead_ms: i64) -> (Timestamp, Timestamp) {
    const DAY_MS: i64 = DAY_MINUTES * MINUTE_MS;
    let first = (silence.from, silence.until);
    if silence.repeat.is_never() {
        return first;
    }
    let days = now.millis_since(silence.from).div_euclid(DAY_MS);
    let mut times = (days - 1..=days + 7).filter(|day| *day >= 0).map(|day| {
        let later = |at: Timestamp| at.plus_millis(day * DAY_MS);
        (later(silence.from), later(silence.until))
    });
    let comes =
        |(from, until): &(Timestamp, Timestamp)| *until > now && is_in_force(silence, *from, ahead_ms);
    times.find(comes).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 3_600_000;
    /// 22 November 2026, 00:00 UTC, a Sunday.
    const SUNDAY: i64 = 1_795_305_600_000;

    fn at(hours: i64) -> Timestamp {
        Timestamp(SUNDAY + hours * HOUR_MS)
    }

    #[test]
    fn hours_belong_to_the_day_on_which_they_began() {
        let night = Hours {
            days: vec![Day::Saturday],
            from: 22 * 60,
            to: 2 * 60,
        };
        let within: Vec<_> = (-4..4).filter(|hour| is_within(&night, at(*hour), 0)).collect();
        assert_eq!(within, [-2, -1, 0, 1]);
        assert!(!is_within(&night, at(22), 0), "Sunday night");
    }

    #[test]
    fn the_clock_on_the_wall_counts() {
        let morning = Hours {
            days: vec![Day::Sunday],
            from: 0,
            to: 60,
        };
        assert!(is_within(&morning, at(0), 0));
        assert!(!is_within(&morning, at(0), HOUR_MS));
        assert!(is_within(&morning, at(-1), HOUR_MS));
    }

    #[test]
    fn a_window_comes_again_on_its_days_but_never_before_it_begins() {
        let silence = SilenceSpec {
            name: "Backup".to_owned(),
            matching: Vec::new(),
            from: at(3),
            until: at(5),
            repeat: Repeat::Weekly(vec![Day::Sunday, Day::Monday]),
            maintenance: true,
            by: String::new(),
        };
        let is_on = |hour| is_in_force(&silence, at(hour), 0);
        assert!(is_on(3) && is_on(4) && is_on(27) && is_on(7 * 24 + 4));
        assert!(!is_on(5) && !is_on(2 * 24 + 4) && !is_on(4 - 7 * 24));
        let times = |hour| time_of(&silence, at(hour), 0);
        assert_eq!(times(-100), (at(3), at(5)), "it has never been yet");
        assert_eq!(times(4), (at(3), at(5)));
        assert_eq!(times(5), (at(27), at(29)));
        assert_eq!(times(30), (at(7 * 24 + 3), at(7 * 24 + 5)));
        let once = SilenceSpec {
            repeat: Repeat::Never,
            ..silence
        };
        assert!(is_in_force(&once, at(4), 0) && !is_in_force(&once, at(28), 0));
        assert_eq!(time_of(&once, at(28), 0), (at(3), at(5)));
    }
}
