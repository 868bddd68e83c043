use wire::Timestamp;

/// `20261121T040821Z` (ISO 8601), as part of a file name.
pub(crate) fn stamp(at: Timestamp) -> String {
    let [year, month, day, hour, minute, second] = at.utc();
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// `2026-11-21 04:08 UTC`, for sentences.
pub(crate) fn minute(at: Timestamp) -> String {
    let [year, month, day, hour, minute, _] = at.utc();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
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
