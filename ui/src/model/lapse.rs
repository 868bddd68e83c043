//! Lengths of time as people enter them: `30`, `1.5 s`, `5 min`, `2 h`, `7 d`.

use super::draft::{number, plain};
use crate::text;

const UNITS: [(&str, f64); 8] = [
    ("", 1_000.0),
    ("ms", 1.0),
    ("s", 1_000.0),
    ("min", 60_000.0),
    ("m", 60_000.0),
    ("h", 3_600_000.0),
    ("d", 86_400_000.0),
    ("t", 86_400_000.0),
];

/// A length in milliseconds; a bare number is in seconds.
///
/// # Errors
/// What to enter instead.
pub(crate) fn read(entry: &str) -> Result<u32, String> {
    let entry = entry.trim();
    let split = entry
        .find(|sign: char| sign.is_alphabetic())
        .unwrap_or(entry.len());
    let (count, unit) = entry.split_at(split);
    let unit = unit.trim().to_lowercase();
    let wrong = || text::enter_lapse().to_owned();
    let (_, millis) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
    let millis = (number(count.trim()).map_err(|_| wrong())? * millis).round();
    if !(0.0..=f64::from(u32::MAX)).contains(&millis) {
        return Err(wrong());
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and in the range of a u32"
    )]
    Ok(millis as u32)
}

/// A length in whole seconds.
///
/// # Errors
/// What to enter instead.
pub(crate) fn read_seconds(entry: &str) -> Result<u32, String> {
    let millis = read(entry)?;
    if millis % 1_000 != 0 {
        return Err(text::enter_whole_seconds().to_owned());
    }
    Ok(millis / 1_000)
}

/// A length in whole minutes; a bare number is in minutes.
///
/// # Errors
/// What to enter instead.
pub(crate) fn read_minutes(entry: &str) -> Result<u32, String> {
    let entry = entry.trim();
    let is_bare = entry.chars().all(|sign| sign.is_ascii_digit());
    let millis = if is_bare {
        read(&format!("{entry} min"))?
    } else {
        read(entry)?
    };
    if millis % 60_000 != 0 {
        return Err(text::enter_whole_minutes().to_owned());
    }
    Ok(millis / 60_000)
}

/// A length as it is entered, in the largest unit that divides it.
pub(crate) fn write(millis: u32) -> String {
    let units = [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000)];
    match units
        .into_iter()
        .find(|(_, size)| millis >= *size && millis.is_multiple_of(*size))
    {
        Some((unit, size)) => format!("{} {unit}", millis / size),
        None => format!("{} s", plain(f64::from(millis) / 1_000.0)),
    }
}

/// The same of seconds.
pub(crate) fn write_seconds(seconds: u32) -> String {
    write(seconds.saturating_mul(1_000))
}

/// A minute of the day from `HH:MM`, 0 to 1440.
///
/// # Errors
/// What to enter instead.
pub(crate) fn read_clock(entry: &str) -> Result<u16, String> {
    let wrong = || text::enter_clock().to_owned();
    let (hours, minutes) = entry.trim().split_once([':', '.']).unwrap_or((entry.trim(), "0"));
    let hours: u16 = hours.parse().map_err(|_| wrong())?;
    let minutes: u16 = minutes.parse().map_err(|_| wrong())?;
    if minutes > 59 || hours > 24 || (hours == 24 && minutes > 0) {
        return Err(wrong());
    }
    Ok(60 * hours + minutes)
}

/// `06:00`.
pub(crate) fn write_clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_comes_out_as_it_went_in() {
        for (entry, millis) in [
            ("30 s", 30_000),
            ("5 min", 300_000),
            ("2 h", 7_200_000),
            ("0.5 s", 500),
            ("90 s", 90_000),
            ("0 s", 0),
        ] {
            assert_eq!(read(entry), Ok(millis));
            assert_eq!(write(millis), entry);
        }
    }

    #[test]
    fn people_leave_out_what_is_clear() {
        assert_eq!(read("30"), Ok(30_000));
        assert_eq!(read(" 1,5s "), Ok(1_500));
        assert_eq!(read("1 T"), Ok(86_400_000));
        assert_eq!(read_minutes("5"), Ok(5));
        assert_eq!(read_minutes("2 h"), Ok(120));
        assert_eq!(read_seconds("2 min"), Ok(120));
        for wrong in ["", "soon", "5 weeks", "-1", "1e99 d"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(read_seconds("0.5").is_err());
        assert!(read_minutes("90 s").is_err());
    }

    #[test]
    fn times_of_the_day_have_24_hours() {
        assert_eq!(read_clock("06:00"), Ok(360));
        assert_eq!(read_clock("24:00"), Ok(1440));
        assert_eq!(read_clock("7"), Ok(420));
        assert_eq!(write_clock(1439), "23:59");
        for wrong in ["25:00", "24:01", "6 pm", ""] {
            assert!(read_clock(wrong).is_err(), "{wrong}");
        }
    }
}
