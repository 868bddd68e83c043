use wire::Timestamp;

/// `20261121T040821Z` (ISO 8601), as part of a file name.
pub(crate) fn stamp(at: Timestamp) -> String {
    let [year, month, day, hour, minute, second] = parts(at);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// `2026-11-21 04:08 UTC`, for sentences.
pub(crate) fn minute(at: Timestamp) -> String {
    let [year, month, day, hour, minute, _] = parts(at);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
}

/// Date and time of day in the proleptic Gregorian calendar. The date follows Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", `civil_from_days`: years begin in March so that the leap day is the last.
fn parts(at: Timestamp) -> [i64; 6] {
    let seconds = at.0.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let since_march_0000 = days + 719_468;
    let (era, day) = (
        since_march_0000.div_euclid(146_097),
        since_march_0000.rem_euclid(146_097),
    );
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    [
        year + era * 400 + next,
        month,
        day,
        second / 3600,
        second / 60 % 60,
        second % 60,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_right_around_leap_days() {
        for (millis, expected) in [
            (0, "19700101T000000Z"),
            (951_782_400_000, "20000229T000000Z"),
            (951_868_799_999, "20000229T235959Z"),
            (1_709_251_200_000, "20240301T000000Z"),
            (4_107_542_400_000, "21000301T000000Z"),
            (-1, "19691231T235959Z"),
        ] {
            assert_eq!(stamp(Timestamp(millis)), expected);
        }
        assert_eq!(minute(Timestamp(1_795_234_101_000)), "2026-11-21 04:08 UTC");
    }
}
